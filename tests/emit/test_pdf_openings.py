"""Which headings open a page, and what level they have in the structure."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pdf_file import paragraph

from pipeline.emit.pdf.openings import CHAPTER, openings
from pipeline.model import Block, Div, Heading, Text

LONG, SHORT = paragraph("x" * (CHAPTER + 1)), paragraph("short")


def heading(level: int) -> Heading:
    return Heading(level, (Text("Tide"),))


def kinds(*blocks: Block) -> list[str]:
    found = openings(blocks)
    return [found.kind(block) for block in blocks if isinstance(block, Heading)]


def test_long_chapters_open_pages_and_short_ones_do_not() -> None:
    assert kinds(heading(1), LONG, heading(2), SHORT, heading(1), LONG) == ["chapter", "", "chapter"]
    assert kinds(heading(1), SHORT, heading(1), SHORT) == ["", ""]


def test_the_average_counts() -> None:
    twice = paragraph("x" * (2 * CHAPTER + 2))
    assert kinds(heading(1), twice, heading(1), SHORT) == ["chapter", "chapter"]


def test_a_single_heading_opens_nothing() -> None:
    assert kinds(heading(1), LONG) == [""]
    assert kinds(LONG) == []


def test_headings_above_long_chapters_are_those_of_parts() -> None:
    body = (heading(1), SHORT, heading(2), LONG, heading(2), LONG, heading(1), heading(2), LONG)
    assert kinds(*body) == ["part", "chapter", "chapter", "part", "chapter"]


def test_a_preface_among_parts_is_a_chapter() -> None:
    body = (heading(1), LONG, heading(1), heading(2), LONG, heading(3), heading(2), LONG)
    assert kinds(*body) == ["chapter", "part", "chapter", "", "chapter"]


def test_short_sections_under_long_chapters_open_nothing() -> None:
    long_enough = paragraph("x" * (CHAPTER // 2 + 1))
    body = (heading(1), heading(2), long_enough, heading(2), long_enough)
    assert kinds(*body, *body) == ["chapter", "", ""] * 2


@given(st.lists(st.integers(1, 6)))
def test_levels_in_the_structure_begin_at_one_and_have_no_gaps(levels: list[int]) -> None:
    found = openings(())
    made = [found.level(heading(level)) for level in levels]
    assert all(after <= before + 1 for before, after in zip([0, *made], made, strict=False))
    assert all(new <= old for new, old in zip(made, levels, strict=True))
    assert made[:1] == [1] * bool(levels)


def test_levels_without_gaps_are_kept() -> None:
    found = openings(())
    assert [found.level(heading(level)) for level in (1, 2, 3, 2, 1, 2)] == [1, 2, 3, 2, 1, 2]


def test_a_passage_around_a_whole_book_changes_nothing_about_what_opens() -> None:
    long = paragraph("The tide falls. " * 600)
    book = tuple(part for n in range(3) for part in (Heading(1, (Text(f"Ebb {n}"),), f"e{n}"), long))
    assert openings(book).chapter == openings((Div(book, "en"),)).chapter == 1
