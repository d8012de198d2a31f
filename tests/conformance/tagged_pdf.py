"""A tagged PDF as a tree of values: the elements of its structure with their text (ISO 32000-1, 14.7 and 14.8).

The tree is read with pikepdf; what each piece of marked content says is told by pdfium, as it knows fonts of all kinds.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import pikepdf
import pypdfium2
from pypdfium2 import raw

_PDFIUM = Lock()
"""Pdfium works in one thread at a time."""


class File(NamedTuple):
    """What is read of a file: its title, the texts of its bookmarks in order, and the root of its structure."""

    title: str
    bookmarks: tuple[str, ...]
    root: Tagged


class Tagged(NamedTuple):
    """An element of the structure: its standard type, what it holds in order, and what it says of itself, or nothing.

    `name` is the type as it is written, which the file's role map makes a standard one: LibreOffice writes names of
    styles. `scope` is that of a head of a table: `Column`, `Row`.
    """

    kind: str
    kids: tuple[Tagged | str, ...] = ()
    language: str = ""
    alt: str = ""
    scope: str = ""
    name: str = ""

    def text(self) -> str:
        """Return all text within."""
        return "".join(kid if isinstance(kid, str) else kid.text() for kid in self.kids)


def read(file: Path) -> File:
    """Return what the file holds; raise `pikepdf.PdfError` or `ValueError` if the file is broken or has none."""
    with pikepdf.open(file) as pdf:
        root = pdf.Root.get("/StructTreeRoot")
        if root is None:
            raise ValueError("the file is not tagged")
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        roles = {name: str(role) for name, role in root.get("/RoleMap", {}).items()}
        reading = _Reading(pages, _marked(file), roles)
        whole = Tagged("", tuple(reading.kids(root.get("/K"), None)), str(pdf.Root.get("/Lang", "")))
        with pdf.open_outline() as outline:
            return File(str(pdf.docinfo.get("/Title", "")), tuple(_bookmarks(outline.root)), whole)


def _bookmarks(items: Iterable[pikepdf.OutlineItem]) -> Iterator[str]:
    for item in items:
        yield item.title
        yield from _bookmarks(item.children)


class _Reading(NamedTuple):
    """What the elements refer to: pages by their object, texts by page, from 0, and MCID, and the role map."""

    pages: Mapping[tuple[int, int], int]
    texts: Mapping[tuple[int | None, int], str]
    roles: Mapping[str, str]

    def kids(self, held: pikepdf.Object | int | None, page: int | None) -> Iterator[Tagged | str]:
        """Yield what an entry K holds: elements, and texts in place of marked content."""
        match held:
            case None:
                return
            case pikepdf.Array():
                for kid in held:
                    yield from self.kids(kid, page)
            case pikepdf.Dictionary():
                page = self.pages.get(held.Pg.objgen, page) if "/Pg" in held else page
                if "/S" in held:
                    yield self._element(held, page)
                elif "/MCID" in held:
                    yield self.texts.get((page, int(held.MCID)), "")
            case _:
                yield self.texts.get((page, int(held)), "")

    def _element(self, held: pikepdf.Dictionary, page: int | None) -> Tagged:
        name, kids = str(held.S), tuple(self.kids(held.get("/K"), page))
        tongue, alt = (str(held.get(key, "")) for key in ("/Lang", "/Alt"))
        return Tagged(self.roles.get(name, name)[1:], kids, tongue, alt, _scope(held.get("/A")), name[1:])


def _scope(attributes: pikepdf.Object | None) -> str:
    listed = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    found = (str(each.Scope)[1:] for each in listed if isinstance(each, pikepdf.Dictionary) and "/Scope" in each)
    return next(found, "")


def _marked(file: Path) -> Mapping[tuple[int | None, int], str]:
    """Return the text of each piece of marked content, by page, from 0, and MCID."""
    found: defaultdict[tuple[int | None, int], str] = defaultdict(str)
    with _PDFIUM, pypdfium2.PdfDocument(file) as document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            drawn = (raw.FPDFPage_GetObject(page.raw, at) for at in range(raw.FPDFPage_CountObjects(page.raw)))
            for item in drawn:
                if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT:
                    said = _string(partial(raw.FPDFTextObj_GetText, item, text.raw))
                    found[number, raw.FPDFPageObj_GetMarkedContentID(item)] += said
            text.close()
            page.close()
    return found


def _string(fill: Callable[..., int]) -> str:
    """Return what pdfium writes into a buffer of the size that it asks for: UTF-16 with a zero at the end."""
    size = fill(None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    fill(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")
