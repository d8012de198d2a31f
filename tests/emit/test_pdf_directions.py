"""Marks of direction: nothing is lost or moved, and they stand where readers of the file would guess wrongly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.emit.pdf import icu_text
from pipeline.emit.pdf.directions import LEFT_TO_RIGHT, RIGHT_TO_LEFT, directed
from pipeline.emit.pdf.runs import Break, Ink, Item, Picture, Run, shown
from pipeline.emit.theme import Face

INK = Ink(Face(), 10)
SOME = st.text("aé\u0301بשْ12 .,-(«[]+%𝒯\u200c٣", max_size=12)
ITEMS = st.lists(
    st.one_of(
        SOME.filter(bool).map(lambda text: Run(text, INK)),
        st.just(Picture("a.png", 1, 1, INK)),
        st.just(Break()),
    ),
    min_size=1,
    max_size=5,
)
MARKS = str.maketrans("", "", LEFT_TO_RIGHT + RIGHT_TO_LEFT)


@given(ITEMS, st.sampled_from((0, 1)))
def test_without_the_marks_the_text_is_what_it_was(items: list[Item], base: int) -> None:
    text = "".join(map(shown, items))
    made, whole, levels = directed(items, text, base)
    assert [shown(item).translate(MARKS) for item in made] == [shown(item) for item in items]
    assert [type(item) for item in made] == [type(item) for item in items]
    assert "".join(map(shown, made)) == whole
    assert len(levels) == len(whole)


@given(ITEMS, st.sampled_from((0, 1)))
def test_letters_keep_their_levels(items: list[Item], base: int) -> None:
    text = "".join(map(shown, items))
    _, whole, levels = directed(items, text, base)
    kept = [level for character, level in zip(whole, levels, strict=True) if character.translate(MARKS)]
    assert kept == list(icu_text.levels(text, base)[0])


@pytest.mark.parametrize(
    ("text", "base", "marked"),
    [
        ("بحر عال", 1, "بحر عال"),
        ("שלום", 1, "שלום"),
        ("ב12", 1, "ב12"),
        ("12 ב", 1, "12\u200f ב"),
        ("ב (ג)", 1, "ב \u200e(ג\u200e)"),
        ("Say בג.", 0, "Say בג\u200e."),
        ("Say בג now", 0, "Say בג\u200e now"),
        ("plain text (12).", 0, "plain text (12)."),
    ],
)
def test_marks_stand_where_readers_would_guess_wrongly(text: str, base: int, marked: str) -> None:
    assert directed([Run(text, INK)], text, base)[1] == marked
