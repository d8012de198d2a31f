"""What a kit asks of the machine that it is unpacked on, before anything is installed."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.bundle import install
from pipeline.bundle.install import NotInstalledError, check_fit, check_sums, here

FOUND = {"implementation": "cpython", "python": "3.11", "system": "linux", "machine": "x86_64"}


def sums(folder: Path) -> None:
    """Write the checksums of all files in a folder."""
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in folder.iterdir())
    (folder / "SHA256SUMS").write_text("".join(sorted(lines)))


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """Return a kit in a folder with spaces and emoji that is for another Python."""
    folder = tmp_path / "my kit 🌊"
    folder.mkdir()
    (folder / "kit.json").write_text(json.dumps({**here(), "python": "3.9", "glibc": ""}))
    (folder / "install.py").write_bytes(Path(install.__file__).read_bytes())
    sums(folder)
    return folder


def run(kit: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(kit / "install.py"), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603


def test_a_kit_that_fits_is_taken() -> None:
    check_fit(FOUND | {"glibc": "2.28"}, FOUND, ("glibc", "2.36"))
    check_fit(FOUND | {"glibc": ""}, FOUND, ("", ""))


@pytest.mark.parametrize(("key", "value"), [("python", "3.12"), ("machine", "aarch64"), ("system", "darwin")])
def test_a_kit_for_another_machine_is_refused(key: str, value: str) -> None:
    with pytest.raises(NotInstalledError, match=f"this kit is for .*{value}, and here is .*{FOUND[key]}"):
        check_fit(FOUND | {key: value, "glibc": ""}, FOUND, ("", ""))


@pytest.mark.parametrize("libc", [("glibc", "2.9"), ("", "")])
def test_an_older_or_another_c_library_is_refused(libc: tuple[str, str]) -> None:
    with pytest.raises(NotInstalledError, match=r"this kit needs glibc 2\.28"):
        check_fit(FOUND | {"glibc": "2.28"}, FOUND, libc)


def test_a_whole_kit_is_taken(kit: Path) -> None:
    check_sums(kit)


@pytest.mark.parametrize(("name", "data", "fault"), [
    ("kit.json", b"{}", r"kit\.json is altered"), ("install.py", None, r"install\.py is missing"),
    ("SHA256SUMS", None, "SHA256SUMS is missing"),
])  # fmt: skip
def test_a_damaged_kit_is_refused(kit: Path, name: str, data: bytes | None, fault: str) -> None:
    (kit / name).unlink()
    if data is not None:
        (kit / name).write_bytes(data)
    with pytest.raises(NotInstalledError, match=f"the kit is damaged: {fault}"):
        check_sums(kit)


def test_another_python_gets_one_line_and_nothing_is_made(kit: Path, tmp_path: Path) -> None:
    result = run(kit, tmp_path / "new")
    assert result.returncode == 1
    assert result.stderr.startswith("Polyfolio was not installed: this kit is for Python 3.9, and here is Python 3.")
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "new").exists()


def test_what_is_there_already_is_left_alone(kit: Path, tmp_path: Path) -> None:
    (kit / "kit.json").write_text(json.dumps({**here(), "glibc": ""}))
    (kit / "SHA256SUMS").unlink()
    sums(kit)
    result = run(kit, tmp_path)
    assert "is there already" in result.stderr
    assert kit.is_dir()


def test_what_fails_on_the_way_is_told_and_removed(kit: Path, tmp_path: Path) -> None:
    (kit / "kit.json").write_text(json.dumps({**here(), "glibc": ""}))
    (kit / "pip").mkdir()
    (kit / "pip" / "pip-1.whl").write_bytes(b"no wheel")
    (kit / "SHA256SUMS").write_text("")
    result = run(kit, tmp_path / "new folder 🐚")
    assert result.returncode == 1
    assert "Polyfolio was not installed: python failed" in result.stderr
    assert not (tmp_path / "new folder 🐚").exists()
