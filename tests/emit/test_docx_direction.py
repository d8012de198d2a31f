"""Cutting text into runs of one direction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.emit.docx.direction import pieces


@pytest.mark.parametrize(
    ("text", "rtl", "expected"),
    [
        ("only Latin, 1 + 2", False, ["only Latin, 1 + 2"]),
        ("the word بحر here", False, ["the word ", "بحر", " here"]),
        ("the words بحر و قمر here", False, ["the words ", "بحر و قمر", " here"]),
        ("بحر فقط، 12", True, ["بحر فقط، 12"]),
        ("راجع PDF 2.0 للتفاصيل", True, ["راجع ", "PDF 2.0", " للتفاصيل"]),
        ("راجع PDF (2023) للتفاصيل", True, ["راجع ", "PDF (2023)", " للتفاصيل"]),
        ("راجع (PDF) للتفاصيل", True, ["راجع (", "PDF", ") للتفاصيل"]),
        ("في 3D اليوم", True, ["في ", "3D", " اليوم"]),
        ("العنوان: urn:uuid:12-a4-9", True, ["العنوان: ", "urn:uuid:12-a4-9"]),
    ],
)
def test_a_text_is_cut_where_its_direction_changes(text, rtl, expected):
    assert [piece for piece, _ in pieces(text, rtl)] == expected


def test_a_piece_says_whether_it_runs_from_right_to_left():
    assert list(pieces("a بحر", rtl=False)) == [("a ", False), ("بحر", True)]
    assert list(pieces("بحر a", rtl=True)) == [("بحر ", True), ("a", False)]


@given(st.text("aZ é9٣(])[بحقר׳ \t.,-"), st.booleans())
def test_no_character_is_lost_and_no_piece_is_empty(text, rtl):
    found = [piece for piece, _ in pieces(text, rtl)]
    assert "".join(found) == text
    assert all(found)


def test_a_long_row_of_digits_or_marks_takes_linear_time():
    for text in ("1" * 200_000, "ب" + "." * 200_000, "ب1 a " * 40_000):
        assert sum(len(piece) for piece, _ in pieces(text, rtl=False)) == len(text)
