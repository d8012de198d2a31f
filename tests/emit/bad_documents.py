"""More documents that nobody should write: odd characters in every place, and things too large, too deep or empty."""

from __future__ import annotations

from dataclasses import replace

from odd_documents import DOT, TALL, THIN, document, heading, nested, table
from pdf_file import PROSE, paragraph, picture

from pipeline.model import (
    Agent,
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
    Link,
    Metadata,
    Note,
    OrderedList,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
)

ARABIC = "كانت المياه ترتفع في الميناء قبل الفجر ببطء شديد. "
GREAT = picture(1500, 2000)


def line(*content: Inline) -> Paragraph:
    return Paragraph(content)


def note(*texts: str) -> Note:
    return Note(tuple(map(paragraph, texts)))


def beside(first: Blocks, second: Blocks, direction: str) -> Div:
    return Div((Div(first, "en"), Div(second, "ar")), None, direction, "parallel")  # type: ignore[arg-type]


def grid(columns: int, *cells: Blocks, head: bool = False) -> Table:
    rows = tuple(cells[at : at + columns] for at in range(0, len(cells), columns))
    return Table(("left",) * columns, rows[:1] if head else (), rows[1:] if head else rows)


def everywhere(text: str, language: str = "en") -> Document:
    """Return a document with a text in every kind of place."""
    part = text[:400]
    inside: Blocks = (
        paragraph(text),
        Heading(1, (Text(part),), "a"),
        BulletList(((paragraph(part),),)),
        grid(2, (paragraph(part),), (paragraph("ebb"),)),
        CodeBlock(part),
        line(Code(part), Text(" "), Link((Text(part),), "https://example.org/"), Text(" "), Emphasis((Text(part),))),
        line(Text("ebb"), note(part)),
    )
    return replace(document(*inside), metadata=Metadata("Tides", language=language))


TEXTS: dict[str, Document] = {
    "directions without an end": everywhere("abc \u202dשלום \u202eabc \u2067كتب 123"),
    "an end of directions alone": everywhere("\u202c\u2069\u2069 ebb"),
    "marks of direction alone": everywhere("\u202e\u202d\u2066"),
    "two hundred directions": everywhere("\u202b" * 200 + "ebb שלום"),
    "combining marks alone": everywhere("\u0301\u0323 \u05b0 \u064b"),
    "joiners alone": everywhere("\u200d\u200c\u200d"),
    "spaces without width": everywhere("a\u200b" * 1000),
    "soft hyphens everywhere": everywhere("\u00ad".join("deepwaterharbour" * 60)),
    "separators of lines and paragraphs": everywhere("ebb\u2028flow\u2029tide\x85moon\x0bsea"),
    "spaces that do not break, alone": everywhere("\u00a0" * 1000),
    "five hundred marks on a letter": everywhere("a" + "\u0301" * 500),
    "soft hyphens alone": everywhere("\u00ad\u00ad"),
    "words that no space parts": everywhere("ebb\u00a0" * 300),
    "tabs": everywhere("ebb\tflow\t\ttide"),
    "a paragraph of spaces": everywhere("    "),
    "byte order marks": everywhere("\ufeffebb\ufeffflow\ufeff"),
    "hyphens": everywhere("-" * 2000),
    "an address": everywhere("https://example.org/" + "tide/ebb-flow_sea?x=1&y=2" * 60),
    "words of every direction": everywhere("The كتاب of 123 שלום (draft 2), 12.5 كتاب " * 20),
    "emoji": everywhere("👩‍👩‍👧 👍🏽 ❤️ 1️⃣"),
    "Arabic without spaces": everywhere("كتاب" * 1250, "ar"),
    "Hebrew without spaces": everywhere("שלום" * 1250, "he"),
    "Thai without spaces": everywhere("ภาษาไทย" * 700, "th"),
    "Devanagari without spaces": everywhere("क्षत्रिय" * 600, "hi"),
    "Chinese": everywhere("潮水在黎明之前慢慢涨。" * 450, "zh"),
}

THINGS: dict[str, Document] = {
    "a word wider than the column": document(nested(3, Quote), BulletList(((paragraph("y" * 900),),))),
    "a table of forty columns": document(grid(40, *(((paragraph("deepwater"),),) * 80), head=True)),
    "a table of 200 columns": document(grid(200, *((paragraph(str(n)),) for n in range(200)))),
    "a table without rows": document(Table(("left", "left"), caption=(Text("ebb"),)), Table(())),
    "a table that is all head": document(Table(("left",), (((paragraph(PROSE * 20),),),) * 2)),
    "a table of empty cells": document(grid(2, (), (), (), (), head=True)),
    "a row taller than three pages": document(grid(2, (paragraph(PROSE * 30), CodeBlock("ebb\n" * 90)), ())),
    "a head taller than a page": document(grid(1, (paragraph(PROSE * 20),), *[(paragraph("ebb"),)] * 50, head=True)),
    "tables in a table": document(nested(5, lambda inner: grid(2, inner, (paragraph(PROSE),), head=True))),
    "a table of 1500 rows": document(table(1500)),
    "a picture larger than a page": replace(
        document(
            Figure(Image(GREAT.name), (Text(PROSE * 20),)),
            Figure(Image(GREAT.name, "great")),
            line(Text("in "), Link((Image(GREAT.name, "great"),), "https://example.org/")),
            line(*[Image(GREAT.name)] * 40),
        ),
        resources=(GREAT,),
    ),
    "pictures in narrow places": replace(
        document(
            *(grid(3, *(((line(Image(one.name, "one")),),) * 3)) for one in (THIN, TALL, DOT)),
            nested(9, lambda inner: BulletList(((*inner, line(Image(THIN.name, "one"))),))),
            *(beside((line(Image(THIN.name)),), (line(Image(THIN.name)),), way) for way in ("ltr", "rtl")),
            line(Text("ebb"), Note((line(Image(THIN.name)), Figure(Image(TALL.name))))),
        ),
        resources=(THIN, TALL, DOT),
    ),
    "a cover of twenty thousand pixels": replace(
        document(paragraph("ebb")), metadata=Metadata("T", cover_image=THIN.name, language="en"), resources=(THIN,)
    ),
    "a note of ten pages": document(line(Text("ebb"), note(PROSE * 90), Text("flow")), paragraph(PROSE * 30)),
    "notes of three pages in a table": document(grid(2, *((line(Text("ebb"), note(PROSE * 30)),),) * 6, head=True)),
    "notes everywhere": document(
        Heading(1, (Text("a"), note("one")), "a"),
        Heading(2, (Text("b"), note("two")), "b"),
        Table(("left",), (((line(Text("h"), note("three")),),),), (((line(note("four")),),),), (note("five"),)),
        DefinitionList((Definition((Text("term"), note("six")), ((line(note("seven")),),)),)),
        line(
            Text("x"),
            Note((line(Text("eight"), note("nine")),)),
            Link((Text("l"), note("ten")), "https://example.org/"),
        ),
        Quote((BulletList(((line(note("eleven")),),)),)),
    ),
    "a note that holds everything": document(
        line(
            Text("ebb"),
            Note((table(40), BulletList(((paragraph("ebb"),),) * 40), CodeBlock("ebb\n" * 90), heading("h", "h"))),
        )
    ),
    "notes of nothing": document(line(Text("ebb"), Note(()), Note((Paragraph(()),)))),
    "a word for each of a thousand notes": document(
        line(*[part for n in range(500) for part in (Text(" ebb"), note("n"))])
    ),
    "a thousand notes without a space": document(line(*[note("n")] * 1000), Heading(1, (note("n"),) * 300, "a")),
    "nothing of every kind": document(
        Paragraph(()),
        BulletList(((), ())),
        OrderedList(((),)),
        DefinitionList((Definition((), ()), Definition((Text("t"),), ((),)))),
        *(Quote(()), CodeBlock(""), Div(()), Div((), role="note"), Figure(Image(""))),
        line(Emphasis(()), Link((), "https://example.org/"), Image("nope"), Code("")),
    ),
    "headings anywhere": document(
        *(Heading(level, (Text(f"to {level}"),), f"h{at}") for at, level in enumerate((6, 1, 6, 3, 5, 1, 2, 6))),
        Quote((Heading(3, (Text("quoted"),), "q"),)),
        Div((Heading(2, (Text("noted"),), "n"),), role="note"),
        grid(1, (heading("celled", "c"),), (heading("celled", "d"),), head=True),
    ),
    "links in links": document(
        heading("Tides", "x"),
        line(Link((Strong((Text("a"), Link((Text("b"), Code("c")), "#x"), note("n"))), Text(PROSE * 30)), "#x")),
        line(Link((Text("s"),), "http://x y/é(\\)>"), Link((Text("j"),), "javascript:x"), Link((Text("e"),), "")),
    ),
    "numbers beyond all numbers": document(
        OrderedList(((paragraph("ebb"),),) * 3, 99_999, "upper-roman", "parens"),
        OrderedList(((paragraph("ebb"),),) * 30, 20, "lower-alpha"),
        OrderedList(((paragraph("ebb"),),) * 3, -1, "lower-roman"),
    ),
    "lists within lists, right to left": replace(
        document(nested(30, lambda inner: BulletList(((paragraph(ARABIC), *inner),)))),
        metadata=Metadata("Tides", language="ar"),
    ),
    "directions within directions": document(
        *(
            around(
                (Div((paragraph(ARABIC), paragraph(PROSE), grid(2, (paragraph(ARABIC),), (paragraph("ebb"),))), tag),)
            )
            for tag in ("ar", "en", "he")
            for around in (Quote, lambda inner: BulletList((inner,)), lambda inner: grid(2, inner, inner))
        )
    ),
    "two texts side by side": document(
        *(
            beside((paragraph(PROSE * n),), (paragraph(ARABIC * 40), table(n)), way)
            for n in (1, 20)
            for way in ("ltr", "rtl")
        ),
        beside((), (paragraph(ARABIC),), "ltr"),
        beside((), (), "rtl"),
        beside((beside((paragraph(PROSE),), (paragraph(ARABIC),), "ltr"),), (line(note(PROSE * 60)),), "rtl"),
        Div((Div((paragraph("ebb"),), "en"),), role="parallel"),
    ),
    "a title page of five pages": replace(
        document(heading("a", "a"), heading("b", "b")),
        metadata=Metadata(
            "T" * 400,
            "s" * 1000,
            tuple(Agent("N" * 200 + str(n)) for n in range(20)),
            publisher="p" * 900,
            rights="r" * 900,
            language="en",
        ),
    ),
}
