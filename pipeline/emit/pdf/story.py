"""The story: a document's blocks become flat boxes, its inlines runs of ink.

Kept: every block and inline, in reading order. Notes get their numbers here, tables and headings their destinations.
Lost: a picture that is missing or cannot be read, for which its description stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from pipeline.emit.pdf import bidi
from pipeline.emit.pdf.boxes import Box, CodeBox, OrnamentBox, PictureBox, TextBox
from pipeline.emit.pdf.inlines import Inking
from pipeline.emit.pdf.numbers import number
from pipeline.emit.pdf.pair import PairBox
from pipeline.emit.pdf.pictures import Raster
from pipeline.emit.pdf.place import Place, flat
from pipeline.emit.pdf.table import Row, TableBox, extent
from pipeline.emit.pdf.text import Composer, Item, Run
from pipeline.emit.pdf.theme import (
    BAR,
    BAR_STEP,
    BARS,
    BODY,
    CAPTION,
    CHAPTER_DROP,
    CODE,
    DEPTH,
    GAP,
    HEADINGS,
    INDENT,
    NOTE,
    PIXEL,
    QUOTE,
    STEP,
    TERM,
    Style,
    cell,
)
from pipeline.model import (
    Alignment,
    Block,
    Blocks,
    BulletList,
    CodeBlock,
    DefinitionList,
    Div,
    Figure,
    Heading,
    Inlines,
    OrderedList,
    Paragraph,
    Quote,
    Table,
    Text,
    ThematicBreak,
)
from pipeline.model import Row as TableRow

_BULLETS = ("•", "–", "·")


@dataclass(slots=True)
class Story:
    """Builds the boxes of one edition. `notes` holds the boxes of each note."""

    composer: Composer
    rasters: dict[str, Raster]
    language: str
    chapters: bool = False
    notes: dict[int, list[Box]] = field(default_factory=dict)
    tables: int = 0
    ink: Inking = field(init=False)

    def __post_init__(self) -> None:
        self.ink = Inking(self.rasters, self._note)

    def boxes(self, blocks: Blocks) -> list[Box]:
        """Return the boxes of the document's blocks."""
        return self._stack(blocks, Place(language=self.language))

    def _stack(self, blocks: Sequence[Block], place: Place) -> list[Box]:
        made: list[Box] = []
        before: Block | None = None
        for block, here in flat(blocks, place):
            made += self._block(block, here, follows=isinstance(before, Paragraph))
            before = block
        return made

    def _block(self, block: Block, place: Place, *, follows: bool) -> list[Box]:  # noqa: C901, PLR0912  (one case for each kind)
        match block:
            case Heading():
                return [self._heading(block, place)]
            case Paragraph():
                return [self._paragraph(block, place, follows=follows)]
            case BulletList():
                bullet = _BULLETS[min(place.depth, len(_BULLETS) - 1)]
                return self._list(block.items, [bullet] * len(block.items), place)
            case OrderedList():
                return self._list(block.items, [number(block, at) for at in range(len(block.items))], place)
            case DefinitionList():
                return self._definitions(block, place)
            case Quote():
                smaller = place.style if place.narrow else replace(QUOTE, size=place.style.size * 0.94)
                style = smaller if place.style.size < BODY.size else QUOTE
                return spaced(self._stack(block.blocks, replace(place, style=style).stepped(STEP, STEP)), GAP)
            case CodeBlock():
                return [self._code(block, place)]
            case Table():
                return self._table(block, place)
            case Figure():
                return self._figure(block, place)
            case ThematicBreak():
                return [OrnamentBox(left=place.left, right=place.right, before=GAP, after=GAP, bars=place.bars)]
            case Div(role="parallel", blocks=(Div() as first, Div() as second)):
                return [self._pair(first, second, place)]
            case Div():
                return self._div(block, place)
            case _:
                assert_never(block)

    def _text(self, content: Inlines, style: Style, place: Place) -> TextBox:
        return self._box(self.ink.items(content, style, place.language), style, place)

    def _box(self, items: Sequence[Item], style: Style, place: Place) -> TextBox:
        letters = "".join(item.text for item in items if isinstance(item, Run))
        return TextBox(
            items=items,
            style=style,
            composer=self.composer,
            base=bidi.base_of(letters) if place.rtl is None else int(place.rtl),
            left=place.left,
            right=place.right,
            before=style.before,
            after=style.after,
            keep=style.keep,
            bars=place.bars,
        )

    def _heading(self, block: Heading, place: Place) -> TextBox:
        style = HEADINGS[min(block.level, len(HEADINGS)) - 1]
        opens = self.chapters and block.level == 1 and place == Place(language=self.language)
        box = self._text(block.content, style, place)
        box.anchors = (f"h-{block.id}",) if block.id else ()
        box.opens, box.drop = opens, CHAPTER_DROP if opens else 0.0
        return box

    def _paragraph(self, block: Paragraph, place: Place, *, follows: bool) -> TextBox:
        box = self._text(block.content, place.style, place)
        if place.tight:
            box.before = max(place.style.before, 0.3 * place.style.leading)
        else:
            box.indent = INDENT if follows else 0.0
        return box

    def _list(self, items: Sequence[Blocks], markers: Sequence[str], place: Place) -> list[Box]:
        runs = [self.ink.plain(marker, place.style) for marker in markers]
        widest = max((self.composer.width(run) for run in runs), default=0.0)
        inside = replace(place.stepped(max(STEP, widest + 7.0)), depth=place.depth + 1)
        made: list[Box] = []
        for item, run in zip(items, runs, strict=True):
            stack = self._stack(item, inside)
            self._begin(stack, replace(place.style, keep=True), inside).marker = run
            made += stack
        return spaced(made, GAP if not place.depth else 0.0)

    def _begin(self, boxes: list[Box], style: Style, place: Place) -> TextBox:
        """Return the first of the boxes, which can bear a marker: where it cannot, an empty line put before it."""
        first = boxes[0] if boxes else None
        if isinstance(first, TextBox) and not isinstance(first, CodeBox) and not first.marker:
            return first
        line = self._box((), style, place)
        boxes.insert(0, line)
        return line

    def _definitions(self, block: DefinitionList, place: Place) -> list[Box]:
        made: list[Box] = []
        for item in block.items:
            made.append(self._text(item.term, TERM, place))
            stacks = [self._stack(definition, place.stepped(STEP)) for definition in item.definitions]
            made += [box for stack in stacks for box in stack]
            if stacks and stacks[0]:
                stacks[0][0].before = 1.0
        return spaced(made, GAP)

    def _code(self, block: CodeBlock, place: Place) -> CodeBox:
        return CodeBox(
            items=self.ink.plain(block.text, CODE),
            style=CODE,
            composer=self.composer,
            left=place.left,
            right=place.right,
            before=CODE.before,
            after=CODE.after,
            bars=place.bars,
        )

    def _figure(self, block: Figure, place: Place) -> list[Box]:
        caption = self._text(block.caption, replace(CAPTION, align="center"), place) if block.caption else None
        picture = self._picture(block, place, keep=caption is not None)
        return spaced([picture, *([caption] if caption else [])], GAP + 4)

    def _picture(self, block: Figure, place: Place, *, keep: bool) -> Box:
        raster = self.rasters.get(block.image.source)
        if raster is None:
            box = self._text((Text(block.image.alt or block.image.source),), CAPTION, place)
            return replace(box, keep=keep)
        return PictureBox(
            name=block.image.source,
            breadth=raster.width * PIXEL,
            natural=raster.height * PIXEL,
            deepest=0.72 * DEPTH,
            left=place.left,
            right=place.right,
            bars=place.bars,
            keep=keep,
        )

    def _div(self, block: Div, place: Place) -> list[Box]:
        """Return what a Div with a role holds: an epigraph set far in, anything else beside a bar."""
        if block.role == "epigraph":
            return spaced(self._stack(block.blocks, replace(place, style=QUOTE).stepped(4 * STEP)), GAP)
        bar = BARS.get(block.role, BAR)._replace(inset=place.left)
        style = place.style if place.narrow else replace(QUOTE, before=0.0, after=0.0)
        within = replace(place, style=style, bars=(*place.bars, bar)).stepped(BAR_STEP)
        return spaced(self._stack(block.blocks, within), GAP + 2)

    def _pair(self, first: Div, second: Div, place: Place) -> Box:
        inside = place.column()
        stacks = [self._stack((side,), inside) for side in (first, second)]
        columns = (stacks[1], stacks[0]) if place.rtl else (stacks[0], stacks[1])
        return PairBox(columns=columns, left=place.left, right=place.right, before=GAP, after=GAP, bars=place.bars)

    def _table(self, block: Table, place: Place) -> list[Box]:
        self.tables += 1
        anchor = f"table-{self.tables}"
        caption = [self._text(block.caption, replace(CAPTION, keep=True), place)] if block.caption else []
        room = place.measure - place.left - place.right
        first = (self.tables, self.ink.notes, dict(self.notes))
        count = max(len(block.alignments), 1)
        for size in place.sizes:
            self.tables, self.ink.notes, self.notes = first[0], first[1], dict(first[2])
            head = [self._row(row, block.alignments, size, place, head=True) for row in block.head]
            body = [self._row(row, block.alignments, size, place, head=False) for row in block.body]
            shares = _shares(head + body, len(block.alignments))
            gap = min(size, 0.25 * room / count)
            if sum(least for least, _ in shares) + gap * (count - 1) <= room:
                break
        box = TableBox(
            head=head, body=body, shares=shares, gap=gap, left=place.left, right=place.right, bars=place.bars
        )
        box.anchors = (anchor,)
        return spaced([*caption, box], GAP + 3)

    def _row(self, row: TableRow, alignments: Sequence[Alignment], size: float, place: Place, *, head: bool) -> Row:
        cells = []
        for blocks, alignment in zip(row, alignments, strict=False):
            style = cell(size, head=head, align="left" if alignment == "default" else alignment)
            inside = Place(style, place.language, tight=True, rtl=place.rtl, sizes=(size,))
            cells.append(self._stack(blocks, inside))
        return Row(cells + [[] for _ in alignments[len(cells) :]])

    def _note(self, number: int, blocks: Blocks, language: str) -> None:
        """Make the boxes of a note; the first bears the number, which leads back to the mark."""
        place = Place(NOTE, language, left=15.0, tight=True)
        boxes = self._stack(blocks, place)
        first = self._begin(boxes, NOTE, place)
        first.marker = self.ink.back(number, NOTE)
        first.anchors = (*first.anchors, f"note-{number}")
        first.before = 2.5
        self.notes[number] = boxes


def spaced(boxes: list[Box], gap: float) -> list[Box]:
    """Give the stack at least `gap` above and below."""
    if boxes:
        boxes[0].before = max(boxes[0].before, gap)
        boxes[-1].after = max(boxes[-1].after, gap)
    return boxes


def _shares(rows: Sequence[Row], count: int) -> list[tuple[float, float]]:
    """Return the least and natural width of each column: the largest of its cells'."""
    extents = [[extent(content) for content in row.cells] for row in rows]
    columns = zip(*extents, strict=True) if extents else [[(0.0, 0.0)] for _ in range(count)]
    return [(max(low for low, _ in column), max(high for _, high in column)) for column in columns]
