"""Options that a command refuses are wrong usage, said in one line; those that it takes reach the pages."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.emit.theme import THEMES
from pipeline.options import LOOKS


def built(folder: Path, *options: str) -> tuple[int, str]:
    source = folder / "tides.md"
    source.write_text("---\ntitle: Tides\nlang: en\n---\n\nThe tide falls.\n", "utf-8")
    done = CliRunner().invoke(main, ["build", str(source), "--format", "pdf", "--out", str(folder / "out"), *options])
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--page", "a9", "no size of a page"),
        ("--page", "1x1", "too small"),
        ("--theme", "baroque", "'book', 'report', 'large'"),
        ("--font", "No Such Font", "there is no font"),
        ("--font", __file__, "there is no font"),
    ],
)
def test_what_is_no_page_theme_or_font_is_wrong_usage(tmp_path: Path, option: str, value: str, said: str) -> None:
    status, output = built(tmp_path, option, value)
    assert status == 2
    assert said in output


@pytest.mark.parametrize(
    ("page", "size"), [("a5", (419.53, 595.28)), ("148x210mm", (419.53, 595.28)), ("5x8", (360, 576))]
)
def test_pages_have_the_size_that_was_asked_for(tmp_path: Path, page: str, size: tuple[float, float]) -> None:
    status, output = built(tmp_path, "--page", page)
    assert status == 0, output
    with pikepdf.open(tmp_path / "out" / "tides" / "tides.en.pdf") as pdf:
        assert [float(side) for side in pdf.pages[0].MediaBox][2:] == pytest.approx(size, abs=0.01)


def test_another_look_makes_the_edition_anew_and_the_same_look_does_not(tmp_path: Path) -> None:
    assert "1 made" in built(tmp_path)[1]
    assert "1 made" in built(tmp_path, "--theme", "large")[1]
    assert "up to date" in built(tmp_path, "--theme", "large")[1]


def test_every_theme_can_be_asked_for() -> None:
    assert tuple(THEMES) == LOOKS


def test_a_font_in_the_folder_of_nobody_is_wrong_usage_too(tmp_path: Path) -> None:
    status, output = built(tmp_path, "--font", "~nobody-here/tides.ttf")
    assert (status, "there is no font" in output) == (2, True)
