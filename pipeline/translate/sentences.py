"""Cut a segment into the pieces that are translated one by one. The only door to sentencex.

Pieces join to the text again. A cut never falls inside an atom or a link; a line break the author wants always cuts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from pipeline.model import LineBreak, Link
from pipeline.translate.engine import size_of
from pipeline.translate.markup import Marked

_CLAUSES = tuple(re.compile(pattern) for pattern in (r"[;:；：؛]\s*", r"[,—–،，、]\s*", r"\s+", r""))
"""Where a sentence that is too long is cut, best first."""
_SPACES = re.compile(r"[^\S\n]")


def cuts(
    marked: Marked, language: str, line: bool, limit: int, length: Callable[[str], int]
) -> tuple[tuple[int, int], ...]:
    """Return the sentences of a segment as (start, end), white space around them left out.

    `line` says that it is one sentence. A sentence of more than `limit` tokens is cut at a clause.
    """
    size = len(marked.text)
    barred = _barred(marked)
    breaks = {at for mark in marked.marks if _is_break(marked, mark.tag) for at in (mark.start, mark.end)}
    ends = breaks | (set() if line else {at for at in _boundaries(marked.text, language) if not barred[at]}) | {0, size}
    whole = (_trimmed(marked.text, start, end) for start, end in pairwise(sorted(ends)))
    return tuple(
        piece
        for start, end in whole
        if end > start
        for piece in _shortened(marked.text, start, end, barred, lambda text: _fits(text, limit, length))
    )


def _boundaries(text: str, language: str) -> Iterator[int]:
    """Yield where sentences end: sentencex's boundaries, moved off any white space it gives to the wrong side.

    It is given plain spaces only: after some others it counts bytes for characters, and panics.
    """
    import sentencex

    at = 0
    for sentence in sentencex.segment(language.partition("-")[0], _SPACES.sub(" ", text)):
        at += len(sentence)
        yield min(at, len(text))


def _is_break(marked: Marked, tag: int) -> bool:
    return isinstance(marked.tags[tag].node, LineBreak)


def _barred(marked: Marked) -> bytearray:
    """Return for each place in the text whether a cut there would fall inside an atom or a link.

    A link around the whole segment bars nothing: whatever its sentences become, it stays around them.
    """
    barred = bytearray(len(marked.text) + 1)
    for mark in marked.marks:
        tag = marked.tags[mark.tag]
        whole = not marked.text[: mark.start].strip() and not marked.text[mark.end :].strip()
        if (tag.atom or (isinstance(tag.node, Link) and not whole)) and mark.end - mark.start > 1:
            barred[mark.start + 1 : mark.end] = b"\1" * (mark.end - mark.start - 1)
    return barred


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    return start + lead, max(start + lead, start + len(piece.rstrip()))


def _fits(text: str, limit: int, length: Callable[[str], int]) -> bool:
    """Return whether `text` is within the limit; a token has at least one byte, so that short texts are not counted."""
    return size_of(text) <= limit // 2 or length(text) <= limit


def _shortened(
    text: str, start: int, end: int, barred: bytearray, fits: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """Yield the piece whole if it fits, else its halves, cut at the clause nearest to the middle."""
    waiting = [(start, end)]
    while waiting:
        start, end = _trimmed(text, *waiting.pop())
        if end <= start:
            continue
        cut = None if fits(text[start:end]) else _middle(text, start, end, barred)
        if cut is None:
            yield start, end
        else:
            waiting += [(cut, end), (start, cut)]


def halves(text: str) -> tuple[tuple[int, int], ...]:
    """Return a sentence cut in two at the clause nearest to its middle, or whole if it has no clauses."""
    cut = _middle(text, 0, len(text), bytearray(len(text) + 1), _CLAUSES[:2])
    return ((0, len(text)),) if cut is None else (_trimmed(text, 0, cut), _trimmed(text, cut, len(text)))


def _middle(
    text: str, start: int, end: int, barred: bytearray, clauses: tuple[re.Pattern[str], ...] = _CLAUSES
) -> int | None:
    """Return the best place to cut: the strongest kind of clause end in the middle half, nearest to the middle."""
    middle, quarter = (start + end) // 2, (end - start) // 4
    for clause in clauses:
        found = (start + match.end() for match in clause.finditer(text[start:end]))
        places = [at for at in found if start < at < end and not barred[at] and abs(at - middle) <= quarter]
        if places:
            return min(places, key=lambda at: abs(at - middle))
    return None
