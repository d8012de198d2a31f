"""Every heading an id of its own, every inner link a heading."""

import re

import pytest
from hypothesis import given
from strategies import rough_phrases

from pipeline.model import Document, Emphasis, Heading, Link, Paragraph, Text
from pipeline.normalize.ids import apply, made_from
from pipeline.report import Location
from pipeline.walk import query


def headings(*texts: str) -> Document:
    """Headings from `Text` or `Text {#id}`."""
    parts = [re.fullmatch(r"(.*?)(?: \{#(.*)\})?", text) for text in texts]
    return Document(
        blocks=tuple(
            Heading(1, (Text(part[1]),), part[2] or "", Location("a.md", line))
            for line, part in enumerate(parts, 1)
            if part
        )
    )


def ids(document: Document) -> list[str]:
    return [node.id for node in query(document.blocks, Heading)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("High Tide", "high-tide"),
        ("What, no sea?", "what-no-sea"),
        ("Déjà vu – encore", "déjà-vu-encore"),
        ("潮汐 与 月亮", "潮汐-与-月亮"),
        ("समुद्र का ज्वार", "समुद्र-का-ज्वार"),
        ("2023", "s-2023"),
        ("3. Tides", "s-3-tides"),
        ("!?", "section"),
        ("snake_case --flag", "snake_case-flag"),
    ],
)
def test_an_id_is_made_from_the_text(text: str, name: str):
    assert made_from(text) == name


@given(rough_phrases)
def test_an_id_is_a_name_that_xml_can_hold(text: str):
    from lxml import etree

    assert etree.fromstring(f"<{made_from(text)}/>") is not None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("Tide", "Tide", "Tide"), ["tide", "tide-2", "tide-3"]),
        (("Tide", "Tide 2", "Tide"), ["tide", "tide-2", "tide-3"]),
        (("Tide", "Ebb {#tide}"), ["tide-2", "tide"]),
        (("A {#x}", "B {#x}"), ["x", "x-2"]),
        (("A {#1st one}", "B {#Ebb}"), ["s-1st-one", "Ebb"]),
    ],
)
def test_ids_are_unique_and_authors_come_first(given: tuple[str, ...], expected: list[str]):
    once = apply(headings(*given)).value
    assert ids(once) == expected
    assert apply(once).value == once


def test_an_id_given_twice_is_reported_and_one_made_twice_is_not():
    outcome = apply(headings("A {#x}", "B {#x}", "Tide", "Tide"))
    assert [(finding.code, str(finding.location)) for finding in outcome.findings] == [("id.changed", "a.md:2")]
    assert [(change.before, change.after) for change in outcome.changes] == [("#x", "#x-2")]


@pytest.mark.parametrize(
    ("target", "mended"),
    [
        ("#high-tide", "#high-tide"),
        ("#High-Tide", "#high-tide"),
        ("#d%C3%A9j%C3%A0", "#déjà"),
        ("#de\u0301ja\u0300", "#déjà"),
        ("#3-waves", "#s-3-waves"),
        ("#high-tide-1", "#high-tide-2"),
        ("#1st", "#s-1st"),
        ("https://example.org/#nowhere", "https://example.org/#nowhere"),
    ],
)
def test_a_link_finds_its_heading(target: str, mended: str):
    body = headings("High tide", "Déjà", "3. Waves", "High tide", "First {#1st}").blocks
    document = Document(blocks=(*body, Paragraph((Link((Text("there"),), target),))))
    outcome = apply(document)
    assert [link.target for link in query(outcome.value.blocks, Link)] == [mended]
    assert not [finding for finding in outcome.findings if finding.code == "link.broken"]


@pytest.mark.parametrize("target", ["#", "#nowhere"])
def test_a_link_to_nothing_leaves_its_text_and_a_finding(target: str):
    content = (Text("See "), Link((Emphasis((Text("there"),)),), target), Text("."))
    outcome = apply(Document(blocks=(Paragraph(content, Location("a.md", 3)),)))
    assert outcome.value.blocks == (Paragraph((Text("See "), Emphasis((Text("there"),)), Text("."))),)
    assert [(finding.code, str(finding.location)) for finding in outcome.findings] == [("link.broken", "a.md:3")]
    assert len(outcome.changes) == 1


def test_very_many_headings_of_one_name_take_no_longer_than_their_number():
    assert ids(apply(headings(*["Tide"] * 5000)).value)[-1] == "tide-5000"
