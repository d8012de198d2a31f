"""The headings: the same levels and texts in the same order, in the text and in all lists of them, which lead there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.letters import shown
from pipeline.verify.observed import Entry, Observed

_LISTED = 3
"""Contents may end at a level, but not above this one."""


def compared(expected: Expected, observed: Observed) -> int:  # noqa: ARG001  (every check has both)
    """Return how many headings are compared, in all lists of them."""
    return sum(len(listed) for listed in (observed.outline, *(listed for _, listed in observed.contents)))


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield the first difference of the headings and of each list of them, and the first line that leads elsewhere.

    A list may end with the colophon.
    """
    for place, listed in (("headings", observed.outline), *observed.contents):
        outline = expected.outline if place == "headings" else _as_deep(expected.outline, listed)
        yield from _first(outline, _bare(listed, len(outline), expected.colophon), place)
    for place, targets in observed.leads:
        yield from _astray(expected, dict(observed.contents).get(place, ()), targets, place)


def _astray(
    expected: Expected, listed: tuple[Entry, ...], targets: tuple[str, ...], place: str
) -> Iterator[Difference]:
    """Yield the first line of a list that leads to another place than its heading."""
    depth = _depth(listed)
    headings = [(f"#{number}", entry) for number, entry in enumerate(expected.outline) if entry.level <= depth]
    for (wanted, entry), target in zip(headings, targets, strict=False):
        if wanted != target:
            yield Difference("outline", f"{place}, {shown(entry.text)}", "a way to its heading", f"one to {target}")
            return


def _bare(listed: tuple[Entry, ...], length: int, colophon: str) -> tuple[Entry, ...]:
    return listed[:-1] if len(listed) == length + 1 and listed[-1].text == colophon else listed


def _as_deep(outline: tuple[Entry, ...], listed: tuple[Entry, ...]) -> tuple[Entry, ...]:
    depth = _depth(listed)
    return tuple(entry for entry in outline if entry.level <= depth)


def _depth(listed: tuple[Entry, ...]) -> int:
    return max([_LISTED, *(entry.level for entry in listed)])


def _first(expected: tuple[Entry, ...], found: tuple[Entry, ...], place: str) -> Iterator[Difference]:
    for number, (wanted, seen) in enumerate(zip_longest(expected, found), start=1):
        # a heading that is a picture has no words of its own: a list of headings calls it what it likes
        if wanted is None or seen is None or (wanted.level, wanted.text or seen.text) != (seen.level, seen.text):
            yield Difference("outline", f"{place}, heading {number}", _named(wanted), _named(seen))
            return


def _named(entry: Entry | None) -> str:
    return f"level {entry.level} {shown(entry.text)}" if entry else "none"
