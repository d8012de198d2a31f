"""Tell which works need not be looked at: nothing that their editions are made from has changed since they were made.

What goes into the digest is everything that a build of a work reads, and the program itself; the stages are not asked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline import files, publish
from pipeline.files import Work
from pipeline.produce import program
from pipeline.report import PipelineError
from pipeline.translating import Means, glossaries_for


def inputs(work: Work, pictures: Iterable[str], asked: Mapping[str, object], means: Means) -> dict[str, str]:
    """Return a digest for all that a build of a work reads, by name; `asked` is what all works share, as JSON has it.

    A file that cannot be read counts as what it is: another work than the one whose file could be.
    """
    texts = {f"text {text.path.name}": _digest(text.path) for text in work.texts}
    terms = {f"glossary {path.name}": _digest(path) for path in glossaries_for(work.folder, means)}
    shown = {f"{PICTURE}{name}": _picture(work, name) for name in sorted(set(pictures))}
    shared = {name: _of(value) for name, value in asked.items()}
    about = {"metadata": _of([work.slug, work.meta])} if work.meta else {}
    return {**shared, **texts, **about, **terms, **shown, "program": program()}


PICTURE = "picture "
"""What the name of a picture begins with among the inputs of a work."""


def _of(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def is_whole(record: publish.Work, manifest: publish.Manifest, out: Path) -> bool:
    """Return whether every file that a build of a work left is still there as it was written."""
    sums = manifest.sums()
    return all(files.digest(str(out / file)) == sums.get(file, "") for file in record.files)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(files.read_bytes(path)).hexdigest()
    except PipelineError as error:
        return error.message


def _picture(work: Work, name: str) -> str:
    try:
        return hashlib.sha256(work.picture(name)).hexdigest()
    except (OSError, PipelineError) as error:
        return str(error)


def models() -> list[object]:
    """Return what changes when a model is installed, replaced or removed."""
    from pipeline.translate.packages import installed

    try:
        folders = [package.folder for package in installed() if package.folder]
    except PipelineError as error:
        return [error.message]
    found = ((path, path.stat()) for folder in folders for path in sorted(folder.rglob("*")))
    return [(str(path), stat.st_size, stat.st_mtime_ns) for path, stat in found]
