"""Builds after the first: what has not changed is not looked at, and what has is made anew, with the reason told."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from building import STAMP, attempt, built, contents, sources, stats
from PIL import Image

import pipeline.normalize
from pipeline import files, folder, publish
from pipeline.check import check_folder
from pipeline.emit.edition import Layout
from pipeline.model import Document
from pipeline.report import Outcome, PipelineError
from pipeline.translate.argos import embedded_parts
from pipeline.translating import Means

HEAVY = (
    "ctranslate2", "sentencepiece", "argostranslate.package", "reportlab", "docx", "ebooklib", "pypdfium2", "pikepdf",
    "uharfbuzz", "icu", "lxml", "pipeline.emit.docx", "pipeline.emit.epub", "pipeline.emit.pdf", "pipeline.verify",
    "pipeline.read", "pipeline.normalize",
)  # fmt: skip


def _sh(home: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parent.parent
    command = [sys.executable, "-X", "importtime", "-m", "pipeline", *options]
    env = {**os.environ, "PYTHONPATH": str(root), **environment}
    return subprocess.run(command, cwd=home, env=env, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603


def _swap(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def test_where_nothing_has_changed_nothing_is_written_and_nothing_heavy_imported(tmp_path: Path) -> None:
    _swap(sources(tmp_path, "Tides", "Winds") / "tides.md", "lang: en\n", "lang: en\nto: [es]\n")
    options = ("build", "--out", "out", "--format", "docx")
    assert _sh(tmp_path, *options).returncode == 0
    before = stats(tmp_path / "out")
    again = _sh(tmp_path, *options)
    assert (again.returncode, again.stdout) == (0, "up to date: 3 editions\n")
    assert stats(tmp_path / "out") == before
    imported = {line.rpartition("|")[2].strip() for line in again.stderr.splitlines() if line.startswith("import time")}
    assert "pipeline.run" in imported
    assert [name for name in imported if any(name == heavy or name.startswith(f"{heavy}.") for heavy in HEAVY)] == []


def _remembered(memory: Path) -> int:
    with sqlite3.connect(memory) as opened:
        (count,) = opened.execute("SELECT count(*) FROM answers").fetchone()
    opened.close()
    return int(count)


def test_of_a_changed_sentence_only_its_work_is_made_and_only_the_sentence_translated(tmp_path: Path) -> None:
    folder, means = sources(tmp_path, "Tides", "Winds"), Means(memory=tmp_path / "memory.db")
    assert built(tmp_path, to=("es",), means=means).files("made") == [
        "tides.en.docx", "tides.es.docx", "winds.en.docx", "winds.es.docx",
    ]  # fmt: skip
    before = _remembered(tmp_path / "memory.db")
    _swap(folder / "tides.md", "The sun pulls it too.", "The boats go out on Monday.")
    log = built(tmp_path, to=("es",), means=means)
    assert log.why() == dict.fromkeys(("tides.en.docx", "tides.es.docx"), "text tides.md changed")
    assert _remembered(tmp_path / "memory.db") == before + 1


def test_of_a_changed_picture_only_the_editions_that_show_it_are_made(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    for tag, name in (("", "moon"), (".es", "luna")):
        (folder / f"tides{tag}.md").write_text(f"---\ntitle: Tides\nlang: {tag[1:] or 'en'}\n---\n\n![A]({name}.png)\n")
        Image.new("RGB", (2, 2), "navy").save(folder / f"{name}.png")
    built(tmp_path)
    Image.new("RGB", (2, 2), "white").save(folder / "luna.png")
    log = built(tmp_path)
    assert log.why() == {"tides.es.docx": "picture luna.png changed"}
    assert log.files("kept") == ["tides.en.docx"]


def _program(_: Path, patch: pytest.MonkeyPatch) -> dict[str, object]:
    for module in ("produce", "inputs", "run"):
        patch.setattr(f"pipeline.{module}.program", lambda: "another")
    return {}


def _install(home: Path, patch: pytest.MonkeyPatch, parts: dict[str, bytes]) -> dict[str, object]:
    for name, data in parts.items():
        path = home / "packages" / "translate-en_es-9_0" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    patch.setenv("ARGOS_PACKAGES_DIR", str(home / "packages"))
    return {}


def _model(home: Path, patch: pytest.MonkeyPatch) -> dict[str, object]:
    return _install(home, patch, dict(embedded_parts()))


def _no_model(home: Path, patch: pytest.MonkeyPatch) -> dict[str, object]:
    return _install(home, patch, {"metadata.json": b"{}"})


def _glossary(home: Path, _: pytest.MonkeyPatch) -> dict[str, object]:
    (home / "sources" / "glossary.csv").write_text("source,target,language,do-not-translate\nmoon,astro,es,\n")
    return {}


def _fixed(_: Path, __: pytest.MonkeyPatch) -> dict[str, object]:
    return {"stamp": STAMP + 1, "fixed": True}


def _layout(_: Path, __: pytest.MonkeyPatch) -> dict[str, object]:
    return {"layout": Layout(theme="large")}


Change = Callable[[Path, pytest.MonkeyPatch], dict[str, object]]
CHANGES: dict[Change, tuple[str, list[str]]] = {
    _program: ("Polyfolio itself changed", ["en", "es"]),
    _layout: ("the layout changed", ["en", "es"]),
    _fixed: ("SOURCE_DATE_EPOCH changed", ["en", "es"]),
    _glossary: ("glossary glossary.csv is new", ["es"]),
    _model: ("the models changed", ["es"]),
    _no_model: ("", []),
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_what_depends_on_something_that_changed_is_made_and_the_reason_told(
    change: Change, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources(tmp_path, "Tides")
    built(tmp_path, to=("es",))
    reason, tags = CHANGES[change]
    log = built(tmp_path, to=("es",), **change(tmp_path, monkeypatch))
    assert log.why() == {f"tides.{tag}.docx": reason for tag in tags}
    # a model that is no use to a work has the work looked at again, and nothing made
    assert {event.why for event in log if event.kind == "kept"} <= {"what it is made from is the same"}


def test_fonts_of_the_system_matter_only_to_a_work_that_needs_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sources(tmp_path, "Winds")
    (folder / "tides.md").write_text("---\ntitle: Tides\nlang: en\n---\n\n![Moon](moon.svg)\n")
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'
    (folder / "moon.svg").write_text(drawing)
    built(tmp_path)
    for module in ("inputs", "drafts", "plan", "produce"):
        monkeypatch.setattr(f"pipeline.{module}.fingerprint", lambda: "other fonts")
    log = built(tmp_path)
    kept = {Path(event.text).name: event.why for event in log if event.kind == "kept"}
    assert kept == {
        "winds.en.docx": "nothing that it is made from has changed",
        "tides.en.docx": "what it is made from is the same",  # drawn anew, and the same
    }


def test_an_edition_changed_by_hand_is_made_anew(tmp_path: Path) -> None:
    sources(tmp_path, "Tides")
    built(tmp_path)
    before = contents(tmp_path / "out")
    (tmp_path / "out" / "tides" / "tides.en.docx").write_bytes(b"something else")
    assert built(tmp_path).why() == {"tides.en.docx": "tides/tides.en.docx changed by hand"}
    (tmp_path / "out" / "tides" / "tides.en.docx").unlink()
    assert built(tmp_path).why() == {"tides.en.docx": "tides/tides.en.docx gone"}
    assert contents(tmp_path / "out") == before


@pytest.mark.parametrize("name", ["SHA256SUMS", "verify.json", "index.html", "catalog/style.css"])
@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_text("{}")], ids=["deleted", "edited"])
def test_what_describes_the_editions_is_mended(name: str, harm: Callable[[Path], object], tmp_path: Path) -> None:
    sources(tmp_path, "Tides")
    built(tmp_path)
    before = contents(tmp_path / "out")
    harm(tmp_path / "out" / name)
    assert built(tmp_path).files("made") == []
    assert contents(tmp_path / "out") == before


def test_the_catalog_is_made_anew_for_another_place_or_name_and_keeps_both(tmp_path: Path) -> None:
    sources(tmp_path, "Tides")
    built(tmp_path)
    assert built(tmp_path, title="Sea books", base_url="https://example.org/").files("made") == []
    assert "Sea books" in (tmp_path / "out" / "index.html").read_text()
    assert (tmp_path / "out" / "sitemap.xml").exists()
    before = contents(tmp_path / "out")
    built(tmp_path)
    assert contents(tmp_path / "out") == before
    built(tmp_path, base_url="")
    assert not (tmp_path / "out" / "sitemap.xml").exists()
    assert "Sea books" in (tmp_path / "out" / "index.html").read_text()
    assert check_folder(tmp_path / "out").findings == ()


def test_a_damaged_manifest_is_told_and_everything_made_anew(tmp_path: Path) -> None:
    sources(tmp_path, "Tides")
    built(tmp_path)
    before = contents(tmp_path / "out")
    (tmp_path / "out" / "manifest.json").write_bytes(before["manifest.json"][:-50])
    log = built(tmp_path)
    assert [each.severity.value for each in log.findings("manifest.damaged")] == ["warning"]
    assert log.files("made") == ["tides.en.docx"]
    assert contents(tmp_path / "out") == before


def test_a_folder_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    sources(tmp_path, "Tides")
    built(tmp_path)
    _swap(tmp_path / "out" / "manifest.json", '"polyfolio": 2,', '"polyfolio": 3,')
    _swap(tmp_path / "sources" / "tides.md", "pulls", "moves")
    before = stats(tmp_path / "out")
    result = _sh(tmp_path, "build", "--out", "out")
    assert result.returncode == 1
    assert "out/manifest.json: the manifest is of version 3, not 2" in result.stderr
    assert stats(tmp_path / "out") == before


def _identified(folder: Path, name: str) -> None:
    text = f"---\ntitle: {name}\nlang: en\nidentifier: urn:isbn:9780000000002\n---\n\nThe moon of {name}.\n"
    (folder / f"{name}.md").write_text(text)


def test_works_with_one_identifier_are_refused_and_one_already_built_stays(tmp_path: Path) -> None:
    folder = sources(tmp_path)
    _identified(folder, "one")
    _identified(folder, "two")
    clean, log = attempt(tmp_path)
    assert (clean, log.files("made"), len(log.findings("work.identifier"))) == (False, [], 2)
    (folder / "two.md").unlink()
    built(tmp_path)
    before = (tmp_path / "out" / "one" / "one.en.docx").read_bytes()
    _identified(folder, "two")
    clean, log = attempt(tmp_path)
    assert (clean, log.files("made"), len(log.findings("work.identifier"))) == (False, [], 1)
    assert (tmp_path / "out" / "one" / "one.en.docx").read_bytes() == before


def test_the_second_of_two_builds_is_told_who_is_at_work(tmp_path: Path) -> None:
    sources(tmp_path, "Tides")
    with folder.held(tmp_path / "out"), pytest.raises(PipelineError) as caught:
        attempt(tmp_path)
    assert caught.value.code == "output.locked"
    assert f"process {os.getpid()} on " in caught.value.message
    built(tmp_path)
    assert not [name for name in contents(tmp_path / "out") if name.startswith(".")]


def test_another_folder_gets_the_same_bytes_to_the_last(tmp_path: Path) -> None:
    for home in (tmp_path / "one", tmp_path / "other"):
        home.mkdir()
        sources(home, "Tides")
        built(home, to=("es",))
    assert contents(tmp_path / "one" / "out") == contents(tmp_path / "other" / "out")


def test_a_text_taken_back_after_a_build_that_failed_halfway_is_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = sources(tmp_path, "Tides") / "tides.md"
    built(tmp_path, formats=("docx", "epub"))
    before = contents(tmp_path / "out")
    _swap(text, "The moon pulls", "The moon moves")
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.catalog.reading", _fails)
        clean, log = attempt(tmp_path, formats=("docx", "epub"))
    assert (clean, log.files("made")) == (False, ["tides.en.docx"])
    _swap(text, "The moon moves", "The moon pulls")
    assert built(tmp_path, formats=("docx", "epub")).files("made") == ["tides.en.docx"]
    assert contents(tmp_path / "out") == before


def _fails(*_: object) -> None:
    raise PipelineError("no")


def test_a_text_that_is_changed_while_it_is_read_is_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = sources(tmp_path, "Tides") / "tides.md"
    normalize = pipeline.normalize.normalize

    def meanwhile(document: Document) -> Outcome[Document]:
        text.write_text(text.read_text() + "\nAn afterthought.\n")
        return normalize(document)

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.normalize.normalize", meanwhile)
        built(tmp_path)
    assert built(tmp_path).why() == {"tides.en.docx": "text tides.md changed"}


def test_a_manifest_that_cannot_be_written_leaves_the_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources(tmp_path, "Tides")
    put = folder.put

    def full(out: Path, file: str, data: bytes, **options: bool) -> publish.Kept:
        if file == "SHA256SUMS":
            raise PipelineError("cannot write", code="output.unwritable")
        return put(out, file, data, **options)

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.folder.put", full)
        with pytest.raises(PipelineError):
            attempt(tmp_path)
    assert (tmp_path / "out" / folder.UNFINISHED).exists()
    built(tmp_path)
    assert check_folder(tmp_path / "out").findings == ()


def test_sources_that_hold_no_work_leave_no_folder(tmp_path: Path) -> None:
    clean, _ = attempt(tmp_path, sources=(tmp_path / "nothing.md",))
    assert not clean
    assert not (tmp_path / "out").exists()


class Power:
    """Fails after some steps, for good: nothing is written or removed any more, as if the process had been killed."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def after(self, action: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **options: object) -> object:
            self.steps -= 1
            if self.steps < 0:
                raise KeyboardInterrupt
            return action(*arguments, **options)

        return step


def _changing(home: Path) -> None:
    """Take a chapter out of one work, and the whole of another."""
    (home / "sources" / "winds.md").unlink()
    _swap(home / "sources" / "tides.md", "# The sun\n\nIt pulls too.\n", "It pulls.\n")


@pytest.mark.slow
def test_wherever_a_build_is_killed_the_next_ends_with_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, whole, steps = tmp_path / "first", tmp_path / "whole", 0
    first.mkdir()
    with (sources(first, "Tides", "Winds") / "tides.md").open("a") as text:
        text.write("\n# The sun\n\nIt pulls too.\n")
    built(first, formats=("epub",))
    shutil.copytree(first, whole)
    _changing(whole)
    built(whole, formats=("epub",), prune=True)
    assert check_folder(whole / "out").findings == ()
    stopped = True
    while stopped:
        home = tmp_path / str(steps)
        shutil.copytree(first, home)
        _changing(home)
        with monkeypatch.context() as patch:
            power = Power(steps)
            for name in ("files.write", "folder.remove"):
                module, function = name.split(".")
                patch.setattr(
                    f"pipeline.{name}", power.after(getattr({"files": files, "folder": folder}[module], function))
                )
            try:
                attempt(home, formats=("epub",), prune=True)
                stopped = False
            except KeyboardInterrupt:
                steps += 1
        built(home, formats=("epub",), prune=True)
        assert contents(home / "out") == contents(whole / "out"), steps
    assert steps > 20
