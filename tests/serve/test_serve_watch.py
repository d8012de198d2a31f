"""Sources that change, builds that follow, and what must not start one."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest
from serving import PATIENCE

from pipeline.serve import Build, rebuild

COUNT = "import pathlib, sys; file = pathlib.Path(sys.argv[1]); file.open('a').write('x')"


def _build(top: Path, code: str = COUNT) -> Build:
    """Return a build that reads a folder and writes into another within it."""
    out = top / "exports"
    out.mkdir()
    return Build((sys.executable, "-c", code, str(out / "built")), (top,), (out,))


async def _while(build: Build, act: Callable[[], Awaitable[None]]) -> list[str]:
    said: list[str] = []
    watching = asyncio.create_task(rebuild(build, said.append))
    try:
        async with asyncio.timeout(PATIENCE):
            await act()
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
    return said


async def _built(top: Path, times: int) -> None:
    built = top / "exports" / "built"
    while not built.exists() or built.stat().st_size < times:
        await asyncio.sleep(0.01)


def test_a_change_of_a_source_starts_a_build_and_a_build_starts_none(tmp_path: Path) -> None:
    async def act() -> None:
        await _built(tmp_path, 1)
        (tmp_path / "tides.md").write_text("changed")
        await _built(tmp_path, 2)
        (tmp_path / "pictures").mkdir()
        (tmp_path / "pictures" / "way.png").write_bytes(b"changed")
        await _built(tmp_path, 3)
        await asyncio.sleep(0.6)  # three times what a change is waited for

    said = asyncio.run(_while(_build(tmp_path), act))
    assert (tmp_path / "exports" / "built").read_text() == "xxx"
    assert len(said) == 2
    assert said[0].endswith("tides.md")


def test_a_source_that_changes_during_a_build_is_built_after_it(tmp_path: Path) -> None:
    code = f"import time; {COUNT}; time.sleep(0.5)"

    async def act() -> None:
        await _built(tmp_path, 1)
        (tmp_path / "tides.md").write_text("changed while the build sleeps")
        await _built(tmp_path, 2)

    asyncio.run(_while(_build(tmp_path, code), act))


def test_a_build_that_fails_is_followed_by_others(tmp_path: Path) -> None:
    async def act() -> None:
        for times in (1, 2):
            await _built(tmp_path, times)
            (tmp_path / "tides.md").write_text(f"change {times}")
        await _built(tmp_path, 3)

    said = asyncio.run(_while(_build(tmp_path, f"{COUNT}; sys.exit(1)"), act))
    assert sum(line.startswith("the build failed") for line in said) >= 2


@pytest.mark.parametrize("deaf", ["", "signal.signal(signal.SIGTERM, signal.SIG_IGN); "])
def test_a_build_ends_with_the_server(tmp_path: Path, deaf: str) -> None:
    write = "pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))"
    code = f"import os, pathlib, signal, sys, time; {deaf}{write}; time.sleep(600)"
    asyncio.run(_while(_build(tmp_path, code), lambda: _built(tmp_path, 1)))
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "exports" / "built").read_text()), 0)


def test_only_what_may_change_editions_concerns_a_build(tmp_path: Path) -> None:
    (tmp_path / "tides.md").touch()
    build = Build((), (tmp_path / "tides.md",), (tmp_path / "exports", tmp_path / "words.db"))
    for name in ("tides.md", "way.png", "glossary.csv", "pictures/way.svg", "meta.toml", "exports.md"):
        assert build.concerns(None, str(tmp_path / name)), name
    others = (
        "exports",
        "exports/tides/tides.en.pdf",
        ".polyfolio/memory.db",
        "words.db",
        ".tides.md.swp",
        "tides.md~",
        "#tides.md#",
        ".git/x",
    )
    for name in others:
        assert not build.concerns(None, str(tmp_path / name)), name
    assert not build.concerns(None, str(tmp_path.parent / "other.md"))
