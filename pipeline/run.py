"""The way of a document, from its source to the editions on disk. This is the only module that knows every stage.

    read ─▶ normalize ─▶ translate ─▶ emit ─▶ verify ─▶ publish

`build` reads like that line. A work that fails is reported, and the others are made.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeAlias

from pipeline import files, publish, translating, unchanged
from pipeline.catalog import Site, catalog
from pipeline.desk import Desk, Event
from pipeline.emit import EMITTERS
from pipeline.emit.edition import Edition, Layout
from pipeline.files import Text, Work
from pipeline.model import Document
from pipeline.produce import Task, digest, make_all
from pipeline.report import Finding, Location, Outcome, PipelineError, Severity
from pipeline.translating import Means, Wanted


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for.

    `to` adds to the languages that a work asks for itself; tags are BCP 47. `bilingual` adds an edition with both
    languages beside each other for each translation. `stamp` is in seconds since 1970; `fixed` says that it comes from
    SOURCE_DATE_EPOCH and so wins over the stamps in the manifest. `debug` lets an unforeseen error stop everything, so
    that its traceback can be seen. `layout` is how pages are set.
    """

    sources: tuple[Path, ...]
    to: tuple[str, ...] = ()
    language: str | None = None
    formats: tuple[str, ...] = EMITTERS
    out: Path = Path("exports")
    jobs: int = 1
    means: Means = field(default_factory=Means)
    bilingual: bool = False
    layout: Layout = field(default_factory=Layout)
    stamp: int = 0
    fixed: bool = False
    debug: bool = False


Page: TypeAlias = tuple[str, bytes]
"""A file of a review: its path in the exports folder, and its bytes."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A work on its way: its document in the language of its source first, then in every other language so far.

    `inputs` has a digest for all that was read for it, `sources` by language the SHA-256 of the text that a document
    was made from, and the part of it that is translated.
    """

    work: Work
    documents: tuple[Document, ...]
    inputs: dict[str, str] = field(default_factory=dict)
    sources: dict[str, tuple[str, float]] = field(default_factory=dict)
    reviews: tuple[Page, ...] = ()


def build(request: Request, tell: Callable[[Event], None]) -> bool:
    """Make every edition that `request` asks for; return whether all of it was made and verified."""
    desk = Desk(tell, debug=request.debug)
    manifest = desk.attempt(partial(read_manifest, request.out)) or publish.Manifest()
    works = desk.sort(files.find(request.sources, request.language))
    asked = _asked(request, desk)
    works = [work for work in works if not is_unchanged(work, manifest, request, asked, desk)]
    if not works:
        return desk.clean
    drafts = [draft for work in works if (draft := desk.attempt(partial(prepare, work, request, asked), work.name))]
    drafts = translate(drafts, request, desk)
    produce(plan(drafts, request, manifest), drafts, manifest, request, desk)
    return desk.clean


def _asked(request: Request, desk: Desk) -> dict[str, object]:
    """Return all that editions depend on and that is the same for every work of a build, as JSON has it."""
    stamp = request.stamp if request.fixed else None
    means = request.means
    return {
        "languages": [request.to, request.language, request.bilingual],
        "formats": request.formats,
        "layout": asdict(request.layout),
        "stamp": stamp,
        "words of a person": translating.worded(means, desk),
        "models": unchanged.models(),
        "translation settings": [asdict(means.settings), means.strict, means.coverage],
    }


def is_unchanged(
    work: Work, manifest: publish.Manifest, request: Request, asked: Mapping[str, object], desk: Desk
) -> bool:
    """Return whether a work was built whole from just what there is now, and tell its editions if so."""
    record = next((each for each in manifest.works if each.slug == work.slug), None)
    whole = (request.out / publish.SUMS).is_file() and not (request.out / files.UNFINISHED).exists()
    if record is None or not whole or not unchanged.is_whole(record, manifest, request.out):
        return False
    pictures = [name.removeprefix(unchanged.PICTURE) for name in record.inputs if name.startswith(unchanged.PICTURE)]
    if record.inputs != unchanged.inputs(work, pictures, asked, request.means):
        return False
    editions = {each.file for each in manifest.records}
    for file in record.files:
        if file in editions:
            desk.tell(Event("kept", str(request.out / file)))
    return True


def prepare(work: Work, request: Request, asked: Mapping[str, object] | None = None) -> Outcome[Draft]:
    """Read and normalize every text of a work: its original, and the translations that a person made."""
    from pipeline.translate.person import adopt

    original = read(work, work.texts[0], request.language or work.texts[0].language, work.meta)
    findings, documents = original.findings, [original.value]
    for text in work.texts[1:]:
        other = read(work, text, text.language, {})
        adopted = other.then(adopt(original.value, other.value, str(text.path)))
        findings, documents = findings + adopted.findings, [*documents, adopted.value]
    pictures = {picture.name for document in documents for picture in document.resources}
    inputs = unchanged.inputs(work, pictures, asked or {}, request.means)
    sources = {
        document.metadata.language: (inputs[f"text {text.path.name}"], 1.0)
        for document, text in zip(documents, work.texts, strict=True)
    }
    return Outcome(Draft(work, tuple(documents), inputs, sources), findings, original.changes)


def read(work: Work, text: Text, language: str | None, meta: files.Meta) -> Outcome[Document]:
    """Read one text with its pictures and normalize it; a text without a title takes the name of its file."""
    from pipeline.emit.pdf.letters import letters
    from pipeline.normalize import normalize
    from pipeline.read import read as parse
    from pipeline.read.pictures import load

    parsed = parse(text.read(), str(text.path), language=language, meta=meta)
    pictured = parsed.then(load(parsed.value, work.picture, letters))
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


def translate(drafts: list[Draft], request: Request, desk: Desk) -> list[Draft]:
    """Return the drafts with every language they lack, all sentences of all works having gone through together."""
    from pipeline.normalize import normalize

    wanted = [
        Wanted(draft.documents[0], tag, draft.work.slug, draft.work.folder, draft.work.name)
        for draft in drafts
        for tag in _missing(draft, request.to)
    ]
    by_slug = {draft.work.slug: draft for draft in drafts}
    for made in translating.translate(wanted, request.means, desk):
        draft = by_slug[made.wanted.slug]
        # the target language has its own quotation marks and spaces; what is suspicious is the original's matter
        documents = (normalize(made.document).value,) if made.document else ()
        source, _ = draft.sources[draft.documents[0].metadata.language]
        by_slug[draft.work.slug] = replace(
            draft,
            documents=draft.documents + documents,
            reviews=draft.reviews + made.reviews,
            sources=draft.sources | {made.wanted.to: (source, made.coverage)},
        )
    return list(by_slug.values())


def _missing(draft: Draft, to: tuple[str, ...]) -> list[str]:
    """Return the languages wanted that the work does not have in a person's wording."""
    have = {document.metadata.language for document in draft.documents}
    return [tag for tag in dict.fromkeys((*draft.documents[0].editions, *to)) if tag not in have]


def plan(drafts: list[Draft], request: Request, manifest: publish.Manifest) -> list[Task]:
    """Return a task for every file wanted; a file whose digest is in the manifest keeps the stamp it has there."""
    known = {record.file: record for record in manifest.records}
    tasks = []
    for draft in drafts:
        for edition in _editions(draft, request):
            for name in request.formats:
                file = f"{edition.slug}/{edition.name}.{name}"
                made_from = digest(edition, name)
                record = known.get(file)
                kept = record.stamp if record and record.digest == made_from and not request.fixed else request.stamp
                stamped = replace(edition, modified=datetime.fromtimestamp(kept, UTC))
                original = edition.document is draft.documents[0]
                source = draft.sources[edition.document.metadata.language]
                tasks.append(Task(stamped, name, file, made_from, original, *source, request.debug))
    return tasks


def _editions(draft: Draft, request: Request) -> Iterator[Edition]:
    """Yield the editions of a work: one for each language, and those in two languages if they are wanted."""
    from pipeline.translate.parallel import parallel

    original, *others = draft.documents
    languages = tuple(document.metadata.language for document in draft.documents)
    for document in draft.documents:
        yield Edition(document, draft.work.slug, languages=languages, layout=request.layout)
    for document in others if request.bilingual else ():
        beside = original.metadata.language
        both = parallel(original, document)
        yield Edition(both, draft.work.slug, languages=languages, beside=beside, layout=request.layout)


def produce(tasks: list[Task], drafts: list[Draft], manifest: publish.Manifest, request: Request, desk: Desk) -> None:
    """Emit, verify and write every file that is not there yet as it should be, and keep the manifest true.

    A mark lies in the folder while files and manifest may differ, so that a killed build can be told from damage.
    """
    known = {record.file: record for record in manifest.records}
    fresh = {task.file for task in tasks if _is_fresh(request.out, known.get(task.file), task)}
    for file in sorted(fresh):
        desk.tell(Event("kept", str(request.out / file)))
    if not tasks or not desk.attempt(partial(_write, request.out / files.UNFINISHED, b"")):
        return
    reviews = list(_reviewed(drafts, request, desk))
    made, written = list[publish.Record](), time.monotonic()
    for each in make_all([task for task in tasks if task.file not in fresh], request.jobs):
        desk.report(each.findings)
        written_pages = [desk.attempt(partial(_write, request.out / file, data)) for file, data in each.pages]
        if (
            each.record
            and all(written_pages)
            and desk.attempt(partial(_write, request.out / each.task.file, each.data))
        ):
            made.append(each.record)
            desk.tell(Event("made", str(request.out / each.task.file)))
        if time.monotonic() - written > _MANIFEST_SECONDS:
            _write_manifest(request.out, desk, made, reviews)
            written = time.monotonic()
    there = fresh | {record.file for record in made}
    desk.report(_outdated(drafts, tasks, manifest, request))
    works = [
        publish.Work(draft.work.slug, draft.inputs, tuple(left))
        for draft in drafts
        if (left := _files(draft, tasks, there, request))
    ]
    _write_manifest(request.out, desk, made, reviews, works)
    _write_catalog(request.out, desk)
    (request.out / files.UNFINISHED).unlink(missing_ok=True)


def _reviewed(drafts: list[Draft], request: Request, desk: Desk) -> Iterator[publish.Kept]:
    """Write the reviews that are not there yet as they should be, and yield a record of each."""
    for file, data in (page for draft in drafts for page in draft.reviews):
        path = request.out / file
        if not _differs(path, data) or desk.attempt(partial(_write, path, data)):
            yield publish.Kept(file, hashlib.sha256(data).hexdigest(), len(data))


def _outdated(
    drafts: list[Draft], tasks: list[Task], manifest: publish.Manifest, request: Request
) -> Iterator[Finding]:
    """Yield a finding for each work whose folder holds editions that this build did not look at."""
    wanted = {task.file for task in tasks}
    for draft in drafts:
        left = [each.file for each in manifest.records if each.work == draft.work.slug and each.file not in wanted]
        there = [file for file in left if (request.out / file).exists()]
        if there:
            message = f"editions of an earlier build stay as they are: {', '.join(there)}"
            hint = "they may no longer agree with the text; build them too, or delete them"
            yield Finding("edition.earlier", message, location=Location(draft.work.name), hint=hint)


def _files(draft: Draft, tasks: list[Task], there: set[str], request: Request) -> list[str]:
    """Return the files of a work that has every edition that was wanted; none if one is missing."""
    mine = [task.file for task in tasks if task.edition.slug == draft.work.slug]
    whole = not _missing(draft, request.to) and there.issuperset(mine)
    return [*mine, *(file for file, _ in draft.reviews)] if whole else []


def _differs(path: Path, data: bytes) -> bool:
    """Return whether a file is not there with these bytes."""
    return not path.is_file() or path.stat().st_size != len(data) or path.read_bytes() != data


_MANIFEST_SECONDS = 2
"""How far the manifest may be behind the files while a build goes on."""


def _write_manifest(
    out: Path,
    desk: Desk,
    made: Iterable[publish.Record],
    reviews: Iterable[publish.Kept],
    works: Iterable[publish.Work] = (),
) -> None:
    """Bring the manifest up to date as it is now: another build may have written to it since this one began."""
    now = read_manifest(out).value
    for name, data in publish.files(publish.updated(now, made, reviews, works)).items():
        desk.attempt(partial(_write, out / name, data))


def _write_catalog(out: Path, desk: Desk) -> None:
    """Write the pages over all works as the manifest has them now, and let it know of them."""
    now = read_manifest(out).value
    pages = catalog(now, Site())
    kept = tuple(publish.Kept(file, hashlib.sha256(data).hexdigest(), len(data)) for file, data in pages.items())
    for file, data in (pages | publish.files(replace(now, catalog=publish.Catalog(files=kept)))).items():
        desk.attempt(partial(_write, out / file, data))


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
