"""The cover made of type: long titles wrap, and nothing runs over the edge."""

from __future__ import annotations

import pytest
from epub_file import Book, edition
from hypothesis import given
from hypothesis import strategies as st

from pipeline.emit.epub.cover import _MEASURE, _SIZES, _width, fit


@pytest.mark.parametrize(
    "title",
    [
        "Tides",
        "The Book of Tides, or What the Sea Does Twice a Day and How to Be There in Time with Dry Feet",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "潮汐之书：大海每天所做的两件事以及如何及时到达那里（第二版）",
        "كتاب المد والجزر وما يفعله البحر مرتين في اليوم",
        "x" * 3000,
        "word " * 3000,
        "a\u0301" * 200,
    ],
)
def test_every_title_stays_inside_the_frame(title: str) -> None:
    setting = fit(title, _SIZES, 1000)
    assert setting.lines
    assert setting.height <= 1000
    assert all(_width(line.rstrip("…")) * setting.size <= _MEASURE * 1.05 for line in setting.lines)


@given(st.text(max_size=120))
def test_a_title_that_fits_keeps_every_letter(title: str) -> None:
    assert "".join("".join(fit(title, _SIZES, 4000).lines).split()) == "".join(title.split())


def test_lines_of_a_title_are_nearly_even() -> None:
    lines = fit("The long way round to the harbour", (150,), 1000).lines
    assert len(lines) == 3
    assert min(map(len, lines)) > 6


def test_a_mark_never_begins_a_line() -> None:
    lines = fit("潮汐之书，" * 12, _SIZES, 1000).lines
    assert not any(line.startswith("，") for line in lines)


def test_the_cover_bears_title_subtitle_authors_and_publisher_as_text() -> None:
    book = Book(edition("text", title="Ebb & Flow", subtitle="Twice a day", publisher="Harbour Press"))
    words = " ".join(book.tree("images/cover.svg").itertext())
    assert all(said in words for said in ("Ebb & Flow", "Twice a day", "Harbour Press"))


def test_all_languages_of_a_work_have_one_colour_and_works_differ() -> None:
    def ground(made: Book) -> str:
        return made.find(made.tree("images/cover.svg"), "//svg:rect")[0].get("fill")

    english, spanish = Book(edition("text", identifier="w1")), Book(edition("texto", identifier="w1", language="es"))
    others = {ground(Book(edition("text", identifier=f"w{number}"))) for number in range(20)}
    assert ground(english) == ground(spanish)
    assert len(others) > 3
