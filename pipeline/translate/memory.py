"""The translation memory of a project: what models have answered, what was published, and what people have worded.

No sentence goes through a model twice: each group of answers is kept, whole, before anybody sees it, so that a build
that is killed at any instant repeats at most what was in flight. Whatever is wrong with the file, a build goes on: the
worst that comes is a finding, and sentences that are translated again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import TypeVar

from pipeline.model import Provenance
from pipeline.report import Finding, Location, Outcome
from pipeline.translate import unit_table
from pipeline.translate.engine import Answer, Batch, Engine, Request, Translated
from pipeline.translate.memory_file import file_number, in_ram, is_damage, opened, reopened
from pipeline.translate.memory_units import Persons, Unit, no_units, serves
from pipeline.translate.packing import key_of, packed, settled, unpacked

T = TypeVar("T")
_AT_ONCE = 500  # keys in one statement; SQLite allows 999 and more
_GROUP = 1000  # remembered answers given at once
_NO_UNITS: tuple[Unit, ...] = ()


def open_memory(path: Path | None) -> Outcome[Memory]:
    """Return the memory kept in a file, or for no path one that ends with the process.

    The folder and the file are made if they are not there. A file that is damaged, no memory or of a newer version is
    set aside under another name, with a finding (`memory.damaged`, `memory.newer`); where nothing can be written, the
    memory lives in RAM, with a finding (`memory.unwritable`). Never raises for a file.
    """
    if path is None:
        return Outcome(Memory(in_ram()))
    try:
        found = opened(path)
        memory = Memory(found.value, path)
    except (OSError, sqlite3.Error) as error:
        memory = Memory(in_ram())
        return Outcome(memory, (_unwritable(path, error),))
    return Outcome(memory, found.findings)


class Memory:
    """A translation memory; close it, or use it in a `with` statement. Threads and processes may share a file.

    `findings` is what went wrong since it was opened.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path | None = None) -> None:
        self.findings: tuple[Finding, ...] = ()
        self._connection = connection
        self._path = path
        self._file = file_number(path) if path else 0
        self._keeping = True
        self._lock = RLock()

    def __enter__(self) -> Memory:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was kept is kept."""
        with suppress(sqlite3.Error):
            self._connection.close()

    @property
    def lasting(self) -> bool:
        """Return whether what is kept outlives the process."""
        return self._keeping and self._path is not None

    def answers(self, identity: str, requests: Iterable[Request]) -> dict[Request, Translated]:
        """Return what is known of an engine's answers to the requests.

        An answer with pairs serves a request without, which gets none; never the other way round.
        """
        keys = {request: key_of(identity, request) for request in requests}
        nothing: dict[bytes, tuple[bool, bytes]] = {}
        rows = self._try(lambda connection: _rows(connection, sorted(set(keys.values()))), nothing)
        result: dict[Request, Translated] = {}
        damaged = list[bytes]()
        for request, key in keys.items():
            aligned, data = rows.get(key, (False, b""))
            if data and (aligned or not request.aligned):
                answer = unpacked(key + bytes([aligned]), data, request.aligned)
                if answer:
                    result[request] = answer
                else:
                    damaged.append(key)
        self._drop(damaged)
        return result

    def keep(self, identity: str, answers: Iterable[Answer]) -> None:
        """Keep an engine's answers: all of them or, if the process ends meanwhile, none.

        An answer without text that has a fault is none of the model's (it crashed, it did not answer) and is not kept:
        another build may fare better. An answer without pairs never replaces one with them.
        """
        rows = list[tuple[bytes, bool, bytes]]()
        for request, answer in answers:
            if answer.text or not answer.fault:
                key = key_of(identity, request)
                rows.append((key, request.aligned, packed(key + bytes([request.aligned]), settled(answer))))
        if rows:
            self._write(lambda connection: connection.executemany(_KEEP, rows))

    def record(self, units: Collection[Unit]) -> None:
        """Record what a build translated: the machine's units of each work and language give way to those given.

        In one transaction; nothing is written if nothing has changed, and what people worded is never touched.
        """
        changes = self._try(lambda connection: unit_table.changes(connection, units), None)
        if changes:
            self._write(lambda connection: unit_table.change(connection, *changes))

    def adopt(self, units: Collection[Unit]) -> None:
        """Keep what people have worded; a unit replaces one of the same source at the same address."""
        edits = [replace(unit, origin="person") for unit in units]
        if edits:
            self._write(lambda connection: unit_table.change(connection, (), edits), durable=True)

    def units(self) -> tuple[Unit, ...]:
        """Return every unit, people's and the machine's; not the machine's where a person has worded the same."""
        return self._try(unit_table.everything, _NO_UNITS)

    def persons_digest(self) -> str:
        """Return a digest of all that people have worded, which changes whenever that does."""
        return self._try(unit_table.persons_digest, "")

    def machine(self, unit: Unit) -> tuple[str, ...]:
        """Return the translations that a machine gave for the source of a unit, in any work."""
        found = self._try(lambda connection: unit_table.with_key(connection, unit.key, "machine"), _NO_UNITS)
        return tuple(each.target for each in found if serves(each, unit.source_language, unit.target_language))

    def persons(self, source_language: str, target_language: str, work: str) -> Persons:
        """Return what people have worded, as a work sees it on its way from one language to another."""
        own = self._try(lambda connection: unit_table.of_work(connection, work), _NO_UNITS)
        mine = tuple(unit for unit in own if serves(unit, source_language, target_language))
        any_at_all = self._try(unit_table.has_persons, False)
        return Persons(source_language, target_language, work, mine, self._by_persons if any_at_all else no_units)

    def _by_persons(self, key: bytes) -> Sequence[Unit]:
        return self._try(lambda connection: unit_table.with_key(connection, key, "person"), _NO_UNITS)

    def _drop(self, keys: Sequence[bytes]) -> None:
        """Drop answers that were damaged, so that they can be kept anew."""
        if keys:
            parameters = [(key,) for key in keys]
            self._write(lambda connection: connection.executemany("DELETE FROM answers WHERE key = ?", parameters))

    def _write(self, action: Callable[[sqlite3.Connection], object], durable: bool = False) -> None:
        """Do something in one transaction, unless the memory has stopped keeping."""
        if self._keeping:
            self._try(lambda connection: _transaction(connection, action, durable), None)

    def _try(self, action: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """Return what an action returns; on damage begin a fresh file and try again, on other trouble stop keeping."""
        with self._lock:
            for _ in range(2):
                try:
                    return action(self._connection)
                except sqlite3.ProgrammingError:
                    raise
                except sqlite3.Error as error:
                    self._react(error)
            return otherwise

    def _react(self, error: sqlite3.Error) -> None:
        if self._path and is_damage(error):
            self._connection.close()
            try:
                fresh = reopened(self._path, self._file, str(error))
                self._connection, self._file = fresh.value, file_number(self._path)
                self.findings += fresh.findings
            except (OSError, sqlite3.Error) as trouble:
                self.findings += (_unwritable(self._path, trouble),)
                self._connection, self._path = in_ram(), None
        elif self._keeping:
            self._keeping = False
            self.findings += (_unwritable(self._path or Path("(RAM)"), error),)


_KEEP = """INSERT INTO answers VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE
SET aligned = excluded.aligned, answer = excluded.answer WHERE excluded.aligned >= answers.aligned"""


def _rows(connection: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, tuple[bool, bytes]]:
    result: dict[bytes, tuple[bool, bytes]] = {}
    for at in range(0, len(keys), _AT_ONCE):
        some = keys[at : at + _AT_ONCE]
        places = ",".join("?" * len(some))
        found = connection.execute(f"SELECT key, aligned, answer FROM answers WHERE key IN ({places})", some)  # noqa: S608
        result.update((key, (bool(aligned), data)) for key, aligned, data in found)
    return result


def _transaction(connection: sqlite3.Connection, action: Callable[[sqlite3.Connection], object], durable: bool) -> None:
    """Do something whole or not at all; if `durable`, it outlives even a power cut from the moment it is done."""
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
    connection.execute("BEGIN IMMEDIATE")
    try:
        action(connection)
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _unwritable(path: Path, error: Exception) -> Finding:
    reason = getattr(error, "strerror", None) or str(error)
    return Finding(
        "memory.unwritable",
        f"the translation memory cannot be kept: {reason}",
        location=Location(str(path)),
        hint="the build goes on; free some space or choose another file with --memory, so that the next one is quicker",
    )


@dataclass(frozen=True, eq=False)
class Remembering:
    """An engine that asks another only for what a memory lacks, and keeps what it says before anybody sees it."""

    engine: Engine
    memory: Memory

    @property
    def provenance(self) -> Provenance:
        """Return the provenance of the engine behind."""
        return self.engine.provenance

    @property
    def identity(self) -> str:
        """Return the identity of the engine behind: a memory changes no answer."""
        return self.engine.identity

    @property
    def limit(self) -> int:
        """Return the limit of the engine behind."""
        return self.engine.limit

    def length(self, text: str) -> int:
        """Return how many tokens `text` has."""
        return self.engine.length(text)

    def translate(self, batches: Sequence[Batch]) -> Iterator[Sequence[Answer]]:
        """Yield the remembered answers first, then the new ones, each group kept before it is given."""
        identity, lacking = self.engine.identity, list[Batch]()
        for group in _groups(batches):
            known = self.memory.answers(identity, (request for batch in group for request in batch))
            if known:
                yield list(known.items())
            rest = (tuple(request for request in batch if request not in known) for batch in group)
            lacking += (batch for batch in rest if batch)
        if lacking:
            for answers in self.engine.translate(lacking):
                fresh = [(request, settled(answer)) for request, answer in answers]
                self.memory.keep(identity, fresh)
                yield fresh


def _groups(batches: Iterable[Batch]) -> Iterator[list[Batch]]:
    """Yield the batches, as many at once as have about `_GROUP` requests."""
    group, size = list[Batch](), 0
    for batch in batches:
        group.append(batch)
        size += len(batch)
        if size >= _GROUP:
            yield group
            group, size = [], 0
    if group:
        yield group
