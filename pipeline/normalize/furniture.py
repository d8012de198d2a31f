r"""Page furniture goes: form feeds, page numbers, running heads and feet.

They belong to the pages of an edition that is no more. A line is taken for furniture only by its place and its
repetition: at a page's edge, the same text on three pages or more, or a number that runs on from page to page. Where a
text has no form feeds, rising numbers on lines of their own, or at the edge of a head that returns, are page numbers
only if they interrupt sentences; where they stand between finished sentences they may be headings and stay. Each
dropped line is a change.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.model import Block, Div, Document, Inline, LineBreak, Paragraph, Text
from pipeline.normalize.structure.lines import split
from pipeline.normalize.structure.signs import bare_numbers, ends_sentence, has_letter, starts_low, without_numbers
from pipeline.report import Change, Location, Outcome

_FEWEST = 3
"""Text or numbers must return on so many pages."""

_EDGE = 2
"""So many lines at the top and the bottom of a page can be furniture."""

_LONGEST = 80


def apply(document: Document) -> Outcome[Document]:
    """Return the document without page furniture; one change for each dropped line, `before` holding all of it.

    A paragraph that a page's end broke in two is one again. Only raw lines (`Div` of role `lines`) are looked at.
    """
    changes: list[Change] = []
    blocks = tuple(
        _clean(block, changes) if isinstance(block, Div) and block.role == "lines" else block
        for block in document.blocks
    )
    return Outcome(replace(document, blocks=blocks) if changes else document, changes=tuple(changes))


@dataclass(frozen=True, slots=True)
class _Row:
    """One line: its text, place, and the run (paragraph) and page it stands in."""

    text: str
    location: Location | None
    run: int
    page: int


def _clean(div: Div, changes: list[Change]) -> Div:
    rows = list(_rows(div))
    feeds = [block.location for block in div.blocks if _is_feed(block)]
    dropped = _at_edges(rows) if feeds else _interrupting(rows)
    if not dropped and not feeds:
        return div
    changes.extend(Change("furniture", rows[index].text.strip(), "", rows[index].location) for index in sorted(dropped))
    if feeds:
        changes.append(Change("furniture", "\f", "", feeds[0]))
    return replace(div, blocks=tuple(_runs([row for at, row in enumerate(rows) if at not in dropped], rows, dropped)))


def _is_feed(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.content == (Text("\f"),)


def _rows(div: Div) -> Iterator[_Row]:
    page = 0
    for run, block in enumerate(div.blocks):
        if _is_feed(block):
            page += 1
        elif isinstance(block, Paragraph):
            place = block.location
            for number, text in enumerate(split(block)):
                at = Location(place.file, place.line + number) if place and place.line else place
                yield _Row(text, at, run, page)


def _at_edges(rows: Sequence[_Row]) -> frozenset[int]:
    """Return the lines at the edges of pages that return there, or bear a number that runs on."""
    pages: dict[int, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        pages[row.page].append(index)
    dropped: set[int] = set()
    for edge in [*range(_EDGE), *range(-1, -_EDGE - 1, -1)]:
        at = [page[edge] for page in pages.values() if len(page) > (edge if edge >= 0 else -edge - 1)]
        dropped |= _returning(rows, at) | _counting(rows, at)
    return frozenset(dropped)


def _returning(rows: Sequence[_Row], places: Sequence[int]) -> set[int]:
    """Return the lines that are the same, numbers aside, on `_FEWEST` pages or more; the first of all is a title."""
    shapes = {
        index: " ".join(without_numbers(rows[index].text).casefold().split())
        for index in places
        if index and _may_return(rows[index].text.strip())
    }
    times = Counter(shapes.values())
    return {index for index, shape in shapes.items() if times[shape] >= _FEWEST}


def _may_return(text: str) -> bool:
    """Tell whether a line can be a running head: short, with letters, and no piece of a sentence unless numbered."""
    prose = starts_low(text) or ends_sentence(text)
    return len(text) <= _LONGEST and has_letter(without_numbers(text)) and (not prose or bool(bare_numbers(text)))


def _counting(rows: Sequence[_Row], places: Sequence[int]) -> set[int]:
    """Return the lines that bear nothing but a number, which grows with the pages, on `_FEWEST` pages or more."""
    offsets = {index: numbers[0] - rows[index].page for index in places if (numbers := _alone(rows[index].text))}
    times = Counter(offsets.values())
    return {index for index, offset in offsets.items() if times[offset] >= _FEWEST}


def _alone(text: str) -> tuple[int, ...]:
    """Return the number on a line that bears no more than that, dashes and brackets aside."""
    bare = text.strip().strip("-–—[]()~·•.| ")
    numbers = bare_numbers(bare.upper())
    return numbers if len(numbers) == 1 and not any(char.isalnum() for char in without_numbers(bare.upper())) else ()


def _interrupting(rows: Sequence[_Row]) -> frozenset[int]:
    """Return the page numbers and running heads of a text without form feeds, and the lines beside them that return.

    Their numbers rise, and they come in the middle of sentences: most of them, or one if they bear the title.
    """
    numbered = {index: number for index in range(1, len(rows) - 1) if (number := _numbered(rows, index))}
    heads = Counter(_shape(rows[index].text) for index in numbered)
    known = {
        index: number
        for index, number in numbered.items()
        if heads[_shape(rows[index].text)] > 1 or _alone(rows[index].text)
    }
    places = _rising(known)
    titles = sum(_shape(rows[at].text) == rows[0].text.strip().casefold() for at in places)
    broken = sum(starts_low(rows[at + 1].text.strip()) and not ends_sentence(rows[at - 1].text) for at in places)
    enough = broken >= 0.5 * len(places) or (titles >= 2 and broken)
    if len(places) < _FEWEST or not enough or any(b - a < 3 for a, b in pairwise(places)):
        return frozenset()
    beside = _returning(rows, [at - 1 for at in places]) | _returning(rows, [at + 1 for at in places])
    last = [len(rows) - 1] if _numbered(rows, len(rows) - 1) == known[places[-1]] + 1 else []
    return frozenset([*places, *last]) | beside


def _numbered(rows: Sequence[_Row], index: int) -> int:
    """Return the number of a line that bears nothing else, or of a short line by itself that it begins or ends."""
    text = rows[index].text.strip()
    if len(text) <= 12 and (alone := _alone(text)):
        return alone[0]
    by_itself = all(rows[at].run != rows[index].run for at in (index - 1, index + 1) if 0 <= at < len(rows))
    found = _HEAD.fullmatch(text) if by_itself and len(text) <= _LONGEST else None
    return int(found["before"] or found["after"]) if found else 0


_HEAD = re.compile(r"(?P<before>\d{1,4})\s{2,}\D*[^\W\d]\D*|\D*[^\W\d]\D*\s{2,}(?P<after>\d{1,4})")
"""A running head: its number stands at one edge of the page, away from the words."""


def _shape(text: str) -> str:
    """Return what is left of a line without its numbers, for comparing."""
    return "" if _alone(text) else " ".join(without_numbers(text).casefold().split())


_GAP = 3
"""Page numbers rise by no more from one to the next: a page where a chapter opens may bear none."""


def _rising(numbered: Mapping[int, int]) -> list[int]:
    """Return the longest chain of lines whose numbers rise."""
    chains: dict[int, tuple[int, int]] = {}  # by last number: how long, and its last line
    above: dict[int, int | None] = {}
    for index, number in numbered.items():
        before = max((chains[near] for near in range(number - _GAP, number) if near in chains), default=(0, -1))
        above[index] = before[1] if before[0] else None
        if before[0] >= chains.get(number, (0, -1))[0]:
            chains[number] = (before[0] + 1, index)
    at: int | None = max(chains.values())[1] if chains else None
    chain: list[int] = []
    while at is not None:
        chain.append(at)
        at = above[at]
    return chain[::-1]


def _runs(kept: Sequence[_Row], rows: Sequence[_Row], dropped: frozenset[int]) -> Iterator[Paragraph]:
    """Yield the runs of lines that are left; a sentence that furniture interrupted brings two together."""
    seams = {rows[at].run for at in dropped} | {row.run for row, below in pairwise(rows) if row.page != below.page}
    content: list[Inline] = []
    start: _Row | None = None
    above: _Row | None = None
    for row in kept:
        if above is not None and start is not None and row.run != above.run and not _goes_on(above, row, seams):
            yield Paragraph(tuple(content), start.location)
            content, start = [], None
        content.extend((LineBreak(), Text(row.text)) if start else (Text(row.text),))
        start, above = start or row, row
    if start is not None:
        yield Paragraph(tuple(content), start.location)


def _goes_on(above: _Row, below: _Row, seams: set[int]) -> bool:
    """Tell whether a sentence goes on from one run to another across furniture or a page's end."""
    across = above.page != below.page or any(run in seams for run in range(above.run, below.run + 1))
    return across and starts_low(below.text.strip()) and not ends_sentence(above.text)
