"""The shared way of changing a document's texts: as flows, with every change recorded.

A flow is what a reader reads in one breath: the text of a paragraph, a heading, a term, a caption or a metadata field,
straight through its markup. Rules see a flow as one string and answer with edits; the markup stays where it was. In
that string a line break is a newline, and whatever no rule may look into (code, a picture, a span in another language)
is one `OBJECT`. A note has no place in the flow around its mark; its blocks are flows of their own, and so is a span in
another language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model import (
    Agent,
    Block,
    Blocks,
    Code,
    Div,
    Document,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Metadata,
    Note,
    Span,
    Text,
    Wording,
)
from pipeline.report import Change, Location, Outcome
from pipeline.walk import _rebuild_block as rebuild_block
from pipeline.walk import _rebuild_inline as rebuild_inline

OBJECT = "\ufffc"
"""U+FFFC OBJECT REPLACEMENT CHARACTER: what it is for."""

PROSE = ("title", "subtitle", "description")
"""The metadata fields that are sentences or headings of their own."""

VALUES = (*PROSE, "publisher", "rights", "source", "coverage", "series")
"""The metadata fields that hold one text in any words."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a flow stands: the location to report and the language in force (empty: unknown)."""

    location: Location | None
    language: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` in place of the characters from `start` up to `end` of a flow; at least one character is replaced."""

    start: int
    end: int
    text: str


Rule = Callable[[str, str], Iterable[Edit]]
"""From a flow and its language, the edits in order, none touching another and none touching an `OBJECT` or newline."""

OnValue = Callable[[str, str], str]
OnContent = Callable[[Inlines, Place], Inlines]


def start(document: Document) -> Place:
    """Return the place of what stands before the first block: the file alone, and the document's language."""
    located = (block.location for block in document.blocks if block.location)
    first = next(located, None)
    return Place(Location(first.file) if first else None, document.metadata.language)


def map_content(document: Document, change: OnContent) -> Blocks:
    """Return the document's blocks with each block's inline content replaced by what `change` returns, notes too."""

    def inside(place: Place) -> Callable[[Blocks], Blocks]:
        return lambda children: tuple(on_block(child, place) for child in children)

    def on_block(node: Block, outer: Place) -> Block:
        language = node.language if isinstance(node, Div) else None
        place = Place(node.location or outer.location, language or outer.language)
        return rebuild_block(node, inside(place), lambda content: with_notes(change(content, place), place))

    def with_notes(content: Inlines, place: Place) -> Inlines:
        def inlines(nodes: Inlines) -> Inlines:
            return tuple(rebuild_inline(node, inside(place), inlines) for node in nodes)

        return inlines(content) if contains(content, lambda node: isinstance(node, Note)) else content

    return inside(start(document))(document.blocks)


def rewrite(document: Document, name: str, rules: Sequence[Rule]) -> Outcome[Document]:
    """Return the document with the rules applied in turn to each flow, and a change named `name` for each edit."""
    changes: list[Change] = []

    def content(nodes: Inlines, place: Place) -> Inlines:
        for rule in rules:
            nodes = _rewritten(nodes, place, name, rule, changes)
        return nodes

    def value(text: str, language: str) -> str:
        return "".join(part for part, _ in _parts(content(_as_inlines(text), Place(before.location, language)), None))

    before = start(document)
    metadata = on_metadata(document.metadata, value, PROSE)
    return Outcome(replace(document, metadata=metadata, blocks=map_content(document, content)), changes=tuple(changes))


def on_metadata(metadata: Metadata, value: OnValue, fields: Sequence[str]) -> Metadata:
    """Return the record with `value(text, language)` in place of each of the text `fields`, wordings included."""

    def worded(item: Wording) -> Wording:
        return replace(item, values=tuple(value(text, item.language) for text in item.values))

    wordings = tuple(worded(item) if item.field in fields else item for item in metadata.wordings)
    changed = {field: value(str(getattr(metadata, field)), metadata.language) for field in fields}
    return replace(metadata, wordings=wordings, **changed)  # type: ignore[arg-type]  # text fields only


def on_every_value(metadata: Metadata, value: OnValue) -> Metadata:
    """Return the record with `value(text, language)` in place of every text that a reader may see, names included."""
    language = metadata.language

    def named(agents: tuple[Agent, ...]) -> tuple[Agent, ...]:
        return tuple(
            replace(agent, name=value(agent.name, language), file_as=value(agent.file_as, language)) for agent in agents
        )

    metadata = on_metadata(metadata, value, VALUES)
    return replace(
        metadata,
        creators=named(metadata.creators),
        contributors=named(metadata.contributors),
        subjects=tuple(value(subject, language) for subject in metadata.subjects),
    )


def applied(text: str, language: str, rules: Sequence[Rule]) -> str:
    """Return a plain text with the rules applied in turn."""
    for rule in rules:
        for edit in reversed(tuple(rule(text, language))):
            text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def flow(content: Inlines, language: str = "") -> str:
    """Return the flow that rules see for `content` in `language`."""
    return "".join(part for part, _ in _parts(content, language))


def flows(document: Document) -> Iterator[tuple[str, Place]]:
    """Yield every flow of the document, those of its metadata first, each with its place."""
    found: list[tuple[str, Place]] = []

    def collect(content: Inlines, place: Place) -> Inlines:
        found.append((flow(content, place.language), place))
        for inner, language in _foreign(content, place.language):
            collect(inner, Place(place.location, language))
        return content

    for field in PROSE:
        collect(_as_inlines(str(getattr(document.metadata, field))), start(document))
    map_content(document, collect)
    return iter(found)


def _foreign(content: Inlines, language: str) -> Iterator[tuple[Inlines, str]]:
    """Yield the content and language of each span in another language that is not inside another such span."""
    for node in content:
        if isinstance(node, Span) and _is_foreign(node, language):
            yield node.content, node.language or language
        elif not isinstance(node, (Text, Code, Image, LineBreak, Note)):
            yield from _foreign(node.content, language)


def contains(nodes: Inlines, wanted: Callable[[Inline], bool]) -> bool:
    """Return whether one of the nodes, or of those inside their markup, is wanted; notes are not looked into."""
    return any(
        wanted(node) or (not isinstance(node, (Text, Code, Image, LineBreak, Note)) and contains(node.content, wanted))
        for node in nodes
    )


def merged(nodes: Iterable[Inline]) -> Inlines:
    """Return the nodes with each run of texts made one and empty texts left out."""
    result: list[Inline] = []
    for node in nodes:
        last = result[-1] if result else None
        if isinstance(node, Text) and isinstance(last, Text):
            result[-1] = Text(last.text + node.text)
        elif node != Text(""):
            result.append(node)
    return tuple(result)


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


def _as_inlines(text: str) -> Inlines:
    return (Text(text),) if text else ()


def _is_foreign(node: Inline, language: str | None) -> bool:
    return language is not None and isinstance(node, Span) and bool(node.language) and node.language != language


def _parts(nodes: Inlines, language: str | None) -> Iterator[tuple[str, bool]]:
    """Yield each piece of a flow and whether it may be edited; with no language, look into every span."""
    for node in nodes:
        if isinstance(node, Text):
            yield node.text, True
        elif isinstance(node, LineBreak):
            yield "\n", False
        elif isinstance(node, Code | Image) or _is_foreign(node, language):
            yield OBJECT, False
        elif not isinstance(node, Note):
            yield from _parts(node.content, language)


def _rewritten(nodes: Inlines, place: Place, name: str, rule: Rule, changes: list[Change]) -> Inlines:
    """Return the content with one rule applied to its flow and to those of its spans in other languages."""
    parts = list(_parts(nodes, place.language))
    text = "".join(part for part, _ in parts)
    edits = [edit for edit in rule(text, place.language) if text[edit.start : edit.end] != edit.text]
    for edit in edits:
        low, high = max(0, edit.start - 14), edit.end + 14
        cut = text[low:high], text[low : edit.start] + edit.text + text[edit.end : high]
        changes.append(Change(name, visible(_shortened(cut[0])), visible(_shortened(cut[1])), place.location))

    def inside(content: Inlines, language: str) -> Inlines:
        return _rewritten(content, Place(place.location, language), name, rule, changes)

    if not edits and not contains(nodes, lambda node: _is_foreign(node, place.language)):
        return nodes
    return _refilled(nodes, place.language, iter(_spliced(parts, edits)), inside)


def _spliced(parts: Sequence[tuple[str, bool]], edits: Sequence[Edit]) -> Iterator[str]:
    """Yield the new text of each editable part; an edit across parts puts its text into the first."""
    at, index = 0, 0
    for text, editable in parts:
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
        if isinstance(node, Span) and _is_foreign(node, language):
            return replace(node, content=inside(node.content, node.language or language))
        return replace(node, content=_refilled(node.content, language, texts, inside))

    return merged(on(node) for node in nodes)


def map_nodes(document: Document, change: Callable[[Inline, Place], Inline]) -> Blocks:
    """Return the document's blocks with each inline replaced by what `change` returns for it, inner ones first."""

    def content(nodes: Inlines, place: Place) -> Inlines:
        def inlines(inner: Inlines) -> Inlines:
            return tuple(change(rebuild_inline(node, lambda blocks: blocks, inlines), place) for node in inner)

        return inlines(nodes)

    return map_content(document, content)


def on_attributes(node: Inline, change: Callable[[str], str]) -> Inline:
    """Return the node with `change` applied to the text in its attributes: what an image shows, a link's title."""
    match node:
        case Image():
            return replace(node, alt=change(node.alt), title=change(node.title))
        case Link():
            return replace(node, title=change(node.title))
        case _:
            return node
