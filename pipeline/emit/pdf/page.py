"""One page while it is drawn: operators, and beside them what each belongs to.

Positions are in points from the lower left corner. All that is drawn is marked content (ISO 32000-1, 14.6): letters and
pictures as content of an element, rules and tints as artifacts, and everything on a page's margin as pagination.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.emit.pdf.runs import Link
from pipeline.emit.pdf.tags import Element, Piece
from pipeline.emit.theme import Colour

if TYPE_CHECKING:
    from pipeline.emit.pdf.words import Part
    from pipeline.emit.pdf.writer import File

Rect = tuple[float, float, float, float]
SLANT = 0.2
"""The tangent by which upright letters lean where a face has no slanted ones."""
_ARTIFACT = "/Artifact BMC"
_PAGINATION = "/Artifact <</Type/Pagination/Subtype/{}>>BDC"


@dataclass(slots=True)
class Hotspot:
    """A link on this page, and a rectangle (left, bottom, right, top) for each of its lines."""

    link: Link
    rects: list[Rect] = field(default_factory=list)


class Page:
    """One page. `number` counts pages as they are drawn; `owners` are the elements of its marked content, in order."""

    def __init__(self, file: File, number: int) -> None:
        self._file, self.number = file, number
        self._code: list[str] = []
        self._state: dict[str, str] = {}
        self._open: tuple[Element | None, int] | str | None = None
        self._in_text = False
        self._margin = ""
        self.packed: Future[bytes] | None = None
        self.hotspots: dict[Link, Hotspot] = {}
        self.owners: list[Element] = []
        self.label = ""

    @contextmanager
    def margin(self, kind: str) -> Iterator[None]:
        """Draw what is no content of the document, whatever it belongs to: `Header`, `Footer`, or a repeated part."""
        outer, self._margin = self._margin, _PAGINATION.format(kind) if kind else _ARTIFACT
        yield
        self._margin = outer

    def text(  # noqa: PLR0913, PLR0917  (a place, what is shown, and what it belongs to)
        self, x: float, y: float, part: Part, code: str, element: Element | None, order: int
    ) -> None:
        """Show glyphs in the font and ink of `part` with their baseline starting at a point; `code`: a TJ's inside."""
        self._mark(element, order)
        ink = part.ink
        self._put("rg", _numbers(*ink.colour))
        if not self._in_text:
            self._code.append("BT")
            self._in_text = True
        self._put("Tf", f"/{part.font.name} {_number(ink.size)}")
        lean = _number(SLANT) if part.lean else "0"
        self._code.append(f"1 0 {lean} 1 {_numbers(x, y)} Tm[{code}]TJ")
        self._file.use(part.font)

    def over(  # noqa: PLR0913, PLR0917  (as above)
        self, x: float, y: float, part: Part, code: str, element: Element | None, order: int
    ) -> None:
        """Show glyphs that are painted over others and tell no text: to readers of the file they are white space."""
        self.text(x, y, part, f"]TJ/Span<</ActualText<FEFF0009>>>BDC[{code}]TJ EMC[", element, order)

    def _put(self, operator: str, value: str) -> None:
        """Write a graphics state operator unless it holds already."""
        if self._state.get(operator) != value:
            self._state[operator] = value
            self._code.append(f"{value} {operator}")

    def _mark(self, element: Element | None, order: int = 0) -> None:
        """Go on in the marked content of an element, or in that of an artifact if it is none."""
        wanted = self._margin or (_ARTIFACT if element is None else (element, order))
        if wanted == self._open:
            return
        self._close()
        self._open = wanted
        if isinstance(wanted, str):
            self._code.append(wanted)
        elif element is not None:
            number = len(self.owners)
            self.owners.append(element)
            element.pieces.append(Piece(order, self.number, number))
            # code is in no language
            says = self._file.marks_languages and element.spoken and element.tag != "Code"
            spoken = f"/Lang({element.spoken})" if says else ""
            self._code.append(f"/{element.tag}<</MCID {number}{spoken}>>BDC")

    def _close(self) -> None:
        self._leave_text()
        if self._open is not None:
            self._code.append("EMC")
            self._open = None

    def _leave_text(self) -> None:
        if self._in_text:
            self._code.append("ET")
            self._in_text = False

    def _draw(self, code: str, element: Element | None = None) -> None:
        self._mark(element)
        self._leave_text()
        self._code.append(code)

    def fill(self, rect: Rect, colour: Colour) -> None:
        """Fill a rectangle given by its lower left corner, width and height."""
        self._draw(f"q {_numbers(*colour)} rg {_numbers(*rect)} re f Q")

    def rule(self, x: float, y: float, width: float, colour: Colour, weight: float = 0.5) -> None:
        """Draw a horizontal line."""
        self.fill((x, y - weight / 2, width, weight), colour)

    def frame(self, rect: Rect, colour: Colour, weight: float) -> None:
        """Draw the outline of a rectangle given by its lower left corner, width and height."""
        self._draw(f"q {_number(weight)} w {_numbers(*colour)} RG {_numbers(*rect)} re S Q")

    def dots(self, start: float, end: float, y: float, colour: Colour) -> None:
        """Draw a row of dots that ends at `end`: a leader."""
        if end - start > 8:
            phase = (end - start) % 4.0
            points = f"{_numbers(start + phase, y)} m {_numbers(end, y)} l"
            self._draw(f"q 1 J 0.9 w [0 4] 0 d {_numbers(*colour)} RG {points} S Q")

    def strokes(self, points: Sequence[tuple[float, float]], colour: Colour, weight: float) -> None:
        """Draw a line from point to point."""
        first, *rest = points
        path = " ".join(f"{_numbers(*point)} l" for point in rest)
        self._draw(f"q {_number(weight)} w {_numbers(*colour)} RG {_numbers(*first)} m {path} S Q")

    def diamond(self, x: float, y: float, reach: float, colour: Colour) -> None:
        """Fill a diamond around a point."""
        corners = ((x, y + reach), (x + reach, y), (x, y - reach))
        path = " ".join(f"{_numbers(*corner)} l" for corner in corners)
        self._draw(f"q {_numbers(*colour)} rg {_numbers(x - reach, y)} m {path} f Q")

    def picture(self, name: str, rect: Rect, element: Element | None) -> None:
        """Draw a picture into a rectangle given by its lower left corner, width and height."""
        x, y, width, height = rect
        placed = _numbers(width, 0, 0, height, x, y)
        self._draw(f"q {placed} cm /{self._file.picture(name)} Do Q", element)
        if element is not None and not self._margin:
            element.box = element.box or (x, y, x + width, y + height)

    def link(self, link: Link, rect: Rect) -> None:
        """Make a rectangle (left, bottom, right, top) lead to where the link does."""
        if not self._margin:
            self.hotspots.setdefault(link, Hotspot(link)).rects.append(rect)

    def anchor(self, name: str, x: float, y: float) -> None:
        """Name the place whose top left corner is the point."""
        self._file.places.setdefault(name, (self, x, y))

    def seal(self) -> None:
        """Take what is drawn as all of the page: it is compressed, so that memory does not grow with the book.

        Another core does that, if there is one, while the next page is drawn.
        """
        self._close()
        content = "\n".join(self._code).encode("latin-1")
        self._code.clear()
        self.packed = self._file.packer.submit(zlib.compress, content, 6)


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _numbers(*values: float) -> str:
    return " ".join([_number(value) for value in values])
