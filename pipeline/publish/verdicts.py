"""The report of verify as JSON: `polyfolio verify --json` prints it, and it lies beside the editions after a build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.report import Finding, Severity

REPORT = "verify.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Examined:
    """One edition opened again: its file, the SHA-256 of the file, what was found, how much each check compared."""

    file: str
    sha256: str
    findings: tuple[Finding, ...] = ()
    compared: Mapping[str, int] = field(default_factory=dict)


def report(editions: Iterable[Examined], findings: Iterable[Finding] = ()) -> dict[str, object]:
    """Return the report; `findings` are those of the folder as a whole and between languages.

    A check that is not in `compared`, or compared nothing, proved nothing about its edition.
    """
    listed, others = list(editions), list(findings)
    everything = [*others, *(finding for each in listed for finding in each.findings)]
    return {
        "polyfolio": VERSION,
        "clean": not any(finding.severity is Severity.ERROR for finding in everything),
        "editions": [_edition(each) for each in listed],
        "findings": [finding.as_json() for finding in others],
    }


def _edition(each: Examined) -> dict[str, object]:
    return {
        "file": each.file,
        "sha256": each.sha256,
        "compared": dict(each.compared),
        "findings": [finding.as_json() for finding in each.findings],
    }
