"""Where lines end: what the search finds is what trying all ways would find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.emit.pdf.breaking import HYPHEN, HYPHENS, LINE, RUNT, Places, best

AWFUL = 1e7
NEAR = 1e-3

words = st.tuples(st.integers(1, 30), st.integers(0, 6), st.integers(0, 4), st.integers(0, 2), st.booleans())
"""Width, space after it, how far that stretches and shrinks, and whether a line that ends there has a hyphen."""


def paragraph(boxes: Sequence[tuple[int, int, int, int, bool]]) -> Places:
    places, at, stretch, shrink = Places(), 0.0, 0.0, 0.0
    for width, space, more, less, hyphen in boxes:
        places.ends.append(at + width)
        places.end_stretch.append(stretch)
        places.end_shrink.append(shrink)
        at, stretch, shrink = at + width + space, stretch + more, shrink + min(less, space)
        places.starts.append(at)
        places.start_stretch.append(stretch)
        places.start_shrink.append(shrink)
        places.penalties.append(HYPHEN**2 if hyphen else 0.0)
        places.hyphens.append(hyphen)
    return places


def line(places: Places, begin: int, end: int) -> tuple[float, float, float]:
    """Return the natural width of a line, and how far its glue stretches and shrinks."""
    start, stretch, shrink = (
        (places.starts[begin], places.start_stretch[begin], places.start_shrink[begin]) if begin >= 0 else (0, 0, 0)
    )
    return places.ends[end] - start, places.end_stretch[end] - stretch, places.end_shrink[end] - shrink


def cost(places: Places, way: Sequence[int], room: tuple[float, float], tolerance: float, slack: float) -> float | None:
    """Return the demerits of one way to end lines; None if it is not tolerable."""
    total = 0.0
    for begin, end in zip((-1, *way), way, strict=False):
        width, stretch, shrink = line(places, begin, end)
        rest, last = room[begin >= 0] - width, end == len(places.ends) - 1
        if -rest > shrink + NEAR or (not last and rest > tolerance * (stretch + slack) + NEAR):
            return None
        able = shrink if rest < 0 else stretch + slack
        ratio = abs(rest) / able if able else 0.0 if rest < NEAR else AWFUL
        if last and rest >= 0:
            total += LINE**2 + (RUNT if width < 0.08 * room[begin >= 0] else 0)
            continue
        total += (LINE + 100 * ratio**3 if ratio < 40 else AWFUL) ** 2
        total += 0 if last else places.penalties[end]
        if not last and begin >= 0 and places.hyphens[begin] and places.hyphens[end]:
            total += HYPHENS
    return total


def ways(count: int) -> Iterator[tuple[int, ...]]:
    inner = range(count - 1)
    for chosen in chain.from_iterable(combinations(inner, size) for size in range(count)):
        yield (*chosen, count - 1)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(words, min_size=1, max_size=9).map(paragraph),
    st.integers(20, 60),
    st.integers(0, 15),
    st.sampled_from((0.5, 1.3, 3.0, 1e9)),
    st.sampled_from((0.0, 1e-3, 5.0)),
)
def test_the_way_found_is_the_best_of_all(
    places: Places, measure: int, indent: int, tolerance: float, slack: float
) -> None:
    room = (float(measure - indent), float(measure))
    costs = (cost(places, way, room, tolerance, slack) for way in ways(len(places.ends)))
    tolerable = [one for one in costs if one is not None]
    found = best(places, room[1], room[0], tolerance, slack)
    if not tolerable:
        assert found is None
    else:
        assert found is not None
        assert cost(places, found, room, tolerance, slack) == pytest.approx(min(tolerable))


@settings(max_examples=100, deadline=None)
@given(st.lists(words, min_size=1, max_size=60).map(paragraph), st.integers(30, 90))
def test_no_line_is_wider_than_its_glue_can_shrink(places: Places, measure: int) -> None:
    found = best(places, measure, measure, 1e9, 1e-3)
    assert found is not None
    assert found[-1] == len(places.ends) - 1
    assert found == sorted(set(found))
    for begin, end in zip((-1, *found), found, strict=False):
        width, _, shrink = line(places, begin, end)
        assert width - shrink <= measure + NEAR


def test_one_word_is_one_line() -> None:
    assert best(paragraph([(10, 0, 0, 0, False)]), 20, 20, 1.3) == [0]


def test_a_word_wider_than_the_line_has_no_way() -> None:
    assert best(paragraph([(10, 3, 2, 1, False), (21, 0, 0, 0, False)]), 20, 20, 1e9, 1.0) is None


def test_a_line_that_would_be_loose_is_refused_until_more_is_tolerated() -> None:
    places = paragraph([(5, 2, 1, 1, False), (5, 2, 1, 1, False), (19, 0, 0, 0, False)])
    assert best(places, 20, 20, 3.0) is None
    assert best(places, 20, 20, 8.0) == [1, 2]


def test_the_first_line_may_have_less_room() -> None:
    places = paragraph([(8, 2, 2, 1, False)] * 3 + [(8, 0, 0, 0, False)])
    assert best(places, 18, 18, 1.3) == [1, 3]
    assert best(places, 18, 8, 1.3) == [0, 2, 3]


def test_a_hyphen_is_taken_only_where_it_pays() -> None:
    whole, parted = (10, 2, 2, 1, False), (10, 0, 0, 0, True)
    even = paragraph([whole, whole, whole, parted, whole, (10, 0, 0, 0, False)])
    found = best(even, 34, 34, 1.3)
    assert found is not None
    assert 3 not in found


def test_ragged_lines_may_end_before_the_edge_by_the_slack() -> None:
    places = paragraph([(9, 1, 0, 0, False)] * 3 + [(9, 0, 0, 0, False)])
    assert best(places, 22, 22, 1.3) is None
    assert best(places, 22, 22, 1.3, 4.0) == [1, 3]
