"""The folder of editions: who may write to it, what is in it as it was written, and what is taken out of it.

Only one build at a time works in a folder. A mark lies there while files and manifest may differ, so that a killed
build can be told from damage; it says who is at work.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import files, publish
from pipeline.report import Finding, Location, Outcome, PipelineError, Severity

if TYPE_CHECKING:
    from filelock import FileLock

UNFINISHED = ".unfinished"
"""The mark of a build that has not ended in an exports folder."""
_LOCK = ".lock"
_TAKEN = ("index.html", "catalog", "feed.xml", "sitemap.xml")
"""Names that the catalog takes at the top of a folder, and that other people's websites have, too."""


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Keep a folder for this build alone; raise `PipelineError` naming who holds it, if it is not free.

    So it does for a folder that no build has been in, if it holds what the catalog would take the place of: a website.
    The lock is the system's and ends with its process, however that ends. The mark is taken away if all goes well.
    """
    lock = _locked(out)
    try:
        _check_own(out)
        for part in out.rglob(files.PARTS):
            with suppress(OSError):
                part.unlink()  # of a build that was killed while it wrote
        files.write(out / UNFINISHED, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        yield
        _unlink(out / UNFINISHED)
    finally:
        # another process that opened the file meanwhile sees that it is gone, and makes its own (filelock 4.3)
        with suppress(OSError):
            (out / _LOCK).unlink()
        lock.release()


def _check_own(out: Path) -> None:
    """Raise `PipelineError` if a build would overwrite what no build has written."""
    built = any(files.there(out / name) for name in (publish.MANIFEST, publish.SUMS, UNFINISHED))
    foreign = [] if built else [name for name in _TAKEN if files.there(out / name)]
    if foreign:
        message = f"the folder holds what no build has made: {', '.join(foreign)}"
        hint = "choose another folder with --out, or move these away"
        raise PipelineError(message, Location(str(out)), hint, code="output.foreign")


def _unlink(path: Path) -> None:
    """Remove a file, if it is there; raise `PipelineError` if that fails."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise files.cannot_write(path, error) from error


def _locked(out: Path) -> FileLock:
    from filelock import FileLock, Timeout

    lock = FileLock(out / _LOCK, timeout=0)
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        message = f"another build is at work in this folder{_holder(out)}"
        hint = "wait until it has ended, or build into another folder with --out"
        raise PipelineError(message, Location(str(out)), hint, code="output.locked") from error
    except OSError as error:
        raise files.cannot_write(out, error) from error
    return lock


def _holder(out: Path) -> str:
    with suppress(OSError, UnicodeDecodeError):
        return f": {(out / UNFINISHED).read_text('utf-8')[:200].strip()}"
    return ""


def is_finished(out: Path, manifest: publish.Manifest) -> bool:
    """Return whether the last build in a folder ended, and what it says of `manifest` is still as it said it."""
    described = {name: files.digest(str(out / name)) for name in (publish.MANIFEST, publish.REPORT)}
    sums = publish.digest(publish.checksums(manifest, described))
    return files.digest(str(out / publish.SUMS)) == sums and not files.there(out / UNFINISHED)


def manifest_of(out: Path) -> publish.Manifest:
    """Return the manifest of a folder; raise `PipelineError` if there is none, or if it is none of this version's."""
    path = out / publish.MANIFEST
    if not files.there(path):
        place, hint = Location(str(out)), "build them first, or again: polyfolio build"
        raise PipelineError(f"there are no editions here: {path.name} is missing", place, hint, code="manifest.none")
    try:
        return publish.parse(files.read_bytes(path, files.MOST_MANIFEST))
    except PipelineError as error:
        error.location = Location(str(path))
        raise


def read_manifest(out: Path) -> Outcome[publish.Manifest]:
    """Return the manifest of a folder, an empty one where there is none; a damaged or older one is a finding.

    Raise `PipelineError` for one of a newer version: what is in it would be lost.
    """
    try:
        return Outcome(manifest_of(out))
    except PipelineError as error:
        if error.code == "manifest.newer":
            raise
        hint = "the editions are made anew, and it with them"
        found = Finding("manifest.damaged", error.message, Severity.WARNING, error.location, hint)
        return Outcome(publish.Manifest(), () if error.code == "manifest.none" else (found,))


def altered(out: Path, sums: Mapping[str, str]) -> list[str]:
    """Return which files are not as they were written; `sums` has the SHA-256 of each by its path in the folder."""
    return [file for file, digest in sums.items() if files.digest(str(out / file)) != digest]


def put(out: Path, file: str, data: bytes, *, durable: bool = True) -> publish.Kept:
    """Write a file, unless it is there as it should be, and return its record; raise `PipelineError` if that fails."""
    kept = publish.kept(file, data)
    if files.digest(str(out / file)) != kept.sha256:
        files.write(out / file, data, durable=durable)
    return kept


def remove(out: Path, file: str, digest: str) -> bool:
    """Remove a file, and folders that are empty then, unless a person has changed it; return whether it is gone.

    Raise `PipelineError` if it cannot be removed.
    """
    path = out / file
    if files.digest(str(path)) not in {digest, ""} or path.is_dir():
        return False
    _unlink(path)
    with suppress(OSError):
        for parent in path.relative_to(out).parents[:-1]:
            (out / parent).rmdir()
    return True
