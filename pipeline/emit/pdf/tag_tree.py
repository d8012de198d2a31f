"""The structure tree in the file: elements as objects, and the way back from marked content to them.

Source: ISO 32000-1, 14.7.2 (hierarchy), 14.7.4 (content), 14.7.4.4 (finding elements from content); ISO 14289-1, 7.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.emit.pdf.objects import Raw, number_of, reference, string
from pipeline.emit.pdf.tags import Element

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFObjectReference

_MAY_BE_EMPTY = frozenset({"TD", "TH"})
"""Elements that are there even without content: a table's rows have a cell for every column."""


class _Kid(NamedTuple):
    """Content of an element: where it stands among the rest, and what it is in the file."""

    order: int
    code: str


class Tree:
    """Writes the structure of one edition. `pages` are the numbers of the page objects, by page as it was drawn."""

    def __init__(self, document: Any, pages: Mapping[int, int]) -> None:  # noqa: ANN401  (ReportLab has no types here)
        self._document, self._pages = document, pages
        self._numbers: dict[Element, int] = {}
        self._objects: dict[Element, Raw] = {}

    def write(self, top: Element, owners: Sequence[Sequence[Element]], linked: Sequence[Element]) -> PDFDictionary:
        """Return the root of the tree.

        `owners` are for each page, by the number it is known under (StructParents), the elements of its marked content;
        `linked` those of the annotations, whose numbers follow on.
        """
        from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName

        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        parent = number_of(self._document, reference(self._document, root))
        self._declare(top)
        self._numbered(top, parent)
        root["K"] = Raw(f"{self._numbers[top]} 0 R")
        root["ParentTree"] = self._parents(owners, linked)
        root["ParentTreeNextKey"] = len(owners) + len(linked)
        names = sorted((string(e.name), number) for e, number in self._numbers.items() if e.name)
        if names:
            listed = " ".join(f"{name} {number} 0 R" for name, number in names)
            root["IDTree"] = Raw(f"<</Names[{listed}]>>")
        return root

    def _declare(self, top: Element) -> None:
        """Give an object to each element that has something in it."""
        for element in _alive(top):
            raw = Raw("")
            self._objects[element] = raw
            self._numbers[element] = number_of(self._document, reference(self._document, raw))

    def _numbered(self, top: Element, root: int) -> None:
        for element, raw in self._objects.items():
            parent = self._numbers[element.parent] if element is not top and element.parent else root
            raw.code = self._code(element, parent)

    def _code(self, element: Element, parent: int) -> str:
        kids = sorted(self._kids(element), key=lambda kid: kid.order)
        page = self._pages.get(element.pieces[0].page) if element.pieces else None
        values = {
            "S": f"/{element.tag}",
            "P": f" {parent} 0 R",
            "Pg": f" {page} 0 R" if page else "",
            "K": f"[{' '.join(kid.code for kid in kids)}]" if kids else "",
            "Lang": string(element.language) if element.language else "",
            "Alt": string(element.alt) if element.alt else "",
            "ID": string(element.name) if element.name else "",
            "A": _attributes(element),
        }
        return f"<</Type/StructElem{''.join(f'/{key}{value}' for key, value in values.items() if value)}>>"

    def _kids(self, element: Element) -> Iterator[_Kid]:
        first = element.pieces[0].page if element.pieces else -1
        for order, page, number in element.pieces:
            elsewhere = f"<</Type/MCR/Pg {self._pages[page]} 0 R/MCID {number}>>"
            yield _Kid(order, str(number) if page == first else elsewhere)
        for kid in element.kids:
            if kid in self._numbers:
                yield _Kid(kid.order, f"{self._numbers[kid]} 0 R")
        for page, thing in element.objects:
            number = number_of(self._document, thing)
            yield _Kid(_AFTER, f"<</Type/OBJR/Pg {self._pages[page]} 0 R/Obj {number} 0 R>>")

    def _parents(self, owners: Sequence[Sequence[Element]], linked: Sequence[Element]) -> PDFObjectReference:
        rows = [Raw(f"[{' '.join(f'{self._numbers[owner]} 0 R' for owner in page)}]") for page in owners]
        keys = [number_of(self._document, reference(self._document, row)) for row in rows]
        keys += [self._numbers[element] for element in linked]
        listed = " ".join(f"{key} {number} 0 R" for key, number in enumerate(keys))
        return reference(self._document, Raw(f"<</Nums[{listed}]>>"))


_AFTER = 1 << 30
"""The order of what follows all content."""


def _alive(top: Element) -> list[Element]:
    """Return the elements that have something in them, parents first, in the order of the document."""
    order, stack = list[Element](), [top]
    while stack:
        element = stack.pop()
        order.append(element)
        stack += reversed(element.kids)
    alive = {top}
    for element in reversed(order):
        if element.pieces or element.objects or element.tag in _MAY_BE_EMPTY or element in alive:
            alive.add(element)
            if element.parent:
                alive.add(element.parent)
    return [element for element in order if element in alive]


def _attributes(element: Element) -> str:
    values = dict(element.attributes or {})
    owner = element.owner
    if element.box:
        owner, values = "Layout", {"Placement": "/Block", "BBox": f"[{' '.join(f'{n:.2f}' for n in element.box)}]"}
    if not values:
        return ""
    return f"<</O/{owner}{''.join(f'/{key} {value}' for key, value in values.items())}>>"
