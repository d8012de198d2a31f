"""White space: single spaces, none at the ends, none at the edges inside markup, and nothing that is empty.

A run of white space becomes one space. A special space that stands alone (no-break, thin, ideographic) was put there on
purpose and is kept. White space and line breaks at the edges of emphasis, links and the like move outside: the space in
`**bold **word` belongs to the sentence. At the ends of a paragraph they go. Texts side by side become one. Markup,
notes, paragraphs, quotes, lists and divs with nothing at all inside are dropped; empty list items and table cells are
places and stay. Code is untouched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.model import (
    Block,
    Blocks,
    BulletList,
    Code,
    Definition,
    DefinitionList,
    Div,
    Document,
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
    Table,
    Text,
)
from pipeline.normalize.edit import difference
from pipeline.normalize.flows import flow, merged, on_attributes, on_every_value, start
from pipeline.normalize.ledger import Ledger
from pipeline.report import Change, Finding, Outcome, Severity
from pipeline.walk import query, walk

NAME = "whitespace"

_RUN = re.compile(r"\s+")
_ORDINARY = " \t\n\r\f\v\x85\u2028\u2029"
_BREAK = "\u2028"
"""U+2028 LINE SEPARATOR: how a line break stands among the white space of a gap, and is written in some sources."""


def apply(document: Document) -> Outcome[Document]:
    """Return the document with its white space tidy, and a change for each paragraph or value that was not."""
    tidier = _Tidier()
    outside = start(document).location
    metadata = on_every_value(document.metadata, lambda text, _: tidier.value(text))
    tidier.ledger.settle(outside)
    blocks = walk(document.blocks, block=tidier.block, inline=tidier.inline)
    tidier.ledger.settle(outside)
    return tidier.ledger.outcome(replace(document, metadata=metadata, blocks=blocks))


def tidy_text(text: str) -> str:
    """Return a text with its white space tidy."""
    return _RUN.sub(_single, text.strip())


def tidy(nodes: Inlines) -> Inlines:
    """Return inline content with its white space tidy, texts merged and empty markup left out."""
    return _tidied(nodes)[1]


@dataclass
class _Tidier:
    """Tidies blocks as `walk` hands them over, children first, and remembers what it did."""

    ledger: Ledger = field(default_factory=Ledger)

    def block(self, node: Block) -> Blocks:
        node = self._with_content(node)
        empty = _is_empty(node)
        if empty:
            self.ledger.write(Change(NAME, f"(empty {type(node).__name__})", ""))
        self.ledger.block(node)
        if empty and isinstance(node, Table) and node.caption:
            return (Paragraph(node.caption, node.location),)
        return () if empty else (node,)

    def inline(self, node: Inline) -> Inlines:
        return (on_attributes(node, self.value),)

    def value(self, before: str) -> str:
        after = tidy_text(before)
        self._changed(before, after)
        return after

    def _with_content(self, node: Block) -> Block:
        match node:
            case Heading() | Paragraph():
                return replace(node, content=self._content(node.content))
            case Table() | Figure():
                return replace(node, caption=self._content(node.caption))
            case DefinitionList():
                items = (Definition(self._content(item.term), item.definitions) for item in node.items)
                return replace(node, items=tuple(items))
            case _:
                return node

    def _content(self, nodes: Inlines) -> Inlines:
        result = tidy(nodes)
        if result != nodes:
            self._changed(flow(nodes), flow(result))
            for finding in _lost_links(nodes):
                self.ledger.write(finding)
        return result

    def _changed(self, before: str, after: str) -> None:
        if before != after:
            self.ledger.write(Change(NAME, *difference(before, after)))


def _is_empty(node: Block) -> bool:
    match node:
        case Paragraph():
            return not node.content
        case Quote() | Div():
            return not node.blocks
        case BulletList() | OrderedList() | DefinitionList():
            return not node.items
        case Table():
            return not (node.head or node.body)
        case _:
            return False


def _lost_links(nodes: Inlines) -> Iterator[Finding]:
    for link in query(nodes, Link, into_notes=False):
        if not tidy(link.content):
            yield Finding("link.empty", f"a link to {link.target} has no text and is left out", Severity.WARNING)


def _single(run: re.Match[str]) -> str:
    """Return the one space that stands for a run of white space: a special one only if nothing else is there."""
    kinds = set(run[0])
    return " " if len(kinds) > 1 or kinds & set(_ORDINARY) else run[0][0]


def _tidied(nodes: Inlines) -> tuple[str, Inlines, str]:
    """Return the gap before the content, the tidy content, and the gap after it; if there is none, all is before."""
    built: list[Inline] = []
    lead = gap = ""
    for node in nodes:
        before, kept, after = _split(node)
        gap += before
        if kept:
            if built:
                built.extend(_spaced(gap))
            else:
                lead = gap
            built.extend(kept)
            gap = after
    return (lead, merged(built), gap) if built else (gap, (), "")


def _split(node: Inline) -> tuple[str, Inlines, str]:
    """Return a node as `_tidied` returns a sequence."""
    match node:
        case Text():
            return _split_text(node.text)
        case LineBreak():
            return _BREAK, (), ""
        case Note():
            return "", ((node,) if node.blocks else ()), ""
        case Code() | Image():
            return "", (node,), ""
        case _:
            before, content, after = _tidied(node.content)
            return before, ((replace(node, content=content),) if content else ()), after


def _split_text(text: str) -> tuple[str, Inlines, str]:
    core = text.strip()
    if not core:
        return text, (), ""
    if _BREAK in core:
        pieces = [node for piece in text.split(_BREAK) for node in (LineBreak(), Text(piece))]
        return _tidied(tuple(pieces[1:]))
    at = text.index(core)
    return text[:at], (Text(_RUN.sub(_single, core)),), text[at + len(core) :]


def _spaced(gap: str) -> Inlines:
    """Return the inlines that stand for the white space between two pieces of content."""
    if _BREAK in gap:
        return (LineBreak(),) * gap.count(_BREAK)
    return (Text(_RUN.sub(_single, gap)),) if gap else ()
