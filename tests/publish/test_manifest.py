"""The manifest of an exports folder."""

from __future__ import annotations

import json

import pytest

from pipeline import publish
from pipeline.publish import Manifest, Record
from pipeline.report import PipelineError


def _record(file: str, sha256: str = "0" * 64) -> Record:
    return Record("tides", "en", "pdf", file, "Tides", sha256, 3, 0, "1" * 64, True, expected={"outline": []})


def test_what_is_written_is_read_again() -> None:
    manifest = Manifest((_record("a/a.en.pdf"), _record("b/b.en.pdf")))
    assert publish.parse(publish.files(manifest)[publish.MANIFEST]) == manifest


def test_checksums_have_the_form_that_sha256sum_reads() -> None:
    sums = publish.files(Manifest((_record("a/a.en.pdf"),)))[publish.SUMS]
    assert b"0" * 64 + b"  a/a.en.pdf\n" in sums


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"polyfolio": 1, "editions": [{"work": 1}]}', b'{"polyfolio": 9}']
)
def test_a_damaged_manifest_is_an_error_with_a_hint(data: bytes) -> None:
    with pytest.raises(PipelineError) as caught:
        publish.parse(data)
    assert caught.value.hint


def _deep(levels: int) -> object:
    values: object = 1
    for _ in range(levels):
        values = {"a": values}
    return values


@pytest.mark.parametrize(
    "change",
    [
        {"file": "../a.pdf"},
        {"file": "/etc/passwd"},
        {"file": "a/../../b.pdf"},
        {"file": "c:/a.pdf"},
        {"file": "a\\b.pdf"},
        {"file": "a/\ud800.pdf"},
        {"pages": [{"file": "../a.html", "sha256": "0", "size": 1}]},
        {"work": "../../a"},
        {"work": "a/b"},
        {"language": "../en"},
        {"beside": "en/.."},
        {"format": ".."},
        {"stamp": 10**30},
        {"stamp": -1},
        {"title": "\udc00"},
        {"expected": _deep(40)},
        {"parts": {"a": _deep(40)}},
    ],
    ids=str,
)
def test_what_would_lead_out_of_the_folder_or_could_not_be_written_again_is_damage(change: dict[str, object]) -> None:
    values = json.loads(publish.files(Manifest((_record("a/a.en.pdf"),)))[publish.MANIFEST])
    publish.parse(json.dumps(values).encode())
    values["editions"][0] |= change
    with pytest.raises(PipelineError, match="damaged"):
        publish.parse(json.dumps(values).encode())


@pytest.mark.parametrize("title", ["🌊", "C:\\ud800", "\\\\", "\x00"])
def test_a_title_of_any_characters_is_read_as_it_was(title: str) -> None:
    values = json.loads(publish.files(Manifest((_record("a/a.en.pdf"),)))[publish.MANIFEST])
    values["editions"][0]["title"] = title
    assert publish.parse(json.dumps(values, ensure_ascii=False).encode()).records[0].title == title


@pytest.mark.parametrize("data", [b"[" * 100_000, b"1" * 100_000, b'{"polyfolio": 2, "editions": ' + b"[" * 50_000])
def test_values_that_burst_a_reader_are_damage(data: bytes) -> None:
    with pytest.raises(PipelineError, match="damaged"):
        publish.parse(data)
