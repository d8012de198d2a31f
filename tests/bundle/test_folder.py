"""One zip of a folder of editions: whole, in order, the same each time; refused where the folder is not whole."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from pipeline import publish
from pipeline.bundle.folder import bundle
from pipeline.folder import UNFINISHED
from pipeline.report import PipelineError, Severity
from pipeline.run import Request, build

STAMP = 1_700_000_000
TIDES = "---\ntitle: The tides\nlang: en\n---\n\nThe moon pulls the water.\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("tides")
    (home / "tides.md").write_text(TIDES)
    assert build(Request((home / "tides.md",), out=home / "out", formats=("epub", "pdf"), stamp=STAMP), lambda _: None)
    return home / "out"


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "out")
    return tmp_path / "out"


def codes(folder: Path) -> dict[str, str]:
    """Return what is found of a folder: the code of each finding by its place; nothing may have been packed."""
    outcome = bundle(folder)
    assert outcome.value is None
    assert not folder.with_name("out.zip").exists()
    return {str(each.location): each.code for each in outcome.findings if each.severity is Severity.ERROR}


def test_all_that_has_a_checksum_lies_in_one_folder_in_order(folder: Path) -> None:
    outcome = bundle(folder)
    assert not outcome.findings
    with ZipFile(folder.with_name("out.zip")) as archive:
        names = archive.namelist()
        lines = archive.read("out/SHA256SUMS").decode().splitlines()
        digests = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names}
        assert {info.date_time for info in archive.infolist()} == {(2023, 11, 14, 22, 13, 20)}
    there = (path.relative_to(folder.parent).as_posix() for path in folder.rglob("*") if path.is_file())
    assert names == sorted(there)
    assert all(digests[f"out/{name}"] == digest for digest, name in (line.split("  ") for line in lines))


def test_the_same_bytes_come_again_wherever_the_folder_lies(folder: Path, tmp_path: Path) -> None:
    one = bundle(folder).value
    shutil.copytree(folder, tmp_path / "elsewhere" / "out")
    two = bundle(tmp_path / "elsewhere" / "out", tmp_path / "two.zip").value
    assert one and two and one.sha256 == two.sha256


def test_the_time_may_be_fixed(folder: Path) -> None:
    bundle(folder, stamp=0)
    with ZipFile(folder.with_name("out.zip")) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_altered_or_missing_is_named(folder: Path) -> None:
    with (folder / "tides/tides.en.pdf").open("ab") as file:
        file.write(b"%")
    (folder / "tides/tides.en.epub").unlink()
    assert codes(folder) == {"tides/tides.en.pdf": "verify.checksum", "tides/tides.en.epub": "verify.missing"}


@pytest.mark.parametrize("name", ["SHA256SUMS", "verify.json"])
def test_what_tells_of_the_editions_must_agree_with_the_manifest(folder: Path, name: str) -> None:
    (folder / name).write_text("")
    assert set(codes(folder)) == {name}


def test_a_build_that_did_not_end_is_refused(folder: Path) -> None:
    (folder / UNFINISHED).touch()
    assert codes(folder) == {str(folder): "bundle.unfinished"}


def test_what_the_manifest_does_not_know_is_left_out_and_told(folder: Path) -> None:
    (folder / "tides" / "notes.txt").write_text("mine")
    (folder / ".hidden").write_text("mine")
    outcome = bundle(folder)
    (finding,) = outcome.findings
    assert (finding.code, finding.severity) == ("bundle.foreign", Severity.WARNING)
    assert "tides/notes.txt" in finding.message
    with ZipFile(folder.with_name("out.zip")) as archive:
        assert {"out/tides/notes.txt", "out/.hidden"}.isdisjoint(archive.namelist())


def test_a_zip_within_the_folder_is_refused(folder: Path) -> None:
    with pytest.raises(PipelineError, match="in the folder that it is made of"):
        bundle(folder, folder / "tides" / "it.zip")


def test_a_folder_without_editions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="no such folder"):
        bundle(tmp_path / "nothing")
    with pytest.raises(PipelineError, match=r"manifest\.json is missing"):
        bundle(tmp_path)


def test_a_manifest_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / publish.MANIFEST).write_text("{}")
    with pytest.raises(PipelineError, match=r"manifest\.json: the manifest is damaged"):
        bundle(folder)


def test_a_name_that_windows_cannot_unpack_is_told_and_packed(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "aux")
    outcome = bundle(tmp_path / "aux")
    assert outcome.value and [each.code for each in outcome.findings] == ["bundle.name"]
