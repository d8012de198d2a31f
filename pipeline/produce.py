"""Emit and verify, one file at a time, in as many processes as wanted; and tell what need not be made again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib import metadata, resources
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.emit.edition import Edition
from pipeline.json_form import to_json
from pipeline.publish import Kept, Record
from pipeline.report import Finding, Location, Outcome, PipelineError, Severity, unexpected

if TYPE_CHECKING:
    from pipeline.verify.expect import Expected

_WORTH_PROCESSES = 24
"""Fewer files than this are made sooner in one process than it takes to start others."""


@dataclass(frozen=True, slots=True)
class Task:
    """One file to make: an edition, a format, the file's place in the folder, and the digest of all it is made from.

    `source` is the SHA-256 of the text that the edition was made from, `coverage` the part of it that is translated.
    """

    edition: Edition
    format: str
    file: str
    digest: str
    original: bool
    source: str = ""
    coverage: float = 1.0
    debug: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A file's bytes, its record for the manifest and what was found. No record: it must not be published.

    `pages` are the files to read it online, each with its path in the exports folder.
    """

    task: Task
    data: bytes
    record: Record | None
    findings: tuple[Finding, ...]
    pages: tuple[tuple[str, bytes], ...] = ()


def digest(edition: Edition, format_name: str) -> str:
    """Return a SHA-256 over everything a file is made from, the program included, but not its stamp."""
    document = to_json(edition.document)
    values = [document, edition.slug, edition.languages, asdict(edition.layout), format_name, program()]
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@cache
def program() -> str:
    """Return a digest of this package's own files and of the versions of the libraries that it uses."""
    whole = hashlib.sha256()
    root = resources.files("pipeline")
    for path in sorted(Path(str(root)).rglob("*")):
        if path.suffix in {".py", ".toml", ".css", ".js", ".svg", ".argosmodel"}:
            whole.update(path.read_bytes())
    names = sorted({re.split(r"[^\w.-]", each, maxsplit=1)[0] for each in metadata.requires("polyfolio") or ()})
    whole.update(" ".join(f"{name} {metadata.version(name)}" for name in names).encode())
    return whole.hexdigest()


def make_all(tasks: list[Task], processes: int) -> Iterator[Made]:
    """Yield what each task made, in the order of the tasks."""
    if processes <= 1 or len(tasks) < _WORTH_PROCESSES:
        yield from map(make, tasks)
        return
    # spawn, not fork: the translation model's threads do not survive a fork
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(make, tasks, chunksize=2)


def make(task: Task) -> Made:
    """Emit one file, open it again and compare it with its document."""
    from pipeline.emit import emit
    from pipeline.verify import examine
    from pipeline.verify.expect import as_json

    try:
        covered = _covered(task)
        outcome = emit(task.format, covered.value)
        wanted = expectation(task.edition, task.format)
        verdict = examine(task.format, outcome.value, wanted, task.file)
        findings = covered.findings + outcome.findings + verdict.findings
        if any(finding.severity is Severity.ERROR for finding in findings):
            return Made(task, outcome.value, None, findings)
        record = _record(task, outcome.value, as_json(wanted), verdict.compared)
        return _read_online(Made(task, outcome.value, record, findings), record)
    except PipelineError as error:
        error.location = error.location or Location(task.file)
        return Made(task, b"", None, (error.finding(),))
    except Exception as error:
        if task.debug:
            raise
        return Made(task, b"", None, (unexpected(error, Location(task.file)),))


def _read_online(made: Made, record: Record) -> Made:
    """Return what was made with pages to read it online, where the format can be read so."""
    from pipeline.catalog import reading

    if made.task.format != "epub":
        return made
    pages = reading(record, made.data, made.task.edition.languages)
    kept = tuple(Kept(file, hashlib.sha256(data).hexdigest(), len(data)) for file, data in pages)
    return replace(made, record=replace(record, pages=kept), pages=pages)


def expectation(edition: Edition, format_name: str = "") -> Expected:
    """Return what must be found in a file of an edition."""
    from pipeline.verify.expect import expected

    return expected(
        edition.document,
        identifier=edition.identifier,
        original=edition.original or "",
        beside=edition.beside,
        format_name=format_name,
    )


def _covered(task: Task) -> Outcome[Edition]:
    """Return the edition with a picture of its title page, where the format shows one and the work has none of its own.

    The title page is the PDF's. If no font has its letters, the book is made without a cover, and a finding says so.
    """
    edition = task.edition
    if task.format != "epub" or edition.document.metadata.cover_image:
        return Outcome(edition)
    from pipeline.emit.pdf.cover import cover

    try:
        return Outcome(replace(edition, cover=cover(edition)))
    except PipelineError as error:
        if error.code != "pdf.font":
            raise
        hint = "install a font for them, or give the work a picture of its own: cover-image"
        return Outcome(edition, (Finding("epub.cover", f"the book has no cover, since {error.message}", hint=hint),))


_TOOLS = {
    "docx": ("python-docx", "lxml"),
    "epub": ("ebooklib", "reportlab", "uharfbuzz", "pypdfium2"),
    "pdf": ("reportlab", "uharfbuzz", "pyicu-wheels"),
}
"""The programs that make a file of each format; the cover of an EPUB is drawn as a page of a PDF."""
_TRANSLATORS = ("argostranslate", "ctranslate2", "sentencepiece")


def _tools(task: Task) -> dict[str, str]:
    """Return the versions of what made a file."""
    translation = task.edition.document.metadata.translation
    names = (*_TOOLS[task.format], *(_TRANSLATORS if translation and translation.engine else ()))
    return {name: metadata.version(name) for name in ("polyfolio", *names)}


def _record(task: Task, data: bytes, expected: dict[str, object], compared: Mapping[str, int]) -> Record:
    from pipeline.verify.parts import parts

    edition, about = task.edition, task.edition.document.metadata
    return Record(
        work=edition.slug,
        language=about.language,
        format=task.format,
        file=task.file,
        title=about.title,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        stamp=int(edition.modified.timestamp()),
        digest=task.digest,
        original=task.original,
        beside=edition.beside,
        identifier=edition.identifier,
        source=task.source,
        coverage=task.coverage,
        metadata=replace(about, wordings=(), cover_image=""),
        expected=expected,
        verified=dict(compared),
        parts=parts(task.format, data),
        tools=_tools(task),
    )
