"""Where a block stands among others: what it has from the blocks around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.emit.pdf.tags import Element
from pipeline.emit.theme import Bar, Style
from pipeline.languages import language as language_of
from pipeline.model import Block, Div
from pipeline.report import PipelineError


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: in what element, in what style, insets, bars, language and direction, how deep in lists.

    `left` and `right` are on the paper, whatever the direction; `turned`: lines start at the right. `tight`: paragraphs
    are parted by space, not by an indent; `sizes` are those that a table's letters may have; `measure` is the width of
    its column; `narrow`: it is beside another column.
    """

    element: Element
    style: Style
    language: str
    measure: float
    sizes: tuple[float, ...]
    left: float = 0.0
    right: float = 0.0
    bars: tuple[Bar, ...] = ()
    depth: int = 0
    tight: bool = False
    turned: bool = False
    narrow: bool = False
    top: bool = False

    def column(self, style: Style, gutter: float) -> Place:
        """Return the place of two columns side by side, each with half the room."""
        half = (self.measure - self.left - self.right - gutter) / 2
        return replace(
            self, style=style, left=0.0, right=0.0, bars=(), tight=True, measure=half, narrow=True, top=False
        )

    def stepped(self, start: float, end: float = 0.0) -> Place:
        """Return the place farther in, but never beyond its column; there, paragraphs are parted by space."""
        left, right = (end, start) if self.turned else (start, end)
        most_left, most_right = (0.2, 0.55) if self.turned else (0.55, 0.2)
        left, right = (
            min(self.left + left, most_left * self.measure),
            min(self.right + right, most_right * self.measure),
        )
        return replace(self, left=left, right=right, tight=True, top=False)

    def inside(self, tag: str) -> Place:
        """Return the same place in a new element of this one's."""
        return replace(self, element=self.element.child(tag), top=False)

    @property
    def start(self) -> float:
        """How far in lines start."""
        return self.right if self.turned else self.left


def flat(blocks: Sequence[Block], place: Place) -> Iterator[tuple[Block, Place]]:
    """Yield blocks with their places.

    The language and direction of a Div are those of its blocks. A Div without a role is no more than that: its blocks
    stand among those around it, each following the one before.
    """
    for block in blocks:
        if not isinstance(block, Div):
            yield block, place
            continue
        inside = within(place, block)
        if block.role:
            yield block, inside
        else:
            yield from flat(block.blocks, inside)


@cache
def known(tag: str) -> str:
    """Return a language tag in its standard form; nothing for one that names no language."""
    try:
        return language_of(tag).tag if tag else ""
    except PipelineError:
        return ""


def within(place: Place, block: Div) -> Place:
    """Return the place of what a Div holds: in its language and direction, if it names them."""
    language = known(block.language or place.language)
    if block.direction:
        turned = block.direction == "rtl"
    else:
        turned = language_of(language).direction == "rtl" if block.language and language else place.turned
    return replace(place, language=language, turned=turned)
