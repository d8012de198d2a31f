"""Markup finds its place: span F1 of the ladder on our own sentences, held to floors a little under what it reaches."""

from __future__ import annotations

import pytest
from spans.evaluate import LADDERS, Recalling, Result, cases, evaluate, plain_and_spans

from pipeline.translate.argos import embedded
from pipeline.translate.packages import engine_among


@pytest.fixture(scope="module")
def engine() -> Recalling:
    return Recalling(engine_among([embedded()], "en", "es"))


@pytest.fixture(scope="module")
def result(engine: Recalling) -> Result:
    return evaluate(engine, cases(None))


def test_there_are_three_hundred_sentences_and_marks_agree_in_both_languages() -> None:
    every = cases(None)
    assert len(every) >= 300
    assert sum(case.by_hand for case in every) >= 60
    assert len({case.source for case in every}) == len(every)
    for case in every:
        _, sent = plain_and_spans(case.source)
        _, wanted = plain_and_spans(case.wanted)
        assert sent
        assert set(wanted) <= set(sent)
        assert all(len(places) == 1 for places in sent.values())


def test_the_references_stand_on_what_the_embedded_model_says(result: Result) -> None:
    # a processor without AVX-512 multiplies in another order, and the model then words one sentence in six otherwise
    assert len(result.changed) <= 0.2 * len(cases(None))
    assert result.absent <= 20


@pytest.mark.parametrize(
    ("kind", "f1", "exact"),
    [("literal", 0.99, 0.98), ("phrases", 0.95, 0.88), ("code", 0.99, 0.99), ("points", 0.97, 0.97)],
)
def test_marks_are_found(result: Result, kind: str, f1: float, exact: float) -> None:
    count, reached, share = result.mean(kind)
    assert count >= 30
    assert reached >= f1
    assert share >= exact


@pytest.mark.parametrize("name", ["no second opinions", "without attention", "proportion alone"])
def test_each_of_the_main_rungs_helps(engine: Recalling, result: Result, name: str) -> None:
    less = evaluate(engine, cases(None), LADDERS[name])
    assert less.mean("phrases")[1] < result.mean("phrases")[1]
    assert len(less.scores) == len(result.scores)
