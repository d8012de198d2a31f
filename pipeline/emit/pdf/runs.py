"""What a line of text is made of: runs of letters with all that they share, before a font is found for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from pipeline.emit.pdf.tags import Element
from pipeline.emit.theme import BLACK, Colour, Face


@dataclass(slots=True, eq=False)
class Link:
    """Where letters lead: an address, or `#` and the name of a destination; `title` says it in words.

    `element` is the link in the structure.
    """

    target: str
    title: str
    element: Element


@dataclass(frozen=True, slots=True)
class Ink:
    """All that letters of one run share in looks; equal inks make equal glyphs. `language` is a BCP 47 tag."""

    face: Face
    size: float
    colour: Colour = BLACK
    rise: float = 0.0
    struck: bool = False
    language: str = ""


@dataclass(slots=True, eq=False)
class Mark:
    """What letters of one run mean beyond their looks: none is like another.

    `element` is what they belong to in the structure, at its place `order` among the runs of a paragraph; `link` is
    where they lead; `anchor` names a destination where they stand; `note` is the number of the note that they refer to.
    """

    element: Element | None
    order: int = 0
    link: Link | None = None
    anchor: str = ""
    note: int = 0


class Run(NamedTuple):
    """Letters in one ink. Without a mark they belong to the paragraph itself."""

    text: str
    ink: Ink
    mark: Mark | None = None


class Picture(NamedTuple):
    """A picture that stands in a line like a letter; `sunk` is how far it reaches below the baseline."""

    name: str
    width: float
    height: float
    ink: Ink
    mark: Mark | None = None
    sunk: float = 1.0


class Break(NamedTuple):
    """The end of a line that the author asked for."""


Item: TypeAlias = Run | Picture | Break


def shown(item: Item) -> str:
    """Return the text of an item, as breaking and direction see it: a picture as an object, a break as a line's end."""
    match item:
        case Run():
            return item.text
        case Picture():
            return "\ufffc"
        case Break():
            return "\n"
