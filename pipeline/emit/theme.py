"""Every measure of the page: sizes in points, colours, and the styles that text is set in, in PDF and in DOCX.

The constants are those of a book of 6 × 9 inches, whose line holds some 65 letters. `theme` makes of them the theme of
another page, another look (`THEMES`) or another script, by scaling.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Literal, NamedTuple, TypeAlias

from pipeline.emit.paper import Paper, paper
from pipeline.languages.scripts import script as traits
from pipeline.report import PipelineError

Align: TypeAlias = Literal["start", "left", "center", "right", "justify"]
Family: TypeAlias = Literal["serif", "sans", "mono", "display"]
Colour: TypeAlias = tuple[float, float, float]

BLACK: Colour = (0.0, 0.0, 0.0)
GREY: Colour = (0.40, 0.41, 0.43)
RULE: Colour = (0.62, 0.63, 0.65)
LINK: Colour = (0.10, 0.25, 0.45)
TINT: Colour = (0.955, 0.955, 0.945)


class Bar(NamedTuple):
    """A bar along the side of a box on which lines start: its colour, its breadth, and how far in it stands."""

    colour: Colour
    breadth: float
    inset: float = 0.0


BAR = Bar((0.45, 0.53, 0.62), 1.6)
_GRAVE = Bar((0.70, 0.22, 0.16), 4.0)
BARS = {"warning": _GRAVE, "caution": _GRAVE, "important": BAR._replace(breadth=4.0)}
"""The bar beside a `Div` by its role; every other role has `BAR`. Danger is told by breadth, not colour alone."""


class Face(NamedTuple):
    """What letters look like, before a font is found that has them."""

    family: Family = "serif"
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How a box of text is set. `before` and `after` are the least space around it; the larger of two counts."""

    face: Face = Face()  # noqa: RUF009  (a tuple)
    size: float = 10.5
    leading: float = 14.5
    align: Align = "justify"
    before: float = 0.0
    after: float = 0.0
    hyphenate: bool = True
    keep: bool = False
    colour: Colour = BLACK

    def scaled(self, factor: float, lead: float = 1.0) -> Style:
        """Return the style with every measure times `factor`, and the distance of its lines also times `lead`."""
        return replace(
            self,
            size=round(self.size * factor, 2),
            leading=round(self.leading * factor * lead, 2),
            before=round(self.before * factor, 2),
            after=round(self.after * factor, 2),
        )


BODY = Style()


def _heading(face: Face, size: float, leading: float, before: float, after: float) -> Style:
    return Style(face, size, leading, "start", before, after, hyphenate=False, keep=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The look of one edition: its paper, its styles, and the measures between its boxes.

    `indent` is the first line of a paragraph that follows another (0: paragraphs are parted by space), `opening` that
    of any other, which begins farther in only where the script has every paragraph do so; `step` how far a
    list, a quotation or a definition stands in; `gap` the space around what is set off from the text; `drop` how far
    below the top the heading of a chapter stands; `pixel` the breadth of a picture's pixel where nothing narrows it;
    `cells` the sizes of a table's letters, the first in which no word is broken; `column` the text of two languages
    side by side, `gutter` the space between their columns.
    """

    paper: Paper
    body: Style = BODY
    indent: float = 15.0
    opening: float = 0.0
    step: float = 19.0
    gap: float = 7.0
    drop: float = 54.0
    bar_step: float = 13.0
    title: Style = Style(Face("display"), 25, 30, "center", after=8, hyphenate=False)
    subtitle: Style = Style(Face("serif", italic=True), 13.5, 18.5, "center", 10, 4, hyphenate=False, colour=GREY)
    author: Style = Style(Face("sans"), 12, 16.5, "center", 22, 3, hyphenate=False)
    imprint: Style = Style(Face("sans"), 9, 13, "center", hyphenate=False, colour=GREY)
    part: Style = Style(Face("display"), 23, 29, "center", hyphenate=False, keep=True)
    headings: tuple[Style, ...] = (
        _heading(Face("display"), 18, 22.5, 26, 11),
        _heading(Face("display"), 13.5, 17.5, 20, 7),
        _heading(Face("display", italic=True), 11.5, 15, 15, 5),
        _heading(Face("sans", bold=True), 10, 14, 13, 4),
        _heading(Face("sans"), 10, 14, 12, 3),
        _heading(Face("sans", italic=True), 9.5, 13.5, 11, 3),
    )
    contents: tuple[Style, ...] = (
        Style(Face("display"), 10.5, 15, "start", before=7, hyphenate=False),
        Style(Face("serif"), 10, 14.5, "start", hyphenate=False),
        Style(Face("serif"), 9.2, 13.5, "start", hyphenate=False, colour=GREY),
    )
    quote: Style = Style(size=9.8, leading=13.6, before=7, after=7)
    term: Style = Style(Face("sans", bold=True), 9.6, 14, "start", before=5, hyphenate=False, keep=True)
    caption: Style = Style(Face("sans"), 8.6, 11.6, "start", before=5, after=5, colour=GREY)
    code: Style = Style(Face("mono"), 8.0, 11.4, "left", before=7, after=7, hyphenate=False)
    note: Style = Style(Face("serif"), 8.5, 11.2, "justify", before=1.5)
    colophon: Style = Style(Face("sans"), 8.8, 12.8, "start", before=2.5)
    matter_heading: Style = Style(Face("display"), 15, 20, "start", 20, 10, hyphenate=False, keep=True)
    column: Style = Style(Face("serif"), 9.4, 12.6, "start")
    head: Style = Style(Face("sans"), 8.0, 10, "start", hyphenate=False, colour=GREY)
    folio: Style = Style(Face("sans"), 8.6, 11, "center", hyphenate=False, colour=GREY)
    gutter: float = 18.0
    pixel: float = 0.6
    cells: tuple[float, ...] = (9.2, 8.4, 7.6, 6.8, 6.0)
    row_gap: float = 2.6
    lead: float = 1.0

    @property
    def measure(self) -> float:
        """The breadth of a line of text."""
        return self.paper.measure

    @property
    def depth(self) -> float:
        """The height of the text on a page."""
        return self.paper.depth

    def cell(self, size: float, *, head: bool, align: Align) -> Style:
        """Return the style of a table cell whose letters are `size` points high."""
        return Style(Face("sans", bold=head), size, round(size * 1.34 * self.lead, 1), align)

    def heading(self, level: int) -> Style:
        """Return the style of a heading of a level from 1."""
        return self.headings[min(level, len(self.headings)) - 1]


TITLE_SIZES = (
    (1.7, 0.25),
    (1.4, 0.29),
    (1.2, 0.31),
    (1.0, 0.34),
    (0.84, 0.40),
    (0.68, 0.48),
    (0.5, 0.6),
    (0.4, 0.7),
    (0.34, 0.72),
    (0.3, 1.0),
)
"""Sizes of the title in those of the theme, and which part of the page's depth it may take at each."""

PICTURE, PICTURE_SUNK = 1.2, 0.2
"""The most that a picture among letters is high, in ems, and what part of it hangs below the baseline."""

THEMES: dict[str, dict[str, Any]] = {
    "book": {},
    "report": {
        "body": Style(Face("sans"), 9.8, 14.2, "start", before=6.0),
        "indent": 0.0,
        "quote": Style(Face("sans"), 9.3, 13.4, "start", before=7, after=7),
        "note": Style(Face("sans"), 8.0, 11.0, "start", before=1.5),
        "contents": (
            Style(Face("sans", bold=True), 10.2, 15, "start", before=7, hyphenate=False),
            Style(Face("sans"), 9.7, 14.5, "start", hyphenate=False),
            Style(Face("sans"), 9.0, 13.5, "start", hyphenate=False, colour=GREY),
        ),
        "part": Style(Face("sans", bold=True), 22, 28, "start", hyphenate=False, keep=True),
        "matter_heading": Style(Face("sans", bold=True), 14.5, 20, "start", 20, 10, hyphenate=False, keep=True),
        "title": Style(Face("sans", bold=True), 23, 28, "start", after=8, hyphenate=False),
        "subtitle": Style(Face("sans"), 13, 18, "start", after=14, hyphenate=False, colour=GREY),
        "author": Style(Face("sans"), 12, 16.5, "start", 22, 3, hyphenate=False),
        "imprint": Style(Face("sans"), 9, 13, "start", hyphenate=False, colour=GREY),
        "headings": (
            _heading(Face("sans", bold=True), 17, 21.5, 24, 9),
            _heading(Face("sans", bold=True), 13, 17, 18, 6),
            _heading(Face("sans", bold=True), 11, 15, 14, 4),
            _heading(Face("sans", bold=True), 10, 14, 12, 3),
            _heading(Face("sans", italic=True), 10, 14, 11, 3),
            _heading(Face("sans"), 9.5, 13.5, 10, 3),
        ),
    },
    "large": {"body": replace(BODY, align="start", hyphenate=False)},
}
"""Looks by name, each as what it has otherwise than a book. `large` is large print, as low vision asks for it."""
_SIZES = {"large": 1.55}
_FIXED = frozenset({"paper", "lead", "cells", "pixel"})


def theme(name: str, page: str, script: str) -> Theme:
    """Return the theme `name` of `THEMES` for a page (`paper`) and the script (ISO 15924) of the edition's language.

    Raise `PipelineError` for a page or a name that is none.
    """
    if name not in THEMES:
        raise PipelineError(f"there is no theme {name!r}", hint=f"take one of {', '.join(THEMES)}")
    sheet = paper(page)
    scale = sheet.scale * _SIZES.get(name, 1.0)
    letters = traits(script)
    plain = Theme(paper=sheet, **THEMES[name])
    lead = letters.lead
    plain = replace(plain, lead=lead, cells=tuple(round(size * scale, 2) for size in plain.cells))
    if letters.indent and plain.indent:
        every = letters.indent * plain.body.size
        plain = replace(plain, indent=every, opening=every)
    return replace(plain, **{field.name: _scaled(getattr(plain, field.name), scale, lead) for field in fields(plain)
                             if field.name not in _FIXED})  # fmt: skip


def _scaled(value: Any, scale: float, lead: float) -> Any:  # noqa: ANN401  (a measure, a style, or several)
    match value:
        case Style():
            return value.scaled(scale, 1.0 if value.face.family == "mono" else lead)
        case tuple():
            return tuple(_scaled(part, scale, lead) for part in value)
        case _:
            return round(value * scale, 2)
