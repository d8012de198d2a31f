"""Processes that work on many things at once."""

from __future__ import annotations

import os
import signal
from multiprocessing import active_children
from pathlib import Path

import pytest

from pipeline.workers import Workers


def _double(number: int) -> int:
    return 2 * number


def _killed_by_seven(number: int) -> int:
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def _killed_once(place: str) -> str:
    """Kill the process the first time only, as one may be killed for what another has taken."""
    if not Path(place).exists():
        Path(place).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def _long(_: object) -> float:
    return 10.0  # seconds: worth processes of their own


def _lost(thing: object) -> str:
    return f"lost {thing}"


@pytest.mark.parametrize("processes", [1, 2])
def test_results_are_the_same_however_many_processes_there_are(processes: int) -> None:
    with Workers(processes) as workers:
        assert sorted(workers.each(_double, range(9), _long, lambda _: -1)) == [0, 2, 4, 6, 8, 10, 12, 14, 16]


def test_what_takes_its_process_with_it_is_lost_alone() -> None:
    with Workers(2) as workers:
        found = list(workers.each(_killed_by_seven, range(9), _long, _lost))  # type: ignore[arg-type]
    assert sorted(map(str, found)) == ["0", "10", "12", "16", "2", "4", "6", "8", "lost 7"]


def test_what_was_killed_by_chance_is_done_again(tmp_path: Path) -> None:
    places = [str(tmp_path / name) for name in ("one", "other")]
    with Workers(2) as workers:
        # both are tried again alone, where neither is there the first time that it is tried
        assert set(workers.each(_killed_once, places, _long, _lost)) <= {"done", *map(_lost, places)}
        assert list(workers.each(_killed_once, places, _long, _lost)) == ["done", "done"]


def test_little_work_starts_no_process() -> None:
    with Workers(2) as workers:
        assert list(workers.each(_double, [2, 1], lambda _: 0.1, lambda _: -1)) == [4, 2]
        assert active_children() == []


def test_no_process_is_left_after_an_error() -> None:
    with pytest.raises(KeyError), Workers(2) as workers:
        results = workers.each(_double, range(99), _long, lambda _: -1)
        next(results)
        raise KeyError
    for process in active_children():
        process.join(timeout=30)
    assert active_children() == []
