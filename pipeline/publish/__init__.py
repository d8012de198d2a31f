"""Publish: what was made becomes records, and the records become `manifest.json`, `SHA256SUMS` and `verify.json`."""

from __future__ import annotations

from pipeline.publish.manifest import MANIFEST, SUMS, files, kept, parse, sums
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
    "files",
    "kept",
    "parse",
    "report",
    "sums",
]
