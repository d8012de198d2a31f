"""Two documents of one work become one bilingual document: original and translation side by side, block by block.

`Div(role="parallel")` with two Divs, the original's blocks and the translation's, is one pair. Its direction is the
original's, and an emitter sets the first where a line of that direction begins: a left-to-right original at the left,
a right-to-left one at the right, whatever stands beside it.

| blocks | in the result |
|---|---|
| paragraph, quotation, box | a pair |
| list | a pair for each item, so that none is taller than its item |
| heading | one heading: the translation, a slash, the original |
| figure | once, with both captions and both descriptions |
| code, break | once |
| table | one after the other, or once where both are the same |
| text in a third language, which nobody translates | once |

A machine's translation has the structure of its original. A person's may differ: then headings with the same id hold
the two together, and between them `beads` finds what belongs together by kind and length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from pipeline.languages import language
from pipeline.model import (
    Block,
    Blocks,
    BulletList,
    CodeBlock,
    DefinitionList,
    Div,
    Document,
    Figure,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Metadata,
    OrderedList,
    Paragraph,
    Provenance,
    Quote,
    Span,
    Strong,
    Table,
    Text,
    ThematicBreak,
    Wording,
)
from pipeline.translate.beads import Bead, beads
from pipeline.walk import query, walk

_SHOWN = ("title", "subtitle")
"""The original's metadata that a bilingual edition shows beside the translation's, as wordings."""
_WIDE = (Heading, Table, Figure, CodeBlock, ThematicBreak)
"""Blocks that have the whole width, and stand in no pair unless an item of a list holds them."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Blocks side by side: the original's, and the translation's."""

    original: Blocks
    translation: Blocks


_Row: TypeAlias = _Pair | Block
"""One step down the page: a pair, or a block that has the whole width."""


def parallel(original: Document, translation: Document) -> Document:
    """Return the bilingual document of an original and its translation.

    Kept: every text of both, each language in its order; notes, links and pictures; the translation's metadata and
    heading ids. The original's title and subtitle are `wordings` of the result, and its other metadata is left out.
    Changed: a heading of the original within an item of a list or a note is a strong paragraph, so that the outline
    names it once; links of the original lead to the headings of the result.
    """
    ours, theirs = _linked(original.blocks, translation.blocks), translation.blocks
    build = _Pages(original.metadata.language, translation.metadata.language, frozenset(_ids(theirs)))
    known = {resource.name: resource for resource in (*original.resources, *translation.resources)}
    return replace(
        translation,
        metadata=_metadata(original.metadata, translation.metadata),
        blocks=tuple(map(build.block, build.rows(ours, theirs))),
        resources=tuple(known.values()),
    )


def _metadata(original: Metadata, translation: Metadata) -> Metadata:
    """Return the translation's metadata with the original's titles, unless they are the same in both."""
    said = translation.translation or Provenance(original.language)
    titles = ((name, getattr(original, name)) for name in _SHOWN)
    shown = (Wording(original.language, name, (text,)) for name, text in titles if text != getattr(translation, name))
    return replace(
        translation,
        wordings=tuple(wording for wording in shown if all(wording.values)),
        translation=replace(said, source_title=said.source_title or original.title),
    )


@dataclass(frozen=True, slots=True)
class _Pages:
    """Makes the rows of a bilingual text. `taken` are the heading ids of the translation."""

    original: str
    translation: str
    taken: frozenset[str]

    def block(self, row: _Row) -> Block:
        """Return a row as a block of the document."""
        if not isinstance(row, _Pair):
            return row
        sides = (_in(self.original, _without_headings(row.original)), _in(self.translation, row.translation))
        return Div(sides, direction=language(self.original).direction, role="parallel")

    def rows(self, ours: Blocks, theirs: Blocks) -> Iterator[_Row]:
        """Yield the rows of blocks and their translations."""
        for some, others in _aligned(ours, theirs):
            if len(some) == len(others) == 1 and _shape(some[0]) == _shape(others[0]):
                yield from self._matched(some[0], others[0])
            elif any(map(_is_wide, some + others)):
                yield from (_in(self.original, (self._unmatched(one),)) for one in some)
                yield from others
            else:
                yield _Pair(some, others)

    def _matched(self, ours: Block, theirs: Block) -> Iterator[_Row]:
        """Yield the rows of a block and its translation, which has the same shape."""
        match ours, theirs:
            case Heading(), Heading():
                # no line begins with the slash
                content = self._both(ours.content, theirs.content, Text("\u00a0/ "))
                yield replace(theirs, content=content, id=theirs.id or self._free(ours.id))
            case Figure(), Figure() if ours.image.source == theirs.image.source:
                yield self._figure(ours, theirs)
            case ((CodeBlock() | Table() | Figure() | ThematicBreak()), _):
                yield from (theirs,) if ours == theirs else (_in(self.original, (ours,)), theirs)
            case BulletList() | OrderedList() | DefinitionList(), BulletList() | OrderedList() | DefinitionList():
                items = tuple(_items(ours)), tuple(_items(theirs))
                together = zip(*items, strict=True) if len(items[0]) == len(items[1]) else ((ours, theirs),)
                yield from (_Pair((one,), (other,)) for one, other in together)
            case Div(), Div() if theirs.language and ours == theirs:
                yield theirs
            case Quote(), Quote():
                yield from self._within(ours, theirs)
            case Div(), Div() if not theirs.role or _is_wide(ours) or _is_wide(theirs):
                yield from self._within(ours, theirs)
            case _:
                yield _Pair((ours,), (theirs,))

    def _within(self, ours: Quote | Div, theirs: Quote | Div) -> Iterator[_Row]:
        """Yield the rows of what two blocks hold, each within such a block of its own."""
        for row in self.rows(ours.blocks, theirs.blocks):
            if isinstance(row, _Pair):
                inside = replace(ours, blocks=row.original), replace(theirs, blocks=row.translation)
                yield _Pair((inside[0],), (inside[1],))
            else:
                yield replace(theirs, blocks=(row,))

    def _figure(self, ours: Figure, theirs: Figure) -> Figure:
        own, other = ours.image, theirs.image
        image = replace(other, alt=_joined(other.alt, own.alt), title=_joined(other.title, own.title))
        return replace(theirs, image=image, caption=self._both(ours.caption, theirs.caption, LineBreak()))

    def _both(self, ours: Inlines, theirs: Inlines, between: Inline) -> Inlines:
        """Return the translation and the original of a line, parted by `between`; once where they are the same."""
        if ours == theirs or not ours:
            return theirs
        (paragraph,) = _without_headings((Paragraph(ours),))
        content = paragraph.content if isinstance(paragraph, Paragraph) else ours
        own = Span(content, self.original, language(self.original).direction)
        return (*theirs, between, own) if theirs else (own,)

    def _unmatched(self, block: Block) -> Block:
        """Return a block of the original with heading ids that the translation does not have."""

        def visit(node: Block) -> Blocks:
            return (replace(node, id=self._free(node.id)),) if isinstance(node, Heading) else (node,)

        (changed,) = walk((block,), block=visit)
        return changed

    def _free(self, identifier: str) -> str:
        return "" if identifier in self.taken else identifier


def _in(tag: str, blocks: Blocks) -> Div:
    return Div(blocks, tag, language(tag).direction)


def _joined(theirs: str, ours: str) -> str:
    return " / ".join(dict.fromkeys(filter(None, (theirs, ours))))


def _ids(blocks: Blocks) -> Iterator[str]:
    return (heading.id for heading in query(blocks, Heading) if heading.id)


def _items(node: BulletList | OrderedList | DefinitionList) -> Iterator[Block]:
    """Yield a list of one item for each item, numbered as it was."""
    match node:
        case OrderedList():
            yield from (replace(node, items=(item,), start=node.start + at) for at, item in enumerate(node.items))
        case BulletList():
            yield from (replace(node, items=(item,)) for item in node.items)
        case DefinitionList():
            yield from (replace(node, items=(item,)) for item in node.items)


def _without_headings(blocks: Blocks) -> Blocks:
    """Return blocks with each heading as a strong paragraph."""

    def visit(node: Block) -> Blocks:
        return (Paragraph((Strong(node.content),), node.location),) if isinstance(node, Heading) else (node,)

    return walk(blocks, block=visit)


def _linked(ours: Blocks, theirs: Blocks) -> Blocks:
    """Return the original's blocks with links that lead to the id that a heading has in the translation."""
    new = {one.id: other.id for one, other in _same_headings(ours, theirs) if one.id and other.id != one.id}

    def visit(node: Inline) -> Inlines:
        if isinstance(node, Link) and node.target.startswith("#") and new.get(node.target[1:]):
            return (replace(node, target=f"#{new[node.target[1:]]}"),)
        return (node,)

    return walk(ours, inline=visit) if new else ours


def _same_headings(ours: Blocks, theirs: Blocks) -> Iterator[tuple[Heading, Heading]]:
    for some, others in _aligned(ours, theirs):
        match some, others:
            case (Heading() as one,), (Heading() as other,):
                yield one, other
            case (Quote() | Div() as one,), (Quote() | Div() as other,):
                yield from _same_headings(one.blocks, other.blocks)


def _shape(block: Block) -> tuple[object, ...]:
    """Return what two blocks that are each other's translation have in common."""
    match block:
        case Heading():
            return Heading, block.level
        case Div():
            return Div, block.role, block.language
        case _:
            return (type(block),)


def _aligned(ours: Blocks, theirs: Blocks) -> Iterator[tuple[Blocks, Blocks]]:
    """Yield parts of both that belong together, in order: a block and its translation, or what has no one partner."""
    for some, others in zip(*_sections(ours, theirs), strict=True):
        shapes = [*map(_shape, some)], [*map(_shape, others)]
        if shapes[0] == shapes[1]:
            yield from (((one,), (other,)) for one, other in zip(some, others, strict=True))
        else:
            yield from _strung(some, others, shapes)


def _strung(
    some: Blocks, others: Blocks, shapes: tuple[Sequence[object], Sequence[object]]
) -> Iterator[tuple[Blocks, Blocks]]:
    """Yield parts of two differing texts; what has the whole width belongs to nothing but one of its own kind."""
    wide = [*map(_is_wide, some)], [*map(_is_wide, others)]

    def fit(bead: Bead) -> bool:
        return not any(wide[0][bead[0]] + wide[1][bead[1]]) or shapes[0][bead[0]] == shapes[1][bead[1]]

    for ours, theirs in beads([*map(_length, some)], [*map(_length, others)], fit):
        yield some[ours], others[theirs]


def _is_wide(block: Block) -> bool:
    return any(True for _ in query((block,), *_WIDE, into_notes=False))


def _length(block: Block) -> int:
    return sum(len(node.text) for node in query((block,), Text, into_notes=False))


def _sections(ours: Blocks, theirs: Blocks) -> tuple[Sequence[Blocks], Sequence[Blocks]]:
    """Return both cut before each heading whose id is in both, as far as these come in the same order."""
    places = {block.id: at for at, block in enumerate(ours) if isinstance(block, Heading) and block.id}
    cuts = [(0, 0)]
    for at, block in enumerate(theirs):
        place = places.get(block.id, 0) if isinstance(block, Heading) else 0
        if place > cuts[-1][0]:
            cuts.append((place, at))
    return _cut(ours, [place for place, _ in cuts]), _cut(theirs, [at for _, at in cuts])


def _cut(blocks: Blocks, starts: Sequence[int]) -> list[Blocks]:
    return [blocks[start:end] for start, end in pairwise((*starts, len(blocks)))]
