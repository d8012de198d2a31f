"""The printed lines of a PDF: the one door to pdfium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.report import PipelineError
from pipeline.verify.archive import DAMAGED
from pipeline.verify.observed import Line

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_BREAK = re.compile("[\\r\\n\ufffe]+")
"""Pdfium joins lines at a hyphen and marks it with U+FFFE; what follows may be a note at the foot of the page."""


def lines(data: bytes) -> Iterator[Line]:
    """Yield each printed line of each page, in the order in which it was drawn; raise `PipelineError` if damaged."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        try:
            for number in range(len(document)):
                for text in _BREAK.split(_page(document, number)):
                    yield Line(text, f"page {number + 1}")
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise PipelineError(f"the file is damaged: it is not a whole PDF ({error})", code=DAMAGED) from error


def _page(document: PdfDocument, number: int) -> str:
    """Return the text of a page; each page is closed at once, so that memory does not grow with the book."""
    page = document[number]
    text = page.get_textpage()
    found = text.get_text_range()
    text.close()
    page.close()
    return str(found)
