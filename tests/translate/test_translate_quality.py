"""Each check flags what it is for and nothing else; right translations cost nothing, in any language."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import languages
from pipeline.languages.identify import close
from pipeline.report import PipelineError
from pipeline.translate.engine import Pair, Request, Translated, batches
from pipeline.translate.packages import engine_for
from pipeline.translate.quality import CHECKS, RETRIES, cost, flags

CASES = json.loads((Path(__file__).parent / "quality" / "cases.json").read_text("utf-8"))
TAGS = sorted(
    entry.name.removesuffix(".toml")
    for entry in resources.files("pipeline.languages").joinpath("data").iterdir()
    if entry.name.endswith(".toml")
)
CANARIES = {tag: canary for tag in TAGS if (canary := languages.language(tag).canary)}


def codes(sent: str, text: str, source: str = "en", target: str = "es") -> list[str]:
    return [flag.code for flag in flags(sent, Translated(text), source, target)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['flag'] or 'none'}: {case['sent'][:40]}")
def test_flags_what_is_doubtful_and_leaves_what_is_right(case: dict[str, str]) -> None:
    found = codes(case["sent"], case["answer"], case.get("from", "en"), case.get("to", "es"))
    assert found == ([case["flag"]] if case["flag"] else [])


def test_every_code_has_a_case() -> None:
    with_pairs_or_score = {"translate.fault", "translate.unsure"}
    assert len({case["flag"] for case in CASES if case["flag"]} | with_pairs_or_score) == len(CHECKS)


def test_what_the_engine_cannot_vouch_for_is_unusable_and_nothing_more_is_said() -> None:
    (flag,) = flags("The harbour is closed.", Translated("", fault="it was cut off"), "en", "es")
    assert (flag.code, flag.message, flag.weight) == ("translate.fault", "it was cut off", 100)


def test_a_low_score_asks_for_a_look() -> None:
    sent, text = "The harbour is closed.", "El puerto está cerrado."
    assert not flags(sent, Translated(text, score=-0.8), "en", "es")
    (flag,) = flags(sent, Translated(text, score=-1.3), "en", "es")
    assert (flag.code, flag.weight) == ("translate.unsure", 1)
    assert flag.message == "the model was unsure of it (27% for a token)"


def test_a_name_is_there_if_a_word_with_a_capital_stands_behind_it() -> None:
    sent, text = "We saw Germany from the hill.", "Vimos Alemania desde la colina."
    there, gone = Pair(7, 14, 6, 14, 0.9), Pair(7, 14, 24, 30, 0.9)
    assert not flags(sent, Translated(text, (there,)), "en", "es")
    assert [flag.code for flag in flags(sent, Translated(text, (gone,)), "en", "es")] == ["translate.name"]


def test_the_messages_say_what_is_doubtful() -> None:
    messages = {flag.message for case in CASES for flag in _flags(case)}
    assert "it came back untranslated" in messages
    assert "it seems to be in Portuguese, not in Spanish" in messages
    assert "it says “puerto” 4 times in a row" in messages
    assert not [message for message in messages if message.endswith(".") or message[0].isupper()]


def _flags(case: dict[str, str]) -> tuple[object, ...]:
    return flags(case["sent"], Translated(case["answer"]), case.get("from", "en"), case.get("to", "es"))


def test_what_is_no_language_tag_is_an_error() -> None:
    with pytest.raises(PipelineError, match="no-such-language"):
        flags("A sentence.", Translated("Una frase."), "en", "no-such-language")


@pytest.mark.parametrize("target", ["es", "pt", "de", "ru", "ar", "zh", "ja", "hi"])
def test_right_translations_of_everyday_sentences_are_hardly_ever_flagged(target: str) -> None:
    found = [codes(*pair, "en", target) for pair in zip(CANARIES["en"], CANARIES[target], strict=True)]
    assert not any(found)


@pytest.mark.slow
def test_right_translations_are_flagged_once_in_a_hundred_cases_over_all_pairs_of_languages() -> None:
    pairs = [(a, b) for a in CANARIES for b in CANARIES if a.partition("-")[0] != b.partition("-")[0]]
    cases = [(*pair, a, b) for a, b in pairs for pair in zip(CANARIES[a], CANARIES[b], strict=True)]
    wrong = [case for case in cases if codes(*case)]
    assert len(wrong) * 100 < len(cases)


@pytest.mark.parametrize("target", ["es", "pt", "de", "ru", "ar", "zh", "ja", "hi"])
def test_sentences_left_in_the_source_language_are_found(target: str) -> None:
    found = [codes(sent, sent, "en", target) for sent in CANARIES["en"]]
    assert all("translate.copied" in each for each in found)


@pytest.mark.parametrize(("source", "target"), [("en", "es"), ("en", "pt"), ("de", "fr"), ("es", "it"), ("ru", "bg")])
def test_most_sentences_in_a_third_language_are_found(source: str, target: str) -> None:
    third = "sv"
    found = [codes(*pair, source, target) for pair in zip(CANARIES[source], CANARIES[third], strict=True)]
    hits = sum(bool({"translate.language", "translate.script"} & set(each)) for each in found)
    assert hits >= 14


@pytest.mark.parametrize("target", ["es", "de", "ar", "zh", "th", "hi"])
def test_most_sentences_cut_in_half_are_found(target: str) -> None:
    long = [pair for pair in zip(CANARIES["en"], CANARIES[target], strict=True) if len(pair[0]) > 40]
    found = [codes(sent, text[: len(text) // 2], "en", target) for sent, text in long]
    assert sum("translate.short" in each for each in found) * 10 >= len(found) * 6


def test_of_what_the_embedded_model_makes_of_plain_sentences_few_are_flagged_and_those_are_wrong() -> None:
    sentences = (Path(__file__).parent / "quality" / "sentences.txt").read_text("utf-8").splitlines()
    asked = batches(Request(sentence, aligned=True) for sentence in sentences)
    answers = [answer for some in engine_for("en", "es").translate(asked) for answer in some]
    found = {request.text: flags(request.text, answer, "en", "es") for request, answer in answers}
    doubtful = {text for text, flags_of in found.items() if flags_of}
    assert len(found) == len(sentences) > 200
    assert "Further reading" in doubtful  # it makes “Furrema leer” of this
    assert len(doubtful) <= 6
    assert max(cost(each) for each in found.values()) < 10


def test_languages_that_are_close_may_share_a_short_sentence() -> None:
    assert close("nb", "da")
    assert not codes("Han bor i et rødt hus.", "Han bor i et rødt hus.", "nb", "da")
    assert codes("He lives in a red house.", "He lives in a red house.", "en", "da")


BAD = [case for case in CASES if case["flag"]]
spaces = st.text(" \t\u00a0", min_size=1, max_size=4)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(CASES), spaces, spaces)
def test_white_space_around_a_translation_changes_no_cost(case: dict[str, str], before: str, after: str) -> None:
    tags = case.get("from", "en"), case.get("to", "es")
    plain = flags(case["sent"], Translated(case["answer"]), *tags)
    if abs(len(before + after)) < 3:  # more of it is length
        assert cost(flags(case["sent"], Translated(before + case["answer"] + after), *tags)) == cost(plain)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(CASES), st.floats(-3, 0), st.floats(-3, 0))
def test_a_lower_score_never_costs_less(case: dict[str, str], one: float, other: float) -> None:
    tags = case.get("from", "en"), case.get("to", "es")
    low, high = (
        cost(flags(case["sent"], Translated(case["answer"], score=each), *tags)) for each in sorted((one, other))
    )
    assert low >= high


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([case for case in CASES if not case["flag"]]), st.integers(2, 40))
def test_saying_it_again_and_again_never_costs_less(case: dict[str, str], times: int) -> None:
    tags = case.get("from", "en"), case.get("to", "es")
    once, more = (" ".join([case["answer"]] * number) for number in (times, times + 1))
    assert cost(flags(case["sent"], Translated(more), *tags)) >= cost(flags(case["sent"], Translated(once), *tags))


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(TAGS), st.sampled_from(TAGS))
def test_any_two_texts_can_be_judged_and_always_alike(sent: str, text: str, source: str, target: str) -> None:
    found = flags(sent, Translated(text), source, target)
    assert found == flags(sent, Translated(text), source, target)
    assert [flag.weight for flag in found] == sorted((flag.weight for flag in found), reverse=True)
    assert {flag.weight for flag in found} <= {1, 10, 100}


@settings(deadline=None, max_examples=30)
@given(
    st.integers(0, len(CANARIES["es"]) - 1),
    st.sampled_from(["\ufffd", "\x07", "\ue000", " \u2047 "]),
    st.integers(0, 30),
)
def test_a_damaged_character_anywhere_makes_it_unusable(number: int, damage: str, at: int) -> None:
    sent, text = CANARIES["en"][number], CANARIES["es"][number]
    assert codes(sent, text[:at] + damage + text[at:]) == ["translate.damaged"]
    assert not codes(sent + damage, text + damage)


def test_long_texts_take_time_in_proportion() -> None:
    words = " ".join(f"wort{number}" for number in range(20_000))
    assert cost(flags(words, Translated(words + " " + "x" * 200_000), "en", "es")) < 100
    names = " ".join(f"und Name{chr(97 + number % 26) * 5}" for number in range(10_000))
    assert cost(flags(names, Translated(names.swapcase()), "en", "es")) < 100


def test_retries_are_all_different_and_each_differs_from_the_usual_way() -> None:
    ways = [(retry.beam, retry.no_repeat, retry.split) for retry in RETRIES]
    assert len({*ways, (0, 0, False)}) == len(ways) + 1
    assert len({retry.name for retry in RETRIES}) == len(ways)


def test_the_first_of_a_translation_and_its_damaged_copies_is_the_cheapest() -> None:
    for sent, text in zip(CANARIES["en"], CANARIES["es"], strict=True):
        good = Translated(text, score=-0.3)
        worse = [sent, "", f"{text} {text} {text} {text}", text + "\ufffd", CANARIES["pt"][0] + CANARIES["pt"][1]]
        costs = [cost(flags(sent, replace(good, text=each), "en", "es")) for each in worse]
        assert cost(flags(sent, good, "en", "es")) == 0 < min(costs)
