"""Verify: open each file again, with code that shares nothing with the emitters, and compare it with the document.

`expected` says what must be found, an observer for each format what is there, and each of `CHECKS` compares one aspect
of the two. A difference is a finding of severity error that names file, place, what was expected and what is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

from pipeline.report import Finding, Location, PipelineError, Severity

if TYPE_CHECKING:
    from pipeline.verify.expect import Expected
    from pipeline.verify.observed import Observed

OBSERVERS = ("docx", "epub", "pdf")
"""The formats, each a module `observe_<format>` here with a function `observe(data) -> Observed`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verify says of one file: every difference, and for each check how many things it compared.

    A check that compared nothing proved nothing; a file that cannot be opened is compared by none.
    """

    findings: tuple[Finding, ...] = ()
    compared: Mapping[str, int] = field(default_factory=dict)


def verify(format_name: str, data: bytes, expected: Expected, name: str) -> tuple[Finding, ...]:
    """Return every difference between the file `data` and what is `expected` of it, as `examine` finds them."""
    return examine(format_name, data, expected, name).findings


def examine(format_name: str, data: bytes, expected: Expected, name: str) -> Verdict:
    """Compare the file `data` with what is `expected` of it; `name` is the file's name as the user knows it.

    A damaged file is one finding. Raise `PipelineError` only for a format that is none of `OBSERVERS`.
    """
    from pipeline.verify.checks import CHECKS

    if format_name not in OBSERVERS:
        raise PipelineError(f"there is no format {format_name!r}", hint=f"take one of {', '.join(OBSERVERS)}")
    try:
        observed = observe(format_name, data)
    except PipelineError as error:
        return Verdict((Finding(error.code, error.message, Severity.ERROR, Location(name), error.hint),))
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        message = f"the file is damaged: what it holds cannot be read ({error})"
        return Verdict((Finding("verify.damaged", message, Severity.ERROR, Location(name)),))
    except RecursionError:
        nested = Finding("verify.damaged", "the file is nested too deeply to read", Severity.ERROR, Location(name))
        return Verdict((nested,))
    found = (difference for each in CHECKS.values() for difference in each.check(expected, observed))
    compared = {check: each.compared(expected, observed) for check, each in CHECKS.items()}
    return Verdict(tuple(difference.finding(name) for difference in found), compared)


def observe(format_name: str, data: bytes) -> Observed:
    """Return what stands in the file; raise `PipelineError` if it is damaged."""
    from pipeline.verify.observed import Observed

    observed = import_module(f"pipeline.verify.observe_{format_name}").observe(data)
    assert isinstance(observed, Observed)  # noqa: S101  (a module's function has no type here)
    return observed


def compare(editions: Sequence[tuple[str, Expected]]) -> tuple[Finding, ...]:
    """Return where the outline of a language, or how much of a kind it has, leaves that of the first.

    `editions` are names with expectations. What a person translated may be shaped otherwise: there it is a warning.
    """
    from pipeline.verify.checks import parity, shape

    found = (*shape.check(editions), *parity.check(editions))
    people = {name for name, edition in editions if edition.metadata.get("review") == ("human translation",)}
    severities = ((name, each, Severity.WARNING if name in people else Severity.ERROR) for name, each in found)
    return tuple(difference.finding(name, severity) for name, difference, severity in severities)
