"""A good edition of a small work that has everything, and ways to damage it: what each check is tried on."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

import pikepdf
from handmade import packed
from PIL import Image as Pillow

from pipeline.archive import entries
from pipeline.emit import emit
from pipeline.emit.edition import Edition
from pipeline.model import (
    Agent,
    BulletList,
    CodeBlock,
    Div,
    Document,
    Figure,
    Heading,
    Image,
    Link,
    Metadata,
    Note,
    Paragraph,
    Resource,
    Span,
    Table,
    Text,
)
from pipeline.produce import expectation
from pipeline.report import Finding
from pipeline.verify import verify


def picture(name: str, colour: str) -> Resource:
    into = io.BytesIO()
    Pillow.new("RGB", (3, 2), colour).save(into, "PNG")
    return Resource(name, "image/png", into.getvalue(), 3, 2)


def para(*content: object) -> Paragraph:
    return Paragraph(tuple(Text(part) if isinstance(part, str) else part for part in content))  # type: ignore[arg-type]


def cells(*texts: str) -> tuple[tuple[Paragraph, ...], ...]:
    return tuple((para(text),) for text in texts)


WORK = Document(
    Metadata("Tides", creators=(Agent("Harbour Office", "aut", "Office, Harbour"),), language="en", date="2023-11-08"),
    (
        Heading(1, (Text("The moon"),), "moon"),
        para("It draws", Note((para("And so does the sun."),)), " the water", Note((para("Less at neap."),)), " up."),
        para("See ", Link((Text("the ebb"),), "#ebb"), " or ", Link((Text("the web"),), "https://example.org/"), "."),
        Heading(2, (Text("The ebb"),), "ebb"),
        para("They say ", Span((Text("la marea alta"),), "es"), " here."),
        Div((para("הגאות עולה"),), "he"),
        Table(("left", "right"), (cells("Port", "Hour"),), (cells("North", "four"), cells("South", "five"))),
        Figure(Image("one.png", "The tide rising"), (Text("Flood"),)),
        Figure(Image("two.png", "The tide falling"), (Text("Fall"),)),
        BulletList(((para("spring"),), (para("neap"),))),
        CodeBlock("tide = 1"),
    ),
    (picture("one.png", "red"), picture("two.png", "blue")),
)
EDITION = Edition(WORK, "tides", languages=("en",))


@cache
def file(kind: str) -> bytes:
    """Return the good edition."""
    return emit(kind, EDITION).value


def findings(kind: str, data: bytes) -> tuple[Finding, ...]:
    """Return what verify says of an edition that should be the good one."""
    return verify(kind, data, expectation(EDITION, kind), "tides")


def replaced(kind: str, *changes: tuple[str, bytes, bytes]) -> bytes:
    """Return the edition with bytes of some parts replaced: the name of the part, what is there, what shall be."""
    parts = dict(entries(file(kind)))
    for name, before, after in changes:
        assert before in parts[name], (name, before)
        parts[name] = parts[name].replace(before, after, 1)
    return packed(parts)


def swapped(kind: str, name: str, one: bytes, other: bytes) -> bytes:
    """Return the edition with two stretches of a part in each other's places."""
    text = entries(file(kind))[name]
    assert one in text
    assert other in text
    hidden = b"\x00"
    return packed(entries(file(kind)) | {name: text.replace(one, hidden).replace(other, one).replace(hidden, other)})


def changed(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """Return the PDF with its objects changed."""
    with pikepdf.open(io.BytesIO(file("pdf"))) as pdf:
        change(pdf)
        into = io.BytesIO()
        pdf.save(into)
    return into.getvalue()


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    """Return the structure elements of a kind, in order."""
    found: list[pikepdf.Object] = []

    def visit(element: pikepdf.Object) -> None:
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            found.extend([element] if str(element.S) == f"/{kind}" else [])
            kids = element.get("/K", ())
            for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
                visit(kid)

    visit(pdf.Root.StructTreeRoot.K)
    return found


def swap(one: pikepdf.Object, other: pikepdf.Object, key: str) -> None:
    """Give two objects what the other has under a key."""
    one[key], other[key] = other[key], one[key]
