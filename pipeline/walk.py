"""Two verbs for every traversal: `walk` changes a tree, `query` reads one.

Shout every text:

    walk(blocks, inline=lambda node: (Text(node.text.upper()),) if isinstance(node, Text) else (node,))

Find every link target:

    [link.target for link in query(blocks, Link)]

The children of each kind are listed once, in `_rebuild`; both verbs go through it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar, assert_never, overload

from pipeline.model import (
    Block,
    Blocks,
    BulletList,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Paragraph,
    Quote,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
)

M = TypeVar("M")
N = TypeVar("N")
OnBlocks = Callable[[Blocks], Blocks]
OnInlines = Callable[[Inlines], Inlines]


def _rebuild_block(node: Block, blocks: OnBlocks, inlines: OnInlines) -> Block:
    """Return `node` with each of its children, in reading order, replaced by what the two functions return."""
    match node:
        case Heading() | Paragraph():
            return replace(node, content=inlines(node.content))
        case BulletList() | OrderedList():
            return replace(node, items=tuple(blocks(item) for item in node.items))
        case DefinitionList():
            return replace(
                node,
                items=tuple(
                    Definition(inlines(item.term), tuple(blocks(part) for part in item.definitions))
                    for item in node.items
                ),
            )
        case Quote() | Div():
            return replace(node, blocks=blocks(node.blocks))
        case Table():
            return replace(
                node,
                caption=inlines(node.caption),
                head=tuple(tuple(blocks(cell) for cell in row) for row in node.head),
                body=tuple(tuple(blocks(cell) for cell in row) for row in node.body),
            )
        case Figure():
            image = inlines((node.image,))
            kept = image[0] if len(image) == 1 and isinstance(image[0], Image) else node.image
            return replace(node, image=kept, caption=inlines(node.caption))
        case CodeBlock() | ThematicBreak():
            return node
        case _:
            assert_never(node)


def _rebuild_inline(node: Inline, blocks: OnBlocks, inlines: OnInlines) -> Inline:
    """Return `node` with its children replaced, as `_rebuild_block` does."""
    match node:
        case Emphasis() | Strong() | Strikeout() | Superscript() | Subscript() | Link() | Span():
            return replace(node, content=inlines(node.content))
        case Note():
            return Note(blocks(node.blocks))
        case Text() | Code() | Image() | LineBreak():
            return node
        case _:
            assert_never(node)


def walk(
    nodes: Blocks,
    *,
    block: Callable[[Block], Blocks] | None = None,
    inline: Callable[[Inline], Inlines] | None = None,
    inlines: OnInlines | None = None,
    into_notes: bool = True,
) -> Blocks:
    """Return the tree with every node replaced by what the functions return for it, children first.

    `block` and `inline` return the nodes to stand in place of one (none: it is dropped); `inlines` then sees each whole
    sequence. A figure's image can be changed but not dropped. Notes are entered unless `into_notes` is false.
    """

    def on_blocks(children: Blocks) -> Blocks:
        rebuilt = (_rebuild_block(child, on_blocks, on_inlines) for child in children)
        return tuple(new for child in rebuilt for new in (block(child) if block else (child,)))

    def on_inlines(children: Inlines) -> Inlines:
        rebuilt = (
            child if isinstance(child, Note) and not into_notes else _rebuild_inline(child, on_blocks, on_inlines)
            for child in children
        )
        result = tuple(new for child in rebuilt for new in (inline(child) if inline else (child,)))
        return inlines(result) if inlines else result

    return on_blocks(nodes)


@overload
def query(nodes: Blocks | Inlines, kind: type[N], /, *, into_notes: bool = True) -> Iterator[N]: ...
@overload
def query(nodes: Blocks | Inlines, kind: type[N], other: type[M], /, *, into_notes: bool = True) -> Iterator[N | M]: ...
@overload
def query(nodes: Blocks | Inlines, /, *kinds: type[N], into_notes: bool = True) -> Iterator[N]: ...
def query(nodes: Blocks | Inlines, /, *kinds: type[object], into_notes: bool = True) -> Iterator[object]:
    """Yield every node of one of `kinds` in reading order, a parent before its children."""
    found: list[object] = []

    def on_blocks(children: Blocks) -> Blocks:
        for child in children:
            if isinstance(child, kinds):
                found.append(child)
            _rebuild_block(child, on_blocks, on_inlines)
        return children

    def on_inlines(children: Inlines) -> Inlines:
        for child in children:
            if isinstance(child, kinds):
                found.append(child)
            if into_notes or not isinstance(child, Note):
                _rebuild_inline(child, on_blocks, on_inlines)
        return children

    for node in nodes:
        if isinstance(node, _INLINES):
            on_inlines((node,))
        else:
            on_blocks((node,))
    return iter(found)


def plain(nodes: Inlines) -> str:
    """Return the text a reader reads aloud: code included, line breaks as spaces, notes and images left out."""
    return "".join(_plain(node) for node in nodes)


def _plain(node: Inline) -> str:
    match node:
        case Text() | Code():
            return node.text
        case LineBreak():
            return " "
        case Image() | Note():
            return ""
        case Emphasis() | Strong() | Strikeout() | Superscript() | Subscript() | Link() | Span():
            return plain(node.content)
        case _:
            assert_never(node)


_INLINES = (
    Text,
    Emphasis,
    Strong,
    Strikeout,
    Superscript,
    Subscript,
    Code,
    Link,
    Image,
    LineBreak,
    Note,
    Span,
)
