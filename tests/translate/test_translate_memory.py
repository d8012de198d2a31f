"""The memory: what goes in comes out, whatever happens to the file or to the process."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Provenance
from pipeline.report import Outcome
from pipeline.translate.engine import Answer, Batch, Pair, Request, Translated, batches
from pipeline.translate.memory import Memory, Remembering, open_memory
from pipeline.translate.packing import key_of, packed, settled, unpacked

texts = st.text(st.characters(), max_size=60)
numbers = st.integers(0, 400)
pairs = st.builds(Pair, numbers, numbers, numbers, numbers, st.floats(0, 1)).map(
    lambda pair: replace(pair, end=pair.start + pair.end, to=pair.at + pair.to)
)
requests = st.builds(Request, texts, st.booleans(), st.sampled_from((0, 8)), st.sampled_from((0, 3)))
answers = st.builds(
    Translated, texts.filter(bool), st.lists(pairs, max_size=6).map(tuple), texts, st.floats(-50, 0, width=32)
)


@dataclass(eq=False)
class Shouting:
    """An engine that shouts, a few sentences at a time, and remembers what it was asked."""

    identity: str = "shouting 1"
    faults: dict[str, str] = field(default_factory=dict)
    asked: list[Batch] = field(default_factory=list)
    limit: int = 200
    provenance: Provenance = field(default_factory=lambda: Provenance("en", "", "A function"))

    def length(self, text: str) -> int:
        return len(text.split())

    def translate(self, batches: Sequence[Batch]) -> Iterator[Sequence[Answer]]:
        for batch in batches:
            self.asked.append(batch)
            yield [(request, self.answer(request)) for request in batch]

    def answer(self, request: Request) -> Translated:
        fault = self.faults.get(request.text, "")
        if "crashed" in fault:
            return Translated("", fault=fault)
        pair = Pair(0, len(request.text), 0, len(request.text), 0.123456)
        return Translated(request.text.upper(), (pair,) if request.aligned else (), fault, -0.25)


def given_by(engine: Remembering | Shouting, wanted: Sequence[Batch]) -> dict[Request, Translated]:
    return {request: answer for group in engine.translate(wanted) for request, answer in group}


def codes(outcome: Outcome[Memory]) -> list[str]:
    return [finding.code for finding in outcome.findings]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "project" / "memory.db"


# Answers in, answers out


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(requests, answers, max_size=8))
def test_what_is_kept_is_what_is_remembered(given: dict[Request, Translated]) -> None:
    with open_memory(None).value as memory:
        memory.keep("a model", given.items())
        found = memory.answers("a model", given)
        for request, answer in found.items():
            twin = given.get(replace(request, aligned=True), answer)
            assert answer in {
                settled(each if request.aligned else replace(each, pairs=())) for each in (given[request], twin)
            }
        assert set(found) == set(given)
        assert not memory.answers("another model", given)


@given(requests, answers)
def test_an_answer_is_read_only_under_its_own_key(request: Request, answer: Translated) -> None:
    key = key_of("a model", request)
    data = packed(key, answer)
    assert unpacked(key, data) == settled(answer) == settled(settled(answer))
    assert unpacked(key_of("a model", replace(request, beam=99)), data) is None
    assert all(unpacked(key, data[:at] + bytes([data[at] ^ 64]) + data[at + 1 :]) is None for at in range(len(data)))


def test_an_answer_with_pairs_serves_a_request_without_and_never_the_other_way_round(path: Path) -> None:
    bare, aligned = Request("The tide turns."), Request("The tide turns.", aligned=True)
    with_pairs = Translated("Cambia la marea.", (Pair(0, 3, 7, 9, 0.5),))
    without = replace(with_pairs, pairs=())
    with open_memory(path).value as memory:
        memory.keep("m", [(bare, without)])
        assert memory.answers("m", [bare, aligned]) == {bare: without}
        memory.keep("m", [(aligned, with_pairs)])
        assert memory.answers("m", [bare, aligned]) == {bare: without, aligned: with_pairs}
        memory.keep("m", [(bare, without)])
        assert memory.answers("m", [aligned]) == {aligned: with_pairs}


def test_another_way_of_trying_is_another_answer() -> None:
    ways = [Request("Low water."), Request("Low water.", beam=8), Request("Low water.", no_repeat=3)]
    with open_memory(None).value as memory:
        memory.keep("m", [(way, Translated(f"Bajamar {number}")) for number, way in enumerate(ways)])
        assert [memory.answers("m", [way])[way].text[-1] for way in ways] == ["0", "1", "2"]


def test_two_connections_see_what_each_other_kept(path: Path) -> None:
    with open_memory(path).value as one, open_memory(path).value as two:
        one.keep("m", [(Request("High water."), Translated("Pleamar."))])
        two.keep("m", [(Request("Low water."), Translated("Bajamar."))])
        for memory in (one, two):
            assert len(memory.answers("m", [Request("High water."), Request("Low water.")])) == 2


# The engine that remembers


def test_an_engine_is_asked_only_for_what_the_memory_lacks(path: Path) -> None:
    engine = Shouting()
    first = [Request("The tide turns."), Request("Boats swing.")]
    with open_memory(path).value as memory:
        before = given_by(Remembering(engine, memory), [tuple(first)])
    engine.asked.clear()
    more = (first[0], Request("Gulls cry.")), tuple(first[1:])
    with open_memory(path).value as memory:
        remembering = Remembering(engine, memory)
        groups = list(remembering.translate(more))
        assert engine.asked == [(Request("Gulls cry."),)]
        assert dict(groups[0]) == before
        assert (remembering.identity, remembering.limit, remembering.length("a b")) == ("shouting 1", 200, 2)
        assert remembering.provenance == engine.provenance
        assert {remembering: 1}[remembering] and remembering != Remembering(engine, memory)


@settings(deadline=None, max_examples=30)
@given(st.lists(requests, unique=True, max_size=30), st.sets(st.integers(0, 29)))
def test_answers_are_the_same_fresh_and_remembered(wanted: list[Request], known: set[int]) -> None:
    with open_memory(None).value as memory, open_memory(None).value as empty:
        list(Remembering(Shouting(), memory).translate(batches(wanted[at] for at in known if at < len(wanted))))
        fresh = given_by(Remembering(Shouting(), empty), batches(wanted))
        assert given_by(Remembering(Shouting(), memory), batches(wanted)) == fresh
        assert set(fresh) == set(wanted)


def test_a_group_is_kept_before_it_is_given(path: Path) -> None:
    wanted = [(Request("The tide turns."),), (Request("Boats swing."),)]
    with open_memory(path).value as memory, open_memory(path).value as other:
        running = Remembering(Shouting(), memory).translate(wanted)
        assert not other.answers("shouting 1", wanted[0])
        next(running)
        assert other.answers("shouting 1", wanted[0])
        assert not other.answers("shouting 1", wanted[1])


def test_a_sentence_that_a_model_crashed_on_is_tried_again_and_one_that_was_cut_off_is_not() -> None:
    engine = Shouting(faults={"a b": "the model crashed on it", "c d": "it was cut off"})
    with open_memory(None).value as memory:
        wanted = [(Request("a b"), Request("c d"))]
        first = given_by(Remembering(engine, memory), wanted)
        assert given_by(Remembering(engine, memory), wanted) == first
    assert engine.asked == [*wanted, (Request("a b"),)]
    assert first[Request("c d")].fault == "it was cut off"


# Files that are not well


def harmed(path: Path, harm: str) -> None:
    """Make a memory with something in it, and harm its file."""
    with open_memory(path).value as memory:
        memory.keep("m", [(Request(f"Sentence {n}."), Translated(f"Frase {n}.")) for n in range(2000)])
    match harm:
        case "random bytes":
            path.write_bytes(random.Random(7).randbytes(5000))  # noqa: S311
        case "a few letters":
            path.write_bytes(b"tide")
        case "half of it":
            os.truncate(path, path.stat().st_size // 2)
        case "a newer version":
            execute(path, "PRAGMA user_version = 7")
        case "another program's":
            execute(path, "PRAGMA application_id = 99")
        case "a missing table":
            execute(path, "DROP TABLE units")
        case "a folder":
            path.unlink()
            path.mkdir()
            (path / "letter.txt").write_text("kept")


def execute(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("harm", "name"),
    [
        ("random bytes", "damaged"),
        ("a few letters", "damaged"),
        ("half of it", "damaged"),
        ("a newer version", "newer"),
        ("another program's", "damaged"),
        ("a missing table", "damaged"),
        ("a folder", "damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_set_aside(path: Path, harm: str, name: str) -> None:
    path.parent.mkdir()
    (path.parent / f"memory.db.{name}-1").write_text("of last week")
    harmed(path, harm)
    before = path.read_bytes() if path.is_file() else b""
    opened = open_memory(path)
    with opened.value as memory:
        assert codes(opened) == [f"memory.{name}"]
        assert opened.findings[0].hint and f"memory.db.{name}-2" in opened.findings[0].message
        aside = path.parent / f"memory.db.{name}-2"
        assert (aside / "letter.txt").read_text() == "kept" if aside.is_dir() else aside.read_bytes() == before
        assert (path.parent / f"memory.db.{name}-1").read_text() == "of last week"
        memory.keep("m", [(Request("a"), Translated("b"))])
    again = open_memory(path)
    with again.value as memory:
        assert not again.findings and memory.answers("m", [Request("a")])
    assert sorted(each.name for each in path.parent.iterdir()) == [
        "memory.db",
        f"memory.db.{name}-1",
        f"memory.db.{name}-2",
    ]


def test_an_empty_file_is_begun(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    opened = open_memory(path)
    with opened.value as memory:
        memory.keep("m", [(Request("a"), Translated("b"))])
        assert not opened.findings and memory.answers("m", [Request("a")])


@pytest.mark.parametrize("seed", range(12))
def test_whatever_bytes_are_damaged_an_answer_is_right_or_none(path: Path, seed: int) -> None:
    harmed(path, "not at all")
    chance = random.Random(seed)  # noqa: S311
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 30))):
        at = chance.randrange(len(data))
        data[at : at + 16] = chance.randbytes(16)[: len(data) - at]
    path.write_bytes(data)
    wanted = {Request(f"Sentence {n}."): Translated(f"Frase {n}.") for n in range(2000)}
    with open_memory(path).value as memory:
        assert memory.answers("m", wanted).items() <= wanted.items()
        memory.keep("m", wanted.items())
        assert memory.answers("m", wanted) == wanted


def test_where_the_folder_should_be_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "project").write_text("a file")
    opened = open_memory(tmp_path / "project" / "memory.db")
    with opened.value as memory:
        assert codes(opened) == ["memory.unwritable"]
        memory.keep("m", [(Request("a"), Translated("b"))])
        assert memory.answers("m", [Request("a")])


def test_a_full_disk_is_said_once_and_the_build_goes_on(path: Path) -> None:
    with open_memory(path).value as memory:
        memory.keep("m", [(Request("a"), Translated("b"))])
        memory._connection.execute("PRAGMA max_page_count = 10")
        wanted = [tuple(Request(f"{n} " * 300) for n in range(at, at + 40)) for at in range(0, 800, 40)]
        engine = Shouting()
        assert len(given_by(Remembering(engine, memory), wanted)) == 800
        assert [finding.code for finding in memory.findings] == ["memory.unwritable"]
        assert memory.answers("m", [Request("a")])


# Processes

KEEPER = """
import sys
from pathlib import Path
from pipeline.translate.engine import Request, Translated
from pipeline.translate.memory import open_memory
memory = open_memory(Path(sys.argv[1])).value
print("ready", flush=True)
for group in range(1_000_000):
    memory.keep("m", [(Request(f"{group} {n}"), Translated(f"{sys.argv[2]} {n}" * 20)) for n in range(40)])
    print(group, flush=True)
"""


def keeper(path: Path, name: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", KEEPER, str(path), name], stdout=subprocess.PIPE)  # noqa: S603


@pytest.mark.parametrize("delay", [0.0, 0.013, 0.05])
def test_a_process_that_is_killed_leaves_whole_groups(path: Path, delay: float) -> None:
    process = keeper(path, "killed")
    assert process.stdout and process.stdout.readline() == b"ready\n"
    time.sleep(delay)
    os.kill(process.pid, signal.SIGKILL)
    said = process.stdout.read().split(b"\n")[:-1]
    process.stdout.close()
    process.wait()
    opened = open_memory(path)
    with opened.value as memory:
        assert not opened.findings
        groups = [[Request(f"{group} {n}") for n in range(40)] for group in range(len(said) + 2)]
        sizes = [len(memory.answers("m", group)) for group in groups]
        assert sizes in ([40] * len(said) + [0, 0], [40] * len(said) + [40, 0])


def test_many_processes_begin_one_memory_at_once(path: Path) -> None:
    harmed(path, "random bytes")
    processes = [keeper(path, f"number {number}") for number in range(4)]
    try:
        for process in processes:
            assert process.stdout
            assert [process.stdout.readline() for _ in range(4)][-1] == b"2\n"
    finally:
        for process in processes:
            process.kill()
            process.communicate()
    with open_memory(path).value as memory:
        assert len(memory.answers("m", [Request(f"2 {n}") for n in range(40)])) == 40
    assert [each.name for each in path.parent.iterdir() if "-" in each.name] == ["memory.db.damaged-1"]
