"""What the user sees of a build while it goes on: files, findings and how far it is, as lines or as JSON."""

from __future__ import annotations

import sys
from collections import Counter
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pipeline.desk import Event
from pipeline.report import Severity
from pipeline.show import console_of, print_json, show_error

if TYPE_CHECKING:
    from rich.progress import Progress

_LONG = 20
"""Of how many parts a step has to be, that its end is told where there is no terminal."""


class Show:
    """Shows the events of a build as they come; used as a context, so that a terminal is left as it was found.

    With `explain` it says of each file why it is made or kept.
    """

    def __init__(self, as_json: bool, *, explain: bool = False) -> None:
        self.as_json, self.explain = as_json, explain
        self.counts: Counter[str] = Counter()
        self.failed = False
        self._bar: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()
        if not self.as_json and kind is None:
            print(self._summary())

    def _summary(self) -> str:
        made, kept, removed = (self.counts[kind] for kind in ("made", "kept", "removed"))
        if kept and not made and not removed and not self.failed:
            return f"up to date: {kept} edition{'s' * (kept > 1)}"
        return f"{made} made, {kept} already there" + (f", {removed} removed" if removed else "")

    def __call__(self, event: Event) -> None:
        """Show one event."""
        self.counts[event.kind] += 1
        self.failed |= bool(event.finding and event.finding.severity is Severity.ERROR)
        if self.as_json:
            print_json(_as_json(event))
        elif event.kind == "step":
            self._step(event)
        elif event.kind != "kept" or self.explain:
            self._line(event)

    def _line(self, event: Event) -> None:
        """Print a finding or a file on a line of its own; the bar makes room for it."""
        if self._bar:
            self._bar.stop()
        if event.finding:
            show_error(event.finding)
        else:
            kind = "" if event.kind == "made" else f"{event.kind} "
            print(f"{kind}{event.text}" + (f": {event.why}" if self.explain and event.why else ""), flush=True)
        if self._bar:
            self._bar.start()

    def _step(self, event: Event) -> None:
        """Show progress: one living bar on a terminal, and elsewhere a line when a long step is done."""
        if sys.stderr.isatty():
            self._bar = self._bar or _bar()
            self._bar.update(self._bar.task_ids[0], description=event.text, completed=event.done, total=event.total)
        elif event.done == event.total >= _LONG:
            console_of(stderr=True).print(f"{event.text}: {event.total} of {event.total}", style="dim")


def _as_json(event: Event) -> dict[str, object]:
    details = event.finding.as_json() if event.finding else {"text": event.text}
    progress = {"done": event.done, "total": event.total} if event.total else {}
    return {"event": event.kind, **details, **progress, **({"why": event.why} if event.why else {})}


def _bar() -> Progress:
    """Start a bar on standard error that is gone when it stops."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=console_of(stderr=True), transient=True)
    bar.add_task("")
    bar.start()
    return bar
