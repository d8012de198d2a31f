"""Words at the ends of lines: parted by hyphens that are no letters, or cut where even that does not help."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_file import told

from pipeline.emit.pdf.fonts import Fonts
from pipeline.emit.pdf.parting import cut, ends_in_hyphen, halves, kept, parted
from pipeline.emit.pdf.runs import Ink, Run
from pipeline.emit.pdf.text import Composer
from pipeline.emit.pdf.words import Word
from pipeline.emit.theme import Face

COMPOSER = Composer(Fonts())


def word(text: str, language: str = "en") -> Word:
    return COMPOSER.words([Run(text, Ink(Face(), 10.0, language=language))])[0]


def said(made: Word) -> str:
    return "".join(told(part.font, part.code) for part in made.parts)


def test_heads_and_tails_give_the_word_back() -> None:
    whole = word("internationalization ")
    places = halves(whole)
    assert len(places) > 3
    for at, head, tail in places:
        first, second = parted(whole, 0, at), parted(whole, at, None)
        assert said(first) + said(second) == "internationalization"[:at] + "\u00ad" + "internationalization"[at:]
        assert (first.width, second.width) == (pytest.approx(head, abs=0.6), pytest.approx(tail, abs=0.6))
        assert second.glue == whole.glue
        assert first.glue.width == 0


def test_a_word_may_be_parted_twice() -> None:
    whole = word("internationalization")
    (first, *_), (second, *_) = halves(whole)[0], halves(whole)[2]
    middle = parted(whole, first, second)
    assert said(middle) == "internationalization"[first:second] + "\u00ad"


def test_notes_stay_with_the_head() -> None:
    whole = replace(word("internationalization"), notes=(3,))
    at = halves(whole)[0][0]
    assert (parted(whole, 0, at).notes, parted(whole, at, None).notes) == ((3,), ())


def test_words_of_several_fonts_or_from_right_to_left_are_not_parted() -> None:
    assert halves(word("internationalморе")) == ()
    assert halves(word("المدوالجزروالبحار", "ar")) == ()


def test_a_soft_hyphen_is_shown_only_where_the_word_is_parted() -> None:
    whole = word("tides\u00adman")
    (at, *_), *others = halves(whole)
    assert not others
    assert said(whole) == "tidesman"
    assert (said(parted(whole, 0, at)), said(parted(whole, at, None))) == ("tides\u00ad", "man")
    assert parted(whole, 0, at).width > word("tides").width


def test_a_hyphen_of_the_writer_is_told_so_that_no_reader_leaves_it_out() -> None:
    assert [ends_in_hyphen(word(text)) for text in ("well-known", "well", "well- ", "well\u2010known")] == [
        *(True, False, True, True)
    ]
    assert said(kept(word("well-known"))) == "well-\u2060"
    assert said(kept(word("well- "), goes_on=False)) == "well-\u200b"
    assert kept(word("well-known")).width == pytest.approx(word("well-known").width, abs=0.3)
    assert said(kept(word("-"))) == "-\u2060"


@settings(max_examples=60, deadline=None)
@given(st.text("abjmW1é\u0301ж", min_size=1, max_size=60), st.integers(15, 120))
def test_a_word_is_cut_into_pieces_that_fit(text: str, room: int) -> None:
    pieces = cut(replace(word(text), notes=(1,)), room)
    whole = word(text)
    assert "".join(map(said, pieces)) == said(whole)
    assert all(piece.width <= room + 0.01 for piece in pieces)
    assert [piece.notes for piece in pieces] == [(1,), *[()] * (len(pieces) - 1)]
    assert (pieces[-1].glue, pieces[-1].ends) == (whole.glue, whole.ends)


@pytest.mark.parametrize("text", ["e\u0301" * 30, "का" * 30, "नि" * 30, "ที่" * 30])
def test_no_piece_begins_with_a_mark(text: str) -> None:
    pieces = cut(COMPOSER.solid(text, Ink(Face(), 10.0, language="hi")), 30.0)
    assert len(pieces) > 2
    starts = [piece.parts[0].text[0] for piece in pieces]
    assert [start for start in starts if unicodedata.category(start)[0] == "M"] == []
