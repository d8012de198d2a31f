"""The inside of a worker's process: takes batches from a connection, runs them, and sends back what became of each.

Batches are answered in the order they came in. A batch is begun as soon as it comes, so that the model works on the
next ones while this process waits for, decodes and sends the first. The process ends by itself when its parent does.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from operator import attrgetter
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from pipeline.translate.engine import Batch, Pair, Translated

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Runner: TypeAlias = Callable[[Batch], Callable[[], tuple[Translated, ...]]]
"""Sets a batch going; calling what it returns waits for the translations, one for each request in order."""

Load: TypeAlias = Callable[[], Runner]
"""Loads a model; must be picklable, for it is called in the process that the model runs in."""

Packed: TypeAlias = tuple[str, tuple[tuple[int, int, int, int, float], ...], str, float]
"""A `Translated` in plain values, which travel at a tenth of the cost."""


class Kind(Enum):
    """What went wrong with a batch."""

    FAILED = "the model failed on it"
    MEMORY = "memory ran out"
    CRASHED = "the model crashed on it"
    SILENT = "the model did not answer in time"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something went wrong; `reason` is what the system said about it, or is empty."""

    kind: Kind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A batch was translated. An empty one says that the model is loaded."""

    packed: tuple[Packed, ...] = ()


Reply: TypeAlias = Answered | Trouble

_NO_MEMORY = ("out of memory", "bad_alloc", "bad allocation", "failed to allocate", "cannot allocate memory")
_fields = attrgetter("start", "end", "at", "to", "weight")


def pack(found: Translated) -> Packed:
    """Return a translation in plain values."""
    return found.text, tuple(map(_fields, found.pairs)), found.fault, found.score


def unpack(packed: Packed) -> Translated:
    """Return the translation that was packed."""
    text, pairs, fault, score = packed
    return Translated(text, tuple(Pair(*values) for values in pairs), fault, score)


def lacks_memory(reason: str) -> bool:
    """Return whether what a library said means that memory ran out; CTranslate2 raises `RuntimeError` for this too."""
    return any(words in reason.casefold() for words in _NO_MEMORY)


def main(descriptor: int, parent: int) -> None:
    """Serve the connection with this descriptor until the other end is closed or the parent process is gone."""
    from multiprocessing.connection import Connection

    connection: Connection[Reply, Any] = Connection(descriptor)
    inbox: SimpleQueue[Batch] = SimpleQueue()
    loads: SimpleQueue[Load] = SimpleQueue()
    threading.Thread(target=_listen, args=(connection, loads, inbox, parent), daemon=True).start()
    try:
        run = loads.get()()
    except Exception as error:  # whatever it is, it is said to the parent
        connection.send(_trouble(error))
        return
    connection.send(Answered())
    _serve(run, inbox, connection.send)


def _listen(
    connection: Connection[Reply, Any], loads: SimpleQueue[Load], inbox: SimpleQueue[Batch], parent: int
) -> NoReturn:
    """Take whatever comes at once, so that the parent never waits; end the process, whatever it does, with the parent.

    The end of the connection shows it; where another child of the parent holds a copy of it, the parent's number does.
    """
    try:
        loads.put(_received(connection))
        while True:
            if connection.poll(1.0):
                inbox.put(connection.recv())
            elif os.getppid() != parent:
                break
    except (EOFError, OSError):
        pass
    finally:
        os._exit(0)


def _received(connection: Connection[Reply, Any]) -> Load:
    """Return the function that loads the model, or one that says why it could not be brought over."""
    try:
        return connection.recv()  # type: ignore[no-any-return]
    except (EOFError, OSError):
        raise
    except Exception as error:
        return partial(_raise, error)


def _raise(error: Exception) -> Runner:
    raise error


def _serve(run: Runner, inbox: SimpleQueue[Batch], send: Callable[[Reply], None]) -> NoReturn:
    begun: deque[Callable[[], Reply]] = deque()
    while True:
        try:
            batch = inbox.get(block=not begun)
            begun.append(_begun(run, batch))
        except Empty:
            send(begun.popleft()())


def _begun(run: Runner, batch: Batch) -> Callable[[], Reply]:
    try:
        wait = run(batch)
    except Exception as error:
        trouble = _trouble(error)
        return lambda: trouble

    def ended() -> Reply:
        try:
            return Answered(tuple(map(pack, wait())))
        except Exception as error:
            return _trouble(error)

    return ended


def _trouble(error: Exception) -> Trouble:
    reason = str(error) or type(error).__name__
    memory = isinstance(error, MemoryError) or lacks_memory(reason)
    return Trouble(Kind.MEMORY if memory else Kind.FAILED, reason)
