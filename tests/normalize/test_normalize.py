"""The laws of normalizing, on documents of every shape."""

import unicodedata
from collections import Counter

from hypothesis import example, given, settings
from strategies import documents, raw_documents

from pipeline.model import (
    Code,
    CodeBlock,
    Document,
    Heading,
    Metadata,
    Text,
)
from pipeline.normalize import normalize
from pipeline.normalize.characters import clean
from pipeline.report import Change
from pipeline.walk import query

READ_FROM_LINES = ("furniture", "structure")
"""The passes that turn characters into structure: a list's numbers, a headline's number, the numbers of pages."""


def letters(document: Document) -> Counter[str]:
    """Every letter and digit that a reader sees, in NFC."""
    data = document.metadata
    agents = [agent.name for agent in (*data.creators, *data.contributors)]
    texts = [data.title, data.subtitle, data.description, data.publisher, data.coverage, *agents]
    texts += [node.text for node in query(document.blocks, Text, Code)]
    texts += [node.text for node in query(document.blocks, CodeBlock)]
    return alphanumeric(*texts)


def alphanumeric(*texts: str) -> Counter[str]:
    return Counter(char for text in texts for char in unicodedata.normalize("NFC", clean(text)) if char.isalnum())


def accounted(changes: tuple[Change, ...]) -> Counter[str]:
    """The letters and digits that passes say they took out of the text."""
    taken = Counter[str]()
    for change in changes:
        if change.name in READ_FROM_LINES:
            taken += alphanumeric(change.before)
    return taken


@given(raw_documents())
@settings(max_examples=40, deadline=None)
def test_normalizing_twice_changes_nothing(document: Document):
    once = normalize(document).value
    twice = normalize(once)
    assert twice.value == once
    assert twice.changes == ()


@given(raw_documents())
@settings(max_examples=40, deadline=None)
def test_no_letter_or_digit_is_lost(document: Document):
    outcome = normalize(document)
    missing = letters(document) - letters(outcome.value)
    assert not missing - accounted(outcome.changes)


@given(documents())
@example(Document(Metadata("tide", language="en"), (Heading(1, (Text("tide"),)),)))
@settings(max_examples=40, deadline=None)
def test_no_letter_or_digit_is_added_to_a_clean_document_and_only_a_title_said_twice_is_lost(document: Document):
    outcome = normalize(document)
    said_twice = alphanumeric(*(change.before for change in outcome.changes if not change.after))
    assert not letters(outcome.value) - letters(document)
    assert not letters(document) - letters(outcome.value) - said_twice
