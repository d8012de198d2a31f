"""Wheels made again from what is installed: whole, with the record that they came with, and refused when altered."""

from __future__ import annotations

import base64
import csv
import hashlib
import sys
import sysconfig
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path
from zipfile import ZipFile

import pytest

from pipeline.bundle.wheels import wheel
from pipeline.report import PipelineError

TAGS = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py2-none-any\nTag: py3-none-any\n"


def line(name: str, data: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
    return f'"{name}",sha256={digest},{len(data)}\n'


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty environment's folder of packages; its scripts lie in `bin`."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(tmp_path / {"scripts": "bin"}[name]))
    place = tmp_path / "lib" / "site"
    place.mkdir(parents=True)
    return place


def put(site: Path, **more: bytes) -> Distribution:
    """Install a small package, and what more there is by its path with `__` for `/`."""
    info = "tide-1.0.dist-info"
    given = {
        "tide/__init__.py": b"HEIGHT = 3\n",
        "tide/__pycache__/__init__.cpython-311.pyc": b"",
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: tide\nVersion: 1.0\n",
        f"{info}/WHEEL": TAGS.encode(),
        f"{info}/entry_points.txt": b"[console_scripts]\ntide = tide:main\n",
        f"{info}/licenses/LICENSE": b"free",
        f"{info}/INSTALLER": b"pip",
        f"{info}/direct_url.json": b"{}",
        "../../bin/tide": b"#!python\nmade by the installer\n",
    } | {name.replace("__", "/"): data for name, data in more.items()}
    for name, data in given.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(data)
    record = "".join(line(name, data) for name, data in given.items())
    (site / info / "RECORD").write_text(record + f"{info}/RECORD,,\n")
    return PathDistribution(site / info)


def test_a_wheel_has_what_was_in_it_and_nothing_that_installers_made(site: Path, tmp_path: Path) -> None:
    made = wheel(put(site), tmp_path)
    assert made.name == "tide-1.0-py2.py3-none-any.whl"
    assert ZipFile(made).namelist() == [
        "tide/__init__.py",
        "tide-1.0.dist-info/METADATA",
        "tide-1.0.dist-info/WHEEL",
        "tide-1.0.dist-info/entry_points.txt",
        "tide-1.0.dist-info/licenses/LICENSE",
        "tide-1.0.dist-info/RECORD",
    ]


def test_the_record_tells_of_every_file(site: Path, tmp_path: Path) -> None:
    archive = ZipFile(wheel(put(site), tmp_path))
    rows = list(csv.reader(archive.read("tide-1.0.dist-info/RECORD").decode().splitlines()))
    told = [line(name, archive.read(name)) for name in archive.namelist()[:-1]]
    assert [f'"{name}",{digest},{size}\n' for name, digest, size in rows[:-1]] == told
    assert rows[-1] == ["tide-1.0.dist-info/RECORD", "", ""]


def test_scripts_and_data_go_where_a_wheel_has_them(site: Path, tmp_path: Path) -> None:
    script = b"#!/home/of/python3\nprint()\n"
    archive = ZipFile(wheel(put(site, **{"../../bin/high": script, "../../share__tide.1": b"page"}), tmp_path))
    assert archive.read("tide-1.0.data/scripts/high") == b"#!python\nprint()\n"
    assert archive.getinfo("tide-1.0.data/scripts/high").external_attr >> 16 == 0o100755
    assert archive.read("tide-1.0.data/data/share/tide.1") == b"page"


@pytest.mark.parametrize("name", ["tide/__init__.py", "tide-1.0.dist-info/METADATA", "../../bin/high"])
def test_an_altered_file_is_named_and_no_wheel_is_left(site: Path, tmp_path: Path, name: str) -> None:
    installed = put(site, **{"../../bin/high": b"#!/python\n"})
    (site / name).write_bytes(b"other")
    with pytest.raises(PipelineError, match="not as it was installed") as caught:
        wheel(installed, tmp_path / "out")
    assert Path(str(caught.value.location)).resolve() == (site / name).resolve()
    assert not list((tmp_path / "out").iterdir())


def test_a_missing_file_is_named(site: Path, tmp_path: Path) -> None:
    installed = put(site)
    (site / "tide/__init__.py").unlink()
    with pytest.raises(PipelineError, match=r"__init__\.py: a file of the package tide is missing"):
        wheel(installed, tmp_path)


def test_a_file_that_no_wheel_can_put_there_is_refused(site: Path, tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="lies where no wheel puts it"):
        wheel(put(site, **{"../../../stray": b""}), tmp_path)


def test_a_package_that_is_installed_as_editable_is_refused(site: Path, tmp_path: Path) -> None:
    url = b'{"url": "file:///tide", "dir_info": {"editable": true}}'
    with pytest.raises(PipelineError, match="editable"):
        wheel(put(site, **{"tide-1.0.dist-info__direct_url.json": url}), tmp_path)


@pytest.mark.parametrize("lacking", ["RECORD", "WHEEL"])
def test_a_package_that_another_installer_left_is_refused(site: Path, tmp_path: Path, lacking: str) -> None:
    installed = put(site)
    (site / "tide-1.0.dist-info" / lacking).unlink()
    with pytest.raises(PipelineError, match=lacking if lacking == "RECORD" else "missing"):
        wheel(installed, tmp_path)


@pytest.mark.parametrize("name", ["lxml", "six", "PyYAML"])
def test_an_installed_package_becomes_a_wheel_with_the_same_record(name: str, tmp_path: Path) -> None:
    installed = distribution(name)
    archive = ZipFile(wheel(installed, tmp_path))
    info = next(entry.rpartition("/")[0] for entry in archive.namelist() if entry.endswith("/RECORD"))
    before = (installed.read_text("RECORD") or "").splitlines()
    after = archive.read(f"{info}/RECORD").decode().splitlines()
    left = {row.partition(",")[0].rpartition("/")[2] for row in set(before) - set(after)}
    assert set(after) <= set(before)
    assert left <= {"INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json", "uv_build.json"} | {
        name for name in left if name.endswith(".pyc")
    }


def test_polyfolio_itself_becomes_a_wheel_the_same_bytes_each_time(tmp_path: Path) -> None:
    one, two = (wheel(distribution("polyfolio"), tmp_path / name) for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    names = set(ZipFile(one).namelist())
    assert {"pipeline/cli.py", "pipeline/languages/data/en.toml", "pipeline/bundle/data/install.sh"} <= names
    assert {name.rpartition("/")[2] for name in names} >= {"LICENSE", "NOTICE", "METADATA", "RECORD"}
    assert not [name for name in names if name.endswith((".pyc", ".pth")) or "/." in name]
    assert any(name.endswith(".argosmodel") for name in names)
