"""Translating one work, against stock Argos and bare CTranslate2 with the same model, on the same sentences.

Rates are sentences per second, the sentences counted as the work was written. Stock translates the text, bare
CTranslate2 token lists, the engine sentences; the stage translates the document with its markup. Loading a model is
never counted. Stock's defaults are slow, so that it gets a part of the work, taken evenly from all of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import base_model
from measure import HERE, ROOT, Figures, in_turn, quickest, run, with_pipeline
from stock import Stock, unpacked
from works import Tale, lengths, tale

WORDS = 30_000
RUNS = 3
_PART = 300  # sentences for stock
_BASE, _BASE_PART = 300, 100  # sentences for a model of base size, and for stock with it
_THREADS = ((2, 1), (1, 2))
_SIZES = (128, 256, 512, 1024, 2048, 4096)
_FINALISTS = 3  # settings of bare CTranslate2
_CONTENDERS = HERE / "contenders.py"


@dataclass(frozen=True, slots=True)
class Files:
    """A work as files, in every form in which it is asked for, and how many sentences it has."""

    folder: Path
    sentences: int

    @classmethod
    def of(cls, work: Tale, folder: Path) -> Files:
        """Write a work into a new folder."""
        folder.mkdir(parents=True)
        (folder / "work.txt").write_text(work.text, "utf-8")
        (folder / "work.md").write_text(work.markdown, "utf-8")
        (folder / "sentences.txt").write_text("\n".join(work.sentences), "utf-8")
        return cls(folder, len(work.sentences))


@dataclass(frozen=True, slots=True)
class Contender:
    """Something to measure: how often, on what, and the call that does it once."""

    name: str
    work: Files
    once: Callable[[], Figures]

    def rate(self, runs: list[Figures]) -> float:
        """Return the sentences per second of the quickest run."""
        return self.work.sentences / quickest(runs)["seconds"]


def _contender(kind: str, file: str, work: Files, package: Path, *settings: object) -> Callable[[], Figures]:
    command = [sys.executable, _CONTENDERS, kind, work.folder / file, package, *settings]
    return partial(run, command, with_pipeline())


def _bare(work: Files, part: Files, package: Path) -> list[Contender]:
    """Try CTranslate2's settings on a part of the work, and return the best few, to be measured on all of it."""
    settings = {
        f"bare, {inter}/{intra}, {size} tokens": (inter, intra, size) for inter, intra in _THREADS for size in _SIZES
    }
    tried = {name: _contender("bare", "sentences.txt", part, package, *each) for name, each in settings.items()}
    seconds = {name: quickest(runs)["seconds"] for name, runs in in_turn(tried, 2).items()}
    print("bare CTranslate2 on a part of it, with inter/intra threads and tokens in a batch:")
    for inter, intra in _THREADS:
        rates = (f"{size}: {part.sentences / seconds[f'bare, {inter}/{intra}, {size} tokens']:.0f}" for size in _SIZES)
        print(f"  {inter}/{intra}  " + "  ".join(rates))
    best = sorted(seconds, key=lambda name: seconds[name])[:_FINALISTS]
    return [Contender(name, work, _contender("bare", "sentences.txt", work, package, *settings[name])) for name in best]


def compare(title: str, package: Path, work: Files, part: Files, stage: bool) -> None:
    """Measure a model with every contender, and print rates and ratios."""
    print(f"\n{title}, best of {RUNS} runs in turn, each a process of its own")
    home = package.parent.parent / "home"
    bare = _bare(work, part, package)
    contenders = [
        Contender("engine", work, _contender("engine", "sentences.txt", work, package)),
        *bare,
        Contender("stock, 2 threads", work, partial(Stock(package.parent, home, (2, 1)), work.folder / "work.txt")),
        Contender("stock, its defaults", part, partial(Stock(package.parent, home), part.folder / "work.txt")),
    ]
    if stage:
        contenders.append(Contender("whole stage", work, _contender("stage", "work.md", work, package)))
    runs = in_turn({each.name: each.once for each in contenders}, RUNS)
    rates = {each.name: each.rate(runs[each.name]) for each in contenders}
    for each in contenders:
        print(f"{each.name:22} {each.work.sentences:5} sentences {rates[each.name]:8.1f} a second")
    best = max((each.name for each in bare), key=lambda name: rates[name])
    for name, aim in (("stock, its defaults", "15"), ("stock, 2 threads", "3"), (best, "0.95")):
        print(f"engine / {name}: {rates['engine'] / rates[name]:.2f} (aim: {aim})")
        if stage:
            print(f"whole stage / {name}: {rates['whole stage'] / rates[name]:.2f}")


def builds(work: Files, folder: Path) -> None:
    """Print how long `polyfolio build` takes for the work: the first time, and again with nothing changed."""
    command = [sys.executable, "-m", "pipeline", "build", str(work.folder / "work.md"), "--to", "es"]
    for time_, name in enumerate(("first", "second", "third")):
        start = time.perf_counter()
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder, env=with_pipeline())  # noqa: S603
        seconds = time.perf_counter() - start
        if done.returncode:
            raise SystemExit(f"the {name} build failed:\n{done.stderr[-4000:]}")
        made = sum(1 for _ in folder.glob("exports/*/*"))
        print(
            f"polyfolio build, the {name} time: {seconds:6.2f} s, {made} files" + (" (aim: under 1)" if time_ else "")
        )


def main() -> None:
    """Measure everything and print it."""
    archive = next((ROOT / "pipeline" / "translate" / "data").glob("*.argosmodel"))
    whole = tale(WORDS)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        package = unpacked(archive, folder / "embedded")
        base = base_model.make(package, folder / "base")
        works = {
            name: Files.of(work, folder / name)
            for name, work in {
                "work": whole,
                "part": whole.part(_PART),
                "base work": whole.part(_BASE),
                "base part": whole.part(_BASE_PART),
            }.items()
        }
        print(f"the work: {lengths(whole)}; {os.cpu_count()} cores")
        compare("the embedded model", package, works["work"], works["part"], stage=True)
        title = f"a model of transformer-base size, {base_model.LENGTH} tokens for every sentence"
        compare(title, base, works["base work"], works["base part"], stage=False)
        print()
        (folder / "project").mkdir()
        builds(works["work"], folder / "project")


if __name__ == "__main__":
    main()
