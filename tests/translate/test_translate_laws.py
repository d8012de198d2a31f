"""What holds for every document and every engine: nothing is lost, nothing is doubled, markup is valid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from strategies import documents, merged, raw_documents
from translate_engines import FUNCTIONS, FunctionEngine, mirrored

from pipeline.model import Code, Document, Heading, Image, LineBreak, Link, Note, Paragraph, Text
from pipeline.translate.markup import build, flatten
from pipeline.translate.segments import extract, restore
from pipeline.translate.stage import Job, translate
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


T = TypeVar("T")
examples = pytest.mark.parametrize("examples", [5, pytest.param(200, marks=pytest.mark.slow)])
any_documents = st.one_of(documents(), raw_documents())


def every(strategy: SearchStrategy[T], law: Callable[[T], None], examples: int) -> None:
    """Hold a law to as many examples."""
    settings(max_examples=examples, deadline=None)(given(strategy)(law))()


def english(document: Document) -> Document:
    return replace(document, metadata=replace(document.metadata, language="en"))


@examples
def test_putting_back_what_was_taken_out_gives_the_document(examples: int) -> None:
    def law(document: Document) -> None:
        assert restore(document, [segment.marked for segment in extract(document)]) == document

    every(any_documents, law, examples)


@examples
def test_flat_text_with_marks_builds_the_same_content(examples: int) -> None:
    def law(document: Document) -> None:
        for paragraph in query(document.blocks, Paragraph):
            content = merged(paragraph.content)
            assert build(flatten(content, "en")) == content

    every(documents(), law, examples)


@examples
def test_every_address_is_given_once(examples: int) -> None:
    def law(document: Document) -> None:
        addresses = [segment.address for segment in extract(document)]
        assert len(addresses) == len(set(addresses))

    every(any_documents, law, examples)


@examples
@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_engine_that(name: str, examples: int) -> None:
    """Whatever an engine says, every note, picture, code, link, line break and heading is there, exactly once."""

    def law(document: Document) -> None:
        engine = FunctionEngine(FUNCTIONS[name], mirrored if name == "turns words round" else lambda _s, _t: ())
        (made,) = translate([Job(english(document), "es", engine)])
        assert must_stay(made.document) == must_stay(document)
        assert shape(made.document) == shape(document)
        assert not [link for link in query(made.document.blocks, Link) if list(query(link.content, Link))]
        assert all(node.text for node in query(made.document.blocks, Text))
        assert made.document.editions == document.editions
        assert made.document.metadata.creators == document.metadata.creators

    every(documents(), law, examples)


@examples
def test_documents_that_were_not_normalized_lose_nothing_either(examples: int) -> None:
    def law(document: Document) -> None:
        engine = FunctionEngine(FUNCTIONS["turns words round"], mirrored)
        (made,) = translate([Job(english(document), "es", engine)])
        assert must_stay(made.document) == must_stay(document)

    every(raw_documents(), law, examples)


@examples
def test_a_work_is_the_same_alone_and_among_others(examples: int) -> None:
    def law(works: list[Document]) -> None:
        jobs = [Job(english(work), "es", FunctionEngine(str.upper)) for work in works]
        assert translate(jobs)[0] == translate(jobs[:1])[0]

    every(st.lists(documents(), min_size=2, max_size=3), law, examples)
