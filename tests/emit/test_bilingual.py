"""A text and its translation side by side, in the three formats."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest
from docx_file import File, W, values, words
from epub_file import Book
from pdf_file import PROSE, faults, paragraph, places, start

from pipeline.emit import emit, matter
from pipeline.emit.edition import Edition
from pipeline.model import (
    Block,
    BulletList,
    Div,
    Document,
    Heading,
    Metadata,
    Note,
    Paragraph,
    Span,
    Table,
    Text,
    Wording,
)

TITLES = (Wording("en", "title", ("Tides",)), Wording("en", "subtitle", ("A guide",)))


def pair(first: str | Block, second: str | Block, source: str = "en", target: str = "es") -> Div:
    ours, theirs = (paragraph(side) if isinstance(side, str) else side for side in (first, second))
    sides = (Div((ours,), source, direction(source)), Div((theirs,), target, direction(target)))
    return Div(sides, direction=direction(source), role="parallel")


def direction(tag: str) -> str:
    return "rtl" if tag == "ar" else "ltr"


def edition(*blocks: Block, beside: str = "en", language: str = "es") -> Edition:
    metadata = Metadata(title="Mareas", subtitle="Una guía", language=language, wordings=TITLES)
    return Edition(Document(metadata, blocks), "tides", beside=beside)


def test_the_title_page_has_both_titles_and_names_both_languages() -> None:
    made = edition(pair("Water", "Agua"))
    assert [(line.text, line.language) for line in matter.original_titles(made)] == [("Tides", "en"), ("A guide", "en")]
    assert matter.imprint(made)[0].text == "English – español"
    assert ("Idioma", "español, inglés") in [(line.label, line.text) for line in matter.colophon(made)]
    alone = replace(made, beside="")
    assert matter.original_titles(alone) == matter.imprint(alone) == ()


def test_a_bilingual_edition_is_an_edition_of_its_own() -> None:
    made = edition(pair("Water", "Agua"))
    assert made.identifier != replace(made, beside="").identifier
    assert made.identifier != replace(made, beside="fr").identifier
    assert [tongue.tag for tongue in made.tongues] == ["es", "en"]


class TestDocx:
    def test_pairs_that_follow_each_other_are_the_rows_of_one_table_that_may_break(self) -> None:
        file = File(edition(pair("One", "Uno"), pair("Two", "Dos")))
        (table,) = file.body.iter(f"{W}tbl")
        assert values(table, "tblStyle") == ["Parallel"]
        assert [[words(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")] == [
            ["One", "Uno"],
            ["Two", "Dos"],
        ]
        assert not list(table.iter(f"{W}cantSplit")) and not list(table.iter(f"{W}tcBorders"))

    def test_both_columns_are_marked_with_their_language(self) -> None:
        file = File(edition(pair("One", "Uno")))
        assert [values(cell, "lang") for cell in file.body.iter(f"{W}tc")] == [["en"], ["es"]]

    def test_a_right_to_left_original_stands_at_the_right_and_a_translation_into_such_a_language_too(self) -> None:
        one = File(edition(pair("بحر", "Mar", "ar", "es"), beside="ar"))
        assert len(list(one.body.iter(f"{W}bidiVisual"))) == 1
        other = File(edition(pair("Sea", "بحر", "en", "ar"), language="ar"))
        assert not list(other.body.iter(f"{W}bidiVisual"))
        first, second = other.body.iter(f"{W}tc")
        assert [bidi.get(f"{W}val") for bidi in first.iter(f"{W}bidi")] == ["0"]
        assert [bidi.get(f"{W}val") for bidi in second.iter(f"{W}bidi")] == [None]

    def test_a_table_beside_pairs_stays_a_table_of_its_own(self) -> None:
        plain = Table(("left",), (), (((paragraph("12"),),),))
        file = File(edition(pair("One", "Uno"), plain, pair("Two", "Dos")))
        tags = [child.tag for child in file.body.find(f"{W}body")]
        assert all(f"{W}tbl" not in two for two in pairwise(tags) if two[0] == two[1])
        assert tags.count(f"{W}tbl") == 3

    def test_the_styles_of_columns_are_only_where_there_are_columns(self) -> None:
        assert "Parallel" not in values(File(edition(paragraph("Uno"), beside="")).parts["word/styles.xml"], "name")
        assert "Parallel" in values(File(edition(pair("One", "Uno"))).parts["word/styles.xml"], "name")


class TestEpub:
    def test_a_pair_is_two_marked_texts_one_after_the_other(self) -> None:
        book = Book(edition(pair("One", "Uno")))
        (found,) = book.find(book.pages[book.chapters[0]], "//h:div[contains(@class, 'parallel')]")
        assert [(side.get("lang"), side.get("dir"), "".join(side.itertext()).strip()) for side in found] == [
            ("en", "ltr", "One"),
            ("es", "ltr", "Uno"),
        ]
        assert not book.find(book.pages[book.chapters[0]], "//h:table")

    def test_a_note_of_the_original_is_marked_with_its_language(self) -> None:
        noted = Paragraph((Text("One"), Note((paragraph("A note"),))))
        book = Book(edition(pair(noted, "Uno"), Heading(1, (Text("Dos"), Span((Text("Two"),), "en")), "two")))
        (note,) = book.find(book.pages[book.chapters[0]], "//h:aside")
        assert (note.get("lang"), note.get("dir")) == ("en", "ltr")

    def test_the_contents_mark_the_wording_of_the_original(self) -> None:
        both = Heading(1, (Text("Dos / "), Span((Text("Two"),), "en")), "two")
        book = Book(edition(both, pair("One", "Uno")))
        assert book.listed()[0] == (1, "Dos / Two")
        assert book.find(book.pages["nav.xhtml"], "//h:nav[@id='toc']//h:span[@lang='en']")

    def test_the_package_names_both_languages(self) -> None:
        assert Book(edition(pair("One", "Uno"))).meta("dc:language") == ["es", "en"]

    def test_the_rules_for_columns_are_only_where_there_are_columns(self) -> None:
        assert ".parallel" not in Book(edition(paragraph("Uno"), beside="")).text("style.css")
        assert ".parallel" in Book(edition(pair("One", "Uno"))).text("style.css")


def printed(*blocks: Block, **fields: str) -> bytes:
    return emit("pdf", edition(*blocks, **fields)).value


def columns(data: bytes) -> list[tuple[str, str]]:
    """Return what stands in the left and in the right half of each page."""
    with pypdfium2.PdfDocument(data) as document:
        texts = [page.get_textpage() for page in document]
        return [
            (
                text.get_text_bounded(0, 70, 216, 590).replace("\r\n", " "),
                text.get_text_bounded(217, 70, 432, 590).replace("\r\n", " "),
            )
            for text in texts
        ]


class TestPdf:
    def test_both_columns_begin_at_the_same_height(self) -> None:
        data = printed(pair("Water rises. " + PROSE, "El agua sube. " + PROSE), pair("Moon.", "Luna."))
        for first, second in (("Water rises", "El agua"), ("Moon.", "Luna.")):
            (left, top), (right, other) = start(data, first), start(data, second)
            assert left < 216 < right
            assert top == pytest.approx(other, abs=0.1)

    def test_a_long_pair_runs_over_pages_in_both_columns(self) -> None:
        many = " ".join(f"left{number}" for number in range(900)), " ".join(f"right{number}" for number in range(900))
        found = [page for page in columns(printed(pair(*many))) if "left" in page[0]]
        assert len(found) > 2
        for left, right in found:
            assert "left" in left and "right" not in left
            assert "right" in right and "left" not in right
        assert " ".join(left for left, _ in found).split()[-900:] == many[0].split()

    def test_the_notes_of_both_columns_stand_on_the_page_of_their_marks(self) -> None:
        def noted(name: str) -> Paragraph:
            parts = ((Text(PROSE), Note((paragraph(f"{name}{at} {PROSE}"),))) for at in range(9))
            return Paragraph(tuple(piece for part in parts for piece in part))

        with pikepdf.open(BytesIO(printed(pair(noted("mark"), noted("señal"))))) as pdf:
            place = places(pdf)
        assert [place[f"ref-{number}"] for number in range(1, 19)] == [
            place[f"note-{number}"] for number in range(1, 19)
        ]
        assert max(place.values()) < 5

    def test_text_is_marked_with_its_language_in_bilingual_editions_only(self) -> None:
        with_marks, without = printed(pair("One", "Uno")), printed(paragraph("Uno"), beside="")
        for data, expected in ((with_marks, {"en", "es"}), (without, set())):
            with pikepdf.open(BytesIO(data)) as pdf:
                marks = [
                    one.operands[1]
                    for page in pdf.pages
                    for one in pikepdf.parse_content_stream(page)
                    if str(one.operator) == "BDC"
                ]
            assert {str(mark["/Lang"]) for mark in marks if "/Lang" in mark} == expected
            assert all("/Lang" in mark for mark in marks if "/MCID" in mark) == bool(expected)

    def test_a_heading_within_a_column_has_its_page_in_the_contents(self) -> None:
        item = BulletList(((Heading(1, (Text("Dentro"),), "in"),),))
        data = printed(Heading(1, (Text("Fuera"),), "out"), pair("One", item))
        with pypdfium2.PdfDocument(data) as document:
            text = " ".join(page.get_textpage().get_text_range() for page in document)
        assert "Dentro 1" in " ".join(text.split())

    def test_a_right_to_left_original_stands_at_the_right_and_a_translation_into_such_a_language_too(self) -> None:
        arabic = "المد والجزر ظاهرة طبيعية"
        for data in (
            printed(pair(arabic, "La marea sube", "ar", "es"), beside="ar"),
            printed(pair("La marea sube", arabic, "es", "ar"), beside="es", language="ar"),
        ):
            assert start(data, "sube")[0] < 216 < min(start(data, word)[0] for word in arabic.split())
            assert faults(data) == []
