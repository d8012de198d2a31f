"""Kill translations at moments of chance and resume them until they are done; the same bytes must come out.

    python tests/translate/kill.py [--kills 50] [--sentences 3000] [--seed 1] [--run engine|build]

`engine` is sentences through a remembering engine; each answer that the model gives is written down, so that it can be
seen how much of the work was done twice. `build` is a whole `polyfolio build`. The tests call the same functions.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model import Provenance
    from pipeline.translate.engine import Answer, Batch, Engine

ROOT = Path(__file__).parents[2]
_ORPHANS = 20.0  # seconds that a model's process may outlive the one that started it

_WHO = "the teacher,my brother,a doctor,the farmer,our neighbour,the captain,her sister,a student,the king,the baker"
_DOES = "sees,buys,waits for,looks for,forgets,remembers,likes,brings back,talks about,finds,needs,takes away"
_WHAT = "the house,a boat,two letters,the bread,an old book,the garden,a glass of water,the train,a dog,the money"
_WHEN = "every day,in the morning,before the war,at home,near the river,once again,on Sundays,in the city"


def sentences(count: int) -> tuple[str, ...]:
    """Return so many sentences, no two the same, in an order of chance that is always the same."""
    every = list(product(*(words.split(",") for words in (_WHO, _DOES, _WHAT, _WHEN))))
    random.Random(3).shuffle(every)  # noqa: S311
    return tuple(islice((f"{a.capitalize()} {b} {c} {d}." for a, b, c, d in every), count))


@dataclass(frozen=True, slots=True)
class Run:
    """A program that can be killed: how it is called, and what it has made in a folder when it is done."""

    command: tuple[str, ...]
    made: Callable[[Path], dict[str, bytes]]

    def start(self, folder: Path) -> subprocess.Popen[bytes]:
        """Start it in a folder, with a group of processes of its own."""
        environment = os.environ | {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1800000000"}
        with (folder / "said.txt").open("ab") as said:
            return subprocess.Popen(  # noqa: S603
                self.command, cwd=folder, env=environment, stdout=said, stderr=said, start_new_session=True
            )


def engine_run(count: int) -> Run:
    """Return a run of so many sentences through the embedded model and a memory."""
    command = (sys.executable, __file__, "--child", "--sentences", str(count))
    return Run(command, lambda folder: {"answers": (folder / "answers.json").read_bytes()})


def build_run(count: int, folder: Path) -> Run:
    """Return a run of `polyfolio build` for a work of so many sentences, which is written into `folder`."""
    lines = sentences(count)
    paragraphs = (" ".join(lines[at : at + 5]).replace("a dog", "a **dog**") for at in range(0, count, 5))
    source = folder / "work.md"
    source.write_text("---\ntitle: A long work\nlang: en\n---\n\n" + "\n\n".join(paragraphs) + "\n", "utf-8")
    return Run((sys.executable, "-m", "pipeline", "build", str(source), "--to", "es"), _exports)


def _exports(folder: Path) -> dict[str, bytes]:
    place = folder / "exports"
    return {str(path.relative_to(place)): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


@dataclass(slots=True)
class Seen:
    """What was seen: kills, chains of kills and resumptions, answers of the model, and those it had given before.

    `batch` is the most answers that came at once: one kill may cost so many.
    """

    kills: int = 0
    chains: int = 0
    answers: int = 0
    again: int = 0
    batch: int = 0

    def __str__(self) -> str:
        """Say it in a line."""
        given = f"; {self.answers} answers, {self.again} of them given before, {self.batch} at once at most"
        return f"{self.kills} kills in {self.chains} chains, the same bytes each time" + (given if self.answers else "")


def undisturbed(run: Run, folder: Path) -> tuple[dict[str, bytes], float]:
    """Run to the end; return what was made and the seconds that took."""
    start = time.monotonic()
    assert run.start(folder).wait() == 0, _said(folder)
    return run.made(folder), time.monotonic() - start


def killed(run: Run, folder: Path, kills: int, seed: int) -> Seen:
    """Kill runs `kills` times at moments of chance, each resumed until it is done; assert that nothing differs.

    Moments lie within six tenths of the time that a run needs undisturbed, so that it is killed a few times on its way.
    """
    (folder / "undisturbed").mkdir(parents=True)
    expected, seconds = undisturbed(run, folder / "undisturbed")
    chance, seen = random.Random(seed), Seen()  # noqa: S311
    moments = iter(lambda: (chance.uniform(0, seconds * 0.6), chance.random() < 0.5), None)
    while seen.kills < kills:
        place = folder / f"chain-{seen.chains}"
        place.mkdir()
        times = _chain(run, place, islice(moments, kills - seen.kills))
        different = _different(expected, run.made(place))
        assert not different, f"chain {seen.chains} of seed {seed} ended with other bytes in {different}: {place}"
        seen.kills, seen.chains = seen.kills + times, seen.chains + 1
        _count(place, seen, times)
    return seen


def _different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return [name for name in sorted(one | other) if one.get(name) != other.get(name)]


def _chain(run: Run, folder: Path, moments: Iterator[tuple[float, bool]]) -> int:
    """Start, kill at the next moment, and start again, until a run is done; return how many times it was killed.

    A run that is done before its moment comes takes no kill: the moment goes to waste, and others are drawn.
    """
    times = 0
    while True:
        process = run.start(folder)
        moment = next(moments, None)
        if moment is None or not _kill(process, *moment):
            assert process.wait() == 0, _said(folder)
            return times
        times += 1


def _kill(process: subprocess.Popen[bytes], after: float, alone: bool) -> bool:
    """Kill a process after some seconds, and wait until all it started are gone; return false if it was done before.

    `alone` kills the program only, as an operator would; else all it started at the same instant, as a shutdown would.
    """
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        started = _descendants(process.pid)
        for each in (process.pid,) if alone else (process.pid, *started):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        process.wait()
        _await_end(started)
        return True
    return False


def _descendants(process: int) -> tuple[int, ...]:
    """Return the processes that a process started, and those that they started (Linux: /proc)."""
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(each) for each in task.read_text().split()]
    return tuple(found) + tuple(further for each in found for further in _descendants(each))


def _await_end(processes: Iterable[int]) -> None:
    """Wait until processes have ended; assert that they do, for nobody would end them later."""
    until = time.monotonic() + _ORPHANS
    for each in processes:
        while _runs(each):
            assert time.monotonic() < until, f"process {each} outlived the one that started it"
            time.sleep(0.02)


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _count(folder: Path, seen: Seen, kills: int) -> None:
    """Add what the log of a chain tells; assert that a kill made the model repeat at most what had come at once."""
    log = folder / "given.jsonl"
    if not log.exists():
        return
    given = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    again = sum(map(len, given)) - len({text for some in given for text in some})
    seen.answers += sum(map(len, given))
    seen.again += again
    seen.batch = max(seen.batch, *map(len, given))
    assert again <= kills * seen.batch, f"{again} answers were given again after {kills} kills"


def _said(folder: Path) -> str:
    return (folder / "said.txt").read_text("utf-8", "replace")[-4000:]


@dataclass(frozen=True, eq=False)
class Counted:
    """An engine that writes down what it was asked as soon as the model answers, before anyone remembers it."""

    engine: Engine
    log: Path

    @property
    def provenance(self) -> Provenance:
        return self.engine.provenance

    @property
    def identity(self) -> str:
        return self.engine.identity

    @property
    def limit(self) -> int:
        return self.engine.limit

    def length(self, text: str) -> int:
        return self.engine.length(text)

    def translate(self, batches: Sequence[Batch]) -> Iterator[Sequence[Answer]]:
        for answers in self.engine.translate(batches):
            with self.log.open("a", encoding="utf-8") as file:
                file.write(json.dumps([request.text for request, _ in answers]) + "\n")
            yield answers


def child(count: int) -> None:
    """Translate sentences in this process and folder, remembering every answer, and write all of them down."""
    from pipeline.translate.engine import Request, batches
    from pipeline.translate.memory import Remembering, open_memory
    from pipeline.translate.packages import engine_for

    asked = sentences(count)
    with open_memory(Path("memory.db")).value as memory:
        engine = engine_for(
            "en", "es", Path("none"), wrap=lambda each: Remembering(Counted(each, Path("given.jsonl")), memory)
        )
        found = {
            request.text: answer.text
            for some in engine.translate(batches(map(Request, asked)))
            for request, answer in some
        }
    made = Path("answers.part")
    made.write_text(json.dumps([found[text] for text in asked], ensure_ascii=False, indent=0), "utf-8")
    made.rename("answers.json")


def main() -> None:
    """Read the command line, and kill or be killed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--sentences", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--run", choices=("engine", "build"), default="engine")
    parser.add_argument("--child", action="store_true", help="be the one that is killed")
    wanted = parser.parse_args()
    if wanted.child:
        child(wanted.sentences)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        run = engine_run(wanted.sentences) if wanted.run == "engine" else build_run(wanted.sentences, folder)
        print(killed(run, folder / "chains", wanted.kills, wanted.seed))  # noqa: T201


if __name__ == "__main__":
    main()
