"""What a stage has to say: places, findings, changes, outcomes and the one error type.

A finding is a value, not a log line: a stage returns it beside its result, and only the command line prints it. A stage
raises `PipelineError` only when it cannot go on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a source or an edition: a file name as the user knows it, a line and a column, both from 1."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


class Severity(StrEnum):
    """How much a finding matters: an error makes the build fail, a warning asks for a look, info explains."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a person should know about a work.

    `code` is stable and machine-readable (`encoding.guessed`); `message` says what is, in a sentence without a full
    stop; `hint` says what to try, or is empty.
    """

    code: str
    message: str
    severity: Severity = Severity.WARNING
    location: Location | None = None
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.location}: {self.message}" if self.location else self.message

    def as_json(self) -> dict[str, object]:
        """Return the finding as plain JSON values; fields without a value are left out."""
        place = self.location
        values: dict[str, object] = {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "file": place.file if place else None,
            "line": place.line if place else None,
            "column": place.column if place else None,
            "hint": self.hint or None,
        }
        return {key: value for key, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a normalizing pass did: which pass, where, and the text before and after."""

    name: str
    before: str
    after: str
    location: Location | None = None

    def as_json(self) -> dict[str, object]:
        """Return the change as plain JSON values."""
        values: dict[str, object] = {"pass": self.name, "before": self.before, "after": self.after}
        return values | ({"at": str(self.location)} if self.location else {})


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """A stage's result together with everything it found and changed on the way."""

    value: T
    findings: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()

    def then(self, after: Outcome[T]) -> Outcome[T]:
        """Return `after` with this outcome's findings and changes put before its own."""
        return replace(after, findings=self.findings + after.findings, changes=self.changes + after.changes)


class PipelineError(Exception):
    """A stage cannot go on. The message says what is wrong, the hint what to try."""

    def __init__(self, message: str, location: Location | None = None, hint: str = "", code: str = "error") -> None:
        super().__init__(message)
        self.message = message
        self.location = location
        self.hint = hint
        self.code = code

    def __str__(self) -> str:
        return f"{self.location}: {self.message}" if self.location else self.message

    def finding(self) -> Finding:
        """Return the error as a finding, for reports that go on after it."""
        return Finding(self.code, self.message, Severity.ERROR, self.location, self.hint)


def unexpected(error: Exception, location: Location | None) -> Finding:
    """Return a finding for an error that nobody foresaw, so that one work's bad luck does not stop the others.

    The finding names the kind of error and the line of the program; raise the error itself instead to see all of it.
    """
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" (line {trace.tb_lineno} of {trace.tb_frame.f_code.co_filename})" if trace else ""
    message = f"an error of the program itself: {type(error).__name__}: {error}{where}"
    hint = "this should not happen: please report it with the source, and with what --debug shows"
    return Finding("program", message, Severity.ERROR, location, hint)
