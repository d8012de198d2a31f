"""Translation in a whole build: memory, terms, people's words, reviews, what is enough, and what has not changed."""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import upkeep
from pipeline.check import check_folder
from pipeline.report import PipelineError, Severity
from pipeline.run import Event, Request, build
from pipeline.translating import Means

BOOK = """---
title: The harbour
lang: en
to: [es]
---

# The boats

The old boat is **very small**. It lies in the [harbour](https://example.org/h).

The children play near the water every day.[^1]

[^1]: They can swim.
"""


class Desk(list[Event]):
    """Keeps what a build tells."""

    def __call__(self, event: Event) -> None:
        self.append(event)

    def codes(self) -> list[str]:
        """Return the codes of the findings."""
        return [event.finding.code for event in self if event.finding]

    def named(self, kind: str) -> list[str]:
        """Return the names of the files made or kept."""
        return [Path(event.text).name for event in self if event.kind == kind]

    @property
    def translated(self) -> int:
        """Return how many sentences went through the stage."""
        return sum(event.total for event in self if event.kind == "step" and event.done == event.total)


class Project:
    """A folder with one text, and builds of it."""

    def __init__(self, folder: Path, text: str = BOOK) -> None:
        self.text = folder / "sources" / "book.md"
        self.text.parent.mkdir()
        self.text.write_text(text)
        self.out = folder / "out"
        self.memory = folder / "memory.db"

    def build(self, means: Means | None = None, **options: object) -> tuple[bool, Desk]:
        """Build once in EPUB, the quickest format."""
        desk = Desk()
        means = replace(means or Means(), memory=self.memory)
        request = Request((self.text.parent,), formats=("epub",), out=self.out, means=means, **options)  # type: ignore[arg-type]
        return build(request, desk), desk

    def words(self, name: str) -> str:
        """Return the chapters of an EPUB."""
        with zipfile.ZipFile(self.out / "book" / name) as archive:
            return "".join(archive.read(each).decode() for each in archive.namelist() if each.endswith(".xhtml"))

    @property
    def review(self) -> dict[str, object]:
        """Return the review of the Spanish edition."""
        found: dict[str, object] = json.loads((self.out / "book" / "book.es.review.json").read_text())
        return found


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_a_second_build_does_nothing_and_says_so(project: Project) -> None:
    assert project.build()[0]
    clean, desk = project.build()
    assert (clean, desk.named("kept"), desk.translated) == (True, ["book.en.epub", "book.es.epub"], 0)


@pytest.mark.parametrize("what", ["text", "edition", "review", "glossary", "settings", "languages"])
def test_a_work_is_looked_at_again_if_anything_has_changed(project: Project, what: str) -> None:
    project.build()
    means, options = Means(), dict[str, object]()
    if what == "text":
        project.text.write_text(BOOK.replace("every day", "on Monday"))
    elif what in {"edition", "review"}:
        (project.out / "book" / ("book.es.epub" if what == "edition" else "book.es.review.html")).unlink()
    elif what == "glossary":
        (project.text.parent / "glossary.csv").write_text("source,target,language\nharbour,dársena,es\n")
    elif what == "settings":
        means = Means(coverage=0.5)
    else:
        options["to"] = ("en-GB", "es")
    _, desk = project.build(means, **options)
    assert desk.translated > 0 or what == "languages"
    assert (project.out / "book" / "book.es.epub").exists()
    assert not [found for found in check_folder(project.out).findings if found.severity is Severity.ERROR]


def test_only_what_has_changed_is_asked_of_a_model(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.translate.worker import Worker

    asked = list[str]()
    ask = Worker.translate
    monkeypatch.setattr(
        Worker,
        "translate",
        lambda self, batches: (asked.extend(r.text for b in batches for r in b), ask(self, batches))[1],
    )
    project.build()
    asked.clear()
    project.text.write_text(BOOK.replace("every day", "on Monday"))
    project.build()
    assert set(asked) == {"The children play near the water on Monday."}


def test_terms_beside_a_text_are_in_its_translation(project: Project) -> None:
    (project.text.parent / "glossary.csv").write_text("source,target,language\nharbour,dársena,es\n")
    project.build()
    assert "dársena" in project.words("book.es.epub")


def test_a_glossary_that_cannot_be_read_fails_the_translation_and_not_the_original(project: Project) -> None:
    (project.text.parent / "glossary.csv").write_bytes(b"source,target\ncaf\xe9,bar\n")
    clean, desk = project.build()
    (finding,) = [event.finding for event in desk if event.finding and event.finding.severity is Severity.ERROR]
    assert not clean
    assert (Path(finding.location.file).name, finding.location.line) == ("glossary.csv", 2)  # type: ignore[union-attr]
    assert desk.named("made") == ["book.en.epub"]


def test_every_sentence_is_in_the_review(project: Project) -> None:
    project.build()
    review = project.review
    sentences = [each["text"] for entry in review["segments"] for each in entry.get("sentences", ())]  # type: ignore[attr-defined]
    assert sentences == [
        "The harbour",
        "The boats",
        "The old boat is very small.",
        "It lies in the harbour.",
        "The children play near the water every day.",
        "They can swim.",
    ]
    assert review["coverage"] == 1.0


def test_too_little_translated_fails_always_and_is_not_published(tmp_path: Path) -> None:
    project = Project(tmp_path, BOOK + "\n\n" + "".join(f"[{word}](#the-boats) " for word in "abcdefgh") + ".")
    clean, desk = project.build(Means(coverage=1.0))
    assert not clean
    assert "translate.coverage" in desk.codes()
    assert not (project.out / "book" / "book.es.epub").exists()
    assert (project.out / "book" / "book.es.review.html").exists()
    assert "book.en.epub" in desk.named("made")


def test_doubtful_sentences_fail_a_strict_build_only(tmp_path: Path) -> None:
    project = Project(tmp_path, BOOK + "\n\nBest Current Practice 47\n")
    clean, desk = project.build()
    assert clean
    assert "translate.flagged" in desk.codes()
    clean, _ = project.build(Means(strict=True))
    assert not clean


def test_a_persons_words_are_used_kept_and_told_of_when_the_source_drifts(project: Project, tmp_path: Path) -> None:
    project.build()
    file = tmp_path / "book.tmx"
    assert upkeep.export_units(project.memory, file).value == 6
    line = next(line for line in file.read_text().splitlines() if "near the water" in line or "cerca del agua" in line)
    target = next(each for each in file.read_text().splitlines() if '<tuv xml:lang="es">' in each and "niños" in each)
    words = "Los niños juegan junto al mar todos los días."
    start, rest = target.partition("<seg>")[0], target.partition("</seg>")[2]
    note = target[target.index("<ph") : target.index("/>", target.index("<ph")) + 2]
    file.write_text(file.read_text().replace(target, f"{start}<seg>{words}{note}</seg>{rest}"))
    assert line
    assert upkeep.import_units(project.memory, file).value == 1
    _, desk = project.build()
    assert words in project.words("book.es.epub")
    assert desk.named("made") == ["book.es.epub"]
    project.text.write_text(BOOK.replace("near the water every day", "near the water every morning"))
    project.build()
    assert words not in project.words("book.es.epub")
    assert project.review["flags"]["person.outdated"] == 1  # type: ignore[index]
    assert words in (project.out / "book" / "book.es.review.html").read_text()


def test_an_export_that_nobody_has_changed_holds_no_persons_words(project: Project, tmp_path: Path) -> None:
    project.build()
    upkeep.export_units(project.memory, tmp_path / "book.tmx")
    assert upkeep.import_units(project.memory, tmp_path / "book.tmx").value == 0


def test_a_memory_that_is_none_is_set_aside_and_said_so(project: Project) -> None:
    project.memory.write_bytes(b"no memory at all" * 100)
    clean, desk = project.build()
    assert clean
    assert "memory.damaged" in desk.codes()
    assert sorted(project.memory.parent.glob("memory.db.damaged*"))


def test_bilingual_editions_are_beside_the_others(project: Project) -> None:
    clean, desk = project.build(bilingual=True)
    assert clean
    assert desk.named("made") == ["book.en.epub", "book.es.epub", "book.en-es.epub"]
    words = project.words("book.en-es.epub")
    assert "The children play" in words
    assert "Los niños juegan" in words
    assert not list(check_folder(project.out).findings)


def test_a_sick_model_fails_its_editions_with_the_reason(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.translate.argos import embedded_parts

    folder = tmp_path / "packages" / "en_es"
    for name, data in embedded_parts().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data[:1_000_000])
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder.parent))
    clean, desk = project.build()
    (finding,) = [event.finding for event in desk if event.finding and event.finding.severity is Severity.ERROR]
    assert (clean, finding.code) == (False, "models.sick")
    assert desk.named("made") == ["book.en.epub"]
    with pytest.raises(PipelineError):
        upkeep.trial(next(iter(upkeep.examinations(Means().settings))).package)


def test_editions_that_a_build_does_not_look_at_are_told_of(project: Project) -> None:
    project.build(bilingual=True)
    project.text.write_text(BOOK.replace("every day", "on Monday"))
    _, desk = project.build()
    (found,) = [event.finding for event in desk if event.finding and event.finding.code == "edition.earlier"]
    assert "book.en-es.epub" in found.message


def test_another_build_in_the_same_folder_is_told_who_is_at_work(project: Project, tmp_path: Path) -> None:
    other = tmp_path / "other" / "leaf.md"
    other.parent.mkdir()
    other.write_text("---\nlang: en\ntitle: A leaf\n---\n\nIt falls.\n")

    class Meanwhile(Desk):
        def __call__(self, event: Event) -> None:
            if event.kind == "made" and not self.named("made"):
                with pytest.raises(PipelineError, match=f"another build is at work.*process {os.getpid()} on "):
                    build(Request((other.parent,), formats=("epub",), out=project.out), Desk())
            super().__call__(event)

    build(Request((project.text.parent,), formats=("epub",), out=project.out), Meanwhile())
    assert not list(check_folder(project.out).findings)


def test_the_doctor_tells_of_folders_that_are_no_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en_fr" / "model").mkdir(parents=True)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path))
    *_, last = upkeep.examinations(Means().settings)
    assert not last.well
    assert "en_fr" in last.faults[0].message
