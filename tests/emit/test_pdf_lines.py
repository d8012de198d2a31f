"""Words become lines: every word once and in order, none wider than the line, and no line emptier than it must be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pdf_file import PROSE, told

from pipeline.emit.pdf.fonts import Fonts
from pipeline.emit.pdf.lines import Line, Setting, code_lines, fill
from pipeline.emit.pdf.paint import visual
from pipeline.emit.pdf.runs import Break, Ink, Item, Mark, Picture, Run
from pipeline.emit.pdf.text import Composer
from pipeline.emit.pdf.words import Word
from pipeline.emit.theme import Align, Face

COMPOSER = Composer(Fonts())
INK = Ink(Face(), 10.5, language="en")
ENGLISH = ("tide", "a", "harbour", "hyphenation", "well-known", "it’s", "internationalization", "2023", "“quoted”")
MIXED = (*ENGLISH, "море", "θάλασσα", "समुद्र", "ทะเลน้ำขึ้นน้ำลง", "a\u00a0b")
MIXED += ("https://example.org/tides/a?b=c", "Thiruvananthapuram")
TURNED = ("بحر", "المد", "ים", "שָׁלוֹם", "tide", "12", "(x)", "می‌خواهم")

texts = st.lists(st.sampled_from(MIXED), min_size=1, max_size=40).map(" ".join)
turned = st.lists(st.sampled_from(TURNED), min_size=1, max_size=20).map(" ".join)
settings_ = st.builds(
    Setting,
    st.sampled_from(get_args(Align)),
    st.just(14.0),
    st.sampled_from((0.0, 15.0)),
    st.booleans(),
    base=st.just(0),
)


def lines(text: str, measure: float, setting: Setting, ink: Ink = INK) -> list[Line]:
    return fill(COMPOSER.words([Run(text, ink)], setting.base), measure, setting)


def said(words: Sequence[Word]) -> str:
    """Return the letters of words that run from left to right, by their codes."""
    return "".join(told(part.font, part.code) for word in words for part in word.parts)


def letters(text: str) -> str:
    return "".join(character for character in text if character not in " \n\u00a0\u00ad\u2060")


def width(line: Line) -> float:
    """Return how wide the words of a line are, with the glue between them as it is set."""
    glues = [word.glue for word in line.words[:-1]]
    given_way = sum(glue.stretch if line.ratio > 0 else glue.shrink for glue in glues)
    return sum(word.width for word in line.words) + sum(glue.width for glue in glues) + line.ratio * given_way


@settings(max_examples=60, deadline=None)
@given(texts, st.integers(30, 300), settings_)
def test_every_word_is_there_once_in_order_and_no_line_is_too_wide(text: str, measure: int, setting: Setting) -> None:
    assume(measure > 130 or not setting.indent)
    made = lines(text, measure, setting)
    assert letters("".join(said(line.words) for line in made)) == letters(text)
    for at, line in enumerate(made):
        # a full stop or a hyphen may stand a little beyond the edge
        edge = measure + line.words[-1].hang + 0.01
        assert width(line) + (setting.indent if at == 0 else 0) <= edge
        assert line.inset >= -line.words[-1].hang - 0.01
        assert line.inset + width(line) <= edge


@settings(max_examples=40, deadline=None)
@given(turned, st.integers(80, 300), st.integers(0, 1))
def test_words_of_both_directions_are_there_once_in_order(text: str, measure: int, base: int) -> None:
    made = lines(text, measure, Setting("justify", 14.0, base=base))
    marks = str.maketrans("", "", "\u200e\u200f")
    assert letters("".join(part.text for line in made for word in line.words for part in word.parts)).translate(
        marks
    ) == letters(text).translate(marks)
    assert all(width(line) <= measure + line.words[-1].hang + 0.01 for line in made)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(ENGLISH), min_size=1, max_size=40).map(" ".join), st.integers(60, 250))
def test_all_lines_but_the_last_are_full_if_they_can_be(text: str, measure: int) -> None:
    *filled, last = lines(text, measure, Setting("justify", 14.0, hyphenate=True))
    assert last.ratio <= 0
    for line in filled:
        # a line that would need spaces wider than the letters stays ragged, and so does one without spaces
        able = sum(word.glue.stretch for word in line.words[:-1])
        full = measure + line.words[-1].hang
        assert not (able and line.ratio) or width(line) == pytest.approx(full, abs=0.01)


def test_text_that_is_not_justified_keeps_its_spaces() -> None:
    for align in ("start", "left", "center", "right"):
        assert {line.ratio for line in lines(PROSE * 3, 200, Setting(align, 14.0))} == {0.0}


def test_lines_of_prose_are_near_their_natural_width() -> None:
    *full, _ = lines(PROSE * 5, 310, Setting("justify", 14.0, hyphenate=True))
    assert max(line.ratio for line in full) < 1.5
    assert min(line.ratio for line in full) >= -1


def test_lines_stand_where_their_alignment_has_them() -> None:
    for align, share in (("left", 0.0), ("start", 0.0), ("center", 0.5), ("right", 1.0)):
        for line in lines(PROSE, 200, Setting(align, 14.0)):
            assert line.inset == pytest.approx((200 - width(line)) * share, abs=0.01)


def test_lines_of_a_text_from_right_to_left_start_at_the_right() -> None:
    for align, share in (("left", 0.0), ("start", 1.0), ("justify", 1.0), ("right", 1.0)):
        *_, last = lines("المد والجزر ظاهرة طبيعية " * 3, 200, Setting(align, 14.0, base=1))
        assert last.inset == pytest.approx((200 - width(last)) * share, abs=0.01)
        assert last.turned


def test_the_first_line_stands_farther_in() -> None:
    first, second, *_ = lines(PROSE, 200, Setting("justify", 14.0, 15.0))
    assert (first.inset, second.inset) == (15.0, 0.0)


def test_a_first_word_wider_than_what_the_indent_leaves_stays_inside_the_line() -> None:
    (line,) = lines("tide", 30, Setting("justify", 14.0, 15.0))
    assert line.inset + width(line) <= 30


def test_a_parted_word_has_a_hyphen_that_is_none_of_its_letters() -> None:
    made = lines("hyphenation " * 30, 95, Setting("justify", 14.0, hyphenate=True))
    parted = [line for line in made if said(line.words).endswith("\u00ad")]
    assert parted
    assert not lines("hyphenation " * 30, 95, Setting("justify", 14.0))[0].words[-1].text.endswith("-")
    assert letters("".join(said(line.words) for line in made)) == "hyphenation" * 30


def test_the_last_word_of_a_paragraph_is_not_parted() -> None:
    for count in range(1, 20):
        *_, last = lines("word " * count + "internationalization", 120, Setting("justify", 14.0, hyphenate=True))
        assert said(last.words).endswith("internationalization")


def test_a_hyphen_of_the_writer_at_a_lines_end_is_kept() -> None:
    made = lines("well-known " * 20, 100, Setting("start", 14.0))
    ends = [said(line.words) for line in made if said(line.words).endswith(("-", "\u2060"))]
    assert ends
    assert all(end.endswith("-\u2060") for end in ends)


def test_a_word_wider_than_the_line_is_cut_before_letters_and_never_before_marks() -> None:
    # ten times a letter with two marks, none of which has a composed form
    word = "q\u0301\u0323" * 10
    made = lines(word, 30, Setting("start", 14.0))
    assert len(made) > 1
    assert all(line.words[0].parts[0].text[0] == "q" for line in made)
    assert letters("".join(said(line.words) for line in made)) == word


def test_words_after_each_other_are_even() -> None:
    # nobody would part five equal words as four and one
    made = lines("mmmmm " * 5, 135, Setting("justify", 14.0))
    assert len(made[0].words) in (2, 3)


def test_the_author_may_end_a_line() -> None:
    items: list[Item] = [Run("High water", INK), Break(), Run("low water", INK), Break(), Run("ebb", INK)]
    made = fill(COMPOSER.words(items), 300, Setting("justify", 14.0, 15.0))
    assert [said(line.words).strip() for line in made] == ["Highwater", "lowwater", "ebb"]
    assert [line.ratio for line in made] == [0, 0, 0]
    assert [line.inset for line in made] == [15, 0, 0]


def test_a_tall_picture_makes_its_line_tall_and_notes_are_told() -> None:
    mark = Mark(None, note=7)
    items: list[Item] = [Run("See ", INK), Picture("a.png", 20, 40, INK, sunk=8.0), Run("1", INK, mark)]
    (line,) = fill(COMPOSER.words(items), 300, Setting("start", 14.0))
    assert line.height == pytest.approx(32 + 0.3 * 14)
    assert line.notes == (7,)


def test_nothing_is_no_line() -> None:
    assert fill([], 100, Setting("justify", 14.0)) == []


@settings(max_examples=40, deadline=None)
@given(st.text("ab \t(){}=é漢\n", max_size=200), st.integers(40, 200))
def test_code_is_kept_to_the_letter(text: str, measure: int) -> None:
    text = text.replace("漢", "§")
    ink = Ink(Face("mono"), 8.0)
    made = code_lines((COMPOSER.solid(source, ink) for source in text.expandtabs(4).split("\n")), measure, 11.0)
    whole = ""
    for at, line in enumerate(made):
        whole += ("\n" if at and not line.wrapped else "") + said(line.words)
        assert width(line) <= measure + 0.01
    assert whole == text.expandtabs(4)
    assert sum(not line.wrapped for line in made) == text.count("\n") + 1


def test_pieces_of_a_line_are_put_in_the_order_in_which_they_stand() -> None:
    # UAX 9, L2: a number in a word from right to left in a text from left to right
    assert visual(["a", "B", "1", "2", "C", "d"], {"a": 0, "B": 1, "1": 2, "2": 2, "C": 1, "d": 0}.__getitem__) == list(
        "aC12Bd"
    )
