"""What leads through the file: outline, destinations, page labels, links."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_file import PROSE, annotated, faults, made, pages, paragraph, places
from strategies import PICTURE

from pipeline.emit.pdf.navigation import Entry, labels, outline
from pipeline.emit.pdf.objects import new_document
from pipeline.model import Block, Emphasis, Heading, Image, Link, Note, Paragraph, Span, Strong, Table, Text

PROGRAM = """
import hashlib, json
from pdf_file import made, paragraph
from pipeline.model import Heading, Text, Note, Paragraph
TEXTS = json.loads(INPUT)
for language, text in TEXTS.items():
    note = Paragraph((Text(text), Note((paragraph(text),))))
    heads = (Heading(1, (Text(text),), "a"), paragraph(text * 40), Heading(2, (Text("tide"),), "b"), note)
    print(language, hashlib.sha256(made(*heads, language=language)).hexdigest())
"""
SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "77", "TZ": "America/Lima", "LC_ALL": "tr_TR.UTF-8", "SOURCE_DATE_EPOCH": "1700000000"},
)
TEXTS = {"ar": "المد والجزر ظاهرة طبيعية، وعددها 12. ", "hi": "समुद्र का ज्वार चंद्रमा के कारण आता है। "}


def heading(level: int, name: str, *content: Text | Emphasis | Note) -> Heading:
    return Heading(level, content or (Text(name),), name)


def listed(item: pikepdf.OutlineItem) -> tuple[str, list[object]]:
    return item.title, [listed(child) for child in item.children]


def opened(*content: Block, **fields: object) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made(*content, **fields)))  # type: ignore[arg-type]


def bookmarks(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """Yield the title and the destination of each bookmark, in order."""
    with pdf.open_outline() as found:
        items = list(found.root)
    while items:
        item = items.pop(0)
        yield item.title, str(item.destination)
        items[:0] = item.children


def test_the_outline_has_the_headings_in_each_other_without_gaps() -> None:
    content = [heading(level, f"h{at}") for at, level in enumerate((1, 3, 2, 1, 2))]
    with opened(*content) as pdf, pdf.open_outline() as found:
        tree = [listed(item) for item in found.root]
    assert tree == [
        ("h0", [("h1", []), ("h2", [])]),
        ("h3", [("h4", [])]),
        ("About this edition", []),
    ]


def test_each_bookmark_leads_to_its_heading() -> None:
    content: list[Block] = [heading(1, "ebb"), paragraph(PROSE * 40), heading(2, "größe"), heading(1, "قمر")]
    with opened(*content) as pdf:
        marks, found = list(bookmarks(pdf)), places(pdf)
    assert marks == [
        ("ebb", "h-ebb"),
        ("größe", "h-größe"),
        ("قمر", "h-قمر"),
        ("About this edition", "colophon"),
    ]
    assert found.keys() == {name for _, name in marks}
    assert found["h-ebb"] < found["h-größe"]


def test_a_bookmark_has_the_words_of_a_heading_without_its_notes() -> None:
    content = heading(1, "ebb", Text("Ebb "), Emphasis((Text("and"),)), Text(" flow"), Note((paragraph("Said."),)))
    with opened(content) as pdf:
        assert next(bookmarks(pdf))[0] == "Ebb and flow"


@pytest.mark.parametrize("alt", ["", "the moon"])
def test_a_heading_that_is_a_picture_has_a_name_in_outline_and_contents(alt: str) -> None:
    data = made(Heading(1, (Image(PICTURE.name, alt),), "a"), heading(1, "b"), resources=(PICTURE,))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert next(bookmarks(pdf))[0].strip()
        assert all(str(link.get("/Contents", "")) for _, link in annotated(pdf))


def test_names_of_destinations_are_sorted_by_their_bytes() -> None:
    names = ["b", "a", "B", "é", "م", "1", "a(b"]
    with opened(*(heading(1, name) for name in names)) as pdf:
        keys = [bytes(name) for name in list(pdf.Root.Names.Dests.Names)[::2]]
        assert keys == sorted(keys)
        assert {f"h-{name}" for name in names} <= places(pdf).keys()


def test_notes_and_tables_have_destinations() -> None:
    table = Table(("left",), (), (((paragraph("a"),),),))
    with opened(table, Paragraph((Text("x"), Note((paragraph("n"),)))), table) as pdf:
        assert places(pdf).keys() == {"note-1", "ref-1", "table-1", "table-2", "colophon"}


@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        (["1", "2"], [0, "/D"]),
        (["i", "ii", "1", "2"], [0, "/r", 2, "/D"]),
        (["i"], [0, "/r"]),
        ([], []),
    ],
)
def test_pages_are_labelled_as_they_are_numbered(names: list[str], numbers: list[object]) -> None:
    made_ = labels(names).dict["Nums"].sequence
    assert [entry if isinstance(entry, int) else entry.dict["S"] for entry in made_] == numbers


def test_a_cover_and_a_title_page_have_roman_labels() -> None:
    data = made(heading(1, "a"), heading(1, "b"), resources=(PICTURE,), cover_image=PICTURE.name)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert [page.label for page in pdf.pages] == ["i", "ii", "iii", "1", *map(str, range(2, len(pdf.pages) - 2))]


@given(st.lists(st.integers(0, 5), max_size=12))
def test_every_entry_is_linked_to_its_neighbours(levels: list[int]) -> None:
    root = outline(new_document(), [Entry(level, f"e{at}", f"n{at}") for at, level in enumerate(levels)])
    assert (root is None) == (not levels)
    if root is not None:
        assert root.dict["Count"] == len(levels)
        assert {"First", "Last"} <= root.dict.keys()


def test_a_link_says_where_it_leads() -> None:
    inner = Link((Text("there"),), "#ebb")
    plain, titled = Link((Text("out"),), "https://example.org/é"), Link((Text("so"),), "https://example.org/", "A desk")
    titled_inner = Link((Text("back"),), "#ebb", "The chapter")
    content = Paragraph((inner, Text(" "), plain, Text(" "), titled, Text(" "), titled_inner))
    with opened(heading(1, "ebb", Text("The ebb")), content) as pdf:
        said = {str(link.Contents): str(link.get("/Dest", "")) or str(link.A.URI) for _, link in annotated(pdf)}
    assert said == {
        "The ebb": "h-ebb",
        "https://example.org/é": "https://example.org/%C3%A9",
        "A desk": "https://example.org/",
        "The chapter": "h-ebb",
    }


def test_a_note_and_its_mark_lead_to_each_other_and_say_the_number() -> None:
    with opened(Paragraph((Text("x"), Note((paragraph("n"),))))) as pdf:
        assert [(str(link.Dest), str(link.Contents)) for _, link in annotated(pdf)] == [
            ("note-1", "1"),
            ("ref-1", "1"),
        ]


def test_a_link_over_a_page_break_is_a_link_on_both_pages_and_one_element() -> None:
    link = Link((Text(PROSE * 12),), "https://example.org/")
    data = made(*[paragraph(PROSE * 3)] * 3, Paragraph((link, *[Text(PROSE)] * 2)), *[paragraph(PROSE * 3)] * 3)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = list(annotated(pdf))
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        owners = {parents[int(link.StructParent)].objgen for _, link in found}
        keys = [int(link.StructParent) for _, link in found]
    assert [number - found[0][0] for number, _ in found] == [0, 1]
    assert len(owners) == 1
    assert len(set(keys)) == len(found) == 2
    assert faults(data) == []


def test_a_link_in_several_inks_is_one_link() -> None:
    words = Link((Text("to "), Strong((Text("the"),)), Text(" "), Span((Text("mar"),), "es")), "https://example.org/")
    with opened(Paragraph((Text("Go "), words, Text(".")))) as pdf:
        assert len(list(annotated(pdf))) == 1


def test_a_link_covers_its_words() -> None:
    with opened(Paragraph((Text("Go "), Link((Text("there"),), "https://example.org/"), Text(" now")))) as pdf:
        ((_, link),) = annotated(pdf)
        left, bottom, right, top = (float(edge) for edge in link.Rect)
    assert 10 < right - left < 60
    assert 5 < top - bottom < 20
    assert "Go there now" in pages(made(paragraph("Go there now")))[0]


def test_books_in_packaged_fonts_are_the_same_bytes_whatever_surrounds_them() -> None:
    here = os.path.dirname(__file__)  # noqa: PTH120
    path = os.pathsep.join([here, os.path.dirname(here)])  # noqa: PTH120
    program = PROGRAM.replace("INPUT", repr(json.dumps(TEXTS)))
    runs = [
        subprocess.Popen(  # noqa: S603  (our own program)
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONPATH": path} | around,
            stdout=subprocess.PIPE,
            text=True,
        )
        for around in SURROUNDINGS
    ]
    said = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert said[0].count("\n") == len(TEXTS)
    assert said[0] == said[1]
