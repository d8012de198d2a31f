"""What the text asks of the rest of the file while it is written: notes, lists, pictures, relationships, bookmarks.

A DOCX file is several parts that point at each other by number. These two collectors are the only mutable state of the
emitter; they live for one call of `emit`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from pipeline.emit.docx.look import Look, new_look
from pipeline.emit.edition import Edition
from pipeline.model import Blocks, Heading, Note, NumberDelimiter, NumberStyle, Resource
from pipeline.report import Finding, Location
from pipeline.walk import query

Relation = tuple[Literal["hyperlink", "image", "drawing"], str]
"""A kind and a target: an address, or the name of a picture."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A note whose number is given and whose text is still to be written, in the language of where it stands."""

    blocks: Blocks
    language: str
    rtl: bool


@dataclass(frozen=True, slots=True)
class Numbering:
    """One list of the document: how its items are marked, and at which depth. `style` is None for bullets."""

    depth: int
    start: int = 1
    style: NumberStyle | None = None
    delimiter: NumberDelimiter = "period"


@dataclass(slots=True)
class Book:
    """One file in the making."""

    edition: Edition
    look: Look
    headings: tuple[Heading, ...]
    bookmarks: dict[str, str]
    resources: dict[str, Resource]
    notes: list[Pending] = field(default_factory=list)
    lists: list[Numbering] = field(default_factory=list)
    bullets: dict[int, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    bookmarked: set[str] = field(default_factory=set)
    location: Location | None = None
    letters: int = 0
    parallel: bool = False
    cells: set[int] = field(default_factory=set)
    drawings: int = 0
    marks: int = 0

    @property
    def rtl(self) -> bool:
        """Whether the edition as a whole runs from right to left."""
        return self.edition.language.direction == "rtl"

    def mark(self) -> int:
        """Return a number for one more bookmark."""
        self.marks += 1
        return self.marks

    def numbered(self, numbering: Numbering) -> int:
        """Return the number by which paragraphs name this list; bullets of one depth share it, others never do."""
        if numbering.style is None and numbering.depth in self.bullets:
            return self.bullets[numbering.depth]
        self.lists.append(numbering)
        if numbering.style is None:
            self.bullets[numbering.depth] = len(self.lists)
        return len(self.lists)

    def find(self, code: str, message: str, hint: str) -> None:
        """Note something that a person should know of the block that is being written."""
        self.findings.append(Finding(code, message, location=self.location, hint=hint))

    def reserve(self, note: Note, language: str, rtl: bool) -> range:
        """Take up a note, and the notes within it, and return their numbers in reading order."""
        first = len(self.notes) + 1
        within = (inner.blocks for inner in query(note.blocks, Note))
        self.notes.extend(Pending(blocks, language, rtl) for blocks in (note.blocks, *within))
        return range(first, len(self.notes) + 1)


@dataclass(slots=True)
class Story:
    """One text of the file: the body, or the notes. Each has relationships of its own (ECMA-376 part 2, 8.3).

    `note` is the number of the next note within a note, and None in the body.
    """

    book: Book
    note: int | None = None
    relations: dict[Relation, str] = field(default_factory=dict)

    @property
    def addresses(self) -> dict[str, str]:
        """The addresses that the text points at, by relationship id."""
        return {relation: target for (kind, target), relation in self.relations.items() if kind == "hyperlink"}

    def relate(self, relation: Relation) -> str:
        """Return the id of a relationship, the same for the same target."""
        return self.relations.setdefault(relation, f"rId{len(self.relations) + 101}")


def new_book(edition: Edition) -> Book:
    """Return an empty file for an edition, with its look and a bookmark name for each heading."""
    document = edition.document
    headings = tuple(query(document.blocks, Heading, into_notes=False))
    names = bookmark_names(heading.id for heading in headings if heading.id)
    resources = {resource.name: resource for resource in document.resources}
    look = new_look(edition.layout, edition.language)
    return Book(edition, look, headings, names, resources, parallel=bool(edition.beside))


def bookmark_names(ids: Iterable[str]) -> dict[str, str]:
    """Return a name for each id that Word takes: a letter, then letters, digits and `_`, at most 40, case ignored.

    The limits are those of Word itself; ECMA-376 part 1, 17.13.6.2 only asks that names are unique.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for identifier in dict.fromkeys(ids):
        base = re.sub(r"\W", "_", identifier)
        base = base if base[:1].isalpha() else f"h_{base}"
        name, number = base[:40], 1
        while name.casefold() in taken:
            number += 1
            name = f"{base[: 39 - len(str(number))]}_{number}"
        taken.add(name.casefold())
        names[identifier] = name
    return names
