"""Where a block stands among others: what it has from the blocks around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.emit.pdf.theme import BODY, CELL_SIZES, COLUMN, COLUMN_GAP, MEASURE, Bar, Style
from pipeline.model import Block, Div


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: its style, insets, bars, language and direction, and how deep lists are nested.

    `tight`: paragraphs are parted by space, not by an indent; `sizes` are those that a table's letters may have;
    `measure` is the width of its column.
    """

    style: Style = BODY
    language: str = ""
    left: float = 0.0
    right: float = 0.0
    bars: tuple[Bar, ...] = ()
    depth: int = 0
    tight: bool = False
    rtl: bool | None = None
    sizes: tuple[float, ...] = CELL_SIZES
    measure: float = MEASURE

    @property
    def narrow(self) -> bool:
        """Whether it is in a column beside another."""
        return self.measure < MEASURE

    def column(self) -> Place:
        """Return the place of two columns side by side, each with half the room."""
        half = (self.measure - self.left - self.right - COLUMN_GAP) / 2
        return replace(self, style=COLUMN, left=0.0, right=0.0, bars=(), tight=True, measure=half)

    def stepped(self, left: float, right: float = 0.0) -> Place:
        """Return the place farther in, but never beyond its column; there, paragraphs are parted by space."""
        left, right = min(self.left + left, 0.55 * self.measure), min(self.right + right, 0.2 * self.measure)
        return replace(self, left=left, right=right, tight=True)


def flat(blocks: Sequence[Block], place: Place) -> Iterator[tuple[Block, Place]]:
    """Yield blocks with their places.

    The language and direction of a Div are those of its blocks. A Div without a role is no more than that: its blocks
    stand among those around it, each following the one before.
    """
    for block in blocks:
        if not isinstance(block, Div):
            yield block, place
            continue
        rtl = place.rtl if block.direction is None else block.direction == "rtl"
        inside = replace(place, language=block.language or place.language, rtl=rtl)
        if block.role:
            yield block, inside
        else:
            yield from flat(block.blocks, inside)
