"""Two columns side by side: both start at the same height, and run over to the next page together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from pipeline.emit.pdf.boxes import Box, Cost, Split, paint_stack, stacked
from pipeline.emit.pdf.page import Page
from pipeline.emit.pdf.table import Cell, split_cell

Columns: TypeAlias = tuple[Cell, Cell]
_NEAR = 4.0
"""How near to the lowest cut the cut may be: less than a line."""


@dataclass(slots=True, eq=False, kw_only=True)
class PairBox(Box):
    """A text and its translation, with `gutter` between them.

    `columns` are from left to right, `heights` theirs once they are laid out.
    """

    columns: Columns
    gutter: float
    heights: tuple[float, float] | None = None
    breadth: float = 0.0

    def layout(self, width: float) -> None:
        """Lay out both columns, once."""
        if self.heights is None:
            self.breadth = (width - self.left - self.right - self.gutter) / 2
            first, second = self.columns
            self.heights = (stacked(first, self.breadth), stacked(second, self.breadth))
            self.height = max(self.heights)

    def least(self) -> float:
        """Return the height of what may stand at the foot of a page: the beginning of both columns."""
        return max((column[0].least() for column in self.columns if column), default=0.0)

    def notes(self) -> tuple[int, ...]:
        """Return the notes of both columns."""
        return _notes(self.columns)

    def fit(self, room: float, cost: Cost, *, force: bool = False) -> Split:
        """Split both columns where `room` ends, so that both have begun above it; the notes of both take from it."""
        if self.height <= room + 0.01 and self.height + cost(self.notes()) <= room + 0.01:
            return self, None
        upper = self._upper(room, cost) if room >= self.least() else None
        if upper is None and force:
            upper = self._split(room, force=True)
        return self._parts(*upper) if upper else (None, self)

    def _upper(self, room: float, cost: Cost) -> tuple[Columns, Columns] | None:
        """Return what stands above the cut and below it, or None if not both columns can begin.

        A column alone cannot know what the notes of the other take. The lower the cut, the more notes there are above
        it: the lowest that leaves them room is found by halving.
        """
        best, high, low, height = None, room, 0.0, room
        while high - low > _NEAR:
            upper, lower = self._split(height)
            taken = max(stacked(cell, self.breadth) for cell in upper)
            if taken + cost(_notes(upper)) <= room + 0.01:
                best, low = (upper, lower), height
            else:
                high = height
            height = (low + high) / 2
        begun = best and all(above or not column for above, column in zip(best[0], self.columns, strict=True))
        return best if begun else None

    def _split(self, room: float, *, force: bool = False) -> tuple[Columns, Columns]:
        parts = [split_cell(cell, room, lambda _: 0.0, force=force) for cell in self.columns]
        (first, left), (second, right) = parts if force else map(_kept, parts)
        return (first, second), (left, right)

    def _parts(self, upper: Columns, lower: Columns) -> Split:
        """Return both parts as boxes. What is left is not measured again: it may be a whole book's."""
        tall = [stacked(cell, self.breadth) for cell in upper]
        first = replace(self, columns=upper, heights=(tall[0], tall[1]), height=max(tall))
        if not any(lower):
            return first, None
        sizes = zip(self.heights or (0.0, 0.0), tall, lower, strict=True)
        left = [max(whole - taken, 0.0) if cell else 0.0 for whole, taken, cell in sizes]
        rest = replace(self, columns=lower, heights=(left[0], left[1]), height=max(left), before=0.0)
        return first, rest

    def names(self) -> Iterator[str]:
        """Yield the destinations in both columns."""
        return (name for column in self.columns for box in column for name in box.anchors)

    def extent(self) -> tuple[float, float]:
        """Return the least and the natural width."""
        extents = [box.extent() for column in self.columns for box in column]
        around = self.left + self.right + self.gutter
        least, most = (max(column, default=0.0) for column in zip(*extents, strict=True)) if extents else (0.0, 0.0)
        return around + 2 * least, around + 2 * most

    def paint(self, page: Page, x: float, top: float, width: float) -> None:  # noqa: ARG002  (columns know theirs)
        """Paint the box."""
        for at, column in enumerate(self.columns):
            paint_stack(column, page, x + self.left + at * (self.breadth + self.gutter), top, self.breadth)


def _notes(columns: Columns) -> tuple[int, ...]:
    return tuple(note for column in columns for box in column for note in box.notes())


def _kept(parts: tuple[Cell, Cell]) -> tuple[Cell, Cell]:
    """Return both parts of a column with what holds to the next box on the same side as that."""
    head, tail = parts
    while head and tail and head[-1].keep:
        tail = [head[-1], *tail]
        head = head[:-1]
    return head, tail
