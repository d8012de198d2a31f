"""An engine whose model runs in a process of its own, so that no model can take the program down with it.

Batches are sent ahead, so that the cores are never idle, and few enough that little is lost with a process. If one
fails, or the process dies or falls silent, what was under way is tried again one batch at a time, then one sentence at
a time; a sentence that fails alone gets a fault, and all others are translated.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.model import Provenance
from pipeline.report import PipelineError
from pipeline.translate.child import Answered, Kind, Load, Trouble, unpack
from pipeline.translate.engine import Answer, Batch, Translated, size_of
from pipeline.translate.process import Process

_WINDOW = 32  # batches on their way: several for each core, and whole batches for what the caller does between
_PATIENCE = 30.0  # seconds for a short sentence
_PATIENT_BYTES = 1024  # so many bytes more of a batch are waited for as long again
_MOST_PATIENT = 10  # but never longer than so many times
_SICK = 8  # sentences failing in a row make a model unusable, unless it has answered and its process lives


class Described(Protocol):
    """What is known of a model without running it: the rest of an `Engine`."""

    @property
    def provenance(self) -> Provenance:
        """Say where translations come from."""

    @property
    def identity(self) -> str:
        """Return one line of text that differs wherever answers may differ."""

    @property
    def limit(self) -> int:
        """Return how many tokens a sentence may have."""

    def length(self, text: str) -> int:
        """Return how many tokens `text` has."""

    @property
    def joined(self) -> int:
        """Return how many batches of the caller make one for the model."""

    def unusable(self, reason: str) -> PipelineError:
        """Return the error that says why the model cannot be used, and what to try."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A batch to translate; `alone`: with no other under way, so that what goes wrong is its doing."""

    batch: Batch
    alone: bool = False


class Worker:
    """Translates in a child process, started with the first batch, ended with `close`, this object or the interpreter.

    `load` gives what runs the model and must be picklable. So many batches as `window` says are under way at a time.
    `patience` is how many seconds a short sentence may take; longer batches have longer, up to ten times as long.
    """

    def __init__(self, model: Described, load: Load, *, window: int = _WINDOW, patience: float = _PATIENCE) -> None:
        self.model = model
        self.load = load
        self.window = window
        self.patience = patience
        self._process: Process | None = None
        self._faults, self._answered = 0, False
        self._largest = sys.maxsize

    @property
    def provenance(self) -> Provenance:
        """Say where translations come from."""
        return self.model.provenance

    @property
    def identity(self) -> str:
        """Return one line of text that differs wherever answers may differ."""
        return self.model.identity

    @property
    def limit(self) -> int:
        """Return how many tokens a sentence may have."""
        return self.model.limit

    def length(self, text: str) -> int:
        """Return how many tokens `text` has."""
        return self.model.length(text)

    def close(self) -> None:
        """End the process; the next batch starts another."""
        if self._process:
            self._process.close()

    def translate(self, batches: Sequence[Batch]) -> Iterator[Sequence[Answer]]:
        """Yield the answers of each batch when it is done; a sentence that the model fails on gets a fault.

        Batches are fixed, so the same batch gives the same answers; the sentences of a batch in which something went
        wrong are run one by one, and then again always so. Raise `PipelineError` if the model cannot be loaded, fails
        on many sentences in a row, or has too little memory for a single one.
        """
        waiting = deque(map(_Task, _joined(batches, self.model.joined)))
        sent = deque[_Task]()
        process: Process | None = None
        try:
            while waiting or sent:
                if process is None or process is not self._process or not process.alive:
                    waiting.extendleft(reversed(sent))
                    sent.clear()
                    process = self._ready()
                self._send(process, waiting, sent)
                reply = process.receive(self._patience(sent[0].batch))
                if isinstance(reply, Answered):
                    self._faults, self._answered = 0, True
                    yield list(zip(sent.popleft().batch, map(unpack, reply.packed), strict=True))
                else:
                    yield from self._troubled(reply, waiting, sent, process.alive)
        finally:  # a caller that wants no more answers: what is under way is for nobody
            if process and process.sent and process is self._process:
                process.close()

    def _send(self, process: Process, waiting: deque[_Task], sent: deque[_Task]) -> None:
        """Send what may be under way together, nothing larger than there was memory for."""
        while waiting and _may_join(waiting[0], sent, self.window):
            task = waiting.popleft()
            if len(task.batch) > 1 and _size(task.batch) > self._largest:
                _put_first(waiting, _parts(task.batch, Kind.MEMORY), alone=True)
            else:
                process.send(task.batch)
                sent.append(task)

    def _troubled(
        self, trouble: Trouble, waiting: deque[_Task], sent: deque[_Task], alive: bool
    ) -> Iterator[Sequence[Answer]]:
        """Say what is to be done again, and how, after the batch sent first came to grief; yield what is given up."""
        alone = trouble.kind is not Kind.FAILED
        if trouble.kind is Kind.MEMORY:
            self.window = 1
        if alone and len(sent) > 1:  # any of them may be the cause
            blamed = [sent.popleft()] if alive else [sent.popleft() for _ in range(len(sent))]
            _put_first(waiting, [task.batch for task in blamed], alone)
            return
        batch = sent.popleft().batch
        parts = _parts(batch, trouble.kind)
        _put_first(waiting, parts, alone)
        if not parts:
            yield [(batch[0], self._given_up(trouble))]
        elif trouble.kind is Kind.MEMORY:
            self._largest = max(map(_size, parts))

    def _given_up(self, trouble: Trouble) -> Translated:
        """Return what stands for a sentence that failed alone; raise `PipelineError` if it is not to blame."""
        self._faults += 1
        if trouble.kind is Kind.MEMORY:
            raise self._out_of_memory()
        said = f"{trouble.kind.value}: {trouble.reason}" if trouble.kind is Kind.FAILED else trouble.kind.value
        if self._faults >= _SICK and not (self._answered and trouble.kind is Kind.FAILED):
            raise self.model.unusable(f"{_SICK} sentences in a row failed; of the last one: {said}")
        return Translated("", fault=said)

    def _patience(self, batch: Batch) -> float:
        return self.patience * min(_MOST_PATIENT, 1 + _size(batch) / _PATIENT_BYTES)

    def _ready(self) -> Process:
        """Return a process that has loaded the model and owes nothing; start one if there is none."""
        if self._process and self._process.alive and not self._process.sent:
            self._process.used()
            return self._process
        self.close()
        self._process = process = Process(self.load)
        reply = process.receive(self.patience * _MOST_PATIENT)
        if isinstance(reply, Trouble):
            self.close()
            raise self._not_loaded(reply)
        return process

    def _not_loaded(self, trouble: Trouble) -> PipelineError:
        match trouble.kind:
            case Kind.MEMORY:
                return self._out_of_memory()
            case Kind.FAILED:
                return self.model.unusable(trouble.reason)
            case Kind.CRASHED:
                return self.model.unusable(
                    f"it crashed while it was loaded ({trouble.reason})"
                    if trouble.reason
                    else "it crashed while it was loaded"
                )
            case Kind.SILENT:
                return self.model.unusable("it was not loaded in time")

    def _out_of_memory(self) -> PipelineError:
        return PipelineError(
            f"there is too little memory to run the model {self.provenance.model}, even for one sentence",
            hint="close other programs, or use a smaller model, fewer --jobs or --compute-type int8",
            code="models.memory",
        )


def _may_join(task: _Task, sent: deque[_Task], window: int) -> bool:
    """Return whether a task may be sent after those under way."""
    return not sent or (len(sent) < window and not task.alone and not sent[-1].alone)


def _put_first(waiting: deque[_Task], parts: Sequence[Batch], alone: bool) -> None:
    waiting.extendleft(_Task(part, alone) for part in reversed(parts))


def _size(batch: Batch) -> int:
    """Return how many bytes of UTF-8 a batch has, padding counted."""
    return len(batch) * max(size_of(request.text) for request in batch)


def _parts(batch: Batch, kind: Kind) -> list[Batch]:
    """Return what a batch is tried in after it failed alone: its halves if memory ran out, else its sentences."""
    if len(batch) == 1:
        return []
    half = len(batch) // 2
    return [batch[:half], batch[half:]] if kind is Kind.MEMORY else [(request,) for request in batch]


def _joined(batches: Sequence[Batch], times: int) -> list[Batch]:
    """Return the batches, up to `times` neighbours that ask for the same way of translating made one."""
    result, ways, count = list[Batch](), None, 0
    for batch in filter(None, batches):
        same = (batch[0].beam, batch[0].no_repeat, batch[0].aligned)
        if result and same == ways and count < times:
            result[-1] += batch
            count += 1
        else:
            result.append(batch)
            ways, count = same, 1
    return result
