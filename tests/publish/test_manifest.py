"""The manifest of an exports folder."""

from __future__ import annotations

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
