"""The text of the book: blocks and inlines as XHTML.

Kept: everything the model holds. Notes are taken out of the line and numbered in reading order; where they lie is up to
`chapters`. Lost, each with a finding: an image without bytes (what it shows is said in its place), and the
address of a link that a book cannot follow (its text stays).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, repeat
from typing import assert_never

from pipeline.emit.epub.anchors import Anchors, parted, reference
from pipeline.emit.epub.notes import aside, way_back
from pipeline.emit.epub.pictures import Picture
from pipeline.emit.epub.roles import attributes
from pipeline.emit.epub.xhtml import content, spoken, value
from pipeline.languages import Language
from pipeline.model import (
    Block,
    Blocks,
    BulletList,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Direction,
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
    NumberStyle,
    OrderedList,
    Paragraph,
    Quote,
    Row,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
)
from pipeline.report import Finding, Location
from pipeline.walk import plain, query

_NUMBERS: dict[NumberStyle, str] = {
    "decimal": "1",
    "lower-alpha": "a",
    "upper-alpha": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
_TAGS: dict[type[Inline], str] = {
    Emphasis: "em",
    Strong: "strong",
    Strikeout: "s",
    Superscript: "sup",
    Subscript: "sub",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading as lists of headings need it: level, name of the place, bare text, and text with its languages.

    `called` is the text, or where a heading has only a picture, what the picture shows.
    """

    level: int
    name: str
    text: str
    html: str
    called: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of the document with the notes and the headings in it."""

    html: str
    headings: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()


class Writer:
    """Writes blocks one after the other; numbers and names go on from each to the next."""

    def __init__(self, language: Language, pictures: Mapping[str, Picture]) -> None:
        self.anchors = Anchors()
        self.findings: list[Finding] = []
        self.used: dict[str, Picture] = {}
        self._back = way_back(language)
        self._pictures = pictures
        self._number = 0
        self._lettered = False
        self.parallel = False
        self._said: tuple[str | None, Direction | None] = (None, None)
        self._headings: list[Entry] = []
        self._notes: list[str] = []
        self._place: Location | None = None

    def piece(self, block: Block) -> Piece:
        """Return one block of the document's top level."""
        self._headings, self._notes = [], []
        html = self.block(block)
        return Piece(html, tuple(self._headings), tuple(self._notes))

    def blocks(self, blocks: Blocks) -> str:
        """Return blocks, each on a line of its own."""
        return "\n".join(map(self.block, blocks))

    def block(self, block: Block) -> str:  # noqa: C901  (one short case for each kind of a closed set)
        """Return one block."""
        self._place = block.location or self._place
        match block:
            case Paragraph():
                return f"<p>{self._line(block.content)}</p>"
            case Heading():
                return self._heading(block)
            case BulletList():
                return f"<ul>\n{self._items(block.items)}</ul>"
            case OrderedList():
                return self._ordered(block)
            case DefinitionList():
                return f"<dl>\n{''.join(map(self._definition, block.items))}</dl>"
            case Quote():
                return f"<blockquote>\n{self.blocks(block.blocks)}\n</blockquote>"
            case CodeBlock():
                kind = f' class="language-{value(block.language)}"' if block.language else ""
                return f'<pre dir="ltr" translate="no"><code{kind}>{content(block.text)}</code></pre>'
            case Table():
                return self._table(block)
            case Figure():
                caption = f"\n<figcaption>{self._line(block.caption)}</figcaption>" if block.caption else ""
                return f"<figure>\n{self._image(block.image)}{caption}\n</figure>"
            case ThematicBreak():
                return "<hr/>"
            case Div():
                self.parallel = self.parallel or block.role == "parallel"
                with self._speaking(block):
                    return f"<div{attributes(block)}>\n{self.blocks(block.blocks)}\n</div>"
            case _:
                assert_never(block)

    @contextmanager
    def _speaking(self, node: Div | Span) -> Iterator[None]:
        """Write on in the language of a node: a note in it lies elsewhere in the book, and has to say it again."""
        outer = self._said
        self._said = (node.language, node.direction) if node.language else (outer[0], node.direction or outer[1])
        yield
        self._said = outer

    def _heading(self, heading: Heading) -> str:
        level = min(max(heading.level, 1), 6)
        name = self.anchors.give(heading.id)
        slot = len(self._headings)
        html = self._line(heading.content)
        text = " ".join(plain(heading.content).split())
        called = text or " ".join(image.alt for image in query(heading.content, Image)).strip() or "…"
        self._headings.insert(slot, Entry(level, name, text, self._listed(heading.content) if text else "", called))
        return f'<h{level} id="{name}">{html}</h{level}>'

    def _listed(self, heading: Inlines) -> str:
        """Return a heading's content for a list: bare, except that other languages and directions stay marked."""
        parts = (
            f"<span{spoken(node.language, node.direction)}>{self._listed(node.content)}</span>"
            if isinstance(node, Span)
            else content(plain((node,)))
            for node in heading
        )
        return "".join(parts)

    def _items(self, items: tuple[Blocks, ...]) -> str:
        return "".join(f"<li>{self.blocks(item)}</li>\n" for item in items)

    def _ordered(self, node: OrderedList) -> str:
        kind = "" if node.delimiter == "period" else f' class="{node.delimiter}-{node.style}"'
        start = "" if node.start == 1 else f' start="{node.start}"'
        return f'<ol type="{_NUMBERS[node.style]}"{start}{kind}>\n{self._items(node.items)}</ol>'

    def _definition(self, item: Definition) -> str:
        """Return a term and what it means; HTML wants at least one definition (4.4.9)."""
        term = self._line(item.term)
        meanings = "".join(f"<dd>{self.blocks(part)}</dd>\n" for part in item.definitions or ((),))
        return f"<dt>{term}</dt>\n{meanings}"

    def _table(self, table: Table) -> str:
        caption = f"<caption>{self._line(table.caption)}</caption>\n" if table.caption else ""
        head = "".join(self._row(row, table, "th") for row in table.head)
        body = "".join(self._row(row, table, "td") for row in table.body)
        head = f"<thead>\n{head}</thead>\n" if head else ""
        return f"<table>\n{caption}{head}<tbody>\n{body}</tbody>\n</table>"

    def _row(self, row: Row, table: Table, kind: str) -> str:
        """Return a row. An empty cell is no header: there is nothing that it could name."""
        cells = []
        for alignment, cell in zip(chain(table.alignments, repeat("default")), row, strict=False):
            tag, scope = ("th", ' scope="col"') if kind == "th" and cell else ("td", "")
            aligned = "" if alignment == "default" else f' class="{alignment}"'
            cells.append(f"<{tag}{scope}{aligned}>{self._cell(cell)}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>\n"

    def _cell(self, cell: Blocks) -> str:
        match cell:
            case (Paragraph(content=inside),):
                return self._line(inside)
            case _:
                return self.blocks(cell)

    def _line(self, nodes: Inlines) -> str:
        """Return a whole line of text. Where it has letters, a picture in it is no larger than they are."""
        within, self._lettered = self._lettered, bool(plain(nodes).strip())
        html = self.inlines(nodes)
        self._lettered = within
        return html

    def inlines(self, nodes: Inlines) -> str:
        """Return inline content."""
        return "".join(map(self.inline, nodes))

    def inline(self, node: Inline) -> str:
        """Return one inline."""
        match node:
            case Text():
                return content(node.text)
            case Emphasis() | Strong() | Strikeout() | Superscript() | Subscript():
                tag = _TAGS[type(node)]
                return f"<{tag}>{self.inlines(node.content)}</{tag}>"
            case Code():
                return f'<code dir="ltr" translate="no">{content(node.text)}</code>'
            case Link():
                return self._link(node)
            case Image():
                return self._image(node, icon=self._lettered)
            case LineBreak():
                return "<br/>"
            case Note():
                return self._note(node)
            case Span():
                with self._speaking(node):
                    return f"<span{spoken(node.language, node.direction)}>{self.inlines(node.content)}</span>"
            case _:
                assert_never(node)

    def _link(self, link: Link) -> str:
        address = reference(link.target)
        if address is None:
            self.lost("link.unreachable", f"a reader of the book cannot reach {link.target!r}; its text stays")
        href = "" if address is None else f' href="{address}"'
        title = f' title="{value(link.title)}"' if link.title else ""
        inside, notes = parted(link)
        return f"<a{href}{title}>{self.inlines(inside)}</a>{self.inlines(notes)}"

    def _image(self, image: Image, *, icon: bool = False) -> str:
        picture = self._pictures.get(image.source)
        if picture is None:
            self.lost("image.missing", f"{image.source!r} is no picture that a book can show; its description stays")
            return f'<span class="missing" role="img" aria-label="{value(image.alt)}"></span>' if image.alt else ""
        self.used[image.source] = picture
        size = f' width="{picture.resource.width}" height="{picture.resource.height}"'
        title = f' title="{value(image.title)}"' if image.title else ""
        kind = ' class="icon"' if icon else ""
        sized = size if picture.resource.width and picture.resource.height else ""
        return f'<img src="{picture.path}" alt="{value(image.alt)}"{title}{sized}{kind}/>'

    def _note(self, note: Note) -> str:
        """Set a note aside and return its mark. Notes inside it have later numbers and later places."""
        self._number += 1
        number, slot = self._number, len(self._notes)
        self._notes.append("")
        self._notes[slot] = aside(number, self.blocks(note.blocks), spoken(*self._said, "note"), self._back)
        return (
            f'<a id="ref-{number}" class="noteref" href="#note-{number}" role="doc-noteref" epub:type="noteref">'
            f"{number}</a>"
        )

    def lost(self, code: str, message: str) -> None:
        """Report something that the book could not keep, at the block being written."""
        self.findings.append(Finding(code, message, location=self._place))
