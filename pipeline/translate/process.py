"""A child process with a model in it, seen from outside: start it, send batches, receive their answers, end it."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import deque
from contextlib import suppress
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any
from weakref import finalize, ref

from pipeline.translate.child import Kind, Load, Reply, Trouble, lacks_memory
from pipeline.translate.engine import Batch

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from subprocess import Popen

_CODE = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from pipeline.translate.child import main; main(int(sys.argv[2]), int(sys.argv[3]))"
)
_DYING = 10.0  # seconds that a process which closed its connection may take to end
_MOST = 2  # processes alive at once: a chain of two models; a model takes hundreds of megabytes

_alive: deque[ref[Process]] = deque()


class Process:
    """A child process that loads a model and runs it.

    `sent` counts what it has not answered yet: the model to load, then batches. It does not hear Ctrl-C, which is for
    its parent; what it says on standard error is kept to tell why it ended. It is ended with this object, with the
    interpreter, or when too many others were started after it.
    """

    def __init__(self, load: Load) -> None:
        from multiprocessing.connection import Pipe
        from subprocess import DEVNULL, Popen

        self.connection, theirs = Pipe()
        log = TemporaryFile()  # noqa: SIM115  (closed in _end)
        with theirs:
            arguments = [json.dumps(sys.path), str(theirs.fileno()), str(os.getpid())]
            process = Popen(  # noqa: S603
                [sys.executable, "-P", "-c", _CODE, *arguments],
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=log,
                pass_fds=(theirs.fileno(),),
                process_group=0,
            )
        self.process, self.log, self.sent = process, log, 1
        self._end = finalize(self, _end, process, self.connection, log, os.getpid())
        self._put(load)
        _one_more(self)

    @property
    def alive(self) -> bool:
        """Return whether it may still answer."""
        return self._end.alive

    def used(self) -> None:
        """Remember that it was used last."""
        _one_more(self)

    def close(self) -> None:
        """End it at once, whatever it does."""
        self._end()

    def send(self, batch: Batch) -> None:
        """Send it a batch; that it is gone shows when an answer is asked for."""
        self.sent += 1
        self._put(batch)

    def receive(self, patience: float) -> Reply:
        """Return what became of the batch sent first; after a crash or more seconds of silence it is not alive."""
        try:
            if not self.connection.poll(patience):
                self.close()
                return Trouble(Kind.SILENT)
            reply: Reply = self.connection.recv()
        except (EOFError, OSError):
            return self._ended()
        self.sent -= 1
        return reply

    def _put(self, what: Load | Batch) -> None:
        with suppress(OSError):
            self.connection.send(what)

    def _ended(self) -> Trouble:
        """Say why it ended: for want of memory, if it was killed from outside or said so; else it crashed."""
        from subprocess import TimeoutExpired

        code: int | None = None
        with suppress(TimeoutExpired):
            code = self.process.wait(_DYING)
        said = _last_words(self.log)
        self.close()
        memory = code == -signal.SIGKILL or lacks_memory(said)
        return Trouble(Kind.MEMORY if memory else Kind.CRASHED, said.strip().rpartition("\n")[2])


def _last_words(log: IO[bytes]) -> str:
    log.seek(max(0, log.seek(0, os.SEEK_END) - 4096))
    return log.read().decode("utf-8", "replace")


def _one_more(process: Process) -> None:
    """Put a process at the end of the list of those alive, and end those at its beginning that are too many."""
    others = [each for each in (known() for known in _alive) if each and each.alive and each is not process]
    for each in others[: max(0, len(others) + 1 - _MOST)]:
        each.close()
    _alive.clear()
    _alive.extend(ref(each) for each in (*others[-(_MOST - 1) :], process))


def _end(process: Popen[bytes], connection: Connection[Any, Any], log: IO[bytes], owner: int) -> None:
    """Kill a process and wait for its end; in a fork of the process that started it, let it be."""
    connection.close()
    log.close()
    if os.getpid() == owner:
        process.kill()
        process.wait()
