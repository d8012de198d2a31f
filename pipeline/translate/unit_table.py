"""Units as rows of the memory's file. Each row bears a checksum: one that was damaged is as if it were not there."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import TypeAlias

from pipeline.translate.memory_units import Origin, Unit

Row: TypeAlias = tuple[str, str, str, str, bytes, str, str, str, str, str, str, int]
"""A row of the table `units`, as `memory_file.py` declares it."""

_PUT = "INSERT OR REPLACE INTO units VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_DROP = """DELETE FROM units WHERE work = ? AND target_language = ? AND origin = ? AND address = ? AND key = ?
AND source_language = ?"""


def changes(connection: sqlite3.Connection, units: Collection[Unit]) -> tuple[list[Unit], list[Unit]] | None:
    """Return which machine units of the given units' works and languages are to be dropped, and which to be put.

    None if there is nothing to do.
    """
    places = sorted({(unit.work, unit.target_language) for unit in units})
    before = [
        unit for place in places for unit in _read(connection, "work = ? AND target_language = ?", place, "machine")
    ]
    after = {_place(unit): unit for unit in units if unit.origin == "machine"}
    old = {_place(unit): unit for unit in before}
    dropped = [unit for place, unit in old.items() if place not in after]
    put = [unit for place, unit in after.items() if old.get(place) != unit]
    return (dropped, put) if dropped or put else None


def change(connection: sqlite3.Connection, dropped: Iterable[Unit], put: Iterable[Unit]) -> None:
    """Drop units, and put units in place of those of the same source, origin and address."""
    connection.executemany(_DROP, (_place(unit) for unit in dropped))
    connection.executemany(_PUT, (_row(unit) for unit in put))


def everything(connection: sqlite3.Connection) -> tuple[Unit, ...]:
    """Return every unit, without the machine's where a person has worded the same sentence at the same address."""
    units = [unit for origin in ("person", "machine") for unit in _read(connection, "TRUE", (), origin)]
    worded = {_place(unit, "machine") for unit in units if unit.origin == "person"}
    return tuple(unit for unit in units if unit.origin == "person" or _place(unit) not in worded)


def of_work(connection: sqlite3.Connection, work: str) -> tuple[Unit, ...]:
    """Return what people have worded in a work."""
    return tuple(_read(connection, "work = ?", (work,), "person"))


def with_key(connection: sqlite3.Connection, key: bytes, origin: Origin) -> tuple[Unit, ...]:
    """Return the units of one source."""
    return tuple(_read(connection, "key = ?", (key,), origin))


def persons_digest(connection: sqlite3.Connection) -> str:
    """Return a digest of all that people have worded; nothing if they have worded nothing."""
    rows = connection.execute("SELECT checksum FROM units WHERE origin = 'person' ORDER BY 1")
    whole = blake2b(b"".join(checksum.to_bytes(4, "big") for (checksum,) in rows), digest_size=16)
    return whole.hexdigest() if has_persons(connection) else ""


def has_persons(connection: sqlite3.Connection) -> bool:
    """Return whether anybody has ever worded anything."""
    return connection.execute("SELECT 1 FROM units WHERE origin = 'person' LIMIT 1").fetchone() is not None


def _read(connection: sqlite3.Connection, where: str, values: Sequence[object], origin: str) -> Iterator[Unit]:
    """Yield the units that are found, in order of work, language, address and source."""
    query = f"SELECT * FROM units WHERE {where} AND origin = ? ORDER BY 1, 2, 3, 4, 5, 6"  # noqa: S608
    for row in connection.execute(query, (*values, origin)):
        if unit := _unit(row):
            yield unit


def _place(unit: Unit, origin: str = "") -> tuple[str, str, str, str, bytes, str]:
    """Return the key of a unit's row: the columns that no two rows have alike."""
    return unit.work, unit.target_language, origin or unit.origin, unit.address, unit.key, unit.source_language


def _row(unit: Unit) -> Row:
    values = (*_place(unit), unit.source, unit.target, unit.model, unit.glossary, unit.settings)
    return (*values, _checksum(values))


def _unit(row: Sequence[object]) -> Unit | None:
    """Return the unit of a row; none if the row is not as it was written."""
    if row[-1] != _checksum(row[:-1]):
        return None
    work, target_language, origin, address, _, source_language, source, target, *made_with, _ = row
    model, glossary, settings = map(str, made_with)
    by: Origin = "person" if origin == "person" else "machine"
    languages = str(source_language), str(target_language)
    return Unit(*languages, str(source), str(target), by, str(work), str(address), model, glossary, settings)


def _checksum(values: Sequence[object]) -> int:
    return zlib.crc32(repr(values).encode())
