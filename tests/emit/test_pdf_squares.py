"""Ideographs and the marks between them: the blank half of a mark goes where a line ends and where two marks meet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pdf_file import font_of, told

from pipeline.emit.pdf.fonts import Fonts
from pipeline.emit.pdf.glyph_font import GlyphFont
from pipeline.emit.pdf.lines import Line, Setting, fill
from pipeline.emit.pdf.runs import Ink, Run
from pipeline.emit.pdf.squares import blanks, is_square
from pipeline.emit.pdf.text import Composer
from pipeline.emit.theme import Face

SIZE = 10.0
JAPANESE, CHINESE = (Ink(Face(), SIZE, language=language) for language in ("ja", "zh"))
INKS = [pytest.param(JAPANESE, id="ja"), pytest.param(CHINESE, id="zh")]


@pytest.fixture
def font() -> GlyphFont:
    return font_of("潮、。「」あ", "ja")


@pytest.fixture
def composer(font: GlyphFont) -> Composer:  # noqa: ARG001  (skips the test where there is none)
    return Composer(Fonts())


@pytest.fixture
def lines(composer: Composer) -> Callable[..., list[Line]]:
    def filled(text: str, ems: float, ink: Ink = JAPANESE) -> list[Line]:
        return fill(composer.words([Run(text, ink)]), ems * SIZE, Setting("justify", 14.0))

    return filled


def said(line: Line) -> str:
    return "".join(told(part.font, part.code) for word in line.words for part in word.parts)


def ems(composer: Composer, text: str, ink: Ink = JAPANESE) -> float:
    return composer.width([Run(text, ink)]) / SIZE


def test_scripts_that_are_set_in_squares_are_those_of_the_far_east() -> None:
    assert [script for script in ("Hani", "Hira", "Kana", "Bopo", "Hang", "Latn") if is_square(script)] == [
        *("Hani", "Hira", "Kana", "Bopo")
    ]


@pytest.mark.parametrize("character", [".", ",", "(", "“", "a", "1"])
def test_marks_of_latin_text_have_no_blank_half(character: str) -> None:
    assert blanks(character, font_of("a")) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("character", "halves"),
    [
        ("。", (0, 0.5)),
        ("、", (0, 0.5)),
        ("」", (0, 0.5)),
        ("「", (0.5, 0)),
        ("潮", (0, 0)),
        ("あ", (0, 0)),
        ("ー", (0, 0)),
    ],
)
def test_a_mark_has_its_blank_half_before_or_after_its_ink(
    font: GlyphFont, character: str, halves: tuple[float, float]
) -> None:
    assert blanks(character, font) == halves


def test_ideographs_are_an_em_wide(composer: Composer) -> None:
    assert ems(composer, "潮汐潮汐") == pytest.approx(4)


def test_a_mark_in_the_middle_of_a_line_is_an_em_wide(composer: Composer) -> None:
    assert ems(composer, "潮、汐") == pytest.approx(3)
    assert ems(composer, "潮「汐") == pytest.approx(3)


@pytest.mark.parametrize("ink", INKS)
def test_two_blank_halves_that_meet_are_one(composer: Composer, ink: Ink) -> None:
    # each mark has half an em of ink, and there is half an em between them
    assert ems(composer, "潮」「汐", ink) == pytest.approx(3.5)


@pytest.mark.parametrize("ink", INKS)
def test_a_mark_begins_and_ends_a_line_without_its_blank_half(lines: Callable[..., list[Line]], ink: Ink) -> None:
    (line,) = lines("「潮」", 3, ink)
    assert sum(word.width for word in line.words) + sum(word.glue.width for word in line.words[:-1]) == pytest.approx(
        2 * SIZE
    )


def test_no_line_begins_with_a_mark_that_closes_or_ends_with_one_that_opens(
    lines: Callable[..., list[Line]],
) -> None:
    text = "潮汐は、「月」の力。（二回）" * 12
    for width in (7, 9.3, 12, 15.5):
        made = [said(line) for line in lines(text, width)]
        assert "".join(made) == text
        assert not [line for line in made if line[0] in "、。」）" or line[-1] in "「（"]


def test_lines_of_ideographs_are_full(lines: Callable[..., list[Line]]) -> None:
    *full, _ = lines("潮汐は、「月」の力。" * 12, 12)
    for line in full:
        glues = [word.glue for word in line.words[:-1]]
        given = line.ratio * sum(glue.stretch if line.ratio > 0 else glue.shrink for glue in glues)
        natural = sum(word.width for word in line.words) + sum(glue.width for glue in glues)
        assert natural + given == pytest.approx(12 * SIZE, abs=0.02)


def test_latin_letters_stand_a_little_apart_from_ideographs(composer: Composer) -> None:
    latin = ems(composer, "x")
    assert ems(composer, "潮x汐") > 2 + latin + 0.2
    assert ems(composer, "潮、x") == pytest.approx(2 + latin, abs=0.01)
