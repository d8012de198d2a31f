"""The direction: the whole runs as its language does, and so does every line, and every stretch that is set apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from pipeline.languages import language
from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.letters import shown
from pipeline.verify.observed import Line, Observed
from pipeline.verify.pool import astray
from pipeline.verify.reading import Piece
from pipeline.verify.voices import by_direction, same

Key: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""The direction of a line, and its stretches of one direction each."""


def compared(expected: Expected, observed: Observed) -> int:
    """Return how many claims and lines are compared."""
    return len(observed.directions) + (0 if observed.paged else len(expected.text))


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield each claim of another direction, and the first line that runs otherwise than every text of its letters.

    On printed pages lines have no direction of their own: their text would be in another order.
    """
    towards = language(expected.language).direction if expected.language else "ltr"
    for claim in observed.directions:
        if claim.values != (towards,):
            yield Difference("direction", claim.place, towards, " and ".join(claim.values) or "none")
    yield from () if observed.paged else _turned(expected, observed)


def _turned(expected: Expected, observed: Observed) -> Iterator[Difference]:
    lines = (*observed.body, *observed.notes)
    told = any(voice.direction for line in lines for voice in line.voices)

    def key(each: Piece | Line) -> Key:
        """Return how a line runs; its stretches count where the format says their direction."""
        return each.direction, by_direction(each.voices) if told else ()

    for line, piece in astray(expected.text, lines, key, _near):
        yield Difference("direction", f"{shown(line.text)} ({line.place})", _told(piece), _told(line))


def _near(piece: Key, line: Key) -> bool:
    return piece[0] == line[0] and same(piece[1], line[1])


def _told(line: Line | Piece) -> str:
    inside = (f"{towards} in {shown(text)}" for towards, text in by_direction(line.voices) if text and towards)
    return ", ".join((line.direction, *inside))
