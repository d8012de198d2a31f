"""A lexicon learned from sentences and their translations."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from itertools import product
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.translate.lexicon import Lexicon, train

NOUNS = {"boat": "barco", "dog": "perro", "book": "libro", "tree": "árbol", "bread": "pan", "king": "rey"}
ADJECTIVES = {"red": "rojo", "new": "nuevo", "good": "bueno", "white": "blanco", "young": "joven"}
VERBS = {"is here": "está aquí", "fell": "cayó", "was sold": "fue vendido", "waited": "esperó"}
PAIRS = [
    (f"The {adjective} {noun} {verb}.", f"El {NOUNS[noun]} {ADJECTIVES[adjective]} {VERBS[verb]}.")
    for noun, adjective, verb in product(NOUNS, ADJECTIVES, VERBS)
]
LEXICON = train(PAIRS)


def together(lexicon: Lexicon, source: str, target: str) -> set[tuple[str, str]]:
    pairs = lexicon.pairs(source, target)
    return {(source[pair.start : pair.end], target[pair.at : pair.to]) for pair in pairs if pair.weight > 0.5}


def test_words_that_change_places_are_found() -> None:
    assert together(LEXICON, "The red boat fell.", "El barco rojo cayó.") >= {
        ("red", "rojo"),
        ("boat", "barco"),
        ("fell", "cayó"),
    }


def test_a_sentence_that_was_not_learned_from_is_aligned_too() -> None:
    assert together(LEXICON, "The boat was red.", "El barco fue rojo.") >= {("boat", "barco"), ("red", "rojo")}


def test_too_few_sentences_teach_nothing() -> None:
    lexicon = train(PAIRS[:60])
    assert lexicon == Lexicon()
    assert lexicon.pairs(*PAIRS[0]) == ()


def test_the_same_sentence_again_and_again_counts_once() -> None:
    assert train(PAIRS[:1] * 500) == Lexicon()
    assert train(PAIRS * 3) == LEXICON


def test_nothing_is_said_of_sentences_without_words_or_without_end() -> None:
    assert LEXICON.pairs("", "") == ()
    assert LEXICON.pairs("…", "El barco.") == ()
    assert LEXICON.pairs("boat " * 1000, "barco " * 1000) == ()
    assert train([("boat " * 1000, "barco " * 1000)] * 2 + PAIRS) == LEXICON


def test_three_thousand_sentences_are_learned_in_seconds() -> None:
    pairs = [(f"{source} {n} and {n * 7}", f"{target} {n} y {n * 7}") for n in range(25) for source, target in PAIRS]
    started = time.process_time()
    assert train(pairs).forward
    assert time.process_time() - started < 6


def test_another_process_with_another_hash_seed_learns_the_same() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from test_translate_lexicon import LEXICON\n"
        "print(sorted(LEXICON.forward.items()))"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent)]
    done = subprocess.run(  # noqa: S603  (our own program)
        command, env=os.environ | {"PYTHONHASHSEED": "7"}, capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == str(sorted(LEXICON.forward.items()))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_pairs_stand_inside_their_texts_and_weigh_at_most_one(source: str, target: str) -> None:
    for pair in LEXICON.pairs(source, target):
        assert 0 <= pair.start < pair.end <= len(source)
        assert 0 <= pair.at < pair.to <= len(target)
        assert 0 < pair.weight <= 1
