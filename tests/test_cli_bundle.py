"""`bundle` and `kit` on the command line: what is shown, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.bundle import kit as making
from pipeline.bundle.zipped import Made
from pipeline.cli import main
from pipeline.report import Outcome
from pipeline.run import Request, build


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def exports() -> Path:
    Path("tides.md").write_text("---\ntitle: The tides\nlang: en\n---\n\nThe moon pulls the water.\n")
    assert build(Request((Path("tides.md"),), formats=("epub",)), lambda _: None)
    return Path("exports")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.mark.usefixtures("exports")
def test_a_bundle_lies_beside_its_folder_and_is_told() -> None:
    result = run("bundle")
    assert (result.exit_code, result.stdout.partition(":")[0]) == (0, "exports.zip")
    assert Path("exports.zip").is_file()
    told = json.loads(run("bundle", "--json", "--file", "other.zip").stdout)
    assert told["made"]["file"] == "other.zip" and told["made"]["sha256"] in result.stdout and not told["findings"]


def test_an_altered_edition_is_named_and_fails(exports: Path) -> None:
    (exports / "tides" / "tides.en.epub").write_bytes(b"other")
    result = run("bundle")
    assert (result.exit_code, Path("exports.zip").exists()) == (1, False)
    assert "tides/tides.en.epub: expected SHA-256" in result.stderr
    told = json.loads(run("bundle", "--json").stdout)
    assert told["made"] is None and told["findings"][0]["code"] == "verify.checksum"


def test_without_a_folder_there_is_one_line_and_a_hint() -> None:
    result = run("bundle")
    assert result.exit_code == 1
    assert result.stderr.startswith("exports: there is no such folder\nhint: ")


@pytest.mark.parametrize(
    "words", [("bundle", "--file", "."), ("kit", "--out", "."), ("kit", "--no-models", "--model", "en", "es")]
)
def test_wrong_usage_is_status_2(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


@pytest.mark.usefixtures("exports")
def test_a_wrong_time_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert run("bundle").exit_code == 2


@pytest.mark.parametrize(
    ("words", "pairs"),
    [
        ((), None),
        (("--no-models",), ()),
        (("--model", "en", "km", "--model", "en", "th"), (("en", "km"), ("en", "th"))),
    ],
)
def test_all_installed_models_go_into_a_kit_unless_others_are_named(
    words: tuple[str, ...], pairs: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def noted(target: Path, wish: making.Wish, *_: object) -> Outcome[Made]:
        asked.append(wish)
        return Outcome(Made(str(target), 1, "0", 1))

    monkeypatch.setattr(making, "kit", noted)
    result = run("kit", *words, "--for", "km,th", "--font", "Noto Serif")
    assert result.exit_code == 0
    assert asked == [making.Wish(pairs, ("Noto Serif",), ("km", "th"))]  # type: ignore[arg-type]
