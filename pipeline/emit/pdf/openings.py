"""Which headings open a page: chapters that are long enough, and parts above them; and the levels of the structure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pipeline.model import Block, Code, Div, Heading, Text
from pipeline.walk import query

Opening: TypeAlias = Literal["part", "chapter", ""]
CHAPTER = 7_000
"""Letters. Where the parts under headings of a level are longer on average, each of them begins a page."""
_PREFACE = 400
"""Letters that may stand between the heading of a part and that of its first chapter."""


@dataclass(slots=True)
class Openings:
    """What the headings of an edition open. `chapter` is the level whose headings begin a page, 0 if none do.

    Headings above it are those of parts, each on a page of its own.
    """

    chapter: int = 0
    parts: frozenset[int] = frozenset()
    _levels: list[int] = field(default_factory=list)

    def kind(self, heading: Heading) -> Opening:
        """Return what a heading opens."""
        if heading.level == self.chapter:
            return "chapter"
        return ("part" if id(heading) in self.parts else "chapter") if heading.level < self.chapter else ""

    def mark(self) -> int:
        """Return how many headings have been asked for; `back` to it forgets those after them."""
        return len(self._levels)

    def back(self, mark: int) -> None:
        """Forget the headings that were asked for since a mark."""
        del self._levels[mark:]

    def level(self, heading: Heading) -> int:
        """Return the level of a heading in the structure: the first is 1, and none is deeper by more than one.

        To be asked for each heading once, in the order of the document (ISO 14289-1, 7.4.2).
        """
        level = min(heading.level, (self._levels[-1] if self._levels else 0) + 1)
        self._levels.append(level)
        return level


def openings(blocks: Sequence[Block]) -> Openings:
    """Return the openings of a document: chapters are the highest headings; or those below them, if these are parts."""
    blocks = tuple(_flat(blocks))
    tops = _lengths(blocks, 1)
    if len(tops) < 2 or sum(tops) / len(tops) <= CHAPTER:
        return Openings()
    parts = _parts(blocks)
    chapters = _lengths(blocks, 2)
    if parts and chapters and sum(chapters) / len(chapters) > CHAPTER:
        return Openings(2, parts)
    return Openings(1)


def _flat(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks, and those of a Div without a role as if they stood around it."""
    for block in blocks:
        if isinstance(block, Div) and not block.role:
            yield from _flat(block.blocks)
        else:
            yield block


def _lengths(blocks: Sequence[Block], level: int) -> list[int]:
    """Return how many letters stand under each heading of a level, down to the next of it or of a higher one."""
    lengths: list[int] = []
    counting = False
    for block in blocks:
        if isinstance(block, Heading) and block.level <= level:
            counting = block.level == level
            if counting:
                lengths.append(0)
        elif counting:
            lengths[-1] += _letters(block)
    return lengths


def _parts(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the identities of the highest headings under which a chapter begins at once, or nearly so."""
    found: set[int] = set()
    top, letters = 0, 0
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            top, letters = id(block), 0
        elif isinstance(block, Heading) and block.level == 2:
            if top and letters <= _PREFACE:
                found.add(top)
            top = 0
        else:
            letters += _letters(block)
    return frozenset(found)


def _letters(block: Block) -> int:
    return sum(len(node.text) for node in query((block,), Text, Code))
