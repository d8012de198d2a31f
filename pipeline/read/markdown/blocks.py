"""Block nodes to the model's blocks, through one table of handlers.

Kept: every letter, and the line of each block. A paragraph that holds one image and nothing else is a figure. A
paragraph that begins with `Table:` or `:` before or after a table is its caption (Pandoc User's Guide, "Tables").
Lost: whether a list is tight, ids and further classes of divs, and notes that nothing refers to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

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
    Image,
    Inlines,
    NumberDelimiter,
    NumberStyle,
    OrderedList,
    Paragraph,
    Quote,
    Row,
    Table,
    Text,
    ThematicBreak,
)
from pipeline.read.markdown import attributes
from pipeline.read.markdown.inlines import attributes_of, picture, read_inlines
from pipeline.read.markdown.reading import Reading
from pipeline.read.markdown.tree import Node

if TYPE_CHECKING:
    from markdown_it.token import Token


def read_blocks(reading: Reading, node: Node) -> Blocks:
    """Return the blocks inside `node`."""
    return captioned(
        [
            block
            for child in node.children
            if child.token
            for block in _HANDLERS[child.kind](reading, child, child.token)
        ]
    )


def captioned(blocks: list[Block]) -> Blocks:
    """Return the blocks with each caption moved into its table: the one before it, or else the one after it."""
    result: list[Block] = []
    for block in blocks:
        before = result[-1] if result else None
        if isinstance(block, Table) and isinstance(before, Paragraph) and (caption := _caption(before)):
            result[-1] = replace(block, caption=caption)
        elif (
            isinstance(before, Table)
            and not before.caption
            and isinstance(block, Paragraph)
            and (caption := _caption(block))
        ):
            result[-1] = replace(before, caption=caption)
        else:
            result.append(block)
    return tuple(result)


def _caption(paragraph: Paragraph) -> Inlines:
    first = paragraph.content[0]
    found = _CAPTION.match(first.text) if isinstance(first, Text) else None
    if not found or not isinstance(first, Text):
        return ()
    rest = first.text[found.end() :]
    return (*((Text(rest),) if rest else ()), *paragraph.content[1:])


def _inlines(reading: Reading, node: Node) -> Inlines:
    """Return the inlines of a node that holds one inline token, without white space at their ends."""
    return _trimmed(read_inlines(reading, _children(node), node.line))


def _children(node: Node) -> Iterable[Token]:
    return (token for child in node.children if child.token for token in child.token.children or ())


def _trimmed(content: Inlines) -> Inlines:
    match content:
        case (Text(text), *rest) if text != text.lstrip("\n "):
            return _trimmed((*((Text(text.lstrip("\n ")),) if text.strip("\n ") else ()), *rest))
        case (*rest, Text(text)) if text != text.rstrip("\n "):
            return _trimmed((*rest, *((Text(text.rstrip("\n ")),) if text.strip("\n ") else ())))
        case _:
            return content


def _heading(reading: Reading, node: Node, token: Token) -> Blocks:
    level = int(token.tag.removeprefix("h"))
    return (Heading(level, _inlines(reading, node), attributes_of(token).id, reading.place(node.line)),)


def _paragraph(reading: Reading, node: Node, _token: Token) -> Blocks:
    tokens = list(_children(node))
    if len(tokens) == 1 and tokens[0].type == "image":
        return _figure(reading, node, tokens[0])
    content = _inlines(reading, node)
    return (Paragraph(content, reading.place(node.line)),) if content else ()


def _figure(reading: Reading, node: Node, token: Token) -> Blocks:
    content, caption = picture(reading, token, node.line)
    place = reading.place(node.line)
    match content:
        case (Image() as image,):
            # A title that became the caption is not said twice.
            return (Figure(replace(image, title="") if caption == (Text(image.title),) else image, caption, place),)
        case _:
            return (Paragraph(content, place),) if content else ()


def _items(reading: Reading, node: Node) -> tuple[Blocks, ...]:
    return tuple(_task(read_blocks(reading, item)) for item in node.children)


def _task(blocks: Blocks) -> Blocks:
    """Return an item's blocks with a leading `[ ]` or `[x]` as a ballot box, as Pandoc's `task_lists` has it."""
    match blocks:
        case (Paragraph(content=(Text(text), *rest)) as first, *others) if text[:4] in _BOXES:
            return (replace(first, content=(Text(_BOXES[text[:4]] + text[4:]), *rest)), *others)
        case _:
            return blocks


def _bullets(reading: Reading, node: Node, _token: Token) -> Blocks:
    return (BulletList(_items(reading, node), reading.place(node.line)),)


def _numbers(reading: Reading, node: Node, token: Token) -> Blocks:
    start: int = token.meta["start"]
    style: NumberStyle = token.meta["style"]
    delimiter: NumberDelimiter = token.meta["delimiter"]
    return (OrderedList(_items(reading, node), start, style, delimiter, reading.place(node.line)),)


def _definitions(reading: Reading, node: Node, _token: Token) -> Blocks:
    items: list[Definition] = []
    for child in node.children:
        if child.kind == "dt":
            items.append(Definition(_inlines(reading, child), ()))
        else:
            last = items[-1]
            items[-1] = Definition(last.term, (*last.definitions, read_blocks(reading, child)))
    return (DefinitionList(tuple(items), reading.place(node.line)),)


def _quote(reading: Reading, node: Node, _token: Token) -> Blocks:
    return (Quote(read_blocks(reading, node), reading.place(node.line)),)


def _fenced_code(reading: Reading, node: Node, token: Token) -> Blocks:
    info = token.info.strip()
    braces = attributes.match(info, 0, len(info))
    language = next(iter(braces[0].classes), "") if braces else info.partition(" ")[0]
    return (CodeBlock(token.content.removesuffix("\n"), language, reading.place(node.line)),)


def _indented_code(reading: Reading, node: Node, token: Token) -> Blocks:
    return (CodeBlock(token.content.removesuffix("\n"), location=reading.place(node.line)),)


def _break(reading: Reading, node: Node, _token: Token) -> Blocks:
    return (ThematicBreak(reading.place(node.line)),)


def _div(reading: Reading, node: Node, token: Token) -> Blocks:
    given = attributes_of(token)
    role = next(iter(given.classes), "")
    if role == "lines":
        reading.find("role", "the role `lines` is reserved; the div is read without it", node.line, "use another word")
        role = ""
    further = [f"#{given.id}"] * bool(given.id) + [f".{name}" for name in given.classes[1:]]
    reading.dropped("div", {*further, *(given.values.keys() - {"lang", "dir"})}, node.line)
    language, direction = reading.language(given, node.line), reading.direction(given, node.line)
    return (Div(read_blocks(reading, node), language, direction, role, reading.place(node.line)),)


def _table(reading: Reading, node: Node, _token: Token) -> Blocks:
    rows = {part.kind: tuple(_row(reading, row) for row in part.children) for part in node.children}
    head = tuple(row for row in rows["thead"] if any(row))  # Pandoc: a head without text is no head
    columns = node.children[0].children[0].children
    aligned = tuple(_ALIGNMENTS[str(cell.token.attrs.get("style", ""))] for cell in columns if cell.token)
    return (Table(aligned, head, rows.get("tbody", ()), location=reading.place(node.line)),)


def _row(reading: Reading, node: Node) -> Row:
    if node.token and (extra := node.token.meta.get("extra")):
        message = f"this row has {extra} more cells than the table's head; their text is put into the last cell"
        reading.find("table-row", message, node.line, "give every row as many cells as the head")
    return tuple(_paragraph(reading, cell, cell.token) for cell in node.children if cell.token)


def _nothing(_reading: Reading, _node: Node, _token: Token) -> Blocks:
    return ()


_BOXES = {"[ ] ": "☐ ", "[x] ": "☒ ", "[X] ": "☒ "}
_CAPTION = re.compile(r"(?:Table:|:)[ \t]+|(?:Table:)(?=\n)")
_ALIGNMENTS: Mapping[str, Alignment] = {
    "": "default",
    "text-align:left": "left",
    "text-align:center": "center",
    "text-align:right": "right",
}
_HANDLERS: Mapping[str, Callable[[Reading, Node, Token], Blocks]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "bullet_list": _bullets,
    "ordered_list": _numbers,
    "dl": _definitions,
    "blockquote": _quote,
    "fence": _fenced_code,
    "code_block": _indented_code,
    "hr": _break,
    "div": _div,
    "table": _table,
    "footnote_reference": _nothing,
}
