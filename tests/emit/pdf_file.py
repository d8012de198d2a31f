"""Make a PDF and read it back with pikepdf and pdfium, which share nothing with the emitter, for the tests beside."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest
from PIL import Image as Pillow
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH

from pipeline.emit.edition import Edition
from pipeline.emit.pdf import emit
from pipeline.emit.pdf.fonts import Fonts
from pipeline.emit.pdf.glyph_font import GlyphFont
from pipeline.emit.theme import Face
from pipeline.model import Block, Document, Metadata, Paragraph, Resource, Text
from pipeline.report import PipelineError
from pipeline.verify import pdf_tags
from pipeline.verify.pdf_content import Spot
from pipeline.verify.pdf_tree import Element, read

STAMP = datetime(2023, 11, 8, 12, 30, 5, tzinfo=UTC)
PROSE = (
    "The harbour office opens before the light does. A clerk unlocks the tide tables, compares them with the marks on "
    "the sea wall and writes the corrections in a hand that three generations of pilots have learned to read. "
)
_PIECE = re.compile(r"\]TJ/Span<</ActualText<FEFF(?P<actual>[0-9A-F]*)>>>BDC\[(?P<hidden>.*?)\]TJ EMC\["
                    r"|<(?P<codes>[0-9A-F]*)>|(?P<shift>-?\d+)")  # fmt: skip
_MAPPED = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]*)>")


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


def font_of(text: str, language: str = "en", face: Face = Face()) -> GlyphFont:  # noqa: B008  (a tuple)
    """Return the font in which a text in one font is set; skip the test where no font of this machine has it."""
    fonts = Fonts()
    try:
        fonts.check(text, language)
    except PipelineError as lacking:
        pytest.skip(f"needs a font of the system: {lacking.message}")
    return fonts.stretches(text, face, language)[0].font


def told(font: GlyphFont, code: str) -> str:
    """Return the text that the inside of a TJ array tells, from left to right."""
    return "".join(
        bytes.fromhex(found["actual"]).decode("utf-16-be")
        if found["actual"]
        else "".join(font.texts[number] for number in _numbers(found["codes"] or ""))
        for found in _PIECE.finditer(code)
    )


def moved(font: GlyphFont, code: str) -> int:
    """Return how far the pen moves while the inside of a TJ array is shown, in thousandths of an em."""
    far = 0
    for found in _PIECE.finditer(code):
        if found["hidden"] is not None:
            far += moved(font, found["hidden"])
        far -= int(found["shift"] or 0)
        far += sum(font.advance(font.glyphs[number]) for number in _numbers(found["codes"] or ""))
    return far


def _numbers(codes: str) -> list[int]:
    return [int(codes[at : at + 4], 16) for at in range(0, len(codes), 4)]


def faults(data: bytes) -> list[str]:
    """Return what is wrong with the tags of a file."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [str(fault) for fault in pdf_tags.faults(pdf)]


class Tagged:
    """The structure of a file: its elements, and the text of each by the codes that its content shows."""

    def __init__(self, data: bytes) -> None:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            tree = read(pdf)
            self.top, self.elements = tree.roots[0], tree.elements
            self.texts = {Spot(n, None, mcid): text for n, page in enumerate(pdf.pages) for mcid, text in _marked(page)}
            self.tags = {element.place: str(element.entries["/S"])[1:] for element in tree.elements}

    def of(self, kind: str) -> list[Element]:
        """Return the elements of a type, in order."""
        return [element for element in self.elements if element.kind == kind]

    def text(self, element: Element) -> str:
        """Return all text in an element, in the order of the tree."""
        parts = (
            self.text(kid) if isinstance(kid, Element) else self.texts.get(kid, "") if isinstance(kid, Spot) else ""
            for kid in element.kids
        )
        return "".join(parts)

    def outline(self, element: Element | None = None) -> str:
        """Return the types of an element and of those in it, as `L(LI(Lbl LBody))`."""
        element = element or self.top
        inner = " ".join(self.outline(kid) for kid in element.elements())
        return f"{element.kind}({inner})" if inner else element.kind


def _marked(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    """Yield the number of each marked content of a page and its text."""
    maps = {name: _unicode(font) for name, font in page.Resources.Font.items()}
    texts: dict[int, str] = {}
    open_: list[int | str] = []
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                inside = operands[1] if len(operands) > 1 else {}
                open_.append(int(inside["/MCID"]) if "/MCID" in inside else "")
                if "/ActualText" in inside:
                    open_[-1] = str(inside["/ActualText"])
                    _put(texts, open_[:-1], str(inside["/ActualText"]))
                elif "/MCID" in inside:
                    texts.setdefault(int(inside["/MCID"]), "")
            case "EMC":
                open_.pop()
            case "Tf":
                font = maps[str(operands[0])]
            case "TJ" if not open_ or not isinstance(open_[-1], str) or open_[-1] == "":
                shown = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
                codes = (int.from_bytes(shown[at : at + 2], "big") for at in range(0, len(shown), 2))
                _put(texts, open_, "".join(font[code] for code in codes))
    yield from texts.items()


def _put(texts: dict[int, str], around: Iterable[int | str], text: str) -> None:
    """Add a text to the innermost marked content that has a number."""
    number = next((mark for mark in reversed(list(around)) if isinstance(mark, int)), None)
    if number is not None:
        texts[number] = texts.get(number, "") + text


def _unicode(font: pikepdf.Object) -> dict[int, str]:
    found = _MAPPED.findall(font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in found}
