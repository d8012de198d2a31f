"""Zip files that are the same bytes whenever, wherever and by whomever they are made, in bounded memory.

Source: PKWARE APPNOTE 6.3.10. Times are UTC, in the years that a zip can hold; modes are `rw-r--r--`, or with `x`;
names are UTF-8; what is compressed already is stored. Zip64 is used where an entry or the whole needs it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pipeline.report import Location, PipelineError

EARLIEST, _LATEST = 315_532_800, 4_354_819_198
"""1980-01-01 and 2107-12-31 23:59:58 in seconds since 1970, UTC: the first and the last second of MS-DOS."""
_STORED = frozenset(
    {".argosmodel", ".docx", ".epub", ".gif", ".gz", ".jpeg", ".jpg", ".pdf", ".png", ".webp", ".whl", ".woff2", ".zip"}
)
"""Suffixes of files that are compressed already."""
_CHUNK = 1 << 20
_UNIX, _PLAIN, _PROGRAM = 3, 0o100644, 0o100755


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to be: its name in the zip with `/`, where its bytes are, and whether it is a program."""

    name: str
    source: Path | bytes
    program: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A zip that was made: where it lies, its size in bytes, its SHA-256, and how many files are in it."""

    file: str
    size: int
    sha256: str
    entries: int


def make(path: Path, entries: Iterable[Entry], stamp: int, expected: Mapping[str, str]) -> Made:
    """Write a zip, open it again, compare every entry with `expected` (SHA-256 by name), and give it its name.

    Raise `PipelineError`, leaving what was there before, if it cannot be written or an entry has other bytes.
    """
    with whole(path) as file:
        pack(file, entries, stamp)
        differing = differences(file, expected)
        if differing:
            hint = "it was altered while it was packed, or the disk is failing; try again"
            raise PipelineError("what was packed is not what was to be packed", Location(differing[0]), hint)
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        sha256 = _digest(file)
    return Made(str(path), size, sha256, len(expected))


def pack(file: BinaryIO, entries: Iterable[Entry], stamp: int) -> dict[str, str]:
    """Write entries into a zip in the order given; return the SHA-256 of what was packed by name.

    `stamp` is in seconds since 1970, and is clamped to what a zip can hold.
    """
    moment = datetime.fromtimestamp(min(max(stamp, EARLIEST), _LATEST), UTC)
    with ZipFile(file, "w") as archive:
        return {entry.name: _add(archive, entry, moment) for entry in entries}


def _add(archive: ZipFile, entry: Entry, moment: datetime) -> str:
    """Pack one entry piece by piece, and return the SHA-256 of its bytes."""
    info = ZipInfo(entry.name, moment.timetuple()[:6])
    info.create_system = _UNIX
    info.external_attr = (_PROGRAM if entry.program else _PLAIN) << 16
    info.compress_type = ZIP_STORED if PurePosixPath(entry.name).suffix.lower() in _STORED else ZIP_DEFLATED
    digest = hashlib.sha256()
    with _opened(entry.source) as source:
        info.file_size = source.seek(0, os.SEEK_END)  # says whether zip64 is needed
        source.seek(0)
        with archive.open(info, "w") as target:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                target.write(chunk)
    return digest.hexdigest()


def _opened(source: Path | bytes) -> BinaryIO:
    if isinstance(source, bytes):
        return BytesIO(source)
    try:
        return source.open("rb")
    except OSError as error:
        hint = "check whether it is there, and who may read it"
        raise PipelineError(f"cannot read: {error.strerror}", Location(str(source)), hint) from error


def differences(file: BinaryIO, expected: Mapping[str, str]) -> list[str]:
    """Return the names of entries that a zip lacks, has too many, or has with another SHA-256 than expected."""
    found: dict[str, str] = {}
    with ZipFile(file) as archive:
        for info in archive.infolist():
            try:
                with archive.open(info) as entry:
                    found[info.filename] = _digest(entry)
            except (BadZipFile, zlib.error, EOFError):
                found[info.filename] = ""
    return sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write and to read; it takes the name `path` only when all went well, and is gone otherwise.

    At every instant the old file or the new one is there, whole. Raise `PipelineError` with the system's reason, or if
    what has the name is no file, such as a folder or a device.
    """
    if path.exists() and not path.is_file():
        raise PipelineError("this is no file", Location(str(path)), "choose another name", code="output.unwritable")
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)


@contextmanager
def workshop(path: Path) -> Iterator[Path]:
    """Give a folder beside `path` for what it is made of, on the same disk, and remove it in the end."""
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".", suffix=".work", dir=path.parent) as work:
            yield Path(work)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn the system's errors into one that names the file to be, and says what to try."""
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        hint = "free some space" if full else "choose a place that you may write to"
        code = "output.unwritable"
        raise PipelineError(f"cannot write: {error.strerror}", Location(str(path)), hint, code) from error
