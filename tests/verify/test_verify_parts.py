"""Expectations, the order of text, the shape between languages, and the folder of editions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from handmade import WORK
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import documents, phrases

from pipeline.model import Document
from pipeline.report import PipelineError
from pipeline.verify import compare
from pipeline.verify.directory import check_files
from pipeline.verify.expect import as_json, expected, from_json
from pipeline.verify.letters import letters, printed_letters
from pipeline.verify.observed import Entry, Line
from pipeline.verify.reading import Piece
from pipeline.verify.sequence import first_break


@settings(max_examples=30, deadline=None)
@given(documents())
def test_the_json_form_keeps_all_but_the_text(document: Document) -> None:
    expectation = expected(document)
    known = replace(expectation, text=(), alts=(), grids=(), note_texts=(), linked=())
    assert from_json(as_json(expectation)) == known


@pytest.mark.parametrize("values", [None, {}, {**as_json(expected(WORK)), "outline": [["1", "a"]]}])
def test_a_manifest_of_another_shape_is_refused(values: object) -> None:
    with pytest.raises(PipelineError):
        from_json(values)


def test_pieces_say_where_they_stand_and_hold_the_numbers_of_notes() -> None:
    pieces = {piece.text: (piece.stream, piece.under) for piece in expected(WORK).text}
    assert pieces["It draws1 the water; see the harbour and the web."] == ("body", "The moon")
    assert pieces["And so does the sun."] == ("note", "The moon")
    assert pieces["Times"] == ("caption", "The harbour")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ﬁn de siècle", "fin de siècle"),
        ("co-operate", "coop\u00aderate"),
        ("m²", "m2"),
        ("a\u00a0b", "ab"),
        ("قـمر", "قمر"),
    ],
)
def test_what_looks_alike_is_compared_alike(one: str, other: str) -> None:
    assert letters(one) == letters(other)


@pytest.mark.parametrize(("one", "other"), [("a", "á"), ("1", "2"), ("A", "a"), ("“a”", "«a»"), ("ज", "जा")])
def test_what_differs_to_a_reader_differs(one: str, other: str) -> None:
    assert letters(one) != letters(other)


FURNITURE = st.lists(st.sampled_from(("12", "7", "1", "The tide", "Page 3", "• ")), max_size=2)


@st.composite
def printed(draw: st.DrawFn) -> tuple[list[Piece], list[Line]]:
    """Return paragraphs, and the lines of pages on which they are printed between running heads and page numbers."""
    pieces = [Piece(text) for text in draw(st.lists(phrases, min_size=1, max_size=6))]
    lines: list[Line] = []
    for piece in pieces:
        words = piece.text.split()
        while words:
            count = draw(st.integers(1, len(words)))
            lines += [Line(text, "page") for text in draw(FURNITURE)]
            lines.append(Line(" ".join(words[:count]), "page"))
            words = words[count:]
    return pieces, lines


@given(printed())
def test_text_is_found_between_running_heads(pages: tuple[list[Piece], list[Line]]) -> None:
    pieces, lines = pages
    assert first_break(pieces, lines, printed_letters, printed=True) is None


@given(printed(), st.data())
def test_a_paragraph_that_is_not_there_is_missed(pages: tuple[list[Piece], list[Line]], data: st.DataObject) -> None:
    pieces, lines = pages
    at = data.draw(st.integers(0, len(pieces)))
    extra = Piece("Surely this is nowhere else.", under="Tides")
    found = first_break([*pieces[:at], extra, *pieces[at:]], lines, printed_letters, printed=True)
    assert found is not None
    assert found.piece == extra


def test_a_line_of_arabic_may_be_in_another_order_but_has_all_letters() -> None:
    pieces = [Piece("بحر قمر 2023", turned=True)]
    assert first_break(pieces, [Line("2023 رمق رحب", "page 1")], printed_letters, printed=True) is None
    assert first_break(pieces, [Line("2023 رمق حب", "page 1")], printed_letters, printed=True) is not None


def test_a_mark_that_the_next_letter_takes_when_a_line_is_turned_is_no_difference() -> None:
    said = "کیا جایٔے"
    line = Line("\u06d2\u0654\u06cc\u0627\u062c \u0627\u06cc\u06a9", "page 1")
    assert first_break([Piece(said, turned=True)], [line], printed_letters, printed=True) is None


def test_a_line_in_a_right_to_left_paragraph_may_hold_no_such_letter() -> None:
    lines = [Line("tides 50", "page 1")]
    assert first_break([Piece("50 tides", turned=True)], lines, printed_letters, printed=True) is None
    assert first_break([Piece("50 tides", turned=True)], lines, printed_letters) is not None
    assert first_break([Piece("50 tides")], lines, printed_letters, printed=True) is not None


def test_only_lines_of_a_turned_piece_may_be_in_another_order() -> None:
    pieces = [Piece("Then high water."), Piece("قمر and 50 tides", turned=True), Piece("Then low water.")]
    lines = [Line("Then high water.", "page 1"), Line("tides 50 and رمق", "page 1"), Line("Then low water.", "page 1")]
    assert first_break(pieces, lines, printed_letters, printed=True) is None
    for at, line in ((0, "high Then water."), (2, "low Then water.")):
        moved = [*lines[:at], Line(line, "page 1"), *lines[at + 1 :]]
        found = first_break(pieces, moved, printed_letters, printed=True)
        assert found is not None
        assert found.piece == pieces[at]


def test_text_that_says_the_same_over_and_over_is_found_among_notes_that_say_it_too() -> None:
    said = "The tide rises and falls with the moon."
    pages = [Line(f"{number} {said}" if number % 5 == 0 else said, "page") for number in range(200)]
    assert first_break([Piece(said)] * 160, pages, printed_letters, printed=True) is None
    assert first_break([Piece(said)] * 201, pages, printed_letters, printed=True) is not None


def test_words_too_many_at_the_very_end_are_named() -> None:
    found = first_break(
        [Piece("It draws"), Piece("water.")], [Line("It draws", "p"), Line("water. And?", "p")], letters
    )
    assert found is not None
    assert found.line == Line("water. And?", "p")
    assert found.piece.text == "water."


def test_paragraphs_in_another_order_are_found() -> None:
    pieces = [Piece("First of all."), Piece("Then this.")]
    found = first_break(pieces, [Line("Then this.", "one"), Line("First of all.", "one")], letters)
    assert found is not None
    assert found.piece.text == "Then this."


def test_the_work_is_linear() -> None:
    pieces = [Piece(f"Paragraph {number} of many, long enough to be worth it.") for number in range(15_000)]
    lines = [Line(piece.text, "page") for piece in pieces]
    assert first_break(pieces, lines, letters) is None


def test_languages_of_one_shape_agree() -> None:
    assert compare([("t.en", expected(WORK)), ("t.es", expected(WORK)), ("t.fr", expected(WORK))]) == ()


def test_a_heading_of_another_level_is_named_in_both_languages() -> None:
    one = expected(WORK)
    other = replace(one, outline=(one.outline[0], Entry(1, "El puerto", "harbour")))
    (finding,) = compare([("t.en", one), ("t.es", other)])
    assert str(finding) == (
        "t.es: heading 2: expected level 2 #harbour “The harbour” as in t.en, found level 1 #harbour “El puerto”"
    )


def test_a_heading_too_few_is_named() -> None:
    one = expected(WORK)
    (finding,) = compare([("t.en", one), ("t.es", replace(one, outline=one.outline[:1]))])
    assert "found none" in finding.message


A, B = "a" * 64, "b" * 64


@pytest.mark.parametrize(
    ("sums", "digests", "codes"),
    [
        (f"{A}  t/t.en.pdf\n", {"t/t.en.pdf": A, "SHA256SUMS": B}, []),
        (f"\\{A}  t/t\\\\\\n.pdf\n", {"t/t\\\n.pdf": A}, ["verify.sums", "verify.unexpected"]),
        (f"{A}  t/t.en.pdf\n", {"t/t.en.pdf": B}, ["verify.checksum"]),
        (f"{A}  t/t.en.pdf\n", {}, ["verify.missing"]),
        (f"{A}  t/t.en.pdf\n", {"t/t.en.pdf": A, "t/t.xx.pdf": B}, ["verify.unexpected"]),
        (f"{A}  ../t.en.pdf\n", {}, ["verify.sums"]),
        (f"{A}  t\n{A}  t\n", {"t": A}, ["verify.sums"]),
        ("nonsense\n", {}, ["verify.sums"]),
    ],
)
def test_the_folder_holds_what_its_sums_say(sums: str, digests: dict[str, str], codes: list[str]) -> None:
    found = check_files(sums, digests)
    assert [finding.code for finding in found] == codes
    assert all(finding.location and finding.hint for finding in found)
