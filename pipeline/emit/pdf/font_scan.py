"""The fonts of the system: where they lie, and what is known of them, kept in the user's cache folder.

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
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from pipeline.emit.pdf import font_scripts
from pipeline.emit.pdf.font_files import MAX_BYTES, Facts, FontFile

SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
MAX_FILES, _MAX_FOLDERS = 20_000, 10_000
_FORMAT = 1
"""To be raised when what is kept of a face changes."""
_MACOS = ("/Library/Fonts", "/System/Library/Fonts", "/Network/Library/Fonts")
_UNIX = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts", "/run/current-system/sw/share/X11/fonts")
_MAX_CACHE = 50_000_000

_Stamp: TypeAlias = tuple[int, int]
_Known: TypeAlias = dict[str, tuple[_Stamp, list[Facts]]]


@cache
def installed() -> tuple[Facts, ...]:
    """Return every face of the system's fonts, in the order of their paths; those that must not be used, too."""
    return scan(folders(), cache_file())


def scan(places: Iterable[Path], kept: Path) -> tuple[Facts, ...]:
    """Return the faces of all font files in `places` and below; `kept` is the file that remembers them.

    Files that are damaged, too long or no fonts have no faces. A file that has not changed is not opened again.
    """
    files, known = dict(_files(places)), _load(kept)
    found = {path: _seen(path, stamp, known) for path, stamp in files.items()}
    if found != known:
        _save(kept, found)
    return tuple(facts for _, faces in found.values() for facts in faces)


def folders() -> list[Path]:
    """Return where fonts lie on this system: the user's, the machine's, the program's own; some may not exist."""
    home, env = Path.home(), os.environ.get
    if sys.platform == "win32":
        local = Path(env("LOCALAPPDATA") or home / "AppData/Local")
        places = [local / "Microsoft/Windows/Fonts", Path(env("WINDIR") or "C:/Windows") / "Fonts"]
    elif sys.platform == "darwin":
        places = [home / "Library/Fonts", *map(Path, _MACOS)]
    else:
        data = (env("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
        own = Path(env("XDG_DATA_HOME") or home / ".local/share")
        shared = [Path(place) / "fonts" for place in data if place]
        places = [own / "fonts", home / ".fonts", *shared, *map(Path, _UNIX), *_configured()]
    own_place = Path(sys.prefix) / "share/fonts"  # where an offline kit puts them: no system is changed for it
    return list(dict.fromkeys(place for place in (*places, own_place) if place.is_absolute()))


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


def _configured() -> Iterator[Path]:
    """Yield the folders that fontconfig's main file names; those of other forms of `dir` are among the usual."""
    from lxml import etree

    given = Path(os.environ.get("FONTCONFIG_FILE") or "/etc/fonts/fonts.conf")
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    with suppress(OSError, etree.XMLSyntaxError):
        for entry in etree.fromstring(given.read_bytes(), parser).iter("dir"):
            yield Path((entry.text or "").strip()).expanduser()


def _files(places: Iterable[Path]) -> Iterator[tuple[str, _Stamp]]:
    """Yield the font files in the order of their paths, with their size and time of change."""
    paths = sorted({path for place in places for path in _below(place)})
    for path in paths[:MAX_FILES]:
        with suppress(OSError):
            status = Path(path).stat()
            if 0 < status.st_size <= MAX_BYTES:
                yield path, (status.st_size, status.st_mtime_ns)


def _below(place: Path) -> Iterator[str]:
    """Yield the paths of font files; each folder is looked into once, wherever links lead."""
    visited: set[str] = set()
    for folder, inner, names in os.walk(place, followlinks=True):
        real = os.path.realpath(folder)
        if real in visited or len(visited) >= _MAX_FOLDERS:
            inner.clear()
            continue
        visited.add(real)
        inner.sort()
        for name in names:
            if name.casefold().endswith(SUFFIXES):
                yield str(Path(folder) / name)


def _seen(path: str, stamp: _Stamp, known: _Known) -> tuple[_Stamp, list[Facts]]:
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
