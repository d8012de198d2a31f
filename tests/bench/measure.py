"""Run contenders as processes of their own, in turn, and keep what they say of themselves."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

Figures: TypeAlias = dict[str, float]

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def run(command: Sequence[object], environment: Mapping[str, str] | None = None, folder: Path = ROOT) -> Figures:
    """Run a program that prints its figures as JSON in its last line, and return them."""
    words = [str(part) for part in command]
    done = subprocess.run(words, check=False, capture_output=True, text=True, cwd=folder, env=environment)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} failed:\n{done.stderr[-4000:]}")
    found: Figures = json.loads(done.stdout.strip().rpartition("\n")[2])
    return found


def with_pipeline() -> dict[str, str]:
    """Return an environment in which this project can be imported, and is compiled once as it is for its users."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(ROOT)}


def in_turn(contenders: Mapping[str, Callable[[], Figures]], times: int) -> dict[str, list[Figures]]:
    """Call each contender `times` times, one after another and then all again, every other time the other way round.

    What slows the machine for a while then slows all of them alike.
    """
    found: dict[str, list[Figures]] = {name: [] for name in contenders}
    for number in range(times):
        for name in contenders if number % 2 == 0 else reversed(list(contenders)):
            found[name].append(contenders[name]())
    return found


def quickest(runs: Iterable[Figures]) -> Figures:
    """Return the figures of the run that took the least time."""
    return min(runs, key=lambda figures: figures["seconds"])
