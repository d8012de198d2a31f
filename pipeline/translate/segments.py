"""Take every text of a document out, and put texts back in: `restore(d, [s.marked for s in extract(d)]) == d`.

A segment is one run of inline content, or one text of the metadata. Both functions go through the document in the same
order, in `_Tour`, which alone knows where texts stand and which of them are not to be translated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import assert_never

from pipeline.model import (
    Block,
    Blocks,
    BulletList,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    Document,
    Figure,
    Heading,
    Image,
    Inlines,
    Link,
    Metadata,
    Note,
    OrderedList,
    Paragraph,
    Quote,
    Row,
    Span,
    Table,
    Text,
    ThematicBreak,
)
from pipeline.report import Location
from pipeline.translate.codes import same_language
from pipeline.translate.markup import Marked, Tag, build, flatten
from pipeline.translate.verbatim import Part

METADATA = ("title", "subtitle", "description", "subjects")
"""The fields of the metadata that are translated; names, dates, rights and identifiers are not."""


class Decision(StrEnum):
    """What becomes of a segment."""

    TRANSLATE = "translate"
    PROTECTED = "protected"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Segment:
    """One translatable text: where it stands, its text and marks, and what becomes of it.

    `address` is the same for every language and build of an unchanged document. `line` says that the text is one
    sentence, such as a heading. `why` gives the reason if it is not translated.
    """

    address: str
    marked: Marked
    decision: Decision = Decision.TRANSLATE
    why: str = ""
    line: bool = False
    location: Location | None = field(default=None, compare=False)


def extract(document: Document) -> tuple[Segment, ...]:
    """Return every text of the document in reading order, the metadata first, a note after the text it stands in."""
    segments: list[Segment] = []

    def keep(segment: Segment) -> Marked:
        segments.append(segment)
        return segment.marked

    _Tour(document.metadata.language, keep).document(document)
    return tuple(segments)


def restore(document: Document, texts: Iterable[Marked], language: str | None = None) -> Document:
    """Return the document with each segment's text replaced, in the order of `extract`; all else is kept.

    Parts that say they are in the document's own language are said to be in `language`, where that is given. Tags that
    a text has beyond those of its segment are put in as they are.
    """
    given = iter(texts)
    return _Tour(document.metadata.language, lambda _: next(given), language).document(document)


class _Tour:
    """One walk through a document, parents first, which hands out each segment and puts back what it is given.

    The walk of `pipeline.walk` goes children first and cannot be used: whether a text is translated depends on what
    stands around it.
    """

    def __init__(self, source: str, give: Callable[[Segment], Marked], target: str | None = None) -> None:
        self.source = source
        self.give = give
        self.target = target
        self.why = ""
        self.location: Location | None = None

    def document(self, document: Document) -> Document:
        return replace(document, metadata=self.metadata(document.metadata), blocks=self.blocks(document.blocks, "text"))

    def metadata(self, metadata: Metadata) -> Metadata:
        title, subtitle, description = (
            self.text(getattr(metadata, name), f"metadata/{name}", line=name != "description") for name in METADATA[:3]
        )
        subjects = tuple(self.text(each, f"metadata/subjects/{i}") for i, each in enumerate(metadata.subjects))
        return replace(metadata, title=title, subtitle=subtitle, description=description, subjects=subjects)

    def text(self, text: str, address: str, line: bool = True) -> str:
        """Return what is given for a text without markup; nothing is asked for an empty one."""
        if not text:
            return text
        marked = flatten((Text(text),), self.source)
        return self.give(self.segment(marked, address, line)).text

    def segment(self, marked: Marked, address: str, line: bool) -> Segment:
        decision, why = Decision.TRANSLATE, ""
        if self.why:
            decision, why = Decision.PROTECTED, self.why
        elif not any(character.isalpha() for character in free_text(marked)):
            decision, why = Decision.SKIPPED, "no letters"
        return Segment(address, marked, decision, why, line, self.location)

    def blocks(self, blocks: Blocks, address: str) -> Blocks:
        return tuple(self.block(block, f"{address}/{i}") for i, block in enumerate(blocks))

    def block(self, node: Block, address: str) -> Block:
        self.location = node.location or self.location
        match node:
            case Heading():
                return replace(node, content=self.inlines(node.content, address, line=True))
            case Paragraph():
                return replace(node, content=self.inlines(node.content, address))
            case BulletList() | OrderedList():
                items = tuple(self.blocks(item, f"{address}/{i}") for i, item in enumerate(node.items))
                return replace(node, items=items)
            case DefinitionList():
                return replace(
                    node, items=tuple(self.definition(item, f"{address}/{i}") for i, item in enumerate(node.items))
                )
            case Quote():
                return replace(node, blocks=self.blocks(node.blocks, address))
            case Div():
                return self.div(node, address)
            case Table():
                return replace(
                    node,
                    caption=self.inlines(node.caption, f"{address}/caption"),
                    head=self.rows(node.head, f"{address}/head"),
                    body=self.rows(node.body, f"{address}/body"),
                )
            case Figure():
                image = self.image(node.image, f"{address}/image")
                return replace(node, image=image, caption=self.inlines(node.caption, f"{address}/caption"))
            case CodeBlock() | ThematicBreak():
                return node
            case _:
                assert_never(node)

    def definition(self, item: Definition, address: str) -> Definition:
        term = self.inlines(item.term, f"{address}/term", line=True)
        return Definition(term, tuple(self.blocks(each, f"{address}/{i}") for i, each in enumerate(item.definitions)))

    def rows(self, rows: tuple[Row, ...], address: str) -> tuple[Row, ...]:
        return tuple(
            tuple(self.blocks(cell, f"{address}/{i}/{j}") for j, cell in enumerate(row)) for i, row in enumerate(rows)
        )

    def div(self, node: Div, address: str) -> Div:
        before = self.why
        self.why = before or (f"marked as {node.language}" if self.foreign(node.language) else "")
        blocks = self.blocks(node.blocks, address)
        language = node.language if self.why else self.language(node.language)
        self.why = before
        return replace(node, blocks=blocks, language=language)

    def foreign(self, language: str | None) -> bool:
        return language is not None and not same_language(language, self.source)

    def language(self, language: str | None) -> str | None:
        return (self.target or language) if language else language

    def inlines(self, content: Inlines, address: str, line: bool = False) -> Inlines:
        """Return what is given for the content, with notes, pictures and titles inside it put back as well."""
        if not content:
            return content
        location = self.location
        marked = flatten(content, self.source, self.opaque)
        given = self.give(self.segment(marked, address, line))
        tags = tuple(replace(tag, node=self.tag(tag, f"{address}/{i}")) for i, tag in enumerate(marked.tags))
        tags += given.tags[len(tags) :]
        self.location = location
        if given == marked and tags == marked.tags:
            return content
        return build(replace(given, tags=tags))

    def opaque(self, node: Part) -> bool:
        return isinstance(node, Span) and (bool(self.why) or self.foreign(node.language))

    def tag(self, tag: Tag, address: str) -> Part:
        match tag.node:
            case Note():
                return Note(self.blocks(tag.node.blocks, address))
            case Image():
                return self.image(tag.node, address)
            case Link():
                return replace(tag.node, title=self.text(tag.node.title, f"{address}/title"))
            case Span() if not tag.atom:
                return replace(tag.node, language=self.language(tag.node.language))
            case _:
                return tag.node

    def image(self, image: Image, address: str) -> Image:
        alt = self.text(image.alt, f"{address}/alt", line=False)
        return replace(image, alt=alt, title=self.text(image.title, f"{address}/title"))


def free_text(marked: Marked) -> str:
    """Return the text that stands in no atom: what there is to translate."""
    pieces, at = list[str](), 0
    for mark in marked.marks:
        if marked.tags[mark.tag].atom:
            pieces.append(marked.text[at : mark.start])
            at = mark.end
    return "".join((*pieces, marked.text[at:]))
