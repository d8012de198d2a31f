"""Where the lines of a paragraph end: the least sum of demerits over all of it, or as much as fits into each line.

A paragraph is a row of places where a line may end. Widths are counted from its beginning, so that the width of a line
is the difference of two places; so are the widths by which its glue can stretch and shrink. Every place looks only at
those that a line from it can reach, found by bisection: the work is linear in the length of the paragraph.

After Knuth and Plass, “Breaking Paragraphs into Lines” (Software: Practice and Experience 11, 1981), without their
classes of fitness.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

LINE, HYPHEN, SHORT, HYPHENS, RUNT = 10.0, 80.0, 40.0, 15000.0, 1500.0
"""The penalty of every line, of a hyphen, and more of one after few letters; the demerits of hyphens on two lines that
follow each other, and of a last line with next to nothing on it."""
_RUNT = 0.08
"""A last line shorter than this part of the measure has next to nothing on it."""
_AWFUL = 1e7
"""The badness of a line that stretches beyond all bounds, so that one such line is not preferred to two loose ones."""


@dataclass(slots=True)
class Places:
    """The places of a paragraph where a line may end, in order; the last is its end.

    For each place: where a line that ends there ends (`ends`), and where the one after it begins (`starts`), as natural
    widths from the beginning of the paragraph; how far the glue before both can stretch and shrink; its penalty; and
    whether a hyphen stands there.
    """

    ends: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    end_stretch: list[float] = field(default_factory=list)
    start_stretch: list[float] = field(default_factory=list)
    end_shrink: list[float] = field(default_factory=list)
    start_shrink: list[float] = field(default_factory=list)
    penalties: list[float] = field(default_factory=list)
    hyphens: list[bool] = field(default_factory=list)


def best(  # noqa: C901  (the inner loop of all typesetting: calls would double its time)
    places: Places, measure: float, first: float, tolerance: float, slack: float = 0.0
) -> list[int] | None:
    """Return the places at which lines end so that the sum of demerits is least, or None if no way is tolerable.

    `measure` is the room of a line, `first` that of the first one. A line is tolerable if its glue shrinks no more than
    it can and stretches by no more than `tolerance` times its stretch; the last line need not be full. `slack` is what
    every line can stretch by beside its glue: the ragged edge of text that is not justified.
    """
    ends, stretches, shrinks = places.ends, places.end_stretch, places.end_shrink
    count = len(ends)
    tightest = [end - shrink for end, shrink in zip(ends, shrinks, strict=True)]
    loosest = [end + tolerance * stretch for end, stretch in zip(ends, stretches, strict=True)]
    costs, before = [float("inf")] * count, [-1] * count
    last = count - 1
    for at in range(-1, last):
        if at < 0:
            cost, start, stretch, shrink, room, flagged = 0.0, 0.0, 0.0, 0.0, first, False
        else:
            cost = costs[at]
            if cost == float("inf"):
                continue
            start, stretch, shrink = places.starts[at], places.start_stretch[at], places.start_shrink[at]
            room, flagged = measure, places.hyphens[at]
        limit = start + room
        low = bisect_left(loosest, limit + tolerance * (stretch - slack) - 1e-3, at + 1)
        high = bisect_right(tightest, limit - shrink + 1e-3, at + 1)
        for to in range(low, min(high, last)):
            rest = limit - ends[to]
            if rest >= 0.0:
                able = stretches[to] - stretch + slack
                ratio = rest / able if able > 1e-6 else (0.0 if rest < 1e-3 else _AWFUL)
            else:
                able = shrinks[to] - shrink
                ratio = -rest / able if able > 1e-6 else 0.0
            bad = LINE + 100.0 * ratio * ratio * ratio if ratio < 40.0 else _AWFUL
            total = cost + bad * bad + places.penalties[to]
            if flagged and places.hyphens[to]:
                total += HYPHENS
            if total < costs[to]:
                costs[to], before[to] = total, at
        if high > last:
            total = cost + _ending(limit - ends[last], room, shrinks[last] - shrink)
            if total < costs[last]:
                costs[last], before[last] = total, at
    if costs[last] == float("inf"):
        return None
    return _path(before)


def _ending(rest: float, room: float, able: float) -> float:
    """Return the demerits of a last line with `rest` to spare."""
    if rest < 0.0:
        ratio = -rest / able if able > 1e-6 else 0.0
        return float((LINE + 100.0 * ratio**3) ** 2)
    return LINE * LINE + (RUNT if room - rest < _RUNT * room else 0.0)


def _path(before: Sequence[int]) -> list[int]:
    chosen = [len(before) - 1]
    while before[chosen[-1]] >= 0:
        chosen.append(before[chosen[-1]])
    return chosen[::-1]
