"""From markdown-it's flat tokens to nested nodes, with fenced divs paired on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.read.markdown.rules import BLOCK_DEPTH

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass(slots=True)
class Node:
    """A block token (`kind` is its type without `_open`) with what lies inside it, and its line counted from 0."""

    kind: str
    token: Token | None
    line: int
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Tree:
    """The nodes of a text; lines of divs never closed, of `:::` that close none, of divs and blocks nested too deep."""

    root: Node = field(default_factory=lambda: Node("root", None, 0))
    unclosed: list[int] = field(default_factory=list)
    stray: list[int] = field(default_factory=list)
    deep: list[int] = field(default_factory=list)


def nest(tokens: Iterable[Token]) -> Tree:
    """Return the tokens as a tree; a div that is not closed ends with what holds it."""
    tree = Tree()
    path = [tree.root]
    line = skipped = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind == "div" and (skipped if token.nesting < 0 else len(path) > BLOCK_DEPTH):
            skipped += token.nesting
            tree.deep.extend([line] if token.nesting > 0 else [])
        elif token.nesting < 0:
            _close(path, kind, tree, line)
        else:
            node = Node(kind, token, line)
            path[-1].children.append(node)
            path.extend([node] if token.nesting else [])
            tree.deep.extend([line] if kind == "paragraph" and token.level >= BLOCK_DEPTH else [])
    tree.unclosed.extend(node.line for node in path[1:])
    return tree


def _close(path: list[Node], kind: str, tree: Tree, line: int) -> None:
    if kind == "div" and path[-1].kind != "div":
        tree.stray.append(line)
        return
    while path[-1].kind != kind:
        tree.unclosed.append(path.pop().line)
    path.pop()


def descendants(node: Node, kind: str) -> Iterator[Node]:
    """Yield every node of `kind` below `node`, in reading order."""
    for child in node.children:
        if child.kind == kind:
            yield child
        yield from descendants(child, kind)
