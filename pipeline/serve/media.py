"""Media types by the names of files, the same on every machine, and what a page may do."""

from __future__ import annotations

from pathlib import PurePath

_FEEDS = {
    "opds.json": "application/opds+json",
    "catalog.xml": "application/atom+xml;profile=opds-catalog;kind=acquisition",
    "feed.xml": "application/atom+xml",
}
"""By the name at the top of the folder, as in OPDS 2.0 (Appendix B) and OPDS 1.2 (section 2.1).

A feed for one language, or a further page of it, has the same name with more between: `opds.es.2.json`.
"""
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    "": "text/plain; charset=utf-8",
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
"""By suffix, as IANA has them; what has none is SHA256SUMS."""

_OWN_FILES = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
_OWN_STYLE = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'"


def media_type(path: str) -> str:
    """Return the media type of a file by its path in the folder."""
    name = PurePath(path)
    feed = "" if "/" in path else f"{path.partition('.')[0]}{name.suffix}"
    return _FEEDS.get(feed) or _TYPES.get(name.suffix.lower(), "application/octet-stream")


def policy(path: str) -> str:
    """Return what a page may load and run (Content Security Policy Level 3).

    Reviews and drawings have their style within them, and need nothing else; all others need files of the folder.
    """
    return _OWN_STYLE if path.endswith((".review.html", ".svg")) else _OWN_FILES
