"""The colour space of a page, said in numbers: a profile for sRGB, as PDF/A wants one for an output intent.

A three-component matrix-based display profile (ICC.1:2001-04), made from what IEC 61966-2-1 publishes: the tone curve,
and the primaries, adapted from D65 to D50 by the Bradford transform. No clock and no library has a part in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from struct import pack

DESCRIPTION = "sRGB IEC61966-2.1"
_COPYRIGHT = "No copyright, use freely"
_D50 = (0.9642, 1.0, 0.8249)
"""The white of the profile connection space, and so of the medium: an eye is taken to adapt to its screen."""
_RED = (0.43604, 0.22248, 0.01392)
_GREEN = (0.38511, 0.71691, 0.09707)
_BLUE = (0.14305, 0.06061, 0.71391)
_STEPS = 256
"""Points of a curve: with one for each value of a byte, no such value is interpolated."""
_VERSION = 0x02400000
_MADE = (2001, 4, 1, 0, 0, 0)
"""The profile bears the month of the specification it follows, not the day of a build."""
_HEADER, _ENTRY = 128, 12


@cache
def srgb() -> bytes:
    """Return the profile: some thousand bytes, always the same."""
    tags = [
        (b"desc", _description(DESCRIPTION)),
        (b"cprt", _copyright(_COPYRIGHT)),
        (b"wtpt", _xyz(_D50)),
        (b"rXYZ", _xyz(_RED)),
        (b"gXYZ", _xyz(_GREEN)),
        (b"bXYZ", _xyz(_BLUE)),
        *((name, _curve()) for name in (b"rTRC", b"gTRC", b"bTRC")),
    ]
    start = _HEADER + 4 + _ENTRY * len(tags)
    table, data = _laid_out(tags, start)
    return _header(start + len(data)) + pack(">I", len(tags)) + table + data


def _laid_out(tags: Sequence[tuple[bytes, bytes]], start: int) -> tuple[bytes, bytes]:
    """Return the tag table and the data it points into, which begin at `start` (6.2); equal data stand there once."""
    places: dict[bytes, int] = {}
    data = b""
    for _, content in tags:
        if content not in places:
            places[content] = start + len(data)
            data += content + bytes(-len(content) % 4)
    return b"".join(name + pack(">II", places[content], len(content)) for name, content in tags), data


def _header(size: int) -> bytes:
    """Return the profile header (6.1), field by field."""
    fields = (
        pack(">I", size),  # profile size
        bytes(4),  # preferred CMM type: none
        pack(">I", _VERSION),  # profile version number
        b"mntr",  # profile/device class: display
        b"RGB ",  # colour space of data
        b"XYZ ",  # profile connection space
        pack(">6H", *_MADE),  # date and time the profile was first created
        b"acsp",  # profile file signature
        bytes(4),  # primary platform: none
        bytes(4),  # profile flags: none
        bytes(8),  # device manufacturer and model: none
        bytes(8),  # device attributes: reflective, glossy, positive, colour
        bytes(4),  # rendering intent: perceptual
        _numbers(_D50),  # illuminant of the profile connection space
        bytes(4),  # profile creator: none
    )
    return b"".join(fields).ljust(_HEADER, b"\0")


def _numbers(values: Sequence[float]) -> bytes:
    """Return s15Fixed16Numbers: whole numbers of 1/65536."""
    return pack(f">{len(values)}i", *(round(value * 0x10000) for value in values))


def _xyz(values: Sequence[float]) -> bytes:
    """Return an XYZType."""
    return b"XYZ " + bytes(4) + _numbers(values)


def _copyright(text: str) -> bytes:
    """Return a textType."""
    return b"text" + bytes(4) + text.encode("ascii") + b"\0"


def _description(text: str) -> bytes:
    """Return a textDescriptionType with its ASCII part alone: Unicode and script code say nothing."""
    ascii_part = text.encode("ascii") + b"\0"
    unicode_part, script_part = bytes(4 + 4), bytes(2 + 1 + 67)
    return b"desc" + bytes(4) + pack(">I", len(ascii_part)) + ascii_part + unicode_part + script_part


def _curve() -> bytes:
    """Return a curveType: what light each value stands for, both in sixteen bits."""
    points = (round(0xFFFF * _light(step / (_STEPS - 1))) for step in range(_STEPS))
    return b"curv" + bytes(4) + pack(f">I{_STEPS}H", _STEPS, *points)


def _light(value: float) -> float:
    """Return the linear light of a value from 0 to 1 (IEC 61966-2-1): a straight piece, then a power."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
