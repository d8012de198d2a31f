"""The little that must be known of a CFF font before it is cut down: whether its codes are its glyph numbers.

In a PDF, text in a CID-keyed CFF font is written in CIDs (ISO 32000-1, 9.7.4.2). The font keeps them when it is subset;
so glyph numbers may be written only if the whole font has CIDs that equal them. Source: Adobe Technical Note 5176.
"""

from __future__ import annotations

_CHARSET, _ROS = 15, 1230
_MOST = 48


def is_identical(data: bytes, glyphs: int) -> bool | None:
    """Return whether CID and glyph number are the same for all `glyphs`; None for a font without CIDs.

    Raise `ValueError` for data that are no CFF font.
    """
    try:
        top = _operators(_first(data, _after(data, data[2])))
        if _ROS not in top:
            return None
        return _is_identity(data, int(top.get(_CHARSET, [0])[0]), glyphs)
    except (IndexError, OverflowError) as error:
        raise ValueError("this is no CFF font") from error


def _is_identity(data: bytes, at: int, glyphs: int) -> bool:
    """Return whether a charset (13) of one or several ranges counts up from 1."""
    form, at, covered = data[at], at + 1, 1
    if form not in (1, 2):
        return False
    while covered < glyphs:
        if _number(data, at, 2) != covered:
            return False
        covered += 1 + _number(data, at + 2, form)
        at += 2 + form
    return True


def _number(data: bytes, at: int, size: int, *, signed: bool = False) -> int:
    """Return a number; raise `IndexError` if it lies beyond the end of the data."""
    if not 0 <= at <= len(data) - size:
        raise IndexError(at)
    return int.from_bytes(data[at : at + size], "big", signed=signed)


def _index(data: bytes, at: int) -> tuple[list[int], int]:
    """Return the offsets of an INDEX (5) and where its data begin, less one."""
    count = _number(data, at, 2)
    if not count:
        return [], at + 1
    size = data[at + 2]
    start = at + 3
    found = [_number(data, start + n * size, size) for n in range(2)]
    last = _number(data, start + count * size, size)
    return [*found, last], start + (count + 1) * size - 1


def _after(data: bytes, at: int) -> int:
    """Return where the INDEX that starts at an offset ends."""
    offsets, base = _index(data, at)
    return base + offsets[-1] if offsets else at + 2


def _first(data: bytes, at: int) -> bytes:
    """Return the first object of an INDEX."""
    offsets, base = _index(data, at)
    if offsets and base + offsets[1] > len(data):
        raise IndexError(offsets[1])
    return data[base + offsets[0] : base + offsets[1]] if offsets else b""


def _operators(data: bytes) -> dict[int, list[float]]:
    """Return the operators of a DICT (4), two bytes as 1200 + the second, with their operands."""
    found: dict[int, list[float]] = {}
    stack: list[float] = []
    at = 0
    while at < len(data):
        byte = data[at]
        at += 1
        if byte <= 21:
            operator = 1200 + data[at] if byte == 12 else byte
            at += byte == 12
            found[operator], stack = stack[:_MOST], []
        else:
            value, at = _operand(data, at, byte)
            stack.append(value)
    return found


def _operand(data: bytes, at: int, byte: int) -> tuple[float, int]:
    if byte == 28:
        return _number(data, at, 2, signed=True), at + 2
    if byte == 29:
        return _number(data, at, 4, signed=True), at + 4
    if byte == 30:  # a real number in nibbles: none of those needed here is one
        while data[at] & 0xF != 0xF and data[at] >> 4 != 0xF:
            at += 1
        return 0.0, at + 1
    if byte <= 246:
        return byte - 139, at
    sign = 1 if byte <= 250 else -1
    return sign * ((byte - (247 if sign > 0 else 251)) * 256 + data[at] + 108), at + 1
