"""The package document and the zip archive (EPUB 3.3, 5 and 4.2). The only door to ebooklib.

Ebooklib keeps the book's items and writes container and items. Its own package document has local time labelled as
UTC, doubled ids and no refinements of our kind, and its archive bears the time of the clock: both are made here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from ebooklib import epub

from pipeline.emit.epub.metadata import UNIQUE
from pipeline.emit.epub.xhtml import value
from pipeline.languages import Language

XHTML = "application/xhtml+xml"
_PACKED = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Types that are compressed already."""

_HELD = {"mathml": re.compile(rb"<(?:\w+:)?math[\s>/]"), "svg": re.compile(rb"<(?:\w+:)?svg[\s>/]")}
"""Markup of other languages in a page, by the property that tells of it."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the book; `properties` as the manifest lists them, `read` whether it is a page in reading order."""

    id: str
    path: str
    data: bytes
    media_type: str = XHTML
    properties: str = ""
    read: bool = False


def package(items: Sequence[Item], within: Language, metadata: str) -> str:
    """Return the package document: metadata, manifest, spine."""
    manifest = "\n".join(
        f'<item id="{item.id}" href="{value(item.path)}" media-type="{item.media_type}"'
        + (f' properties="{properties}"/>' if (properties := _properties(item)) else "/>")
        for item in items
    )
    spine = "\n".join(f'<itemref idref="{item.id}"/>' for item in items if item.read)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        f'unique-identifier="{UNIQUE}" xml:lang="{within.tag}" dir="{within.direction}">\n'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{metadata}\n</metadata>\n'
        f"<manifest>\n{manifest}\n</manifest>\n"
        f'<spine toc="ncx" page-progression-direction="{within.direction}">\n{spine}\n</spine>\n</package>\n'
    )


def _properties(item: Item) -> str:
    """Return the properties of an item, with what a page holds beside XHTML (EPUB 3.3, manifest properties)."""
    held = (name for name, mark in _HELD.items() if item.media_type == XHTML and mark.search(item.data))
    return " ".join(filter(None, (item.properties, *held)))


def archive(items: Sequence[Item], document: str, identifier: str, modified: datetime) -> bytes:
    """Return the book as a file: the same bytes for the same items, on every machine and day."""
    book = epub.EpubBook()
    book.set_identifier(identifier)
    for item in items:
        book.add_item(epub.EpubItem(item.id, item.path, item.media_type, item.data))
    book.spine = [item.id for item in items if item.read]
    stored = frozenset(f"{book.FOLDER_NAME}/{item.path}" for item in items if item.media_type in _PACKED)
    into = io.BytesIO()
    _Writer(into, book, document, _Archive(into, modified, stored)).write()
    return into.getvalue()


class _Archive(ZipFile):
    """A zip archive whose entries all bear one stamp and one kind of permissions."""

    def __init__(self, file: io.BytesIO, modified: datetime, stored: frozenset[str]) -> None:
        super().__init__(file, "w")
        self._stamp = (modified.year, modified.month, modified.day, modified.hour, modified.minute, modified.second)
        self._stored = stored | {"mimetype"}

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: bytes | str,  # type: ignore[override]  # typeshed asks for a private type
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Write an entry; names alone decide how."""
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        entry = ZipInfo(name, self._stamp)
        entry.create_system = 3
        entry.external_attr = 0o100644 << 16
        entry.compress_type = ZIP_STORED if name in self._stored else ZIP_DEFLATED
        super().writestr(entry, data, compress_type, compresslevel)


class _Writer(epub.EpubWriter):  # type: ignore[misc]  # ebooklib has no types
    """Ebooklib's writer with our package document and our archive."""

    def __init__(self, into: io.BytesIO, book: epub.EpubBook, document: str, out: ZipFile) -> None:
        super().__init__(into, book)
        self.document = document
        self.out = out

    def write(self) -> None:
        """Write the whole archive, the media type first and uncompressed (EPUB OCF 3.3, 4.3)."""
        with self.out:
            self.out.writestr("mimetype", "application/epub+zip")
            self._write_container()
            self.out.writestr(f"{self.book.FOLDER_NAME}/content.opf", self.document)
            self._write_items()
