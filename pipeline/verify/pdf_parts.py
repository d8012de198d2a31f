"""The parts of a tagged PDF that must be whole: tables, notes, alternatives and links (ISO 32000-1, 14.8.4).

They are taken from the structure tree, with the text of marked content as `pdf_reading` reads it. What stands in notes
comes after what stands in the text, as in every format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.verify.observed import Grid
from pipeline.verify.pdf_content import Spot
from pipeline.verify.pdf_reading import Contents
from pipeline.verify.pdf_tree import Element, Held, Key, Tree

if TYPE_CHECKING:
    from pikepdf import Pdf

_NOTE = re.compile(r"note-(\d+)")
_ROWS = frozenset({"THead", "TBody", "TFoot"})
_LINKED = frozenset({"TOC", "Reference"})
_MARKS = frozenset({"Reference", "Note"})
"""What is no part of the text around it: the mark of a note, and the note."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the tree holds: the tables, the alternatives of figures, the notes by number, text and target of links."""

    grids: tuple[Grid, ...]
    alts: tuple[str, ...]
    note_texts: tuple[str, ...]
    linked: tuple[tuple[str, str], ...]


def parts(tree: Tree, contents: Sequence[Contents], targets: Mapping[Key, str], *, covered: bool) -> Parts:
    """Return the parts; `targets` says where the link of each annotation leads, `contents` what stands on each page.

    If the book is `covered`, what its first page shows is not the document's.
    """
    reader = _Reader(contents, targets)
    found = [each for root in tree.roots for each in _placed(root, note=False)]
    ordered = [element for element, note in found if not note] + [element for element, note in found if note]
    notes = {int(number[1]): element for element in ordered if (number := _number(element))}
    return Parts(
        tuple(reader.grid(element) for element in ordered if element.kind == "Table"),
        tuple(
            _alt(element) for element in ordered if element.kind == "Figure" and not (covered and _is_first(element))
        ),
        tuple(reader.note(element) for _, element in sorted(notes.items())),
        tuple(reader.link(element) for element in ordered if element.kind == "Link"),
    )


def targets(pdf: Pdf, resolve: Mapping[str, int]) -> dict[Key, str]:
    """Return where each link annotation leads: an address, or `#n` for the nth heading, as `resolve` numbers names."""
    from pipeline.verify.pdf_structure import goal

    found: dict[Key, str] = {}
    for page in pdf.pages:
        for note in page.obj.get("/Annots", ()):
            if str(note.get("/Subtype")) == "/Link":
                target = goal(note)
                name = target[1:] if target.startswith("#") else ""
                found[note.objgen] = f"#{resolve[name]}" if name in resolve else target
    return found


def _alt(figure: Element) -> str:
    return str(figure.entries.get("/Alt", ""))


def _is_first(figure: Element) -> bool:
    return any(isinstance(kid, Spot) and kid.page == 0 for kid in figure.kids)


def _number(element: Element) -> re.Match[str] | None:
    return _NOTE.fullmatch(str(element.entries.get("/ID", ""))) if element.kind == "Note" else None


def _placed(element: Element, note: bool) -> Iterator[tuple[Element, bool]]:
    """Yield the element and all in it, in order, each with whether it stands in a note.

    Left out are those of contents, marks and numbers of notes.
    """
    left = [(element, note)]
    while left:
        one, inside = left.pop()
        yield one, inside
        kids = (kid for kid in one.elements() if (one.kind, kid.kind) != ("Note", "Lbl"))
        if one.kind not in _LINKED:
            left.extend((kid, inside or one.kind == "Note") for kid in reversed(tuple(kids)))


class _Reader:
    """Reads elements as text."""

    def __init__(self, contents: Sequence[Contents], targets: Mapping[Key, str]) -> None:
        self.contents, self.targets = contents, targets

    def said(self, element: Element) -> str:
        """Return the text in an element, without marks of notes and notes."""
        texts: list[str] = []
        left: list[object] = list(reversed(element.kids))
        while left:
            kid = left.pop()
            if isinstance(kid, Spot) and kid.stream is None:
                texts += [text for text, _ in self.contents[kid.page].get(kid.mcid, ())]
            elif isinstance(kid, Element) and kid.kind not in _MARKS:
                left.extend(reversed(kid.kids))
        return " ".join(texts)

    def note(self, element: Element) -> str:
        """Return the text of a note without its number."""
        return " ".join(self.said(kid) for kid in element.elements() if kid.kind not in {"Lbl", *_MARKS})

    def grid(self, table: Element) -> Grid:
        """Return the cells of a table; a row with a head cell in `THead` is one of its head."""
        rows = [
            (row, part.kind == "THead") for part in table.elements() if part.kind in _ROWS for row in part.elements()
        ]
        rows += [(row, False) for row in table.elements() if row.kind == "TR"]
        cells = tuple(tuple(self.said(cell) for cell in row.elements()) for row, _ in rows)
        return Grid(cells, sum(is_head for _, is_head in rows))

    def link(self, element: Element) -> tuple[str, str]:
        """Return the text of a link, and where the first of its annotations leads."""
        held = (self.targets.get(kid.key, "") for kid in element.kids if isinstance(kid, Held))
        return self.said(element), next(held, "")
