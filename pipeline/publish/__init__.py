"""Publish: what was made becomes records, and the records become `manifest.json`, `SHA256SUMS` and `verify.json`."""

from __future__ import annotations

from pipeline.publish.manifest import MANIFEST, SUMS, Manifest, Record, Review, Work, files, parse, updated
from pipeline.publish.verdicts import REPORT, Examined, report

__all__ = [
    "MANIFEST",
    "REPORT",
    "SUMS",
    "Examined",
    "Manifest",
    "Record",
    "Review",
    "Work",
    "files",
    "parse",
    "report",
    "updated",
]
