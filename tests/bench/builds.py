"""Whole builds: on all cores against one process, again with nothing changed, and again with one sentence changed.

The works are the Universal Declaration of Human Rights in many languages, where these texts are at hand; else books of
chance.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from measure import Figures, in_turn, quickest, with_pipeline
from works import book

TEXTS = Path(os.environ.get("POLYFOLIO_INPUTS") or Path(__file__).parents[2].parent / "shared" / "inputs") / "udhr"
WORKS, WORDS = 200, 100_000
_SUBJECTS = "The boat|The harbour|My sister|The old man|The wind|A child|The teacher|The market|The river|The doctor"
_VERBS = "waits for|sees|likes|brings|looks for|remembers|finds|needs"
_OBJECTS = "the water|the bread|a small house|the morning|the letter|the garden|the bridge|a red car"
_TIMES = "every day|in summer|in the evening|after the rain"


def _many(folder: Path) -> Path:
    """Write works into a folder, and return it."""
    texts = sorted(TEXTS.glob("*.txt"))[:WORKS]
    for text in texts:
        shutil.copy(text, folder)
    for number in range(len(texts), WORKS):
        (folder / f"book{number}.md").write_text(book(2_000).replace("A long book", f"Book {number}"))
    return folder


def _sentences() -> Iterator[str]:
    """Yield sentences that the embedded model knows the words of, in an order of chance, for ever."""
    chance = random.Random(5)
    pool = [
        f"{subject} {verb} {thing} {when}."
        for subject in _SUBJECTS.split("|")
        for verb in _VERBS.split("|")
        for thing in _OBJECTS.split("|")
        for when in _TIMES.split("|")
    ]
    some = chance.sample(pool, 600)
    while True:
        yield chance.choice(some)


def _long(file: Path) -> None:
    """Write a book of `WORDS` words in parts of thirty paragraphs, which asks for a Spanish edition."""
    sentences, parts, words = _sentences(), ["---\ntitle: The long year\nlang: en\nto: [es]\n---\n"], 0
    while words < WORDS:
        parts.append(f"# Part {len(parts)}\n")
        for _ in range(30):
            paragraph = " ".join(next(sentences) for _ in range(8))
            words += len(paragraph.split())
            parts.append(paragraph + "\n")
    file.write_text("\n".join(parts))


def _build(sources: Path, out: Path, *options: str) -> Figures:
    """Build as a user does and return how many seconds it took, the start of Python among them."""
    command = [sys.executable, "-m", "pipeline", "build", str(sources), "--out", str(out), *options]
    begun = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=with_pipeline())  # noqa: S603
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-4000:]}")
    return {"seconds": time.perf_counter() - begun}


def _cores(room: Path, works: Path) -> None:
    cores = os.cpu_count() or 1
    (room / "out").mkdir()
    numbers = iter(range(1000))
    contenders = {
        name: lambda jobs=jobs: _build(works, room / "out" / str(next(numbers)), "--jobs", str(jobs))
        for name, jobs in (("one process", 1), (f"{cores} processes", cores))
    }
    best = {name: quickest(runs)["seconds"] for name, runs in in_turn(contenders, 1).items()}
    for name, seconds in best.items():
        print(f"  {name:24}{seconds:8.1f} s")
    one, many = best.values()
    print(f"  {'one against many':24}{one / many:8.2f} times")
    print(f"  {'again, nothing changed':24}{_build(works, room / 'out' / '0')['seconds']:8.2f} s")


def _changed(room: Path) -> None:
    (room / "sources").mkdir()
    source, out = room / "sources" / "year.md", room / "editions"
    _long(source)
    print(f"  {'first':24}{_build(source.parent, out)['seconds']:8.1f} s")
    source.write_text(source.read_text().replace("The boat", "The quiet boat", 1))
    print(f"  {'one sentence changed':24}{_build(source.parent, out)['seconds']:8.1f} s")
    print(f"  {'nothing changed':24}{_build(source.parent, out)['seconds']:8.2f} s")


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        (room / "works").mkdir()
        print(f"{WORKS} works, three formats each")
        _cores(room, _many(room / "works"))
        print(f"A work of {WORDS:,} words, three formats, English and Spanish")
        _changed(room)
