"""What a work's editions are made from, by name and digest: how a build knows what need not be looked at, and why.

It is everything that a build of a work reads, and the program itself; the stages are not asked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from pipeline import files
from pipeline.emit.font_folders import fingerprint
from pipeline.files import Work
from pipeline.produce import program
from pipeline.report import PipelineError
from pipeline.translating import Means, glossaries_for

FONTS = "fonts of the system"
"""The name of an input that only works have whose letters or drawings need more than the packaged fonts."""
_PICTURE = "picture "


def inputs(
    work: Work, pictures: Iterable[str], shared: Mapping[str, str], means: Means, *, fonts: bool = False
) -> dict[str, str]:
    """Return a digest of each thing that a build of a work reads; `shared` has those that all works share.

    `pictures` are the names of those that stand in its texts, `fonts` says whether it needs the system's. A file that
    cannot be read counts as what it is: another work than the one whose file could be.
    """
    texts = {text_name(text.path): _file(text.path) for text in work.texts}
    terms = {f"glossary {files.shown(path)}": _file(path) for path in glossaries_for(work.folder, means)}
    shown = {picture_name(name): _picture(work, name) for name in sorted(set(pictures))}
    about = {"the work's meta.toml": digest([work.slug, work.meta])} if work.meta else {}
    used = {FONTS: fingerprint()} if fonts else {}
    return {**texts, **about, **shown, **terms, **used, **shared, "Polyfolio itself": program()}


def text_name(path: Path) -> str:
    """Return the name that a text has among the inputs of its work."""
    return f"text {files.shown(path)}"


def picture_name(name: str) -> str:
    """Return the name that a picture has among the inputs of its work."""
    return f"{_PICTURE}{name}"


def again(work: Work, before: Mapping[str, str], shared: Mapping[str, str], means: Means) -> dict[str, str]:
    """Return what `inputs` gives now for a work whose inputs were `before`; no text is read for the names in it."""
    pictures = [name.removeprefix(_PICTURE) for name in before if name.startswith(_PICTURE)]
    return inputs(work, pictures, shared, means, fonts=FONTS in before)


def differences(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Yield what has changed, in words, the work's own files first."""
    for name, digest in now.items():
        if name not in before:
            yield f"{name} is new"
        elif before[name] != digest:
            yield f"{name} changed"
    yield from (f"{name} is gone" for name in before if name not in now)


def models() -> list[object]:
    """Return what changes when a model is installed, replaced or removed; none of them is opened."""
    from pipeline.translate.argos import packages_folder

    try:
        folder = packages_folder()
    except PipelineError as error:
        return [error.message]
    return list(_stamps(folder))


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Yield the files under a folder, with their size and time of change; one that goes meanwhile is left out."""
    for path in sorted(folder.rglob("*")):
        with suppress(OSError):
            status = path.stat()
            if path.is_file():
                yield path.relative_to(folder).as_posix(), status.st_size, status.st_mtime_ns


def digest(value: object) -> str:
    """Return a SHA-256 of plain values, or of what can be written as such."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def _file(path: Path) -> str:
    try:
        return hashlib.sha256(files.read_bytes(path)).hexdigest()
    except PipelineError as error:
        return error.message


def _picture(work: Work, name: str) -> str:
    try:
        return hashlib.sha256(work.picture(name)).hexdigest()
    except (OSError, PipelineError) as error:
        return str(error)
