"""Documents that nobody should write and an emitter has to bear, for the tests beside this file."""

from __future__ import annotations

from collections.abc import Callable

from pdf_file import paragraph, picture

from pipeline.model import (
    Block,
    Blocks,
    BulletList,
    CodeBlock,
    Div,
    Document,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inlines,
    Metadata,
    Note,
    Paragraph,
    Quote,
    Resource,
    Superscript,
    Table,
    Text,
)

THIN, TALL, DOT = picture(20_000, 10), picture(10, 20_000), picture(1, 1)


def document(*blocks: Block, title: str = "Tides", resources: tuple[Resource, ...] = ()) -> Document:
    return Document(Metadata(title, language="en"), blocks, resources)


def nested(depth: int, around: Callable[[Blocks], Block]) -> Block:
    """Return a paragraph in as many blocks, one in the other."""
    block: Block = paragraph("deepwaterharbour" * 4)
    for _ in range(depth):
        block = around((block,))
    return block


def heading(words: str, name: str) -> Heading:
    return Heading(1, (Text(words),), name)


def leaning(depth: int) -> Inlines:
    inlines: Inlines = (Text("deep"),)
    for at in range(depth):
        inlines = (Emphasis(inlines) if at % 2 else Superscript(inlines),)
    return inlines


def table(rows: int) -> Table:
    cells = tuple(((paragraph(f"Basin {n}"),), (paragraph("ebb"),), ()) for n in range(rows))
    return Table(("left", "right", "center"), (((paragraph("Harbour"),), (), ()),), cells)


ODD: dict[str, Document] = {
    "nothing": document(title=""),
    "a title alone": document(),
    "a title of 3000 letters": document(paragraph("ebb"), title="Long tidal words. " * 166),
    "a title of one word": document(heading("a", "a"), paragraph("ebb"), heading("b", "b"), title="L" * 3000),
    "a title in another script": document(paragraph("ebb"), title="كتاب المد والجزر"),
    "a table of 2000 rows": document(table(2000)),
    "a heading of 500 words": document(*(heading("ebb " * 499 + name, name) for name in "ab")),
    "thirty quotations": document(nested(30, Quote)),
    "thirty lists": document(nested(30, lambda blocks: BulletList((blocks,)))),
    "thirty boxes": document(nested(30, lambda blocks: Div(blocks, role="warning"))),
    "thirty passages": document(nested(30, lambda blocks: Div(blocks, "es", "ltr"))),
    "thirty notes": document(nested(30, lambda blocks: Paragraph((Text("ebb"), Note(blocks))))),
    "thirty tables": document(nested(30, lambda blocks: Table(("left", "left"), (), ((blocks, ()),)))),
    "thirty kinds of stress": document(Paragraph(leaning(30))),
    "a word of 50 000 letters": document(paragraph("y" * 50_000), CodeBlock("y" * 50_000)),
    "a thousand notes in a paragraph": document(
        Paragraph(tuple(part for n in range(1000) for part in (Text(f"ebb {n}"), Note((paragraph("flow"),)))))
    ),
    "pictures of odd shapes": document(
        *(Figure(Image(one.name, "one"), (Text("shown"),)) for one in (THIN, TALL, DOT)),
        Paragraph((Text("in "), Image(THIN.name), Image(TALL.name), Image(DOT.name))),
        Paragraph((Image(THIN.name), Image(TALL.name), Image(DOT.name))),
        resources=(THIN, TALL, DOT),
    ),
}
