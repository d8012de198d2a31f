"""The manifest of a folder while a build goes on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from building import Log

from pipeline import folder
from pipeline.desk import Desk
from pipeline.ledger import Ledger
from pipeline.publish import Manifest, Record, Work


def _record(out: Path, work: str, data: bytes = b"x") -> Record:
    kept = folder.put(out, f"{work}/{work}.en.pdf", data)
    return Record(work, "en", "pdf", kept.file, "Tides", kept.sha256, kept.size, 0, "1" * 64, True)


def test_what_was_entered_is_in_the_manifest_in_order_even_if_the_build_breaks(tmp_path: Path) -> None:
    records = [_record(tmp_path, work) for work in ("winds", "tides")]
    with pytest.raises(KeyboardInterrupt), Ledger(tmp_path, Manifest(), Desk(Log())) as ledger:
        for record in records:
            ledger.enter(record)
        raise KeyboardInterrupt
    assert [each.work for each in folder.manifest_of(tmp_path).records] == ["tides", "winds"]


def test_a_work_with_a_new_file_is_not_whole_until_it_is_entered_again(tmp_path: Path) -> None:
    record, work = _record(tmp_path, "tides"), Work("tides", {}, ("tides/tides.en.pdf",))
    ledger = Ledger(tmp_path, Manifest((record,), works=(work,)), Desk(Log()))
    ledger.enter(replace(record, digest="2" * 64))
    assert ledger.manifest.works == ()
    ledger.enter(work)
    assert ledger.manifest.works == (work,)


def test_what_the_manifest_no_longer_holds_is_removed_and_told(tmp_path: Path) -> None:
    tides, winds = (_record(tmp_path, work) for work in ("tides", "winds"))
    log = Log()
    with Ledger(tmp_path, Manifest((tides, winds)), Desk(log)) as ledger:
        ledger.manifest = Manifest((winds,))
    assert log.files("removed") == ["tides.en.pdf"]
    assert not (tmp_path / "tides").exists()
    assert folder.manifest_of(tmp_path).records == (winds,)


def test_what_cannot_be_removed_is_told_and_the_manifest_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, tides = Log(), _record(tmp_path, "tides")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with Ledger(tmp_path, Manifest((tides,)), Desk(log)) as ledger:
        ledger.manifest = Manifest()
        monkeypatch.setattr(Path, "unlink", denied)
    assert log.errors() == [f"{tmp_path}/tides/tides.en.pdf: cannot write: Permission denied"]
    assert log.files("removed") == []
    assert folder.manifest_of(tmp_path).records == ()
