"""Zips that are the same bytes each time, whole or not there, and as large as they need to be."""

from __future__ import annotations

import hashlib
import io
import os
import resource
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from pipeline.bundle.zipped import EARLIEST, Entry, differences, make, pack, whole
from pipeline.report import PipelineError

NAMES = ("a/Größe 🌊.txt", "a/b.pdf", "run.sh")


def entries() -> list[Entry]:
    return [Entry(name, name.encode() * 50, name == "run.sh") for name in NAMES]


def expected() -> dict[str, str]:
    return {each.name: hashlib.sha256(bytes(each.source)).hexdigest() for each in entries()}  # type: ignore[arg-type]


def packed(stamp: int = EARLIEST) -> ZipFile:
    file = io.BytesIO()
    pack(file, entries(), stamp)
    return ZipFile(file)


def test_it_says_what_was_packed() -> None:
    assert pack(io.BytesIO(), entries(), EARLIEST) == expected()


def test_what_is_compressed_already_is_stored() -> None:
    kinds = {info.filename: info.compress_type for info in packed().infolist()}
    assert kinds == dict(zip(NAMES, (ZIP_DEFLATED, ZIP_STORED, ZIP_DEFLATED), strict=True))


def test_only_a_program_may_be_run() -> None:
    assert [info.external_attr >> 16 for info in packed().infolist()] == [0o100644, 0o100644, 0o100755]


@pytest.mark.parametrize(
    ("stamp", "year"),
    [(0, (1980, 1, 1, 0, 0, 0)), (1_700_000_000, (2023, 11, 14, 22, 13, 20)), (2**32 * 3, (2107, 12, 31, 23, 59, 58))],
)
def test_the_time_is_utc_and_one_that_a_zip_can_hold(stamp: int, year: tuple[int, ...]) -> None:
    assert {info.date_time for info in packed(stamp).infolist()} == {year}


def test_the_bytes_depend_on_no_zone_locale_or_hash_seed(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline.bundle.zipped import Entry, pack\n"
        "with open(sys.argv[1], 'wb') as out: pack(out, [Entry('ü.txt', b'x' * 999), Entry('b', Path(sys.argv[2]))], 1)"
    )
    (tmp_path / "source").write_bytes(b"source" * 100)
    made = []
    for zone, seed in (("UTC", "1"), ("Asia/Tokyo", "2")):
        os.utime(tmp_path / "source", (int(seed) * 10**9,) * 2)
        env = {**os.environ, "TZ": zone, "LC_ALL": "C", "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", code, str(tmp_path / zone[:3]), str(tmp_path / "source")]
        subprocess.run(command, env=env, check=True)  # noqa: S603
        made.append((tmp_path / zone[:3]).read_bytes())
    assert made[0] == made[1]


def test_what_was_packed_is_opened_again_and_compared(tmp_path: Path) -> None:
    made = make(tmp_path / "it.zip", entries(), EARLIEST, expected())
    data = (tmp_path / "it.zip").read_bytes()
    assert (made.size, made.sha256, made.entries) == (len(data), hashlib.sha256(data).hexdigest(), 3)


def test_a_file_that_was_altered_on_the_way_stops_it(tmp_path: Path) -> None:
    (tmp_path / "it.zip").write_bytes(b"before")
    with pytest.raises(PipelineError, match=r"b\.pdf"):
        make(tmp_path / "it.zip", entries(), EARLIEST, expected() | {"a/b.pdf": "0" * 64})
    assert [path.name for path in tmp_path.iterdir()] == ["it.zip"]
    assert (tmp_path / "it.zip").read_bytes() == b"before"


def test_an_entry_that_a_disk_damaged_is_told() -> None:
    file = io.BytesIO()
    pack(file, entries(), EARLIEST)
    data = bytearray(file.getvalue())
    data[data.index(b"a/b.pdfa/b.pdf") + 9] ^= 1
    assert differences(io.BytesIO(data), expected()) == ["a/b.pdf"]


def test_entries_too_few_or_too_many_are_told() -> None:
    file = io.BytesIO()
    pack(file, entries()[1:], EARLIEST)
    assert differences(file, {name: digest for name, digest in expected().items() if name != "run.sh"}) == [
        NAMES[0],
        "run.sh",
    ]


@pytest.fixture
def small_disk() -> Iterator[None]:
    """Let no file grow beyond 10 kB, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "it.zip").write_bytes(b"before")
    big = Entry("big.pdf", bytes(20_000))
    with pytest.raises(PipelineError, match="cannot write") as caught:
        make(tmp_path / "it.zip", [big], EARLIEST, {})
    assert "free some space" in caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["it.zip"]
    assert (tmp_path / "it.zip").read_bytes() == b"before"


@pytest.mark.parametrize("place", ["/dev/null", "folder"])
def test_only_a_file_is_replaced(place: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(PipelineError, match="no file"), whole(tmp_path / place):
        pass


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PipelineError, match=r"it\.zip: cannot write"), whole(tmp_path / "file" / "it.zip"):
        pass


def test_large_files_go_through_little_memory(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(60_000_000)
    tracemalloc.start()
    digests = {"large": hashlib.sha256(bytes(60_000_000)).hexdigest()}
    tracemalloc.reset_peak()
    make(tmp_path / "it.zip", [Entry("large", tmp_path / "large")], EARLIEST, digests)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_what_is_too_large_for_a_zip_becomes_zip64(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    file = io.BytesIO()
    pack(file, [Entry("large.pdf", bytes(1001)), Entry("small", b"small")], EARLIEST)
    large, small = (file.getvalue().index(name) for name in (b"large.pdf", b"small"))
    versions = [int.from_bytes(file.getvalue()[at - 26 : at - 24], "little") for at in (large, small)]
    assert versions == [45, 20]  # APPNOTE 4.4.3.2: the version needed to extract
    assert ZipFile(file).testzip() is None
