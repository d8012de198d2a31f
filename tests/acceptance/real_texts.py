# ruff: noqa: T201  (printing the numbers is what these tests are for)
"""What the tests over real texts share: the texts, builds of them, their scripts, and other people's validators."""

from __future__ import annotations

import os
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from faults import Fault, Missing, told
from tools import in_shares

from pipeline.report import Severity
from pipeline.run import Event, Request, build

INPUTS = Path(os.environ.get("POLYFOLIO_INPUTS") or Path(__file__).parents[2].parent / "shared" / "inputs")


def sources(folder: str) -> tuple[Path, ...]:
    """Return the texts of a folder of inputs in order; the test is skipped, and says so, where there are none."""
    found = tuple(sorted((INPUTS / folder).glob("*.txt")))
    if not found:
        print(f"\nacceptance: {INPUTS / folder} is missing; nothing was read")
        pytest.skip(f"{INPUTS / folder} is missing")
    return found


def built(texts: tuple[Path, ...], out: Path, *, to: tuple[str, ...] = (), formats: tuple[str, ...]) -> list[Event]:
    """Build editions into `out` and return what was told; nothing may fail."""
    events: list[Event] = []
    start = time.perf_counter()
    request = Request(texts, to=to, formats=formats, out=out, jobs=os.cpu_count() or 1)
    clean = build(request, events.append)
    kinds = Counter(event.finding.code if event.finding else event.kind for event in events)
    print(f"\nacceptance: {len(texts)} works built in {time.perf_counter() - start:.0f} s: {dict(kinds)}")
    assert clean, [str(e.finding) for e in events if e.finding and e.finding.severity is Severity.ERROR][:5]
    return events


def judged(
    name: str, check: Callable[[Sequence[Path]], list[Fault]], files: Sequence[Path], *, together: bool = False
) -> list[str]:
    """Return what a validator has against the files; nothing, and a line that says so, where it cannot be had.

    The files go in shares to as many of its processes as there are processors, unless it has to see them `together`.
    """
    start = time.perf_counter()
    try:
        found = check(files) if together else in_shares(check, files)
    except Missing as missing:
        print(f"{name}: skipped, {missing} (hint: {missing.hint})")
        return []
    print("\n".join(told(name, files, found)), f"({time.perf_counter() - start:.0f} s)")
    return [f"{fault.file.name}: {fault.rule}, {fault.meaning}, {fault.first}" for fault in found]


def script_of(text: str) -> str:
    """Return the first word of most letters' Unicode names, which is their script's."""
    names = Counter(unicodedata.name(char, "?").split()[0] for char in text if char.isalpha())
    return max(names, key=lambda name: (names[name], name), default="?")


def is_turned(text: str) -> bool:
    """Return whether a text runs from right to left."""
    classes = Counter(map(unicodedata.bidirectional, text))
    return classes["R"] + classes["AL"] > classes["L"]
