"""What a work's editions are made from, and what is told when it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import inputs
from pipeline.files import Text, Work
from pipeline.translating import Means


def _work(folder: Path, **texts: str) -> Work:
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text)
    return Work("tides", folder, tuple(Text(folder / f"{name}.md") for name in texts))


def test_everything_that_a_work_is_made_from_is_named(tmp_path: Path) -> None:
    work = _work(tmp_path, tides="The tide.")
    (tmp_path / "moon.png").write_bytes(b"x")
    (tmp_path / "glossary.csv").write_text("source,target\n")
    found = inputs.inputs(work, ["moon.png"], {"the layout": "1"}, Means())
    its_own = ["text tides.md", "picture moon.png", "glossary glossary.csv"]
    assert list(found) == [*its_own, "the layout", "Polyfolio itself"]
    assert inputs.again(work, found, {"the layout": "1"}, Means()) == found


def test_where_a_work_lies_is_not_among_what_it_is_made_from(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
    texts = {"tides": "The tide."}
    assert inputs.inputs(_work(one, **texts), (), {}, Means()) == inputs.inputs(_work(other, **texts), (), {}, Means())


def test_changes_are_told_in_words_the_work_s_own_first() -> None:
    before = {"text a.md": "1", "picture b.png": "1", "the layout": "1"}
    now = {"text a.md": "2", "glossary c.csv": "1", "the layout": "2"}
    assert list(inputs.differences(before, now)) == [
        "text a.md changed", "glossary c.csv is new", "the layout changed", "picture b.png is gone",
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_is_another_than_one_that_can(tmp_path: Path) -> None:
    work = _work(tmp_path, tides="The tide.")
    before = inputs.inputs(work, ["absent.png"], {}, Means())
    (tmp_path / "absent.png").write_bytes(b"x")
    assert list(inputs.differences(before, inputs.again(work, before, {}, Means()))) == ["picture absent.png changed"]


def test_models_are_known_by_their_files_wherever_they_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "absent"))
    assert inputs.models() == []
    (tmp_path / "packages" / "one").mkdir(parents=True)
    (tmp_path / "packages" / "one" / "model.bin").write_bytes(b"x")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    before = inputs.models()
    assert [each[:2] for each in before] == [("one/model.bin", 1)]  # type: ignore[index]
    (tmp_path / "packages" / "one" / "model.bin").write_bytes(b"xx")
    assert inputs.models() != before
