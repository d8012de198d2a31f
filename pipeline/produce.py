"""Emit and verify, one file at a time: what each is made from, and making it, in as many processes as are worth it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import folder
from pipeline.desk import Desk, Event, killed, tried
from pipeline.emit.edition import Edition
from pipeline.emit.font_folders import fingerprint
from pipeline.json_form import to_json
from pipeline.records import Record
from pipeline.report import Finding, Outcome, PipelineError, Severity
from pipeline.workers import Workers

if TYPE_CHECKING:
    from pipeline.verify.expect import Expected


@dataclass(frozen=True, slots=True)
class Task:
    """One file to make: an edition, a format, the file's place in the folder, and the digest of all it is made from.

    `source` is the SHA-256 of the text that the edition was made from, `coverage` the part of it that is translated;
    `size` is about the number of letters; `why` it has to be made is told to the user, and empty if it has not.
    """

    edition: Edition
    format: str
    file: str
    digest: str
    original: bool
    source: str = ""
    coverage: float = 1.0
    size: int = 0
    why: str = ""
    debug: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A file's bytes and its record for the manifest. No record: it must not be published.

    `pages` are the files to read it online, each with its path in the exports folder.
    """

    data: bytes = b""
    record: Record | None = None
    pages: tuple[tuple[str, bytes], ...] = ()


def content(edition: Edition) -> tuple[str, int]:
    """Return a SHA-256 over everything that files of an edition are made from, the program included, but not the stamp.

    The number beside it is the length of what was looked at, which says how much work a file is.
    """
    values = [
        to_json(edition.document, located=False),
        edition.slug,
        edition.languages,
        asdict(edition.layout),
        program(),
    ]
    written = json.dumps(values, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(written).hexdigest(), len(written)


def digest(whole: str, format_name: str) -> str:
    """Return the digest of one file of an edition; `whole` is what `content` says of the edition."""
    return hashlib.sha256(f"{whole} {format_name}".encode()).hexdigest()


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


def produce(due: list[Task], out: Path, workers: Workers, desk: Desk) -> Iterator[Record]:
    """Make files and write them into the folder `out`; yield the record of each that was, as they are done."""
    why = {task.file: task.why for task in due}
    for done, (file, outcome) in enumerate(workers.each(partial(_tried, out=out), due, _seconds, _killed), start=1):
        if record := desk.take(outcome):
            desk.tell(Event("made", str(out / file), why=why[file]))
            yield record
        desk.tell(Event("step", "making editions", done=done, total=len(due)))


def _tried(task: Task, out: Path) -> tuple[str, Outcome[Record | None]]:
    """Make a file and write it; no record if it must not be published, or cannot be written."""
    return task.file, tried(partial(_published, task, out), task.file, debug=task.debug)


def _killed(task: Task) -> tuple[str, Outcome[Record | None]]:
    return task.file, Outcome(None, (killed(task.file),))


def _published(task: Task, out: Path) -> Outcome[Record | None]:
    made = make(task)
    record = made.value.record
    if record:
        pages = tuple(folder.put(out, file, data, durable=False) for file, data in made.value.pages)
        folder.put(out, task.file, made.value.data)
        record = replace(record, pages=pages)
    return Outcome(record, made.findings)


_LEAST = {"docx": 0.07, "epub": 0.12, "pdf": 0.1}
_EACH = {"docx": 0.5, "epub": 0.5, "pdf": 4.0}


def _seconds(task: Task) -> float:
    """Return about how long a file takes, at least and for a million letters (measured; only the order counts)."""
    return _LEAST[task.format] + _EACH[task.format] * task.size / 1e6


def make(task: Task) -> Outcome[Made]:
    """Emit one file, open it again and compare it with its document; raise `PipelineError` if it cannot be made."""
    from pipeline.emit import emit
    from pipeline.verify import examine
    from pipeline.verify.expect import as_json

    asked = _fonts_asked(task)
    covered = _covered(task)
    outcome = emit(task.format, covered.value)
    wanted = expectation(task.edition, task.format)
    verdict = examine(task.format, outcome.value, wanted, task.file)
    findings = covered.findings + outcome.findings + verdict.findings
    if any(finding.severity is Severity.ERROR for finding in findings):
        return Outcome(Made(outcome.value), findings)
    record = _record(task, outcome.value, as_json(wanted), verdict.compared)
    fonts = fingerprint() if _fonts_asked(task) != asked else ""
    return Outcome(Made(outcome.value, replace(record, fonts=fonts), _online(task, outcome.value, record)), findings)


def _online(task: Task, data: bytes, record: Record) -> tuple[tuple[str, bytes], ...]:
    """Return the files to read an edition online, where its format can be read so."""
    from pipeline.catalog import reading

    return reading(record, data, task.edition.languages) if task.format == "epub" else ()


def _fonts_asked(task: Task) -> int:
    """Return how often the fonts of the system were asked for; DOCX needs none of them."""
    if task.format == "docx":
        return 0
    from pipeline.emit.pdf.font_stacks import looked

    return looked()


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
