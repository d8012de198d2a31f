"""Publish: what was made becomes records, and the records become `manifest.json` and `SHA256SUMS`."""

from __future__ import annotations

from pipeline.publish.manifest import MANIFEST, SUMS, Manifest, Record, Review, Work, files, parse, updated

__all__ = ["MANIFEST", "SUMS", "Manifest", "Record", "Review", "Work", "files", "parse", "updated"]
