"""Tables: columns as wide as their words ask for, rows that split between pages under a repeated head."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TypeAlias

from pipeline.emit.pdf.boxes import Box, Cost, Split, paint_stack, stacked
from pipeline.emit.pdf.page import Page
from pipeline.emit.theme import BLACK, RULE

Cell: TypeAlias = list[Box]
HEAVY, LIGHT, HAIR = 0.9, 0.5, 0.25


@dataclass(slots=True, eq=False)
class Row:
    """The cells of one row with `gap` above and below, and its height once it is laid out."""

    cells: list[Cell]
    gap: float
    height: float = 0.0

    def layout(self, widths: Sequence[float]) -> None:
        """Lay out each cell in its column."""
        heights = (stacked(cell, width) for cell, width in zip(self.cells, widths, strict=True))
        self.height = max(heights, default=0.0) + 2 * self.gap

    def notes(self) -> tuple[int, ...]:
        """Return the notes of all cells."""
        return tuple(note for cell in self.cells for box in cell for note in box.notes())

    def split(self, room: float, cost: Cost, widths: Sequence[float]) -> tuple[Row, Row]:
        """Cut the row where `room` ends: of each cell as much as fits, at least one box or line of the tallest."""
        parts = [split_cell(cell, room - 2 * self.gap, cost) for cell in self.cells]
        if not any(head for head, _ in parts):
            parts = [split_cell(cell, room - 2 * self.gap, cost, force=True) for cell in self.cells]
        first = Row([head for head, _ in parts], self.gap)
        second = Row([tail for _, tail in parts], self.gap)
        first.layout(widths)
        second.layout(widths)
        return first, second


@dataclass(slots=True, eq=False, kw_only=True)
class TableBox(Box):
    """A table.

    `shares` are the least and the natural width of each column, `gap` the space between two; the first column is at the
    right if the table is `turned`. A head taller than a third of `depth`, that of a page, is not repeated; `repeats`:
    the head was shown on a page before.
    """

    head: list[Row]
    body: list[Row]
    shares: Sequence[tuple[float, float]]
    gap: float
    depth: float
    widths: Sequence[float] = ()
    repeats: bool = False

    def layout(self, width: float) -> None:
        """Find the widths of the columns, once, and the heights of the rows."""
        if not self.widths:
            self.widths = columns(self.shares, width - self.left - self.right, self.gap)
            for row in self.head + self.body:
                row.layout(self.widths)
            if self._head_height() > self.depth / 3:
                self.head, self.body = [], self.head + self.body
            self.height = self._head_height() + sum([row.height for row in self.body])

    def least(self) -> float:
        """Return the height of what may stand at the foot of a page."""
        first = self.body[0].height if self.body else 0.0
        return min(self._head_height() + first, self._head_height() + 60.0)

    def notes(self) -> tuple[int, ...]:
        """Return the notes that the box refers to."""
        return tuple(note for row in self.head + self.body for note in row.notes())

    def fit(self, room: float, cost: Cost, *, force: bool = False) -> Split:
        """Split between two rows; inside a row only where it must be."""
        room -= self._head_height()
        used, notes = 0.0, tuple(note for row in self.head for note in row.notes())
        for count, row in enumerate(self.body):
            noted = notes + row.notes()
            if used + row.height + (cost(noted) if noted else 0.0) > room + 0.01:
                return self._cut(count, room - used, cost, force=force and not count)
            used, notes = used + row.height, noted
        return (self, None) if force or room >= used else (None, self)

    def _cut(self, count: int, room: float, cost: Cost, *, force: bool) -> Split:
        """Split before row `count`; a row taller than half a page, or one that must go somewhere, is split itself."""
        if not force:
            return (self._part(self.body[:count], first=True), self._part(self.body[count:])) if count else (None, self)
        first, second = self.body[0].split(max(room, 30.0), cost, self.widths)
        rest = [second, *self.body[1:]] if any(second.cells) else self.body[1:]
        return self._part([first], first=True), self._part(rest) if rest else None

    def _part(self, body: list[Row], *, first: bool = False) -> TableBox:
        """Return the table with some of its rows; of those after the first part only the heights are looked at."""
        part = replace(self, body=body, height=self._head_height() + sum([row.height for row in body]))
        if not first:
            part.anchors, part.before, part.repeats = (), 0.0, True
        return part

    def _head_height(self) -> float:
        return sum(row.height for row in self.head) + 2 * HEAVY

    def extent(self) -> tuple[float, float]:
        """Return the least and the natural width."""
        around = self.left + self.right + self.gap * (len(self.shares) - 1)
        return around + sum(least for least, _ in self.shares), around + sum(most for _, most in self.shares)

    def paint(self, page: Page, x: float, top: float, width: float) -> None:
        """Paint the box."""
        for name in self.anchors:
            page.anchor(name, x, top + 4)
        breadth = sum(self.widths) + self.gap * (len(self.widths) - 1)
        left = x + width - self.right - breadth if self.turned else x + self.left
        page.rule(left, top, breadth, BLACK, HEAVY)
        y = self._paint_head(page, left, top - HEAVY)
        if self.head:
            page.rule(left, y, breadth, BLACK, LIGHT)
        for at, row in enumerate(self.body):
            if at:
                page.rule(left, y, breadth, RULE, HAIR)
            y = self._paint_row(row, page, left, y)
        page.rule(left, y, breadth, BLACK, HEAVY)

    def _paint_head(self, page: Page, left: float, y: float) -> float:
        """Paint the head; on all pages but the first it is there for the eye alone."""
        with page.margin("") if self.repeats else nullcontext():
            for row in self.head:
                y = self._paint_row(row, page, left, y)
        return y

    def _paint_row(self, row: Row, page: Page, x: float, y: float) -> float:
        columns = list(zip(row.cells, self.widths, strict=True))
        for cell, width in reversed(columns) if self.turned else columns:
            paint_stack(cell, page, x, y - row.gap, width)
            x += width + self.gap
        return y - row.height


def columns(shares: Sequence[tuple[float, float]], width: float, gap: float) -> list[float]:
    """Return the width of each column.

    Natural widths where they fit; where even the least do not, parts of the page in proportion. Between the two, a
    column that asks for less than an even share gets what it asks for, and the others share the rest, each getting its
    least width first (after CSS 2.2, 17.5.2.2).
    """
    room = max(width - gap * (len(shares) - 1), 1.0)
    least, most = sum(low for low, _ in shares), sum(high for _, high in shares)
    if most <= room:
        return [high for _, high in shares]
    if least >= room:
        return [room * low / least for low, _ in shares]
    return _shared(shares, room)


def _shared(shares: Sequence[tuple[float, float]], room: float) -> list[float]:
    modest: set[int] = set()
    while True:
        open_columns = [at for at in range(len(shares)) if at not in modest]
        rest = room - sum(shares[at][1] for at in modest)
        least = sum(shares[at][0] for at in open_columns)
        found = {at for at in open_columns if shares[at][1] <= max(rest / len(open_columns), shares[at][0])}
        fits = rest - sum(shares[at][1] for at in found) >= least - sum(shares[at][0] for at in found)
        if not found or not fits:
            break
        modest |= found
    most = sum(shares[at][1] for at in open_columns)
    spread = (rest - least) / max(most - least, 1e-6)
    return [high if at in modest else low + (high - low) * spread for at, (low, high) in enumerate(shares)]


def extent(cell: Sequence[Box]) -> tuple[float, float]:
    """Return the least and the natural width of a cell."""
    extents = [box.extent() for box in cell]
    return max((low for low, _ in extents), default=0.0), max((high for _, high in extents), default=0.0)


def split_cell(cell: Cell, room: float, cost: Cost, *, force: bool = False) -> tuple[Cell, Cell]:
    """Cut a cell where `room` ends: what fits above, and the rest; with `force` at least a line or a box fits."""
    head: Cell = []
    after = 0.0
    for at, box in enumerate(cell):
        gap = max(after, box.before) if head else 0.0
        first, rest = box.fit(room - gap, cost, force=force and not head)
        if first:
            head.append(first)
        if rest:
            return head, [rest, *cell[at + 1 :]]
        room, after = room - gap - box.height, box.after
    return head, []
