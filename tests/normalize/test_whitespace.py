"""Single spaces, none at edges, nothing empty."""

import pytest

from pipeline.model import (
    BulletList,
    Code,
    CodeBlock,
    Document,
    Emphasis,
    Image,
    LineBreak,
    Link,
    Metadata,
    Note,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
)
from pipeline.normalize.whitespace import apply, tidy, tidy_text
from pipeline.report import Location

EMPTY = Paragraph(())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  a \t b\n", "a b"),
        ("50\u00a0% and 10\u2009000", "50\u00a0% and 10\u2009000"),
        ("a\u00a0 b", "a b"),
        ("\u3000海　月\u3000", "海　月"),
        ("a\u00a0\u00a0b", "a\u00a0b"),
        ("a\u2028b", "a b"),
    ],
)
def test_a_run_of_white_space_is_one_space(before: str, after: str):
    assert tidy_text(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((Text("a"), Strong((Text(" b "),)), Text("c")), (Text("a "), Strong((Text("b"),)), Text(" c"))),
        ((Strong((Text("b"),)), Emphasis((Text(" "),)), Text("c")), (Strong((Text("b"),)), Text(" c"))),
        ((Text("a "), Text(" b")), (Text("a b"),)),
        ((Text("a"), LineBreak(), Text(" b")), (Text("a"), LineBreak(), Text("b"))),
        ((LineBreak(), Text("a"), Strong((LineBreak(),))), (Text("a"),)),
        ((Strong((Text("a"), LineBreak())), Text("b")), (Strong((Text("a"),)), LineBreak(), Text("b"))),
        ((Text("a\u2028b"),), (Text("a"), LineBreak(), Text("b"))),
        ((Text(" "), Code("  x  "), Text(" ")), (Code("  x  "),)),
        ((Text("a "), Note((EMPTY,)), Text(" b")), (Text("a "), Note((EMPTY,)), Text(" b"))),
        ((Text("a"), Note(()), Text(" b")), (Text("a b"),)),
        ((Strong(()), Emphasis((Strong((Text(" "),)),))), ()),
    ],
)
def test_white_space_moves_out_of_markup(before: tuple[object, ...], after: tuple[object, ...]):
    assert tidy(before) == after
    assert tidy(after) == after


def test_what_is_truly_empty_is_dropped():
    blocks = (
        EMPTY,
        Quote((EMPTY,)),
        BulletList(()),
        Table(("left",)),
        Paragraph((Text("\u00a0"),)),
        Paragraph((Image("a"),)),
    )
    assert apply(Document(blocks=blocks)).value.blocks == (Paragraph((Image("a"),)),)


def test_empty_places_in_lists_and_tables_stay():
    blocks = (BulletList(((EMPTY,), (Paragraph((Text("b"),)),))), Table(("left", "left"), body=(((EMPTY,), ()),)))
    assert apply(Document(blocks=blocks)).value.blocks == (
        BulletList(((), (Paragraph((Text("b"),)),))),
        Table(("left", "left"), body=(((), ()),)),
    )


def test_an_emptied_note_goes_with_its_mark():
    document = Document(
        blocks=(Paragraph((Text("a"), Note((Paragraph((Text(" "),)),)), Text(".")), Location("a.md", 2)),)
    )
    assert apply(document).value.blocks == (Paragraph((Text("a."),)),)


def test_a_link_without_text_is_reported_with_its_place():
    document = Document(blocks=(Paragraph((Text("a"), Link((), "https://example.org")), Location("a.md", 2)),))
    (finding,) = apply(document).findings
    assert (finding.code, str(finding.location)) == ("link.empty", "a.md:2")


def test_code_is_untouched():
    blocks = (CodeBlock("  a  \n\n\n  b\n"),)
    assert apply(Document(blocks=blocks)).value.blocks == blocks


def test_metadata_is_tidied_and_every_change_has_a_place():
    document = Document(Metadata(title=" High  tide "), (Paragraph((Text("a  b"),), Location("a.md", 4)),))
    outcome = apply(document)
    assert outcome.value.metadata.title == "High tide"
    assert [str(change.location) for change in outcome.changes] == ["a.md", "a.md:4"]
    assert (outcome.changes[1].before, outcome.changes[1].after) == ("a  b", "a b")


def test_very_many_pieces_take_no_longer_than_their_number():
    tidy((Text(" "), Text("a")) * 50_000)
    tidy((Text("a\u2028" * 50_000),))
