"""A document's texts as flows, and the places they stand in.

A flow is what a reader reads in one breath: the text of a paragraph, a heading, a term, a caption or a metadata field,
straight through its markup. As a string, a line break in it is a newline, and whatever no rule may look into (code, a
picture, a span in another language) is one `OBJECT`. A note has no place in the flow around its mark; its blocks are
flows of their own, and so is a span in another language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

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
from pipeline.report import Location
from pipeline.walk import rebuild

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
        return rebuild(node, inside(place), lambda content: with_notes(change(content, place), place))

    def with_notes(content: Inlines, place: Place) -> Inlines:
        def inlines(nodes: Inlines) -> Inlines:
            return tuple(rebuild(node, inside(place), inlines) for node in nodes)

        return inlines(content) if contains(content, lambda node: isinstance(node, Note)) else content

    return inside(start(document))(document.blocks)


def map_nodes(document: Document, change: Callable[[Inline, Place], Inline]) -> Blocks:
    """Return the document's blocks with each inline replaced by what `change` returns for it, inner ones first."""

    def content(nodes: Inlines, place: Place) -> Inlines:
        def inlines(inner: Inlines) -> Inlines:
            return tuple(change(rebuild(node, lambda blocks: blocks, inlines), place) for node in inner)

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


def flow(content: Inlines, language: str = "") -> str:
    """Return the flow that rules see for `content` in `language`."""
    return "".join(part for part, _ in parts(content, language))


def flows(document: Document) -> Iterator[tuple[str, Place]]:
    """Yield every flow of the document, those of its metadata first, each with its place."""
    found: list[tuple[str, Place]] = []

    def collect(content: Inlines, place: Place) -> Inlines:
        found.append((flow(content, place.language), place))
        for inner, language in foreign(content, place.language):
            collect(inner, Place(place.location, language))
        return content

    for field in PROSE:
        collect(as_inlines(str(getattr(document.metadata, field))), start(document))
    map_content(document, collect)
    return iter(found)


def parts(nodes: Inlines, language: str | None) -> Iterator[tuple[str, bool]]:
    """Yield each piece of a flow and whether it may be edited; with no language, look into every span."""
    for node in nodes:
        if isinstance(node, Text):
            yield node.text, True
        elif isinstance(node, LineBreak):
            yield "\n", False
        elif isinstance(node, Code | Image) or is_foreign(node, language):
            yield OBJECT, False
        elif not isinstance(node, Note):
            yield from parts(node.content, language)


def foreign(content: Inlines, language: str) -> Iterator[tuple[Inlines, str]]:
    """Yield the content and language of each span in another language that is not inside another such span."""
    for node in content:
        if isinstance(node, Span) and is_foreign(node, language):
            yield node.content, node.language or language
        elif not isinstance(node, (Text, Code, Image, LineBreak, Note)):
            yield from foreign(node.content, language)


def is_foreign(node: Inline, language: str | None) -> bool:
    """Return whether a node is a span in another language; with no language, none is."""
    return language is not None and isinstance(node, Span) and bool(node.language) and node.language != language


def contains(nodes: Inlines, wanted: Callable[[Inline], bool]) -> bool:
    """Return whether one of the nodes, or of those inside their markup, is wanted; notes are not looked into."""
    return any(
        wanted(node) or (not isinstance(node, (Text, Code, Image, LineBreak, Note)) and contains(node.content, wanted))
        for node in nodes
    )


def merged(nodes: Iterable[Inline]) -> Inlines:
    """Return the nodes with each run of texts made one and empty texts left out."""
    result: list[Inline] = []
    for is_text, run in groupby(nodes, lambda node: isinstance(node, Text)):
        if not is_text:
            result.extend(run)
        elif text := "".join(node.text for node in run if isinstance(node, Text)):
            result.append(Text(text))
    return tuple(result)


def as_inlines(text: str) -> Inlines:
    """Return a plain text as inline content."""
    return (Text(text),) if text else ()
