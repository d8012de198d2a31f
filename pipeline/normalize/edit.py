"""The shared way of changing a document's texts: rules answer a flow with edits, and every edit is recorded.

The markup stays where it was; an edit across markup puts its text where it starts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Code, Document, Image, Inline, Inlines, LineBreak, Note, Span, Text
from pipeline.normalize.flows import (
    PROSE,
    Place,
    as_inlines,
    contains,
    is_foreign,
    map_content,
    merged,
    on_metadata,
    parts,
    start,
)
from pipeline.report import Change, Outcome


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` in place of the characters from `start` up to `end` of a flow; at least one character is replaced."""

    start: int
    end: int
    text: str


Rule = Callable[[str, str], Iterable[Edit]]
"""From a flow and its language, the edits in order, none touching another and none touching an `OBJECT` or newline."""


def rewrite(document: Document, name: str, rules: Sequence[Rule]) -> Outcome[Document]:
    """Return the document with the rules applied in turn to each flow, and a change named `name` for each edit."""
    changes: list[Change] = []

    def content(nodes: Inlines, place: Place) -> Inlines:
        for rule in rules:
            nodes = _rewritten(nodes, place, name, rule, changes)
        return nodes

    def value(text: str, language: str) -> str:
        return "".join(piece for piece, _ in parts(content(as_inlines(text), Place(before.location, language)), None))

    before = start(document)
    metadata = on_metadata(document.metadata, value, PROSE)
    return Outcome(replace(document, metadata=metadata, blocks=map_content(document, content)), changes=tuple(changes))


def applied(text: str, language: str, rules: Sequence[Rule]) -> str:
    """Return a plain text with the rules applied in turn."""
    for rule in rules:
        text = "".join(_spliced(((text, True),), tuple(rule(text, language))))
    return text


def difference(before: str, after: str, context: int = 14) -> tuple[str, str]:
    """Return both texts cut down to where they differ, with a little of what stands around it, invisibles spelt out."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    low = max(0, head - context)
    shown = (visible(_shortened(text[low : len(text) - max(0, tail - context)])) for text in (before, after))
    return next(shown), next(shown)


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts have in common from their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def visible(text: str) -> str:
    """Return the text with each invisible character as its code point: `⟨U+200B⟩`."""
    return re.sub(
        r"[^\x20-\x7e]",
        lambda found: f"⟨U+{ord(found[0]):04X}⟩" if unicodedata.category(found[0])[0] in "CZ" else found[0],
        text,
    )


def _shortened(text: str, longest: int = 120) -> str:
    return text if len(text) <= longest else f"{text[: longest // 2]} … {text[-longest // 2 :]}"


def _rewritten(nodes: Inlines, place: Place, name: str, rule: Rule, changes: list[Change]) -> Inlines:
    """Return the content with one rule applied to its flow and to those of its spans in other languages."""
    pieces = list(parts(nodes, place.language))
    text = "".join(piece for piece, _ in pieces)
    edits = [edit for edit in rule(text, place.language) if text[edit.start : edit.end] != edit.text]
    for edit in edits:
        low, high = max(0, edit.start - 14), edit.end + 14
        cut = text[low:high], text[low : edit.start] + edit.text + text[edit.end : high]
        changes.append(Change(name, visible(_shortened(cut[0])), visible(_shortened(cut[1])), place.location))

    def inside(content: Inlines, language: str) -> Inlines:
        return _rewritten(content, Place(place.location, language), name, rule, changes)

    if not edits and not contains(nodes, lambda node: is_foreign(node, place.language)):
        return nodes
    return _refilled(nodes, place.language, iter(_spliced(pieces, edits)), inside)


def _spliced(flow: Sequence[tuple[str, bool]], edits: Sequence[Edit]) -> Iterator[str]:
    """Yield the new text of each editable part; an edit across parts puts its text into the first."""
    at, index = 0, 0
    for text, editable in flow:
        end, pieces, kept = at + len(text), [], at
        while index < len(edits) and edits[index].start < end:
            edit = edits[index]
            pieces += [text[kept - at : max(edit.start, kept) - at], edit.text if edit.start >= at else ""]
            kept = min(edit.end, end)
            if edit.end > end:
                break
            index += 1
        at = end
        if editable:
            yield "".join((*pieces, text[len(text) - (end - kept) :]))


def _refilled(
    nodes: Inlines, language: str, texts: Iterator[str], inside: Callable[[Inlines, str], Inlines]
) -> Inlines:
    """Return the nodes with their texts taken from `texts` in order, spans in other languages by way of `inside`."""

    def on(node: Inline) -> Inline:
        if isinstance(node, Text):
            return Text(next(texts))
        if isinstance(node, (Code, Image, LineBreak, Note)):
            return node
        if isinstance(node, Span) and is_foreign(node, language):
            return replace(node, content=inside(node.content, node.language or language))
        return replace(node, content=_refilled(node.content, language, texts, inside))

    return merged(on(node) for node in nodes)
