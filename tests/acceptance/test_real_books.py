# ruff: noqa: T201  (printing the numbers is what this file is for)
"""EPUB and DOCX editions of the Declaration in every language, before other people's validators and readers.

The texts lie outside the repository; skipped, and said so, where they are missing. They are built once for all tests.
Ace opens every page of a book in a browser, a quarter of a second each: it judges one text of each script and
direction, and all of them where POLYFOLIO_ACE is `all`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import ace
import epubcheck
import libreoffice
import opds
import openxml
import pytest
from real_texts import built, is_turned, judged, script_of, sources

from pipeline.check import check_folder
from pipeline.read.decode import decode

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the Declaration as DOCX and EPUB, each text in the language that it is taken for."""
    out = tmp_path_factory.mktemp("exports")
    built(sources("udhr"), out, formats=("docx", "epub"))
    return out


def files(exports: Path, suffix: str) -> list[Path]:
    return sorted(exports.rglob(f"*{suffix}"))


def test_every_language_becomes_docx_and_epub_that_verify(exports: Path) -> None:
    editions = json.loads((exports / "manifest.json").read_text())["editions"]
    assert len(editions) == 2 * len(sources("udhr"))
    assert check_folder(exports).findings == ()


def test_epubcheck_has_nothing_to_say_not_even_a_usage_note(exports: Path) -> None:
    assert judged("EPUBCheck", epubcheck.check, files(exports, ".epub")) == []


def test_ace_finds_nothing_that_keeps_a_reader_out(exports: Path) -> None:
    every = os.environ.get("POLYFOLIO_ACE") == "all"
    chosen = (
        files(exports, ".epub") if every else [book for slug in examples() for book in (exports / slug).glob("*.epub")]
    )
    assert chosen
    assert judged("Ace by DAISY", ace.check, chosen) == []


@pytest.mark.parametrize("office", ["Microsoft365", "Office2010"])
def test_the_open_xml_sdk_finds_no_error(exports: Path, office: str) -> None:
    assert judged(f"Open XML SDK, {office}", openxml.checker(office), files(exports, ".docx")) == []


def test_libreoffice_reads_what_the_document_holds(exports: Path) -> None:
    assert judged("LibreOffice, read back", libreoffice.check, files(exports, ".docx")) == []


@pytest.mark.parametrize(("names", "first"), [("opds*.json", "opds.json"), ("catalog*.xml", "catalog.xml")])
def test_a_reading_program_finds_every_edition_in_the_catalog(exports: Path, names: str, first: str) -> None:
    assert judged(f"Readium, {first}", opds.checker(first), sorted(exports.glob(names)), together=True) == []


def test_a_second_build_writes_nothing(exports: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in exports.rglob("*")}
    events = built(sources("udhr"), exports, formats=("docx", "epub"))
    assert {event.kind for event in events} == {"kept"}
    assert {path: path.stat().st_mtime_ns for path in exports.rglob("*")} == before


def examples() -> Sequence[str]:
    """Return the names of the first text of each script and direction."""
    found: dict[tuple[str, bool], str] = {}
    for file in sources("udhr"):
        text = decode(file.read_bytes(), file.name).value
        found.setdefault((script_of(text), is_turned(text)), file.stem.lower())
    print(f"\n{len(found)} scripts and directions: {' '.join(found.values())}")
    return list(found.values())
