"""The model runs in a process of its own: whatever it does, its sentence is named and all others are translated."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from translate_runners import BAD_WORDS, Known, Shouts, Unknown, breaks, starved

from pipeline.report import PipelineError
from pipeline.translate.argos import embedded
from pipeline.translate.child import Load, pack, unpack
from pipeline.translate.engine import Batch, Engine, Pair, Request, Translated, batches
from pipeline.translate.packages import worker
from pipeline.translate.worker import Worker


def working(load: Load, patience: float = 10) -> Worker:
    return Worker(Known(), load, patience=patience)


@pytest.fixture(scope="module")
def shouting() -> Iterator[Worker]:
    engine = working(Shouts())
    yield engine
    engine.close()


def asked(*lines: str) -> tuple[Batch, ...]:
    """Return a batch for each line, its sentences divided by bars."""
    return tuple(tuple(Request(text) for text in line.split("|")) for line in lines)


def answered(engine: Engine, asks: Sequence[Batch]) -> dict[str, str]:
    """Return what became of each sentence: its translation, or its fault in brackets."""
    found = [answer for answers in engine.translate(asks) for answer in answers]
    assert sorted(request.text for request, _ in found) == sorted(each.text for batch in asks for each in batch)
    return {request.text: f"[{done.fault}]" if done.fault else done.text for request, done in found}


def test_every_sentence_is_answered_once_and_in_whole_batches(shouting: Worker) -> None:
    asks = asked("a|b|c", "d", *(f"{number} x" for number in range(100)))
    found = list(shouting.translate(asks))
    assert [[request for request, _ in answers] for answers in found] == [list(batch) for batch in asks]
    assert all(done == Translated(request.text.upper(), score=-0.5) for answers in found for request, done in answers)


SAID = {
    "exit": "the model crashed on it",
    "abort": "the model crashed on it",
    "hang": "the model did not answer in time",
    "spin": "the model did not answer in time",
    "raise": "the model failed on it: no position encodings are defined for this position",
}


@pytest.mark.parametrize("word", BAD_WORDS)
def test_a_sentence_that_makes_the_model(word: str) -> None:
    """Exit, abort, hang… is flagged, and every other sentence is translated."""
    patience = 0.5 if word in {"hang", "spin"} else 10
    found = answered(working(Shouts(), patience), asked("a|b", f"c|{word} now|d", "e", "f|g"))
    assert found == {text: text.upper() for text in "abcdefg"} | {f"{word} now": f"[{SAID[word]}]"}


def test_several_bad_sentences_are_all_found(shouting: Worker) -> None:
    found = answered(shouting, asked("a|abort 1|b|exit 2", "c", "raise 3", "d|abort 4"))
    assert [text for text, said in found.items() if said.startswith("[")] == ["abort 1", "exit 2", "raise 3", "abort 4"]


def test_the_culprit_is_found_in_few_steps(tmp_path: Path) -> None:
    log = tmp_path / "log"
    lines = [f"{number} a|{number} b" for number in range(20)]
    answered(working(Shouts(log=log)), asked(*lines[:15], "c|abort now|d", *lines[15:]))
    tried = log.read_text().splitlines()
    assert tried.count("c|abort now|d") == 2
    assert tried.count("abort now") == 1
    assert max(map(tried.count, tried)) <= 2


@given(st.lists(st.lists(st.sampled_from(["a", "b", "raise", "exit"]), min_size=1, max_size=4), max_size=4))
@settings(max_examples=5, deadline=None)
def test_bad_sentences_and_no_others_are_flagged_wherever_they_stand(shouting: Worker, words: list[list[str]]) -> None:
    asks = tuple(
        tuple(Request(f"{word} {row} {column}") for column, word in enumerate(line)) for row, line in enumerate(words)
    )
    if sum(word in BAD_WORDS for line in words for word in line) < 8:
        found = answered(shouting, asks)
        assert {text for text, said in found.items() if said.startswith("[")} == {
            text for text in found if text.split()[0] in BAD_WORDS
        }


def test_a_model_that_fails_on_everything_is_given_up() -> None:
    with pytest.raises(
        PipelineError, match="8 sentences in a row failed; of the last one: the model failed on it: no position"
    ):
        answered(working(Shouts()), asked("|".join(f"raise {number}" for number in range(20))))


@pytest.mark.parametrize("without", ["MemoryError", "RuntimeError", "killed", "bad_alloc"])
def test_batches_are_halved_until_memory_suffices(without: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    found = answered(working(Shouts(2, without, log)), asked("a|b|c|d|e", "f"))
    assert found == {text: text.upper() for text in "abcdef"}
    tried = list(dict.fromkeys(log.read_text().splitlines()))
    assert [batch for batch in tried if batch != "f"] == ["a|b|c|d|e", "a|b", "c|d|e", "c", "d|e"]


@pytest.mark.parametrize("without", ["MemoryError", "killed"])
def test_too_little_memory_for_one_sentence_is_an_error_that_says_so(without: str) -> None:
    with pytest.raises(PipelineError, match="too little memory to run the model en → es") as error:
        answered(working(Shouts(2, without)), asked("a|b|c", "d|a sentence too long"))
    assert "--compute-type int8" in error.value.hint
    assert error.value.code == "models.memory"


LOADING = {
    "error": "the model cannot be used: model.bin is incomplete",
    "memory": "there is too little memory",
    "exit": "the model cannot be used: it crashed while it was loaded",
    "abort": "the model cannot be used: it crashed while it was loaded",
    "hang": "the model cannot be used: it was not loaded in time",
}


@pytest.mark.parametrize("how", LOADING)
def test_a_model_that_cannot_be_loaded_for(how: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Each reason is an error that names it, and the process says nothing itself."""
    with pytest.raises(PipelineError, match=LOADING[how]):
        answered(working(partial(breaks, how), 0.1 if how == "hang" else 10), asked("a"))
    assert capfd.readouterr() == ("", "")


def test_what_cannot_be_brought_over_is_an_error() -> None:
    with pytest.raises(PipelineError, match="no such module"):
        answered(working(Unknown()), asked("a"))


def test_a_process_killed_from_outside_is_replaced(shouting: Worker) -> None:
    coming = shouting.translate(asked(*(f"{number} a|{number} b" for number in range(100))))
    found = list(next(coming))
    assert shouting._process
    os.kill(shouting._process.process.pid, signal.SIGKILL)
    found += [answer for answers in coming for answer in answers]
    assert len(found) == 200
    assert not any(done.fault for _, done in found)


def test_no_process_is_started_for_nothing() -> None:
    engine = working(Shouts())
    assert not list(engine.translate(()))
    assert not list(engine.translate(((),)))
    assert engine.length("a b") == 2
    assert engine._process is None


def test_a_caller_may_leave_early_and_come_back(shouting: Worker) -> None:
    asks = asked(*(f"{number} a" for number in range(100)))
    coming = shouting.translate(asks)
    next(coming)
    coming.close()  # type: ignore[attr-defined]
    assert len(answered(shouting, asks)) == 100


def test_two_callers_may_take_turns(shouting: Worker) -> None:
    asks = asked("a", "b", "c")
    turns = zip(shouting.translate(asks), shouting.translate(asks), strict=True)
    assert [(one[0][1].text, other[0][1].text) for one, other in turns] == [("A", "A"), ("B", "B"), ("C", "C")]


def test_idle_models_are_ended_when_others_are_needed() -> None:
    engines = [working(Shouts()) for _ in range(4)]
    for engine in engines:
        answered(engine, asked("a"))
    assert [bool(engine._process and engine._process.alive) for engine in engines] == [False, False, True, True]
    assert answered(engines[0], asked("a", "b")) == {"a": "A", "b": "B"}


SCRIPT = """
import os, signal, sys, time
from translate_runners import Known, Shouts
from pipeline.translate.engine import Request
from pipeline.translate.worker import Worker
signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background ignores it
engine = Worker(Known(), Shouts())
how = sys.argv[1]
asked = [(Request("a"),), (Request("hang"),)] if how != "end" else [(Request("a"),)]
for answers in engine.translate(asked):
    print(engine._process.process.pid, flush=True)
    if how == "kill":
        if os.fork() == 0:  # a copy of the connection stays open
            time.sleep(5)
            os._exit(0)
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "interrupt":
        os.killpg(0, signal.SIGINT)
"""


def gone(process: int) -> bool:
    """Return whether a process is gone, or dead and only not yet fetched by its parent, within five seconds."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("how", ["end", "kill", "interrupt"])
def test_the_process_is_gone_when_its_parent(how: str, tmp_path: Path) -> None:
    """Ends, is killed or is interrupted, whatever it is doing; and it says nothing about it."""
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    with (tmp_path / "out").open("wb") as out, (tmp_path / "err").open("wb") as err:
        subprocess.run(  # noqa: S603
            [sys.executable, "-W", "error", "-c", SCRIPT, how],
            stdout=out,
            stderr=err,
            check=False,
            timeout=20,
            process_group=0,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
    assert gone(int((tmp_path / "out").read_text()))
    assert (tmp_path / "err").read_text().count("Traceback") == (how == "interrupt")


@given(
    st.builds(
        Translated,
        st.text(),
        st.lists(st.builds(Pair, *[st.integers(0, 99)] * 4, st.floats(0, 1))).map(tuple),
        st.text(),
        st.floats(-9, 0),
    )
)
def test_translations_travel_unchanged(found: Translated) -> None:
    assert unpack(pack(found)) == found


def test_neighbouring_batches_of_one_way_can_go_together(tmp_path: Path) -> None:
    log = tmp_path / "log"
    asks = (*asked("a|b", "c", "d"), (Request("e", aligned=True),))
    answered(Worker(Known(joined=2), Shouts(log=log)), asks)
    assert log.read_text().splitlines() == ["a|b|c", "d", "e"]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is limited in a way that Linux has")
def test_the_real_model_starved_of_memory_says_so_or_does_with_smaller_batches() -> None:
    requests = [
        Request(f"The old house number {number} is near the harbour of the small town.") for number in range(40)
    ]
    asks = batches(requests)
    whole = answered(worker(embedded()), asks)
    for megabytes in (1, 16, 64):
        with closing(Worker(Known(), partial(starved, megabytes))) as engine:
            try:
                assert answered(engine, asks).keys() == whole.keys()
            except PipelineError as error:
                assert megabytes < 64
                assert error.code in {"models.memory", "models.damaged"}  # some libraries crash without a word
