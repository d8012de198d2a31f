"""Where the fonts of this system lie. It imports nothing of an emitter: a build with nothing to do looks here, too."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeAlias

SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
MAX_BYTES = 200_000_000
"""The longest font file that is looked at: the largest collections of Han characters have some 120 MB."""
MAX_FILES, _MAX_FOLDERS = 20_000, 10_000
_MACOS = ("/Library/Fonts", "/System/Library/Fonts", "/Network/Library/Fonts")
_UNIX = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts", "/run/current-system/sw/share/X11/fonts")

Stamp: TypeAlias = tuple[int, int]
"""Size in bytes and time of change in nanoseconds of a file."""


@cache
def fingerprint() -> str:
    """Return a digest that changes when a font of the system is installed, replaced or removed."""
    return hashlib.sha256(json.dumps(list(font_files(folders()))).encode("ascii")).hexdigest()


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


def _configured() -> Iterator[Path]:
    """Yield the folders that fontconfig's main file names; those of other forms of `dir` are among the usual."""
    from lxml import etree

    given = Path(os.environ.get("FONTCONFIG_FILE") or "/etc/fonts/fonts.conf")
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    with suppress(OSError, etree.XMLSyntaxError):
        for entry in etree.fromstring(given.read_bytes(), parser).iter("dir"):
            yield Path((entry.text or "").strip()).expanduser()


def font_files(places: Iterable[Path]) -> Iterator[tuple[str, Stamp]]:
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
