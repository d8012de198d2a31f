"""veraPDF, the reference for PDF/A and PDF/UA: one Java process for a flavour, whatever the number of files.

It reads the JSON report. A file that the report leaves out, or that could not be judged to its end, has a fault.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from faults import Fault
from tools import jars, java, run

ARTIFACT = "org.verapdf.apps:greenfield-apps:1.28.2"
_MAIN = "org.verapdf.apps.GreenfieldCliWrapper"
_SECONDS = 1800
_BRIEF = ["--format", "json", "--nonpdfext", "--maxfailuresdisplayed", "1", "--loglevel", "0"]
"""One place of each broken rule is enough: the number of places is reported apart, and reports stay small."""

Report: TypeAlias = dict[str, Any]


def checker(flavour: str) -> Callable[[Sequence[Path]], list[Fault]]:
    """Return the check for a flavour, as veraPDF calls it: `ua1` for PDF/UA-1, `2a` for PDF/A-2a."""

    def check(files: Sequence[Path]) -> list[Fault]:
        by_place = {str(file.resolve()): file for file in files}
        command = [*java(jars(ARTIFACT), _MAIN), *_BRIEF, "--flavour", flavour, *by_place]
        done = run(command, _SECONDS)
        try:
            report = json.loads(done.stdout)
        except ValueError as error:
            raise SystemExit(f"veraPDF gave no report:\n{done.stderr[-2000:]}") from error
        return faults(report, by_place)

    return check


def faults(report: Report, files: dict[str, Path]) -> list[Fault]:
    """Return what the report has against the files; `files` maps a path as the report says it to the file."""
    jobs = {job["itemDetails"]["name"]: job for job in report["report"]["jobs"]}
    return [fault for place, file in files.items() for fault in _job(file, jobs.get(place, {}))]


def _job(file: Path, job: Report) -> Iterator[Fault]:
    results = job.get("validationResult", [])
    if not results or any(result["jobEndStatus"] != "normal" for result in results):
        reason = job.get("taskException", {}).get("exceptionMessage", "the report says nothing of it")
        yield Fault(file, "not judged", reason)
    for result in results:
        yield from (_rule(file, rule) for rule in result["details"]["ruleSummaries"] if rule["status"] == "failed")


def _rule(file: Path, rule: Report) -> Fault:
    name = f"{rule['specification']} clause {rule['clause']} test {rule['testNumber']}"
    shown = [f"{check['errorMessage']} ({check['context']})" for check in rule.get("checks", [])[:1]]
    return Fault(file, name, rule["description"], rule["failedChecks"], "".join(shown))
