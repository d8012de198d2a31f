"""Setting a book as PDF in five scripts, against Typst and WeasyPrint on the same text with the same features.

Each contender is a process of its own. It is timed twice: the whole process with its start and imports, and the one
call from its input to the bytes of the file. Typst works on as many threads as there are cores, ours on one; CPU
seconds tell how much was done, whoever did it. `text` is the share of the manuscript's letters that can be read out of
the file again, running heads and contents included, and so a little above 100 %.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from measure import HERE, Figures, in_turn, quickest, run, with_pipeline
from pdf_peers import SUFFIXES, fonts, html_source, typst_source
from scripts import SCRIPTS, Manuscript, manuscript

WORDS = 100_000
RUNS = 3
_PROBE = 1000  # words
_GROWTH = (10_000, 50_000, 100_000, 200_000, 400_000)
_AIMS = {"typst": "", "weasyprint": " (aim: at least 8)"}


def _once(maker: str, source: Path, folder: Path) -> Figures:
    start = time.perf_counter()
    command = [sys.executable, HERE / "pdf_peers.py", maker, source.with_suffix(SUFFIXES[maker]), folder / "fonts"]
    found = run(command, with_pipeline(), source.parent)
    return found | {"seconds": time.perf_counter() - start}


def _written(work: Manuscript, folder: Path, makers: Sequence[str]) -> Path:
    """Write a manuscript in the form that each contender takes; return the path, whatever the suffix."""
    source = folder / f"{work.language}-{work.words}"
    work.save(source.with_suffix(SUFFIXES["ours"]))
    if "typst" in makers:
        source.with_suffix(SUFFIXES["typst"]).write_text(typst_source(work), "utf-8")
    if "weasyprint" in makers:
        source.with_suffix(SUFFIXES["weasyprint"]).write_text(html_source(work, folder / "fonts"), "utf-8")
    return source


def _able(language: str, folder: Path, makers: Sequence[str]) -> list[str]:
    """Return those that can set a few pages of a language, and say in a line what hinders the others."""
    source, able = _written(manuscript(language, _PROBE), folder, makers), []
    for maker in makers:
        try:
            _once(maker, source, folder)
        except SystemExit as error:
            print(f"{maker} cannot: {str(error).strip().rpartition(chr(10))[2]}")
        else:
            able.append(maker)
    return able


def _contents(file: Path, work: Manuscript) -> tuple[int, float, bool]:
    """Return the pages of a PDF, the share of the manuscript's letters in it, and whether it is tagged."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(file)
    letters = sum(map(str.isalpha, "".join(page.get_textpage().get_text_bounded() for page in pdf)))
    return len(pdf), letters / sum(map(str.isalpha, work.text)), pdf.is_tagged()


def compare(language: str, folder: Path) -> None:
    """Measure all contenders that can set a language, and print figures and ratios."""
    print(f"\n{SCRIPTS[language].name}, {WORDS:,} words, best of {RUNS} runs in turn")
    makers = _able(language, folder, ["ours", "typst", *(["weasyprint"] if language == "en" else [])])
    work = manuscript(language, WORDS)
    source = _written(work, folder, makers)
    contenders: dict[str, Callable[[], Figures]] = {each: partial(_once, each, source, folder) for each in makers}
    found = {name: quickest(runs) for name, runs in in_turn(contenders, RUNS).items()}
    print(f"{'':11}{'process':>9}{'call':>9}{'CPU':>9}{'memory':>9}{'pages':>7}{'file':>10}{'text':>7}")
    for name, figures in found.items():
        file = source.with_suffix(f".{name}.pdf")
        pages, text, tagged = _contents(file, work)
        times = "".join(f"{figures[key]:7.2f} s" for key in ("seconds", "call", "cpu"))
        size = f"{figures['megabytes']:6.0f} MB{pages:7}{file.stat().st_size / 1024:7.0f} KB"
        print(f"{name:11}{times}{size}{text:7.1%}{'' if tagged else '  not tagged'}")
    _ratios(found)


def _ratios(found: Mapping[str, Figures]) -> None:
    """Print how many times as fast as the others ours is."""
    for name in [name for name in _AIMS if name in found] if "ours" in found else []:
        whole, call, cpu = (found[name][key] / found["ours"][key] for key in ("seconds", "call", "cpu"))
        print(f"ours / {name}: {whole:.2f} by process{_AIMS[name]}, {call:.2f} by call, {cpu:.2f} by CPU")


def growth(folder: Path) -> None:
    """Print how time and memory of ours grow with the length of an English book."""
    print("\nours, English, by length, best of 2 runs in turn")
    sources = {words: _written(manuscript("en", words), folder, ["ours"]) for words in _GROWTH}
    contenders = {str(words): partial(_once, "ours", source, folder) for words, source in sources.items()}
    found = {int(name): quickest(runs) for name, runs in in_turn(contenders, 2).items()}
    for words, figures in found.items():
        each = figures["call"] / words * 1e6
        print(f"{words:9,} words {figures['call']:7.2f} s {each:6.1f} µs a word {figures['megabytes']:6.0f} MB")
    first, last = found[100_000], found[400_000]
    for name, unit in (("call", "time"), ("megabytes", "memory")):
        print(f"{unit} of 400,000 / 100,000 words: {last[name] / first[name]:.2f} (4 is a straight line)")


def main(wanted: Sequence[str] = (*SCRIPTS, "growth")) -> None:
    """Measure and print what is wanted: languages by their tags, and `growth`."""
    print(f"PDF: each run a process of its own; {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        fonts(folder / "fonts")
        for name in wanted:
            if name == "growth":
                growth(folder)
            else:
                compare(name, folder)


if __name__ == "__main__":
    main(sys.argv[1:] or (*SCRIPTS, "growth"))
