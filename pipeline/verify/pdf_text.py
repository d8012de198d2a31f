"""The printed lines of a PDF: the one door to pdfium."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from pipeline.archive import DAMAGED
from pipeline.report import PipelineError
from pipeline.verify.observed import Line

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

_BREAK = re.compile("[\\r\\n\ufffe]+")
"""Pdfium joins lines at a hyphen and marks it with U+FFFE; what follows may be a note at the foot of the page."""


def lines(data: bytes, *, marked: bool = False) -> Iterator[Line]:
    """Yield each printed line of each page, in the order in which it was drawn; raise `PipelineError` if damaged.

    In a file with text that is `marked` with its language, each piece of text that was drawn in one go is a line.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        try:
            for number in range(len(document)):
                yield from _page(document, number, marked)
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise PipelineError(f"the file is damaged: it is not a whole PDF ({error})", code=DAMAGED) from error


def _page(document: PdfDocument, number: int, marked: bool) -> list[Line]:
    """Return the lines of a page; each page is closed at once, so that memory does not grow with the book."""
    place = f"page {number + 1}"
    page = document[number]
    text = page.get_textpage()
    if marked:
        found = [Line(said, place, languages=frozenset(filter(None, (tag,)))) for said, tag in _drawn(page, text)]
    else:
        found = [Line(said, place) for said in _BREAK.split(str(text.get_text_range()))]
    text.close()
    page.close()
    return found


def _drawn(page: PdfPage, text: PdfTextPage) -> Iterator[tuple[str, str]]:
    """Yield the text objects of a page, each with the language that it is marked with."""
    from pypdfium2 import raw

    for number in range(raw.FPDFPage_CountObjects(page.raw)):
        thing = raw.FPDFPage_GetObject(page.raw, number)
        if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_TEXT:
            yield _string(partial(_text, thing, text.raw)), _language(thing)


def _text(thing: Any, page: Any, buffer: Any, size: int) -> int:  # noqa: ANN401  (pdfium's pointers have no types)
    from pypdfium2 import raw

    return int(raw.FPDFTextObj_GetText(thing, page, buffer, size))


def _language(thing: Any) -> str:  # noqa: ANN401  (as above)
    """Return the language that the innermost mark around a text object names."""
    from pypdfium2 import raw

    found = ""
    for number in range(raw.FPDFPageObj_CountMarks(thing)):
        found = _string(partial(_named, raw.FPDFPageObj_GetMark(thing, number))) or found
    return found


def _named(mark: Any, buffer: Any, size: int) -> int:  # noqa: ANN401  (as above)
    from pypdfium2 import raw

    length = ctypes.c_ulong()
    raw.FPDFPageObjMark_GetParamStringValue(mark, b"Lang", buffer, size, length)
    return length.value


def _string(read: Callable[[Any, int], int]) -> str:
    """Return what pdfium writes into a buffer of the size that it asks for: UTF-16 with a zero at the end."""
    from pypdfium2 import raw

    size = read(None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    read(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")
