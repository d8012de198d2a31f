"""The file of a translation memory: found well, begun afresh, or set aside. Never is anything in it overwritten.

It is an SQLite database in WAL mode (sqlite.org/wal.html), so that a process that is killed leaves whole transactions,
and one may read while another writes.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.report import Finding, Location, Outcome

VERSION = 1
_APPLICATION = 0x706F6C79  # “poly”; PRAGMA application_id
_TABLES = {"answers", "units"}
# answers have row ids: in order of arrival they fill their pages, in order of keys a third of each would stay empty
_SCHEMA = """
CREATE TABLE answers (key BLOB PRIMARY KEY, aligned INTEGER NOT NULL, answer BLOB NOT NULL);
CREATE TABLE units (
    work TEXT NOT NULL, target_language TEXT NOT NULL, origin TEXT NOT NULL, address TEXT NOT NULL, key BLOB NOT NULL,
    source_language TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, model TEXT NOT NULL,
    glossary TEXT NOT NULL, settings TEXT NOT NULL, checksum INTEGER NOT NULL,
    PRIMARY KEY (work, target_language, origin, address, key, source_language)
) WITHOUT ROWID;
CREATE INDEX units_by_key ON units (key, origin);
"""
_PATIENCE = 60.0  # seconds to wait for another process; each of its transactions takes a few milliseconds
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class _UnfitError(Exception):
    """A file cannot be used as it is: what it is called when it is set aside (not at all if empty), and why."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name = name
        self.why = why


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether an error says that the file itself is broken."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGE


def opened(path: Path) -> Outcome[sqlite3.Connection]:
    """Return a connection to the memory in a file, which is begun if it is not there.

    A file that is damaged, no memory, or of a newer version is set aside under another name, with a finding. Raise
    `OSError` or `sqlite3.Error` if nothing can be kept there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(_UnfitError):
        return Outcome(_connected(path))
    with _alone(path):
        try:
            return Outcome(_connected(path))  # another process may have seen to it
        except _UnfitError as unfit:
            findings = (set_aside(path, unfit.name, unfit.why),) if unfit.name else ()
            _begin(path)
            return Outcome(_connected(path), findings)


def in_ram() -> sqlite3.Connection:
    """Return a connection to an empty memory that ends with the process."""
    connection = _connect(":memory:")
    _create(connection)
    return connection


def reopened(path: Path, file: int, why: str) -> Outcome[sqlite3.Connection]:
    """Set a file aside that turned out to be damaged while it was used, and return a connection to a fresh one.

    `file` is what `file_number` gave for it: if another process has set it aside already, nothing is done to its heir.
    """
    with _alone(path):
        if path.exists() and file_number(path) != file:
            return Outcome(_connected(path))
        finding = set_aside(path, "damaged", why)
        _begin(path)
        return Outcome(_connected(path), (finding,))


def file_number(path: Path) -> int:
    """Return what tells a file from another that bears its name later."""
    return path.stat().st_ino


def set_aside(path: Path, name: str, why: str) -> Finding:
    """Rename a file, with what SQLite keeps beside it, to the next free name; return a finding that says so."""
    number = 1
    while os.path.lexists(aside := path.with_name(f"{path.name}.{name}-{number}")):
        number += 1
    for suffix in ("-wal", "-shm", ""):  # the file last: until then it is found unfit again
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    hint = {
        "newer": "use the newer program, which can read it, or go on with the fresh one",
        "damaged": "sentences are translated again; import persons' translations again from a TMX that you exported",
    }[name]
    message = f"the translation memory cannot be used ({why}); it was set aside as {aside.name}, a fresh one is begun"
    return Finding(f"memory.{name}", message, location=Location(str(path)), hint=hint)


def _connect(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def _connected(path: Path) -> sqlite3.Connection:
    """Return a connection to a memory that is well as far as header and schema tell; else raise `_UnfitError`."""
    if path.is_dir():
        raise _UnfitError("damaged", "it is a folder")
    if not path.exists():
        raise _UnfitError("", "it is not there")
    connection = None
    try:
        connection = _connect(str(path))
        _check(connection)
    except BaseException as error:
        if connection:
            connection.close()
        if isinstance(error, sqlite3.Error) and is_damage(error):
            raise _UnfitError("damaged", str(error)) from error
        raise
    return connection


def _check(connection: sqlite3.Connection) -> None:
    """Raise `_UnfitError` unless the database is a memory of this version."""
    application, version = (
        connection.execute(f"PRAGMA {each}").fetchone()[0] for each in ("application_id", "user_version")
    )
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables and not application:
        raise _UnfitError("", "it is empty")
    if application != _APPLICATION:
        raise _UnfitError("damaged", "it is another program's database")
    if version > VERSION:
        raise _UnfitError("newer", f"it is of version {version}, and this program knows {VERSION}")
    if version < VERSION or not tables >= _TABLES:
        raise _UnfitError("damaged", "parts of it are missing")


def _begin(path: Path) -> None:
    connection = _connect(str(path))
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        _create(connection)
    finally:
        connection.close()


def _create(connection: sqlite3.Connection) -> None:
    head = f"PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {VERSION};"
    connection.executescript(f"BEGIN IMMEDIATE; {head} {_SCHEMA} COMMIT;")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from beginning a file or setting it aside at the same time.

    The lock is SQLite's own, on an empty file, so that it holds on every system and ends with the process. The file is
    removed only once the memory is well: whoever then waits at a removed file finds nothing left to do.
    """
    lock = path.with_name(path.name + ".lock")
    connection = sqlite3.connect(str(lock), timeout=_PATIENCE, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        lock.unlink(missing_ok=True)
    finally:
        connection.close()
