"""Hypothesis strategies for whole documents, shared by the tests of every part.

`documents()` gives documents as they are after normalizing: no block is the title, heading ids are unique, levels have
no gaps, texts are clean and spaces single. `raw_documents()` gives what a reader may hand to normalizing: stray spaces,
invisible characters, empty parts, levels with gaps, ids twice, and sometimes the raw lines of a plain-text file.
Both use every kind of block and inline that the model has.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from pipeline.model import (
    Agent,
    Block,
    Blocks,
    BulletList,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
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
    Metadata,
    Note,
    OrderedList,
    Paragraph,
    Quote,
    Resource,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
    Wording,
)
from pipeline.report import Location
from pipeline.walk import query, walk

LANGUAGES = ("en", "es", "fr", "de", "ru", "el", "ar", "he", "hi", "th", "zh", "ja", "sv", "tr")
WORDS = (
    *("tide", "Moon", "harbour", "A", "I", "of", "it’s", "2023", "3.5", "naïve", "œuvre", "Ærø", "straße", "mañana"),
    *("море", "Луна", "θάλασσα", "ἄνθρωπος", "بحر", "قمر", "می‌خواهم", "ים", "ירח", "समुद्र", "ज्वार", "ทะเล"),
    *(
        "海",
        "潮汐",
        "月",
        "しお",
        "바다",
        "“quoted”",
        "«dicho»",
        "a–b",
        "x < y",
        "R&D",
        "]]>",
        "50 %",
        "wait…",
        "👩‍👩‍👧",
        "𝒯",
        "e.g.",
    ),
)
"""Words of many scripts, with the characters that XML, PDF and Word have to escape or shape."""

PICTURE = Resource(
    name="tide.png",
    media_type="image/png",
    data=base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    ),
    width=1,
    height=1,
)
"""The smallest PNG: one red pixel."""

DRAWING = Resource(
    name="tide.svg",
    media_type="image/svg+xml",
    data=b'<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"><rect width="2" height="2" fill="red"/></svg>',
    width=2,
    height=2,
    raster=PICTURE.data,
)
"""A drawing, and a picture of it."""

SPACE, BREAK = Text(" "), LineBreak()
MARKUP = (Emphasis, Strong, Strikeout, Superscript, Subscript)
ROUGH = (
    "aZé\u0301ßЖωش漢가ก1٣\u0660 \t\n"
    "\u00a0\u202f\u3000\u200b\u200c\u200d\u00ad\u200e\u200f\u2067\u2069\u202b\u202c\ufeff\x00\x07\ue000"
)
ROUGH_MARKS = ".,;:!?…-–—−'\"’“”«»„‘()[]<>&#*/@%·"
ROUGH_WORDS = (
    "the the",
    "www.example.org/a--b",
    "o'clock",
    "5'10\"",
    "'90s",
    " -- ",
    "---",
    "...",
    "don't",
    "ﬁn",
    "Å",
    "한",
)

phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
"""One to five words with single spaces between."""

rough_phrases = st.lists(
    st.one_of(st.text(ROUGH + ROUGH_MARKS, min_size=1, max_size=6), st.sampled_from(ROUGH_WORDS + WORDS)),
    min_size=1,
    max_size=5,
).map("".join)
"""Text as the worst source has it; never empty."""


def locations() -> SearchStrategy[Location]:
    return st.builds(Location, st.just("tides.md"), st.integers(1, 999))


def images() -> SearchStrategy[Image]:
    return st.builds(Image, st.sampled_from((PICTURE.name, DRAWING.name)), st.one_of(st.just(""), phrases))


@cache
def inlines(
    text: SearchStrategy[str] = phrases, *, depth: int = 2, notes: bool = True, links: bool = True, breaks: bool = True
) -> SearchStrategy[Inlines]:
    """Non-empty inline content; adjacent texts are merged and pieces stand a space apart, as in clean documents."""
    gap = st.sampled_from((SPACE, SPACE, BREAK) if breaks else (SPACE,))
    return st.lists(st.tuples(gap, _inline(text, depth, notes, links)), min_size=1, max_size=3).map(joined)


def joined(pieces: list[tuple[Inline, Inline]]) -> Inlines:
    """Return each piece after its gap (the first without one), with each run of `Text` made one."""
    result: list[Inline] = []
    for gap, piece in pieces:
        if result and not (isinstance(piece, Note) and gap == SPACE):
            result.append(gap)
        result.append(piece)
    return merged(result)


def merged(nodes: Iterable[Inline]) -> Inlines:
    """Return the nodes with each run of `Text` made one."""
    result: list[Inline] = []
    for node in nodes:
        if isinstance(node, Text) and result and isinstance(result[-1], Text):
            result[-1] = Text(result[-1].text + node.text)
        else:
            result.append(node)
    return tuple(result)


@cache
def _inline(text: SearchStrategy[str], depth: int, notes: bool, links: bool) -> SearchStrategy[Inline]:
    plain = text.map(Text)
    if depth == 0:
        return plain
    inner = inlines(text, depth=depth - 1, notes=notes, links=links, breaks=False)
    linked = inlines(text, depth=0, notes=False, links=False, breaks=False)
    choices: list[SearchStrategy[Any]] = [
        plain,
        plain,
        st.one_of([st.builds(kind, inner) for kind in MARKUP]),
        st.builds(Span, inner, st.sampled_from(LANGUAGES), st.sampled_from((None, "ltr", "rtl"))),
        text.map(Code),
        images(),
    ]
    if links:
        target = st.sampled_from(("https://example.org/?a=1&b=--", "mailto:desk@example.org", "#", "#nowhere"))
        choices.append(st.builds(Link, linked, target, st.one_of(st.just(""), phrases)))
    if notes:
        paragraph = st.builds(Paragraph, inlines(text, depth=1, notes=False), locations())
        choices.append(st.builds(Note, st.lists(paragraph, min_size=1, max_size=2).map(tuple)))
    return st.one_of(choices)


@cache
def blocks(text: SearchStrategy[str] = phrases, *, depth: int = 2, headings: bool = True) -> SearchStrategy[Blocks]:
    """One to three blocks of any kind."""
    return st.lists(_block(text, depth, headings), min_size=1, max_size=3).map(tuple)


@cache
def _block(text: SearchStrategy[str], depth: int, headings: bool) -> SearchStrategy[Block]:
    content = inlines(text)
    choices: list[SearchStrategy[Any]] = [
        st.builds(Paragraph, content, locations()),
        st.builds(Paragraph, content, locations()),
        st.builds(CodeBlock, text, st.sampled_from(("", "python")), locations()),
        st.builds(ThematicBreak, locations()),
        st.builds(Figure, images(), st.one_of(st.just(()), inlines(text, breaks=False)), locations()),
    ]
    if headings:
        heading = inlines(text, depth=1, breaks=False)
        choices.append(st.builds(Heading, st.integers(1, 6), heading, st.just(""), locations()))
    if depth:
        inner = blocks(text, depth=depth - 1, headings=False)
        items = st.lists(inner, min_size=1, max_size=3).map(tuple)
        term = inlines(text, breaks=False)
        choices += [
            st.builds(BulletList, items, locations()),
            st.builds(
                OrderedList,
                items,
                st.integers(1, 12),
                st.sampled_from(("decimal", "lower-alpha", "upper-roman")),
                st.sampled_from(("period", "paren", "parens")),
                locations(),
            ),
            st.builds(
                DefinitionList,
                st.lists(st.builds(Definition, term, items), min_size=1, max_size=2).map(tuple),
                locations(),
            ),
            st.builds(Quote, inner, locations()),
            _tables(text),
            _divs(text, depth, headings),
        ]
    return st.one_of(choices)


@cache
def _divs(text: SearchStrategy[str], depth: int, headings: bool) -> SearchStrategy[Div]:
    return st.builds(
        Div,
        blocks(text, depth=depth - 1, headings=headings),
        st.one_of(st.none(), st.sampled_from(LANGUAGES)),
        st.sampled_from((None, "ltr", "rtl")),
        st.sampled_from(("", "note", "warning", "epigraph")),
        locations(),
    )


@st.composite
def _tables(draw: st.DrawFn, text: SearchStrategy[str]) -> Table:
    alignments = draw(st.lists(st.sampled_from(("left", "center", "right", "default")), min_size=1, max_size=3))
    cell = st.one_of(st.just(()), st.builds(Paragraph, inlines(text)).map(lambda paragraph: (paragraph,)))
    row = st.lists(cell, min_size=len(alignments), max_size=len(alignments)).map(tuple)
    return Table(
        alignments=tuple(alignments),
        head=tuple(draw(st.lists(row, max_size=1))),
        body=tuple(draw(st.lists(row, min_size=1, max_size=2))),
        caption=draw(st.one_of(st.just(()), inlines(text, breaks=False))),
        location=draw(locations()),
    )


@cache
def metadata(text: SearchStrategy[str] = phrases) -> SearchStrategy[Metadata]:
    agents = st.lists(
        st.builds(Agent, phrases, st.sampled_from(("aut", "edt", "trl", "ill")), st.one_of(st.just(""), phrases)),
        max_size=2,
    ).map(tuple)
    maybe = st.one_of(st.just(""), text)
    wordings = st.builds(Wording, st.sampled_from(LANGUAGES), st.just("title"), st.tuples(phrases))
    return st.builds(
        Metadata,
        title=text,
        subtitle=maybe,
        creators=agents,
        contributors=agents,
        language=st.sampled_from(LANGUAGES),
        date=st.sampled_from(("", "2023", "2023-11", "2023-11-08")),
        publisher=maybe,
        subjects=st.lists(phrases, max_size=2).map(tuple),
        description=maybe,
        rights=maybe,
        identifier=st.sampled_from(("", "urn:isbn:9780000000002", "https://example.org/tides")),
        source=maybe,
        coverage=maybe,
        series=maybe,
        cover_image=st.sampled_from(("", PICTURE.name, DRAWING.name)),
        wordings=st.lists(wordings, max_size=2, unique_by=lambda wording: wording.language).map(tuple),
    )


def documents() -> SearchStrategy[Document]:
    """Documents as they are after normalizing."""
    return st.builds(
        lambda data, body, wanted: Document(data, numbered(body), (PICTURE, DRAWING), wanted),
        metadata(),
        blocks(),
        st.lists(st.sampled_from(LANGUAGES), max_size=2, unique=True).map(tuple),
    )


def raw_documents() -> SearchStrategy[Document]:
    """Documents as a reader may hand them to normalizing."""
    body = st.one_of(_raw_blocks(), blocks(rough_phrases), raw_lines().map(lambda div: (div,)))
    data = st.one_of(
        st.builds(Metadata, title=st.one_of(st.just(""), rough_phrases), language=st.sampled_from(LANGUAGES)),
        metadata(rough_phrases),
    )
    return st.builds(lambda record, parts: Document(record, parts, (PICTURE, DRAWING)), data, body)


def _raw_blocks() -> SearchStrategy[Blocks]:
    """Blocks with the faults of hand-written sources: empty parts, empty headings, ids twice, texts side by side."""
    flaws = st.sampled_from(
        (
            Paragraph(()),
            Paragraph((Emphasis(()), Text(" "))),
            Paragraph((Text("a"), Text(" "), Strong((Text(" b "),)), Text(" c"))),
            Paragraph((LineBreak(), Text("a"), LineBreak())),
            Paragraph((Text("See"), Note((Paragraph(()),)), Text("."))),
            Heading(3, ()),
            Heading(1, (Text("Tide"),), id="tide"),
            Heading(4, (Text("Tide"), Note((Paragraph((Text("A note"),)),))), id="tide"),
            Paragraph((Link((Text("there"),), "#Tide"),)),
            BulletList(((), (Paragraph((Text("b"),)),))),
        )
    )
    part = st.one_of(flaws.map(lambda block: (block,)), blocks(rough_phrases))
    return st.lists(part, min_size=1, max_size=4).map(lambda parts: sum(parts, ()))


@st.composite
def raw_lines(draw: st.DrawFn) -> Div:
    """A plain-text file as its reader hands it on: each run of lines a paragraph, with the line it starts at."""
    line = st.one_of(
        phrases,
        rough_phrases.map(lambda text: text.replace("\n", " ")),
        phrases.map(lambda text: f"    {text}"),
        phrases.map(lambda text: f"- {text}"),
        st.sampled_from(("3. Tides and their harbours", "CHAPTER TWO", "— 7 —", "12", "Article 1", "> Quoted so")),
    )
    runs = draw(st.lists(st.lists(line, min_size=1, max_size=5), min_size=1, max_size=8))
    at, paragraphs = 1, []
    for run in runs:
        content: list[Inline] = []
        for text in run:
            content += [LineBreak(), Text(text)]
        paragraphs.append(Paragraph(tuple(content[1:]), Location("tides.txt", at)))
        at += len(run) + draw(st.integers(1, 3))
    return Div(tuple(paragraphs), role="lines", location=Location("tides.txt", 1))


def numbered(body: Blocks) -> Blocks:
    """Return the blocks with heading ids unique, levels without gaps, and links to `#` pointing at a heading."""
    numbers, level = count(1), 0

    def heading(node: Block) -> Blocks:
        nonlocal level
        if not isinstance(node, Heading):
            return (node,)
        level = min(node.level, level + 1)
        return (replace(node, level=level, id=f"part-{next(numbers)}"),)

    body = walk(body, block=heading)
    first = next((node.id for node in query(body, Heading)), "")

    def link(node: Inline) -> Inlines:
        if isinstance(node, Link) and node.target.startswith("#"):
            return (replace(node, target=f"#{first}"),) if first else node.content
        return (node,)

    return walk(body, inline=link, inlines=merged)
