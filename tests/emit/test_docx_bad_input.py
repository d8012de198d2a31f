"""What no sane source holds becomes a DOCX file all the same: whole, within what Word takes, and verified."""

from __future__ import annotations

import io
import random
from dataclasses import replace

import pytest
from bad_documents import TEXTS, THINGS, grid, note
from docx_file import STAMP, File, W, faults, file, heading, para, png, values, words
from odd_documents import ODD, document, nested
from PIL import Image as Pillow

from pipeline.emit.docx.package import resolution
from pipeline.emit.edition import Edition, Layout
from pipeline.model import (
    Agent,
    BulletList,
    Code,
    CodeBlock,
    Document,
    Figure,
    Heading,
    Image,
    Link,
    Metadata,
    OrderedList,
    Paragraph,
    Quote,
    Resource,
    Table,
    Text,
)
from pipeline.verify import verify
from pipeline.verify.expect import expected

UNFIT = "a\x00\x08\x1b\ufffe\uffff\ud800z"
"""Characters that XML 1.0 has no place for, between two letters."""


def assert_sound(made: Document, layout: Layout = Layout()) -> File:  # noqa: B008  (frozen)
    """Look at the file with the tests' own eyes and with those of verify."""
    edition = Edition(made, "bad", STAMP, layout=layout)
    found = File(edition)
    assert faults(found) == []
    expectation = expected(made, identifier=edition.identifier)
    assert [str(one) for one in verify("docx", found.data, expectation, "bad.docx")] == []
    return found


UNLIKE = ("soft hyphens everywhere", "soft hyphens alone", "links in links", "a note that holds everything")
"""What verify sees with other eyes: soft hyphens and headings in notes; and a link in a link, which Word has not."""


@pytest.mark.parametrize("name", [*TEXTS, *THINGS, *ODD])
def test_odd_documents_are_made_and_verified(name):
    made = (TEXTS | THINGS | ODD)[name]
    if name in UNLIKE:
        assert faults(File(Edition(made, "bad", STAMP))) == []
    else:
        assert_sound(made)


@pytest.mark.parametrize("page", ["2x2", "200x2in", "a4"])
@pytest.mark.parametrize("look", ["book", "report", "large"])
def test_a_page_of_any_size_holds_the_text(look, page):
    for name in ("directions within directions", "notes everywhere", "a table of forty columns"):
        assert_sound(THINGS[name], Layout(look, page))


def test_characters_that_xml_cannot_hold_are_left_out_wherever_they_stand():
    picture = replace(png(9, 9), name="wave.png")
    blocks = (
        Heading(1, (Text(UNFIT),), f"one{UNFIT}"),
        Heading(1, (Text("two"),), "two"),
        para(UNFIT, Code(UNFIT), Link((Text(UNFIT),), f"https://example.org/{UNFIT}"), note(UNFIT)),
        CodeBlock(UNFIT),
        Figure(Image("wave.png", UNFIT, UNFIT), (Text(UNFIT),)),
        Table(("left",), (), (((para(UNFIT),),),), (Text(UNFIT),)),
    )
    fields = dict.fromkeys(("subtitle", "publisher", "description", "rights", "series", "source", "identifier"), UNFIT)
    found = file(*blocks, title=UNFIT, creators=(Agent(UNFIT),), subjects=(UNFIT,), resources=(picture,), **fields)
    assert faults(found) == []
    assert found.text().count("az") >= 8
    assert [one.get("descr") for one in found.body.iter("{*}docPr")] == ["az"]
    relations = {one.get("Target") for one in found.parts["word/_rels/document.xml.rels"]}
    assert any(one.startswith("https://example.org/a") and one.endswith("z") for one in relations)


@pytest.mark.parametrize(
    ("width", "height"), [(0, 0), (60_000, 1), (1, 60_000), (60_000, 60_000), (-5, 7), (10**9, 10**9)]
)
def test_a_picture_that_lies_about_its_size_stays_on_the_page(width, height):
    picture = replace(png(40, 30), width=width, height=height)
    found = file(Figure(Image(picture.name, "waves")), para("in ", Image(picture.name, "line")), resources=(picture,))
    section = next(found.body.iter(f"{W}pgSz"))
    for extent in found.body.iter("{*}extent"):
        assert 0 < int(extent.get("cx")) <= 635 * int(section.get(f"{W}w"))
        assert 0 < int(extent.get("cy")) <= 635 * int(section.get(f"{W}h"))


def _encoded(mode: str, kind: str, **how: object) -> bytes:
    data = io.BytesIO()
    Pillow.new(mode, (40, 30)).save(data, kind, **how)
    return data.getvalue()


PICTURES = {
    "image/jpeg": _encoded("CMYK", "JPEG"),
    "image/gif": _encoded("P", "GIF", save_all=True, append_images=[Pillow.new("P", (40, 30), 7)]),
    "image/png": _encoded("RGB", "PNG", dpi=(300, 300)),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_pictures_in_four_colours_or_in_motion_are_shown_as_they_are(kind):
    picture = Resource("wave", kind, PICTURES[kind], 40, 30)
    found = file(Figure(Image("wave", "waves")), resources=(picture,))
    assert PICTURES[kind] in found.files.values()
    assert found.findings == ()


def test_a_damaged_head_of_a_picture_never_stops_the_edition():
    chance = random.Random(1)  # noqa: S311  (no secret)
    whole = [*PICTURES.values(), _encoded("RGB", "JPEG", dpi=(300, 300))]
    for _ in range(3000):
        data = bytearray(chance.choice(whole))[: chance.choice((None, chance.randrange(200)))]
        for at in range(0, len(data), chance.randrange(1, 80)):
            data[at] = chance.choice((0, 255, chance.randrange(256)))
        assert 72 < resolution(bytes(data)) <= 2400


@pytest.mark.parametrize("around", [lambda inner: BulletList((inner,)), lambda inner: OrderedList((inner,), 7), Quote])
def test_two_hundred_blocks_in_each_other_stay_on_the_page(around):
    found = assert_sound(document(nested(200, around)))
    assert max(map(int, values(found.body, "ind", "left"))) < 20 * 300
    assert set(values(found.body, "ilvl")) <= set("012345678")


@pytest.mark.parametrize("columns", [63, 64, 100, 127, 200])
def test_a_table_wider_than_word_takes_goes_on_in_further_rows_with_a_finding(columns):
    cells = tuple((para(f"c{number}"),) for number in range(2 * columns))
    found = assert_sound(document(grid(columns, *cells, head=True)))
    rows = [len(row.findall(f"{W}tc")) for row in found.body.iter(f"{W}tr")]
    assert max(rows) <= 63 and len(set(rows)) == 1
    said = [word for word in (words(cell) for cell in found.body.iter(f"{W}tc")) if word]
    assert said == [f"c{number}" for number in range(2 * columns)]
    assert [finding.code for finding in found.findings] == ["table.columns"] * (columns > 63)
    assert all(list(row.iter(f"{W}tblHeader")) for row in list(found.body.iter(f"{W}tr"))[: len(rows) // 2])


def test_rows_that_lack_cells_or_have_too_many_are_evened():
    ragged = Table(("left", "left"), ((("h",),),), ())
    ragged = Table(("left", "left"), (((para("h"),),),), (((para("a"),), (para("b"),), (para("c"),)), ()))
    found = file(ragged)
    assert faults(found) == []
    assert [len(row.findall(f"{W}tc")) for row in found.body.iter(f"{W}tr")] == [3, 3, 3]
    assert [words(cell) for cell in found.body.iter(f"{W}tc")] == ["h", "", "", "a", "b", "c", "", "", ""]
    assert faults(file(Table((), ((),), ((), ())))) == []


def test_a_table_of_long_words_has_smaller_letters_rather_than_broken_words():
    row = tuple((para("deepwater"),) for _ in range(7))
    found = file(Table(("left",) * 7, (row,), (row,)))
    assert {one.get(f"{W}val") for one in found.body.iter(f"{W}pStyle")} >= {"TableText4", "TableHeading4"}
    assert faults(found) == []


def test_headings_that_say_nothing_and_bookmarks_that_collide_lead_where_they_should():
    ids = ("a-b", "a_b", "A_B", "a b", "x" * 60, "x" * 61, "", "\ud800", "_note_1", "note_1")
    blocks = tuple(block for name in ids for block in (Heading(1, (), name), Heading(2, (Text(name[:5]),), name)))
    links = tuple(para(Link((Text("there"),), f"#{name}")) for name in ids if name)
    found = file(*blocks, *links, para("x", note("one")))
    assert faults(found) == []
    assert len(values(found.body, "bookmarkStart", "name")) == len(ids) - 1
    assert found.findings == ()


def test_twenty_thousand_notes_are_numbered_in_order():
    found = file(*(Paragraph((Text("ebb"), *[note("n")] * 100)) for _ in range(200)))
    assert values(found.body, "footnoteReference", "id") == [str(number) for number in range(1, 20_001)]
    assert len(found.notes) == 20_000


def test_metadata_without_words_is_an_edition():
    assert_sound(Document(Metadata(language="en"), (heading(1, "", "x"), heading(1, "", "y"))))
