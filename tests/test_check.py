"""A folder of editions, opened again: what came in the place of an edition is a finding, in bounded time and memory."""

from __future__ import annotations

import io
import json
import os
import resource
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest

from pipeline.check import Report, check_folder
from pipeline.report import PipelineError
from pipeline.run import Request, build

SOURCE = """---
title: The tides
lang: en
---

# The moon

The moon pulls the **water**.[^1]

[^1]: It pulls the land too.

# The sun

| Body | Pull |
|------|-----:|
| moon | 2    |
"""
GIGABYTE = 2**30
MEMORY = 2 * GIGABYTE
"""Of addresses; a program that unpacked a gigabyte would ask for more, beside what it needs to start."""


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files of a folder of editions by their paths."""
    home = tmp_path_factory.mktemp("tides")
    (home / "tides.md").write_text(SOURCE)
    assert build(Request((home / "tides.md",), out=home / "out", stamp=1_700_000_000), lambda _: None)
    return {
        str(path.relative_to(home / "out")): path.read_bytes() for path in (home / "out").rglob("*") if path.is_file()
    }


@pytest.fixture
def folder(editions: dict[str, bytes], tmp_path: Path) -> Path:
    for name, data in editions.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def of(report: Report, kind: str) -> set[str]:
    """Return the codes of all that was found of the edition of a kind."""
    found = report.findings
    return {each.code for each in found if each.location and each.location.file.endswith(kind)}


def encrypted(data: bytes) -> bytes:
    """Return a zip archive each of whose entries says that it is encrypted (APPNOTE 4.4.4, bit 0)."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 4)
    return bytes(changed)


def bomb(name: str) -> bytes:
    """Return an archive of a megabyte that unpacks to a gigabyte."""
    into, block = io.BytesIO(), bytes(2**24)
    with (
        ZipFile(into, "w", ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(name, "w", force_zip64=True) as entry,
    ):
        for _ in range(GIGABYTE // len(block)):
            entry.write(block)
    return into.getvalue()


def lying(data: bytes) -> bytes:
    """Return the bomb with its sizes said to be small."""
    changed = bytearray(data)
    at = changed.find(b"PK\x01\x02")
    changed[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(changed)


def locked(data: bytes) -> bytes:
    into = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(into, encryption=pikepdf.Encryption(owner="a", user="b"))
    return into.getvalue()


def burst(data: bytes) -> bytes:
    """Return a PDF whose first page unpacks to a gigabyte."""
    packer, block = zlib.compressobj(1), bytes(2**24)
    packed = b"".join([*(packer.compress(block) for _ in range(GIGABYTE // len(block))), packer.flush()])
    into = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[0].Contents = pdf.make_stream(b"")
        pdf.pages[0].Contents.write(packed, filter=pikepdf.Name.FlateDecode)
        pdf.save(into, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return into.getvalue()


REPLACED: dict[tuple[str, str], Callable[[bytes], bytes]] = {
    **{(kind, "nothing"): lambda _: b"" for kind in ("docx", "epub", "pdf")},
    **{(kind, "the first half"): lambda data: data[: len(data) // 2] for kind in ("docx", "epub", "pdf")},
    **{(kind, "other bytes"): lambda data: bytes(255 - byte for byte in data) for kind in ("docx", "epub", "pdf")},
    **{(kind, "an encrypted file"): encrypted for kind in ("docx", "epub")},
    ("docx", "a bomb"): lambda _: bomb("word/document.xml"),
    ("epub", "a bomb"): lambda _: bomb("mimetype"),
    ("docx", "a bomb that lies"): lambda _: lying(bomb("word/document.xml")),
    ("pdf", "an encrypted file"): locked,
    ("pdf", "a bomb"): burst,
}


def test_a_folder_as_it_was_made_is_clean(folder: Path) -> None:
    report = check_folder(folder)
    assert report.findings == ()
    assert {each.file.rpartition(".")[2] for each in report.editions} == {"docx", "epub", "pdf"}


@pytest.mark.parametrize(("kind", "what"), [key for key in REPLACED if "bomb" not in key[1]])
def test_what_came_in_the_place_of_an_edition_is_found(folder: Path, kind: str, what: str) -> None:
    path = folder / "tides" / f"tides.en.{kind}"
    path.write_bytes(REPLACED[kind, what](path.read_bytes()))
    assert of(check_folder(folder), kind) == {"verify.checksum", "verify.damaged"}


@pytest.mark.parametrize(("kind", "what"), [key for key in REPLACED if "bomb" in key[1]])
def test_what_is_made_to_burst_is_found_without_unpacking_it(folder: Path, kind: str, what: str) -> None:
    path = folder / "tides" / f"tides.en.{kind}"
    path.write_bytes(REPLACED[kind, what](path.read_bytes()))
    result = _verified(folder)
    assert result.returncode == 1
    found = next(each for each in json.loads(result.stdout)["editions"] if each["file"].endswith(kind))["findings"]
    assert [each["code"] for each in found] == ["verify.damaged"]


def test_a_person_s_translation_is_held_against_the_original_whatever_its_name_and_is_only_told(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "work.md").write_text("---\ntitle: Work\nlang: en\n---\n\n# One\n\n## Two\n\nText.\n")
    (tmp_path / "work" / "work.de.md").write_text("---\ntitle: Werk\nlang: de\n---\n\n# Eins\n\nText.\n")
    request = Request((tmp_path / "work",), out=tmp_path / "out", stamp=1_700_000_000, formats=("docx",))
    assert build(request, lambda _: None)
    found = check_folder(tmp_path / "out").findings
    assert {(each.code, each.severity.value) for each in found} == {("verify.shape", "warning")}
    assert all(each.location and each.location.file.endswith(".de.docx") for each in found)


@pytest.mark.parametrize(
    "change", [{"file": 5}, {"work": ["x"]}, {"verified": [1]}, {"expected": "x"}, {"sha256": None}]
)
def test_a_manifest_with_fields_of_other_types_is_damaged(folder: Path, change: dict[str, object]) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["editions"][0] |= change
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(PipelineError, match=r"manifest\.json: the manifest is damaged"):
        check_folder(folder)


def test_an_expectation_that_was_altered_is_a_finding_of_its_edition(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["editions"][0]["expected"] = {"outline": 1}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert "verify.damaged" in of(check_folder(folder), "docx")


def test_a_manifest_of_many_works_is_read(folder: Path) -> None:
    with (folder / "manifest.json").open("ab") as file:
        file.write(b" " * (65 * 2**20))
    assert [each.message for each in check_folder(folder).findings if "larger" in each.message] == []


def test_a_file_of_a_gigabyte_is_not_read(folder: Path) -> None:
    with (folder / "tides" / "tides.en.docx").open("r+b") as file:
        file.truncate(GIGABYTE)
    result = _verified(folder)
    assert result.returncode == 1
    assert "larger than 512 MiB" in result.stdout


def test_a_report_that_was_altered_is_found(folder: Path) -> None:
    path = folder / "verify.json"
    path.write_text(path.read_text().replace('"clean": true', '"clean": false'))
    assert of(check_folder(folder), "verify.json") == {"verify.checksum"}


def test_the_report_beside_the_editions_is_what_verify_says_but_for_the_text(folder: Path) -> None:
    def bare(values: dict) -> list:  # type: ignore[type-arg]
        return [(each["file"], each["sha256"], each["findings"]) for each in values["editions"]]

    result = _verified(folder)
    assert result.returncode == 0, result.stderr
    said, written = json.loads(result.stdout), json.loads((folder / "verify.json").read_text())
    assert bare(said) == bare(written)
    assert said["clean"] is written["clean"] is True
    for now, then in zip(said["editions"], written["editions"], strict=True):
        assert then["compared"]["text"]
        assert all(now["compared"][check] <= compared for check, compared in then["compared"].items())
    manifest = json.loads((folder / "manifest.json").read_text())["editions"]
    assert [each["verified"] for each in manifest] == [each["compared"] for each in written["editions"]]


def _verified(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `verify --json` in a process that may have no more than `MEMORY`."""

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    command = [sys.executable, "-m", "pipeline", "verify", str(folder), "--json"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    return subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, text=True, check=False, timeout=120, preexec_fn=bound
    )
