"""Boxes: what is stacked on pages. A box is laid out to a width, may be split at a height, and paints itself.

Nothing here knows of pages, headings or the document's model; nested blocks are flat boxes with insets and bars.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

from pipeline.emit.pdf.lines import Line, Setting, code_lines, fill
from pipeline.emit.pdf.page import Page
from pipeline.emit.pdf.paint import paint_line
from pipeline.emit.pdf.pictures import fitted
from pipeline.emit.pdf.runs import Ink, Item, Run
from pipeline.emit.pdf.tags import Element
from pipeline.emit.pdf.text import Composer
from pipeline.emit.theme import RULE, TINT, Bar, Style

Cost: TypeAlias = Callable[[Sequence[int]], float]
"""How much of a page the notes of these numbers take from the text above them."""
Split: TypeAlias = "tuple[Box | None, Box | None]"
NARROWEST = 40.0
"""The least breadth that a column has for the sake of a picture in it, unless the picture is narrower."""


@dataclass(slots=True, eq=False, kw_only=True)
class Box:
    """A box and its surroundings.

    `left` and `right` are insets from the column; `bars` are drawn along its left side, or its right if it is
    `turned`; `before` and `after` are the least space around it; `keep` holds it to the next box; `opens` starts a page
    with it, and `closes` ends one; `anchors` are destinations at its top; `element` is what its content belongs to.
    """

    left: float = 0.0
    right: float = 0.0
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    opens: bool = False
    closes: bool = False
    turned: bool = False
    anchors: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    height: float = 0.0
    element: Element | None = None

    def layout(self, width: float) -> None:
        """Find `height` for a column of this width."""

    def least(self) -> float:
        """Return the height of the smallest part that may stand at the foot of a page."""
        return self.height

    def notes(self) -> tuple[int, ...]:
        """Return the numbers of the notes that the box refers to."""
        return ()

    def fit(self, room: float, cost: Cost, *, force: bool = False) -> Split:
        """Split the box so that the first part and its notes take no more than `room`; `force`: never take nothing."""
        fits = force or self.height + cost(self.notes()) <= room
        return (self, None) if fits else (None, self)

    def extent(self) -> tuple[float, float]:
        """Return the least width without breaking a word, and the width that needs no line break."""
        return (self.left + self.right, self.left + self.right)

    def paint(self, page: Page, x: float, top: float, width: float) -> None:
        """Paint the box into the column at `x` with its top edge at `top`."""


@dataclass(slots=True, eq=False, kw_only=True)
class TextBox(Box):
    """Lines of text.

    `marker` stands before the first line, on the side where lines start; `leader` is what a dotted line leads to on the
    other side. `label` is the element of the marker. `base` is the level of the text: 1 if it runs from right to left.
    """

    items: Sequence[Item]
    style: Style
    composer: Composer
    base: int = 0
    indent: float = 0.0
    marker: tuple[Item, ...] = ()
    label: Element | None = None
    leader: tuple[Item, ...] = ()
    drop: float = 0.0
    pad: float = 0.0
    lines: list[Line] | None = None

    def layout(self, width: float) -> None:
        """Break the text into lines, once."""
        if self.lines is None:
            self.lines = self._filled(width - self.left - self.right)
            self.items = ()
            self.height = sum(line.height for line in self.lines) + self.drop + 2 * self.pad

    def _filled(self, measure: float) -> list[Line]:
        style = self.style
        measure = max(measure, style.size)
        words = self.composer.words(fitted(self.items, measure), self.base) if self.items else []
        setting = Setting(style.align, style.leading, self.indent, style.hyphenate, self.base)
        return fill(words, measure, setting) or [Line((), 0.0, 0.0, style.leading)]

    def least(self) -> float:
        """Return the height of what may stand at the foot of a page."""
        lines = self.lines or []
        return self.drop + sum(line.height for line in (lines if len(lines) < 4 else lines[:2]))

    def notes(self) -> tuple[int, ...]:
        """Return the notes that the box refers to."""
        return tuple([note for line in self.lines or () if line.notes for note in line.notes])

    def fit(self, room: float, cost: Cost, *, force: bool = False) -> Split:
        """Split where `room` ends, with no line left alone on either page."""
        lines = self.lines or []
        count = self._lines_within(room, cost)
        if count == len(lines):
            return self, None
        if not force:
            count = min(count, len(lines) - 2)
            count = count if count > 1 and len(lines) > 3 else 0
        count = max(count, int(force))
        if not count or count == len(lines):
            return (self, None) if count else (None, self)
        return self._split(lines[:count], lines[count:])

    def _lines_within(self, room: float, cost: Cost) -> int:
        used, notes = self.drop, tuple[int, ...]()
        for count, line in enumerate(self.lines or ()):
            used, notes = used + line.height, notes + line.notes
            if used + (cost(notes) if notes else 0.0) > room + 0.01:
                return count
        return len(self.lines or ())

    def _split(self, upper: list[Line], lower: list[Line]) -> tuple[TextBox, TextBox]:
        """Return the box in two parts. Only the upper lines are measured: the others may be a whole book's."""
        taken = sum(line.height for line in upper) + self.drop
        first = replace(self, lines=upper, height=taken + 2 * self.pad, leader=())
        rest = replace(self, lines=lower, height=self.height - taken, marker=(), anchors=(), before=0.0, drop=0.0)
        return first, rest

    def extent(self) -> tuple[float, float]:
        """Return the least and the natural width."""
        words = self.composer.words(self.items, self.base) if self.items else []
        around = self.left + self.right
        longest = line = 0.0
        for word in words:
            line += word.width
            longest = max(longest, line)
            line = 0.0 if word.ends else line + word.glue.width
        widths = (min(word.width, NARROWEST) if word.parts and word.parts[0].picture else word.width for word in words)
        return around + max(widths, default=0.0), around + longest + 0.01

    def paint(self, page: Page, x: float, top: float, width: float) -> None:
        """Paint the box."""
        y = top - self.drop
        for name in self.anchors:
            page.anchor(name, x, y + 4)
        for at, line in enumerate(self.lines or ()):
            baseline = y - line.height + 0.28 * self.style.leading
            if at == 0 and self.marker:
                self._paint_marker(page, x, baseline, width)
            end = paint_line(page, line, x + self.left, baseline, self.element)
            y -= line.height
            if self.leader and at + 1 == len(self.lines or ()):
                self._paint_leader(page, (x + self.left + line.inset, end), (x, x + width), baseline)

    def _paint_marker(self, page: Page, x: float, baseline: float, width: float) -> None:
        line = self._line(self.marker)
        breadth = sum(word.width + word.glue.width for word in line.words)
        start = x + width - self.right + 5.5 if self.turned else x + self.left - breadth - 5.5
        paint_line(page, line, start, baseline, self.label or self.element)

    def _paint_leader(self, page: Page, text: tuple[float, float], edges: tuple[float, float], baseline: float) -> None:
        """Paint dots from the text to what it leads to, which stands at the column's edge."""
        line = self._line(self.leader)
        breadth = sum(word.width + word.glue.width for word in line.words)
        if self.turned:
            page.dots(edges[0] + breadth + 4, text[0] - 5, baseline + 0.6, RULE)
            paint_line(page, line, edges[0], baseline, self.element)
        else:
            page.dots(text[1] + 5, edges[1] - breadth - 4, baseline + 0.6, RULE)
            paint_line(page, line, edges[1] - breadth, baseline, self.element)

    def _line(self, items: Sequence[Item]) -> Line:
        words = self.composer.words(items, self.base)
        turned = bool(self.base) or any(part.level for word in words for part in word.parts)
        return Line(words, 0.0, 0.0, 0.0, turned=turned)


_ARROW = 8.0
"""The room for the arrow before the rest of a long line of code."""


@dataclass(slots=True, eq=False, kw_only=True)
class CodeBox(TextBox):
    """Lines of code on a tint, to the letter; where a long line goes on, an arrow stands before the rest."""

    pad: float = 6.0

    def _filled(self, measure: float) -> list[Line]:
        text = "".join(item.text for item in self.items if isinstance(item, Run))
        ink = Ink(self.style.face, self.style.size, self.style.colour)
        sources = (self.composer.solid(line, ink) for line in text.expandtabs(4).split("\n"))
        return code_lines(sources, measure - 2 * self.pad - _ARROW, self.style.leading)

    def _lines_within(self, room: float, cost: Cost) -> int:  # noqa: ARG002  (code has no notes)
        return min(len(self.lines or ()), max(0, int((room + 0.01 - 2 * self.pad) / self.style.leading)))

    def paint(self, page: Page, x: float, top: float, width: float) -> None:
        """Paint the box."""
        breadth = width - self.left - self.right
        page.fill((x + self.left, top - self.height, breadth, self.height), TINT)
        for name in self.anchors:
            page.anchor(name, x, top)
        y = top - self.pad
        for line in self.lines or ():
            baseline, left = y - line.height + 0.3 * self.style.leading, x + self.left + self.pad
            if line.wrapped:
                _arrow(page, left, baseline)
            paint_line(page, line, left + (_ARROW if line.wrapped else 0), baseline, self.element)
            y -= line.height


@dataclass(slots=True, eq=False, kw_only=True)
class PictureBox(Box):
    """A picture, scaled to its column if it is wider, and to `deepest` if it is taller."""

    name: str
    breadth: float
    natural: float
    deepest: float
    scale: float = 1.0

    def layout(self, width: float) -> None:
        """Find the scale at which the picture fits."""
        room = max(width - self.left - self.right, 1.0)
        self.scale = min(1.0, room / self.breadth, self.deepest / self.natural)
        self.height = self.natural * self.scale

    def extent(self) -> tuple[float, float]:
        """Return the least and the natural width."""
        around = self.left + self.right
        return around + min(self.breadth, NARROWEST), around + self.breadth

    def paint(self, page: Page, x: float, top: float, width: float) -> None:
        """Paint the box."""
        breadth = self.breadth * self.scale
        column = width - self.left - self.right
        left = x + self.left + (column - breadth) / 2
        for name in self.anchors:
            page.anchor(name, x, top)
        page.picture(self.name, (left, top - self.height, breadth, self.height), self.element)


@dataclass(slots=True, eq=False, kw_only=True)
class OrnamentBox(Box):
    """Three diamonds in the middle of the column: a change of subject."""

    height: float = field(default=14.5)

    def paint(self, page: Page, x: float, top: float, width: float) -> None:
        """Paint the box."""
        middle = x + (self.left + width - self.right) / 2
        for step in (-14.0, 0.0, 14.0):
            page.diamond(middle + step, top - self.height / 2, 1.9, RULE)


def _arrow(page: Page, x: float, y: float) -> None:
    page.strokes([(x, y + 5.5), (x, y + 2), (x + 4.5, y + 2)], RULE, 0.6)
    page.strokes([(x + 3, y + 3.5), (x + 4.5, y + 2), (x + 3, y + 0.5)], RULE, 0.6)


def stacked(boxes: Sequence[Box], width: float) -> float:
    """Lay the boxes out in a column of this width, and return the height of the stack."""
    height = after = 0.0
    for at, box in enumerate(boxes):
        box.layout(width)
        height += box.height + (max(after, box.before) if at else 0.0)
        after = box.after
    return height


def paint_stack(boxes: Sequence[Box], page: Page, x: float, top: float, width: float) -> None:
    """Paint the boxes, laid out already, one below the other."""
    gaps = [max(above.after, box.before) for above, box in pairwise(boxes)]
    paint_placed(list(zip(boxes, [0.0, *gaps], strict=False)), page, x, top, width)


def paint_placed(placed: Sequence[tuple[Box, float]], page: Page, x: float, top: float, width: float) -> None:
    """Paint boxes, each with the gap above it; a bar that two neighbours share crosses the gap between them."""
    shared: tuple[Bar, ...] = ()
    for box, gap in placed:
        top -= gap
        for bar in box.bars:
            reach = box.height + (gap if bar in shared else 0.0)
            side = x + width - bar.inset - bar.breadth if box.turned else x + bar.inset
            page.fill((side, top - box.height, bar.breadth, reach), bar.colour)
        box.paint(page, x, top, width)
        top -= box.height
        shared = box.bars


def spaced(boxes: list[Box], gap: float) -> list[Box]:
    """Give the stack at least `gap` above and below."""
    if boxes:
        boxes[0].before = max(boxes[0].before, gap)
        boxes[-1].after = max(boxes[-1].after, gap)
    return boxes
