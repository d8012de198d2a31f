"""The story: a document's blocks become flat boxes, its inlines runs of ink; and both get their place in the structure.

Kept: every block and inline, in reading order. Notes get their numbers here, tables and headings their destinations.
Lost: a picture that is missing or cannot be read, for which its description stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from pipeline.emit.pdf import icu_text
from pipeline.emit.pdf.boxes import Box, CodeBox, OrnamentBox, PictureBox, TextBox, spaced
from pipeline.emit.pdf.inlines import Inking
from pipeline.emit.pdf.numbers import number
from pipeline.emit.pdf.openings import Openings
from pipeline.emit.pdf.pair import PairBox
from pipeline.emit.pdf.pictures import Raster
from pipeline.emit.pdf.place import Place, flat
from pipeline.emit.pdf.runs import Item, Run
from pipeline.emit.pdf.table_story import table
from pipeline.emit.pdf.tags import Element
from pipeline.emit.pdf.text import Composer
from pipeline.emit.theme import BAR, BARS, Style, Theme
from pipeline.model import (
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

_BULLETS = ("•", "–", "·")
_ROOMY = frozenset({"Document", "Sect", "Part", "Div", "BlockQuote", "LBody", "TD", "TH", "Note"})
"""Elements in which a note can stand beside the paragraph that refers to it."""
_UNORDERED, _ORDERED = (
    {"ListNumbering": "/Disc"},
    {
        "decimal": {"ListNumbering": "/Decimal"},
        "lower-alpha": {"ListNumbering": "/LowerAlpha"},
        "upper-alpha": {"ListNumbering": "/UpperAlpha"},
        "lower-roman": {"ListNumbering": "/LowerRoman"},
        "upper-roman": {"ListNumbering": "/UpperRoman"},
    },
)


@dataclass(slots=True)
class Story:
    """Builds the boxes of one edition. `notes` holds the boxes of each note; `body` is the element of the text."""

    composer: Composer
    theme: Theme
    rasters: Mapping[str, Raster]
    language: str
    turned: bool
    body: Element
    openings: Openings
    notes: dict[int, list[Box]] = field(default_factory=dict)
    tables: int = 0
    ink: Inking = field(init=False)
    sections: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ink = Inking(self.theme, self.rasters, self._note)

    def boxes(self, blocks: Blocks) -> list[Box]:
        """Return the boxes of the document's blocks."""
        theme = self.theme
        place = Place(self.body, theme.body, self.language, theme.measure, theme.cells, turned=self.turned, top=True)
        return self.stack(blocks, place)

    def stack(self, blocks: Sequence[Block], place: Place) -> list[Box]:
        """Return the boxes of blocks that stand in a place."""
        made: list[Box] = []
        before: Block | None = None
        for block, here in flat(blocks, place):
            inside = replace(here, element=self.sections[-1]) if here.top and self.sections else here
            made += self._block(block, inside, follows=isinstance(before, Paragraph))
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
                return self._list(block.items, [bullet] * len(block.items), place, _UNORDERED)
            case OrderedList():
                markers = [number(block, at) for at in range(len(block.items))]
                return self._list(block.items, markers, place, _ORDERED[block.style])
            case DefinitionList():
                return self._definitions(block, place)
            case Quote():
                return self._quote(block.blocks, place)
            case CodeBlock():
                return [self._code(block, place)]
            case Table():
                return table(self, block, place)
            case Figure():
                return self._figure(block, place)
            case ThematicBreak():
                gap = self.theme.gap
                return [OrnamentBox(left=place.left, right=place.right, before=gap, after=gap, bars=place.bars)]
            case Div(role="parallel", blocks=(Div() as first, Div() as second)):
                return [self._pair(first, second, place)]
            case Div():
                return self._div(block, place)
            case _:
                assert_never(block)

    def new(self, tag: str, place: Place) -> Element:
        """Return a new element of the place's, with its language where that is another."""
        language = place.language if place.language != place.element.spoken else ""
        return Element(tag, place.element, language=language)

    def text(self, content: Inlines, style: Style, place: Place, tag: str = "P") -> TextBox:
        """Return inlines as a box whose element is of the type `tag`."""
        element = self.new(tag, place)
        return self._box(self.ink.items(content, style, place.language, element), style, place, element)

    def _box(self, items: Sequence[Item], style: Style, place: Place, element: Element | None) -> TextBox:
        base = int(place.turned)
        if not base:
            letters = "".join([item.text for item in items if isinstance(item, Run)])
            base = icu_text.base_of(letters)
        return TextBox(
            items=items,
            style=style,
            composer=self.composer,
            base=base,
            left=place.left,
            right=place.right,
            before=style.before,
            after=style.after,
            keep=style.keep,
            bars=place.bars,
            turned=place.turned,
            element=element,
        )

    def _heading(self, block: Heading, place: Place) -> TextBox:
        level = self.openings.level(block)
        opening = self.openings.kind(block) if place.top else ""
        style = self.theme.part if opening == "part" else self.theme.heading(block.level)
        if place.top:
            place = replace(place, element=self._section(level))
        box = self.text(block.content, style, place, f"H{level}")
        box.anchors = (f"h-{block.id}",) if block.id else ()
        if opening:
            box.opens, box.drop = True, 0.3 * self.theme.depth if opening == "part" else self.theme.drop
            box.closes = opening == "part"
        return box

    def _section(self, level: int) -> Element:
        """Begin a section of a level, within the one above it, and return its element."""
        del self.sections[level - 1 :]
        self.sections.append((self.sections[-1] if self.sections else self.body).child("Sect"))
        return self.sections[-1]

    def _paragraph(self, block: Paragraph, place: Place, *, follows: bool) -> TextBox:
        box = self.text(block.content, place.style, place)
        if place.tight:
            box.before = max(place.style.before, 0.3 * place.style.leading)
        else:
            box.indent = self.theme.indent if follows else self.theme.opening
        return box

    def _list(
        self, items: Sequence[Blocks], markers: Sequence[str], place: Place, attributes: Mapping[str, str]
    ) -> list[Box]:
        runs = [self.ink.plain(marker, place.style, place.language) for marker in markers]
        widest = max((self.composer.width(run) for run in runs), default=0.0)
        listed = self.new("L", place)
        listed.attributes, listed.owner = attributes, "List"
        inside = replace(place.stepped(max(self.theme.step, widest + 7.0)), depth=place.depth + 1)
        made: list[Box] = []
        for item, run in zip(items, runs, strict=True):
            element = listed.child("LI")
            label, body = element.child("Lbl"), element.child("LBody")
            within = replace(inside, element=body)
            stack = self.stack(item, within)
            first = self._begin(stack, replace(place.style, keep=True), within)
            first.marker, first.label = run, label
            made += stack
        return spaced(made, self.theme.gap if not place.depth else 0.0)

    def _begin(self, boxes: list[Box], style: Style, place: Place) -> TextBox:
        """Return the first of the boxes, which can bear a marker: where it cannot, an empty line put before it."""
        first = boxes[0] if boxes else None
        if isinstance(first, TextBox) and not isinstance(first, CodeBox) and not first.marker:
            return first
        line = self._box((), style, place, None)
        boxes.insert(0, line)
        return line

    def _definitions(self, block: DefinitionList, place: Place) -> list[Box]:
        made: list[Box] = []
        listed = self.new("L", place)
        for item in block.items:
            element = listed.child("LI")
            made.append(self.text(item.term, self.theme.term, replace(place, element=element, top=False), "Lbl"))
            body = element.child("LBody")
            inside = replace(place.stepped(self.theme.step), element=body)
            stacks = [self.stack(definition, inside) for definition in item.definitions]
            made += [box for stack in stacks for box in stack]
            if stacks and stacks[0]:
                stacks[0][0].before = 1.0
        return spaced(made, self.theme.gap)

    def _quote(self, blocks: Blocks, place: Place) -> list[Box]:
        theme = self.theme
        smaller = place.style if place.narrow else replace(theme.quote, size=place.style.size * 0.94)
        style = smaller if place.style.size < theme.body.size else theme.quote
        inside = replace(place, style=style, element=self.new("BlockQuote", place)).stepped(theme.step, theme.step)
        return spaced(self.stack(blocks, inside), theme.gap)

    def _code(self, block: CodeBlock, place: Place) -> CodeBox:
        style = self.theme.code
        return CodeBox(
            items=self.ink.plain(block.text, style),
            style=style,
            composer=self.composer,
            left=place.left,
            right=place.right,
            before=style.before,
            after=style.after,
            bars=place.bars,
            turned=place.turned,
            element=self.new("P", place).child("Code"),
        )

    def _figure(self, block: Figure, place: Place) -> list[Box]:
        place = place.inside("Div")
        picture = self._picture(block, place)
        style = replace(self.theme.caption, align="center")
        caption = self.text(block.caption, style, place, "Caption") if block.caption else None
        picture.keep = caption is not None
        return spaced([picture, *([caption] if caption else [])], self.theme.gap + 4)

    def _picture(self, block: Figure, place: Place) -> Box:
        raster, image = self.rasters.get(block.image.source), block.image
        if raster is None:
            return self.text((Text(image.alt or image.source),), self.theme.caption, place)
        return PictureBox(
            name=image.source,
            breadth=raster.width * self.theme.pixel * raster.pixel,
            natural=raster.height * self.theme.pixel * raster.pixel,
            deepest=0.72 * self.theme.depth,
            left=place.left,
            right=place.right,
            bars=place.bars,
            turned=place.turned,
            element=Element("Figure", place.element, alt=image.alt) if image.alt else None,
        )

    def _div(self, block: Div, place: Place) -> list[Box]:
        """Return what a Div with a role holds: an epigraph set far in, anything else beside a bar."""
        theme = self.theme
        if block.role == "epigraph":
            inside = replace(place, style=theme.quote, element=self.new("BlockQuote", place))
            return spaced(self.stack(block.blocks, inside.stepped(4 * theme.step)), theme.gap)
        bar = BARS.get(block.role, BAR)._replace(inset=place.start)
        style = place.style if place.narrow else replace(theme.quote, before=0.0, after=0.0)
        within = replace(place, style=style, bars=(*place.bars, bar), element=self.new("Div", place))
        return spaced(self.stack(block.blocks, within.stepped(theme.bar_step)), theme.gap + 2)

    def _pair(self, first: Div, second: Div, place: Place) -> Box:
        theme = self.theme
        inside = replace(place, element=place.element.child("Div")).column(theme.column, theme.gutter)
        stacks = [self.stack((side,), inside) for side in (first, second)]
        columns = (stacks[1], stacks[0]) if place.turned else (stacks[0], stacks[1])
        return PairBox(
            columns=columns,
            gutter=theme.gutter,
            left=place.left,
            right=place.right,
            before=theme.gap,
            after=theme.gap,
            bars=place.bars,
            turned=place.turned,
        )

    def _note(self, number: int, blocks: Blocks, language: str, around: Element, order: int) -> None:
        """Make the boxes of a note; the first bears the number, which leads back to the mark."""
        theme = self.theme
        holder = around.parent if around.parent and around.parent.tag in _ROOMY else around
        element = Element("Note", holder, 0 if holder is not around else order + 1, name=f"note-{number}")
        inset = 15.0 * theme.note.size / 8.5
        left, right = (0.0, inset) if self.turned else (inset, 0.0)
        place = Place(element, theme.note, language, theme.measure, theme.cells, left, right)
        place = replace(place, tight=True, turned=self.turned)
        boxes = self.stack(blocks, place)
        first = self._begin(boxes, theme.note, place)
        first.label = Element("Lbl", element, -1)
        first.marker = self.ink.back(number, theme.note, first.label)
        first.anchors = (*first.anchors, f"note-{number}")
        first.before = 2.5
        self.notes[number] = boxes
