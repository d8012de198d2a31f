"""Which font each stretch of a text is set in: no text is lost, and letters that join are not parted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.emit.pdf import font_stacks
from pipeline.emit.pdf.fonts import Fonts, Stretch
from pipeline.emit.theme import Face
from pipeline.report import PipelineError

FONTS = Fonts()
LETTERS = "aZé\u0301ßЖωבש\u05b8بحـ\u064eगि\u094dทะ1٣ .,“”-\n\u00a0\u200c\u200d\u200f\u2060½→"
FACES = (Face(), Face("sans", bold=True), Face(italic=True), Face("mono"), Face("display"))


def set_in(text: str, face: Face = Face(), language: str = "en") -> list[Stretch]:  # noqa: B008  (a tuple)
    return FONTS.stretches(text, face, language)


def names(text: str, face: Face = Face(), language: str = "en") -> list[tuple[str, str, str]]:  # noqa: B008
    return [(text, font.postscript_name, script) for text, font, script, _ in set_in(text, face, language)]


@settings(max_examples=80, deadline=None)
@given(st.text(LETTERS, min_size=1, max_size=20), st.sampled_from(FACES), st.sampled_from(("en", "ar", "hi", "el", "")))
def test_no_text_is_lost_and_each_font_has_its_stretch(text: str, face: Face, language: str) -> None:
    made = set_in(text, face, language)
    assert "".join(stretch.text for stretch in made) == text
    assert all(stretch.text for stretch in made)
    for stretch in made:
        assert all(stretch.font.has(character) for character in stretch.text)


def test_latin_text_is_one_stretch_in_the_face_asked_for() -> None:
    assert names("High water, 50 %") == [("High water, 50 %", "SourceSerifPro-Regular", "Latn")]
    assert names("High", Face("sans", bold=True)) == [("High", "SourceSansPro-Semibold", "Latn")]
    assert names("x = 1", Face("mono"))[0][2] == "Latn"


def test_signs_go_with_the_letters_before_them() -> None:
    assert [stretch.text for stretch in set_in("море, 12 “tide”")] == ["море, 12 “", "tide”"]


def test_signs_without_letters_are_set_like_letters_of_the_language() -> None:
    assert {stretch.script for stretch in set_in("12 (½)", language="ar")} <= {"Arab"}
    assert names("12")[0][1] == "SourceSerifPro-Regular"


@pytest.mark.parametrize("word", ["بحر", "سَلَام", "می‌خواهم", "समुद्र", "क्षत्रिय", "שָׁלוֹם", "น้ำขึ้น", "ἄνθρωπος"])
@pytest.mark.parametrize("face", FACES)
def test_a_word_whose_letters_join_has_one_font(word: str, face: Face) -> None:
    assert len(set_in(word, face)) == 1


def test_marks_have_the_font_of_their_letter() -> None:
    for text in ("q\u0301\u0323", "ж\u0301", "ש\u05b8", "a\u0301b"):
        made = set_in(text)
        assert len(made) == 1


def test_a_letter_of_another_script_comes_from_another_font_and_the_text_goes_on() -> None:
    first, other, rest = set_in("to ბ there")
    assert (first.text, other.text.strip(), rest.text.strip()) == ("to ", "ბ", "there")
    assert first.font is rest.font is not other.font


@pytest.mark.parametrize("face", [Face(), Face("mono")])
def test_a_sign_that_the_font_of_the_text_lacks_comes_from_another_and_the_text_goes_on(face: Face) -> None:
    first, sign, rest = set_in("x \u2254 y", face)
    assert (first.text, sign.text.strip(), rest.text.strip()) == ("x ", "\u2254", "y")
    assert first.font is rest.font is not sign.font


def test_letters_without_italics_lean_or_are_bold() -> None:
    (stretch,) = set_in("море", Face(italic=True), "ru")
    assert stretch.lean
    (upright,), (stressed,) = set_in("समुद्र", Face(), "hi"), set_in("समुद्र", Face(italic=True), "hi")
    assert not stressed.lean
    assert stressed.font is not upright.font


def test_the_language_tells_the_script_of_its_letters() -> None:
    assert names("१२ ½", language="hi")[0][2] == "Deva"
    assert names("tide", language="hi")[0][2] == "Latn"


def test_what_no_font_has_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(font_stacks, "_installed", lambda *_: ())
    fonts = Fonts()
    with pytest.raises(PipelineError, match=r"Khmer: .*U\+1798.*U\+179F") as caught:
        fonts.check("tide សម", "en")
    assert "U+0074" not in caught.value.message
    assert caught.value.code == "pdf.font"
    with pytest.raises(PipelineError, match=r"U\+179F"):
        fonts.stretches("សម", Face(), "en")


def test_what_a_font_has_by_another_form_is_not_missed() -> None:
    FONTS.check("e\u0301\u00e9 \u00ad\u200b\u2011", "fr")
