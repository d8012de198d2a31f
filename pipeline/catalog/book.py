"""An EPUB as its pages to read online need it: what is shown in which order, the contents, the cover (EPUB 3.3).

The file is one that we made and have verified; still nothing in it is trusted. Only files whose names could be ours are
looked at, so that none can lie outside the book's folder.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipeline.archive import DAMAGED, Entries, entries
from pipeline.report import PipelineError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
_OPF = "{http://www.idpf.org/2007/opf}"
_CONTAINER = "META-INF/container.xml"
_PAGE = re.compile(r"[a-z][a-z0-9-]*\.xhtml")
PICTURE = re.compile(r"images/[a-z][a-z0-9-]*\.(?:png|jpg|gif|webp|svg)")
"""The names of pages and pictures in our books, seen from the package document."""


@dataclass(frozen=True, slots=True)
class Book:
    """A book: its files, the folder that they lie in, its pages in reading order, its contents, its cover's picture."""

    files: Entries
    folder: str
    pages: tuple[str, ...]
    contents: str
    cover: str

    def page(self, name: str) -> Element:
        """Return the root of a page; raise `PipelineError` if it is missing or broken."""
        return self.files.part(posixpath.join(self.folder, name))

    def picture(self, name: str) -> bytes:
        """Return the bytes of a picture, or nothing where there is none of that name."""
        return self.files.get(posixpath.join(self.folder, name), b"") if PICTURE.fullmatch(name) else b""


def opened(data: bytes) -> Book:
    """Return what lies in an EPUB file; raise `PipelineError` if it is damaged or bursts the bounds of an archive."""
    files = entries(data)
    path = next((found.get("full-path", "") for found in files.part(_CONTAINER).iter("{*}rootfile")), "")
    package = files.part(path)
    items = {item.get("id", ""): item for item in package.iter(f"{_OPF}item")}
    read = (items.get(reference.get("idref", "")) for reference in package.iter(f"{_OPF}itemref"))
    names = [unquote(item.get("href", "")) for item in read if item is not None]
    contents, cover = _having("nav", items), _having("cover-image", items)
    if not _PAGE.fullmatch(contents):
        raise PipelineError("the file is damaged: it has no contents", code=DAMAGED)
    return Book(files, posixpath.dirname(path), tuple(filter(_PAGE.fullmatch, names)), contents, cover)


def _having(prop: str, items: dict[str, Element]) -> str:
    found = (item for item in items.values() if prop in item.get("properties", "").split())
    return next((unquote(item.get("href", "")) for item in found), "")


def kinds(root: Element) -> frozenset[str]:
    """Return what a page is in the book: the types of its body and of the section in it (`titlepage`, `colophon`)."""
    named = (element.get(TYPE, "") for element in root.iter(f"{XHTML}body", f"{XHTML}section"))
    return frozenset(" ".join(named).split())
