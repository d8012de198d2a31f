"""The fonts of the system: what is known of them, kept in the user's cache folder.

A first look at some hundred fonts takes part of a second, at thousands on a slow disk far longer; so what was found is
kept by path, size and time of change. The cache is never needed: a damaged one is made anew, and where it cannot be
written nothing is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from pipeline.emit.font_folders import Stamp, folders, font_files
from pipeline.emit.pdf import font_scripts
from pipeline.emit.pdf.font_files import Facts, FontFile

_FORMAT = 1
"""To be raised when what is kept of a face changes."""
_MAX_CACHE = 50_000_000

_Known: TypeAlias = dict[str, tuple[Stamp, list[Facts]]]


@cache
def installed() -> tuple[Facts, ...]:
    """Return every face of the system's fonts, in the order of their paths; those that must not be used, too."""
    return scan(folders(), cache_file())


def scan(places: Iterable[Path], kept: Path) -> tuple[Facts, ...]:
    """Return the faces of all font files in `places` and below; `kept` is the file that remembers them.

    Files that are damaged, too long or no fonts have no faces. A file that has not changed is not opened again.
    """
    files, known = dict(font_files(places)), _load(kept)
    found = {path: _seen(path, stamp, known) for path, stamp in files.items()}
    if found != known:
        _save(kept, found)
    return tuple(facts for _, faces in found.values() for facts in faces)


def cache_file() -> Path:
    """Return where findings are kept: in the user's cache folder, by what they depend on."""
    home, env = Path.home(), os.environ.get
    name = f"fonts-{_FORMAT}-{font_scripts.version()}.json"
    if sys.platform == "win32":
        return Path(env("LOCALAPPDATA") or home / "AppData/Local") / "polyfolio" / "cache" / name
    if sys.platform == "darwin":
        return home / "Library/Caches/polyfolio" / name
    given = Path(env("XDG_CACHE_HOME") or "")
    return (given if given.is_absolute() else home / ".cache") / "polyfolio" / name


def _seen(path: str, stamp: Stamp, known: _Known) -> tuple[Stamp, list[Facts]]:
    if path in known and known[path][0] == stamp:
        return known[path]
    from pipeline.emit.pdf.font_facts import facts_of

    return stamp, facts_of(path)


def _load(kept: Path) -> _Known:
    """Return what is remembered; nothing where the file is missing, damaged or from another hand."""
    try:
        if kept.stat().st_size > _MAX_CACHE:
            return {}
        found = json.loads(kept.read_bytes())
        if found["seal"] != _seal(json.dumps(found["fonts"])):
            return {}
        return {
            path: ((size, changed), [_facts(path, row) for row in rows])
            for path, (size, changed, rows) in found["fonts"].items()
        }
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return {}


def _save(kept: Path, found: _Known) -> None:
    """Write the cache under another name before it takes its own, so that no other process reads half of it."""
    fonts = json.dumps({path: (*stamp, [_row(facts) for facts in faces]) for path, (stamp, faces) in found.items()})
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=kept.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(f'{{"seal": "{_seal(fonts)}", "fonts": {fonts}}}\n')
            Path(temporary).replace(kept)
        finally:
            Path(temporary).unlink(missing_ok=True)


def _seal(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _row(facts: Facts) -> list[object]:
    file = facts.file
    return [[file.index, file.family, file.weight, file.italic], *facts[1:]]


def _facts(path: str, row: list[Any]) -> Facts:
    file, names, genre, regions, *rest = row
    return Facts(FontFile(path, *file), tuple(names), genre, tuple(regions), *rest)
