# ruff: noqa: T201  (printing the numbers is what this file is for)
"""Whole builds of real texts, which lie outside the repository; skipped, and said so, where they are missing."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from pathlib import Path

import pytest

from pipeline.check import check_folder
from pipeline.report import Severity
from pipeline.run import Event, Request, build

INPUTS = Path(os.environ.get("POLYFOLIO_INPUTS") or Path(__file__).parents[2].parent / "shared" / "inputs")


def _sources(folder: str) -> tuple[Path, ...]:
    found = tuple(sorted((INPUTS / folder).glob("*.txt")))
    if not found:
        print(f"\nacceptance: {INPUTS / folder} is missing; nothing was built")
        pytest.skip(f"{INPUTS / folder} is missing")
    return found


def _build(sources: tuple[Path, ...], out: Path, *, to: tuple[str, ...] = (), formats: tuple[str, ...]) -> list[Event]:
    events: list[Event] = []
    start = time.perf_counter()
    request = Request(sources, to=to, formats=formats, out=out, jobs=os.cpu_count() or 1)
    clean = build(request, events.append)
    kinds = Counter(event.finding.code if event.finding else event.kind for event in events)
    print(f"\nacceptance: {len(sources)} works built in {time.perf_counter() - start:.0f} s: {dict(kinds)}")
    assert clean, [str(e.finding) for e in events if e.finding and e.finding.severity is Severity.ERROR][:5]
    return events


def test_the_seed_text_becomes_six_editions(tmp_path: Path) -> None:
    events = _build(_sources("seed"), tmp_path, to=("es",), formats=("docx", "epub", "pdf"))
    editions = json.loads((tmp_path / "manifest.json").read_text())["editions"]
    assert len(editions) == 6
    original = editions[0]["expected"]["metadata"]
    assert original["title"] == ["Xi speaks at internet summit"]
    assert original["subtitle"][0].startswith("Xi Jinping delivers video speech")
    assert (original["coverage"], original["publisher"]) == (["Beijing"], ["Xinhua News Agency"])
    assert list(check_folder(tmp_path).findings) == []
    damaged = [event.finding.location for event in events if event.finding and "suspicious" in event.finding.code]
    assert [place.line for place in damaged if place] == [7, 13]


@pytest.mark.slow
def test_every_speech_becomes_three_formats_and_verifies(tmp_path: Path) -> None:
    sources = _sources("state-of-the-union")
    _build(sources, tmp_path, formats=("docx", "epub", "pdf"))
    editions = json.loads((tmp_path / "manifest.json").read_text())["editions"]
    assert len(editions) == 3 * len(sources)
    assert list(check_folder(tmp_path).findings) == []


@pytest.mark.slow
def test_the_declaration_becomes_docx_and_epub_in_every_script(tmp_path: Path) -> None:
    sources = _sources("udhr")
    _build(sources, tmp_path, formats=("docx", "epub"))
    editions = json.loads((tmp_path / "manifest.json").read_text())["editions"]
    assert len(editions) == 2 * len(sources)
