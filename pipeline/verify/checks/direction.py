"""The direction: the whole runs as its language does, and so does every line, and every stretch that is set apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.languages import language
from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.letters import letters, readings, shown
from pipeline.verify.observed import Line, Observed
from pipeline.verify.reading import Piece
from pipeline.verify.voices import by_direction, same


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
    left: defaultdict[str, list[Piece]] = defaultdict(list)
    for piece in expected.text:
        left[letters(piece.text)].append(piece)
    for line in (*observed.body, *observed.notes):
        text = next((text for text in readings(line.text) if left.get(text)), None)
        if line.matter or text is None:
            continue
        at = next((at for at, piece in enumerate(left[text]) if _agree(piece, line)), None)
        if at is None:
            yield Difference("direction", f"{shown(line.text)} ({line.place})", _told(left[text][0]), _told(line))
            return
        del left[text][at]


def _agree(piece: Piece, line: Line) -> bool:
    """Return whether a line runs as its piece does; stretches count where the format says their direction."""
    stretches = by_direction(line.voices)
    told = all(towards for towards, _ in stretches)
    return line.direction == piece.direction and (not told or same(by_direction(piece.voices), stretches))


def _told(line: Line | Piece) -> str:
    inside = (f"{towards} in {shown(text)}" for towards, text in by_direction(line.voices) if text and towards)
    return ", ".join((line.direction, *inside))
