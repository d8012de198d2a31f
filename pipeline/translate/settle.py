"""Make marks that were placed one by one into valid markup: none cross, atoms are whole, links hold no links."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cmp_to_key
from itertools import compress

from pipeline.model import Link
from pipeline.translate.markup import Mark, Marked, Tag, must_stay
from pipeline.translate.words import has_word


def settle(
    text: str, marks: Iterable[Mark], tags: tuple[Tag, ...], needed: Collection[int] | None = None
) -> Marked | None:
    """Return the text with its marks in valid order, or none if an atom or link would be lost, doubled or nested.

    `needed` are the numbers of the tags that must be there, of a sentence those that it has; all, unless it is given.
    No mark is lost. Pieces of one tag become one; what crosses an atom grows around it; of two that cross, a link keeps
    its place and the other gives way, and if that would leave it without a word it shares the words of the first.
    """
    joined = _joined(marks)
    fixed = sorted((mark for mark in joined if tags[mark.tag].atom and mark.end > mark.start), key=lambda m: m.start)
    snapped = [mark if tags[mark.tag].atom and mark.end > mark.start else _snapped(mark, fixed) for mark in joined]
    wide = _uncrossed(text, [mark for mark in snapped if mark.end > mark.start], tags)
    result = Marked(text, (), tags)
    links = sorted((mark for mark in wide if isinstance(tags[mark.tag].node, Link)), key=lambda mark: mark.start)
    points = [outside(result, mark, links) for mark in snapped if mark.end == mark.start]

    def order(one: Mark, two: Mark) -> int:
        return _order(result, one, two)

    ordered = sorted((*wide, *points), key=cmp_to_key(order))
    result = replace(result, marks=tuple(ordered))
    return result if _valid(result, range(len(tags)) if needed is None else needed) else None


def _joined(marks: Iterable[Mark]) -> list[Mark]:
    """Return one mark for each tag, from the start of its first piece to the end of its last."""
    found: dict[int, Mark] = {}
    for mark in marks:
        before = found.get(mark.tag, mark)
        found[mark.tag] = replace(mark, start=min(before.start, mark.start), end=max(before.end, mark.end))
    return list(found.values())


def _snapped(mark: Mark, fixed: Sequence[Mark]) -> Mark:
    """Return the mark with its edges moved out of any atom; a point inside an atom moves to the atom's end."""
    start, end = _around(mark.start, fixed), _around(mark.end, fixed)
    if mark.start == mark.end:
        return replace(mark, start=start[1], end=start[1])
    return replace(mark, start=start[0], end=end[1])


def _around(at: int, fixed: Sequence[Mark]) -> tuple[int, int]:
    index = bisect_right(fixed, at, key=lambda mark: mark.start) - 1
    inside = index >= 0 and fixed[index].start < at < fixed[index].end
    return (fixed[index].start, fixed[index].end) if inside else (at, at)


def outside(marked: Marked, point: Mark, links: Sequence[Mark]) -> Mark:
    """Return a point moved to the end of the link that it stands in, unless it stands in that link in the source."""
    index = bisect_right(links, point.start, key=lambda mark: mark.start) - 1
    if index < 0 or point.start >= links[index].end or marked.within(links[index].tag, point.tag):
        return point
    at = links[index].start if links[index].start == point.start else links[index].end
    return replace(point, start=at, end=at)


def _uncrossed(text: str, marks: list[Mark], tags: tuple[Tag, ...]) -> list[Mark]:
    """Return the marks, none of which crosses another; those over words or links come first, the others fit in."""
    first = [has_word(text[mark.start : mark.end]) or isinstance(tags[mark.tag].node, Link) for mark in marks]
    result = _nested(text, list(compress(marks, first)), tags)
    others = list(compress(marks, (not each for each in first)))
    everything = (*result, *others)
    return [*result, *(_fitted(mark, everything) for mark in others)]


def _fitted(mark: Mark, others: Sequence[Mark]) -> Mark:
    """Return a mark that crosses another up to the nearest edge of any, where it can cross none."""
    if not any(_cross(mark, other) for other in others):
        return mark
    edges = (at for other in others for at in (other.start, other.end) if at > mark.start)
    return replace(mark, end=min(edges))


def _cross(one: Mark, two: Mark) -> bool:
    return one.start < two.start < one.end < two.end or two.start < one.start < two.end < one.end


def _nested(text: str, marks: list[Mark], tags: tuple[Tag, ...]) -> list[Mark]:
    """Return the marks, none of which crosses another; trimmed are the later ones, or all but the link."""
    result: list[Mark] = []
    open_marks: list[int] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, *_depth(tags[mark.tag]), mark.tag)):
        while open_marks and result[open_marks[-1]].end <= mark.start:
            open_marks.pop()
        crossed = [number for number in open_marks if result[number].end < mark.end]
        if crossed and isinstance(tags[mark.tag].node, Link):
            for number in crossed:
                result[number] = _trimmed(text, result[number], replace(result[number], end=mark.start), mark)
            open_marks = [number for number in open_marks if result[number].end >= mark.end]
        elif crossed:
            inner = result[open_marks[-1]]
            mark = _trimmed(text, mark, replace(mark, end=inner.end), inner)  # noqa: PLW2901  (trimmed, then kept)
        open_marks.append(len(result))
        result.append(mark)
    return result


def _trimmed(text: str, mark: Mark, rest: Mark, other: Mark) -> Mark:
    """Return the rest of a mark that crosses another, or the mark over all of the other if the rest has no word."""
    if has_word(text[mark.start : mark.end]) and not has_word(text[rest.start : rest.end]):
        return replace(mark, start=other.start, end=other.end)
    return rest


def _order(marked: Marked, one: Mark, two: Mark) -> int:
    """Compare two marks by where they open; a point opens before what begins there, unless that is around it."""
    if one.start != two.start:
        return one.start - two.start
    if (one.end == one.start) == (two.end == two.start):
        if one.end > one.start and _depth(marked.tags[one.tag]) != _depth(marked.tags[two.tag]):
            return (two.end - one.end) or (-1 if _depth(marked.tags[one.tag]) < _depth(marked.tags[two.tag]) else 1)
        return (two.end - one.end) or one.tag - two.tag
    if one.end == one.start:
        return 1 if marked.within(two.tag, one.tag) else -1
    return -1 if marked.within(one.tag, two.tag) else 1


def _depth(tag: Tag) -> tuple[bool, bool]:
    """Order marks over the same words: atoms innermost, then links, so that no note can come to stand in a link."""
    return tag.atom, isinstance(tag.node, Link)


def _valid(marked: Marked, needed: Iterable[int]) -> bool:
    """Return whether every atom and link that is needed is there, once, and no link stands in another."""
    lasting = {number for number in needed if must_stay(marked.tags[number].node)}
    present = [mark.tag for mark in marked.marks]
    links = [mark for mark in marked.marks if isinstance(marked.tags[mark.tag].node, Link)]
    ends, apart = 0, True
    for link in sorted(links, key=lambda mark: mark.start):
        apart &= link.start >= ends
        ends = max(ends, link.end)
    return apart and len(set(present)) == len(present) and lasting <= set(present)
