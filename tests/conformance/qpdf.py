"""qpdf: is the file sound below all meaning, in syntax, cross-references and streams?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from faults import Fault
from tools import program, run

_SECONDS = 120


def check(files: Sequence[Path]) -> list[Fault]:
    """Return what `qpdf --check` has against each file; its warnings count, for a sound file has none."""
    qpdf = program("qpdf", "qpdf")
    found = []
    for file in files:
        place = str(file.resolve())
        done = run([qpdf, "--check", place], _SECONDS)
        if done.returncode:
            found.append(fault(file, done.stderr.replace(place, "the file")))
    return found


def fault(file: Path, messages: str) -> Fault:
    """Return the messages of a failed check as one fault, which says the first: the others mostly follow from it."""
    lines = [line.strip() for line in messages.splitlines() if line.strip()] or ["it gave no reason"]
    return Fault(file, "qpdf --check", lines[0], len(lines))
