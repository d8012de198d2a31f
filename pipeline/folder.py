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


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Keep a folder for this build alone; raise `PipelineError` naming who holds it, if it is not free.

    The lock is the system's and ends with its process, however that ends. The mark is taken away if all goes well.
    """
    lock = _locked(out)
    try:
        for part in out.rglob(f".*{files.PART}"):
            part.unlink(missing_ok=True)  # of a build that was killed while it wrote
        files.write(out / UNFINISHED, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        yield
        (out / UNFINISHED).unlink(missing_ok=True)
    finally:
        # another process that opened the file meanwhile sees that it is gone, and makes its own (filelock 4.3)
        (out / _LOCK).unlink(missing_ok=True)
        lock.release()


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
    """Return whether the last build in a folder ended, and what it wrote of the folder is as it was written."""
    described = {name: files.digest(str(out / name)) for name in (publish.MANIFEST, publish.REPORT)}
    expected = publish.kept(publish.SUMS, publish.sums(manifest, described)).sha256
    return files.digest(str(out / publish.SUMS)) == expected and not (out / UNFINISHED).exists()


def read_manifest(out: Path) -> Outcome[publish.Manifest]:
    """Return the manifest of a folder, an empty one where there is none; a damaged or older one is a finding.

    Raise `PipelineError` for one of a newer version: what is in it would be lost.
    """
    path = out / publish.MANIFEST
    if not path.exists():
        return Outcome(publish.Manifest())
    try:
        return Outcome(publish.parse(files.read_bytes(path, files.MOST_EDITION)))
    except PipelineError as error:
        error.location = Location(str(path))
        if error.code == "manifest.newer":
            raise
        found = Finding("manifest.damaged", error.message, Severity.WARNING, error.location, error.hint)
        return Outcome(publish.Manifest(), (found,))


def altered(out: Path, sums: Mapping[str, str]) -> list[str]:
    """Return which files are not as they were written; `sums` has the SHA-256 of each by its path in the folder."""
    return [file for file, digest in sums.items() if files.digest(str(out / file)) != digest]


def put(out: Path, file: str, data: bytes, *, durable: bool = True) -> publish.Kept:
    """Write a file, unless it is there as it should be, and return its record; raise `PipelineError` if that fails."""
    kept = publish.kept(file, data)
    if files.digest(str(out / file)) != kept.sha256:
        files.write(out / file, data, durable=durable)
    return kept


def remove(out: Path, sums: Mapping[str, str]) -> Iterator[Finding]:
    """Remove files, and folders that are empty then. What a person has changed stays, and a finding says so."""
    for file, digest in sums.items():
        path = out / file
        if files.digest(str(path)) not in {digest, ""}:
            hint = "it is no longer in the manifest: move it elsewhere, or delete it"
            yield Finding("prune.changed", "changed by hand, so it stays", Severity.WARNING, Location(str(path)), hint)
            continue
        path.unlink(missing_ok=True)
        with suppress(OSError):
            for parent in path.relative_to(out).parents[:-1]:
                (out / parent).rmdir()
