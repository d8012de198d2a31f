"""Check a `.argosmodel` file before anything of it is unpacked, and unpack it without ever leaving half a package.

An `.argosmodel` is a zip archive with one folder: `metadata.json`, `model/model.bin` and a tokenizer (argostranslate,
`package.IPackage`). Files come from anywhere, so nothing in one is trusted.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.report import PipelineError
from pipeline.translate.argos import MODEL, TOKENIZERS, package_of

_ENTRIES = 5_000
_BYTES = 4 << 30  # unpacked; the largest packages of Argos' index have about 300 MB
_RATIO = 100  # unpacked to packed: weights hardly shrink, JSON shrinks tenfold, a zip bomb a thousandfold
_METADATA_BYTES = 1 << 20
_FOLDER = re.compile(r"\w[\w.\-]{0,100}")


SUMS = "polyfolio.sha256"
"""The file in an installed package by which later damage is found, in the form that `sha256sum --check` reads."""


def _untried(_folder: Path) -> None:
    """Refuse nothing."""


def sums(folder: Path) -> str:
    """Return a line with the SHA-256 and the name of each file in a package's folder, `SUMS` itself left out."""
    files = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return "".join(f"{_sha256(folder / name)}  {name}\n" for name in files if name != SUMS)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check(path: Path) -> str:
    """Return the name of the one folder in a sound `.argosmodel` file; raise `PipelineError` for any other file."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _checked(archive, path)
    except OSError as error:
        raise _refused(path, error.strerror or str(error)) from error
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise _refused(path, f"it is no zip archive, or a damaged one ({error})") from error
    except Exception as error:  # decompressors raise errors of their own, such as zlib.error
        if isinstance(error, PipelineError):
            raise
        raise _refused(path, f"its contents are damaged ({error})") from error


def unpack(path: Path, into: Path, trial: Callable[[Path], None] = _untried) -> Path:
    """Check a file and unpack it into the folder `into`; return the package's own folder there.

    It is unpacked beside its place, given to `trial`, which may refuse it by raising, and renamed; a package that was
    there before is replaced whole, or stays whole. `SUMS` in it holds the hash of every file as it was installed.
    """
    name = check(path)
    there = into.exists()
    try:
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".install-", dir=into) as work:
            with zipfile.ZipFile(path) as archive:
                archive.extractall(work)
            (Path(work) / name / SUMS).write_text(sums(Path(work) / name), encoding="utf-8")
            trial(Path(work) / name)
            _synced(Path(work))
            return _moved(Path(work) / name, into / name, Path(work) / "before")
    except PipelineError:
        if not there:
            into.rmdir()
        raise
    except OSError as error:
        raise PipelineError(
            f"{path.name} cannot be installed in {into}: {error.strerror or error}",
            hint="free some space, or set ARGOS_PACKAGES_DIR to a folder you may write to",
            code="models.folder",
        ) from error


def _moved(new: Path, place: Path, aside: Path) -> Path:
    if place.exists():
        place.rename(aside)
    try:
        return new.rename(place)
    except OSError:
        with suppress(OSError):
            aside.rename(place)
        raise


def _synced(folder: Path) -> None:
    """Make sure that the files are on disk before the folder gets its name."""
    for file in folder.rglob("*"):
        if file.is_file():
            descriptor = os.open(file, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _checked(archive: zipfile.ZipFile, path: Path) -> str:
    entries = archive.infolist()
    reason = _unsafe(entries) or _oversized(entries)
    if reason:
        raise _refused(path, reason)
    names = {entry.filename for entry in entries if not entry.is_dir()}
    folders = {name.partition("/")[0] for name in names}
    if len(folders) != 1 or not _FOLDER.fullmatch(folder := folders.pop()):
        raise _refused(path, "it must hold exactly one folder")
    reason = _incomplete(archive, names, folder)
    if reason:
        raise _refused(path, reason)
    if damaged := archive.testzip():
        raise _refused(path, f"{damaged} in it is damaged")
    return folder


def _unsafe(entries: list[zipfile.ZipInfo]) -> str:
    """Return why some entry could write outside its folder or stand for something that is no plain file."""
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        parts = name.rstrip("/").split("/")
        if "\\" in name or "\0" in name or ":" in name or name.startswith("/") or {"", ".", ".."} & set(parts):
            return f"the path {name!r} in it is not allowed"
        mode = entry.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            return f"{name} in it is a link or a special file"
        if entry.flag_bits & 1:
            return f"{name} in it is encrypted"
        if (key := str(PurePosixPath(name)).casefold()) in seen:
            return f"{name} is in it twice"
        seen.add(key)
    return ""


def _oversized(entries: list[zipfile.ZipInfo]) -> str:
    size, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > _ENTRIES:
        return f"it holds {len(entries)} files, more than {_ENTRIES}"
    if size > _BYTES:
        return f"unpacked it would take {size >> 20} MB, more than {_BYTES >> 20}"
    return "it unpacks to far more than it holds (a zip bomb)" if size > _METADATA_BYTES + _RATIO * packed else ""


def _incomplete(archive: zipfile.ZipFile, names: set[str], folder: str) -> str:
    """Return what a package lacks, or nothing."""
    wanted = [part for part in ("metadata.json", MODEL) if f"{folder}/{part}" not in names]
    if not any(f"{folder}/{part}" in names for part in TOKENIZERS):
        wanted.append(" or ".join(TOKENIZERS))
    if wanted:
        return f"it lacks {', '.join(wanted)}"
    entry = archive.getinfo(f"{folder}/metadata.json")
    if entry.file_size > _METADATA_BYTES:
        return "its metadata.json is too large"
    try:
        metadata: Any = json.loads(archive.read(entry).decode("utf-8"))
        package = package_of(metadata, Path(folder))
    except (ValueError, RecursionError, PipelineError) as error:
        return f"its metadata.json cannot be used: {error}"
    return "" if package else "its metadata.json names no pair of languages (from_code, to_code)"


def _refused(path: Path, reason: str) -> PipelineError:
    return PipelineError(
        f"{path} is not a usable translation model: {reason}",
        hint="download the .argosmodel file again; nothing was installed",
        code="models.refused",
    )
