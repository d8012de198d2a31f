"""What a build tells its user, and whether anything in it failed: the one place where findings and errors arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from pipeline.report import Finding, Location, Outcome, PipelineError, Severity, unexpected

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Event:
    """Something a build has to tell: how far a step is, a finding, or a file made, kept or removed, and why."""

    kind: Literal["step", "finding", "made", "kept", "removed"]
    text: str
    finding: Finding | None = None
    done: int = 0
    total: int = 0
    why: str = ""


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
        """Return what a stage makes and tell what it found; tell its error and return none if it cannot go on."""
        return self.take(tried(stage, name, debug=self.debug))

    def take(self, outcome: Outcome[T]) -> T:
        """Tell what was found on the way to a value, and return the value."""
        self.report(outcome.findings)
        return outcome.value


def tried(stage: Callable[[], Outcome[T]], name: str = "", *, debug: bool = False) -> Outcome[T | None]:
    """Return what a stage makes, or none with a finding if it cannot go on; with `debug` an unforeseen error is raised.

    An error that knows no place is said to be in the file `name`.
    """
    place = Location(name) if name else None
    try:
        outcome = stage()
    except PipelineError as error:
        error.location = error.location or place
        return Outcome(None, (error.finding(),))
    except Exception as error:
        if debug:
            raise
        return Outcome(None, (unexpected(error, place),))
    value: T | None = outcome.value
    return Outcome(value, outcome.findings, outcome.changes)


def killed(name: str) -> Finding:
    """Return what is told of a file whose process was ended from outside."""
    hint = "if memory ran out, build with fewer processes (--jobs 1), or split the work"
    return Finding("program.killed", "its process was ended from outside", Severity.ERROR, Location(name), hint)
