"""The JSON form says everything about a document and reads back to the same."""

import json

import pytest
from hypothesis import given, settings
from strategies import documents, raw_documents

from pipeline.json_form import from_json, to_json
from pipeline.model import Document, Heading, Metadata, Paragraph, Text
from pipeline.report import Location, PipelineError
from pipeline.walk import query


@given(documents() | raw_documents())
@settings(max_examples=60, deadline=None)
def test_every_document_reads_back_to_the_same(document: Document):
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


def test_locations_travel_too():
    document = Document(blocks=(Heading(1, (Text("Tides"),), location=Location("tides.md", 7)),))
    (heading,) = query(from_json(to_json(document)).blocks, Heading)
    assert heading.location == Location("tides.md", 7)


def test_defaults_are_left_out():
    document = Document(Metadata(title="Tides"), (Paragraph((Text("High."),)),))
    assert to_json(document)["document"] == {
        "t": "Document",
        "metadata": {"t": "Metadata", "title": "Tides"},
        "blocks": [{"t": "Paragraph", "content": [{"t": "Text", "text": "High."}]}],
    }


@pytest.mark.parametrize(
    "values",
    [
        None,
        [],
        {"polyfolio": 0, "document": {"t": "Document"}},
        {"polyfolio": 1},
        {"polyfolio": 1, "document": {"t": "Text", "text": "a"}},
        {"polyfolio": 1, "document": {"t": "Nothing"}},
        {"polyfolio": 1, "document": {"t": "Document", "colour": "red"}},
    ],
)
def test_what_is_no_document_is_refused_kindly(values: object):
    with pytest.raises(PipelineError, match="document"):
        from_json(values)
