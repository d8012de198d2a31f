"""Processes that work on many things at once, the longest first, none of which outlives a build."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from multiprocessing import active_children, get_context, parent_process
from types import TracebackType
from typing import Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_WORTH = 3.0
"""Seconds of work below which it is done sooner here than in processes that have to start first."""
_AHEAD = 2
"""How many things are given out for each process: one that it works on, and one so that it need not wait."""


class Workers:
    """Up to `processes` processes, started when there is enough to do for them; used as a context.

    A process ends with the one that started it, even if that is killed. Ctrl-C is heard by the first one only, which
    ends the others at once.
    """

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is None:
            return
        if kind is not None:
            children = active_children()
            for process in children:
                process.kill()
            for process in children:
                process.join(1)
        self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def each(
        self,
        function: Callable[[T], R],
        things: Sequence[T],
        seconds: Callable[[T], float],
        lost: Callable[[T], R],
    ) -> Iterator[R]:
        """Yield what `function` returns for each thing, as they are done; `seconds` is a guess how long one takes.

        Only a few are under way at a time, so that neither things nor results pile up. Where a process is killed from
        outside, as for want of memory, all that were under way are tried again one by one; for one that takes its
        process with it again, there is what `lost` returns.
        """
        if self.processes <= 1 or len(things) <= 1 or (self._pool is None and sum(map(seconds, things)) < _WORTH):
            yield from map(function, things)
            return
        left = deque(sorted(things, key=seconds, reverse=True))
        under_way: dict[Future[R], T] = {}
        try:
            yield from self._spread(function, left, under_way)
        except BrokenExecutor:
            self._pool = None
            for thing in (*under_way.values(), *left):
                yield self._alone(function, thing, lost)

    def _spread(self, function: Callable[[T], R], left: deque[T], under_way: dict[Future[R], T]) -> Iterator[R]:
        """Yield results while things are left, which leave `left` and then `under_way`."""
        pool = self._started()
        while left or under_way:
            while left and len(under_way) < _AHEAD * self.processes:
                future = pool.submit(function, left[0])
                under_way[future] = left.popleft()
            for done in wait(under_way, return_when=FIRST_COMPLETED).done:
                result = done.result()
                del under_way[done]
                yield result

    def _alone(self, function: Callable[[T], R], thing: T, lost: Callable[[T], R]) -> R:
        try:
            return self._started().submit(function, thing).result()
        except BrokenExecutor:
            self._pool = None
            return lost(thing)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # spawn, not fork: threads that libraries have started do not survive a fork
            self._pool = ProcessPoolExecutor(self.processes, mp_context=get_context("spawn"), initializer=_begin)
        return self._pool


def _begin() -> None:
    """Leave Ctrl-C to the parent, and end when it does: a killed parent cannot end anyone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
