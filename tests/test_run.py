"""A whole build, from sources to editions on disk, with the real stages and the embedded model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.check import check_folder
from pipeline.report import Severity
from pipeline.run import Event, Request, build

NEWS = """Harbour reopens after the storm

Boats go out again on Monday

The harbour was closed for three days. On Monday the boats went out again.

Nobody was hurt, and the fish market opens on Tuesday.
"""
BOOK = """---
title: The tides
lang: en
to: [es]
---

# The moon

The moon pulls the **water**.[^1] See [the sun](#the-sun).

[^1]: It pulls the land too.

# The sun

| Body | Pull |
|------|-----:|
| moon | 2    |
| sun  | 1    |
"""


class Log(list[Event]):
    """Keeps what a build tells."""

    def __call__(self, event: Event) -> None:
        self.append(event)

    def errors(self) -> list[str]:
        """Return the errors, as the user sees them."""
        return [str(e.finding) for e in self if e.finding and e.finding.severity is Severity.ERROR]

    def files(self, kind: str) -> list[str]:
        """Return the names of the files made or kept."""
        return [Path(event.text).name for event in self if event.kind == kind]


def _build(folder: Path, *sources: Path, stamp: int = 1_700_000_000, **options: object) -> tuple[bool, Log]:
    log = Log()
    request = Request(sources or (folder,), out=folder.parent / "out", stamp=stamp, **options)  # type: ignore[arg-type]
    return build(request, log), log


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Log]:
    """Build one book in two languages once for all tests that only look at it."""
    folder = tmp_path_factory.mktemp("book") / "sources"
    folder.mkdir()
    (folder / "tides.md").write_text(BOOK)
    clean, log = _build(folder)
    assert clean, log.errors()
    return folder.parent / "out", log


def test_one_source_becomes_every_format_in_every_language_asked_for(built: tuple[Path, Log]) -> None:
    out, log = built
    assert log.files("made") == [f"tides.{lang}.{form}" for lang in ("en", "es") for form in ("docx", "epub", "pdf")]
    described = {"SHA256SUMS", "manifest.json", "verify.json"}
    pages, lists = {"index.html", "index.es.html"}, {f"opds{tag}.json" for tag in ("", ".en", ".es")}
    feeds = lists | {"feed.xml", *(f"catalog{tag}.xml" for tag in ("", ".en", ".es"))}
    assert {path.name for path in out.iterdir()} == described | pages | feeds | {"tides", "catalog"}


def test_the_manifest_knows_every_edition(built: tuple[Path, Log]) -> None:
    editions = json.loads((built[0] / "manifest.json").read_text())["editions"]
    assert [(edition["language"], edition["format"]) for edition in editions[:3]] == [
        ("en", "docx"), ("en", "epub"), ("en", "pdf"),
    ]  # fmt: skip
    assert all(edition["expected"]["outline"] for edition in editions)


def test_the_folder_verifies(built: tuple[Path, Log]) -> None:
    assert list(check_folder(built[0]).findings) == []


def test_a_second_build_makes_nothing_and_the_bytes_stay(built: tuple[Path, Log]) -> None:
    out, _ = built
    before = {path: path.read_bytes() for path in out.rglob("*.*")}
    clean, log = _build(out.parent / "sources", stamp=1_800_000_000)
    assert clean
    assert (len(log.files("made")), len(log.files("kept"))) == (0, 6)
    assert {path: path.read_bytes() for path in out.rglob("*.*")} == before


def test_the_same_source_elsewhere_gives_the_same_bytes(built: tuple[Path, Log], tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "tides.md").write_text(BOOK)
    _build(folder)
    for path in sorted(path for path in built[0].rglob("*.*") if path.is_file() and path.name != "manifest.json"):
        assert (tmp_path / "out" / path.relative_to(built[0])).read_bytes() == path.read_bytes(), path.name


def test_a_stamp_before_the_first_zip_archive_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "news.en.txt").write_text(NEWS)
    clean, log = _build(tmp_path / "sources", stamp=1, fixed=True)
    assert clean, log.errors()


def test_a_changed_file_is_found_by_verify_and_made_again(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "news.en.txt").write_text(NEWS)
    _build(tmp_path / "sources", formats=("docx", "epub"))
    damaged = tmp_path / "out" / "news" / "news.en.docx"
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-100])
    assert any(finding.code == "verify.checksum" for finding in check_folder(tmp_path / "out").findings)
    clean, log = _build(tmp_path / "sources", formats=("docx", "epub"))
    assert (clean, log.files("made"), damaged.read_bytes()) == (True, ["news.en.docx"], whole)


def test_a_work_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "good.en.txt").write_text(NEWS)
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02\x03" * 64)
    (folder / "yaml.md").write_text("---\ntitle: [a\nlang: en\n---\n\nText.\n")
    (folder / "picture.md").write_text("---\ntitle: A\nlang: en\n---\n\n![x](absent.png)\n")
    (folder / "language.md").write_text("---\ntitle: A\nlang: englsh\n---\n\nText.\n")
    clean, log = _build(folder, formats=("docx",))
    assert not clean
    assert log.files("made") == ["good.en.docx"]
    assert len(log.errors()) == 5
    for name in ("empty.txt", "binary.txt", "yaml.md", "picture.md", "language.md"):
        assert any(str(folder / name) in error for error in log.errors()), name


def test_a_pair_without_a_model_says_which_there_are(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "news.en.txt").write_text(NEWS)
    clean, log = _build(folder, to=("is",), formats=("docx",))
    assert not clean
    assert log.files("made") == ["news.en.docx"]
    (finding,) = (e.finding for e in log if e.finding and e.finding.severity is Severity.ERROR)
    assert "en" in finding.message
    assert "is" in finding.message
    assert "models install en is" in finding.hint


def test_a_translation_by_a_person_is_not_translated_again(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "moon.en.md").write_text("# Tides\n\n## The moon\n\nIt pulls.\n\n## The sun\n\nIt pulls too.\n")
    (folder / "moon.es.md").write_text("# Mareas\n\n## La luna\n\nTira.\n\n## El sol\n\nTambién tira.\n")
    clean, log = _build(folder, to=("es",), formats=("epub",))
    assert clean, log.errors()
    editions = json.loads((tmp_path / "out" / "manifest.json").read_text())["editions"]
    assert [edition["title"] for edition in editions] == ["Tides", "Mareas"]
    ids = [[entry[2] for entry in edition["expected"]["outline"]] for edition in editions]
    assert ids[0] == ids[1] == ["the-moon", "the-sun"]


def test_an_edition_that_cannot_be_made_leaves_the_old_one_whole(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "news.en.txt").write_text(NEWS)
    _build(folder, formats=("docx",))
    before = (tmp_path / "out" / "news" / "news.en.docx").read_bytes()
    (folder / "news.en.txt").write_text("")
    clean, _ = _build(folder, formats=("docx",))
    assert not clean
    assert (tmp_path / "out" / "news" / "news.en.docx").read_bytes() == before
    assert list(check_folder(tmp_path / "out").findings) == []


def test_a_model_that_cannot_be_used_fails_only_its_own_editions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, model = tmp_path / "sources", tmp_path / "packages" / "translate-en_fr-1_0"
    folder.mkdir()
    (model / "model").mkdir(parents=True)
    about = {"package_version": "1.0", "argos_version": "1.9", "from_code": "en", "to_code": "fr"}
    (model / "metadata.json").write_text(json.dumps({**about, "from_name": "English", "to_name": "French"}))
    for part in ("model/model.bin", "model/config.json", "sentencepiece.model"):
        (model / part).write_text("not a model")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    (folder / "news.en.txt").write_text(NEWS)
    clean, log = _build(folder, to=("fr", "es"), formats=("docx",))
    assert not clean
    assert log.files("made") == ["news.en.docx", "news.es.docx"]
    assert ["en → fr" in error for error in log.errors()] == [True]


def test_a_killed_build_is_told_from_damage(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "news.en.txt").write_text(NEWS)
    _build(tmp_path / "sources", formats=("docx",))
    (tmp_path / "out" / ".unfinished").touch()
    (finding,) = check_folder(tmp_path / "out").findings
    assert finding.code == "verify.unfinished"
    _build(tmp_path / "sources", formats=("docx",))
    assert list(check_folder(tmp_path / "out").findings) == []


DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60">
<text x="9" y="30">Moon القمر</text>
</svg>"""


def test_a_drawing_comes_to_every_format_and_one_that_fetches_to_none(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "tides.md").write_text("---\ntitle: Tides\nlang: en\ncover-image: moon.svg\n---\n\n![Moon](moon.svg)\n")
    (folder / "moon.svg").write_text(DRAWING)
    clean, log = _build(folder / "tides.md")
    assert clean, log.errors()
    assert log.files("made") == ["tides.en.docx", "tides.en.epub", "tides.en.pdf"]
    (folder / "moon.svg").write_text(DRAWING.replace("<text", "<image href='https://example.org/a.png'/><text"))
    clean, log = _build(folder / "tides.md")
    (error,) = log.errors()
    assert not clean
    assert "moon.svg refers to something outside of it: 'https://example.org/a.png' (line 2)" in error
