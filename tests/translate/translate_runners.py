"""Runners for a worker's process that do what a broken model does. A module of its own: the process imports it."""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from pipeline.model import Provenance
from pipeline.report import PipelineError
from pipeline.translate.argos import embedded
from pipeline.translate.child import Runner
from pipeline.translate.engine import Batch, Request, Settings, Translated


@dataclass(frozen=True)
class Known:
    """What is known of a model that is a function."""

    joined: int = 1
    limit: int = 200
    identity: str = "a function"
    provenance: Provenance = field(default=Provenance("en", "", "A function", "en → es", "1"))

    def length(self, text: str) -> int:
        return len(text.split())

    def unusable(self, reason: str) -> PipelineError:
        return PipelineError(f"the model cannot be used: {reason}", code="models.damaged")


def _hang() -> NoReturn:
    while True:
        time.sleep(1)


def _spin() -> NoReturn:
    while True:
        pass


def _raise(error: Exception) -> NoReturn:
    raise error


def _abort() -> NoReturn:
    os.abort()


def _choke() -> NoReturn:
    print("terminate called after throwing an instance of 'std::bad_alloc'", file=sys.stderr, flush=True)  # noqa: T201
    os.abort()


BAD_WORDS: dict[str, Callable[[], NoReturn]] = {
    "exit": lambda: os._exit(3),
    "abort": _abort,
    "hang": _hang,
    "spin": _spin,
    "raise": lambda: _raise(RuntimeError("no position encodings are defined for this position")),
}


@dataclass(frozen=True)
class Shouts:
    """Loads a model that shouts, does what a bad word of its text says, and has memory for so many words at once.

    `without` says how it fails without memory: an error of Python, of the library, a dead process. What it is asked is
    written to `log`, a line for each batch.
    """

    memory: int = 1000
    without: str = "MemoryError"
    log: Path | None = None

    def __call__(self) -> Runner:
        return self.begin

    def begin(self, batch: Batch) -> Callable[[], tuple[Translated, ...]]:
        if self.log:
            with self.log.open("a") as stream:
                stream.write("|".join(request.text for request in batch) + "\n")
        return lambda: self.end(batch)

    def end(self, batch: Batch) -> tuple[Translated, ...]:
        if sum(len(request.text.split()) for request in batch) > self.memory:
            self.run_out()
        return tuple(map(self.one, batch))

    def run_out(self) -> None:
        match self.without:
            case "MemoryError":
                raise MemoryError
            case "RuntimeError":
                raise RuntimeError("CUDA failed with error out of memory")
            case "killed":
                os.kill(os.getpid(), 9)
            case "bad_alloc":
                _choke()

    def one(self, request: Request) -> Translated:
        for word in request.text.split():
            BAD_WORDS.get(word, lambda: None)()
        return Translated(request.text.upper(), score=-0.5)


def breaks(how: str) -> Runner:
    """Stand for a model that cannot be loaded."""
    print("a word on standard output")  # noqa: T201
    if how == "error":
        raise ValueError("model.bin is incomplete")
    if how == "memory":
        raise MemoryError
    BAD_WORDS[how]()
    raise AssertionError


class Unknown:
    """Can be sent to the process and not be understood there."""

    def __call__(self) -> Runner:
        raise AssertionError

    def __reduce__(self) -> tuple[object, ...]:
        return _raise, (ImportError("no such module"),)


def starved(megabytes: int) -> Runner:
    """Load the embedded model, then allow the process so many more megabytes than it has."""
    from pipeline.translate.runner import load

    run = load(embedded(), Settings())
    run((Request("The door is red."),))()
    status = Path("/proc/self/status").read_text().splitlines()
    used = next(int(line.split()[1]) << 10 for line in status if line.startswith("VmData"))
    resource.setrlimit(resource.RLIMIT_DATA, (used + (megabytes << 20),) * 2)
    return run
