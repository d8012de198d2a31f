"""Blocks become paragraphs and tables. Kept: everything; what the format cannot nest is set in by its margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import assert_never

from pipeline.emit.docx import table
from pipeline.emit.docx.inline import code_lines, inlines
from pipeline.emit.docx.numbering import hanging, level
from pipeline.emit.docx.place import BOXES, ROLES, Place, within
from pipeline.emit.docx.story import Numbering, Story
from pipeline.emit.docx.xml import NOTHING, Markup, join, quoted
from pipeline.model import (
    Alignment,
    Block,
    Blocks,
    BulletList,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    Figure,
    Heading,
    Inlines,
    OrderedList,
    Paragraph,
    Quote,
    Table,
    ThematicBreak,
)


def blocks(nodes: Blocks, place: Place, story: Story, previous: Block | None = None) -> Markup:
    """Return the paragraphs and tables of some blocks; `previous` is the block that they follow."""
    place = replace(place, form=replace(place.form, room=place.room))
    before = (previous, *map(_last, nodes))
    made: list[Markup] = []
    for paired, group in groupby(zip(before, nodes, strict=False), key=lambda pair: bool(_pair(pair[1]))):
        if paired:
            made.append(_pairs([pair for _, node in group if (pair := _pair(node))], place, story))
        else:
            for above, node in group:
                written = _block(node, above, place, story)  # no generator: each is a frame of a deep stack
                made.append(Markup(_SPACER + written) if _merges(above, node) else written)
    return _parted(made)


def _parted(pieces: list[Markup]) -> Markup:
    """Return the pieces one after another, with a little space where two tables meet: Word would make one of them."""
    before = ["", *pieces]
    touch = (first.endswith("</w:tbl>") and second.startswith("<w:tbl>") for first, second in pairwise(before))
    return join(Markup(_SPACER + piece) if meets else piece for meets, piece in zip(touch, pieces, strict=True))


def _merges(above: Block | None, node: Block) -> bool:
    """Return whether Word would draw one box around two: it joins the borders of neighbours that have the same."""
    match above, node:
        case CodeBlock(), CodeBlock():
            return True
        case Div(role=one), Div(role=other):
            return one == other and one in BOXES
        case _:
            return False


def _last(node: Block) -> Block:
    """Return the block with which another one ends that shows no bounds of its own."""
    if not isinstance(node, Div) or not node.blocks or node.role in BOXES or node.role in ROLES or _pair(node):
        return node
    return _last(node.blocks[-1])


def closed(content: Markup) -> Markup:
    """Return content that may fill the body, a cell or a note: each must end in a paragraph (17.4.65)."""
    return content if content.endswith("</w:p>") else Markup(content + _SPACER)


_SPACER = '<w:p><w:pPr><w:pStyle w:val="Spacer"/></w:pPr></w:p>'


def _block(node: Block, previous: Block | None, place: Place, story: Story) -> Markup:  # noqa: C901
    story.book.location, look = node.location or story.book.location, story.book.look
    match node:
        case Paragraph():
            return _plain(node.content, previous, place, story)
        case Heading():
            return _heading(node, place, story)
        case BulletList():
            return _list(node.items, Numbering(place.depth), place, story)
        case OrderedList():
            return _list(node.items, _ordered(node, place, story), place, story)
        case DefinitionList():
            return join(_definition(item, place, story) for item in node.items)
        case Quote():
            return blocks(node.blocks, place.within(*look.margins("Quote"), "Quote"), story)
        case CodeBlock():
            inner = _left_to_right(place.within(*look.margins("CodeBlock")))
            return paragraph("CodeBlock", code_lines(node.text), inner, story)
        case Table():
            return _table(node, place, story)
        case Figure():
            return _figure(node, place, story)
        case ThematicBreak():
            return paragraph("ThematicBreak", NOTHING, place, story)
        case Div():
            return blocks(node.blocks, within(node, place, look), story, previous)
        case _:
            assert_never(node)


def paragraph(  # noqa: PLR0913  (each is one property of a paragraph)
    style: str, content: Markup, place: Place, story: Story, *, numbered: str = "", hang: int = 0, more: str = ""
) -> Markup:
    """Return a paragraph. `numbered` and `more` are properties that come early and late in the schema's order."""
    margins = (place.left, place.right)
    indent = (
        f'<w:ind w:left="{place.left}" w:right="{place.right}"{f" w:hanging={quoted(str(hang))}" if hang else ""}/>'
    )
    properties = (
        f'<w:pStyle w:val="{style}"/>{numbered}{place.frame}{_direction(place, story)}'
        f"{indent if hang or margins != story.book.look.margins(style) else ''}{_justified(place)}{more}"
    )
    return Markup(f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>")


def _direction(place: Place, story: Story) -> str:
    if place.form.rtl:
        return "<w:bidi/>"
    return '<w:bidi w:val="0"/>' if story.book.rtl else ""


def _justified(place: Place) -> str:
    """Return the alignment; `left` and `right` are the leading and the trailing edge in Word (17.3.1.13)."""
    if place.alignment == "default":
        return ""
    mirrored: dict[Alignment, str] = {"left": "right", "right": "left"}
    value = mirrored.get(place.alignment, "center") if place.form.rtl else place.alignment
    return f'<w:jc w:val="{value}"/>'


def _plain(content: Inlines, previous: Block | None, place: Place, story: Story) -> Markup:
    """Return a paragraph of text: flush where it opens or resumes a text, indented where it follows another."""
    style = place.style
    if place.flow and not isinstance(previous, Paragraph):
        style = "FirstParagraph" if previous is None or isinstance(previous, Heading) else "ResumedParagraph"
    return paragraph(style, inlines(content, place.form, story), place, story)


def _heading(node: Heading, place: Place, story: Story) -> Markup:
    content, name = inlines(node.content, place.form, story), story.book.bookmarks.get(node.id)
    if name and name not in story.book.bookmarked:
        story.book.bookmarked.add(name)
        number = story.book.mark()
        content = Markup(
            f'<w:bookmarkStart w:id="{number}" w:name={quoted(name)}/>{content}<w:bookmarkEnd w:id="{number}"/>'
        )
    return paragraph(f"Heading{min(max(node.level, 1), 6)}", content, place, story)


_START_LIMIT = 32767
"""The largest number that Word takes as the start of a list ([MS-OI29500] 2.1.256)."""


def _ordered(node: OrderedList, place: Place, story: Story) -> Numbering:
    start = min(max(node.start, 0), _START_LIMIT)
    if start != node.start:
        message = f"a list starts at {node.start}, which Word cannot number; it starts at {start}"
        story.book.find("list.start", message, f"start it at a number from 0 to {_START_LIMIT}")
    return Numbering(place.depth, start, node.style, node.delimiter)


def _list(items: tuple[Blocks, ...], numbering: Numbering, place: Place, story: Story) -> Markup:
    number, hang = story.book.numbered(numbering), hanging(numbering, len(items), story.book.look)
    inner = replace(place.within(hang, 0, "ListParagraph"), depth=place.depth + 1)
    mark = f'<w:numPr><w:ilvl w:val="{level(numbering)}"/><w:numId w:val="{number}"/></w:numPr>'
    made: list[Markup] = []
    for item in items:
        made.append(_item(item, mark, hang, inner, story))  # noqa: PERF401  (a comprehension is a frame, too)
    return join(made)


def _item(item: Blocks, mark: str, hang: int, place: Place, story: Story) -> Markup:
    """Return one item: its first paragraph bears the mark, an empty one does if it begins with something else."""
    first = item[0] if item else None
    content = inlines(first.content, place.form, story) if isinstance(first, Paragraph) else NOTHING
    rest = item[1:] if isinstance(first, Paragraph) else item
    early = f"{'' if content else '<w:keepNext/>'}{mark}"
    return join((paragraph(place.style, content, place, story, numbered=early, hang=hang), blocks(rest, place, story)))


def _definition(item: Definition, place: Place, story: Story) -> Markup:
    term = paragraph("DefinitionTerm", inlines(item.term, place.form, story), place, story)
    inner = place.within(*story.book.look.margins("Definition"), "Definition")
    return join((term, *(blocks(part, inner, story) for part in item.definitions)))


def _left_to_right(place: Place) -> Place:
    """Return the place for code, whose margins stay where they are seen when its direction is not that around it."""
    if not place.form.rtl:
        return place
    return replace(place, left=place.right, right=place.left, form=replace(place.form, rtl=False))


def _table(node: Table, place: Place, story: Story) -> Markup:
    """Return a table under its caption, or under a little space: Word makes one of two tables that touch."""
    above = _caption(node.caption, place, story, "<w:keepNext/>") or paragraph("Spacer", NOTHING, place, story)
    even, book = table.regular(node), story.book
    if len(even.alignments) < len(node.alignments):
        message = f"a table has {len(node.alignments)} columns, and Word takes {table.COLUMNS}; each row goes on below"
        book.find("table.columns", message, "make several tables of it, or make its columns rows")
    # from right to left it fills the measure: Word and LibreOffice disagree on which side a narrower one stands
    fitted = table.fit(even, place.room, book.look, fill=bool(place.left) or place.form.rtl)
    book.cells.add(fitted.number)
    number = str(fitted.number + 1) if fitted.number else ""
    rows = [
        [_cell(cell, at, f"{style}{number}", even, fitted, place, story) for at, cell in enumerate(row)]
        for style, part in (("TableHeading", even.head), ("TableText", even.body))
        for row in part
    ]
    made = table.frame(even, fitted, rows, padding=book.look.padding, inset=place.left, rtl=place.form.rtl)
    return join((above, made))


def _cell(  # noqa: PLR0913, PLR0917  (what a cell inherits)
    cell: Blocks, at: int, style: str, node: Table, fitted: table.Fit, place: Place, story: Story
) -> Markup:
    room = max(fitted.columns[at] - 2 * fitted.padding, 1)
    inner = Place(style, room, flow=False, alignment=node.alignments[at], form=place.form)
    content = blocks(cell, inner, story)
    return closed(content or paragraph(style, NOTHING, inner, story))


def _pair(node: Block) -> Div | None:
    match node:
        case Div(role="parallel", blocks=(Div(), Div())):
            return node
        case _:
            return None


def _pairs(nodes: Sequence[Div], place: Place, story: Story) -> Markup:
    """Return pairs that follow each other as the rows of one table without rules."""
    story.book.parallel = True
    gutter = story.book.look.gutter
    width = (place.room - gutter) // 2
    places = [within(node, place, story.book.look) for node in nodes]
    rows = [
        [_side(side, width, inner, story) for side in node.blocks] for node, inner in zip(nodes, places, strict=True)
    ]
    return table.parallel(rows, width, gutter, inset=place.left, rtl=places[0].form.rtl)


def _side(node: Block, width: int, place: Place, story: Story) -> Markup:
    inner = Place("ParallelText", width, flow=False, depth=place.depth, form=place.form)
    return closed(blocks((node,), inner, story) or paragraph("ParallelText", NOTHING, inner, story))


def _figure(node: Figure, place: Place, story: Story) -> Markup:
    picture = inlines((node.image,), place.form, story)
    kept = "<w:keepNext/>" if node.caption else ""
    beneath = _caption(node.caption, replace(place, alignment="center"), story)
    return join((paragraph("Picture", picture, place, story, numbered=kept), beneath))


def _caption(content: Inlines, place: Place, story: Story, early: str = "") -> Markup:
    if not content:
        return NOTHING
    return paragraph("Caption", inlines(content, place.form, story), place, story, numbered=early)
