"""The way of a document, from its source to the editions on disk. This is the only module that knows every stage.

    read ─▶ normalize ─▶ translate ─▶ emit ─▶ verify ─▶ publish

`build` reads like that line: `drafts` reads, normalizes and translates, `produce` emits and verifies, file by file, and
what was published stands in the ledger. A work that fails is reported, and the others are made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from pipeline import files, folder, inputs, translating
from pipeline.catalog import Site
from pipeline.desk import Desk, Event
from pipeline.drafts import Draft, read_all, translate, without_twins
from pipeline.ledger import Ledger
from pipeline.plan import plan
from pipeline.produce import Task, produce, program
from pipeline.records import Catalog, Kept, Manifest, Work
from pipeline.report import Finding, Location, Outcome, Severity
from pipeline.request import Request
from pipeline.survey import Survey, pruned, survey
from pipeline.workers import Workers


def build(request: Request, tell: Callable[[Event], None]) -> bool:
    """Make every edition that `request` asks for; return whether all of it was made and verified.

    Where nothing has changed, nothing is written. Raise `PipelineError` if another build is at work in the folder, or
    if a newer version of this program made what is in it.
    """
    desk = Desk(tell, debug=request.debug)
    works = desk.sort(files.find(request.sources, request.language, request.out))
    desk.report(_not_pruned(request, complete=desk.clean))
    request = replace(request, prune=request.prune and desk.clean)
    shared = _shared(request, desk)
    found = desk.take(survey(works, request.out, shared, request.means))
    if not _has_work(found, request):
        _tell_kept(found, request, desk)
        return desk.clean
    with folder.held(request.out), Workers(request.jobs) as workers:
        found = survey(works, request.out, shared, request.means).value  # another build may have ended meanwhile
        _tell_kept(found, request, desk)
        with Ledger(request.out, found.manifest, desk) as ledger:
            drafts = read_all(found.changed, request, shared, workers, desk)
            drafts = without_twins(drafts, found.kept_manifest, desk)
            drafts = translate(drafts, request.to, request.means, desk)
            whole = make(drafts, request, ledger, workers, desk)
            if request.prune:
                ledger.manifest = pruned(ledger.manifest, (*found.kept, *whole), found.orphans)
            desk.attempt(partial(show, request, ledger), str(request.out))
    return desk.clean


def _shared(request: Request, desk: Desk) -> dict[str, str]:
    """Return a digest of each thing that editions depend on and that is the same for every work of a build."""
    means = request.means
    values: dict[str, object] = {
        "the languages asked for": [request.to, request.language, request.bilingual],
        "the formats asked for": request.formats,
        "the layout": asdict(request.layout),
        "SOURCE_DATE_EPOCH": request.stamp if request.fixed else None,
        "a person's words in the memory": translating.worded(means, desk),
        "the models": inputs.models(),
        "how models are run": [asdict(means.settings), means.strict, means.coverage],
    }
    return {name: inputs.digest(value) for name, value in values.items()}


def _has_work(found: Survey, request: Request) -> bool:
    """Return whether a build has anything to do in its folder; where there is no work, no folder is made."""
    if not (found.changed or found.kept or files.there(request.out)):
        return False
    manifest = found.manifest
    surplus = request.prune and pruned(manifest, found.kept, found.orphans) != manifest
    shown = manifest.catalog.digest == _key(manifest, request)
    harmed = folder.altered(request.out, {page.file: page.sha256 for page in manifest.catalog.files})
    return bool(found.changed or not found.finished or surplus or not shown or harmed)


def _tell_kept(found: Survey, request: Request, desk: Desk) -> None:
    """Tell what stays as it is, and works whose source is gone, where the sources are whole folders."""
    for record in found.kept_manifest.records:
        desk.tell(Event("kept", str(request.out / record.file), why="nothing that it is made from has changed"))
    if found.orphans and not request.prune and all(source.is_dir() for source in request.sources):
        message = f"works without a source stay among the editions: {', '.join(found.orphans)}"
        place, hint = Location(str(request.out)), "--prune removes them"
        desk.report((Finding("work.orphan", message, Severity.INFO, place, hint),))


class Goal(NamedTuple):
    """A work with the files that it is to have: those of its editions, and the reviews that lie there already."""

    draft: Draft
    tasks: list[Task]
    reviews: list[str]


def make(drafts: list[Draft], request: Request, ledger: Ledger, workers: Workers, desk: Desk) -> list[Work]:
    """Emit, verify and write every file that is not there yet as it should be, and enter all of it in the ledger.

    Return the works that are whole now. Each is entered as soon as it is, so that a build that is stopped leaves little
    to do again.
    """
    tasks = plan(drafts, request, ledger.manifest)
    desk.report(_outdated(drafts, tasks, ledger.manifest, request))
    goals = {draft.work.slug: Goal(draft, [], list(_reviewed(draft, request, ledger, desk))) for draft in drafts}
    for task in tasks:
        goals[task.edition.slug].tasks.append(task)
        if not task.why:
            desk.tell(Event("kept", str(request.out / task.file), why="what it is made from is the same"))
    whole: dict[str, Work] = {}
    for slug in chain(goals, _made([task for task in tasks if task.why], request, ledger, workers, desk)):
        if work := _whole(goals[slug], request, ledger):
            ledger.enter(work)
            whole[slug] = work
    return list(whole.values())


def _reviewed(draft: Draft, request: Request, ledger: Ledger, desk: Desk) -> Iterator[str]:
    """Write the reviews of a work and yield their files."""
    for file, data in draft.reviews:
        kept = desk.attempt(partial(_put, request.out, file, data))
        if kept:
            ledger.enter(kept)
            yield file


def _put(out: Path, file: str, data: bytes) -> Outcome[Kept]:
    return Outcome(folder.put(out, file, data))


def _made(due: list[Task], request: Request, ledger: Ledger, workers: Workers, desk: Desk) -> Iterator[str]:
    """Make files, enter each, and yield the slug of its work."""
    for record in produce(due, request.out, workers, desk):
        ledger.enter(record)
        yield record.work


def _whole(goal: Goal, request: Request, ledger: Ledger) -> Work | None:
    """Return the record of a work that has every edition that was wanted, or none."""
    records = [record for task in goal.tasks if (record := ledger.current(task))]
    if len(records) < len(goal.tasks) or goal.draft.missing(request.to):
        return None
    fonts = any(record.fonts for record in records)
    pages = (page.file for record in records for page in record.pages)
    left = (*(task.file for task in goal.tasks), *pages, *goal.reviews)
    return Work(goal.draft.work.slug, dict(goal.draft.read_with(fonts=fonts)), left)


def show(request: Request, ledger: Ledger) -> Outcome[Catalog]:
    """Write the catalog of all that the ledger knows, and enter it."""
    from pipeline.catalog import catalog

    manifest = ledger.manifest
    site = _site(manifest, request)
    pages = catalog(manifest, site)
    kept = tuple(folder.put(request.out, file, data, durable=False) for file, data in pages.items())
    ledger.catalog = Catalog(_key(manifest, request), kept, site.title, site.base_url)
    return Outcome(ledger.catalog)


def _key(manifest: Manifest, request: Request) -> str:
    """Return a digest of all that a catalog is made from: a record's file and digest stand for all that is in it."""
    editions = [(each.file, each.sha256, each.digest, each.coverage) for each in manifest.records]
    return inputs.digest([program(), asdict(_site(manifest, request)), editions])


def _site(manifest: Manifest, request: Request) -> Site:
    """Return what the catalog is called and where it will lie, as the user says it now or said it before."""
    before, title, base_url = manifest.catalog, request.title, request.base_url
    return Site(before.title if title is None else title, before.base_url if base_url is None else base_url)


def _outdated(drafts: list[Draft], tasks: list[Task], manifest: Manifest, request: Request) -> Iterator[Finding]:
    """Yield a finding for each work whose folder holds editions that this build did not look at, and that stay."""
    wanted = {task.file for task in tasks}
    earlier: defaultdict[str, list[str]] = defaultdict(list)
    for record in manifest.records:
        if record.file not in wanted and (request.out / record.file).exists():
            earlier[record.work].append(record.file)
    for draft in drafts if not request.prune else ():
        if left := earlier[draft.work.slug]:
            message = f"editions of an earlier build stay as they are: {', '.join(left)}"
            hint = "they may no longer agree with the text; build them too, or take them out with --prune"
            yield Finding("edition.earlier", message, location=Location(draft.work.name), hint=hint)


def _not_pruned(request: Request, *, complete: bool) -> Iterator[Finding]:
    """Yield why nothing is taken out: a source that cannot be found might be that of any work."""
    if request.prune and not complete:
        hint = "mend the sources, and build again"
        yield Finding("prune.not", "nothing is removed, since a source could not be found", Severity.WARNING, hint=hint)
