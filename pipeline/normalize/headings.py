"""Headings: one title, which is metadata, and below it levels from 1 without gaps.

Without a title in the metadata, the first heading becomes the title if all others stand under it. A first block that is
such a heading and says the title again is dropped. What a title cannot hold is kept: a note
becomes a `note` div where the heading stood, a picture a figure. Then levels close up: h2, h4 under the title becomes
h1, h2. A heading without a word is dropped or, if it holds pictures or notes, becomes a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.model import Block, Blocks, Div, Document, Figure, Heading, Image, Inlines, Note, Paragraph
from pipeline.normalize.characters import clean
from pipeline.normalize.whitespace import tidy_text
from pipeline.report import Change, Finding, Location, Outcome, Severity
from pipeline.walk import plain, query, walk

NAME = "headings"
DEEPEST = 6


def apply(document: Document) -> Outcome[Document]:
    """Return the document with its title in the metadata and its heading levels closed up."""
    outcome = _without_empty(document)
    outcome = outcome.then(_titled(outcome.value))
    return outcome.then(_closed_up(outcome.value))


def title_of(heading: Heading) -> str:
    """Return a heading's text as a title holds it: without markup, notes and pictures."""
    return tidy_text(clean(plain(heading.content)))


def _without_empty(document: Document) -> Outcome[Document]:
    findings: list[Finding] = []

    def block(node: Block) -> Blocks:
        if not isinstance(node, Heading) or title_of(node):
            return (node,)
        message = "a heading has no text" + (" and becomes a paragraph" if node.content else " and is left out")
        findings.append(Finding("heading.empty", message, Severity.WARNING, node.location))
        return (Paragraph(node.content, node.location),) if node.content else ()

    blocks = walk(document.blocks, block=block)
    changes = (Change(NAME, "(empty heading)", "", finding.location) for finding in findings)
    return Outcome(replace(document, blocks=blocks), tuple(findings), tuple(changes))


def _titled(document: Document) -> Outcome[Document]:
    """Move the title from the blocks to the metadata, and drop what says it again."""
    outcome = Outcome(document)
    if not document.metadata.title and (heading := _title_heading(document)):
        title = title_of(heading)
        change = Change(NAME, f"{'#' * heading.level} {title}", f"title: {title}", heading.location)
        value = replace(document, metadata=replace(document.metadata, title=title))
        outcome = Outcome(_without(value, heading), changes=(change,))
    while double := _double(outcome.value):
        change = Change(NAME, f"{'#' * double.level} {title_of(double)}", "", double.location)
        outcome = outcome.then(Outcome(_without(outcome.value, double), changes=(change,)))
    return outcome


def _title_heading(document: Document) -> Heading | None:
    """Return the heading that is the title: the first one, not inside anything, and the only one of the top level."""
    headings = list(query(document.blocks, Heading))
    if not headings or not _is_alone(headings[0], headings):
        return None
    return headings[0] if any(block is headings[0] for block in document.blocks) else None


def _double(document: Document) -> Heading | None:
    """Return the first block if it is the only heading of the top level and says the title."""
    first = document.blocks[0] if document.blocks else None
    if not isinstance(first, Heading) or not _same(title_of(first), document.metadata.title):
        return None
    return first if _is_alone(first, list(query(document.blocks, Heading))) else None


def _is_alone(heading: Heading, headings: list[Heading]) -> bool:
    """Return whether every other heading stands under this one."""
    return sum(other.level <= heading.level for other in headings) == 1


def _same(one: str, other: str) -> bool:
    """Return whether two titles have the same letters and digits."""
    letters = tuple("".join(filter(str.isalnum, text)).casefold() for text in (one, other))
    return bool(letters[0]) and letters[0] == letters[1]


def _without(document: Document, heading: Heading) -> Document:
    """Return the document without a heading of the top, but with its notes and pictures."""
    at = next(index for index, block in enumerate(document.blocks) if block is heading)
    kept = tuple(_kept(heading.content, heading.location))
    return replace(document, blocks=document.blocks[:at] + kept + document.blocks[at + 1 :])


def _kept(content: Inlines, location: Location | None) -> Iterator[Block]:
    for image in query(content, Image, into_notes=False):
        yield Figure(image, location=location)
    for note in query(content, Note, into_notes=False):
        yield Div(note.blocks, role="note", location=location)


def _closed_up(document: Document) -> Outcome[Document]:
    """Give each heading the number of headings that it stands under, itself included."""
    above: list[int] = []
    changes: list[Change] = []

    def block(node: Block) -> Blocks:
        if not isinstance(node, Heading):
            return (node,)
        level = _level(node.level, above)
        if level != node.level:
            before, after = (f"{'#' * number} {plain(node.content)}" for number in (node.level, level))
            changes.append(Change(NAME, before, after, node.location))
        return (replace(node, level=level),)

    return Outcome(replace(document, blocks=walk(document.blocks, block=block)), changes=tuple(changes))


def _level(given: int, above: list[int]) -> int:
    """Return the level of the next heading; `above` holds the given levels of those it may stand under."""
    while above and above[-1] >= given:
        above.pop()
    above.append(given)
    return min(len(above), DEEPEST)
