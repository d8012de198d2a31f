"""Make a PDF and read it back with pikepdf and pdfium, which share nothing with the emitter, for the tests beside."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pikepdf
import pypdfium2
from PIL import Image as Pillow
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH

from pipeline.emit.edition import Edition
from pipeline.emit.pdf import emit
from pipeline.model import Block, Document, Metadata, Paragraph, Resource, Text

STAMP = datetime(2023, 11, 8, 12, 30, 5, tzinfo=UTC)
PROSE = (
    "The harbour office opens before the light does. A clerk unlocks the tide tables, compares them with the marks on "
    "the sea wall and writes the corrections in a hand that three generations of pilots have learned to read. "
)


def paragraph(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def made(*content: Block, language: str = "en", resources: tuple[Resource, ...] = (), **fields: object) -> bytes:
    metadata = Metadata(**({"title": "Tides", "language": language} | fields))  # type: ignore[arg-type]
    return emit(Edition(Document(metadata, content, resources), "tides", STAMP)).value


def pages(data: bytes) -> list[str]:
    """Return the text of each page; a hyphen at a line's end is mended."""
    with pypdfium2.PdfDocument(data) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [re.sub(r"\s+", " ", text.replace("\ufffe", "").replace("\u00a0", " ")) for text in texts]


def text_of(data: bytes) -> str:
    return " ".join(pages(data))


def letters(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b-\u200f\ufffe-]+", "", text)


def annotated(pdf: pikepdf.Pdf) -> Iterator[tuple[int, pikepdf.Object]]:
    for number, page in enumerate(pdf.pages):
        for link in page.get("/Annots", ()):
            yield number, link


def places(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Return the page of each named destination."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
    tree = list(pdf.Root.Names.Dests.Names)
    return {str(name): numbers[place[0].objgen] for name, place in zip(tree[::2], tree[1::2], strict=True)}


def boxes(data: bytes) -> Iterator[tuple[float, float, float, float]]:
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            for at in range(text.count_rects()):
                yield text.get_rect(at)


def inside(data: bytes) -> bool:
    return all(x0 > 0 and y0 > 0 and x1 < 432 and y1 < 648 for x0, y0, x1, y1 in boxes(data))


def start(data: bytes, words: str) -> tuple[float, float]:
    """Return where the first letter of `words` stands: its left edge, and the baseline of its line or just below."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            found = text.search(words).get_next()
            if found:
                return text.get_charbox(found[0], loose=True)[:2]
    raise AssertionError(words)


def heads(data: bytes) -> list[str]:
    """Return the running head of each page, its two sides as one text."""
    with pypdfium2.PdfDocument(data) as document:
        texts = [page.get_textpage().get_text_bounded(bottom=590) for page in document]
    return [" ".join(text.split()) for text in texts]


def drawn(data: bytes) -> list[tuple[float, float, float, float]]:
    """Return the corners of every picture."""
    with pypdfium2.PdfDocument(data) as document:
        return [thing.get_bounds() for page in document for thing in page.get_objects((FPDF_PAGEOBJ_IMAGE,))]


def upright(data: bytes) -> list[float]:
    """Return the breadth of every painted bar that is taller than broad."""
    with pypdfium2.PdfDocument(data) as document:
        found = [thing.get_bounds() for page in document for thing in page.get_objects((FPDF_PAGEOBJ_PATH,))]
    return [right - left for left, bottom, right, top in found if top - bottom > right - left]


def picture(width: int, height: int) -> Resource:
    """Return a picture of one colour."""
    into = io.BytesIO()
    Pillow.new("RGB", (width, height), "red").save(into, "PNG")
    return Resource(f"{width}x{height}.png", "image/png", into.getvalue(), width, height)
