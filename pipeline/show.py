"""What the user sees: events of a build, findings, inspections, models; as lines, coloured on a terminal, or JSON.

Results go to standard output; errors and findings go to standard error as `file:line: what is wrong` with a hint.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline import publish
from pipeline.json_form import to_json
from pipeline.model import Document, Heading, Metadata
from pipeline.report import Change, Finding, Outcome, Severity
from pipeline.walk import plain, query

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.check import Report
    from pipeline.drafts import Draft
    from pipeline.translate.argos import Package
    from pipeline.translate.doctor import Diagnosis

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


def console_of(*, stderr: bool = False) -> Console:
    """Return what writes lines with colours, where there is a terminal."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True, markup=False, emoji=False)


def print_json(value: object) -> None:
    """Write a value as one line of JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def show_error(finding: Finding, console: Console | None = None, *, as_json: bool = False) -> None:
    """Print one finding and its hint on standard error; what is no error says what it is. As JSON it is a result."""
    if as_json:
        print_json({"error": finding.as_json()})
        return
    err = console or console_of(stderr=True)
    kind = "" if finding.severity is Severity.ERROR else f"{finding.severity}: "
    place = f"{finding.location}: " if finding.location else ""
    err.print(f"{place}{kind}{finding.message}", style=_STYLES[finding.severity])
    if finding.hint:
        err.print(f"hint: {finding.hint}", style="dim")


def show_findings(findings: list[Finding], as_json: bool, all_well: str) -> bool:
    """Show findings, or that all is well; return whether an error is among them."""
    if as_json:
        print_json([finding.as_json() for finding in findings])
    else:
        for finding in findings:
            show_error(finding)
    failed = any(finding.severity is Severity.ERROR for finding in findings)
    if not failed and not as_json:
        console_of().print(all_well)
    return failed


def show_report(report: Report, as_json: bool, all_well: str) -> bool:
    """Show what verify found in a folder, or that all is well; return whether an error is among it."""
    if as_json:
        print_json(publish.report(report.editions, report.folder))
        return any(finding.severity is Severity.ERROR for finding in report.findings)
    return show_findings(list(report.findings), False, all_well)


def show_inspection(outcome: Outcome[Draft], as_json: bool) -> None:
    """Show a work's outline, metadata, findings and changes."""
    draft, document = outcome.value, outcome.value.documents[0]
    if as_json:
        print_json(_inspection(draft.work.name, document, outcome))
        return
    console = console_of()
    console.print(draft.work.name, style="bold")
    for name, text in _facts(document.metadata):
        console.print(f"  {name}: {text}")
    console.print("outline", style="bold")
    for heading in query(document.blocks, Heading):
        console.print(f"  {'  ' * (heading.level - 1)}{plain(heading.content)}  #{heading.id}")
    console.print(f"changes: {len(outcome.changes)}", style="bold")
    for change in outcome.changes:
        console.print(f"  {_change(change)}")
    console.print(f"findings: {len(outcome.findings)}", style="bold")
    for finding in outcome.findings:
        console.print(f"  {finding.severity}: {finding}" + (f" — {finding.hint}" if finding.hint else ""))


def _inspection(name: str, document: Document, outcome: Outcome[Draft]) -> dict[str, object]:
    outline = [
        {"level": heading.level, "text": plain(heading.content), "id": heading.id}
        | ({"line": heading.location.line} if heading.location else {})
        for heading in query(document.blocks, Heading)
    ]
    return {
        "source": name,
        "metadata": dict(_facts(document.metadata)),
        "outline": outline,
        "changes": [change.as_json() for change in outcome.changes],
        "findings": [finding.as_json() for finding in outcome.findings],
        **to_json(document),
    }


def _facts(metadata: Metadata) -> Iterable[tuple[str, str]]:
    """Yield the metadata fields that have a value, as text."""
    for name in ("title", "subtitle", "creators", "contributors", "language", "date", "publisher", "subjects",
                 "description", "rights", "identifier", "source", "coverage", "series", "cover_image"):  # fmt: skip
        value = getattr(metadata, name)
        text = value if isinstance(value, str) else "; ".join(getattr(item, "name", item) for item in value)
        if text:
            yield name, text


def _change(change: Change) -> str:
    place = f"{change.location}: " if change.location else ""
    return f"{place}{change.name}: {_short(change.before)} → {_short(change.after)}"


def _short(text: str) -> str:
    shown = text if len(text) <= 60 else text[:57] + "…"
    return repr(shown) if shown != shown.strip() or not shown.isprintable() else f"“{shown}”"


def show_models(packages: Iterable[Package], as_json: bool) -> None:
    """List models, one a line."""
    listed = list(packages)
    if as_json:
        print_json(
            [
                {"from": package.source, "to": package.target, "version": package.version, "embedded": package.embedded}
                for package in listed
            ]
        )
        return
    console = console_of()
    for package in listed:
        console.print(
            f"{package.name}  {package.version}{'  embedded, demonstration only' if package.embedded else ''}"
        )


def show_diagnoses(diagnoses: Iterable[Diagnosis], as_json: bool) -> bool:
    """Show what is wrong with each model, and return whether all are well."""
    console, well = console_of(), True
    for each in diagnoses:
        well &= each.well
        package = each.package
        if as_json:
            faults = [{"code": fault.code, "message": fault.message} for fault in each.faults]
            said = [{"asked": asked, "said": came} for asked, came in each.sentences]
            print_json({"from": package.source, "to": package.target, "version": package.version}
                        | {"well": each.well, "faults": faults, "sentences": said})  # fmt: skip
            continue
        kind = "  embedded, demonstration only" if package.embedded else ""
        console.print(f"{package.name}  {package.version}  {'well' if each.well else 'sick'}{kind}")
        for fault in each.faults:
            console.print(f"  {fault.message}", style="bold red")
    return well
