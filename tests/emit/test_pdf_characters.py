"""Characters without a shape: replaced by one that says so, and named; everything else stays what it was."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_file import paragraph
from strategies import documents

from pipeline.emit.edition import Edition
from pipeline.emit.pdf.characters import REPLACEMENT, printable
from pipeline.model import Code, CodeBlock, Document, Emphasis, Metadata, Note, Paragraph, Span, Table, Text
from pipeline.walk import query


def edition(*texts: str) -> Edition:
    return Edition(Document(Metadata(title="Tides", language="en"), tuple(map(paragraph, texts))), "tides")


def said(made: Edition) -> list[str]:
    blocks = made.document.blocks
    return [node.text for node in (*query(blocks, Text, Code), *query(blocks, CodeBlock))]


@pytest.mark.parametrize(
    ("character", "named"),
    [("\ue000", "private use"), ("\U0010fffd", "private use"), ("\ud800", "half of a pair"), ("\u0378", "unassigned")],
)
def test_what_has_no_shape_is_replaced_and_named(character: str, named: str) -> None:
    outcome = printable(edition(f"a{character}b"))
    assert said(outcome.value) == [f"a{REPLACEMENT}b"]
    (finding,) = outcome.findings
    assert finding.code == "pdf.character"
    assert f"U+{ord(character):04X} ({named})" in finding.message
    assert finding.hint


def test_control_characters_are_left_out_in_silence() -> None:
    outcome = printable(edition("a\x07b\x9fc\n\td"))
    assert said(outcome.value) == ["abc\n\td"]
    assert outcome.findings == ()


def test_everything_of_a_document_is_looked_at() -> None:
    odd = Text("x\ue000")
    blocks = (
        Paragraph((Emphasis((odd,)), Code("y\ue001"), Span((Note((Paragraph((odd,)),)),), "ar"))),
        CodeBlock("z\ue002\n"),
        Table(("left",), (), (((Paragraph((odd,)),),),), (odd,)),
    )
    metadata = Metadata(title="T\ue003", subtitle="S\ue004", description="D\ue005", language="en")
    outcome = printable(Edition(Document(metadata, blocks), "tides"))
    made = outcome.value.document
    assert sorted(said(outcome.value)) == sorted([*[f"x{REPLACEMENT}"] * 4, f"y{REPLACEMENT}", f"z{REPLACEMENT}\n"])
    assert made.metadata.title + made.metadata.subtitle + made.metadata.description == "T\ufffdS\ufffdD\ufffd"
    assert len(outcome.findings) == 1
    assert all(f"U+E00{at}" in outcome.findings[0].message for at in range(6))


def test_only_ten_of_many_are_named() -> None:
    (finding,) = printable(edition("".join(map(chr, range(0xE000, 0xE010))))).findings
    assert finding.message.endswith("U+E009 (private use) and 6 more")


@settings(max_examples=15, deadline=None)
@given(documents())
def test_a_clean_document_is_the_same_object(document: Document) -> None:
    made = Edition(document, "tides")
    assert printable(made).value is made


@given(st.lists(st.text(min_size=1), min_size=1, max_size=3))
def test_nothing_without_a_shape_is_left(texts: list[str]) -> None:
    made = printable(edition(*texts)).value
    kinds = {unicodedata.category(character) for character in "".join(said(made)) if character not in "\n\t\r"}
    assert not kinds & {"Co", "Cs", "Cc"}
    again = printable(made)
    assert again.value == made
    assert replace(again, value=made).findings == ()
