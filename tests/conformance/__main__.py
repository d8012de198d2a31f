"""Other people's validators over the editions: `python tests/conformance [--require] [PATH ...]`.

Folders are searched; without a path it is the folder `exports`. The exit status is 1 if a file fails or there is none.
A validator that cannot be had here is left out with a line that says so; with `--require`, or where the environment
has CI, that fails too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import ace
import epubcheck
import libreoffice
import openxml
import qpdf
import verapdf
from faults import Fault, Missing, told


class Validator(NamedTuple):
    """A program that judges files: what it is called here, the suffix of its files, and how it is asked.

    `check` gets its program by itself, and raises `Missing` where that cannot be had.
    """

    name: str
    suffix: str
    check: Callable[[Sequence[Path]], list[Fault]]


VALIDATORS = (
    Validator("veraPDF, PDF/UA-1", ".pdf", verapdf.checker("ua1")),
    Validator("veraPDF, PDF/A-2a", ".pdf", verapdf.checker("2a")),
    Validator("qpdf", ".pdf", qpdf.check),
    Validator("EPUBCheck", ".epub", epubcheck.check),
    Validator("Ace by DAISY", ".epub", ace.check),
    Validator("Open XML SDK, Microsoft 365", ".docx", openxml.checker("Microsoft365")),
    Validator("Open XML SDK, Office 2010", ".docx", openxml.checker("Office2010")),
    Validator("LibreOffice, read back", ".docx", libreoffice.check),
)


def main(words: Sequence[str]) -> int:
    """Run every validator over the files that the command line names, print what they say, and return the status."""
    required = "--require" in words or bool(os.environ.get("CI"))
    paths = [Path(word) for word in words if word != "--require"] or [Path("exports")]
    absent = [f"{path} is not there" for path in paths if not path.exists()]
    files = found(paths)
    if absent or not files:
        _say([*(absent or ["there is no edition to judge"]), "  hint: `make exports` makes the editions"])
        return 1
    passed = [_passes(validator, files, required) for validator in VALIDATORS]
    return 0 if all(passed) else 1


def found(paths: Iterable[Path]) -> list[Path]:
    """Return the files among `paths` and in their folders that some validator judges, each once and in order."""
    suffixes = {validator.suffix for validator in VALIDATORS}
    inside = (file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]))
    return sorted({file for file in inside if file.suffix in suffixes and not file.is_dir()})


def _passes(validator: Validator, files: Sequence[Path], required: bool) -> bool:
    own = [file for file in files if file.suffix == validator.suffix]
    try:
        faults = validator.check(own) if own else []
    except Missing as missing:
        _say([f"{validator.name}: {'failed' if required else 'skipped'}, {missing} (hint: {missing.hint})"])
        return not required
    _say(told(validator.name, own, faults))
    return not faults


def _say(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
