"""Whole builds of real texts, which lie outside the repository; skipped, and said so, where they are missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from real_texts import built, sources

from pipeline.check import check_folder


def test_the_seed_text_becomes_six_editions(tmp_path: Path) -> None:
    events = built(sources("seed"), tmp_path, to=("es",), formats=("docx", "epub", "pdf"))
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
    texts = sources("state-of-the-union")
    built(texts, tmp_path, formats=("docx", "epub", "pdf"))
    editions = json.loads((tmp_path / "manifest.json").read_text())["editions"]
    assert len(editions) == 3 * len(texts)
    assert list(check_folder(tmp_path).findings) == []
