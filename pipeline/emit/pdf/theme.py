"""Every measure of the page: sizes in points, colours, and the styles that boxes of text are set in.

The page is 6 × 9 inches: a line holds some 65 letters, which suits a book and a news report alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

Align: TypeAlias = Literal["left", "center", "right", "justify"]
Family: TypeAlias = Literal["serif", "sans", "mono", "display"]
Colour: TypeAlias = tuple[float, float, float]

PAGE_WIDTH, PAGE_HEIGHT = 432.0, 648.0
MARGIN_SIDE, MARGIN_TOP, MARGIN_BOTTOM = 60.0, 68.0, 72.0
MEASURE = PAGE_WIDTH - 2 * MARGIN_SIDE
DEPTH = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM
HEAD_Y, FOLIO_Y = PAGE_HEIGHT - 44.0, 40.0

BLACK: Colour = (0.09, 0.09, 0.10)
GREY: Colour = (0.40, 0.41, 0.43)
RULE: Colour = (0.62, 0.63, 0.65)
LINK: Colour = (0.10, 0.25, 0.45)
TINT: Colour = (0.955, 0.955, 0.945)


class Bar(NamedTuple):
    """A bar along the left side of a box: its colour, its breadth, and how far in it stands."""

    colour: Colour
    breadth: float
    inset: float = 0.0


BAR = Bar((0.45, 0.53, 0.62), 1.6)
_GRAVE = Bar((0.70, 0.22, 0.16), 4.0)
BARS = {"warning": _GRAVE, "caution": _GRAVE, "important": BAR._replace(breadth=4.0)}
"""The bar beside a `Div` by its role; every other role has `BAR`. Danger is told by breadth, not colour alone."""
BAR_STEP = 13.0
"""How far what stands beside a bar is set in."""


class Face(NamedTuple):
    """What letters look like, before a font is found that has them."""

    family: Family = "serif"
    bold: bool = False
    italic: bool = False


_SERIF = Face()


@dataclass(frozen=True, slots=True)
class Style:
    """How a box of text is set. `before` and `after` are the least space around it; the larger of two counts."""

    face: Face = _SERIF
    size: float = 10.5
    leading: float = 14.5
    align: Align = "justify"
    before: float = 0.0
    after: float = 0.0
    hyphenate: bool = True
    keep: bool = False
    colour: Colour = BLACK


BODY = Style()
INDENT = 15.0
"""The first line of a paragraph that follows another."""
STEP = 19.0
"""How far a list, a quotation or a definition stands in."""
GAP = 7.0
"""The space around what is set off from the running text."""

TITLE = Style(Face("display"), 25, 30, "left", after=8, hyphenate=False)
SUBTITLE = Style(Face("serif", italic=True), 13.5, 18.5, "left", after=14, hyphenate=False, colour=GREY)
AUTHOR = Style(Face("sans"), 11, 15, "left", after=3, hyphenate=False)
IMPRINT = Style(Face("sans"), 9, 13, "left", hyphenate=False, colour=GREY)
HEADINGS = (
    Style(Face("display"), 18, 22.5, "left", before=26, after=11, hyphenate=False, keep=True),
    Style(Face("display"), 13.5, 17.5, "left", before=20, after=7, hyphenate=False, keep=True),
    Style(Face("display", italic=True), 11.5, 15, "left", before=15, after=5, hyphenate=False, keep=True),
    Style(Face("sans", bold=True), 10, 14, "left", before=13, after=4, hyphenate=False, keep=True),
    Style(Face("sans"), 10, 14, "left", before=12, after=3, hyphenate=False, keep=True),
    Style(Face("sans", italic=True), 9.5, 13.5, "left", before=11, after=3, hyphenate=False, keep=True),
)
CHAPTER_DROP = 54.0
"""How far the heading of a chapter that opens a page stands below the top."""
CONTENTS = (
    Style(Face("display"), 10.5, 15, "left", before=7, hyphenate=False),
    Style(Face("serif"), 10, 14.5, "left", hyphenate=False),
    Style(Face("serif"), 9.2, 13.5, "left", hyphenate=False, colour=GREY),
)
QUOTE = replace(BODY, size=9.8, leading=13.6, before=GAP, after=GAP)
TERM = Style(Face("sans", bold=True), 9.6, 14, "left", before=5, hyphenate=False, keep=True)
CAPTION = Style(Face("sans"), 8.6, 11.6, "left", before=5, after=5, colour=GREY)
CODE = Style(Face("mono"), 8.0, 11.4, "left", before=GAP, after=GAP, hyphenate=False)
NOTE = Style(Face("serif"), 8.5, 11.2, "justify", before=1.5)
COLOPHON = Style(Face("sans"), 8.8, 12.8, "left", before=2.5)
MATTER_HEADING = Style(Face("display"), 15, 20, "left", before=20, after=10, hyphenate=False, keep=True)
PIXEL = 0.6
"""The breadth of a picture's pixel, in points, where nothing narrows the picture: 120 to the inch."""
PICTURE, PICTURE_SUNK = 1.2, 0.2
"""The most that a picture among letters is high, in ems, and what part of it hangs below the baseline."""
CELL_SIZES = (9.2, 8.4, 7.6, 6.8, 6.0)
"""The size of the letters in a table: the first in which no word has to be broken, else the last."""
ROW_GAP = 2.6
COLUMN = Style(Face("serif"), 9.4, 12.6, "left")
"""The text of two languages side by side: some 35 letters in a line, too few to justify."""
COLUMN_GAP = 18.0
"""The space between the two columns."""


def cell(size: float, *, head: bool, align: Align) -> Style:
    """Return the style of a table cell whose letters are `size` points high."""
    return Style(Face("sans", bold=head), size, round(size * 1.34, 1), align)
