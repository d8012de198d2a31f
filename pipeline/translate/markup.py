"""Inline content as plain text with marks over it, and back.

`flatten` takes the markup out, `build` puts it back: `build(flatten(content)) == content` for every content whose
adjacent texts are merged and not empty. Between the two, a translation may replace the text and move the marks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias, TypeGuard

from pipeline.model import (
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from pipeline.translate.verbatim import Part, Verbatim, cut
from pipeline.walk import plain

Enclosing: TypeAlias = Emphasis | Strong | Strikeout | Superscript | Subscript | Link | Span


@dataclass(frozen=True, slots=True)
class Tag:
    """One piece of markup: its node (an enclosing node without its content), and the number of the tag around it.

    An atom stands in the text as its own text (code, a formula), which is never translated, or as nothing (a note).
    """

    node: Part
    parent: int = -1
    atom: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a tag stands: over the characters `start` to `end`. `rung` says how its place was found."""

    start: int
    end: int
    tag: int
    rung: str = field(default="source", compare=False)

    def moved(self, by: int) -> Mark:
        """Return the mark `by` characters further on."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with marks over it in reading order, an enclosing mark before those within; marks never cross.

    `tags` are numbered as they open in the source; a translation has the same tags and may lack some marks.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    tags: tuple[Tag, ...] = ()

    def within(self, ancestor: int, tag: int) -> bool:
        """Return whether the source has `tag` inside `ancestor`."""
        while tag > ancestor:
            tag = self.tags[tag].parent
        return tag == ancestor


def flatten(content: Inlines, language: str = "", opaque: Callable[[Part], bool] = lambda _: False) -> Marked:
    """Return the text and marks of `content`, which is in `language` (BCP 47).

    An `opaque` node is an atom, as are code, notes, images, and what is verbatim (see `verbatim.py`).
    """
    text, marks, tags, size = [], list[Mark](), list[Tag](), 0

    def take(nodes: Inlines, parent: int) -> None:
        nonlocal size
        for node in cut(nodes, language):
            number, start = len(tags), size
            enclosing = is_enclosing(node) and not opaque(node)
            if isinstance(node, Text):
                text.append(node.text)
                size += len(node.text)
                continue
            tags.append(Tag(_bare(node) if enclosing else node, parent, not enclosing))
            marks.append(Mark(start, start, number))
            if is_enclosing(node) and enclosing:
                take(node.content, number)
            else:
                text.append(text_of(node))
                size += len(text[-1])
            marks[number] = Mark(start, size, number)

    take(content, -1)
    return Marked("".join(text), tuple(marks), tuple(tags))


def build(marked: Marked) -> Inlines:
    """Return the inline content that a marked text stands for, adjacent texts merged."""
    open_nodes: list[tuple[Mark | None, list[Inline]]] = [(None, [])]
    at = 0

    def close() -> None:
        mark, content = open_nodes.pop()
        if mark is not None:
            write(mark.end, content)
            _put(open_nodes[-1][1], _filled(marked.tags[mark.tag].node, tuple(content)))

    def write(until: int, content: list[Inline]) -> None:
        nonlocal at
        if until > at:
            _put(content, Text(marked.text[at:until]))
            at = until

    for mark in marked.marks:
        while not all(_holds(marked, outer, mark) for outer, _ in open_nodes):
            close()
        write(mark.start, open_nodes[-1][1])
        if marked.tags[mark.tag].atom:
            _put(open_nodes[-1][1], marked.tags[mark.tag].node)
            at = mark.end
        else:
            open_nodes.append((mark, []))
    while len(open_nodes) > 1:
        close()
    write(len(marked.text), open_nodes[0][1])
    return tuple(open_nodes[0][1])


def is_enclosing(node: Part) -> TypeGuard[Enclosing]:
    """Return whether a node has inline content of its own."""
    return isinstance(node, Emphasis | Strong | Strikeout | Superscript | Subscript | Link | Span)


def must_stay(node: Part) -> bool:
    """Return whether a translation must have this node exactly once: everything but emphasis of any kind."""
    return not isinstance(node, Emphasis | Strong | Strikeout | Superscript | Subscript | Span)


def text_of(node: Part) -> str:
    """Return the text that an atom stands for in a marked text."""
    if isinstance(node, Verbatim):
        return plain(node.content)
    return "\n" if isinstance(node, LineBreak) else plain((node,))


def _holds(marked: Marked, outer: Mark | None, inner: Mark) -> bool:
    """Return whether `inner` stands inside `outer`; at its very end only if it does so in the source."""
    if outer is None:
        return True
    if inner.start == inner.end == outer.end:
        return marked.within(outer.tag, inner.tag)
    return outer.start <= inner.start and inner.end <= outer.end


def _bare(node: Part) -> Part:
    return replace(node, content=()) if is_enclosing(node) else node


def _filled(node: Part, content: Inlines) -> Part:
    return replace(node, content=content) if is_enclosing(node) else node


def _put(content: list[Inline], part: Part) -> None:
    for node in part.content if isinstance(part, Verbatim) else (part,):
        if isinstance(node, Text) and content and isinstance(content[-1], Text):
            content[-1] = Text(content[-1].text + node.text)
        else:
            content.append(node)
