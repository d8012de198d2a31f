"""Which files a build makes, and why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from building import STAMP, built, sources

from pipeline import files, folder
from pipeline.drafts import Draft, prepare
from pipeline.plan import plan
from pipeline.produce import Task
from pipeline.publish import Manifest, Record
from pipeline.request import Request


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Draft, Request, Manifest]:
    """Return a work as it is read, what is asked for, and the manifest of its build."""
    home = tmp_path_factory.mktemp("home")
    sources(home, "Tides")
    built(home)
    (work,) = files.find((home / "sources",))
    assert isinstance(work, files.Work)
    draft = prepare(work).value
    assert draft
    request = Request((home / "sources",), out=home / "out", formats=("docx",), stamp=STAMP + 1)
    return draft, request, folder.manifest_of(home / "out")


def _task(draft: Draft, request: Request, manifest: Manifest) -> Task:
    (task,) = plan([draft], request, manifest)
    return task


def test_a_file_that_is_as_it_should_be_is_not_made_and_keeps_its_stamp(
    made: tuple[Draft, Request, Manifest],
) -> None:
    task = _task(*made)
    assert (task.why, int(task.edition.modified.timestamp())) == ("", STAMP)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"digest": "1" * 64}, "text tides.md changed"),
        ({"fonts": "others"}, "fonts of the system changed"),
        ({"sha256": "1" * 64}, "tides/tides.en.docx changed by hand"),
        ({"file": "tides/tides.fr.docx"}, "it was not made before"),
    ],
)
def test_why_a_file_is_made(change: dict[str, str], why: str, made: tuple[Draft, Request, Manifest]) -> None:
    draft, request, manifest = made
    work = replace(manifest.works[0], inputs={**draft.inputs, "text tides.md": "another"})
    record: Record = replace(manifest.records[0], **change)  # type: ignore[arg-type]
    assert _task(draft, request, replace(manifest, records=(record,), works=(work,))).why == why


def test_a_fixed_time_is_that_of_every_file(made: tuple[Draft, Request, Manifest]) -> None:
    draft, request, manifest = made
    task = _task(draft, replace(request, fixed=True), manifest)
    assert (task.why, int(task.edition.modified.timestamp())) == ("SOURCE_DATE_EPOCH changed", STAMP + 1)


def test_formats_and_editions_in_two_languages_are_files_of_their_own(
    made: tuple[Draft, Request, Manifest], tmp_path: Path
) -> None:
    (tmp_path / "moon.md").write_text("---\ntitle: Moon\nlang: en\n---\n\nIt pulls.\n")
    (tmp_path / "moon.es.md").write_text("---\ntitle: Luna\nlang: es\n---\n\nTira.\n")
    (work,) = files.find((tmp_path,))
    assert isinstance(work, files.Work)
    draft = prepare(work).value
    assert draft
    wanted = replace(made[1], formats=("docx", "epub"), bilingual=True)
    assert [task.file for task in plan([draft], wanted, Manifest())] == [
        f"moon/moon.{tags}.{kind}" for tags in ("en", "es", "en-es") for kind in ("docx", "epub")
    ]
