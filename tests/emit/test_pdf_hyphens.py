"""Where words may be parted: by the patterns of their language, far enough from both ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.emit.pdf.hyphens import positions


def parted(word: str, language: str) -> str:
    places = positions(word, language)
    return "-".join(word[start:end] for start, end in zip((0, *places), (*places, None), strict=False))


@pytest.mark.parametrize(
    ("language", "word", "expected"),
    [
        ("en", "hyphenation", "hy-phen-ation"),
        ("en-GB", "international", "in-ter-na-tional"),
        ("de", "Donaudampfschiff", "Do-nau-dampf-schiff"),
        ("es", "desarrollo", "de-sa-rro-llo"),
        ("ru", "навигация", "на-ви-га-ция"),
        ("el", "θαλασσινός", "θα-λασ-σι-νός"),
        ("en", "“hyphenation,”", "“hy-phen-ation,”"),
    ],
)
def test_words_are_parted_as_their_language_has_it(language: str, word: str, expected: str) -> None:
    assert parted(word, language) == expected


@pytest.mark.parametrize("word", ["", "a", "tides", "1234567890", "a1b2c3d4e5", "--------"])
def test_short_words_and_numbers_are_not_parted(word: str) -> None:
    assert positions(word, "en") == ()


@pytest.mark.parametrize("language", ["", "xx", "ar", "zh", "tlh-Latn"])
def test_a_language_without_patterns_parts_nothing(language: str) -> None:
    assert positions("hyphenation", language) == ()


def test_the_writers_soft_hyphens_are_the_only_ones() -> None:
    assert positions("hyphen\u00adation", "en") == (7,)
    assert positions("a\u00adb\u00adc", "xx") == (2, 4)


def test_a_place_where_the_spelling_would_change_is_left_out() -> None:
    # Hungarian "asszonnyal" is parted "asszony-nyal"
    assert positions("asszonnyal", "hu") == ()


@given(st.text("abcdefghijklmnopqrstuvwxyzéß’-1", max_size=25), st.sampled_from(("en", "de", "fr", "hu", "xx")))
def test_places_rise_and_leave_two_letters_before_and_three_after(word: str, language: str) -> None:
    places = positions(word, language)
    assert list(places) == sorted(set(places))
    assert all(word[at - 2 : at].isalpha() and word[at : at + 3].isalpha() for at in places)
    assert parted(word, language).replace("-", "") == word.replace("-", "")
