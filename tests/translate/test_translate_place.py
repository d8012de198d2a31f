"""Placing and settling marks: what holds for any sentence, any translation and any alignment, and single cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite
from strategies import inlines, merged

from pipeline.model import Code, Emphasis, Inlines, Link, Note, Paragraph, Strong, Text
from pipeline.translate.alignment import by_word, elected, located, pairs_of, votes
from pipeline.translate.engine import Pair
from pipeline.translate.lexicon import Lexicon
from pipeline.translate.markup import Mark, Marked, Tag, build, flatten
from pipeline.translate.place import LADDER, Rung, Scene, place, proportion
from pipeline.translate.settle import settle
from pipeline.translate.words import has_word, spans_of_words

T = TypeVar("T")
examples = pytest.mark.parametrize("examples", [25, pytest.param(400, marks=pytest.mark.slow)])
translations = st.lists(
    st.sampled_from(("el", "mar", "X1", "12", "«gris»", "¿y", "río?", "…", "canción", "水車")), max_size=9
).map(" ".join)


def every(strategy: SearchStrategy[T], law: Callable[[T], None], count: int) -> None:
    settings(max_examples=count, deadline=None)(given(strategy)(law))()


@composite
def scenes(draw: DrawFn) -> tuple[Scene, Marked, tuple[Rung, ...]]:
    """Any sentence with marks, any translation, pairs that join anything with anything, and any part of the ladder."""
    sentence = flatten(merged(draw(inlines())), "en")
    text = draw(st.one_of(translations, st.just(sentence.text), st.just(sentence.text[::-1])))
    size, other = len(sentence.text), len(text)
    pairs = draw(
        st.lists(
            st.builds(
                lambda start, end, at, to, weight: Pair(start, start + end, at, at + to, weight),
                *(st.integers(0, size), st.integers(1, 9), st.integers(0, other), st.integers(1, 9), st.floats(0, 1)),
            ),
            max_size=12,
        )
    )
    alone = {sentence.text[mark.start : mark.end]: draw(translations) for mark in sentence.marks}
    ladder = tuple(rung for rung in LADDER if draw(st.booleans()))
    return Scene(sentence.text, text, tuple(pairs), alone), sentence, ladder


@examples
def test_every_mark_gets_one_place_inside_the_translation(examples: int) -> None:
    def law(drawn: tuple[Scene, Marked, tuple[Rung, ...]]) -> None:
        scene, sentence, ladder = drawn
        marks = place(scene, sentence, ladder)
        if marks is None:
            return
        assert sorted(mark.tag for mark in marks) == sorted(mark.tag for mark in sentence.marks)
        assert all(0 <= mark.start <= mark.end <= len(scene.text) for mark in marks)
        assert all(mark.rung in {rung.__name__ for rung in (*LADDER, proportion)} for mark in marks)

    every(scenes(), law, examples)


@examples
def test_emphasis_over_words_stands_over_words(examples: int) -> None:
    def law(drawn: tuple[Scene, Marked, tuple[Rung, ...]]) -> None:
        scene, sentence, ladder = drawn
        wide = {mark.tag for mark in sentence.marks if has_word(sentence.text[mark.start : mark.end])}
        for mark in place(scene, sentence, ladder) or ():
            if mark.tag in wide and not sentence.tags[mark.tag].atom and has_word(scene.text):
                assert has_word(scene.text[mark.start : mark.end])

    every(scenes(), law, examples)


@examples
def test_links_go_without_a_place_only_where_words_are_fewer_than_links(examples: int) -> None:
    def law(drawn: tuple[Scene, Marked, tuple[Rung, ...]]) -> None:
        scene, sentence, ladder = drawn
        wide = [mark for mark in sentence.marks if mark.start < mark.end]
        links = [mark for mark in wide if isinstance(sentence.tags[mark.tag].node, Link)]
        atoms = [mark for mark in wide if sentence.tags[mark.tag].atom]
        if place(scene, sentence, ladder) is None:
            assert len(spans_of_words(scene.text)) < len(links) + 2 * len(atoms)

    every(scenes(), law, examples)


@examples
def test_what_is_placed_can_be_settled_and_keeps_every_code(examples: int) -> None:
    def law(drawn: tuple[Scene, Marked, tuple[Rung, ...]]) -> None:
        scene, sentence, ladder = drawn
        marks = place(scene, sentence, ladder)
        settled = settle(scene.text, marks, sentence.tags) if marks is not None else None
        if settled:
            assert sorted(mark.tag for mark in settled.marks) == sorted(mark.tag for mark in sentence.marks)
            build(settled)

    every(scenes(), law, examples)


@composite
def overlapping(draw: DrawFn) -> tuple[str, tuple[Mark, ...], tuple[Tag, ...]]:
    """Marks of any kind of emphasis anywhere, with at most one link and notes between."""
    text = "one two, three: «four» five."
    count = draw(st.integers(0, 7))
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    nodes = [draw(st.sampled_from((Strong(()), Emphasis(()), Note(())))) for _ in range(count)]
    tags = [Tag(node, atom=isinstance(node, Note)) for node in nodes]
    marks = [Mark(*draw(places), number) for number in range(count)]
    marks = [replace(mark, end=mark.start) if tags[mark.tag].atom else mark for mark in marks]
    if draw(st.booleans()):
        start, end = draw(places.filter(lambda place: has_word(text[slice(*place)])))
        marks.append(Mark(start, end, count))
        tags.append(Tag(Link((), "#x")))
    return text, tuple(marks), tuple(tags)


@examples
def test_settled_marks_never_cross_and_none_is_lost(examples: int) -> None:
    def law(drawn: tuple[str, tuple[Mark, ...], tuple[Tag, ...]]) -> None:
        text, marks, tags = drawn
        settled = settle(text, marks, tags)
        assert settled is not None
        assert sorted(mark.tag for mark in settled.marks) == sorted(mark.tag for mark in marks)
        for number, one in enumerate(settled.marks):
            for two in settled.marks[number + 1 :]:
                assert one.end <= two.start or two.end <= one.end or two.start == two.end

    every(overlapping(), law, examples)


@examples
def test_settling_leaves_no_mark_without_the_words_it_had(examples: int) -> None:
    def law(drawn: tuple[str, tuple[Mark, ...], tuple[Tag, ...]]) -> None:
        text, marks, tags = drawn
        before = {mark.tag for mark in marks if has_word(text[mark.start : mark.end])}
        for mark in (settle(text, marks, tags) or Marked(text)).marks:
            assert mark.tag not in before or has_word(text[mark.start : mark.end])

    every(overlapping(), law, examples)


def words_of(content: Inlines, text: str, *pairs: tuple[str, str], alone: dict[str, str] | None = None) -> list[str]:
    """Place the marks of some content in a translation and return the words under each, in the order of the source.

    A pair joins the first place of a word of the source with the first of one in the translation.
    """
    sentence = flatten(content, "en")
    joined = (
        Pair(sentence.text.index(a), sentence.text.index(a) + len(a), text.index(b), text.index(b) + len(b), 0.9)
        for a, b in pairs
    )
    marks = place(Scene(sentence.text, text, tuple(joined), alone), sentence)
    assert marks is not None
    return [text[mark.start : mark.end] for mark in sorted(marks, key=lambda mark: mark.tag)]


THE_OLD_BOAT = (Text("The "), Strong((Text("old boat"),)), Text(" is here."))


def test_a_phrase_goes_where_the_model_looked() -> None:
    pairs = (("The", "El"), ("old", "viejo"), ("boat", "barco"), ("here", "aquí"))
    assert words_of(THE_OLD_BOAT, "El barco viejo está aquí.", *pairs) == ["barco viejo"]


def test_a_partial_cover_grows_by_the_second_opinion() -> None:
    pairs = (("old", "viejo"), ("is", "barco"))
    alone = {"old boat": "barco viejo"}
    assert words_of(THE_OLD_BOAT, "El barco viejo está aquí.", *pairs, alone=alone) == ["barco viejo"]


def test_where_nothing_is_known_emphasis_is_placed_by_proportion() -> None:
    assert words_of(THE_OLD_BOAT, "El barco viejo está aquí.") == ["barco viejo"]


def test_a_lexicon_is_asked_only_for_what_surer_rungs_do_not_know() -> None:
    def lexicon() -> Lexicon:
        raise AssertionError

    sentence = flatten((Text("See "), Strong((Text("Maria"),)), Text(" today.")), "en")
    marks = place(Scene(sentence.text, "Hoy ve a Maria.", lexicon=lexicon), sentence)
    assert marks == (Mark(9, 14, 0),)


def test_punctuation_in_a_mark_comes_along() -> None:
    content = (Text("He said "), Strong((Text("“come here”"),)), Text(" and left."))
    pairs = (("come", "ven"), ("here", "aquí"), ("left", "fue"))
    assert words_of(content, "Dijo «ven aquí» y se fue.", *pairs) == ["«ven aquí»"]


def test_a_child_stands_in_its_parent_where_both_would_do() -> None:
    content = (Text("A "), Strong((Text("big "), Emphasis((Text("red"),)), Text(" fire"))), Text(" in a red house."))
    text = "Una casa roja con un gran fuego rojo."
    sentence = flatten(content, "en")
    red = sentence.text.index("red")

    def to(word: str, start: int, end: int) -> Pair:
        return Pair(start, end, text.index(word), text.index(word) + len(word), 0.9)

    pairs = (to("roja", red, red + 3), to("gran", 2, 5), to("fuego", 10, 14), to("rojo", red, red + 3))
    marks = place(Scene(sentence.text, text, pairs), sentence)
    assert marks is not None
    assert [text[mark.start : mark.end] for mark in marks] == ["gran fuego rojo", "rojo"]


def test_a_note_stands_behind_the_word_and_its_punctuation() -> None:
    content = (Text("The boat,"), Note((Paragraph((Text("Old."),)),)), Text(" is here."))
    sentence = flatten(content, "en")
    marks = place(Scene(sentence.text, "El barco, está aquí.", (Pair(4, 8, 3, 8, 0.9),)), sentence)
    assert marks == (Mark(9, 9, 0),)


def test_code_that_was_left_out_of_the_text_stands_behind_the_word_before_it() -> None:
    content = (Text("Run "), Code("make"), Text(" twice today."))
    sentence = flatten(content, "en")
    sent = replace(sentence, text="Run twice today.", marks=(Mark(3, 3, 0),))
    marks = place(Scene(sent.text, "Hoy corre dos veces.", (Pair(0, 3, 4, 9, 0.9),)), sent)
    assert marks == (Mark(9, 9, 0),)


def test_links_that_look_at_the_same_words_get_a_word_each() -> None:
    content = (Link((Text("one"),), "#1"), Text(" and "), Link((Text("two"),), "#2"), Text(" are here now."))
    text = "uno dos"
    sentence = flatten(content, "en")
    everything = (Pair(0, 3, 0, 3, 0.9), Pair(0, 3, 4, 7, 0.9))
    marks = place(Scene(sentence.text, text, everything), sentence)
    assert marks is not None
    assert sorted(text[mark.start : mark.end] for mark in marks) == ["dos", "uno"]
    assert place(Scene(sentence.text, "uno", everything), sentence) is None


def test_emphasis_that_a_link_pushes_aside_shares_its_words() -> None:
    tags = (Tag(Strong(())), Tag(Link((), "#x")))
    settled = settle("«one two» three", (Mark(0, 4, 0), Mark(1, 8, 1)), tags)
    assert settled is not None
    assert [(mark.start, mark.end, mark.tag) for mark in settled.marks] == [(1, 8, 0), (1, 8, 1)]


def test_tokens_that_are_not_in_the_text_are_passed_over() -> None:
    assert located("un barco", ["▁un", "<0x0A>", "▁bar", "co"]) == [(0, 2), None, (3, 6), (6, 8)]
    pairs = pairs_of("a boat", ["▁a", "▁boat"], "un barco", ["▁un", "▁bar", "co"], [[0.9, 0.1], [0, 1], [0.04, 0.96]])
    assert pairs[0] == Pair(0, 1, 0, 2, 0.9)
    assert len(pairs) == 4


def test_later_tokens_of_a_word_count_half() -> None:
    rows = by_word((Pair(0, 1, 0, 3, 0.8), Pair(4, 5, 3, 5, 0.8)), [(0, 5)])
    assert [pair.weight for pair in rows[0]] == [0.8, 0.4]
    ((share, known),) = votes(rows, 0, 1)
    assert (round(share, 3), known) == (0.667, 1.0)


def test_a_run_goes_over_a_lost_word_between_strong_ones_and_ends_at_its_last() -> None:
    assert elected([[(0.1, 1), (1, 1), (0.2, 1), (1, 1), (0.3, 1)]]) == (1, 3)
    assert elected([[(0.1, 1), (0.4, 1)]]) == (1, 1)
    assert elected([[(0.1, 1), (0.2, 1)]]) is None
    assert elected([[]]) is None
