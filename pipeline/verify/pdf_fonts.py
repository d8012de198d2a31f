"""The fonts of a tagged PDF: embedded, with the widths they say, and every code that is shown has a meaning.

ISO 19005-2, 6.2.11; ISO 14289-1, 7.21. Widths are compared for TrueType outlines; those of CFF are left to others.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pipeline.verify.observed import Loose
from pipeline.verify.pdf_strings import strings

if TYPE_CHECKING:
    from pikepdf import Object

    from pipeline.verify.pdf_content import Shown

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_IDENTITY = frozenset({"/Identity-H", "/Identity-V"})
_SECTION = re.compile(rb"beginbf(char|range)")
_CHAR = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_CODES = 65_536
"""More codes than this no font of one or two bytes a code has."""
_MEANINGLESS = frozenset("\0\ufeff\ufffe")
_UNIT = 1
"""Thousandths of an em by which a width may differ (ISO 19005-2, 6.2.11.5)."""
_NAMED = 6
"""How many codes a fault names."""


@dataclass(slots=True)
class Use:
    """One font and the codes shown with it; `bare` are those that no `ActualText` explains."""

    font: Object
    page: str
    codes: set[int] = field(default_factory=set)
    bare: set[int] = field(default_factory=set)
    broken: bool = False


class Uses:
    """What is shown with each font of a file, gathered page by page in the order in which fonts are met."""

    def __init__(self) -> None:
        self._uses: dict[object, Use] = {}

    def add(self, shown: Shown, page: str) -> None:
        """Take in what a stream shows with a font; a code has two bytes in a composite font, else one (9.4.3)."""
        key = shown.font.objgen if shown.font.is_indirect else (page, str(shown.font.get("/BaseFont")))
        use = self._uses.setdefault(key, Use(shown.font, page))
        data = strings(shown.strings)
        if str(shown.font.get("/Subtype")) == "/Type0":
            use.broken |= len(data) % 2 == 1
            codes = set(struct.unpack(f">{len(data) // 2}H", data[: len(data) // 2 * 2]))
        else:
            codes = set(data)
        use.codes |= codes
        if not shown.replaced:
            use.bare |= codes

    def faults(self) -> Iterator[Loose]:
        """Yield what is wrong with each font."""
        for use in self._uses.values():
            place = f"font {str(use.font.get('/BaseFont', '/(no name)'))[1:]} ({use.page})"
            yield from (Loose(place, what) for what in _faults(use))


def _faults(use: Use) -> Iterator[str]:
    kind = str(use.font.get("/Subtype"))
    if use.broken:
        yield "a string with half a code"
    if kind == "/Type0":
        yield from _composite(use)
    elif kind != "/Type3" and _program(use.font) is None:
        yield "not embedded"
    mapped = use.font.get("/ToUnicode")
    if mapped is not None:
        meanings = to_unicode(mapped.read_bytes())
        senseless = [code for code in use.bare if not _sensible(meanings.get(code, ""))]
        yield from _some(senseless, "without a meaning in ToUnicode")
    elif kind == "/Type0" or "/Encoding" not in use.font:
        yield "no ToUnicode"


def _sensible(meaning: str) -> bool:
    return bool(meaning) and not _MEANINGLESS & set(meaning)


def _some(codes: Collection[int], what: str) -> Iterator[str]:
    if codes:
        named = ", ".join(f"{code:04X}" for code in sorted(codes)[:_NAMED])
        yield f"code {named}{' and more' if len(codes) > _NAMED else ''} {what}"


def _program(holder: Object) -> tuple[str, Object] | None:
    """Return the entry and the stream of the embedded font program (9.9)."""
    descriptor = holder.get("/FontDescriptor")
    held = (key for key in _PROGRAMS if descriptor is not None and key in descriptor)
    return next(((key, descriptor[key]) for key in held if descriptor is not None), None)


def _composite(use: Use) -> Iterator[str]:
    """Yield what is wrong with a composite font (9.7); with an encoding of its own only whether it is embedded."""
    descendants = use.font.get("/DescendantFonts")
    if descendants is None or len(descendants) != 1:
        yield "not one descendant font"
        return
    descendant = descendants[0]
    program, outlines = _program(descendant), str(descendant.get("/Subtype")) == "/CIDFontType2"
    if outlines and "/CIDToGIDMap" not in descendant:
        yield "no CIDToGIDMap"
    if program is None:
        yield "not embedded"
    elif str(use.font.get("/Encoding")) in _IDENTITY:
        glyph = _glyphs(descendant) if outlines else int
        yield from _some([code for code in use.codes if not glyph(code)], "shown as .notdef")
        if outlines and program[0] == "/FontFile2":
            yield from _measured(use, descendant, program[1].read_bytes(), glyph)


def _glyphs(descendant: Object) -> Callable[[int], int]:
    """Return what gives for a CID the glyph of the program (9.7.4.2)."""
    import pikepdf

    table = descendant.get("/CIDToGIDMap")
    if not isinstance(table, pikepdf.Stream):
        return int
    data = table.read_bytes()
    return lambda cid: int.from_bytes(data[2 * cid : 2 * cid + 2], "big")


def _measured(use: Use, descendant: Object, data: bytes, glyph: Callable[[int], int]) -> Iterator[str]:
    """Yield which codes are not as wide as their glyphs, or have none in the program."""
    metrics = _metrics(data)
    if metrics is None:
        yield "a font program that cannot be read"
        return
    present = {code for code in use.codes if glyph(code) < metrics.glyphs}
    yield from _some(use.codes - present, "without a glyph in the font program")
    widths, default = _widths(descendant.get("/W")), float(descendant.get("/DW", 1000))
    wrong = [code for code in present if abs(widths.get(code, default) - metrics.width(glyph(code))) > _UNIT]
    yield from _some(wrong, "with another width than its glyph")


def _widths(listed: Object | None) -> dict[int, float]:
    """Return the widths by CID: first and list, or first, last and the one width that they share (9.7.4.3)."""
    import pikepdf

    found: dict[int, float] = {}
    items = list(listed) if isinstance(listed, pikepdf.Array) else []
    at = 0
    while at + 1 < len(items):
        first, second = int(items[at]), items[at + 1]
        if isinstance(second, pikepdf.Array):
            found.update(enumerate(map(float, second), first))
            at += 2
        elif at + 2 < len(items):
            found.update(dict.fromkeys(range(first, min(int(second), _CODES) + 1), float(items[at + 2])))
            at += 3
        else:
            break
    return found


class _Metrics(NamedTuple):
    """What a TrueType program says about the widths of its glyphs."""

    em: int
    glyphs: int
    advances: tuple[int, ...]

    def width(self, glyph: int) -> float:
        """Return the width in thousandths of an em; the last advance holds for all glyphs after it."""
        return self.advances[min(glyph, len(self.advances) - 1)] * 1000 / self.em


def _metrics(data: bytes) -> _Metrics | None:
    """Read the tables head, maxp, hhea and hmtx (ISO/IEC 14496-22); None if the program has them not."""
    try:
        (count,) = struct.unpack_from(">4xH", data)
        records = (struct.unpack_from(">4s4xL4x", data, 12 + 16 * number) for number in range(count))
        at: dict[bytes, int] = dict(records)
        (em,) = struct.unpack_from(">18xH", data, at[b"head"])
        (glyphs,) = struct.unpack_from(">4xH", data, at[b"maxp"])
        (measured,) = struct.unpack_from(">34xH", data, at[b"hhea"])
        advances = struct.unpack_from(">" + "H2x" * measured, data, at[b"hmtx"])
    except (struct.error, KeyError):
        return None
    return _Metrics(em, glyphs, advances) if em and advances else None


def to_unicode(cmap: bytes) -> Mapping[int, str]:
    """Return what each code means (9.10.3), of no more codes than a font can have."""
    found: dict[int, str] = {}
    for kind, section in _sections(cmap):
        pairs = _chars(section) if kind == b"char" else _ranges(section)
        for code, meaning in pairs:
            if len(found) >= _CODES:
                return found
            found[code] = meaning
    return found


def _sections(cmap: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the lists of single codes and of ranges; one that does not end is left out, with all after it."""
    at = 0
    while (found := _SECTION.search(cmap, at)) and (end := cmap.find(b"endbf", found.end())) >= 0:
        yield found[1], cmap[found.end() : end]
        at = end


def _chars(section: bytes) -> Iterator[tuple[int, str]]:
    for code, meaning in _CHAR.findall(section):
        yield _code(code), _text(meaning)


def _ranges(section: bytes) -> Iterator[tuple[int, str]]:
    """Yield the codes of ranges; the last byte of the one meaning given counts up, or each has its own."""
    for first, last, meaning, each in _RANGE.findall(section):
        low, high = _code(first), min(_code(last), _CODES - 1)
        if each:
            yield from zip(range(low, high + 1), map(_text, _HEX.findall(each)), strict=False)
        elif text := _text(meaning):
            yield from ((low + step, text[:-1] + chr(ord(text[-1]) + step)) for step in range(min(high - low + 1, 256)))


def _code(digits: bytes) -> int:
    return int(b"".join(digits.split()) or b"0", 16)


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")
