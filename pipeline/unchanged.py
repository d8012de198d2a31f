"""Tell which works need not be looked at: nothing that their editions are made from has changed since they were made.

What goes into the digest is everything that a build of a work reads, and the program itself; the stages are not asked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from pipeline import files, publish
from pipeline.files import Work
from pipeline.produce import program
from pipeline.report import PipelineError
from pipeline.translating import Means, glossaries_for


def digest_of(work: Work, pictures: Iterable[str], asked: object, means: Means) -> str:
    """Return a SHA-256 over all that a build of a work reads; `asked` is what all works share, as JSON has it.

    A file that cannot be read counts as what it is: another work than the one whose file could be.
    """
    read = [text.path for text in work.texts] + [*glossaries_for(work.folder, means)]
    contents = [(str(path), _digest(path)) for path in read]
    shown = [(name, _picture(work, name)) for name in sorted(set(pictures))]
    used = [asdict(means.settings), means.strict, means.coverage]
    values = [program(), work.slug, work.meta, contents, shown, asked, used]
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def is_whole(record: publish.Work, manifest: publish.Manifest, out: Path) -> bool:
    """Return whether every file that a build of a work left is still there as it was written."""
    sums = {each.file: each.sha256 for each in manifest.records} | {each.file: each.sha256 for each in manifest.reviews}
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
