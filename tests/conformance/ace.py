"""Ace by DAISY: whether people can read an EPUB who do not see, or not all; one process and browser for all files."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import json_lines
from faults import Fault
from json_lines import Line
from tools import node_modules, program, run

PACKAGES = ("@daisy/ace-core@1.4.6", "@daisy/ace-axe-runner-puppeteer@1.4.6")
_PROGRAM = Path(__file__).with_name("ace.cjs")
_SECONDS, _EACH = 120, 120


def check(files: Sequence[Path]) -> list[Fault]:
    """Return every assertion of Ace that failed, whatever its impact; Ace's own exit status says nothing."""
    by_place = {str(file.resolve()): file for file in files}
    node, browser = program("node", "nodejs"), program("chromium", "chromium")
    with tempfile.TemporaryDirectory() as scratch:  # Ace and the browser write settings and logs into a home
        homes = dict.fromkeys(("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), scratch)
        settings = {"NODE_PATH": str(node_modules(*PACKAGES)), "PUPPETEER_EXECUTABLE_PATH": browser, **homes}
        done = run([node, str(_PROGRAM), *by_place], _SECONDS + _EACH * len(files), settings=settings)
    if done.returncode:
        raise SystemExit(f"Ace gave no report:\n{done.stderr[-2000:]}")
    return faults(json_lines.read(done.stdout), by_place)


def faults(lines: Sequence[Line], files: Mapping[str, Path]) -> list[Fault]:
    """Return what the lines have against the files; `files` maps a path as the report says it to the file."""
    return json_lines.faults(lines, files, _fault)


def _fault(file: Path, line: Line) -> Fault:
    return Fault(file, line["rule"], line["message"], first=line["place"])
