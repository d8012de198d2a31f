"""What there is to do, before anything is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from building import built, sources

from pipeline import files, folder, publish
from pipeline.publish import Manifest
from pipeline.survey import Survey, pruned, survey
from pipeline.translating import Means


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build two works once; no test changes what was built."""
    home = tmp_path_factory.mktemp("home")
    sources(home, "Tides", "Winds")
    built(home, to=("es",))
    return home


def _found(home: Path, *titles: str) -> tuple[Survey, Manifest]:
    works = [work for work in files.find((home / "sources",)) if isinstance(work, files.Work) and work.slug in titles]
    manifest = folder.manifest_of(home / "out")
    shared = {name: digest for name, digest in manifest.works[0].inputs.items() if not name.startswith("text")}
    return survey(works, home / "out", shared, Means()).value, manifest


def test_works_are_kept_whose_inputs_and_files_are_as_they_were(home: Path) -> None:
    found, manifest = _found(home, "tides", "winds")
    assert (found.finished, found.changed, found.orphans) == (True, (), ())
    assert found.kept_manifest.records == manifest.records


def test_works_without_a_source_are_orphans(home: Path) -> None:
    found, manifest = _found(home, "winds")
    assert found.orphans == ("tides",)
    left = pruned(manifest, found.kept, found.orphans)
    names = {each.file.partition("/")[0] for each in (*left.records, *left.reviews)}
    assert (names, [work.slug for work in left.works]) == ({"winds"}, ["winds"])


def test_of_a_work_that_is_not_whole_nothing_is_pruned(home: Path) -> None:
    found, manifest = _found(home, "tides", "winds")
    tides = replace(found.kept[0], files=found.kept[0].files[:1])
    assert len(pruned(manifest, (tides,), ()).records) == len(manifest.records) - 1
    assert pruned(manifest, (), ()) == manifest


def test_a_work_whose_files_nobody_knows_is_not_kept(home: Path, tmp_path: Path) -> None:
    _, manifest = _found(home, "tides")
    for name, data in publish.files(replace(manifest, records=(), reviews=())).items():
        folder.put(tmp_path, name, data)
    works = [work for work in files.find((home / "sources",)) if isinstance(work, files.Work)]
    shared = {name: digest for name, digest in manifest.works[0].inputs.items() if not name.startswith("text")}
    assert survey(works, tmp_path, shared, Means()).value.kept == ()
