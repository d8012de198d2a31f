"""What holds for every document and every engine: nothing is lost, nothing is doubled, markup is valid."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import documents, merged, raw_documents
from translate_engines import FUNCTIONS, FunctionEngine, mirrored

from pipeline.model import Code, Document, Heading, Image, LineBreak, Link, Note, Paragraph, Text
from pipeline.translate import Job, translate
from pipeline.translate.markup import build, flatten
from pipeline.translate.segments import extract, restore
from pipeline.walk import query


def must_stay(document: Document) -> Counter[object]:
    """Count what has to be in a translation as often as in its source."""
    found: Counter[object] = Counter()
    for node in query(document.blocks, Note, Image, Code, Link, LineBreak, Heading):
        key = {
            Image: lambda image: image.source,
            Code: lambda code: code.text,
            Link: lambda link: link.target,
            Heading: lambda heading: (heading.level, heading.id),
        }.get(type(node), lambda _: "")(node)
        found[type(node), key] += 1
    return found


def shape(document: Document) -> list[object]:
    return [type(block) for block in document.blocks]


@given(st.one_of(documents(), raw_documents()))
@settings(max_examples=50, deadline=None)
def test_putting_back_what_was_taken_out_gives_the_document(document: Document) -> None:
    assert restore(document, [segment.marked for segment in extract(document)]) == document


@given(documents())
@settings(max_examples=50, deadline=None)
def test_flat_text_with_marks_builds_the_same_content(document: Document) -> None:
    for paragraph in query(document.blocks, Paragraph):
        content = merged(paragraph.content)
        assert build(flatten(content, "en")) == content


@given(st.one_of(documents(), raw_documents()))
@settings(max_examples=50, deadline=None)
def test_every_address_is_given_once(document: Document) -> None:
    addresses = [segment.address for segment in extract(document)]
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize("name", FUNCTIONS)
@given(document=documents())
@settings(max_examples=25, deadline=None)
def test_an_engine_that(name: str, document: Document) -> None:
    """Whatever an engine says, every note, picture, code, link, line break and heading is there, exactly once."""
    document = replace(document, metadata=replace(document.metadata, language="en"))
    engine = FunctionEngine(FUNCTIONS[name], mirrored if name == "turns words round" else lambda _s, _t: ())
    (outcome,) = translate([Job(document, "es", engine)])
    assert must_stay(outcome.value) == must_stay(document)
    assert shape(outcome.value) == shape(document)
    assert not [link for link in query(outcome.value.blocks, Link) if list(query(link.content, Link))]
    assert all(node.text for node in query(outcome.value.blocks, Text))
    assert outcome.value.editions == document.editions
    assert outcome.value.metadata.creators == document.metadata.creators


@given(raw_documents())
@settings(max_examples=25, deadline=None)
def test_documents_that_were_not_normalized_lose_nothing_either(document: Document) -> None:
    engine = FunctionEngine(FUNCTIONS["turns words round"], mirrored)
    (outcome,) = translate([Job(replace(document, metadata=replace(document.metadata, language="en")), "es", engine)])
    assert must_stay(outcome.value) == must_stay(document)


@given(st.lists(documents(), min_size=2, max_size=3))
@settings(max_examples=25, deadline=None)
def test_a_work_is_the_same_alone_and_among_others(works: list[Document]) -> None:
    jobs = [
        Job(replace(work, metadata=replace(work.metadata, language="en")), "es", FunctionEngine(str.upper))
        for work in works
    ]
    assert translate(jobs)[0] == translate(jobs[:1])[0]
