"""The command line, run as a user runs it: in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

NEWS = "Harbour reopens\n\nThe harbour was closed for three days. On Monday the boats went out again.\n"


def _run(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), **environment}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603


def test_help_names_every_command(tmp_path: Path) -> None:
    result = _run("--help", cwd=tmp_path)
    assert result.returncode == 0
    for command in ("build", "inspect", "verify", "models", "bundle", "kit"):
        assert command in result.stdout


def test_nothing_heavy_is_imported_for_help() -> None:
    heavy = ("lxml", "reportlab", "ctranslate2", "rich", "docx", "numpy", "PIL", "babel")
    code = f"import sys, pipeline.cli; print([name for name in {heavy} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert result.stdout.strip() == "[]"


def test_wrong_usage_is_status_2(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(NEWS)
    for wrong in (
        ["build"],
        ["build", "news.txt", "--format", "mobi"],
        ["nothing"],
        ["build", "news.txt", "--to", "xx"],
    ):
        result = _run(*wrong, cwd=tmp_path)
        assert result.returncode == 2, wrong
        assert "Traceback" not in result.stderr


def test_an_unknown_language_brings_suggestions(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(NEWS)
    result = _run("build", "news.txt", "--to", "spanihs", cwd=tmp_path)
    assert "hint: did you mean es (Spanish)" in result.stderr


def test_an_error_is_one_line_with_its_place_and_a_hint(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    result = _run("build", "empty.txt", cwd=tmp_path)
    assert result.returncode == 1
    assert result.stderr.startswith("empty.txt")
    assert "hint: " in result.stderr
    assert "Traceback" not in result.stderr


def test_a_build_can_be_followed_as_json(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(NEWS)
    result = _run("build", "news.txt", "--from", "en", "--format", "docx", "--json", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    events = [json.loads(line) for line in result.stdout.splitlines()]
    made = {"event": "made", "text": str(Path("exports") / "news" / "news.en.docx"), "why": "it was not made before"}
    assert events[-2:] == [made, {"event": "step", "text": "making editions", "done": 1, "total": 1}]


def test_inspect_prints_the_document_as_json(tmp_path: Path) -> None:
    from pipeline.json_form import from_json

    (tmp_path / "news.txt").write_text(NEWS)
    result = _run("inspect", "news.txt", "--from", "en", "--json", cwd=tmp_path)
    values = json.loads(result.stdout)
    assert values["metadata"]["title"] == "Harbour reopens"
    assert from_json({key: values[key] for key in ("polyfolio", "document")}).metadata.title == "Harbour reopens"


def test_verify_says_what_differs(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(NEWS)
    _run("build", "news.txt", "--from", "en", "--format", "docx", cwd=tmp_path)
    assert _run("verify", cwd=tmp_path).returncode == 0
    edition = tmp_path / "exports" / "news" / "news.en.docx"
    edition.write_bytes(edition.read_bytes()[:200])
    result = _run("verify", cwd=tmp_path)
    assert result.returncode == 1
    assert "news/news.en.docx: " in result.stderr


def test_the_stamp_can_be_fixed_from_outside(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(NEWS)
    result = _run("build", "news.txt", "--from", "en", cwd=tmp_path, SOURCE_DATE_EPOCH="1000000000")
    assert result.returncode == 0, result.stderr
    editions = json.loads((tmp_path / "exports" / "manifest.json").read_text())["editions"]
    assert {edition["stamp"] for edition in editions} == {1_000_000_000}
    assert _run("build", "news.txt", cwd=tmp_path, SOURCE_DATE_EPOCH="tomorrow").returncode == 2


def test_models_are_listed(tmp_path: Path) -> None:
    result = _run("models", "list", cwd=tmp_path, ARGOS_PACKAGES_DIR=str(tmp_path / "packages"))
    assert result.returncode == 0, result.stderr
    assert "en" in result.stdout
    assert "es" in result.stdout
