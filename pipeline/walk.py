"""Two verbs for every traversal: `walk` changes a tree, `query` reads one.

Shout every text:

    walk(blocks, inline=lambda node: (Text(node.text.upper()),) if isinstance(node, Text) else (node,))

Find every link target:

    [link.target for link in query(blocks, Link)]

The children of each kind are listed once, in `_CHILDREN`; both verbs go by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar, assert_never, overload

from pipeline import model
from pipeline.model import (
    Block,
    Blocks,
    Code,
    Emphasis,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
)

M = TypeVar("M")
N = TypeVar("N")
OnBlocks = Callable[[Blocks], Blocks]
OnInlines = Callable[[Inlines], Inlines]

_CHILDREN: dict[type, tuple[str, ...]] = {
    model.Heading: ("content",),
    model.Paragraph: ("content",),
    model.BulletList: ("items",),
    model.OrderedList: ("items",),
    model.DefinitionList: ("items",),
    model.Definition: ("term", "definitions"),
    model.Quote: ("blocks",),
    model.CodeBlock: (),
    model.Table: ("caption", "head", "body"),
    model.Figure: ("image", "caption"),
    model.ThematicBreak: (),
    model.Div: ("blocks",),
    model.Text: (),
    model.Emphasis: ("content",),
    model.Strong: ("content",),
    model.Strikeout: ("content",),
    model.Superscript: ("content",),
    model.Subscript: ("content",),
    model.Code: (),
    model.Link: ("content",),
    model.Image: (),
    model.LineBreak: (),
    model.Note: ("blocks",),
    model.Span: ("content",),
}
"""The fields of each kind that hold nodes, in reading order: one node, a tuple of nodes, or tuples of such tuples."""
_OF_INLINES = frozenset({"content", "caption", "term"})
"""The fields that hold one sequence of inlines; all others but `image` hold blocks."""


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
        rebuilt = (rebuild(child, on_blocks, on_inlines) for child in children)
        return tuple(new for child in rebuilt for new in (block(child) if block else (child,)))

    def on_inlines(children: Inlines) -> Inlines:
        rebuilt = (
            child if isinstance(child, Note) and not into_notes else rebuild(child, on_blocks, on_inlines)
            for child in children
        )
        result = tuple(new for child in rebuilt for new in (inline(child) if inline else (child,)))
        return inlines(result) if inlines else result

    return on_blocks(nodes)


def rebuild(node: N, on_blocks: OnBlocks, on_inlines: OnInlines) -> N:
    """Return `node` with each sequence of its children replaced by what the functions return, in reading order.

    The step of which `walk` is made, for a traversal that carries something down with it (a language, a place). A node
    whose children are all the same objects as before is returned itself.
    """
    changed: dict[str, Any] = {}
    for name in _CHILDREN[type(node)]:
        before = getattr(node, name)
        if name in _OF_INLINES:
            after: object = on_inlines(before)
        elif name == "image":
            images = on_inlines((before,))
            after = images[0] if len(images) == 1 and isinstance(images[0], Image) else before
        else:
            after = _rebuild_nested(before, on_blocks, on_inlines)
        if after is not before:
            changed[name] = after
    # every kind is a dataclass, which a type variable cannot say
    return replace(node, **changed) if changed else node  # type: ignore[type-var]


def _rebuild_nested(value: tuple[Any, ...], on_blocks: OnBlocks, on_inlines: OnInlines) -> tuple[Any, ...]:
    """Return blocks, tuples of blocks (items), tuples of those (rows), or definitions, with their children replaced."""
    if value and isinstance(value[0], tuple):
        return tuple(_rebuild_nested(part, on_blocks, on_inlines) for part in value)
    if value and isinstance(value[0], model.Definition):
        return tuple(rebuild(part, on_blocks, on_inlines) for part in value)
    return on_blocks(value)


@overload
def query(nodes: Blocks | Inlines, kind: type[N], /, *, into_notes: bool = True) -> Iterator[N]: ...
@overload
def query(nodes: Blocks | Inlines, kind: type[N], other: type[M], /, *, into_notes: bool = True) -> Iterator[N | M]: ...
@overload
def query(nodes: Blocks | Inlines, /, *kinds: type[N], into_notes: bool = True) -> Iterator[N]: ...
def query(nodes: Blocks | Inlines, /, *kinds: type[object], into_notes: bool = True) -> Iterator[object]:
    """Yield every node of one of `kinds` in reading order, a parent before its children."""
    found: list[object] = []

    def visit(value: object) -> None:
        if isinstance(value, tuple):
            for part in value:
                visit(part)
            return
        if isinstance(value, kinds):
            found.append(value)
        if into_notes or not isinstance(value, Note):
            for name in _CHILDREN[type(value)]:
                visit(getattr(value, name))

    visit(nodes)
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
