"""What a font file tells of its faces: names, weight, slant, genre, coverage, and why one must not be used.

Read with HarfBuzz, which takes damage for absence: what is missing then shows as a fault. Sources: OpenType 1.9.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import uharfbuzz as hb

from pipeline.emit.pdf import font_scripts
from pipeline.emit.pdf.font_files import Facts, FontFile, directories

_NEVER = ("lastresort", "last resort", ".", "adobe blank", "adobe notdef", "unicode bmp fallback", "noto sans blank")
"""How families begin that show every character as a box, or that a system keeps for itself."""
_COLOURED = {"CBDT", "sbix"}
"""Tables of bitmaps in colour; a font that has one has empty outlines, if any."""
_RESTRICTED, _LESS, _WHOLE, _BITMAPS = 0x0002, 0x000C, 0x0100, 0x0200
"""Bits of fsType: may not be embedded; but may for preview or editing; not as a subset; bitmaps only."""
_REGIONS = {17: "JP", 18: "SC", 19: "KR", 20: "TC"}
"""Bits of ulCodePageRange1."""
_SUFFIX = re.compile(r"\b(JP|KR|SC|TC|HK)\b")
_NAMES = (1, 16)
_WORD = re.compile(r"[^\W\d_]+")
_GENRES = {
    "mono": {"mono", "monospace", "code", "courier", "console", "consolas", "typewriter", "menlo", "monaco"},
    "sans": {"sans", "gothic", "hei", "heiti", "grotesk", "grotesque", "arial", "helvetica", "kufi"},
    "serif": {"serif", "naskh", "mincho", "song", "songti", "ming", "mingliu", "batang", "myungjo", "times", "roman"},
}
"""Words of family names that tell the genre; the first that matches counts, since “Sans Serif” is no serif."""


def facts_of(path: str) -> list[Facts]:
    """Return what is known of each face of a font file; nothing where it is no font, damaged or cannot be read."""
    try:
        with Path(path).open("rb") as file:
            tables = directories(file)
        blob = hb.Blob.from_file_path(path)
        return [_facts(hb.Face(blob, index), path, index, set(tags)) for index, tags in enumerate(tables)]
    except (OSError, ValueError, LookupError, struct.error, hb.HarfBuzzError):
        return []


def licence(path: str) -> str:
    """Return what a font file says of its licence: description and address (OpenType "name", 13 and 14), or nothing."""
    face = hb.Face(hb.Blob.from_file_path(path))
    return " ".join(" ".join(face.get_name(number) or "" for number in (13, 14)).split())


def _facts(face: hb.Face, path: str, index: int, tags: set[str]) -> Facts:
    os2 = _table(face, "OS/2", 86)
    family = _clean(face.get_name(16) or face.get_name(1) or "")
    weight, width, rights = struct.unpack(">HHH", os2[4:10])
    slant = struct.unpack(">H", os2[62:64])[0] & 0x0201 or _table(face, "head", 54)[45] & 2
    coverage = _coverage(face)
    return Facts(
        FontFile(path, index, family, weight or 400, bool(slant)),
        _names(face),
        _genre(family, os2[32:42], _table(face, "post", 16)),
        _regions(family, int.from_bytes(os2[78:82], "big")),
        width in (0, 5) and "fvar" not in tags and "condensed" not in family.casefold(),
        coverage,
        _fault(face, family, rights, tags) if coverage else "has no characters",
    )


def _table(face: hb.Face, tag: str, length: int) -> bytes:
    """Return the beginning of a table, filled up with zeros, which stand for nothing in all fields used here."""
    return bytes(face.reference_table(tag).data or b"")[:length].ljust(length, b"\0")


def _clean(name: str) -> str:
    return " ".join("".join(c for c in name if c.isprintable()).split())[:100]


def _names(face: hb.Face) -> tuple[str, ...]:
    """Return the family names in all languages, the typographic and the older ones (16 and 1), case-folded."""
    entries = [entry for entry in face.list_names() if entry.name_id in _NAMES][:100]
    found = (face.get_name(entry.name_id, entry.language) for entry in entries)
    return tuple(sorted({_clean(name).casefold() for name in found if name} - {""}))


def _genre(family: str, panose: bytes, post: bytes) -> str:
    """Return serif, sans or mono: by the words of the name, else by PANOSE (OS/2) and isFixedPitch (post)."""
    words = set(_WORD.findall(family.casefold()))
    named = next((genre for genre, marks in _GENRES.items() if words & marks), "")
    if named:
        return named
    if any(post[12:16]):
        return "mono"
    return "serif" if panose[0] == 2 and 2 <= panose[1] <= 10 else "sans"


def _regions(family: str, pages: int) -> tuple[str, ...]:
    """Return the region whose forms of Han characters a family is named for, else those whose sets it declares."""
    named = _SUFFIX.search(family)
    return (named[1],) if named else tuple(name for bit, name in _REGIONS.items() if pages >> bit & 1)


def _coverage(face: hb.Face) -> Mapping[str, int]:
    """Return how many characters of each script the face has."""
    has, found = face.unicodes, {}
    for script, members in _scripts().items():
        shared = members.copy()
        shared.intersection_update(has)
        if shared:
            found[script] = len(shared)
    return found


@cache
def _scripts() -> Mapping[str, hb.Set]:
    sets = {}
    for script, places in font_scripts.ranges():
        sets[script] = hb.Set()
        for first, last in places:
            sets[script].add_range(first, last)
    return sets


def _fault(face: hb.Face, family: str, rights: int, tags: set[str]) -> str:
    """Return why a face must not be used, as the end of a sentence; empty where nothing speaks against it."""
    outlines = "glyf" in tags or "CFF " in tags or tags >= {"CFF2", "fvar"}
    if not outlines or not face.glyph_count or tags & _COLOURED or face.has_color_paint:
        return "has no outlines that a PDF file can hold"
    if (rights & _RESTRICTED and not rights & _LESS) or rights & _BITMAPS:
        return "forbids embedding (OS/2 fsType)"
    if rights & _WHOLE:
        return "forbids embedding a part of it (OS/2 fsType)"
    if not family or family.casefold().startswith(_NEVER):
        return "is no font for text"
    return ""
