"""The structure of whole editions: what it is made of, its order, and that it is whole for any document."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pdf_file import PROSE, STAMP, Tagged, faults, letters, made, paragraph
from strategies import DRAWING, PICTURE, documents

from pipeline.emit.edition import Edition
from pipeline.emit.pdf import emit
from pipeline.emit.pdf.font_files import PACKAGED
from pipeline.emit.pdf.icu_text import TURNED, script
from pipeline.json_form import from_json, to_json
from pipeline.model import (
    Agent,
    Block,
    BulletList,
    Code,
    Definition,
    DefinitionList,
    Div,
    Document,
    Emphasis,
    Figure,
    Heading,
    Image,
    Link,
    Note,
    OrderedList,
    Paragraph,
    Quote,
    Span,
    Table,
    Text,
)
from pipeline.walk import query

KNOWN = {script for facts in PACKAGED for script in facts.coverage} | {"Zyyy", "Zinh"}
_EMOJI = re.compile("[\U0001f300-\U0001faff\u200d]+")


def settable(document: Document) -> Document:
    """Return the document with only the scripts of packaged fonts, so that it is the same test on every machine."""
    text = _EMOJI.sub("ebb", json.dumps(to_json(document), ensure_ascii=False))
    made = from_json(json.loads("".join(character if script(character) in KNOWN else "x" for character in text)))
    # the names of parts of an edition are in its language, too
    language = made.metadata.language if made.metadata.language not in {"zh", "ja"} else "en"
    return replace(made, metadata=replace(made.metadata, language=language))


def straight(document: Document) -> Document:
    """Return the document without words from right to left: those are told in the order in which they are seen."""
    text = TURNED.sub("x", json.dumps(to_json(settable(document)), ensure_ascii=False))
    for turned, plain in (('"rtl"', '"ltr"'), ('"ar"', '"es"'), ('"he"', '"es"')):
        text = text.replace(turned, plain)
    return from_json(json.loads(text))


def outline(*content: Block, language: str = "en") -> str:
    """Return the structure of the text of an edition without its matter."""
    (_, body, _) = Tagged(made(*content, language=language, resources=(PICTURE, DRAWING))).top.elements()
    return " ".join(Tagged.outline(Tagged.__new__(Tagged), element) for element in body.elements())


def cell(text: str) -> tuple[Paragraph]:
    return (paragraph(text),)


LAWS = settings(
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@settings(LAWS, max_examples=25)
@given(documents())
def test_the_structure_of_any_document_has_no_fault(document: Document) -> None:
    assert faults(emit(Edition(settable(document), "tides", STAMP)).value) == []


@settings(LAWS, max_examples=15)
@given(documents(), st.sampled_from(("en", "es", "hi", "th")))
def test_the_structure_has_the_whole_text_in_its_order(document: Document, language: str) -> None:
    document = straight(replace(document, metadata=replace(document.metadata, language=language)))
    tagged = Tagged(emit(Edition(document, "tides", STAMP)).value)
    whole = letters(tagged.text(tagged.top))
    at = whole.index(letters(document.metadata.title))
    # notes stand after their paragraph
    noted = {id(text) for note in query(document.blocks, Note) for text in query(note.blocks, Text)}
    for text in query(document.blocks, Text):
        for word in text.text.split() if id(text) not in noted else ():
            at = whole.index(letters(word), at)


@pytest.mark.parametrize(
    ("block", "tree"),
    [
        (paragraph("Ebb."), "P"),
        (Paragraph((Text("a "), Emphasis((Text("b"),)), Code("c"))), "P(Code)"),
        (Paragraph((Span((Text("mar"),), "es"), Text(" sea"))), "P(Span)"),
        (Paragraph((Span((Link((Text("mar"),), "https://example.org"),), "es"),)), "P(Span(Link))"),
        (Paragraph((Link((Span((Text("mar"),), "es"), Text(" sea")), "https://example.org"),)), "P(Link(Span))"),
        (Paragraph((Text("Ebb"), Note((paragraph("Flow"),)))), "P(Reference(Link)) Note(Lbl(Link) P)"),
        (BulletList((cell("a"), cell("b"))), "L(LI(Lbl LBody(P)) LI(Lbl LBody(P)))"),
        (OrderedList(((paragraph("a"), BulletList((cell("b"),))),)), "L(LI(Lbl LBody(P L(LI(Lbl LBody(P))))))"),
        (DefinitionList((Definition((Text("ebb"),), (cell("a"), cell("b"))),)), "L(LI(Lbl LBody(P P)))"),
        (Quote(cell("a")), "BlockQuote(P)"),
        (Div(cell("a"), role="note"), "Div(P)"),
        (Div(cell("a"), role="epigraph"), "BlockQuote(P)"),
        (Div(cell("a"), "es"), "P"),
        (Figure(Image(PICTURE.name, "a dot"), (Text("A dot"),)), "Div(Figure Caption)"),
        (
            Table(("left", "left"), ((cell("a"), cell("b")),), ((cell("c"), ()),), (Text("d"),)),
            "Table(Caption THead(TR(TH(P) TH(P))) TBody(TR(TD(P) TD)))",
        ),
    ],
)
def test_each_block_has_its_elements(block: Block, tree: str) -> None:
    assert outline(block) == tree
    assert faults(made(block, resources=(PICTURE,))) == []


def test_sections_are_in_each_other_as_their_headings_are() -> None:
    content = [Heading(level, (Text(f"h{at}"),), f"h{at}") for at, level in enumerate((1, 2, 2, 3, 1))]
    assert outline(*content) == "Sect(H1 Sect(H2) Sect(H2 Sect(H3))) Sect(H1)"


def test_levels_of_headings_have_no_gaps() -> None:
    assert outline(Heading(3, (Text("a"),), "a"), Heading(6, (Text("b"),), "b")) == "Sect(H1 Sect(H2))"


def test_the_title_comes_first_on_its_page() -> None:
    heads = (Heading(1, (Text("a"),), "a"), Heading(1, (Text("b"),), "b"))
    for content in (heads, heads[:1]):
        tagged = Tagged(made(*content, subtitle="A handbook", creators=(Agent("Ada Example"),)))
        assert tagged.text(tagged.top).startswith("TidesA handbookAda Example")


def test_contents_are_lists_in_lists_of_references() -> None:
    content = [Heading(level, (Text(f"h{at}"),), f"h{at}") for at, level in enumerate((1, 2, 1))]
    tagged = Tagged(made(*content))
    (front, *_) = tagged.top.elements()
    assert tagged.outline(list(front.elements())[1]) == (
        "Sect(H1 TOC(TOCI(Reference(Link) TOC(TOCI(Reference(Link)))) TOCI(Reference(Link))))"
    )
    assert [tagged.text(item) for item in tagged.of("TOCI")] == ["h01h11", "h11", "h21"]


def test_text_and_elements_of_a_paragraph_are_in_their_order() -> None:
    words = Paragraph(
        (Text("One "), Code("two"), Text(" three "), Link((Text("four"),), "https://example.org"), Text(" five"))
    )
    tagged = Tagged(made(words))
    first = next(element for element in tagged.of("P") if "One" in tagged.text(element))
    assert tagged.text(first) == "One two three four five"


def test_a_note_stands_beside_its_paragraph_and_a_paragraph_goes_on_before_it() -> None:
    long = Paragraph((Text(PROSE), Note((paragraph("Said below."),)), Text(PROSE * 40)))
    tagged = Tagged(made(long))
    kinds = [element.kind for element in tagged.elements]
    note = tagged.of("Note")[0]
    assert kinds[kinds.index("Note") - 3 : kinds.index("Note")] == ["P", "Reference", "Link"]
    assert tagged.text(note).startswith("1Said below")
    assert str(note.entries["/ID"]) == "note-1"


def test_a_note_in_a_heading_a_term_and_a_caption_stands_where_a_note_may_be() -> None:
    note = Note((paragraph("Flow"),))
    blocks: tuple[Block, ...] = (
        Heading(1, (Text("a"), note), "a"),
        DefinitionList((Definition((Text("ebb"), note), (cell("a"),)),)),
        Table(("left",), (), ((cell("c"),),), (Text("d"), note)),
        Figure(Image(PICTURE.name, "a dot"), (Text("A dot"), note)),
    )
    data = made(*blocks, resources=(PICTURE,))
    assert faults(data) == []
    assert len(Tagged(data).of("Note")) == 4


def test_a_repeated_head_is_no_content() -> None:
    rows = tuple((cell(f"Basin {n}"), cell("ebb")) for n in range(120))
    data = made(Table(("left", "left"), ((cell("Harbour"), cell("Tide")),), rows))
    tagged = Tagged(data)
    assert "".join(tagged.texts.values()).count("Harbour") == 1
    assert len(tagged.of("TH")) == 2
    assert len(tagged.of("TR")) == 121
    assert faults(data) == []


def test_both_halves_of_a_parted_paragraph_are_one_element() -> None:
    tagged = Tagged(made(paragraph(PROSE * 30)))
    first = next(element for element in tagged.of("P") if "harbour office" in tagged.text(element))
    assert len({spot.page for spot in first.kids}) > 1  # type: ignore[union-attr]
    assert letters(tagged.text(first)).count("Theharbouroffice") == 30


def test_each_number_is_on_a_page_once() -> None:
    data = made(*[paragraph(PROSE * 9)] * 3, BulletList((cell("a"), cell("b"))))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            marks = [one.operands[1] for one in pikepdf.parse_content_stream(page) if str(one.operator) == "BDC"]
            numbers = [int(mark["/MCID"]) for mark in marks if "/MCID" in mark]
            assert numbers == list(range(len(numbers)))
            parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
            assert len(parents[int(page.StructParents)]) == len(numbers)


def test_a_picture_says_what_it_shows_and_one_that_says_nothing_is_an_ornament() -> None:
    described = Tagged(made(Figure(Image(PICTURE.name, "a dot")), resources=(PICTURE,)))
    (figure,) = described.of("Figure")
    assert str(figure.entries["/Alt"]) == "a dot"
    assert [float(edge) for edge in figure.entries["/A"]["/BBox"]] != [0, 0, 0, 0]
    assert not Tagged(made(Figure(Image(PICTURE.name)), resources=(PICTURE,))).of("Figure")


def test_another_language_is_said_where_it_begins_and_not_again() -> None:
    inner = Paragraph((Text("La "), Span((Text("mer"),), "fr"), Text(" y "), Span((Text("mar"),), "es")))
    tagged = Tagged(made(Div((inner, paragraph("marea")), "es"), paragraph("tide")))
    spoken = [
        (element.kind, str(element.entries["/Lang"])) for element in tagged.elements if "/Lang" in element.entries
    ]
    assert spoken == [("Document", "en"), ("P", "es"), ("Span", "fr"), ("P", "es")]


def test_lists_say_how_they_are_numbered_and_heads_what_they_are_for() -> None:
    tagged = Tagged(made(OrderedList((cell("a"),), 1, "lower-roman"), Table(("left",), ((cell("a"),),), ())))
    (listed,), (head,) = tagged.of("L"), tagged.of("TH")
    assert str(listed.entries["/A"]["/ListNumbering"]) == "/LowerRoman"
    assert str(head.entries["/A"]["/Scope"]) == "/Column"


def test_a_heading_in_a_cell_has_the_same_level_however_often_its_table_is_tried() -> None:
    wide = tuple(("considerable",) for _ in range(6))
    cells = ((Heading(4, (Text("Basin"),), "basin"),), *(cell(words) for (words,) in wide))
    table = Table(("left",) * 7, (), (cells, tuple(cell("x") for _ in range(7))))
    first, last = (Heading(1, (Text(name),), name) for name in "ab")
    data = made(first, table, last)
    assert faults(data) == []
