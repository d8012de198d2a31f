"""Pages by name and by size, and every look on every page."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.emit.paper import BOOK, NAMED, paper
from pipeline.emit.theme import THEMES, Style, Theme, theme
from pipeline.report import PipelineError

PAGES = (*NAMED, BOOK, "4.25x6.87", "148x210mm", "8.5x11in", "30 × 40 cm", "200x300pt", "2x2", "200x200in")
LOOKS = [(name, page) for name in THEMES for page in PAGES]


@pytest.mark.parametrize(
    ("name", "width", "height"),
    [
        ("a4", 595.28, 841.89),
        ("A5", 419.53, 595.28),
        ("letter", 612, 792),
        ("6x9", 432, 648),
        (" 6 × 9 ", 432, 648),
        ("6X9IN", 432, 648),
        ("148x210", 419.53, 595.28),
        ("14.8x21cm", 419.53, 595.28),
        ("300x400pt", 300, 400),
        ("30x30", 2160, 2160),
        ("31x100", None, None),
    ],
)
def test_a_page_has_the_size_of_its_name(name: str, width: float | None, height: float | None) -> None:
    if width is None:
        with pytest.raises(PipelineError, match="too small"):
            paper(name)
    else:
        assert (paper(name).width, paper(name).height) == (width, height)


@pytest.mark.parametrize("name", ["", "a3", "6", "6x", "x9", "6x9x12", "-6x9", "6x9ft", "6,5x9", "12345x9"])
def test_what_is_no_page_is_an_error_that_says_what_to_try(name: str) -> None:
    with pytest.raises(PipelineError) as caught:
        paper(name)
    assert "a4" in caught.value.hint or "inches" in caught.value.hint


@pytest.mark.parametrize("name", ["0x0", "1x9", "50x50", "201x9in", "9999x9999cm", "100x100pt"])
def test_a_page_that_holds_no_book_is_refused(name: str) -> None:
    with pytest.raises(PipelineError, match="too small or too large") as caught:
        paper(name)
    assert "inches" in caught.value.hint


@given(st.floats(2, 200), st.floats(2, 200))
def test_every_page_has_room_for_text(width: float, height: float) -> None:
    found = paper(f"{width:.2f}x{height:.2f}in")
    assert 0 < found.measure < found.width
    assert 0 < found.depth < found.height


@pytest.mark.parametrize(("name", "page"), LOOKS)
def test_every_look_has_room_on_every_page(name: str, page: str) -> None:
    made = theme(name, page, "Latn")
    assert made.measure > 6 * made.body.size
    assert made.depth > 4 * made.body.leading
    assert made.column.size < made.measure / 4


def styles(made: Theme) -> dict[str, Style]:
    found = {field.name: getattr(made, field.name) for field in fields(made)}
    several = {f"{name} {at}": part for name, parts in found.items() if isinstance(parts, tuple)
               for at, part in enumerate(parts)}  # fmt: skip
    return {name: style for name, style in (found | several).items() if isinstance(style, Style)}


@pytest.mark.parametrize("name", THEMES)
def test_all_type_grows_and_shrinks_with_the_page(name: str) -> None:
    small, book, large = (styles(theme(name, page, "Latn")) for page in ("4x6", "6x9", "a4"))
    for key, style in book.items():
        assert small[key].size < style.size < large[key].size
        assert small[key].leading < style.leading < large[key].leading
    assert theme(name, "4x6", "Latn").cells < theme(name, "6x9", "Latn").cells


def test_large_print_is_large() -> None:
    assert theme("large", "a4", "Latn").body.size >= 16
    assert theme("large", "a4", "Latn").body.align == "start"


def test_scripts_that_hang_farther_above_and_below_have_their_lines_farther_apart() -> None:
    plain, khmer = theme("book", "6x9", "Latn"), theme("book", "6x9", "Khmr")
    assert khmer.body.leading > 1.3 * plain.body.leading
    assert khmer.body.size == plain.body.size
    assert khmer.code.leading == plain.code.leading


def test_paragraphs_of_the_far_east_begin_whole_squares_farther_in() -> None:
    japanese, chinese = (theme("book", "6x9", script) for script in ("Jpan", "Hans"))
    assert japanese.indent == pytest.approx(japanese.body.size, abs=0.01)
    assert chinese.indent == pytest.approx(2 * chinese.body.size, abs=0.01)


def test_headings_get_smaller_with_their_level() -> None:
    made = theme("book", "6x9", "Latn")
    sizes = [made.heading(level).size for level in range(1, 9)]
    assert sizes == sorted(sizes, reverse=True)
    assert made.heading(9) == made.heading(6)


@pytest.mark.parametrize(("script", "every"), [("Hans", True), ("Jpan", True), ("Latn", False), ("Kore", False)])
def test_scripts_of_the_far_east_indent_every_paragraph_that_is_not_parted_by_space(script: str, every: bool) -> None:
    book, report = theme("book", BOOK, script), theme("report", BOOK, script)
    assert (book.opening == book.indent) is every
    assert book.indent
    assert report.opening == report.indent == 0
