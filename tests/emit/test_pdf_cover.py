"""The title page as a cover: what is drawn, in which colours, and that nothing of it is lost or cut."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pdf_file import boxes, letters, made, pages, paragraph
from PIL import Image as Pillow
from strategies import PICTURE

from pipeline.emit.edition import Edition, Layout
from pipeline.emit.epub import emit
from pipeline.emit.pdf.cover import TALLEST, WIDTH, cover
from pipeline.emit.pdf.font_missing import missing
from pipeline.emit.pdf.title_page import PAIRS, pair
from pipeline.model import Agent, Document, Heading, Metadata, Resource, Text
from pipeline.produce import Task, make
from pipeline.report import Severity

LONG = ("The long way round to the harbour and back again " * 62)[:3000]


PLAIN = Layout()


def edition(layout: Layout = PLAIN, resources: tuple[Resource, ...] = (), **fields: Any) -> Edition:
    record = Metadata(**({"title": "Tides", "language": "en"} | fields))
    return Edition(Document(record, (paragraph("text"),), resources), "tides", layout=layout)


def image(data: bytes) -> Pillow.Image:
    return Pillow.open(io.BytesIO(data)).convert("RGB")


def dark(picture: Pillow.Image, box: tuple[float, float, float, float]) -> int:
    """Return how many dark pixels lie in a box given in parts of the picture."""
    sides = [int(part * side) for part, side in zip(box, picture.size * 2, strict=True)]
    return sum(picture.crop(tuple(sides)).convert("L").histogram()[:100])  # type: ignore[arg-type]


INSIDE = 0.12, 0.1, 0.88, 0.9
"""The page without its frame."""


@pytest.mark.parametrize(("page", "height"), [("6x9", 2400), ("a4", 2263), ("a5", 2271), ("letter", 2071)])
def test_a_cover_is_as_wide_as_shops_ask_for_and_as_high_as_its_paper(page: str, height: int) -> None:
    assert image(cover(edition(Layout(page=page)))).size == (WIDTH, height)


def test_a_cover_of_a_very_tall_page_is_bounded() -> None:
    assert image(cover(edition(Layout(page="2x20")))).size == (TALLEST // 10, TALLEST)


def test_a_cover_is_small_and_bears_no_time() -> None:
    data = cover(edition(subtitle="A handbook", creators=(Agent("Ida Strand"),), publisher="Harbour Press"))
    assert len(data) < 100_000
    assert not re.search(b"tIME|tEXt|eXIf", data)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Tides"),
        ("en", LONG),
        ("de", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"),
        ("ar", "كتاب المد والجزر وما يفعله البحر مرتين في اليوم"),
        ("he", "ספר הגאות והשפל"),
        ("el", "Το βιβλίο της παλίρροιας"),
    ],
)
def test_the_title_is_drawn_and_stays_inside_the_frame(language: str, title: str) -> None:
    picture = image(cover(edition(language=language, title=title)))
    assert dark(picture, INSIDE) > 3000
    assert dark(picture, (0.07, 0.1, 0.12, 0.9)) == dark(picture, (0.88, 0.1, 0.93, 0.9)) == 0


def test_the_title_of_a_report_stands_where_lines_begin() -> None:
    def sides(language: str, title: str) -> tuple[int, int]:
        picture = image(cover(edition(Layout("report"), language=language, title=title)))
        return dark(picture, (0.12, 0.1, 0.3, 0.9)), dark(picture, (0.7, 0.1, 0.88, 0.9))

    assert sides("en", "Sea")[0] > sides("en", "Sea")[1] == 0
    assert sides("ar", "بحر")[1] > sides("ar", "بحر")[0] == 0


def test_a_book_without_a_title_bears_the_name_of_its_file() -> None:
    assert cover(edition(title="")) == cover(edition(title="tides"))


def test_a_word_is_never_parted_for_a_larger_title() -> None:
    (first, *_) = pages(
        made(Heading(1, (Text("A"),), "a"), Heading(1, (Text("B"),), "b"), title="Incomprehensibilities")
    )
    assert "Incomprehensibilities" in first


def test_a_very_long_title_loses_no_letter_in_the_pdf_and_needs_one_page() -> None:
    data = made(Heading(1, (Text("A"),), "a"), Heading(1, (Text("B"),), "b"), title=LONG, publisher="Harbour Press")
    first, second, *_ = pages(data)
    assert letters(LONG) in letters(first)
    assert "Harbour Press" in first
    assert "Contents" in second
    assert all(x0 > 40 and x1 < 392 for x0, _, x1, _ in boxes(data))


def test_a_subtitle_that_is_longer_than_a_page_goes_on() -> None:
    data = made(Heading(1, (Text("A"),), "a"), Heading(1, (Text("B"),), "b"), subtitle=LONG * 2)
    assert pages(data)[0].startswith("Tides")
    assert "".join(pages(data)).count("harbour") == 2 * LONG.count("harbour")


@pytest.mark.parametrize("alone", [True, False])
def test_title_subtitle_and_authors_are_read_in_their_order(alone: bool) -> None:
    blocks = (Heading(1, (Text("A"),), "a"), Heading(1, (Text("B"),), "b")) if alone else (paragraph("text"),)
    data = made(*blocks, subtitle="A handbook", creators=(Agent("Ida Strand"),), publisher="Harbour Press")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        document = pdf.Root.StructTreeRoot.K
        section = next(iter(next(iter(document.K if "/K" in document else document[0].K)).K))
        numbers = [kid.K if isinstance(kid.K, int) else int(kid.K[0]) for kid in section.K]
    assert numbers == sorted(numbers)
    assert len(numbers) == 4


def test_each_colour_reads_well_on_white() -> None:
    def luminance(colour: tuple[float, float, float]) -> float:
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
        return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    assert all(1.05 / (luminance(colour) + 0.05) >= 4.5 for colours in PAIRS for colour in colours)


def test_all_languages_of_a_work_have_one_colour_and_works_differ() -> None:
    def frame(made: Edition) -> set[tuple[int, int, int]]:
        """Return the colours on a short way into the page from its left edge: nothing but its frame."""
        picture = image(cover(made))
        return {picture.getpixel((x, 1200)) for x in range(60, 130)}  # type: ignore[misc]

    assert frame(edition(identifier="w1")) == frame(edition(identifier="w1", language="es", title="Mareas"))
    assert len({pair(edition(identifier=f"w{number}").work) for number in range(20)}) > 3


def test_the_same_edition_gives_the_same_bytes_in_every_zone_and_with_every_hash_seed() -> None:
    here = Path(__file__).parent
    code = (
        "import hashlib, test_pdf_cover as t; print(hashlib.sha256(t.cover(t.edition(title='سلام Tides'))).hexdigest())"
    )
    path = os.pathsep.join(map(str, (here, here.parent, here.parent.parent)))

    def digest(zone: str, seed: str) -> str:
        environment = os.environ | {"PYTHONPATH": path, "TZ": zone, "PYTHONHASHSEED": seed}
        run = [sys.executable, "-c", code]
        return subprocess.run(run, env=environment, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603

    same = hashlib.sha256(cover(edition(title="سلام Tides"))).hexdigest()
    assert digest("UTC", "0") == digest("Pacific/Auckland", "4242") == same


def task(made: Edition, format_name: str = "epub") -> Task:
    return Task(made, format_name, f"tides/tides.en.{format_name}", "", original=True, debug=True)


def test_the_epub_of_a_work_without_a_picture_has_its_title_page_as_cover() -> None:
    done = make(task(edition()))
    assert done.value.record
    assert not done.findings
    assert cover(edition()) in done.value.data


def test_the_cover_of_a_work_with_a_picture_of_its_own_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.emit.pdf.cover.cover", lambda _: pytest.fail("drawn"))
    own = edition(resources=(PICTURE,), cover_image=PICTURE.name)
    assert make(task(own)).value.data == emit(own).value
    assert make(task(edition(), "docx")).value.record


def test_without_a_font_for_the_title_the_epub_is_made_without_a_cover(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(_fonts: object, text: str, _language: str) -> None:
        raise missing(text)

    monkeypatch.setattr("pipeline.emit.pdf.fonts.Fonts.check", check)
    done = make(task(edition()))
    assert done.value.record
    assert [(found.code, found.severity) for found in done.findings] == [("epub.cover", Severity.WARNING)]
    assert "no font has" in done.findings[0].message
    assert done.value.data == emit(edition()).value


def test_the_stamp_is_not_on_the_cover() -> None:
    later = Edition(edition().document, "tides", datetime(2030, 1, 1, tzinfo=UTC))
    assert cover(later) == cover(edition())
