"""What may stand in what in a structure tree, and what each kind has to have (ISO 32000-1, 14.8.4; ISO 14289-1, 7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.verify.observed import Loose
from pipeline.verify.pdf_tree import Element, Tree

if TYPE_CHECKING:
    from pikepdf import Object

_ROWS = frozenset({"TR"})
_INSIDE: dict[str, frozenset[str]] = {
    "L": frozenset({"Caption", "L", "LI"}),
    "LI": frozenset({"Lbl", "LBody"}),
    "Table": frozenset({"Caption", "THead", "TBody", "TFoot", "TR"}),
    "THead": _ROWS,
    "TBody": _ROWS,
    "TFoot": _ROWS,
    "TR": frozenset({"TH", "TD"}),
    "TOC": frozenset({"Caption", "TOC", "TOCI"}),
    "TOCI": frozenset({"Lbl", "NonStruct", "P", "Reference", "TOC"}),
}
"""What stands in these, and nothing else: no text either. A list in a list is what most writers make of nested ones."""
_WITHIN: dict[str, frozenset[str]] = {
    "LI": frozenset({"L"}),
    "LBody": frozenset({"LI"}),
    "THead": frozenset({"Table"}),
    "TBody": frozenset({"Table"}),
    "TFoot": frozenset({"Table"}),
    "TR": frozenset({"Table", "THead", "TBody", "TFoot"}),
    "TH": _ROWS,
    "TD": _ROWS,
    "TOCI": frozenset({"TOC"}),
}
"""What these stand in, and nothing else."""
_MAY_BE_EMPTY = frozenset({"TD", "TH"})
_HEADING = re.compile(r"H[1-6]")
_SPAN = 1000
"""A cell that spans more than this spans no table that there is."""


def faults(tree: Tree) -> Iterator[Loose]:
    """Yield each element that stands where it may not, or lacks what its kind has to have, in the order of the tree."""
    if [root.kind for root in tree.roots] != ["Document"]:
        found = ", ".join(root.kind for root in tree.roots[:9]) or "nothing"
        yield Loose("structure, root", f"{found} where one Document should be")
    yield from _headings(tree)
    ids = set[str]()
    for element in tree.elements:
        yield from (Loose(element.place, what) for what in _placed(element))
        if element.kind in _NEEDS:
            yield from (Loose(element.place, what) for what in _NEEDS[element.kind](element, tree))
        if (own := _text(element, "/ID")) and own in ids:
            yield Loose(element.place, f"the ID {own}, which another element has too")
        ids.add(own)


def _placed(element: Element) -> Iterator[str]:
    if not element.kids and element.kind not in _MAY_BE_EMPTY:
        yield "nothing in it"
    inside = _INSIDE.get(element.kind)
    if inside is not None and any(not isinstance(kid, Element) for kid in element.kids):
        yield f"content directly in {element.kind}"
    for kid in element.elements():
        within = _WITHIN.get(kid.kind)
        if (inside is not None and kid.kind not in inside) or (within is not None and element.kind not in within):
            yield f"{kid.kind} in {element.kind}"


def _headings(tree: Tree) -> Iterator[Loose]:
    """Yield each heading that leaves out a level; the first is of level 1 (ISO 14289-1, 7.4.2)."""
    last, kinds = 0, set[str]()
    for element in tree.elements:
        if _HEADING.fullmatch(element.kind):
            level = int(element.kind[1])
            if level > last + 1:
                yield Loose(element.place, f"H{level} after {f'H{last}' if last else 'no heading'}")
            last = level
        if element.kind in {"H", "H1"} and element.kind not in kinds:
            kinds.add(element.kind)
            if len(kinds) > 1:
                yield Loose(element.place, "headings with and without numbers (H and H1) in one file")


def _described(element: Element, _: Tree) -> Iterator[str]:
    if not _text(element, "/Alt").strip() and not _text(element, "/ActualText").strip():
        yield "neither Alt nor ActualText"


def _noted(element: Element, _: Tree) -> Iterator[str]:
    if not _text(element, "/ID"):
        yield "no ID"


def _head_cell(element: Element, tree: Tree) -> Iterator[str]:
    scope = str(_attributes(element, tree, "/Table").get("/Scope", ""))
    if scope not in {"/Row", "/Column", "/Both"}:
        yield f"the Scope {scope[1:]}" if scope else "no Scope"


def _table(element: Element, tree: Tree) -> Iterator[str]:
    """Yield the first row whose cells fill more or fewer columns than those of the first, spans counted."""
    open_spans: list[tuple[int, int]] = []
    first = None
    for number, row in enumerate(_rows(element), start=1):
        cells = [_spans(cell, tree) for cell in row.elements()]
        width = sum(columns for _, columns in (*cells, *open_spans))
        first = width if first is None else first
        if width != first:
            yield f"row {number} with {width} columns, where row 1 has {first}"
            return
        open_spans = [(rows - 1, columns) for rows, columns in (*cells, *open_spans) if rows > 1]
    if open_spans:
        yield "a cell that spans more rows than there are"
    if first is None:
        yield "no rows"


def _rows(table: Element) -> Iterator[Element]:
    for kid in table.elements():
        if kid.kind == "TR":
            yield kid
        elif kid.kind in {"THead", "TBody", "TFoot"}:
            yield from (row for row in kid.elements() if row.kind == "TR")


def _spans(cell: Element, tree: Tree) -> tuple[int, int]:
    listed = _attributes(cell, tree, "/Table")
    rows, columns = int(listed.get("/RowSpan", 1)), int(listed.get("/ColSpan", 1))
    return max(1, min(rows, _SPAN)), max(1, min(columns, _SPAN))


def _attributes(element: Element, tree: Tree, owner: str) -> Mapping[str, Object]:
    """Return what an owner's attributes say: those of the classes, and over them the element's own (14.7.5)."""
    import pikepdf

    own, named = element.entries.get("/A"), element.entries.get("/C")
    lists = [
        *(tree.classes.get(str(name)) for name in _several(named) if isinstance(name, pikepdf.Name)),
        own,
    ]
    found: dict[str, Object] = {}
    for attributes in (one for entry in lists for one in _several(entry)):
        if isinstance(attributes, pikepdf.Dictionary) and str(attributes.get("/O")) == owner:
            found.update(attributes.items())
    return found


def _several(entry: Object | None) -> tuple[Object, ...]:
    """Return the items of an array, revision numbers among them (14.7.5.3), or the one object."""
    import pikepdf

    if isinstance(entry, pikepdf.Array):
        return tuple(entry)
    return (entry,) if entry is not None else ()


def _text(element: Element, key: str) -> str:
    return str(element.entries.get(key, ""))


_NEEDS: dict[str, Callable[[Element, Tree], Iterator[str]]] = {
    "Figure": _described,
    "Formula": _described,
    "Note": _noted,
    "TH": _head_cell,
    "Table": _table,
}
