"""What the translate stage needs of the world: models that are well, a memory, glossaries; and what it leaves there.

A pair of languages that cannot be translated, and a translation that is not good enough, fail their own editions only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import files
from pipeline.desk import Desk, Event
from pipeline.model import Document
from pipeline.report import Finding, Location, Outcome, Severity
from pipeline.translate.engine import Engine, Settings

if TYPE_CHECKING:
    from pipeline.translate.argos import Package
    from pipeline.translate.doctor import Diagnosis
    from pipeline.translate.glossary import Glossary
    from pipeline.translate.memory import Memory
    from pipeline.translate.review import Review
    from pipeline.translate.stage import Job, Translation

GLOSSARIES = ("glossary.csv", "glossary.tbx")
"""Files that hold a work's terms, if they lie beside its text."""
_MOST_KEPT = 10  # sentences that stay in the source language, told one by one; the review has them all


@dataclass(frozen=True, slots=True)
class Means:
    """How to translate: how models are run, glossaries, the memory's file (none: nothing is kept), what is enough.

    `strict` fails a translation with any doubtful sentence; less than `coverage` (0 to 1) translated always fails.
    """

    settings: Settings = field(default_factory=Settings)
    glossaries: tuple[Path, ...] = ()
    memory: Path | None = None
    strict: bool = False
    coverage: float = 0.8


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that is wanted in the language `to`; `slug` and `folder` are its work's, `name` stands for it."""

    document: Document
    to: str
    slug: str
    folder: Path
    name: str

    @property
    def review(self) -> str:
        """The path of its review in an exports folder, without suffix."""
        return f"{self.slug}/{self.slug}.{self.to}.review"


@dataclass(frozen=True, slots=True)
class Made:
    """A document that was wanted, translated, and the files of its review by their paths.

    `coverage` is the part of its text that is translated, from 0 to 1.
    """

    wanted: Wanted
    document: Document | None
    reviews: tuple[tuple[str, bytes], ...]
    coverage: float


def translate(wanted: list[Wanted], means: Means, desk: Desk) -> list[Made]:
    """Translate what is wanted, as far as it can be, all sentences of all works together.

    A document is none if its translation is not good enough to be published; its review tells why.
    """
    if not wanted:
        return []
    from pipeline.translate.memory import open_memory

    opened = open_memory(means.memory)
    desk.report(opened.findings)
    with opened.value as memory:
        engines = Engines(means.settings, memory)
        glossaries = Glossaries(means)
        jobs = [
            (each, job)
            for each in wanted
            if (job := desk.attempt(partial(_job, each, engines, glossaries, memory), each.name))
        ]

        def progress(done: int, total: int) -> None:
            desk.tell(Event("step", "translating sentences", done=done, total=total))

        results = _through(jobs, progress, desk)
        for _, result in results:
            memory.record(result.units)
        desk.report(memory.findings)
    return [_made(each, result, means, desk) for each, result in results]


def _through(
    jobs: list[tuple[Wanted, Job]], progress: Callable[[int, int], None], desk: Desk
) -> list[tuple[Wanted, Translation]]:
    """Translate all jobs together; if that fails, one by one, so that only those fail that have to.

    What was translated before something failed is in the memory.
    """
    from pipeline.translate.stage import translate as through

    def alone(job: Job) -> Outcome[Translation]:
        return Outcome(through([job], progress)[0])

    try:
        together = through([job for _, job in jobs], progress)
    except Exception:  # of whichever job it is: the same error comes again, and is told, when that job is alone
        tried = [(wanted, desk.attempt(partial(alone, job), wanted.name)) for wanted, job in jobs]
        return [(wanted, result) for wanted, result in tried if result]
    return [(wanted, result) for (wanted, _), result in zip(jobs, together, strict=True)]


def worded(means: Means, desk: Desk) -> str:
    """Return a digest of what people have worded in the memory; nothing is opened where there is none."""
    from pipeline.translate.memory import open_memory

    if means.memory is None or not means.memory.exists():
        return ""
    opened = open_memory(means.memory)
    desk.report(opened.findings)
    with opened.value as memory:
        found = memory.persons_digest()
        desk.report(memory.findings)
    return found


def _job(wanted: Wanted, engines: Engines, glossaries: Glossaries, memory: Memory) -> Outcome[Job]:
    from pipeline.translate.stage import Job

    language = wanted.document.metadata.language
    engine = engines.get(language, wanted.to)
    glossary = glossaries.of(wanted.folder, language)
    persons = memory.persons(language, wanted.to, wanted.slug)
    job = Job(wanted.document, wanted.to, engine, glossary.value, persons, wanted.slug)
    return Outcome(job, glossary.findings)


class Engines:
    """The engines of one build: each remembers what it has said, and each model is examined before it is relied on."""

    def __init__(self, settings: Settings, memory: Memory) -> None:
        self.settings = settings
        self.memory = memory
        self.diagnoses: dict[Package, Diagnosis] = {}

    def get(self, source: str, target: str) -> Engine:
        """Return the engine for a pair of languages; raise `PipelineError` if there is none or a model is sick."""
        from pipeline.translate.doctor import refuse
        from pipeline.translate.packages import chosen, engine_of

        packages = chosen(source, target)
        for package in packages:
            diagnosis = self.examined(package)
            if not diagnosis.well:
                raise refuse(diagnosis)
        return engine_of(packages, self.settings, self.remembering)

    def examined(self, package: Package) -> Diagnosis:
        """Return what the doctor says of a package; it is asked once."""
        from pipeline.translate.doctor import examine
        from pipeline.translate.packages import engine_of

        if package not in self.diagnoses:
            engine = engine_of((package,), self.settings, self.remembering)
            self.diagnoses[package] = examine(package, engine)
        return self.diagnoses[package]

    def remembering(self, engine: Engine) -> Engine:
        """Put the memory before an engine."""
        from pipeline.translate.memory import Remembering

        return Remembering(engine, self.memory)


class Glossaries:
    """The glossaries of one build: those for all works, and those that lie beside a work."""

    def __init__(self, means: Means) -> None:
        self.means = means
        self.read = cache(_read_glossary)
        self.told = set[Path]()

    def of(self, folder: Path, language: str) -> Outcome[Glossary]:
        """Return the terms for a work in `language`; what lies beside it comes first. Each file is read once."""
        from pipeline.translate.glossary import Glossary

        result = Outcome(Glossary())
        for path in glossaries_for(folder, self.means):
            found = self.read(path, language)
            findings = () if path in self.told else found.findings
            self.told.add(path)
            result = Outcome(result.value.joined(found.value), result.findings + findings)
        return result


def glossaries_for(folder: Path, means: Means) -> tuple[Path, ...]:
    """Return the glossaries for the works in a folder: those that lie there first, then those for every work."""
    return (*(folder / name for name in GLOSSARIES if (folder / name).is_file()), *means.glossaries)


def _read_glossary(path: Path, language: str) -> Outcome[Glossary]:
    from pipeline.translate.glossary import read_glossary

    return read_glossary(files.read_bytes(path), str(path), language)


def _made(wanted: Wanted, result: Translation, means: Means, desk: Desk) -> Made:
    """Say what is to be said of a translation, and whether it may be published."""
    from pipeline.translate.review_page import as_html, as_json

    found = tuple(_findings(wanted, result.review, means))
    desk.report(found)
    failed = any(finding.severity is Severity.ERROR for finding in found)
    pages = ((wanted.review + ".html", as_html(result.review)), (wanted.review + ".json", as_json(result.review)))
    return Made(wanted, None if failed else result.document, pages, result.review.coverage)


def _findings(wanted: Wanted, review: Review, means: Means) -> Iterator[Finding]:
    where, hint = Location(wanted.name), f"see {wanted.review}.html among the editions"
    kept = [(entry, each) for entry, each in review.sentences() if each.origin == "source"]
    for entry, each in kept[:_MOST_KEPT]:
        message = f"“{_short(each.text)}”: {each.flags[0].message}"
        place = replace(where, line=entry.location.line) if entry.location else where
        yield Finding("translate.kept", message, Severity.WARNING, place, hint)
    for text in review.forgotten:
        message = f"{wanted.to}: a person's words for “{_short(text)}” have no place any more: no sentence is like it"
        yield Finding("person.orphan", message, Severity.WARNING, where, "polyfolio memory export writes them out")
    if review.flagged:
        said = f"{wanted.to}: {review.flagged} of {review.count} sentences should be looked at"
        said += "; a strict build does not publish them" if means.strict else ""
        yield Finding("translate.flagged", said, Severity.ERROR if means.strict else Severity.INFO, where, hint)
    if review.coverage < means.coverage:
        said = (
            f"{wanted.to}: only {review.coverage:.0%} of the text could be translated, less than {means.coverage:.0%}"
        )
        yield Finding("translate.coverage", said, Severity.ERROR, where, hint)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"
