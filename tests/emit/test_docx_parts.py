"""What stands where in a DOCX edition."""

import pytest
from docx_file import MEASURE, R, W, faults, file, heading, names, para, png, run_of, style_of, values, words

from pipeline.emit.docx.look import EMU
from pipeline.emit.docx.story import bookmark_names
from pipeline.model import (
    Agent,
    Code,
    CodeBlock,
    Div,
    Emphasis,
    Heading,
    LineBreak,
    Link,
    Note,
    Paragraph,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from pipeline.report import Location

# Titles, contents and colophon


def test_title_subtitle_and_headings_have_the_styles_that_word_knows():
    found = file(
        *(heading(level, f"Level {level}") for level in range(1, 7)),
        subtitle="A subtitle",
        creators=(Agent("A. Pilot"),),
    )
    shown = {style_of(one): words(one) for one in found.body.iter(f"{W}p") if words(one)}
    assert shown["Title"] == "The tide"
    assert shown["Subtitle"] == "A subtitle"
    assert shown["Author"] == "A. Pilot"
    assert [shown[f"Heading{level}"] for level in range(1, 7)] == [f"Level {level}" for level in range(1, 7)]
    assert values(found.style("Heading3"), "name") == ["heading 3"]


def test_the_contents_list_three_levels_of_headings_as_links_and_hold_no_page_number():
    found = file(heading(1, "One"), heading(2, "Two"), heading(3, "Three"), heading(4, "Four"), para("text"))
    (contents,) = found.body.iter(f"{W}sdt")
    assert [words(one) for one in contents.iter(f"{W}p")] == ["Contents", "One", "Two", "Three"]
    assert values(contents, "hyperlink", "anchor") == ["one", "two", "three"]
    fields = [node.text.split()[0] for node in contents.iter(f"{W}instrText")]
    assert fields == ["TOC", "PAGEREF", "PAGEREF", "PAGEREF"]
    assert not values(contents, "fldChar", "dirty")


def test_a_heading_in_the_contents_has_no_note_no_picture_and_no_link_of_its_own():
    note, link = Note((para("note"),)), Link((Text("linked"),), "https://example.org")
    found = file(Heading(1, (Text("A "), note, link, LineBreak(), Text("line")), "a"), heading(1, "B"))
    (contents,) = found.body.iter(f"{W}sdt")
    assert [words(one) for one in contents.iter(f"{W}p")][1] == "A linked line"
    assert len(found.notes) == 1


def test_a_short_piece_has_neither_contents_nor_a_title_page():
    found = file(heading(1, "Only one"), para("text"))
    assert not list(found.body.iter(f"{W}sdt"))
    assert len(list(found.body.iter(f"{W}sectPr"))) == 1
    assert list(found.body.iter(f"{W}titlePg"))


def test_the_title_page_of_a_book_has_neither_running_head_nor_page_number():
    found = file(heading(1, "One"), heading(1, "Two"))
    title, *others = found.body.iter(f"{W}sectPr")
    assert not list(title.iter(f"{W}footerReference"))
    assert all(list(one.iter(f"{W}footerReference")) for one in others)
    assert "PAGE" in "".join(found.parts["word/footer1.xml"].itertext())
    assert words(found.parts["word/header1.xml"]) == "The tide"


def test_parts_of_level_1_open_a_page_only_where_they_are_long():
    long = tuple(block for name in "AB" for block in (heading(1, name), *(para("tide " * 200) for _ in range(8))))
    assert list(file(*long).style("Heading1").iter(f"{W}pageBreakBefore"))
    assert not list(file(heading(1, "A"), heading(1, "B")).style("Heading1").iter(f"{W}pageBreakBefore"))


def test_the_colophon_stands_at_the_end_in_the_language_of_the_edition():
    found = file(heading(1, "Uno"), heading(1, "Dos"), language="es", rights="CC BY 4.0")
    (last,) = found.paragraphs("MatterHeading")
    assert words(last) and words(last) != "About this edition"
    assert any("CC BY 4.0" in words(one) for one in found.paragraphs("Colophon"))


def test_the_cover_is_as_wide_as_the_text_and_stands_before_the_title():
    found = file(heading(1, "A"), heading(1, "B"), cover_image="60.png", resources=(png(60, 80),))
    first = next(found.body.iter(f"{W}p"))
    assert style_of(first) == "Cover"
    assert int(next(first.iter("{*}extent")).get("cx")) == pytest.approx(MEASURE * EMU, rel=0.2)
    assert next(first.iter("{*}docPr")).get("descr")


# Properties


def test_properties_come_from_the_one_table():
    found = file(para("x"), subjects=("tides", "a, b"), description="long " * 100, publisher="Press", date="2023-11")
    core = found.files["docProps/core.xml"].decode()
    assert "<cp:keywords>tides; a, b</cp:keywords>" in core
    assert f"<dc:description>{'long ' * 100}</dc:description>" in core
    custom = found.parts["docProps/custom.xml"]
    assert {one.get("name"): one[0].text for one in custom} == {"Publisher": "Press", "Date": "2023-11"}
    assert [one.get("pid") for one in custom] == ["2", "3"]


# Inlines


def test_markup_becomes_styles_and_properties():
    found = file(
        para(
            Emphasis((Text("em"),)),
            Strong((Text("strong"),)),
            Strong((Emphasis((Text("both"),)),)),
            Strikeout((Text("out"),)),
            Superscript((Text("up"),)),
            Subscript((Text("down"),)),
            Code("code"),
        )
    )
    assert values(run_of(found, "em"), "rStyle") == ["Emphasis"]
    assert values(run_of(found, "strong"), "rStyle") == ["Strong"]
    assert names(run_of(found, "both")) == ["rStyle", "b", "bCs", "i"]
    assert names(run_of(found, "out")) == ["strike"]
    assert values(run_of(found, "up"), "vertAlign") == ["superscript"]
    assert values(run_of(found, "down"), "vertAlign") == ["subscript"]
    assert values(run_of(found, "code"), "rStyle") == ["InlineCode"]


def test_a_link_leads_to_its_address_or_heading_and_one_that_leads_nowhere_is_reported():
    found = file(
        heading(1, "Here", "here-1"),
        para(Link((Text("out"),), "https://example.org/a b?x=1&y=<2>"), Link((Text("in"),), "#here-1")),
        Paragraph((Link((Text("lost"),), "#nowhere"), Link((Text("empty"),), "")), Location("tide.md", 7)),
    )
    outward, inward = found.body.iter(f"{W}hyperlink")
    relations = {one.get("Id"): one.get("Target") for one in found.parts["word/_rels/document.xml.rels"]}
    assert relations[outward.get(f"{R}id")] == "https://example.org/a%20b?x=1&y=%3C2%3E"
    assert inward.get(f"{W}anchor") == "here_1"
    assert [(finding.code, finding.location) for finding in found.findings] == [
        ("link.dangling", Location("tide.md", 7))
    ]
    assert "lost" in found.text()
    assert faults(found) == []


def test_a_link_in_a_note_is_a_relationship_of_the_notes():
    found = file(para("a", Note((para(Link((Text("x"),), "https://example.org")),))))
    assert "https://example.org" in found.files["word/_rels/footnotes.xml.rels"].decode()
    assert faults(found) == []


def test_line_breaks_tabs_and_soft_hyphens_are_elements():
    found = file(para("a", LineBreak(), "har\u00adbour"), CodeBlock("x\n\ty"))
    text, code = found.paragraphs("FirstParagraph")[0], found.paragraphs("CodeBlock")[0]
    assert [one.tag.removeprefix(W) for one in text.iter(f"{W}br", f"{W}softHyphen")] == ["br", "softHyphen"]
    assert [one.tag.removeprefix(W) for one in code.iter(f"{W}br", f"{W}tab")] == ["br", "tab"]


# Languages and directions


@pytest.mark.parametrize("slot", ["val", "bidi", "eastAsia"])
def test_a_language_of_the_whole_or_of_words_holds_for_letters_of_every_script(slot):
    found = file(para(Span((Text("words"),), "ar")), language="am")
    assert values(found.parts["word/styles.xml"].find(f"{W}docDefaults"), "lang", slot) == ["am"]
    assert values(run_of(found, "words"), "lang", slot) == ["ar"]


def test_no_style_is_called_as_a_type_of_pdf_for_what_a_reader_looks_for():
    """LibreOffice writes the names of paragraph styles as types, and a role map that makes each a mere paragraph."""
    called = set(values(file(para("x")).parts["word/styles.xml"], "name"))
    assert called & {"Figure", "Formula", "Form", "Link", "Note", "Table", "TH", "TOC", "H1"} == set()


def test_a_right_to_left_edition_runs_so_in_paragraphs_runs_tables_and_sections():
    table = Table(("left", "right"), (), (((para("عدن"),), (para("1.8"),)),))
    found = file(para("بحر PDF"), table, CodeBlock("code"), language="ar")
    shown = [one for one in found.body.iter(f"{W}p") if words(one) and style_of(one) != "CodeBlock"]
    assert all(one.find(f"{W}pPr/{W}bidi") is not None for one in shown)
    assert "rtl" in names(run_of(found, "بحر "))
    assert "rtl" not in names(run_of(found, "PDF"))
    assert list(found.body.iter(f"{W}bidiVisual"))
    assert list(found.body.iter(f"{W}sectPr"))[-1].find(f"{W}bidi") is not None
    (code,) = found.paragraphs("CodeBlock")
    assert code.find(f"{W}pPr/{W}bidi").get(f"{W}val") == "0"
    assert [values(run_of(found, text).getparent(), "jc") for text in ("عدن", "1.8")] == [["right"], ["left"]]


def test_a_division_in_another_direction_turns_its_paragraphs_alone():
    found = file(para("text"), Div((para("بحر"),), "ar"), para("more"))
    turned = [words(one) for one in found.body.iter(f"{W}p") if one.find(f"{W}pPr/{W}bidi") is not None]
    assert turned == ["بحر"]


# Names


def test_bookmark_names_are_short_unique_and_without_marks():
    made = bookmark_names(["a-b", "a_b", "A_B", "1st", "é", "x" * 60, "x" * 61])
    assert made["a-b"] == "a_b"
    assert len({name.casefold() for name in made.values()}) == 7
    assert all(len(name) <= 40 and name[0].isalpha() and name.replace("_", "x").isalnum() for name in made.values())
