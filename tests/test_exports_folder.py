"""The folder of editions: who may write to it, what is in it, what is taken out of it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from pipeline import folder, publish
from pipeline.publish import Manifest
from pipeline.report import PipelineError


def _described(out: Path, manifest: Manifest) -> None:
    for name, data in publish.files(manifest).items():
        folder.put(out, name, data)


def test_a_folder_is_held_by_one_alone_and_free_after_an_error(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(KeyError), folder.held(tmp_path):
            with pytest.raises(PipelineError, match=f"process {os.getpid()} on "), folder.held(tmp_path):
                pass
            raise KeyError
        assert [path.name for path in tmp_path.iterdir()] == [folder.UNFINISHED]
    with folder.held(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_somebody_s_website_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(PipelineError, match=r"no build has made: index\.html"), folder.held(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    _described(tmp_path, Manifest())
    with folder.held(tmp_path):
        pass


def test_a_build_has_ended_if_its_description_is_what_it_wrote(tmp_path: Path) -> None:
    manifest = Manifest(reviews=(folder.put(tmp_path, "tides/tides.es.review.json", b"{}"),))
    assert not folder.is_finished(tmp_path, manifest)
    _described(tmp_path, manifest)
    assert folder.is_finished(tmp_path, manifest)
    for name in (publish.MANIFEST, publish.REPORT, publish.SUMS):
        (tmp_path / name).write_bytes(b"{}")
        assert not folder.is_finished(tmp_path, manifest), name
        _described(tmp_path, manifest)
    with folder.held(tmp_path):
        assert not folder.is_finished(tmp_path, manifest)


def test_a_folder_without_a_manifest_is_empty_and_a_damaged_one_too_with_a_finding(tmp_path: Path) -> None:
    assert folder.read_manifest(tmp_path / "absent").findings == ()
    (tmp_path / publish.MANIFEST).write_bytes(b"{")
    read = folder.read_manifest(tmp_path)
    assert (read.value, [found.code for found in read.findings]) == (Manifest(), ["manifest.damaged"])
    with pytest.raises(PipelineError) as caught:
        folder.manifest_of(tmp_path)
    assert str(caught.value.location) == str(tmp_path / publish.MANIFEST)


def test_what_is_there_as_it_should_be_is_not_written_again(tmp_path: Path) -> None:
    kept = folder.put(tmp_path, "a/b.html", b"x")
    before = (tmp_path / "a" / "b.html").stat().st_ino
    assert folder.put(tmp_path, "a/b.html", b"x") == kept
    assert (tmp_path / "a" / "b.html").stat().st_ino == before
    assert folder.altered(tmp_path, {"a/b.html": kept.sha256, "a/c.html": kept.sha256}) == ["a/c.html"]


def test_a_file_is_removed_with_folders_that_are_empty_then_unless_it_was_changed(tmp_path: Path) -> None:
    for file in ("a/read/es/one.html", "a/two.html", "a/three.html"):
        folder.put(tmp_path, file, b"x")
    (tmp_path / "a" / "three.html").write_bytes(b"mine")
    digest = hashlib.sha256(b"x").hexdigest()
    (tmp_path / "a" / "folder").mkdir()
    assert [folder.remove(tmp_path, f"a/{name}", digest) for name in ("read/es/one.html", "two.html", "gone.html")] == [
        True, True, True,
    ]  # fmt: skip
    assert [folder.remove(tmp_path, f"a/{name}", digest) for name in ("three.html", "folder")] == [False, False]
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["folder", "three.html"]
