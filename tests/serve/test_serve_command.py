"""`polyfolio serve` as a user calls it."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from serving import PATIENCE, until

from pipeline.cli import main


@contextmanager
def _serve(*arguments: str, cwd: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Yield the address and the process of a server, and end it as Ctrl-C does."""
    command = [sys.executable, "-m", "pipeline", "serve", "--port", "0", *arguments]
    with subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[1], process
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(PATIENCE)
            finally:
                process.kill()


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=PATIENCE) as reply:  # noqa: S310
        return bytes(reply.read())


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "manifest.json").write_text("{}")
    return tmp_path / "exports"


def test_it_serves_until_it_is_interrupted(exports: Path) -> None:
    with _serve(cwd=exports.parent) as (url, process):
        assert _get(f"{url}manifest.json") == b"{}"
    assert process.returncode == 0
    assert process.stderr is not None


def test_it_builds_what_changes(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    text = tmp_path / "sources" / "news.md"
    text.write_text("---\ntitle: Harbour\nlang: en\n---\n\nThe harbour is open.\n")
    manifest = tmp_path / "exports" / "manifest.json"

    def title() -> str:
        editions = json.loads(manifest.read_text())["editions"] if manifest.exists() else []
        assert len(editions) < 2, "only what was asked for is built"
        return str(editions[0]["title"]) if editions else ""

    with _serve("--watch", "--format", "docx", cwd=tmp_path) as (url, process):
        until(lambda: title() == "Harbour")
        before = _get(f"{url}news/news.en.docx")
        text.write_text(text.read_text().replace("Harbour", "Lighthouse"))
        until(lambda: title() == "Lighthouse")
        assert _get(f"{url}news/news.en.docx") != before
    assert process.returncode == 0


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["serve", *map(str, arguments)])


def test_what_cannot_be_served_is_said_with_what_to_do(exports: Path) -> None:
    empty = exports.parent / "empty"
    empty.mkdir()
    for folder, said in (
        (exports.parent / "none", "no such folder"),
        (empty, "no editions"),
        (exports / "manifest.json", "no folder"),
    ):
        result = _run(folder)
        assert result.exit_code == 1
        assert said in result.output
        assert "hint: " in result.output


def test_a_folder_that_cannot_be_made_is_said(exports: Path) -> None:
    text = exports.parent / "tides.md"
    text.touch()
    result = _run(text / "exports", text, "--watch")
    assert result.exit_code == 1
    assert "cannot make this folder" in result.output


def test_a_port_that_is_taken_is_said(exports: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = _run(exports, "--port", taken.getsockname()[1])
    assert result.exit_code == 1
    assert "Address already in use" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["--host", "192.0.2.1"],
        ["--host", ""],
        ["--port", "70000"],
        ["--to", "es"],
        ["--watch", "--format"],
        ["none.md"],
    ],
)
def test_wrong_usage_is_status_2(exports: Path, arguments: list[str]) -> None:
    assert _run(exports, *arguments).exit_code == 2


def test_another_address_is_served_with_a_warning(exports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.serve.preview", lambda *given: given[1].socket.close())
    assert "warning: everyone" in _run(exports, "--port", 0, "--host", "0.0.0.0").output  # noqa: S104
    assert "warning" not in _run(exports, "--port", 0).output


def test_every_option_of_build_is_handed_on(exports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handed = []
    monkeypatch.setattr("pipeline.serve.preview", lambda *given: handed.append(given))
    terms, text = exports.parent / "terms.csv", exports.parent / "tides.md"
    terms.touch()
    text.touch()
    options = [
        "--to",
        "es,fr",
        "--format",
        "pdf",
        "--bilingual",
        "--glossary",
        terms,
        "--page",
        "a5",
        "--coverage",
        0.5,
    ]
    result = _run(exports, text, "--port", 0, "--watch", *options)
    assert result.exit_code == 0, result.output
    [(_, door, _, _, build)] = handed
    door.socket.close()
    assert build.command[1:] == (
        "-P", "-m", "pipeline", "build", f"--out={exports}", "--to=es", "--to=fr", "--format=pdf", "--bilingual",
        f"--glossary={terms}", "--coverage=0.5", "--page=a5", "--", str(text),
    )  # fmt: skip
    assert build.sources == (text, terms)
    assert os.fspath(exports) in map(os.fspath, build.written)
