"""Taking out of the folder what no source makes any more: only that, and only if it was asked for."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from building import attempt, built, sources, stats

from pipeline import folder, publish
from pipeline.check import check_folder


def _stops(*_: object) -> bool:
    raise KeyboardInterrupt


def _sh(home: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parent.parent
    command = [sys.executable, "-X", "importtime", "-m", "pipeline", *options]
    env = {**os.environ, "PYTHONPATH": str(root), **environment}
    return subprocess.run(command, cwd=home, env=env, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603


def _swap(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def test_a_work_without_a_source_stays_until_it_is_pruned_with_all_that_is_its_own(tmp_path: Path) -> None:
    _swap(sources(tmp_path, "Tides", "Winds") / "tides.md", "lang: en\n", "lang: en\nto: [es]\n")
    built(tmp_path, formats=("epub",))
    (tmp_path / "sources" / "tides.md").unlink()
    log = built(tmp_path, formats=("epub",))
    (found,) = log.findings("work.orphan")
    assert (found.severity.value, "tides" in found.message, "--prune" in found.hint) == ("info", True, True)
    assert (tmp_path / "out" / "tides" / "read").exists()
    log = built(tmp_path, formats=("epub",), prune=True)
    assert {"tides.en.epub", "tides.es.epub", "tides.es.review.html", "tides.en.html"} <= set(log.files("removed"))
    assert not (tmp_path / "out" / "tides").exists()
    assert "tides" not in (tmp_path / "out" / "index.html").read_text()
    assert check_folder(tmp_path / "out").findings == ()


def test_an_edition_no_longer_asked_for_stays_until_it_is_pruned(tmp_path: Path) -> None:
    sources(tmp_path, "Tides")
    built(tmp_path, to=("es",))
    log = built(tmp_path)
    assert len(log.findings("edition.earlier")) == 1
    assert "tides.es.docx" in log.findings("edition.earlier")[0].message
    log = built(tmp_path, prune=True)
    assert {"tides.es.docx", "tides.es.review.html"} <= set(log.files("removed"))
    assert check_folder(tmp_path / "out").findings == ()


def test_pruning_twice_does_nothing_the_second_time(tmp_path: Path) -> None:
    sources(tmp_path, "Tides")
    built(tmp_path, to=("es",))
    built(tmp_path, prune=True)
    before = stats(tmp_path / "out")
    built(tmp_path, prune=True)
    assert stats(tmp_path / "out") == before


def test_what_a_person_changed_or_added_is_never_removed(tmp_path: Path) -> None:
    sources(tmp_path, "Tides", "Winds")
    built(tmp_path)
    (tmp_path / "sources" / "tides.md").unlink()
    theirs = tmp_path / "out" / "tides" / "tides.en.docx"
    theirs.write_bytes(b"annotated")
    (tmp_path / "out" / "tides" / "notes.txt").write_text("mine")
    log = built(tmp_path, prune=True)
    assert [str(each.location) for each in log.findings("prune.changed")] == [str(theirs)]
    assert "tides.en.docx" not in log.files("removed")
    assert theirs.read_bytes() == b"annotated"
    assert (tmp_path / "out" / "tides" / "notes.txt").exists()


def test_nothing_is_removed_while_a_source_cannot_be_read(tmp_path: Path) -> None:
    folder = sources(tmp_path, "Tides", "Winds")
    built(tmp_path)
    (folder / "tides.md").unlink()
    (folder / "broken").mkdir()
    (folder / "broken" / "meta.toml").write_text("lang =\n")
    clean, log = attempt(tmp_path, prune=True)
    assert (clean, len(log.findings("prune.not")), log.files("removed")) == (False, 1, [])
    assert (tmp_path / "out" / "tides" / "tides.en.docx").exists()


def test_a_single_source_cannot_be_pruned_for(tmp_path: Path) -> None:
    sources(tmp_path, "Tides")
    assert _sh(tmp_path, "build", "sources/tides.md", "--prune").returncode == 2


def test_pruning_that_is_broken_off_is_ended_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources(tmp_path, "Tides", "Winds")
    built(tmp_path)
    (tmp_path / "sources" / "tides.md").unlink()
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.folder.remove", _stops)
        with pytest.raises(KeyboardInterrupt):
            attempt(tmp_path, prune=True)
    built(tmp_path, prune=True)
    assert not (tmp_path / "out" / "tides").exists()
    assert check_folder(tmp_path / "out").findings == ()


def test_a_review_that_outlived_its_work_is_pruned(tmp_path: Path) -> None:
    sources(tmp_path, "Winds")
    built(tmp_path)
    manifest = folder.manifest_of(tmp_path / "out")
    left = folder.put(tmp_path / "out", "tides/tides.es.review.json", b"{}")
    for name, data in publish.files(dataclasses.replace(manifest, reviews=(left,))).items():
        folder.put(tmp_path / "out", name, data)
    assert built(tmp_path, prune=True).files("removed") == ["tides.es.review.json"]
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["reviews"] == []
