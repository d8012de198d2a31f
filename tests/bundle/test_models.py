"""Installed models as files that can be installed again."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

import pipeline.translate
from pipeline.bundle.models import chosen, model
from pipeline.report import PipelineError
from pipeline.translate import packages
from pipeline.translate.argos import Package, embedded

EMBEDDED = next((Path(pipeline.translate.__file__).parent / "data").glob("*.argosmodel"))


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    return packages.install_file(EMBEDDED)


def test_a_model_becomes_a_file_that_installs_the_same_model(installed: Package, tmp_path: Path) -> None:
    file = model(installed, tmp_path / "out")
    again = packages.install_file(file, tmp_path / "elsewhere")
    assert again.folder and installed.folder
    names = [path.relative_to(installed.folder) for path in installed.folder.rglob("*") if path.is_file()]
    assert names and all((again.folder / name).read_bytes() == (installed.folder / name).read_bytes() for name in names)


def test_the_same_bytes_come_each_time(installed: Package, tmp_path: Path) -> None:
    one, two = (model(installed, tmp_path / name).read_bytes() for name in ("one", "two"))
    assert one == two
    with ZipFile(tmp_path / "one" / f"{installed.folder and installed.folder.name}.argosmodel") as archive:
        assert not [name for name in archive.namelist() if name.endswith("polyfolio.sha256")]


def test_an_altered_model_is_refused(installed: Package, tmp_path: Path) -> None:
    assert installed.folder
    (installed.folder / "metadata.json").write_bytes((installed.folder / "metadata.json").read_bytes() + b" ")
    with pytest.raises(PipelineError, match="not as it was installed"):
        model(installed, tmp_path)


def test_what_cannot_be_installed_is_refused_though_nothing_says_how_it_was(installed: Package, tmp_path: Path) -> None:
    assert installed.folder
    for name in ("polyfolio.sha256", "sentencepiece.model"):
        (installed.folder / name).unlink()
    with pytest.raises(PipelineError, match="it lacks sentencepiece"):
        model(installed, tmp_path)


def test_all_installed_models_are_chosen_or_those_of_the_pairs(installed: Package) -> None:
    assert chosen(None) == (installed,)
    assert chosen([("en", "es"), ("en", "ES")]) == (installed,)
    assert chosen([]) == ()


@pytest.mark.usefixtures("installed")
def test_a_pair_without_a_model_is_refused() -> None:
    with pytest.raises(PipelineError, match="no model for en → km"):
        chosen([("en", "km")])


def test_the_embedded_model_is_never_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path))
    assert chosen([("en", "es")]) == ()
    with pytest.raises(PipelineError, match="comes with the program"):
        model(embedded(), tmp_path)
