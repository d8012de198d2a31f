"""Structure of plain text: readable cases with their outlines, and the laws the passes keep."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_text import outline, structured

from pipeline.model import Block, Div, Document, Heading, Metadata, OrderedList, Paragraph, Quote, Text
from pipeline.normalize import furniture, structure, unwrap
from pipeline.read.plain import read_plain
from pipeline.walk import query

CASES = sorted((Path(__file__).parent / "cases_plain").glob("*.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_text_has_the_outline_beside_it(case):
    assert outline(structured(case.read_text("utf-8")).value) == case.with_suffix(".outline").read_text("utf-8")


WORDS = st.text("abcdeéßΩжहก一山 .,:;!?-'\"()", max_size=90)
LINES = st.one_of(
    WORDS,
    st.sampled_from(
        ["", "", "", "\f", "* * *", "-----", "=====", "- item", "1. one", "2. two", "(a) x", "(b) y", "> q", ">> r"]
    ),
    st.sampled_from(
        ["I.", "II.", "12", "- 3 -", "Chapter 1", "Chapter 2", "CHAPTER THREE", "May 4, 1921", "١. أول", "二、山"]
    ),
    st.builds(lambda place, text: f"{place}, May 4, 1921 – {text}", st.sampled_from(["Rome", "A B, Rome"]), WORDS),
)
TEXTS = st.lists(st.builds(lambda pad, line: " " * pad + line, st.integers(0, 8), LINES), max_size=40).map("\n".join)


def signs(text: str) -> Counter[str]:
    """Count letters and digits; a digit counts by its value, whatever script writes it."""
    return Counter(
        str(unicodedata.digit(char)) if char.isdecimal() else char
        for char in text
        if char.isalpha() or char.isdecimal()
    )


def list_marks(blocks: tuple[Block, ...]) -> str:
    """Return the numbers an edition sets before the items of all lists."""
    return " ".join(
        mark(found.style, found.start + at) for found in query(blocks, OrderedList) for at in range(len(found.items))
    )


def mark(style: str, value: int) -> str:
    match style:
        case "decimal":
            return str(value)
        case "lower-alpha" | "upper-alpha":
            letter = chr(96 + value)
            return letter if style == "lower-alpha" else letter.upper()
        case _:
            roman = {1: "i", 2: "ii", 3: "iii", 4: "iv", 5: "v", 6: "vi", 7: "vii"}[value]
            return roman if style == "lower-roman" else roman.upper()


def all_text(document: Document) -> str:
    texts = [text.text for text in query(document.blocks, Text)]
    return " ".join([*texts, document.metadata.title, document.metadata.subtitle, list_marks(document.blocks)])


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_no_letter_and_no_digit_is_ever_lost(text):
    outcome = structured(text)
    dropped = "".join(change.before for change in outcome.changes if change.name == "furniture")
    titles = [
        change for change in outcome.changes if change.before.endswith(change.after) and change.name == "structure"
    ]
    numbers = "".join(
        change.before.removesuffix(change.after) for change in titles if change.after == outcome.value.metadata.title
    )
    assert signs(text) == signs(all_text(outcome.value)) + signs(dropped) + signs(numbers)


@pytest.mark.parametrize(
    "apply", [furniture.apply, unwrap.apply, structure.apply], ids=["furniture", "unwrap", "structure"]
)
@given(text=TEXTS)
@settings(max_examples=100, deadline=None)
def test_each_pass_twice_is_as_once(apply, text):
    document = read_plain(text, "test.txt").value
    for before in (furniture.apply, unwrap.apply, structure.apply):
        document = before(document).value
        if before is apply:
            break
    again = apply(document)
    assert again.value == document
    assert again.changes == ()


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_nothing_raw_is_left(text):
    document = structured(text).value
    assert not list(query(document.blocks, Div))
    assert all(node.text.strip() for node in query(document.blocks, Text))
    assert all(1 <= heading.level <= 6 for heading in query(document.blocks, Heading))


def test_a_document_without_raw_lines_stays_as_it_is():
    document = Document(Metadata(title="Tides"), (Paragraph((Text("1. Not a list"),)),))
    for apply in (furniture.apply, unwrap.apply, structure.apply):
        assert apply(document).value is document


def test_what_is_known_already_wins():
    raw = read_plain(
        "A line\n\nRome, May 4, 1921 – The report that follows was sent by wire from the city.", "a.txt"
    ).value
    known = Document(Metadata(title="Known", date="1920"), raw.blocks)
    document = structure.apply(known).value
    assert (document.metadata.title, document.metadata.date, document.metadata.coverage) == ("Known", "1920", "Rome")
    assert len(document.blocks) == 2


@pytest.mark.parametrize(
    ("dateline", "agency", "place", "date"),
    [
        ("Sea Press Agency, Lindfield, March 4 – ", "Sea Press Agency", "Lindfield", ""),
        ("LINDFIELD, March 4, 2021 (SPA) -- ", "SPA", "LINDFIELD", "2021-03-04"),
        ("LINDFIELD (Sea Press) - ", "Sea Press", "LINDFIELD", ""),
        ("New York, United States, 4 March 2021 — ", "", "New York, United States", "2021-03-04"),
        ("Lindfield, 4 de marzo de 2021 – ", "", "Lindfield", "2021-03-04"),
        ("Nobody knew it then – ", "", "", ""),
    ],
)
def test_a_dateline_tells_agency_place_and_date(dateline, agency, place, date):
    body = "The bridge over the harbour opened to walkers, two months before the date that the council had named."
    metadata = structured(f"A headline here\n\n{dateline}{body}\n\n{body}").value.metadata
    assert (metadata.publisher, metadata.coverage, metadata.date) == (agency, place, date)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("April 16, 1945", "1945-04-16"),
        ("16 April 1945", "1945-04-16"),
        ("16 avril 1945", "1945-04-16"),
        ("16. April 1945", "1945-04-16"),
        ("16 апреля 1945", "1945-04-16"),
        ("1945-04-16", "1945-04-16"),
        ("1945年4月16日", "1945-04-16"),
        ("16.4.1945", "1945-04-16"),
        ("4/5/1945", ""),
        ("February 30, 1945", ""),
    ],
)
def test_a_date_line_below_the_title_goes_to_the_metadata_and_stays(line, date):
    document = structured(
        f"A title\n\n{line}\n\nThe text that follows is long enough to be a paragraph by itself, and it ends."
    ).value
    assert document.metadata.date == date
    assert line in all_text(document)


def test_deep_quotations_end():
    document = structured(">" * 500 + " deep\n\ntext").value
    assert len(list(query(document.blocks, Quote))) <= 11


def test_the_marks_of_a_list_are_one_change_with_its_place():
    prose = "The keeper wrote down all that the lamp would need before the winter came over the sea."
    changes = structured(f"A title\n\n{prose}\n\n1) oil\n2) wicks\n3) matches\n\n{prose}\n").changes
    assert [(change.before, change.after, str(change.location)) for change in changes] == [
        ("1) 2) 3)", "1) 2) 3)", "test.txt:5")
    ]
