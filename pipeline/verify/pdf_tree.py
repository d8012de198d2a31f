"""The structure tree of a tagged PDF, read into values (ISO 32000-1, 14.7): the tree half of the tag check.

A tree that leads in circles, or deeper or further than any edition does, is read as far as it is a tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pipeline.verify.observed import Loose
from pipeline.verify.pdf_content import Spot

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

Key: TypeAlias = tuple[int, int]
"""Number and generation of an object; (0, 0) for one that stands inside another."""

_DEPTH = 220
_MOST = 2_000_000
"""More elements and references to content than this no edition has."""
STANDARD = frozenset(
    {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private"}
    | {"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody"}
    | {"Table", "THead", "TBody", "TFoot", "TR", "TH", "TD", "Figure", "Formula", "Form"}
    | {"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot"}
    | {"Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP"}
)
"""The standard structure types (14.8.4)."""


class Held(NamedTuple):
    """An object that an element holds whole (OBJR), such as an annotation, and the page that it is said to be on."""

    page: int | None
    key: Key


@dataclass(frozen=True, slots=True)
class Element:
    """One structure element: its standard type, where it is, its entries, and its kids in order.

    `replaced` tells whether it or one that it is in has an `ActualText`.
    """

    kind: str
    place: str
    key: Key
    entries: Mapping[str, Object]
    kids: tuple[Element | Spot | Held, ...]
    replaced: bool

    def elements(self) -> Iterator[Element]:
        """Yield the kids that are elements."""
        return (kid for kid in self.kids if isinstance(kid, Element))


@dataclass(frozen=True, slots=True)
class Tree:
    """The elements at the root, all elements in order, and the parent tree by number.

    `classes` is the class map, and `faults` say what kept it from being a tree.
    """

    roots: tuple[Element, ...]
    elements: tuple[Element, ...]
    parents: Mapping[int, Object]
    classes: Mapping[str, Object]
    faults: tuple[Loose, ...]


def read(pdf: Pdf) -> Tree:
    """Return the structure tree; an empty one if the file has none."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return Tree((), (), {}, {}, (Loose("catalog", "no StructTreeRoot"),))
    reader = _Reader(pdf, dict(root.get("/RoleMap", {}).items()))
    kids = tuple(reader.kids(root.get("/K"), _Above(None, root.objgen, "structure, root", 0, False)))
    roots = tuple(kid for kid in kids if isinstance(kid, Element))
    parents, classes = _parents(root.get("/ParentTree")), dict(root.get("/ClassMap", {}).items())
    return Tree(roots, tuple(_walk(roots)), parents, classes, tuple(reader.faults))


def _walk(roots: tuple[Element, ...]) -> Iterator[Element]:
    left = list(reversed(roots))
    while left:
        yield (element := left.pop())
        left.extend(reversed(tuple(element.elements())))


def _parents(tree: Object | None) -> dict[int, Object]:
    import pikepdf

    return dict(pikepdf.NumberTree(tree, auto_repair=False).items()) if tree is not None else {}


class _Above(NamedTuple):
    """What the kids of an element have to know of it."""

    page: int | None
    key: Key
    place: str
    depth: int
    replaced: bool


class _Reader:
    """What is known while the tree is read: the pages, how often each type was met, what was seen and found."""

    def __init__(self, pdf: Pdf, roles: Mapping[str, Object]) -> None:
        import pikepdf

        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self.roles = {name: str(role) for name, role in roles.items()}
        self.met, self.left, self.seen = Counter[str](), _MOST, set[Key]()
        self.array, self.dictionary = pikepdf.Array, pikepdf.Dictionary
        self.faults = [
            Loose("structure", f"the standard type {name[1:]} is given another role")
            for name in self.roles
            if name[1:] in STANDARD
        ]

    def kids(self, kids: Object | int | None, above: _Above) -> Iterator[Element | Spot | Held]:
        """Yield what is in `K`: elements, numbers of marked content on the page, and references (14.7.2, 14.7.4)."""
        for kid in kids if isinstance(kids, self.array) else () if kids is None else (kids,):
            self.left -= 1
            if self.left == 0:
                self.faults.append(Loose(above.place, f"more than {_MOST} elements and references"))
            if self.left <= 0:
                return
            if isinstance(kid, int):
                yield from self._spot(above.page, None, kid, above.place)
            elif isinstance(kid, self.dictionary):
                yield from self._one(kid, above)
            else:
                self.faults.append(Loose(above.place, "a kid that is neither an element nor a reference"))

    def _one(self, kid: Object, above: _Above) -> Iterator[Element | Spot | Held]:
        entries = dict(kid.items())
        match str(entries.get("/Type", "")):
            case "/MCR":
                stream = entries["/Stm"].objgen if "/Stm" in entries else None
                yield from self._spot(
                    self._page(entries, above.page), stream, int(entries.get("/MCID", -1)), above.place
                )
            case "/OBJR" if "/Obj" in entries:
                yield Held(self._page(entries, above.page), entries["/Obj"].objgen)
            case _:
                yield from self._element(kid.objgen, entries, above)

    def _spot(self, page: int | None, stream: Key | None, mcid: int, place: str) -> Iterator[Spot]:
        if page is None:
            self.faults.append(Loose(place, f"MCID {mcid} of no page, or of one that is not there"))
        else:
            yield Spot(page, stream, mcid)

    def _page(self, entries: Mapping[str, Object], otherwise: int | None) -> int | None:
        return self.pages.get(entries["/Pg"].objgen) if "/Pg" in entries else otherwise

    def _element(self, key: Key, entries: Mapping[str, Object], above: _Above) -> Iterator[Element]:
        if key in self.seen or above.depth > _DEPTH:
            fault = "an element that is reached twice" if key in self.seen else "elements within elements without end"
            self.faults.append(Loose(above.place, fault))
            return
        if key != (0, 0):
            self.seen.add(key)
        place, kind = self._named(str(entries.get("/S", "/(none)")))
        if "/P" not in entries or entries["/P"].objgen != above.key:
            self.faults.append(Loose(place, f"a parent (P) that is not the {above.place.removeprefix('structure, ')}"))
        replaced = above.replaced or "/ActualText" in entries
        below = _Above(self._page(entries, None), key, place, above.depth + 1, replaced)
        yield Element(kind, place, key, entries, tuple(self.kids(entries.get("/K"), below)), replaced)

    def _named(self, name: str) -> tuple[str, str]:
        """Return the place of an element and its standard type, found through the role map (14.7.3)."""
        kind, steps = name, 0
        while kind[1:] not in STANDARD and kind in self.roles and steps < _DEPTH:
            kind, steps = self.roles[kind], steps + 1
        self.met[name] += 1
        place = f"structure, {name[1:]} {self.met[name]}"
        if kind[1:] not in STANDARD:
            self.faults.append(Loose(place, f"the type {name[1:]} is not a standard one, nor has it the role of one"))
        return place, kind[1:]
