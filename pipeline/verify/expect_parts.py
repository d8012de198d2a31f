"""The parts of a document that an edition must hold whole: tables cell by cell, notes, alternatives, links with text.

What stands in notes comes after all that stands in the text, since an edition may set notes apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeVar

from pipeline.addresses import is_address
from pipeline.model import Blocks, Code, CodeBlock, Document, Image, Inlines, LineBreak, Link, Note, Row, Table, Text
from pipeline.verify.observed import Grid
from pipeline.walk import query

T = TypeVar("T")
_SAID: tuple[type[object], ...] = (Text, Code, CodeBlock, LineBreak)


def grids(document: Document) -> tuple[Grid, ...]:
    """Return the tables with the text of each cell; that of a table within a cell belongs to the cell, too."""
    found = _text_first(document.blocks, Table)
    return tuple(Grid(tuple(map(_row, (*table.head, *table.body))), len(table.head)) for table in found)


def _row(row: Row) -> tuple[str, ...]:
    return tuple(said(cell) for cell in row)


def note_texts(document: Document) -> tuple[str, ...]:
    """Return the text of each note in reading order, without that of notes within it."""
    return tuple(said(note.blocks) for note in query(document.blocks, Note))


def images(document: Document, names: Collection[str]) -> tuple[Image, ...]:
    """Return the images of the pictures whose names are in `names`."""
    return tuple(image for image in _text_first(document.blocks, Image) if image.source in names)


def linked(document: Document, targets: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return text and target of each link to an address, or to one of `targets`."""
    found = (link for link in query(document.blocks, Link) if link.target in targets or is_address(link.target))
    return tuple((said(link.content), link.target) for link in found)


def said(nodes: Blocks | Inlines) -> str:
    """Return the text of some nodes without that of notes and pictures."""
    found = query(nodes, *_SAID, into_notes=False)
    return "".join(node.text if isinstance(node, Text | Code | CodeBlock) else " " for node in found)


def _text_first(blocks: Blocks, kind: type[T]) -> Iterator[T]:
    """Yield the nodes of a kind in the text, then those in each note."""
    yield from query(blocks, kind, into_notes=False)
    for note in query(blocks, Note):
        yield from query(note.blocks, kind, into_notes=False)
