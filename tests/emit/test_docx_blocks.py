"""How blocks and pictures become paragraphs, lists, tables and drawings."""

import pytest
from docx_file import MEASURE, W, faults, file, heading, para, png, style_of, values, words

from pipeline.model import (
    BulletList,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    Figure,
    Heading,
    Image,
    Note,
    OrderedList,
    Quote,
    Table,
    Text,
)

# Blocks


@pytest.mark.parametrize("box", [CodeBlock("x = 1"), Div((para("Mind the tide."),), role="warning")])
def test_boxes_that_follow_each_other_are_two(box):
    styles = [style_of(one) for one in file(box, box).body.iter(f"{W}p")]
    first = styles.index("CodeBlock" if isinstance(box, CodeBlock) else "BoxedText")
    assert styles[first : first + 3] == [styles[first], "Spacer", styles[first]]


def test_each_numbered_list_starts_as_its_author_said_and_bullets_share_one_list():
    items = ((para("a"),), (para("b"),))
    found = file(
        OrderedList(items), OrderedList(items, 5, "lower-roman", "parens"), BulletList(items), BulletList(items)
    )
    numbers = values(found.body, "numId")
    assert numbers == ["1", "1", "2", "2", "3", "3", "3", "3"]
    numbering = found.parts["word/numbering.xml"]
    assert values(numbering, "startOverride") == ["1", "5"]
    (roman,) = (one for one in numbering.iter(f"{W}abstractNum") if "lowerRoman" in values(one, "numFmt"))
    assert values(roman, "lvlText")[0] == "(%1)"


def test_a_nested_list_stands_a_level_deeper_and_more_text_of_an_item_is_not_numbered():
    inner = OrderedList(((para("inner"),),), 1, "lower-alpha")
    found = file(OrderedList(((para("outer"), para("more"), inner),)))
    marked = {words(one): values(one, "ilvl") for one in found.paragraphs("ListParagraph")}
    assert marked == {"outer": ["0"], "more": [], "inner": ["1"]}


def test_a_list_with_wide_numbers_hangs_further():
    narrow = values(file(OrderedList(((para("a"),),), 1)).body, "ind", "hanging")
    wide = values(file(OrderedList(((para("a"),),), 12345)).body, "ind", "hanging")
    assert int(wide[0]) > int(narrow[0])


def test_a_list_start_that_word_cannot_count_to_is_reported():
    found = file(OrderedList(((para("a"),),), 100_000))
    assert [finding.code for finding in found.findings] == ["list.start"]


def test_a_table_has_header_rows_alignments_a_caption_and_no_empty_cell():
    table = Table(
        ("left", "right", "center", "default"),
        (tuple((para(name),) for name in "abcd"),),
        ((*((para(name),) for name in "efg"), ()),),
        (Text("Caption"),),
    )
    found = file(table)
    head, body = found.body.iter(f"{W}tr")
    assert list(head.iter(f"{W}tblHeader")) and not list(body.iter(f"{W}tblHeader"))
    assert [values(cell, "jc") for cell in body.iter(f"{W}tc")] == [["left"], ["right"], ["center"], []]
    assert [words(one) for one in found.paragraphs("Caption")] == ["Caption"]
    assert faults(found) == []


def test_no_table_is_wider_than_its_place():
    wide = Table(("left", "left"), (), (((para("word " * 60),), (para("x" * 300),)),))
    found = file(wide, BulletList(((wide,),)))
    assert all(int(width) <= MEASURE for width in values(found.body, "tblW", "w"))


def test_quotes_definitions_and_roles_have_styles_of_their_own():
    found = file(
        Quote((para("quoted"), Quote((para("deeper"),)))),
        DefinitionList((Definition((Text("term"),), ((para("meaning"),),)),)),
        Div((para("boxed"),), role="warning"),
        Div((para("motto"),), role="epigraph"),
    )
    shown = {words(one): style_of(one) for one in found.body.iter(f"{W}p")}
    assert shown["quoted"] == shown["deeper"] == "Quote"
    assert (shown["term"], shown["meaning"]) == ("DefinitionTerm", "Definition")
    assert (shown["boxed"], shown["motto"]) == ("BoxedText", "Epigraph")
    assert list(found.paragraphs("BoxedText")[0].iter(f"{W}pBdr"))


def test_a_paragraph_after_another_is_indented_and_one_that_opens_or_resumes_the_text_is_not():
    found = file(heading(1, "A"), para("first"), para("second"), BulletList(((para("item"),),)), para("again"))
    shown = {words(one): style_of(one) for one in found.body.iter(f"{W}p")}
    assert (shown["first"], shown["second"], shown["again"]) == ("FirstParagraph", "BodyText", "ResumedParagraph")


def test_a_division_in_another_language_does_not_break_the_flow_of_paragraphs_and_a_box_does():
    spanish = Div((para("uno"), Div((para("dos"),))), "es")
    boxed = Div((para("boxed"),), role="note")
    found = file(
        heading(1, "A"), Div((para("zero"),), "es"), para("first"), spanish, para("after"), boxed, para("again")
    )
    shown = {words(one): style_of(one) for one in found.body.iter(f"{W}p")}
    assert shown["zero"] == "FirstParagraph"
    assert [shown[name] for name in ("first", "uno", "dos", "after")] == ["BodyText"] * 4
    assert shown["again"] == "ResumedParagraph"


def test_notes_stand_in_headings_tables_lists_captions_and_hold_blocks():
    def note(name):
        return Note((para(name), BulletList(((para("item"),),)), para("more")))

    table = Table(("left",), (), (((para("cell", note("3")),),),), (Text("caption"), note("2")))
    found = file(Heading(1, (Text("head"), note("1")), "head"), table, BulletList(((para("item", note("4")),),)))
    assert [words(one).strip()[0] for one in found.notes] == ["1", "2", "3", "4"]
    assert faults(found) == []


# Pictures


@pytest.mark.parametrize(
    ("picture", "inches"),
    [(png(96, 48), 1), (png(300, 150, 300), 1), (png(96, 48, 72), 1), (png(4000, 2000), MEASURE / 1440)],
)
def test_a_picture_has_its_natural_size_within_the_measure(picture, inches):
    found = file(Figure(Image(picture.name, "waves"), (Text("Waves"),)), resources=(picture,))
    extent = next(found.body.iter("{*}extent"))
    assert int(extent.get("cx")) / 914400 == pytest.approx(inches, rel=0.01)
    assert int(extent.get("cy")) * 2 == pytest.approx(int(extent.get("cx")), rel=0.01)


def test_a_picture_has_its_text_alternative_or_is_marked_as_decoration():
    picture = png(9, 9)
    found = file(para(Image("9.png", 'an "anchor"')), para(Image("9.png")), resources=(picture,))
    said, decoration = found.body.iter("{*}docPr")
    assert said.get("descr") == 'an "anchor"'
    assert list(decoration.iter("{*}decorative"))
    assert faults(found) == []


def test_a_picture_that_word_cannot_show_leaves_its_text_alternative_and_a_finding():
    found = file(para("a", Image("lost.png", "the harbour")))
    assert "[the harbour]" in found.text()
    assert [finding.code for finding in found.findings] == ["picture.unshown"]
