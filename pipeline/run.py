"""The way of a document, from its source to the editions on disk. This is the only module that knows every stage.

    read ─▶ normalize ─▶ translate ─▶ emit ─▶ verify ─▶ publish

`build` reads like that line. A work that fails is reported, and the others are made.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from pipeline import files, publish
from pipeline.emit import EMITTERS
from pipeline.emit.edition import Edition
from pipeline.files import Text, Work
from pipeline.model import Document
from pipeline.produce import Task, digest, make_all
from pipeline.report import Finding, Location, Outcome, PipelineError, Severity, unexpected

if TYPE_CHECKING:
    from pipeline.translate.engine import Engine

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for.

    `to` adds to the languages that a work asks for itself; tags are BCP 47. `stamp` is in seconds since 1970; `fixed`
    says that it comes from SOURCE_DATE_EPOCH and so wins over the stamps in the manifest. `debug` lets an unforeseen
    error stop everything, so that its traceback can be seen.
    """

    sources: tuple[Path, ...]
    to: tuple[str, ...] = ()
    language: str | None = None
    formats: tuple[str, ...] = EMITTERS
    out: Path = Path("exports")
    jobs: int = 1
    stamp: int = 0
    fixed: bool = False
    debug: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something a build has to tell: a step begun, a finding, or a file made or kept as it was."""

    kind: Literal["step", "finding", "made", "kept"]
    text: str
    finding: Finding | None = None
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A work on its way: its document in the language of its source first, then in every other language so far."""

    work: Work
    documents: tuple[Document, ...]


def build(request: Request, tell: Callable[[Event], None]) -> bool:
    """Make every edition that `request` asks for; return whether all of it was made and verified."""
    desk = Desk(tell, debug=request.debug)
    works = desk.sort(files.find(request.sources, request.language))
    drafts = [draft for work in works if (draft := desk.attempt(partial(prepare, work, request.language), work.name))]
    drafts = translate(drafts, request.to, desk)
    manifest = desk.attempt(partial(read_manifest, request.out)) or publish.Manifest()
    produce(plan(drafts, request, manifest), manifest, request, desk)
    return desk.clean


class Desk:
    """Takes what the stages report, tells it at once, and remembers whether anything failed."""

    def __init__(self, tell: Callable[[Event], None], *, debug: bool = False) -> None:
        self.tell = tell
        self.debug = debug
        self.clean = True

    def report(self, findings: Iterable[Finding]) -> None:
        """Tell findings; an error among them makes the build fail."""
        for finding in findings:
            self.clean &= finding.severity is not Severity.ERROR
            self.tell(Event("finding", str(finding), finding))

    def sort(self, items: Iterable[T | PipelineError]) -> list[T]:
        """Return the items that are no errors, and tell the errors."""
        listed = list(items)
        self.report(item.finding() for item in listed if isinstance(item, PipelineError))
        return [item for item in listed if not isinstance(item, PipelineError)]

    def attempt(self, stage: Callable[[], Outcome[T]], name: str = "") -> T | None:
        """Return what a stage makes and tell what it found; tell its error and return none if it cannot go on.

        An error that knows no place is said to be in the file `name`.
        """
        try:
            outcome = stage()
        except PipelineError as error:
            error.location = error.location or (Location(name) if name else None)
            self.report((error.finding(),))
            return None
        except Exception as error:
            if self.debug:
                raise
            self.report((unexpected(error, Location(name) if name else None),))
            return None
        self.report(outcome.findings)
        return outcome.value


def prepare(work: Work, language: str | None) -> Outcome[Draft]:
    """Read and normalize every text of a work: its original, and the translations that a person made."""
    from pipeline.translate.person import adopt

    original = read(work, work.texts[0], language or work.texts[0].language, work.meta)
    findings, documents = original.findings, [original.value]
    for text in work.texts[1:]:
        other = read(work, text, text.language, {})
        adopted = other.then(adopt(original.value, other.value, str(text.path)))
        findings, documents = findings + adopted.findings, [*documents, adopted.value]
    return Outcome(Draft(work, tuple(documents)), findings, original.changes)


def read(work: Work, text: Text, language: str | None, meta: files.Meta) -> Outcome[Document]:
    """Read one text with its pictures and normalize it; a text without a title takes the name of its file."""
    from pipeline.normalize import normalize
    from pipeline.read import read as parse
    from pipeline.read.pictures import load

    parsed = parse(text.read(), str(text.path), language=language, meta=meta)
    pictured = parsed.then(load(parsed.value, work.picture))
    normal = pictured.then(normalize(pictured.value))
    return normal.then(_titled(normal.value, text))


def _titled(document: Document, text: Text) -> Outcome[Document]:
    if document.metadata.title:
        return Outcome(document)
    name = files.split_name(text.path)[0].replace("_", " ").replace("-", " ").strip()
    found = Finding(
        "title.missing",
        f"no title was found; the name of the file stands in for it: {name}",
        location=Location(str(text.path), 1),
        hint="give a title in the front matter or meta.toml, or begin with one heading above all others",
    )
    return Outcome(replace(document, metadata=replace(document.metadata, title=name)), (found,))


def translate(drafts: list[Draft], to: tuple[str, ...], desk: Desk) -> list[Draft]:
    """Return the drafts with every language they lack, all sentences of all works having gone through together."""
    from pipeline.normalize import normalize
    from pipeline.translate import Job
    from pipeline.translate import translate as through

    jobs = [
        (draft, Job(draft.documents[0], tag, engine))
        for draft in drafts
        for tag in _missing(draft, to)
        if (engine := desk.attempt(partial(_engine, draft, tag), draft.work.name))
    ]

    def progress(done: int, total: int) -> None:
        desk.tell(Event("step", "translating sentences", done=done, total=total))

    made: dict[str, tuple[Document, ...]] = {}
    for (draft, _), outcome in zip(jobs, through([job for _, job in jobs], progress), strict=True):
        desk.report(outcome.findings)
        # the target language has its own quotation marks and spaces; what is suspicious is the original's matter
        made[draft.work.name] = (*made.get(draft.work.name, ()), normalize(outcome.value).value)
    return [replace(draft, documents=draft.documents + made.get(draft.work.name, ())) for draft in drafts]


def _engine(draft: Draft, tag: str) -> Outcome[Engine]:
    """Return the engine for a pair of languages, tried out: a model that cannot be used fails only its own editions."""
    from pipeline.translate import engine_for

    engine = engine_for(draft.documents[0].metadata.language, tag)
    engine.translate(("A.",))
    return Outcome(engine)


def _missing(draft: Draft, to: tuple[str, ...]) -> list[str]:
    """Return the languages wanted that the work does not have in a person's wording."""
    have = {document.metadata.language for document in draft.documents}
    return [tag for tag in dict.fromkeys((*draft.documents[0].editions, *to)) if tag not in have]


def plan(drafts: list[Draft], request: Request, manifest: publish.Manifest) -> list[Task]:
    """Return a task for every file wanted; a file whose digest is in the manifest keeps the stamp it has there."""
    known = {record.file: record for record in manifest.records}
    tasks = []
    for draft in drafts:
        languages = tuple(document.metadata.language for document in draft.documents)
        for document in draft.documents:
            edition = Edition(document, draft.work.slug, languages=languages)
            for name in request.formats:
                file = f"{edition.slug}/{edition.slug}.{document.metadata.language}.{name}"
                made_from = digest(edition, name)
                record = known.get(file)
                kept = record.stamp if record and record.digest == made_from and not request.fixed else request.stamp
                stamped = replace(edition, modified=datetime.fromtimestamp(kept, UTC))
                tasks.append(Task(stamped, name, file, made_from, document is draft.documents[0], request.debug))
    return tasks


def produce(tasks: list[Task], manifest: publish.Manifest, request: Request, desk: Desk) -> None:
    """Emit, verify and write every file that is not there yet as it should be, and keep the manifest true.

    A mark lies in the folder while files and manifest may differ, so that a killed build can be told from damage.
    """
    known = {record.file: record for record in manifest.records}
    fresh = {task.file for task in tasks if _is_fresh(request.out, known.get(task.file), task)}
    wanted = [task for task in tasks if task.file not in fresh]
    for file in sorted(fresh):
        desk.tell(Event("kept", str(request.out / file)))
    whole = (request.out / publish.SUMS).is_file() and not (request.out / files.UNFINISHED).exists()
    if not tasks or (whole and not wanted) or not desk.attempt(partial(_write, request.out / files.UNFINISHED, b"")):
        return
    records, written = list[publish.Record](), time.monotonic()
    for made in make_all(wanted, request.jobs):
        desk.report(made.findings)
        if made.record and desk.attempt(partial(_write, request.out / made.task.file, made.data)):
            records.append(made.record)
            desk.tell(Event("made", str(request.out / made.task.file)))
        if time.monotonic() - written > _MANIFEST_SECONDS:
            _write_manifest(publish.updated(manifest, records), request.out, desk)
            written = time.monotonic()
    _write_manifest(publish.updated(manifest, records), request.out, desk)
    (request.out / files.UNFINISHED).unlink(missing_ok=True)


_MANIFEST_SECONDS = 2
"""How far the manifest may be behind the files while a build goes on."""


def _write_manifest(manifest: publish.Manifest, out: Path, desk: Desk) -> None:
    for name, data in publish.files(manifest).items():
        desk.attempt(partial(_write, out / name, data))


def _is_fresh(out: Path, record: publish.Record | None, task: Task) -> bool:
    """Return whether the file is already there, made from the same and unharmed."""
    stamp = int(task.edition.modified.timestamp())
    if record is None or record.digest != task.digest or record.stamp != stamp:
        return False
    path = out / task.file
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == record.sha256


def _write(path: Path, data: bytes) -> Outcome[bool]:
    files.write(path, data)
    return Outcome(True)


def read_manifest(out: Path) -> Outcome[publish.Manifest]:
    """Return the manifest of an exports folder, an empty one where there is none; a damaged one is a finding."""
    path = out / publish.MANIFEST
    if not path.exists():
        return Outcome(publish.Manifest())
    try:
        return Outcome(publish.parse(files.read_bytes(path)))
    except PipelineError as error:
        found = Finding("manifest.damaged", error.message, Severity.WARNING, Location(str(path)), error.hint)
        return Outcome(publish.Manifest(), (found,))
