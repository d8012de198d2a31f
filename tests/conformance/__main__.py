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
import feeds
import libreoffice
import opds
import openxml
import qpdf
import verapdf
from faults import Fault, Missing, told

from pipeline.publish import MANIFEST


class Validator(NamedTuple):
    """A program that judges files: what it is called here, the pattern of their names, and how it is asked.

    `check` gets its program by itself, and raises `Missing` where that cannot be had. `beside` is what lies beside its
    files: a feed lies beside a manifest, and what a work has of such a name does not.
    """

    name: str
    names: str
    check: Callable[[Sequence[Path]], list[Fault]]
    beside: str = ""


VALIDATORS = (
    Validator("veraPDF, PDF/UA-1", "*.pdf", verapdf.checker("ua1")),
    Validator("veraPDF, PDF/A-2a", "*.pdf", verapdf.checker("2a")),
    Validator("qpdf", "*.pdf", qpdf.check),
    Validator("EPUBCheck", "*.epub", epubcheck.check),
    Validator("Ace by DAISY", "*.epub", ace.check),
    Validator("Open XML SDK, Microsoft 365", "*.docx", openxml.checker("Microsoft365")),
    Validator("Open XML SDK, Office 2010", "*.docx", openxml.checker("Office2010")),
    Validator("LibreOffice, read back", "*.docx", libreoffice.check),
    Validator("Readium, OPDS 2.0", "opds*.json", opds.checker("opds.json"), MANIFEST),
    Validator("Palace, OPDS 2.0", "opds*.json", feeds.opds2, MANIFEST),
    Validator("Readium, OPDS 1.2", "catalog*.xml", opds.checker("catalog.xml"), MANIFEST),
    Validator("feedparser, Atom", "feed.xml", feeds.atom, MANIFEST),
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
    inside = (file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]))
    return sorted({file for file in inside if any(_judges(each, file) for each in VALIDATORS) and not file.is_dir()})


def _judges(validator: Validator, file: Path) -> bool:
    return file.match(validator.names) and (file.parent / validator.beside).exists()


def _passes(validator: Validator, files: Sequence[Path], required: bool) -> bool:
    own = [file for file in files if _judges(validator, file)]
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
