"""Find the text of a document in the lines of a file, in order, and say where it first breaks off.

The pieces of the document are joined to one string of visible characters. Each line either goes on where an earlier
line stopped, or is left over: a running head, a page number, a note at the foot of the page, a label. A few of the
furthest places reached are kept, since a page number may look like the text that comes next. Every character of the
document has to be reached, so that nothing missing can pass; the work is linear in the text.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate

from pipeline.verify.letters import right_to_left, unlabelled
from pipeline.verify.observed import Line
from pipeline.verify.reading import Piece

_PLACES = 32
"""How many of the furthest places are kept: wrong ones run ahead of the right one where the text repeats itself."""
_FRAGMENTS = 8
"""How many lines a reader of a page may make of one that runs in two directions."""
_LOOKED_AT = 5000
"""How many characters after a break are compared with the lines that follow, to name the place well."""
_MARKERS = 5
"""How many words may stand before a block on its line: a number, a bullet, a label; after it, right to left."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the text breaks off: the piece, the offset in its visible characters, and what is there.

    `line` is the line where the text should go on, without the words of a marker; it has the first `agreed` visible
    characters of what is expected there. It is None where the file ends.
    """

    piece: Piece
    offset: int
    line: Line | None
    agreed: int


def first_break(
    pieces: Sequence[Piece], lines: Sequence[Line], letters: Callable[[str], str], *, printed: bool = False
) -> Break | None:
    """Return where the text of `pieces` first breaks off in `lines`, or None if all of it is there, in order.

    In `printed` lines, the letters of a piece that is `turned` may be in another order than in the piece.
    """
    texts = [letters(piece.text) for piece in pieces]
    starts = [0, *accumulate(map(len, texts))]
    whole = "".join(texts)
    turned = [printed and piece.turned for piece in pieces]
    heads = {start: text[:1] for start, text in zip(starts, texts, strict=False)}
    track = _Track(whole, heads, list(_stretches(starts, turned)), printed=printed)
    for number, line in enumerate(lines):
        track.read(line.text, letters, number)
    if track.furthest == len(whole):
        return None
    rest = whole[track.furthest : track.furthest + _LOOKED_AT]
    there, agreed = _nearest(rest, lines[track.line + 1 :], letters)
    # a line may go on in all that is left of the text, and beyond it
    index = min(bisect_right(starts, track.furthest + agreed), len(pieces)) - 1
    return Break(pieces[index], track.furthest + agreed - starts[index], there, agreed)


def _stretches(starts: Sequence[int], turned: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each piece that is turned."""
    for start, end, is_turned in zip(starts[:-1], starts[1:], turned, strict=True):
        if is_turned and end > start:
            yield start, end


def _nearest(rest: str, lines: Sequence[Line], letters: Callable[[str], str]) -> tuple[Line | None, int]:
    """Return the first of the lines that agree with the beginning of `rest` for longest, and for how long."""
    best, longest, least = (lines[0] if lines else None), 0, 2
    for line in lines:
        for text in (line.text, *_without_markers(line.text.split(), False)):
            agreed = _common(rest, letters(text))
            if agreed > longest and agreed >= least:
                best, longest = Line(text, line.place), agreed
    return best, longest


def _common(one: str, other: str) -> int:
    """Return how many characters both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


@cache
def _weight(letter: str) -> int:
    """Return a number so spread that no two sets of letters can be expected to have the same sum."""
    return pow(ord(letter) + 1_000_003, 65_537, 2**61 - 1)


class _Track:
    """The places of the text that the lines read so far can have reached."""

    def __init__(
        self, whole: str, heads: Mapping[int, str], turned: Sequence[tuple[int, int]], *, printed: bool = True
    ) -> None:
        """Start before the `whole` text; `heads` has the first character of each piece by where it starts.

        `turned` are the stretches whose letters may be in another order on their line. `printed`: any words may stand
        as a marker before a block, else only a number or a label.
        """
        self.printed = printed
        self.whole = whole
        self.heads = heads
        self.turned = turned
        self.places = [0]
        self.recent: list[str] = []
        self.line = -1

    @property
    def furthest(self) -> int:
        return self.places[-1]

    def read(self, text: str, letters: Callable[[str], str], number: int) -> None:
        """Go on from each place where the line, with or without the words of a marker, is what comes next."""
        line, before = letters(text), self.furthest
        if not line:
            return
        reached = self._reached(text, letters, self.places, mixed=False)
        if self._is_turned(self.places[0], self.furthest + len(line)):
            if right_to_left(line) or not any(self._ends(line, self.places, mixed=False)):
                reached |= self._reached(text, letters, self.places, mixed=True)
            reached |= self._together(text, letters)
        self.recent = [*self.recent[1 - _FRAGMENTS :], text]
        for place in reached.difference(self.places):
            insort(self.places, place)
        del self.places[:-_PLACES]
        if self.furthest > before:
            self.line = number

    def _reached(self, text: str, letters: Callable[[str], str], places: Sequence[int], *, mixed: bool) -> set[int]:
        line = letters(text)
        reached = set(self._ends(line, places, mixed=mixed))
        at = [place for place in places if place in self.heads and (mixed or self.heads[place] in line)]
        for bare in self._bare(text.split(), mixed) if at else ():
            reached.update(self._ends(letters(bare), at, mixed=mixed))
        return reached

    def _bare(self, words: list[str], mixed: bool) -> Iterator[str]:
        return _without_markers(words, mixed) if self.printed else map(" ".join, unlabelled(words))

    def _together(self, text: str, letters: Callable[[str], str]) -> set[int]:
        """Return where the line ends together with those before it: a line of two directions may come as several."""
        turned = [place for place in self.places if self._is_turned(place, place + 1)]
        reached: set[int] = set()
        for before in reversed(self.recent) if turned else ():
            text = f"{before} {text}"
            reached |= self._reached(text, letters, turned, mixed=True)
        return {end for end in reached if self._is_turned(end - 1, end)}

    def _ends(self, line: str, places: Iterable[int], *, mixed: bool) -> Iterator[int]:
        """Yield the end of the line at each of `places` where it is what comes next; `mixed`: in any order inside."""
        weight = sum(map(_weight, line)) if mixed else None
        for place in places if line else ():
            end = place + len(line)
            if self.whole.startswith(line, place) or (mixed and self._weighs(place, end) == weight):
                yield end

    def _weighs(self, start: int, end: int) -> int | None:
        known = end < len(self.weights) and self._is_turned(start, end)
        return self.weights[end] - self.weights[start] if known else None

    def _is_turned(self, start: int, end: int) -> bool:
        """Return whether some of the text from `start` to `end` is turned."""
        at = bisect_right(self.turned, (end, -1)) - 1
        return at >= 0 and self.turned[at][1] > start

    @cached_property
    def weights(self) -> list[int]:
        """The weight of the text before each place: stretches of equal weight have the same letters in any order."""
        return list(accumulate(map(_weight, self.whole), initial=0))


def _without_markers(words: list[str], mixed: bool) -> Iterator[str]:
    for count in range(1, min(_MARKERS, len(words) - 1) + 1):
        yield " ".join(words[count:])
        if mixed:
            yield " ".join(words[:-count])
