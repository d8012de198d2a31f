"""Speed and memory, measured in one run against peers on the same work. Run by `make bench`.

Every measurement is a process of its own, the best of three, so that none warms another up; ratios hold where single
figures drift with the machine. Prints one table; nothing here passes or fails.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

WORDS = 100_000
RUNS = 3
_SYLLABLES = "ba ce di fo gu la me ni ro su ta ve li no par ter men con sol mar".split()


def book(words: int) -> str:
    """Return a Markdown book of about `words` words: 40 chapters with emphasis, links, lists, notes and tables."""
    chance = random.Random(7)
    vocabulary = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(6000)]
    parts = ["---\ntitle: A long book\nauthor: Polyfolio contributors\nlang: en\n---\n"]
    for chapter in range(40):
        parts.append(f"\n# Chapter {chapter + 1} {chance.choice(vocabulary)}\n")
        written = 0
        while written < words // 40:
            sentences = [_sentence(chance, vocabulary) for _ in range(6)]
            written += sum(len(sentence.split()) for sentence in sentences)
            parts.append("\n" + " ".join(sentences) + "\n")
        parts.append(f"\n- one\n- two *three*\n\n| a | b |\n|---|--:|\n| {chapter} | 2 |\n\nA note.[^{chapter}]\n")
        parts.append(f"\n[^{chapter}]: What the note says, with a [link](https://example.org/{chapter}).\n")
    return "".join(parts)


def _sentence(chance: random.Random, vocabulary: list[str]) -> str:
    words = chance.choices(vocabulary, k=chance.randint(8, 24))
    if chance.random() < 0.3:
        words[2] = f"*{words[2]}*"
    if chance.random() < 0.1:
        words[4] = f"**{words[4]}**"
    return " ".join(words).capitalize() + "."


def _normal(source: Path) -> object:
    from pipeline.normalize import normalize
    from pipeline.read import read

    return normalize(read(source.read_bytes(), source.name).value).value


def _emit(source: Path, form: str) -> Callable[[], object]:
    from datetime import UTC, datetime

    from pipeline.emit import emit
    from pipeline.emit.edition import Edition
    from pipeline.model import Document

    document = _normal(source)
    assert isinstance(document, Document)
    edition = Edition(document, "book", datetime(2026, 1, 1, tzinfo=UTC), ("en",))
    return lambda: emit(form, edition)


def _translate(one_by_one: bool) -> Callable[[], object]:
    from pipeline.model import Document, Metadata, Paragraph, Text
    from pipeline.translate import Job, engine_for, translate

    subjects = "the boat,a teacher,my friend,the small house,an old book,the river,her brother,the train".split(",")
    verbs = "is near,does not see,comes back to,waits for,speaks about,looks at".split(",")
    lines = [
        f"{a.capitalize()} {v} {b} {n} days a week." for a in subjects for v in verbs for b in subjects for n in (2,)
    ]
    documents = [
        Document(Metadata(language="en"), (Paragraph((Text(" ".join(lines[at : at + 4])),)),))
        for at in range(0, len(lines), 4)
    ]
    engine = engine_for("en", "es")
    if one_by_one:
        return lambda: [translate([Job(document, "es", engine)]) for document in documents]
    return lambda: translate([Job(document, "es", engine) for document in documents])


def measure(what: str, source: Path) -> dict[str, float]:
    """Return seconds and peak megabytes of one piece of work, done in this process."""
    if what == "read":
        work: Callable[[], object] = lambda: _normal(source)  # noqa: E731
        import pipeline.normalize
        import pipeline.read  # noqa: F401
    elif what in {"docx", "epub", "pdf"}:
        work = _emit(source, what)
    elif what.startswith("pandoc"):
        work = _pandoc(source, what.partition("-")[2])
    else:
        work = _translate(what == "paragraphs")
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    who = resource.RUSAGE_CHILDREN if what.startswith("pandoc") else resource.RUSAGE_SELF
    return {"seconds": seconds, "megabytes": resource.getrusage(who).ru_maxrss / 1024}


def _pandoc(source: Path, form: str) -> Callable[[], object]:
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", form, str(source), "-o", str(source) + "." + form]
    return lambda: subprocess.run(command, check=True)  # noqa: S603


def best(what: str, source: Path) -> dict[str, float]:
    """Return the best of several runs, each in a process of its own."""
    command = [sys.executable, __file__, what, str(source)]
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603
        for _ in range(RUNS)
    ]
    return {"seconds": min(run["seconds"] for run in runs), "megabytes": max(run["megabytes"] for run in runs)}


def main() -> None:
    """Measure everything and print it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "book.md"
        source.write_text(book(WORDS))
        names = ("read", "docx", "epub", "pdf", "pandoc-docx", "pandoc-epub3", "pandoc-json", "all", "paragraphs")
        found = {name: best(name, source) for name in names}
    print(f"{WORDS} words of Markdown, best of {RUNS} runs, each a process of its own\n")
    for name in names[:7]:
        seconds, megabytes = found[name]["seconds"], found[name]["megabytes"]
        print(f"{name:14} {seconds:7.2f} s {WORDS / seconds:12,.0f} words/s {megabytes:7.0f} MB")
    print()
    for ours, theirs in (("docx", "pandoc-docx"), ("epub", "pandoc-epub3")):
        whole, read, parse = found[theirs]["seconds"], found["read"]["seconds"], found["pandoc-json"]["seconds"]
        alone = found[ours]["seconds"]
        print(f"{ours}: emitter alone {whole / alone:.1f} times as fast as all of pandoc's {ours};", end=" ")
        print(f"against pandoc less its reading {(whole - parse) / alone:.1f};", end=" ")
        print(f"reading and normalizing included {whole / (alone + read):.2f}")
    sentences = 384
    rates = {name: sentences / found[name]["seconds"] for name in ("all", "paragraphs")}
    print(
        f"\ntranslation: {rates['all']:.0f} sentences/s together, {rates['paragraphs']:.0f} one paragraph at a time:",
        end=" ",
    )
    print(f"{rates['all'] / rates['paragraphs']:.1f} times as fast")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
    else:
        main()
