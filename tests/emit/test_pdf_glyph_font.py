"""Glyphs and their codes: what they tell is the text, and where they stand adds up to its width."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_file import font_of, moved, told

from pipeline.emit.pdf.glyph_font import GlyphFont
from pipeline.emit.pdf.glyph_line import Shaped
from pipeline.emit.theme import Face

LATIN = font_of("a")
GREEK = font_of("θά", "el")
ARABIC, HEBREW = font_of("بحر", "ar"), font_of("ים", "he")
HINDI, THAI = font_of("समुद्र", "hi"), font_of("ทะเล", "th")
LEFT = {
    "Latn": (LATIN, "AVTo fi ffl é q\u0301 ß1/2—“”"),
    "Grek": (GREEK, "ἄνθρωπος ςΣ"),
    "Deva": (HINDI, "समुद्र ज्वार क्षत्रिय कि र्क हिन्दी श्री १२"),
    "Thai": (THAI, "ทะเล น้ำ ที่ กำ"),
}
RIGHT = {
    "Arab": (ARABIC, "بحر لا إلا سَلَام الله مُحَمَّد ٢٣ میخواهم"),
    "Hebr": (HEBREW, "ים שָׁלוֹם כּוֹ ירח"),
}


def shaped(font: GlyphFont, text: str, script: str = "Latn", **how: bool) -> Shaped:
    return font.shape(text, script, "en", **how)


def letters(script: str, table: dict[str, tuple[GlyphFont, str]]) -> st.SearchStrategy[str]:
    """Words of a script, and any letters and marks of it in any order."""
    _, text = table[script]
    return st.one_of(st.sampled_from(text.split()), st.text(text, min_size=1, max_size=8))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(LEFT)).flatmap(lambda script: st.tuples(st.just(script), letters(script, LEFT))))
def test_codes_from_left_to_right_tell_the_text(case: tuple[str, str]) -> None:
    script, text = case
    font = LEFT[script][0]
    made = shaped(font, text, script)
    assert told(font, made.code).replace("\u200b", "") == text
    assert moved(font, made.code) == made.advance


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(RIGHT)).flatmap(lambda script: st.tuples(st.just(script), letters(script, RIGHT))))
def test_codes_from_right_to_left_tell_the_text_backwards(case: tuple[str, str]) -> None:
    script, text = case
    font = RIGHT[script][0]
    made = shaped(font, text, script, turned=True)
    assert told(font, made.code)[::-1] == text
    assert moved(font, made.code) == made.advance


def test_kerning_is_in_the_width() -> None:
    pair = shaped(LATIN, "AV")
    assert pair.advance < LATIN.width_of("A") + LATIN.width_of("V")
    assert "<" in pair.code.partition(">")[2]


def test_letters_without_kerning_are_one_string() -> None:
    assert shaped(LATIN, "mmm").code.count("<") == 1


def test_a_ligature_tells_all_its_letters() -> None:
    made = shaped(HINDI, "क्ष", "Deva")
    assert told(HINDI, made.code) == "क्ष"
    assert sum(len(run) // 4 for run in made.code.replace("<", " ").replace(">", " ").split()) < len("क्ष")


def test_lam_alef_is_one_glyph_that_tells_two_letters() -> None:
    apart = shaped(ARABIC, "ل", "Arab", turned=True).advance + shaped(ARABIC, "ا", "Arab", turned=True).advance
    made = shaped(ARABIC, "لا", "Arab", turned=True)
    assert made.advance < apart
    assert told(ARABIC, made.code) == "ال"


def test_joined_letters_have_other_shapes_than_letters_alone() -> None:
    alone = ARABIC.shape("ب", "Arab", "ar", turned=True)
    joined = ARABIC.shape("ب", "Arab", "ar", turned=True, around=("", "ب"))
    assert alone.code != joined.code
    assert told(ARABIC, alone.code) == told(ARABIC, joined.code) == "ب"


def test_marks_are_painted_over_their_letters_and_told_with_them() -> None:
    made = shaped(ARABIC, "بَ", "Arab", turned=True)
    assert [glyph.y > 0 or glyph.advance == 0 for glyph in made.over] == [True]
    assert told(ARABIC, made.code) == "\u064eب"
    assert made.advance == shaped(ARABIC, "ب", "Arab", turned=True).advance
    (over,) = made.over
    assert 0 <= over.x <= made.advance


def test_what_is_painted_over_tells_nothing() -> None:
    (over,) = shaped(HEBREW, "כּ", "Hebr", turned=True).over or shaped(HEBREW, "שָ", "Hebr", turned=True).over
    assert HEBREW.texts[int(over.code, 16)] == "\u200b"


def test_the_same_glyph_may_tell_two_texts_by_two_codes() -> None:
    plain, noted = LATIN.hyphen("-"), LATIN.hyphen("\u00ad")
    assert plain.code != noted.code
    assert plain.advance == noted.advance == LATIN.width_of("-")
    assert (told(LATIN, plain.code), told(LATIN, noted.code)) == ("-", "\u00ad")


def test_soft_hyphens_are_neither_shown_nor_told() -> None:
    assert shaped(LATIN, "hy\u00adphen") == shaped(LATIN, "hyphen")
    assert told(LATIN, shaped(LATIN, "\u00ad").code) == ""


@pytest.mark.parametrize("sign", ["\u2011", "\u2010", "\u2015"])
def test_a_sign_that_a_font_lacks_is_shown_by_one_that_looks_the_same(sign: str) -> None:
    fonts = [font for font in (LATIN, ARABIC, font_of("a", face=Face("mono"))) if ord(sign) not in font.covered]
    for font in fonts:
        made = font.shape(f"a{sign}b", "Latn", "en")
        assert font.has(sign)
        assert told(font, made.code) == f"a{sign}b"
        assert 0 not in {font.glyphs[number] for number in font.texts}


@pytest.mark.parametrize("sign", ["\u200b", "\u200e", "\u2060", "\ufeff", "\u034f", "\ufe0f"])
def test_signs_that_steer_layout_have_no_ink_and_no_width(sign: str) -> None:
    for font in (LATIN, ARABIC):
        assert font.has(sign)
        with_sign, without = font.shape(f"a{sign}b", "Latn", "en"), font.shape("ab", "Latn", "en")
        assert with_sign.advance == without.advance
        assert with_sign.over == ()
        shown = [font.glyphs[number] for number, text in font.texts.items() if text == sign != "\u200b"]
        assert all(font.is_blank(glyph) for glyph in shown)
        assert told(font, with_sign.code).replace(sign, "") == "ab"


def test_a_space_that_a_font_lacks_is_made_of_its_own() -> None:
    made = LATIN.shape("a\u2003b", "Latn", "en")
    assert LATIN.has("\u2003\u202f\u00a0")
    assert made.advance > LATIN.shape("a b", "Latn", "en").advance
    assert told(LATIN, made.code) == "a\u2003b"


def test_a_font_has_what_it_can_show_and_nothing_else() -> None:
    assert LATIN.has("Tide, 50 %\u00ad")
    assert not LATIN.has("बa")
    assert LATIN.has("")


def test_composed_and_decomposed_letters_look_the_same() -> None:
    for text in ("é", "ñ", "Å"):
        one, two = (LATIN.shape(unicodedata.normalize(form, text), "Latn", "fr") for form in ("NFC", "NFD"))
        assert one.advance == two.advance
        assert told(LATIN, two.code) == unicodedata.normalize("NFD", text)


def test_measures_of_the_font_are_thousandths_of_an_em() -> None:
    up, down = LATIN.vertical
    assert 600 < up < 1200
    assert -600 < down < -100
    assert LATIN.box[0] < 0 < LATIN.box[2]
    assert LATIN.angle == 0
    assert font_of("a", face=Face(italic=True)).angle < 0
    left, right, advance = LATIN.extents("n")
    assert 0 <= left < right <= advance == LATIN.width_of("n")


def test_the_name_of_a_font_has_only_letters_that_need_no_escape() -> None:
    assert LATIN.postscript_name == "SourceSerifPro-Regular"


def test_no_text_is_no_glyphs() -> None:
    made = LATIN.shape("", "Latn", "en")
    assert (made.code.strip(), made.advance, made.over) == ("", 0, ())
