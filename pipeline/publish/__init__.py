"""Publish: what was made becomes records, and the records become `manifest.json`, `SHA256SUMS` and `verify.json`."""

from __future__ import annotations

from pipeline.publish.manifest import MANIFEST, SUMS, checksums, digest, files, kept, parse
from pipeline.publish.verdicts import REPORT, Examined, report
from pipeline.records import Catalog, Kept, Manifest, Record, Work

__all__ = [
    "MANIFEST",
    "REPORT",
    "SUMS",
    "Catalog",
    "Examined",
    "Kept",
    "Manifest",
    "Record",
    "Work",
    "checksums",
    "digest",
    "files",
    "kept",
    "parse",
    "report",
]
