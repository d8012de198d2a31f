"""Whether links and other annotations belong to the structure tree, and lead somewhere (ISO 14289-1, 7.18)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from pipeline.verify import pdf_structure
from pipeline.verify.observed import Loose
from pipeline.verify.pdf_tree import Element, Held, Key, Tree

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_PRINT = 4
_UNSEEN = 1 | 2 | 32
"""Flags of an annotation (ISO 32000-1, 12.5.3): to be printed; invisible, hidden, not to be viewed."""


class _Known(NamedTuple):
    """What annotations are held against: the elements by key, the parent tree, destinations and pages."""

    elements: Mapping[Key, Element]
    parents: Mapping[int, Object]
    destinations: Mapping[str, int]
    pages: Mapping[Key, int]


def faults(pdf: Pdf, tree: Tree) -> Iterator[Loose]:
    """Yield the faults of pages with annotations, of each annotation, and of the references to them in the tree."""
    elements = {element.key: element for element in tree.elements}
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    known = _Known(elements, tree.parents, pdf_structure.destinations(pdf), pages)
    kinds: dict[Held, str] = {}
    for number, page in enumerate(pdf.pages):
        notes = tuple(page.obj.get("/Annots", ()))
        if notes and str(page.obj.get("/Tabs")) != "/S":
            yield Loose(f"page {number + 1}", "annotations, but a tab order (Tabs) that is not that of the structure")
        for note in notes:
            held, kind = Held(number, note.objgen), str(note.get("/Subtype"))[1:]
            kinds[held] = kind
            what = f"annotation {len(kinds)} ({kind})"
            yield from (Loose(f"page {number + 1}, {what}", fault) for fault in _faults(note, kind, held, known))
    yield from _unheld(tree, kinds, pdf)


def _faults(note: Object, kind: str, held: Held, known: _Known) -> Iterator[str]:
    if kind == "Popup":
        return
    flags = int(note.get("/F", 0))
    if not flags & _PRINT or flags & _UNSEEN:
        yield "flags (F) that keep it from being seen or printed"
    if not str(note.get("/Contents", "")).strip():
        yield "no Contents"
    yield from _unowned(note, kind, held, known)
    if kind == "Link" and not _leads(note, known):
        yield "neither an address nor a destination that is there"


def _unowned(note: Object, kind: str, held: Held, known: _Known) -> Iterator[str]:
    """Yield how the way from an annotation to its element, and back, is broken (ISO 32000-1, 14.7.4.4)."""
    number = note.get("/StructParent")
    owner = known.parents.get(int(number)) if number is not None else None
    element = known.elements.get(owner.objgen) if owner is not None else None
    if element is None:
        yield "no StructParent" if number is None else "a StructParent that leads to no element"
        return
    if not any(isinstance(kid, Held) and kid.key == held.key for kid in element.kids):
        yield f"a StructParent that leads to {element.place.removeprefix('structure, ')}, which does not hold it"
    if kind == "Link" and element.kind != "Link":
        yield f"a StructParent that leads to {element.place.removeprefix('structure, ')} and not to a Link"


def _leads(note: Object, known: _Known) -> bool:
    """Return whether a link has an address, or a destination on a page of the file (12.3.2, 12.6.4)."""
    import pikepdf

    action = note.get("/A")
    if action is not None and "/URI" in action:
        return bool(str(action["/URI"]).strip())
    goal = note.get("/Dest") if action is None else action.get("/D")
    if isinstance(goal, pikepdf.Array):
        return len(goal) > 0 and isinstance(goal[0], pikepdf.Dictionary) and goal[0].objgen in known.pages
    return goal is not None and str(goal).removeprefix("/") in known.destinations


def _unheld(tree: Tree, kinds: Mapping[Held, str], pdf: Pdf) -> Iterator[Loose]:
    """Yield each reference to what is no annotation of its page, nor a picture or form, and links without one."""
    import pikepdf

    for element in tree.elements:
        held = [kid for kid in element.kids if isinstance(kid, Held)]
        for kid in held:
            if kid not in kinds and not isinstance(pdf.get_object(kid.key), pikepdf.Stream):
                yield Loose(element.place, "an OBJR to an annotation that its page does not have")
        if element.kind == "Link" and not any(kinds.get(kid) == "Link" for kid in held):
            yield Loose(element.place, "no OBJR to a link annotation")
