"""Reading and emitting a long book, against Pandoc on the same book."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Figures, in_turn, quickest, run, with_pipeline
from works import book

if TYPE_CHECKING:
    from pipeline.model import Document

WORDS, LONG = 87_000, 350_000
RUNS = 5
_WORKS = ("read", "docx", "epub", "pdf", "pandoc-docx", "pandoc-epub3", "pandoc-json")
_GROWN = ("docx", "epub")


def _normal(source: Path) -> Document:
    from pipeline.normalize import normalize
    from pipeline.read import read

    return normalize(read(source.read_bytes(), source.name).value).value


def _emit(source: Path, form: str) -> Callable[[], object]:
    from datetime import UTC, datetime

    from pipeline.emit import emit
    from pipeline.emit.edition import Edition

    edition = Edition(_normal(source), "book", datetime(2026, 1, 1, tzinfo=UTC), ("en",))
    return lambda: emit(form, edition)


def _read(source: Path) -> Callable[[], object]:
    import pipeline.normalize
    import pipeline.read  # noqa: F401

    return lambda: _normal(source)


def _pandoc(source: Path, form: str) -> Callable[[], object]:
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", form, str(source), "-o", str(source) + "." + form]
    return lambda: subprocess.run(command, check=True)  # noqa: S603


def measured(what: str, source: Path) -> Figures:
    """Return seconds and peak megabytes of one piece of work, done in this process."""
    theirs = what.startswith("pandoc")
    if theirs:
        work = _pandoc(source, what.partition("-")[2])
    else:
        work = _read(source) if what == "read" else _emit(source, what)
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    who = resource.RUSAGE_CHILDREN if theirs else resource.RUSAGE_SELF
    return {"seconds": seconds, "megabytes": resource.getrusage(who).ru_maxrss / 1024}


def main() -> None:
    """Measure everything and print it."""
    with tempfile.TemporaryDirectory() as folder:
        book_, long = (_written(Path(folder), words) for words in (WORDS, LONG))
        contenders = {name: _contender(name, book_) for name in _WORKS}
        contenders |= {f"{name}, long": _contender(name, long) for name in _GROWN}
        found = {name: quickest(runs) for name, runs in in_turn(contenders, RUNS).items()}
    print(f"{WORDS} words of Markdown (long: {LONG}), best of {RUNS} runs, each a process of its own\n")
    for name, figures in found.items():
        seconds, megabytes = figures["seconds"], figures["megabytes"]
        words = LONG if name.endswith("long") else WORDS
        print(f"{name:14} {seconds:7.2f} s {words / seconds:12,.0f} words/s {megabytes:7.0f} MB")
    print()
    for ours, theirs in (("docx", "pandoc-docx"), ("epub", "pandoc-epub3")):
        whole, read, parse = (found[name]["seconds"] for name in (theirs, "read", "pandoc-json"))
        alone, grown = (found[name]["seconds"] for name in (ours, f"{ours}, long"))
        print(f"{ours}: emitter alone {whole / alone:.1f} times as fast as all of pandoc's {ours};", end=" ")
        print(f"against pandoc less its reading {(whole - parse) / alone:.1f};", end=" ")
        print(f"reading and normalizing included {whole / (alone + read):.2f};", end=" ")
        print(f"{LONG / WORDS:.1f} times the words take {grown / alone:.1f} times as long")


def _written(folder: Path, words: int) -> Path:
    source = folder / f"book-{words}.md"
    source.write_text(book(words), "utf-8")
    return source


def _contender(name: str, source: Path) -> Callable[[], Figures]:
    return partial(run, [sys.executable, __file__, name, source], with_pipeline())


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], Path(sys.argv[2]))))
