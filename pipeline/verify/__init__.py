"""Verify: open each file again, with code that shares nothing with the emitters, and compare it with the document.

`expected` says what must be found, an observer for each format what is there, and each of `CHECKS` compares one aspect
of the two. A difference is a finding of severity error that names file, place, what was expected and what is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from pipeline.report import Finding, Location, PipelineError, Severity

if TYPE_CHECKING:
    from pipeline.verify.expect import Expected
    from pipeline.verify.observed import Observed

OBSERVERS = ("docx", "epub", "pdf")
"""The formats, each a module `observe_<format>` here with a function `observe(data) -> Observed`."""


def verify(format_name: str, data: bytes, expected: Expected, name: str) -> tuple[Finding, ...]:
    """Return every difference between the file `data` and `expected`; `name` is the file's name as the user knows it.

    A damaged file is one finding. Raise `PipelineError` only for a format that is none of `OBSERVERS`.
    """
    from pipeline.verify.checks import CHECKS

    if format_name not in OBSERVERS:
        raise PipelineError(f"there is no format {format_name!r}", hint=f"take one of {', '.join(OBSERVERS)}")
    try:
        observed = observe(format_name, data)
    except PipelineError as error:
        return (Finding(error.code, error.message, Severity.ERROR, Location(name), error.hint),)
    except RecursionError:
        return (Finding("verify.damaged", "the file is nested too deeply to read", Severity.ERROR, Location(name)),)
    return tuple(difference.finding(name) for check in CHECKS for difference in check(expected, observed))


def observe(format_name: str, data: bytes) -> Observed:
    """Return what stands in the file; raise `PipelineError` if it is damaged."""
    from pipeline.verify.observed import Observed

    observed = import_module(f"pipeline.verify.observe_{format_name}").observe(data)
    assert isinstance(observed, Observed)  # noqa: S101  (a module's function has no type here)
    return observed


def compare(editions: Sequence[tuple[str, Expected]]) -> tuple[Finding, ...]:
    """Return where the outline of a language leaves that of the first; `editions` are names with expectations."""
    from pipeline.verify.checks import shape

    return tuple(difference.finding(name) for name, difference in shape.check(editions))
