"""The structure of an edition: what its content is, whatever page it is on (ISO 32000-1, 14.7 and 14.8).

Elements are made in the order of the document, while the story is; the painting of pages then reports the marked
content that belongs to each. Both halves of a box that a page parts report to the same element.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFObjectReference


class Piece(NamedTuple):
    """One sequence of marked content: its page in the order of painting, its number there, its place in the element."""

    order: int
    page: int
    number: int


class Annotated(NamedTuple):
    """An annotation that belongs to an element: its page in the order of painting, and its object."""

    page: int
    object: PDFObjectReference


@dataclass(slots=True, eq=False)
class Element:
    """A structure element: its type, what it is in, and its attributes.

    `order` is its place among the content of its parent, where that has content of its own. `language` is set where it
    differs from that of what the element is in; `alt` says what a figure shows; `name` is the id of a note;
    `attributes` are those of an attribute object of `owner`, as they stand in the file; `box` is where a figure stands.
    """

    tag: str
    parent: Element | None = None
    order: int = 0
    language: str = ""
    alt: str = ""
    name: str = ""
    attributes: Mapping[str, str] | None = None
    owner: str = ""
    box: tuple[float, float, float, float] | None = None
    kids: list[Element] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    objects: list[Annotated] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.parent is not None:
            self.parent.kids.append(self)

    def child(self, tag: str) -> Element:
        """Return a new element at the end of this one."""
        return Element(tag, self)

    @property
    def spoken(self) -> str:
        """The language of what is in it."""
        return self.language or (self.parent.spoken if self.parent else "")
