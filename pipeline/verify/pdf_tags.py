"""Whether a PDF is well tagged (ISO 14289-1, PDF/UA-1, and ISO 19005-2, PDF/A-2a), as far as its objects show it.

Content is read without the structure tree (`pdf_content`), the tree without content (`pdf_tree`); here the two are
held against each other, and annotations against both. Whether a tag is the right one for its text nobody can tell here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.verify import pdf_annotations, pdf_catalog, pdf_fonts, pdf_nesting, pdf_tree
from pipeline.verify.forms import is_tag
from pipeline.verify.observed import Loose
from pipeline.verify.pdf_content import Spot, contents
from pipeline.verify.pdf_tree import Element, Key, Tree

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_NAMED = 6
"""How many numbers a fault names."""


def faults(pdf: Pdf, tree: Tree | None = None) -> Iterator[Loose]:
    """Yield every fault: those of the whole, of its `tree` (read if not given), of the pages, and of the fonts.

    Run it inside `pdf_structure.opened`, which makes a `PipelineError` of whatever is too broken to be read.
    """
    tree = tree or pdf_tree.read(pdf)
    yield from tree_faults(pdf, tree)
    yield from content_faults(pdf, tree)


def tree_faults(pdf: Pdf, tree: Tree) -> Iterator[Loose]:
    """Yield the faults that can be seen without reading what pages paint, which is quick."""
    yield from pdf_catalog.faults(pdf)
    yield from tree.faults
    yield from pdf_nesting.faults(tree)
    for element in tree.elements:
        if "/Lang" in element.entries:
            yield from _tongues(element.place, [str(element.entries["/Lang"])])
    yield from pdf_annotations.faults(pdf, tree)


def content_faults(pdf: Pdf, tree: Tree) -> Iterator[Loose]:
    """Yield the faults of what pages paint: outside marks, not in the tree, or in fonts that do not tell the text."""
    owners = _owners(tree)
    replaced = {spot for spot, elements in owners.items() if any(element.replaced for element in elements)}
    uses, met, keys = pdf_fonts.Uses(), set[Spot](), Counter[int]()
    for number, page in enumerate(pdf.pages):
        place = f"page {number + 1}"
        for content in contents(number, page, replaced):
            spots = {mcid: Spot(number, content.stream, mcid) for mcid in content.mcids}
            marks = {mcid: owners.get(spot, ()) for mcid, spot in spots.items()}
            parents = {} if content.parents is None else _keys(tree.parents.get(content.parents))
            yield from (Loose(place, what) for what in (*content.faults, *_astray(marks, parents)))
            yield from _tongues(place, content.languages)
            met.update(spots.values())
            keys.update(() if content.parents is None else (content.parents,))
            for shown in content.shown:
                uses.add(shown, place)
    yield from _missing(owners, met)
    yield from (Loose("pages", f"StructParents {key} more than once") for key, times in keys.items() if times > 1)
    yield from uses.faults()


def _missing(owners: Mapping[Spot, Sequence[Element]], met: Collection[Spot]) -> Iterator[Loose]:
    for spot, elements in owners.items():
        if spot not in met:
            yield Loose(elements[0].place, f"MCID {spot.mcid} of page {spot.page + 1}, which is not there")


def _tongues(place: str, languages: Collection[str]) -> Iterator[Loose]:
    for language in sorted(languages):
        if not is_tag(language):
            yield Loose(place, f"the Lang {language or '(none)'}, which is no language tag")


def _owners(tree: Tree) -> dict[Spot, list[Element]]:
    """Return for each place of marked content the elements that refer to it."""
    owners: dict[Spot, list[Element]] = {}
    for element in tree.elements:
        for kid in element.kids:
            if isinstance(kid, Spot):
                owners.setdefault(kid, []).append(element)
    return owners


def _astray(marks: Mapping[int, Sequence[Element]], listed: Mapping[int, Key]) -> Iterator[str]:
    """Yield where marked content, tree and parent tree do not lead to each other (ISO 32000-1, 14.7.4.4).

    `marks` are the elements that refer to each piece of marked content, `listed` what the parent tree has for it.
    """
    yield from _some((mcid for mcid, owners in marks.items() if not owners), "to which no element refers")
    yield from _some((mcid for mcid, owners in marks.items() if len(owners) > 1), "to which several elements refer")
    yield from _some(marks.keys() - listed.keys(), "that the ParentTree does not have")
    yield from _some(listed.keys() - marks.keys(), "that the ParentTree has and the page has not")
    other = (mcid for mcid in marks.keys() & listed.keys() if any(one.key != listed[mcid] for one in marks[mcid]))
    yield from _some(other, "for which the ParentTree has another element")


def _keys(parents: Object | None) -> dict[int, Key]:
    """Return the elements that a page's entry in the parent tree has, by the number of the marked content."""
    import pikepdf

    listed = tuple(parents) if isinstance(parents, pikepdf.Array) else ()
    return {mcid: element.objgen for mcid, element in enumerate(listed) if isinstance(element, pikepdf.Dictionary)}


def _some(mcids: Iterable[int], what: str) -> Iterator[str]:
    found = sorted(mcids)
    if found:
        yield f"MCID {', '.join(map(str, found[:_NAMED]))}{' and more' if len(found) > _NAMED else ''} {what}"
