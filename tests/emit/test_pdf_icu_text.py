"""What Unicode says of a text, counted in characters: scripts, levels of direction, places where lines may break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.emit.pdf import icu_text

SOME = st.text(st.one_of(st.sampled_from("aé\u0301بש1 .-\n漢ก𝒯👩\u200d\ud800\u200f(")), min_size=1, max_size=30)


def broken(text: str, language: str) -> list[str]:
    found = icu_text.breaks(text, language)
    return [text[start:end] for start, end in zip((0, *found), found, strict=False)]


@pytest.mark.parametrize(
    ("language", "text", "pieces"),
    [
        ("en", "High water, low", ["High ", "water, ", "low"]),
        ("en", "well-known", ["well-", "known"]),
        ("en", "a\u00a0b 3.5 km", ["a\u00a0b ", "3.5 ", "km"]),
        ("en", "𝒯𝒯 👩 a", ["𝒯𝒯 ", "👩 ", "a"]),
        ("en", "one\ntwo", ["one\n", "two"]),
        ("th", "ทะเลสองครั้ง", ["ทะเล", "สอง", "ครั้ง"]),
        ("ko", "바다의 밀물과 썰물", ["바", "다", "의 ", "밀", "물", "과 ", "썰", "물"]),
        ("ja", "潮「月」。", ["潮", "「月」。"]),
        ("ja", "きゃっと", ["きゃっ", "と"]),
        ("zh", "力量，每天", ["力", "量，", "每", "天"]),
        ("km", "សមុទ្រធំ", ["សមុទ្រ", "ធំ"]),
        ("fr", "«\u00a0oui\u00a0» non", ["«\u00a0oui\u00a0» ", "non"]),
    ],
)
def test_lines_break_as_the_language_has_it(language: str, text: str, pieces: list[str]) -> None:
    assert broken(text, language) == pieces


@given(SOME, st.sampled_from(("en", "th", "ja", "ko", "zh-Hant", "", "tlh")))
def test_pieces_make_the_text(text: str, language: str) -> None:
    assert "".join(broken(text, language)) == text
    assert "" not in broken(text, language)


def test_half_a_pair_does_not_move_the_places() -> None:
    assert broken("a \ud800b c", "en") == ["a ", "\ud800b ", "c"]
    assert broken("𝒯 \ud800 𝒯", "en") == ["𝒯 ", "\ud800 ", "𝒯"]
    assert list(icu_text.levels("\ud800ب𝒯", 0)[0]) == [0, 1, 0]


@pytest.mark.parametrize(
    ("text", "base", "levels", "paragraph"),
    [
        ("abc", 0, [0, 0, 0], 0),
        ("بحر", 0, [1, 1, 1], 0),
        ("aبb", 1, [2, 1, 2], 1),
        ("ب12", 1, [1, 2, 2], 1),
        ("aב𝒯", 0, [0, 1, 0], 0),
        ("𝒯 ש", None, [0, 0, 1], 0),
        ("ש 𝒯", None, [1, 1, 2], 1),
        ("12", None, [0, 0], 0),
    ],
)
def test_levels_are_those_of_the_standard(text: str, base: int | None, levels: list[int], paragraph: int) -> None:
    found, own = icu_text.levels(text, base)
    assert (list(found), own) == (levels, paragraph)


@given(SOME, st.sampled_from((0, 1, None)))
def test_there_is_a_level_for_each_character(text: str, base: int | None) -> None:
    found, paragraph = icu_text.levels(text, base)
    assert len(found) == len(text)
    assert paragraph in ((0, 1) if base is None else (base,))
    if base is None:
        assert icu_text.base_of(text) == paragraph


def test_no_text_has_no_levels() -> None:
    assert icu_text.levels("", 1) == ([], 1)


@pytest.mark.parametrize(
    ("character", "script"),
    [("a", "Latn"), ("ж", "Cyrl"), ("ب", "Arab"), ("漢", "Hani"), ("あ", "Hira"), ("1", "Zyyy"), ("\u0301", "Zinh"),
     ("𐒰", "Osge"), ("\u0378", "Zzzz")],
)  # fmt: skip
def test_the_script_of_a_character_is_known(character: str, script: str) -> None:
    assert icu_text.script(character) == script


@pytest.mark.parametrize(
    ("character", "kind"), [("\u0378", "Cn"), ("\ue000", "Co"), ("\ud800", "Cs"), ("\x07", "Cc"), ("a", ""), ("👩", "")]
)
def test_what_has_no_shape_is_known_by_its_category(character: str, kind: str) -> None:
    assert icu_text.kind(character) == kind


def test_directions_and_mirrors_are_those_of_the_standard() -> None:
    assert [icu_text.direction(c) for c in "aשب1+٣,\n\t \u0301!"] == [
        *("L", "R", "AL", "EN", "ES", "AN", "CS", "B", "S", "WS", "NSM", "ON")
    ]
    assert [c for c in "a(]«<.!" if icu_text.mirrors(c)] == ["(", "]", "«", "<"]


def test_the_sample_of_a_script_is_a_letter_of_it() -> None:
    assert [icu_text.script(icu_text.sample(script)) for script in ("Deva", "Thai", "Hebr", "Khmr")] == [
        *("Deva", "Thai", "Hebr", "Khmr")
    ]
    assert icu_text.sample("Xxxx") == "a"
