"""Builds that are stopped or killed: no half file is left, no process stays, and the next build goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.check import check_folder

TEXT = """---
title: {title}
lang: en
---

# The moon

The moon pulls the **water** of {title}, and the water comes and goes.

# The sun

| Body | Pull |
|------|-----:|
| moon | 2    |
"""
TITLES = ("Tides", "Harbours", "Winds")
KILLS = 30


def _start(home: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    root = Path(__file__).parent.parent
    # whoever runs these tests in the background has told their processes not to hear Ctrl-C
    command = [
        "env",
        "--default-signal=INT",
        sys.executable,
        "-m",
        "pipeline",
        "build",
        str(home),
        "--out",
        str(out),
        "--jobs",
        "2",
        *options,
    ]
    environment = {**os.environ, "PYTHONPATH": str(root), "SOURCE_DATE_EPOCH": "1700000000"}
    return subprocess.Popen(  # noqa: S603
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0
    )


def _contents(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def _hidden(name: str) -> bool:
    return any(part.startswith(".") for part in Path(name).parts)


def _finish(home: Path, out: Path) -> None:
    build = _start(home, out, "--format", "docx,epub")
    said = build.communicate(timeout=120)
    assert build.returncode == 0, said


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    for title in TITLES:
        (folder / f"{title}.md").write_text(TEXT.format(title=title))
    return folder


@pytest.fixture(scope="module")
def whole(home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], float]:
    """Return what an undisturbed build makes, and how many seconds it takes."""
    out = tmp_path_factory.mktemp("whole") / "out"
    begun = time.monotonic()
    _finish(home, out)
    return _contents(out), time.monotonic() - begun


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_build_leaves_no_half_file_and_the_next_ends_with_the_same_bytes(
    seed: int, home: Path, whole: tuple[dict[str, bytes], float], tmp_path: Path
) -> None:
    expected, seconds = whole
    out = tmp_path / "out"
    build = _start(home, out, "--format", "docx,epub")
    time.sleep(random.Random(seed).uniform(0.2, 1) * seconds)  # noqa: S311  (chance is a seed here)
    build.kill()
    build.communicate(timeout=10)
    for name, data in (_contents(out) if out.exists() else {}).items():
        derived = "/" not in name  # the manifest and what is made from it grow with the build
        assert _hidden(name) or derived or data == expected[name], name
    _finish(home, out)
    assert _contents(out) == expected


def _family(process: int) -> Iterator[int]:
    """Yield the processes that a process has started, and theirs."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split()  # noqa: S607
    pairs = list(zip(map(int, listed[::2]), map(int, listed[1::2]), strict=True))
    for child, parent in pairs:
        if parent == process:
            yield child
            yield from _family(child)


def _alive(processes: list[int]) -> list[int]:
    """Return which processes have not ended; one that nobody has waited for has no command line any more."""
    lines = [Path(f"/proc/{each}/cmdline") for each in processes]
    return [each for each, line in zip(processes, lines, strict=True) if line.exists() and line.read_bytes()]


def _busy(home: Path, out: Path) -> tuple[subprocess.Popen[bytes], list[int]]:
    """Start a build that has enough to do for processes of its own, and return it with these when they are at work."""
    for number in range(4):
        text = TEXT.format(title=f"Book {number}") + ("\n" + "The tide comes and goes. " * 100 + "\n") * 120
        (home / f"book{number}.md").write_text(text)
    build = _start(home, out, "--format", "pdf")
    while len(children := list(_family(build.pid))) < 3:  # two workers, and the tracker of what they share
        assert build.poll() is None, build.communicate()
        time.sleep(0.05)
    time.sleep(1)
    return build, children


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_no_process_outlives_a_build_that_is_stopped(tmp_path: Path, number: signal.Signals, status: int) -> None:
    (tmp_path / "sources").mkdir()
    build, children = _busy(tmp_path / "sources", tmp_path / "out")
    build.send_signal(number)
    said = build.communicate(timeout=10)[1].decode()
    assert build.returncode == status, said
    assert "Traceback" not in said
    deadline = time.monotonic() + 10
    while _alive(children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _alive(children) == []


def test_what_a_stopped_build_has_made_is_in_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    build, _ = _busy(tmp_path / "sources", tmp_path / "out")
    while not list((tmp_path / "out").rglob("*.pdf")):
        time.sleep(0.05)
    build.send_signal(signal.SIGINT)
    build.communicate(timeout=10)
    codes = {each.code for each in check_folder(tmp_path / "out").findings}
    assert codes == {"verify.unfinished"}
