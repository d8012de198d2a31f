"""The parts of a book that must be whole: tables cell by cell, notes, alternatives of pictures, links with their text.

Each is taken from the tree of its page by itself, while `epub_pages` reads the page from its beginning to its end.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

from pipeline.verify.forms import number
from pipeline.verify.observed import Grid

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

XHTML = "{http://www.w3.org/1999/xhtml}"
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_MARKS = frozenset({"doc-noteref", "doc-backlink"})
_FIRST = (f"{XHTML}thead", f"{XHTML}tbody", f"{XHTML}tfoot")


def role(element: Element) -> frozenset[str]:
    """Return what an element is: its ARIA roles and EPUB types."""
    return frozenset(f"{element.get('role', '')} {element.get(_EPUB_TYPE, '')}".split())


def inside(place: str, reference: str) -> str:
    """Return a reference from the page `place` as a path in the archive, with `#id`; an address stays as it is."""
    if ":" in reference.partition("/")[0].partition("#")[0]:
        return reference
    path, fragment = urldefrag(reference)
    base = posixpath.normpath(posixpath.join(posixpath.dirname(place), unquote(path))) if path else place
    return f"{base}#{unquote(fragment)}" if fragment else base


@dataclass(slots=True)
class Parts:
    """What was found so far; tables and pictures of the notes apart from those of the text.

    `pictures` are the paths of their files with their alternatives. `marks` has for each number of a note where its
    mark leads, `asides` the text of each note by where it lies.
    """

    tables: dict[bool, list[Grid]] = field(default_factory=lambda: {False: [], True: []})
    pictures: dict[bool, list[tuple[str, str]]] = field(default_factory=lambda: {False: [], True: []})
    linked: list[tuple[str, str]] = field(default_factory=list)
    marks: dict[int, str] = field(default_factory=dict)
    asides: dict[str, str] = field(default_factory=dict)

    def read(self, root: Element, place: str, *, cover: bool) -> None:
        """Take up the parts of a page; the picture of a cover is not the document's."""
        for element in root.iter(f"{XHTML}table", f"{XHTML}img", f"{XHTML}a", f"{XHTML}aside"):
            match element.tag.removeprefix(XHTML):
                case "table":
                    self.tables[_in_note(element)].append(_grid(element))
                case "img" if not cover:
                    shown = (inside(place, element.get("src", "")), element.get("alt", ""))
                    self.pictures[_in_note(element)].append(shown)
                case "a":
                    self._link(element, place)
                case "aside" if "doc-footnote" in role(element):
                    self.asides[f"{place}#{element.get('id', '')}"] = said(element)

    def _link(self, element: Element, place: str) -> None:
        is_a, target = role(element), inside(place, element.get("href", ""))
        if "doc-noteref" in is_a:
            digits = "".join(filter(str.isdecimal, "".join(map(str, element.itertext()))))
            self.marks[number(digits)] = target
        elif element.get("href") is not None and not is_a & _MARKS and not _within(element, "nav"):
            self.linked.append((said(element), target))

    @property
    def note_texts(self) -> tuple[str, ...]:
        """The text of the note that each mark leads to, in the order of their numbers."""
        return tuple(self.asides.get(target, "") for _, target in sorted(self.marks.items()))


def said(element: Element) -> str:
    """Return the text in an element without marks and numbers of notes, and ways back."""
    return "".join(_texts(element))


def _texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if not role(child) & _MARKS and child.get("class") != "number":
            yield from _texts(child)
        yield child.tail or ""


def _grid(table: Element) -> Grid:
    parts = [part for part in table if part.tag in _FIRST]
    rows = [(row, part.tag == _FIRST[0]) for part in (*parts, table) for row in part.iterchildren(f"{XHTML}tr")]
    cells = tuple(tuple(said(cell) for cell in row.iterchildren(f"{XHTML}th", f"{XHTML}td")) for row, _ in rows)
    return Grid(cells, sum(is_head for _, is_head in rows))


def _in_note(element: Element) -> bool:
    return any("doc-footnote" in role(above) for above in element.iterancestors(f"{XHTML}aside"))


def _within(element: Element, name: str) -> bool:
    return next(element.iterancestors(f"{XHTML}{name}"), None) is not None
