"""What a document says, read aloud as an edition prints it: the pieces of text that a file must hold, in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal, TypeAlias, assert_never

from pipeline.languages import language
from pipeline.model import (
    Block,
    Blocks,
    BulletList,
    Code,
    CodeBlock,
    DefinitionList,
    Direction,
    Div,
    Document,
    Emphasis,
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
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
)
from pipeline.report import Location
from pipeline.verify.letters import right_to_left
from pipeline.verify.observed import spaced
from pipeline.verify.voices import Voice, merged
from pipeline.walk import plain, query

Stream: TypeAlias = Literal["body", "beside", "note", "note beside", "caption"]
"""Where a piece stands: table captions may stand above or below their table, notes anywhere after their mark. What is
`beside` has the translation at its side: on printed pages both, and their notes, run over to the next together."""
WHOLE: dict[Stream, Stream] = {"beside": "body", "note beside": "note"}
"""What streams are part of where texts and their translations come one after the other."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one block with the numbers of its notes, and the heading under which it stands.

    `voices` are its words by language and direction, `direction` that of the whole. `turned`: some of it runs from
    right to left, or has letters that do, so that a printed line may mix its letters.
    """

    text: str
    under: str = ""
    stream: Stream = "body"
    voices: tuple[Voice, ...] = ()
    direction: str = ""
    turned: bool = False
    location: Location | None = field(default=None, compare=False)

    @property
    def languages(self) -> frozenset[str]:
        """The languages that its words are in; code is in none."""
        return frozenset(voice.language for voice in self.voices if voice.language)


def read_aloud(
    document: Document, beside: str = "", *, marks_after_links: bool = False
) -> tuple[tuple[Piece, ...], frozenset[str]]:
    """Return the pieces of a document, those of notes after all others, and every language that has words in it.

    Of a bilingual edition `beside` is the other language: the titles worded in it stand below the others.
    `marks_after_links`: in the format no link holds another, so the mark of a note in one stands after it.
    """
    reading = _Reading(document, beside, marks_after_links=marks_after_links)
    return (*reading.body, *chain.from_iterable(reading.notes)), frozenset(reading.spoken)


def _towards(tag: str | None, direction: Direction | None, around: Direction = "ltr") -> Direction:
    """Return the direction of what has a language tag or a direction of its own, within what runs `around` it."""
    return direction or (language(tag).direction if tag else around)


class _Reading:
    """Reads a document aloud, as an edition prints it: blocks in order, each note set aside under its number."""

    def __init__(self, document: Document, beside: str, *, marks_after_links: bool) -> None:
        self.marks_after_links = marks_after_links
        self.late: list[str] | None = None
        self.body: list[Piece] = []
        self.notes: list[list[Piece]] = []
        self.spoken: set[str] = set()
        self.into = self.body
        self.column: Stream = "body"
        self.heard: list[Voice] = []
        self.under = ""
        self.language = document.metadata.language
        self.direction = _towards(self.language, None)
        self.turned = self.direction == "rtl"
        self._line((Text(document.metadata.title),))
        self._line((Text(document.metadata.subtitle),))
        for name in ("title", "subtitle"):
            found = (one for one in document.metadata.wordings if (one.language, one.field) == (beside, name))
            for text in chain.from_iterable(one.values for one in found):
                self._line((Span((Text(text),), beside),))
        self._blocks(document.blocks)

    def _add(self, text: str, location: Location | None = None, stream: Stream | None = None) -> None:
        aside: Stream = "note" if self.column == "body" else "note beside"
        default = self.column if self.into is self.body else aside
        turned = self.turned or right_to_left(text)
        if text.strip():
            voices, where = merged(self.heard), stream or default
            self.into.append(Piece(text, self.under, where, voices, self.direction, turned, location))

    def _line(self, content: Inlines, location: Location | None = None, stream: Stream | None = None) -> None:
        outer, self.heard = (self.heard, self.turned), []
        spans = query(content, Span, into_notes=False)
        self.turned = self.turned or any(_towards(span.language, span.direction) == "rtl" for span in spans)
        text = self._text(content)
        self._add(text, location, stream)
        self.heard, self.turned = outer

    def _blocks(self, blocks: Blocks) -> None:
        for block in blocks:
            self._block(block)

    def _block(self, block: Block) -> None:  # noqa: C901, PLR0912  (one short case for each kind of a closed set)
        match block:
            case Heading():
                self.under = spaced(plain(block.content))
                self._line(block.content, block.location)
            case Paragraph():
                self._line(block.content, block.location)
            case CodeBlock():
                self._code(block)
            case BulletList() | OrderedList():
                self._blocks(tuple(chain.from_iterable(block.items)))
            case DefinitionList():
                for item in block.items:
                    self._line(item.term, block.location)
                    self._blocks(tuple(chain.from_iterable(item.definitions)))
            case Quote():
                self._blocks(block.blocks)
            case Div(role="parallel", blocks=(Div() as first, Div() as second)):
                with self._speaking(block.language, block.direction):
                    outer, self.column = self.column, "beside"
                    self._blocks((first,))
                    self.column = outer
                    self._blocks((second,))
            case Div():
                with self._speaking(block.language, block.direction):
                    self._blocks(block.blocks)
            case Table():
                self._line(block.caption, block.location, "caption" if self.into is self.body else None)
                for cell in chain.from_iterable(block.head + block.body):
                    self._blocks(cell)
            case Figure():
                self._line(block.caption, block.location)
            case ThematicBreak():
                pass
            case _:
                assert_never(block)

    def _code(self, block: CodeBlock) -> None:
        outer, self.heard = self.heard, [Voice("", "ltr", block.text)]
        with self._speaking(None, "ltr"):
            self._add(block.text, block.location)
        self.heard = outer

    def _text(self, content: Inlines) -> str:
        return "".join(map(self._inline, content))

    def _inline(self, node: Inline) -> str:
        match node:
            case Text():
                self.spoken.add(self.language)
                self.heard.append(Voice(self.language, self.direction, node.text))
                return node.text
            case Code():
                self.heard.append(Voice("", "ltr", node.text))
                return node.text
            case LineBreak():
                return " "
            case Image():
                return ""
            case Note():
                return self._note(node.blocks)
            case Link() if self.marks_after_links and self.late is None:
                return self._linked(node)
            case Emphasis() | Strong() | Strikeout() | Superscript() | Subscript() | Link():
                return self._text(node.content)
            case Span():
                with self._speaking(node.language, node.direction):
                    return self._text(node.content)
            case _:
                assert_never(node)

    def _linked(self, link: Link) -> str:
        """Read a link, and after it the numbers of the notes in it."""
        self.late = []
        text = self._text(link.content)
        numbers, self.late = self.late, None
        return text + "".join(numbers)

    @contextmanager
    def _speaking(self, tag: str | None, direction: Direction | None) -> Iterator[None]:
        """Read on in a language and direction, if they are given. Only languages with words of their own are `spoken`.

        Within text that is turned all is, since its direction moves what stands in it.
        """
        outer = self.language, self.direction, self.turned
        self.language, self.direction = tag or self.language, _towards(tag, direction, self.direction)
        self.turned = self.turned or self.direction == "rtl"
        yield
        self.language, self.direction, self.turned = outer

    def _note(self, blocks: Blocks) -> str:
        """Read a note aside and return its number, which stands in the text."""
        pieces: list[Piece] = []
        self.notes.append(pieces)
        number, outer = len(self.notes), (self.into, self.heard, self.late)
        self.into, self.heard, self.late = pieces, [], None
        self._blocks(blocks)
        self.into, self.heard, self.late = outer
        if self.late is None:
            return str(number)
        self.late.append(str(number))
        return ""
