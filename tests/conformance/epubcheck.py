"""EPUBCheck, the reference for EPUB: one Java process, whatever the number of files. Warnings and usage notes count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import json_lines
from faults import Fault
from json_lines import Line
from tools import jars, java, run

ARTIFACT = "org.w3c:epubcheck:5.3.0"
_SOURCE = Path(__file__).with_name("Epubcheck.java")
_SECONDS = 1800


def check(files: Sequence[Path]) -> list[Fault]:
    """Return every message of EPUBCheck about the files."""
    by_place = {str(file.resolve()): file for file in files}
    done = run([*java(jars(ARTIFACT), str(_SOURCE)), *by_place], _SECONDS)
    if done.returncode:
        raise SystemExit(f"EPUBCheck gave no report:\n{done.stderr[-2000:]}")
    return faults(json_lines.read(done.stdout), by_place)


def faults(lines: Sequence[Line], files: Mapping[str, Path]) -> list[Fault]:
    """Return what the lines have against the files; `files` maps a path as the report says it to the file."""
    return json_lines.faults(lines, files, _fault)


def _fault(file: Path, line: Line) -> Fault:
    return Fault(file, line["rule"], " ".join(line["message"].split()), first=line["place"])
