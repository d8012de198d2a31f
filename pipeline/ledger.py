"""The manifest of a folder while a build goes on: what is made is entered at once, and written now and then."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from pipeline import folder, publish
from pipeline.desk import Desk, Event
from pipeline.produce import Task
from pipeline.records import Catalog, Kept, Manifest, Record, Work
from pipeline.report import Finding, Location, Outcome, PipelineError, Severity

T = TypeVar("T")

_SECONDS = 2.0
_TIMES = 20
"""How far the manifest may be behind: two seconds, or twenty times as long as it takes to write it."""


class Ledger:
    """Keeps the manifest of the folder `out` true; used as a context, it writes it at the end, of a broken build too.

    What the manifest does not hold any more is taken out of the folder before: if that is broken off, the next build
    still knows of it. Raises `PipelineError` at the end if the manifest cannot be written.
    """

    def __init__(self, out: Path, manifest: Manifest, desk: Desk) -> None:
        self._out, self._desk, self._before = out, desk, manifest.sums()
        self._due = time.monotonic() + _SECONDS
        self.manifest = manifest

    @property
    def manifest(self) -> Manifest:
        """All that was entered, in order."""
        return Manifest(_in_order(self._records), _in_order(self._reviews), _in_order(self._works), self.catalog)

    @manifest.setter
    def manifest(self, manifest: Manifest) -> None:
        self._records = {each.file: each for each in manifest.records}
        self._reviews = {each.file: each for each in manifest.reviews}
        self._works = {each.slug: each for each in manifest.works}
        self.catalog: Catalog = manifest.catalog

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(PipelineError) if kind else nullcontext():  # what broke the build is told, not what followed
            self._write()

    def current(self, task: Task) -> Record | None:
        """Return the record of the file that a task asks for, or none if it is not there from just what it asks."""
        record = self._records.get(task.file)
        return record if record and record.digest == task.digest else None

    def enter(self, item: Record | Kept | Work) -> None:
        """Enter an edition, a review or a work in the place of what has the same file or slug.

        A work of which something is new is not whole any more, until it is entered again.
        """
        match item:
            case Record():
                self._records[item.file] = item
                self._works.pop(item.work, None)
            case Kept():
                self._reviews[item.file] = item
                self._works.pop(item.file.partition("/")[0], None)
            case Work():
                self._works[item.slug] = item
        if time.monotonic() > self._due:
            with suppress(PipelineError):  # it is tried again, and told if it still fails in the end
                self._write()

    def _write(self) -> None:
        begun = time.monotonic()
        manifest = self.manifest
        self._clear(manifest.sums())
        for name, data in publish.files(manifest).items():
            folder.put(self._out, name, data)
        now = time.monotonic()
        self._due = now + max(_SECONDS, _TIMES * (now - begun))

    def _clear(self, now: dict[str, str]) -> None:
        """Take out of the folder what the manifest does not hold any more; `now` are the files that it holds."""
        for file in [each for each in self._before if each not in now]:
            if self._desk.attempt(partial(self._removed, file, self._before.pop(file))):
                self._desk.tell(Event("removed", str(self._out / file)))
        self._before = now

    def _removed(self, file: str, digest: str) -> Outcome[bool]:
        """Remove a file and return whether it is gone; what a person has changed stays, and a finding says so."""
        if folder.remove(self._out, file, digest):
            return Outcome(True)
        place, hint = (
            Location(str(self._out / file)),
            "it is no longer in the manifest: move it elsewhere, or delete it",
        )
        found = Finding("prune.changed", "changed by hand, so it stays", Severity.WARNING, place, hint)
        return Outcome(False, (found,))


def _in_order(items: Mapping[str, T]) -> tuple[T, ...]:
    return tuple(items[key] for key in sorted(items))
