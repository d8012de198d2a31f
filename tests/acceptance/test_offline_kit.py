"""A kit is made, unpacked and installed where there is no network and no cache, and there builds editions that verify.

The machine's own Python installs it, in a network namespace without interfaces; fonts of the system are hidden, so that
the kit's are used.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf
import pytest

from pipeline.translate import packages

ALONE = ("unshare", "-r", "-n", "-m", "sh", "-c", 'mount -t tmpfs none /usr/share/fonts && exec "$@"', "sh")
"""Runs a command without network interfaces and without the fonts of the system."""
WALK = """---
title: A walk
lang: en
---

# The harbour

The boats come home in the **evening**.
"""
HOUSE = "---\ntitle: ផ្ទះ\nlang: km\n---\n\nខ្ញុំទៅផ្ទះ។\n"


def _alone() -> bool:
    result = subprocess.run([*ALONE, "true"], capture_output=True, check=False)  # noqa: S603
    return result.returncode == 0


def _python() -> Path:
    """Return the system's Python if it is of the version that the kit is for, else the one that this one is made of."""
    system = Path("/usr/bin/python3")
    told = subprocess.run([system, "-V"], capture_output=True, text=True, check=False).stdout if system.exists() else ""  # noqa: S603
    same = told.startswith("Python {}.{}.".format(*sys.version_info))
    return system if same else Path(sys._base_executable)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("unshare") or not _alone():
        assert not os.environ.get("CI"), "a network namespace is needed here: unshare -rnm"
        pytest.skip("no network namespace may be made here (unshare -rnm)")
    return tmp_path_factory.mktemp("my machine 🌊")


def run(home: Path, *command: str | Path) -> str:
    """Run a command alone, with an empty home and nothing of this environment; return what it said."""
    (home / "empty").mkdir(exist_ok=True)
    env = {"PATH": f"{_python().parent}:/usr/bin:/bin", "HOME": str(home / "empty"), "LC_ALL": "C.UTF-8"}
    words = [*ALONE, *map(str, command)]
    result = subprocess.run(  # noqa: S603
        words, cwd=home, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=300
    )
    assert result.returncode == 0, result.stdout
    return result.stdout


def test_a_kit_installs_and_builds_where_there_is_no_network(home: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "kit", "--out", str(home / "kit.zip"), "--for", "km"]
    env = {**os.environ, "ARGOS_PACKAGES_DIR": str(home / "packages")}
    packages.install_file(next(Path(packages.__file__).parent.glob("data/*.argosmodel")), home / "packages")
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=300)  # noqa: S603
    with zipfile.ZipFile(home / "kit.zip") as archive:
        archive.extractall(home)
    said = run(home, "sh", home / "kit" / "install.sh", home / "here it is")
    assert "Polyfolio is installed" in said
    assert "installing the model translate-en_es" in said

    program, folder = home / "here it is" / "bin" / "polyfolio", home / "books"
    folder.mkdir()
    (folder / "walk.md").write_text(WALK)
    (folder / "house.md").write_text(HOUSE)
    run(home, program, "build", folder / "walk.md", "--to", "es", "--out", home / "out")
    run(home, program, "build", folder / "house.md", "--format", "pdf", "--out", home / "out")
    run(home, program, "verify", home / "out")
    assert "embedded" not in run(home, program, "models", "list").splitlines()[0]
    made = {path.name for path in (home / "out").rglob("*.*") if path.suffix in {".docx", ".epub", ".pdf"}}
    walks = {f"walk.{tag}.{kind}" for tag in ("en", "es") for kind in ("docx", "epub", "pdf")}
    assert made == walks | {"house.km.pdf"}
    with pikepdf.open(home / "out" / "house" / "house.km.pdf") as pdf:
        fonts = {str(each.get("/BaseFont")) for each in pdf.objects if isinstance(each, pikepdf.Dictionary)}
    assert any("Khmer" in name for name in fonts)
