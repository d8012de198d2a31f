"""The folder that is served: a file of it, opened; or that there is none."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pipeline.serve.conditions import State
from pipeline.serve.target import is_name

INDEX = "index.html"
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"))
"""A pipe in the place of a file must not hold anyone up, and a link that came meanwhile is not followed."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file and its path in the folder, with `/`; whatever takes its name now, it stays that of `state`."""

    path: str
    file: io.FileIO
    state: State


@dataclass(frozen=True, slots=True)
class Moved:
    """A folder that was asked for without a slash at the end; `names` lead to it."""

    names: tuple[str, ...]


Found: TypeAlias = Opened | Moved | None


def find(root: Path, names: tuple[str, ...]) -> Found:
    """Return what `names` lead to under `root`; the last is empty for the page that a folder begins with.

    Links are followed within the folder, and neither out of it nor to a hidden file. Whoever may change the folder
    between looking and opening may read what they wish anyway; clients may not.
    """
    wanted = (*names[:-1], names[-1] or INDEX)
    with suppress(OSError, ValueError):
        top = os.path.realpath(root, strict=True)
        real = Path(os.path.realpath(Path(top, *wanted), strict=True))
        if not all(map(is_name, real.relative_to(top).parts)):
            return None
        if not real.is_dir():
            return _opened(real, "/".join(wanted))
        return Moved(names) if names[-1] else None
    return None


def _opened(real: Path, path: str) -> Opened | None:
    """Open a file, and ask what it is only then: it cannot be another one any more."""
    file = io.FileIO(os.open(real, _FLAGS))
    about = os.fstat(file.fileno())
    if not stat.S_ISREG(about.st_mode):
        file.close()
        return None
    return Opened(path, file, State(_tag(about), int(about.st_mtime), about.st_size))


def _tag(about: os.stat_result) -> str:
    """Return a strong entity tag: writing a file anew makes another inode, and another time in nanoseconds."""
    seen = f"{about.st_dev} {about.st_ino} {about.st_size} {about.st_mtime_ns}"
    return f'"{hashlib.blake2b(seen.encode(), digest_size=16).hexdigest()}"'
