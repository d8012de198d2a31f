"""Checksums of a font's tables: whether its outlines and measures are still as its maker left them."""

from __future__ import annotations

import struct
import sys
from array import array
from typing import BinaryIO

_TABLES = frozenset({b"glyf", b"loca", b"hmtx", b"hhea", b"maxp", b"CFF "})
"""The tables without which a page would be wrong; others, such as names, are edited by many tools."""


def is_altered(file: BinaryIO, offset: int = 0) -> bool:
    """Tell whether a table of the face whose directory stands at `offset` differs from its checksum.

    Source: OpenType 1.9, "otff", Calculating checksums.
    """
    file.seek(offset + 4)
    count = int.from_bytes(file.read(2), "big")
    file.seek(offset + 12)
    records = struct.iter_unpack(">4sLLL", file.read(16 * count))
    return any(tag in _TABLES and _sum(file, start, length) != wanted for tag, wanted, start, length in records)


def _sum(file: BinaryIO, start: int, length: int) -> int:
    file.seek(start)
    data = file.read(length)
    numbers = array("I", data + b"\0" * (-len(data) % 4))
    if sys.byteorder == "little":
        numbers.byteswap()
    return sum(numbers) & 0xFFFFFFFF
