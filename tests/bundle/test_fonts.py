"""The fonts that pages in a language need of the system, and whether they may be passed on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import font_source_serif_pro
import pytest

from pipeline.bundle import fonts
from pipeline.emit.pdf import font_stacks
from pipeline.report import PipelineError


@pytest.fixture
def no_system(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the system have no fonts."""
    font_stacks._installed.cache_clear()
    monkeypatch.setattr(font_stacks, "installed", lambda: ())
    yield
    font_stacks._installed.cache_clear()


@pytest.fixture
def font(tmp_path: Path) -> Path:
    return Path(shutil.copy(Path(font_source_serif_pro.font_directory) / "SourceSerifPro-Black.ttf", tmp_path))


@pytest.mark.parametrize("language", ["en", "uk", "el", "ar", "he", "hi", "th"])
@pytest.mark.usefixtures("no_system")
def test_what_the_packages_have_needs_nothing_of_the_system(language: str) -> None:
    assert fonts.fonts_of(language) == ()


@pytest.mark.usefixtures("no_system")
def test_a_language_without_fonts_is_refused_with_what_to_install() -> None:
    with pytest.raises(PipelineError, match="Khmer") as caught:
        fonts.fonts_of("km")
    assert "fonts-noto-core" in caught.value.hint


def test_a_language_whose_letters_nobody_knows_is_refused() -> None:
    with pytest.raises(PipelineError, match="CLDR names no letters of tlh"):
        fonts.fonts_of("tlh")


def test_a_font_may_be_named_by_its_file_and_packaged_ones_come_anyway(font: Path) -> None:
    assert fonts.fonts_named([str(font), str(font), "Source Serif Pro"]) == (font,)


def test_a_font_that_is_not_there_is_refused() -> None:
    with pytest.raises(PipelineError, match="there is no font"):
        fonts.fonts_named(["No such font"])


def test_a_font_that_says_that_it_is_free_brings_no_doubts(font: Path) -> None:
    assert not list(fonts.doubts([font]))


@pytest.mark.parametrize("said", ["", "All rights reserved. Not to be copied."])
def test_a_font_that_may_not_be_passed_on_is_told(font: Path, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "licence", lambda _: said)
    (finding,) = fonts.doubts([font])
    assert finding.code == "kit.licence"
    assert said in finding.message
