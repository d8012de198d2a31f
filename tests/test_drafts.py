"""Which language each text of a work is in, and which of them is the original."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import files
from pipeline.drafts import Draft, prepare
from pipeline.report import Outcome


def _prepared(folder: Path, language: str | None, *names: str) -> Outcome[Draft]:
    for name in names:
        (folder / name).write_text("# The tides\n\nThe water comes and goes.\n", "utf-8")
    (work,) = files.find((folder,), language)
    assert isinstance(work, files.Work)
    return prepare(work, language)


@pytest.mark.parametrize(("name", "tag"), [("tides.de.md", "de"), ("tides.md", "fr")])
def test_the_language_of_a_call_is_for_texts_whose_name_does_not_say_it(name: str, tag: str, tmp_path: Path) -> None:
    assert _prepared(tmp_path, "fr", name).value.languages == (tag,)


def test_an_original_that_nothing_names_is_told(tmp_path: Path) -> None:
    (finding,) = (each for each in _prepared(tmp_path, None, "tides.de.md", "tides.en.md").findings)
    assert (finding.code, finding.message.rpartition(" ")[2]) == ("work.original", "tides.de.md")


@pytest.mark.parametrize(
    ("language", "names"), [("en", ("tides.de.md", "tides.en.md")), ("en", ("tides.md", "tides.de.md"))]
)
def test_an_original_that_a_call_or_its_name_tells_is_no_guess(
    language: str, names: tuple[str, ...], tmp_path: Path
) -> None:
    prepared = _prepared(tmp_path, language, *names)
    assert (prepared.value.languages, prepared.findings) == (("en", "de"), ())


def test_an_original_that_the_metadata_tell_is_no_guess(tmp_path: Path) -> None:
    (tmp_path / "meta.toml").write_text('lang = "en"\n', "utf-8")
    prepared = _prepared(tmp_path, None, "tides.de.md", "tides.en.md")
    assert (prepared.value.languages, prepared.findings) == (("en", "de"), ())
