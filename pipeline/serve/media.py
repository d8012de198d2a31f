"""Media types by the names of files, the same on every machine, and what a page may do."""

from __future__ import annotations

from pathlib import PurePath

_TYPES = {
    "opds.json": "application/opds+json",
    "catalog.xml": "application/atom+xml;profile=opds-catalog;kind=acquisition",
    "feed.xml": "application/atom+xml",
    ".html": "text/html; charset=utf-8",
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    "SHA256SUMS": "text/plain; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
"""By name, else by suffix. OPDS 2.0 (Appendix B), OPDS 1.2 (section 2.1); the others are IANA's."""

_OWN_FILES = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
_NOTHING_ELSE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def media_type(name: str) -> str:
    """Return the media type of a file."""
    return _TYPES.get(name) or _TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream")


def policy(name: str) -> str:
    """Return what a page of this name may load and run (Content Security Policy Level 3).

    A review has its style within it, and needs nothing else; all others have files of the folder.
    """
    return _NOTHING_ELSE if name.endswith(".review.html") else _OWN_FILES
