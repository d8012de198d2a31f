"""The document model: one frozen, closed tree that every stage reads and returns.

The kinds follow Pandoc's (pandoc-types, `Text.Pandoc.Definition`), so that anything Pandoc can read has a place here.
Handle them with `match` and close each match with `assert_never`: a new kind then fails the type check everywhere it is
not yet handled. To change or search a tree use `pipeline.walk`, which alone lists the children of each kind.

The title is not a block: it lives in `Metadata`, and headings start at level 1 below it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias, Union

from pipeline.report import Location

Direction: TypeAlias = Literal["ltr", "rtl"]
Alignment: TypeAlias = Literal["left", "center", "right", "default"]
NumberStyle: TypeAlias = Literal["decimal", "lower-alpha", "upper-alpha", "lower-roman", "upper-roman"]
NumberDelimiter: TypeAlias = Literal["period", "paren", "parens"]

Inline: TypeAlias = Union[
    "Text",
    "Emphasis",
    "Strong",
    "Strikeout",
    "Superscript",
    "Subscript",
    "Code",
    "Link",
    "Image",
    "LineBreak",
    "Note",
    "Span",
]
Block: TypeAlias = Union[
    "Heading",
    "Paragraph",
    "BulletList",
    "OrderedList",
    "DefinitionList",
    "Quote",
    "CodeBlock",
    "Table",
    "Figure",
    "ThematicBreak",
    "Div",
]
Inlines: TypeAlias = tuple[Inline, ...]
Blocks: TypeAlias = tuple[Block, ...]
Row: TypeAlias = tuple[Blocks, ...]
"""A table row: one tuple of blocks for each cell."""


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters, never empty. White space inside is single spaces, except before normalizing."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Emphasized content; set in italics where the script has them."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Strong:
    """Strongly emphasized content; set in bold."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Strikeout:
    """Struck-out content."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Superscript:
    """Raised content."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Subscript:
    """Lowered content."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of code inside a line; never translated, always set left to right."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an address, or with `#id` to the heading of that id."""

    content: Inlines
    target: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture. `source` names a `Resource` of the document; `alt` says what it shows (empty: decoration)."""

    source: str
    alt: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break that the author asked for."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note, standing where its reference mark stands. Emitters number notes in reading order from 1."""

    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Span:
    """Content in another language (BCP 47) or direction than what surrounds it. Not translated if `language` is set."""

    content: Inlines
    language: str | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 to 6; `id` unique in the document and the same in every language."""

    level: int
    content: Inlines
    id: str = ""
    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    content: Inlines
    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list without numbers; each item is a tuple of blocks."""

    items: tuple[Blocks, ...]
    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OrderedList:
    """A numbered list; the first item bears the number `start` in `style`, closed by `delimiter` (1. / 1) / (1))."""

    items: tuple[Blocks, ...]
    start: int = 1
    style: NumberStyle = "decimal"
    delimiter: NumberDelimiter = "period"
    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and its definitions, each a tuple of blocks."""

    term: Inlines
    definitions: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """A list of terms with their definitions."""

    items: tuple[Definition, ...]
    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation set off from the text."""

    blocks: Blocks
    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of code, kept to the letter; `language` names the programming language or is empty. Never translated."""

    text: str
    language: str = ""
    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Every row of `head` and `body` has one cell for each of `alignments`."""

    alignments: tuple[Alignment, ...]
    head: tuple[Row, ...] = ()
    body: tuple[Row, ...] = ()
    caption: Inlines = ()
    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture on its own with an optional caption."""

    image: Image
    caption: Inlines = ()
    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ThematicBreak:
    """A change of subject without a heading."""

    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Div:
    """Blocks that share a language (then not translated), a direction or a role.

    A role is a plain word such as `note`, `warning` or `epigraph`. The role `lines` is reserved: a plain-text reader
    puts raw lines there, one paragraph for each run of lines with a `LineBreak` between lines, and normalizing
    replaces it by the structure it finds.

    The role `parallel` sets two texts side by side: such a Div holds two others, a text and its translation, each with
    its language. Its own direction says where the first stands: where a line of that direction begins.
    """

    blocks: Blocks
    language: str | None = None
    direction: Direction | None = None
    role: str = ""
    location: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or body. `role` is a MARC relator code (`aut`, `trl`, `edt`…), `file_as` the form it is sorted by."""

    name: str
    role: str = "aut"
    file_as: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """A person's wording of one metadata field in one language; it wins over any translation.

    `field` is a field name of `Metadata` (`title`, `subjects`…); `values` has one text, or several for a list.
    """

    language: str
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a translation comes from. `engine` is empty when a person made it."""

    source_language: str
    source_title: str = ""
    engine: str = ""
    model: str = ""
    model_version: str = ""
    model_hash: str = ""
    demonstration: bool = False
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a work, in Dublin Core terms. Text fields are empty and lists empty when nothing is known.

    `language` is a BCP 47 tag; `date` an ISO 8601 date of any precision (2023, 2023-11 or 2023-11-08); `coverage` the
    place a report comes from or a work is about; `cover_image` the name of a `Resource`.
    """

    title: str = ""
    subtitle: str = ""
    creators: tuple[Agent, ...] = ()
    contributors: tuple[Agent, ...] = ()
    language: str = ""
    date: str = ""
    publisher: str = ""
    subjects: tuple[str, ...] = ()
    description: str = ""
    rights: str = ""
    identifier: str = ""
    source: str = ""
    coverage: str = ""
    series: str = ""
    cover_image: str = ""
    wordings: tuple[Wording, ...] = ()
    translation: Provenance | None = None


SVG = "image/svg+xml"
"""The media type of drawings (SVG 2, appendix N)."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A picture's bytes as they lie beside the source; `name` is what `Image.source` says, size in pixels.

    A drawing (SVG) has its size in CSS pixels, and in `raster` a PNG of it, finer than that, for what shows no SVG.
    """

    name: str
    media_type: str
    data: bytes = field(repr=False)
    width: int = 0
    height: int = 0
    raster: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """One work in one language: metadata, blocks, pictures, and the languages its author asks editions in."""

    metadata: Metadata = Metadata()
    blocks: Blocks = ()
    resources: tuple[Resource, ...] = ()
    editions: tuple[str, ...] = ()
