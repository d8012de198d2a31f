"""One title, no gaps."""

import pytest

from pipeline.model import Code, Div, Document, Emphasis, Figure, Heading, Image, Metadata, Note, Paragraph, Quote, Text
from pipeline.normalize.headings import apply
from pipeline.report import Location
from pipeline.walk import plain, query

A = Paragraph((Text("A sentence."),))


def heading(level: int, text: str, line: int = 1) -> Heading:
    return Heading(level, (Text(text),), location=Location("a.md", line))


def outline(document: Document) -> tuple[str, list[str]]:
    found = query(document.blocks, Heading)
    return document.metadata.title, [f"{node.level} {plain(node.content)}" for node in found]


@pytest.mark.parametrize(
    ("title", "levels", "expected"),
    [
        ("", "1 Tides, 2 Ebb, 2 Flood", ("Tides", ["1 Ebb", "1 Flood"])),
        ("", "2 Tides, 3 Ebb", ("Tides", ["1 Ebb"])),
        ("", "1 Ebb, 1 Flood", ("", ["1 Ebb", "1 Flood"])),
        ("", "2 Ebb, 1 Flood", ("", ["1 Ebb", "1 Flood"])),
        ("Tides", "1 Tides, 2 Ebb", ("Tides", ["1 Ebb"])),
        ("Tides", "1 TIDES!, 2 Ebb", ("Tides", ["1 Ebb"])),
        ("Tides", "1 Ebb, 3 Spring, 3 Neap, 2 Moon", ("Tides", ["1 Ebb", "2 Spring", "2 Neap", "2 Moon"])),
        ("Tides", "1 Tides, 1 Ebb", ("Tides", ["1 Tides", "1 Ebb"])),
        ("Tides", "3 Ebb, 6 Moon, 3 Flood", ("Tides", ["1 Ebb", "2 Moon", "1 Flood"])),
        ("", "1 Tides, 2 Tides, 3 Ebb", ("Tides", ["1 Ebb"])),
        (
            "Tides",
            "1 Ebb, 2 a, 3 b, 4 c, 5 d, 6 e, 7 f",
            ("Tides", ["1 Ebb", "2 a", "3 b", "4 c", "5 d", "6 e", "6 f"]),
        ),
        ("", "", ("", [])),
    ],
)
def test_title_and_levels(title: str, levels: str, expected: tuple[str, list[str]]):
    given = [item.split(" ", 1) for item in levels.split(", ") if item]
    document = Document(Metadata(title=title), tuple(heading(int(level), text) for level, text in given))
    once = apply(document).value
    assert outline(once) == expected
    assert apply(once).value == once


def test_the_title_loses_its_markup_and_nothing_else():
    note = Note((A,))
    content = (Text("High "), Emphasis((Text("tide"),)), Code(" x"), note, Image("a.png", "a wave"))
    outcome = apply(Document(blocks=(Heading(1, content), A)))
    assert outcome.value.metadata.title == "High tide x"
    assert outcome.value.blocks == (Figure(Image("a.png", "a wave")), Div((A,), role="note"), A)
    assert [(change.before, change.after) for change in outcome.changes] == [("# High tide x", "title: High tide x")]


def test_text_before_the_title_stays_below_it():
    outcome = apply(Document(blocks=(A, heading(1, "Tides"), heading(2, "Ebb"))))
    assert outline(outcome.value) == ("Tides", ["1 Ebb"])
    assert outcome.value.blocks[0] == A


def test_a_heading_inside_a_quotation_is_no_title():
    assert apply(Document(blocks=(Quote((heading(1, "Tides"),)),))).value.metadata.title == ""


def test_an_empty_heading_is_dropped_with_a_finding():
    document = Document(Metadata(title="Tides"), (Heading(2, (), location=Location("a.md", 5)), A))
    outcome = apply(document)
    assert outcome.value.blocks == (A,)
    assert [(finding.code, str(finding.location)) for finding in outcome.findings] == [("heading.empty", "a.md:5")]


def test_a_heading_that_is_a_picture_becomes_a_paragraph():
    document = Document(Metadata(title="Tides"), (Heading(2, (Image("a.png"),)),))
    assert apply(document).value.blocks == (Paragraph((Image("a.png"),)),)


def test_each_change_of_level_is_recorded_with_its_place():
    document = Document(Metadata(title="Tides"), (heading(1, "Ebb", 1), heading(3, "Moon", 9)))
    (change,) = apply(document).changes
    assert (change.before, change.after, str(change.location)) == ("### Moon", "## Moon", "a.md:9")
