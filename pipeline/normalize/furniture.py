r"""Page furniture goes: form feeds, page numbers, running heads and feet.

They belong to the pages of an edition that is no more. A line is taken for furniture only by its place and its
repetition: at a page's edge, the same text on three pages or more, or a number that runs on from page to page. Where a
text has no form feeds, running numbers on lines of their own are page numbers only if they interrupt sentences; where
they stand between finished sentences they may be headings and stay. Each dropped line is a change.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
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
    """Return the page numbers of a text without form feeds, and the lines beside them that return each time."""
    alone = [
        (index, _alone(row.text)[0])
        for index, row in enumerate(rows)
        if len(row.text.strip()) <= 12 and 0 < index < len(rows) - 1 and _alone(row.text)
    ]
    chain = [alone[0]] if alone else []
    for index, number in alone[1:]:
        if number == chain[-1][1] + 1:
            chain.append((index, number))
    places = [index for index, _ in chain]
    broken = sum(starts_low(rows[at + 1].text.strip()) and not ends_sentence(rows[at - 1].text) for at in places)
    if len(places) < _FEWEST or broken < 0.5 * len(places) or any(b - a < 5 for a, b in pairwise(places)):
        return frozenset()
    beside = _returning(rows, [at - 1 for at in places]) | _returning(rows, [at + 1 for at in places])
    return frozenset(places) | beside


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
