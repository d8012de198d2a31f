"""The laws of normalizing, on documents of every shape."""

import unicodedata
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from strategies import documents, phrases, raw_documents

from pipeline.model import (
    Code,
    CodeBlock,
    Document,
    Emphasis,
    Heading,
    Image,
    Link,
    Metadata,
    Note,
    Paragraph,
    Strong,
    Text,
)
from pipeline.normalize import PASSES, normalize
from pipeline.normalize.characters import clean
from pipeline.normalize.edit import flows
from pipeline.report import Change
from pipeline.walk import query, walk

FURNITURE = "furniture"


def letters(document: Document, changes: tuple[Change, ...] = ()) -> Counter[str]:
    """Every letter and digit that a reader sees, and those of dropped page furniture, in NFC."""
    data = document.metadata
    agents = [agent.name for agent in (*data.creators, *data.contributors)]
    texts = [data.title, data.subtitle, data.description, data.publisher, data.coverage, *agents]
    texts += [node.text for node in query(document.blocks, Text)] + [node.text for node in query(document.blocks, Code)]
    texts += [node.text for node in query(document.blocks, CodeBlock)]
    texts += [change.before for change in changes if change.name == FURNITURE]
    return Counter(char for text in texts for char in unicodedata.normalize("NFC", clean(text)) if char.isalnum())


@given(raw_documents())
@settings(max_examples=150, deadline=None)
def test_normalizing_twice_changes_nothing(document: Document):
    once = normalize(document).value
    twice = normalize(once)
    assert twice.value == once
    assert twice.changes == ()


@given(raw_documents())
@settings(max_examples=150, deadline=None)
def test_no_letter_or_digit_is_lost(document: Document):
    outcome = normalize(document)
    lost = letters(document) - letters(outcome.value, outcome.changes)
    assert not lost
