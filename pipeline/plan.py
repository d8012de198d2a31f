"""Which files a build makes, and why: those that are not there yet as they should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline import folder, inputs, produce
from pipeline.drafts import Draft
from pipeline.emit.edition import Edition
from pipeline.emit.font_folders import fingerprint
from pipeline.produce import Task
from pipeline.records import Manifest, Record
from pipeline.request import Request


def plan(drafts: list[Draft], request: Request, manifest: Manifest) -> list[Task]:
    """Return a task for every file wanted; `why` says why it has to be made, and is empty if it is as it should be.

    A file whose digest is in the manifest keeps the stamp that it has there.
    """
    records = {record.file: record for record in manifest.records}
    before = {work.slug: work.inputs for work in manifest.works}
    return [
        replace(task, why=_why(task, records.get(task.file), changes, request.out))
        for draft in drafts
        for changes in ("; ".join(_changes(draft, before.get(draft.work.slug))),)
        for edition in _editions(draft, request)
        for task in _tasks(draft, edition, records, request)
    ]


def _editions(draft: Draft, request: Request) -> Iterator[Edition]:
    """Yield the editions of a work: one for each language, and those in two languages if they are wanted."""
    from pipeline.translate.parallel import parallel

    original, *others = draft.documents
    for document in draft.documents:
        yield Edition(document, draft.work.slug, languages=draft.languages, layout=request.layout)
    for document in others if request.bilingual else ():
        beside = original.metadata.language
        both = parallel(original, document)
        yield Edition(both, draft.work.slug, languages=draft.languages, beside=beside, layout=request.layout)


def _tasks(draft: Draft, edition: Edition, records: Mapping[str, Record], request: Request) -> Iterator[Task]:
    whole, size = produce.content(edition)
    source, coverage = draft.sources[edition.document.metadata.language]
    for name in request.formats:
        file = f"{edition.slug}/{edition.name}.{name}"
        digest, record = produce.digest(whole, name), records.get(file)
        kept = record.stamp if record and record.digest == digest and not request.fixed else request.stamp
        stamped = replace(edition, modified=datetime.fromtimestamp(kept, UTC))
        original = edition.document is draft.documents[0]
        yield Task(stamped, name, file, digest, original, source, coverage, size, debug=request.debug)


def _changes(draft: Draft, before: Mapping[str, str] | None) -> Iterator[str]:
    if before is None:
        yield "the work was not built whole before"
    else:
        yield from inputs.differences(before, draft.read_with(fonts=inputs.FONTS in before))


def _why(task: Task, record: Record | None, changes: str, out: Path) -> str:
    """Return why a file has to be made, or nothing if it is there, made from the same and unharmed."""
    if record is None:
        return "it was not made before"
    if record.digest != task.digest:
        return changes or "its text is another"
    if record.stamp != int(task.edition.modified.timestamp()):
        return "SOURCE_DATE_EPOCH changed"
    if record.fonts not in {"", fingerprint()}:
        return f"{inputs.FONTS} changed"
    sums = {record.file: record.sha256} | {page.file: page.sha256 for page in record.pages}
    harmed = folder.altered(out, sums)
    changed = [file for file in harmed if (out / file).exists()]
    said = (("changed by hand", changed), ("gone", [file for file in harmed if file not in changed]))
    return "; ".join(f"{', '.join(names)} {what}" for what, names in said if names)
