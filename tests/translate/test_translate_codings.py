"""A sentence with its codes as a line of text: nothing is lost on the way there and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from strategies import documents, raw_documents

from pipeline.model import Code, Document, Emphasis, LineBreak, Link, Note, Paragraph, Strong, Text
from pipeline.translate.codings import KINDS, coded, decoded, escaped, mismatch, pieces, plain, skeleton
from pipeline.translate.markup import Marked, flatten
from pipeline.translate.segments import extract
from pipeline.translate.verbatim import Verbatim

NOTE = Note((Paragraph((Text("Seen from the pier."),)),))
TIDE = flatten(
    (
        Text("The "),
        Strong((Text("spring tide"), NOTE)),
        Text(" at "),
        Link((Text("R&D <pier>"),), "https://example.org"),
        Text(" runs "),
        Code('make "tide"'),
        Text("."),
    ),
    "en",
)
SPANISH = replace(TIDE, text='En R&D <pier> corre make "tide" la marea viva.')
LINE = (
    'The <g id="1" ctype="bold">spring tide<x id="2" ctype="x-note"/></g> at <g id="3" ctype="link">R&amp;D '
    '&lt;pier&gt;</g> runs <x id="4" ctype="x-code" equiv-text="make &quot;tide&quot;"/>.'
)


def sentences(document: Document) -> Iterator[Marked]:
    """Every segment of a document, and every few characters of it that have no code half in them."""
    for segment in extract(document):
        marked = segment.marked
        yield marked
        size = len(marked.text)
        for start, end in ((at, min(at + 15, size)) for at in range(0, size, 15)):
            inside = [mark for mark in marked.marks if start <= mark.start and mark.end <= end]
            if all(mark in inside or mark.end <= start or mark.start >= end for mark in marked.marks):
                marks = tuple(mark.moved(-start) for mark in inside)
                yield Marked(marked.text[start:end], marks, marked.tags)


any_documents = st.one_of(documents(), raw_documents())


@pytest.mark.parametrize("examples", [12, pytest.param(400, marks=pytest.mark.slow)])
def test_reading_a_line_gives_the_sentence_that_was_written(examples: int) -> None:
    def law(document: Document) -> None:
        for sentence in sentences(document):
            line = coded(sentence)
            assert decoded(line, sentence) == sentence
            assert len(line.splitlines()) <= 1
            etree.fromstring(f"<s>{line}</s>")
            assert [number for name, number, _, _ in pieces(line) if name in ("g", "x")] == [
                *range(1, len(sentence.marks) + 1)
            ]
            assert not mismatch(line, line)
            assert skeleton(skeleton(line)) == skeleton(line)

    settings(max_examples=examples, deadline=None)(given(any_documents)(law))()


@given(st.text())
def test_any_text_can_be_written(text: str) -> None:
    assert plain(escaped(text)) == text == decoded(escaped(text), Marked("")).text
    etree.fromstring(f"<s>{escaped(text)}</s>".encode())


@given(st.text(alphabet='<>/gxid="1 cphe07&;a', max_size=40))
def test_what_is_no_line_is_refused_and_nothing_else_happens(line: str) -> None:
    try:
        found = decoded(line, TIDE)
    except ValueError:
        return
    assert all(0 <= mark.start <= mark.end <= len(found.text) for mark in found.marks)


def test_a_line_reads_as_its_sentence() -> None:
    assert coded(TIDE) == LINE
    assert plain(LINE) == TIDE.text


def test_a_translation_bears_the_numbers_of_its_source() -> None:
    strong, note, link, code = TIDE.marks
    at = SPANISH.text.index
    marks = (
        replace(link, start=3, end=13),
        replace(code, start=at("make"), end=at("make") + 11),
        replace(strong, start=at("marea"), end=len(SPANISH.text) - 1),
        replace(note, start=len(SPANISH.text) - 1, end=len(SPANISH.text) - 1),
    )
    translation = replace(SPANISH, marks=marks)
    line = coded(translation, TIDE)
    assert line.startswith('En <g id="3" ctype="link">') and line.endswith('viva<x id="2" ctype="x-note"/></g>.')
    assert decoded(line, TIDE) == translation
    assert not mismatch(LINE, line)


def test_an_atom_has_the_words_that_its_source_has_now() -> None:
    now = flatten((Text("Run "), Code("make moon"), Text(".")), "en")
    then = flatten((Text("Run "), Code("make tide"), Text(".")), "en")
    assert decoded(coded(then), now) == now
    assert skeleton(coded(then)) == skeleton(coded(now)) == 'Run <x id="1"/>.'


def test_every_kind_of_code_has_a_name_of_its_own() -> None:
    assert len(set(KINDS.values())) == len(KINDS)
    assert {Verbatim, LineBreak, Note, Link} <= set(KINDS)


@pytest.mark.parametrize(
    ("source", "target", "why"),
    [
        ('<g id="1" ctype="link">a</g>', "b", "code 1 (link) is missing"),
        ('<g id="1" ctype="bold">a</g>', "b", ""),
        ('<x id="1" ctype="x-span" equiv-text="bonne mer"/>', "b", "code 1 (x-span) is missing"),
        ('a<x id="1"/>', "b", "code 1 (of unknown kind) is missing"),
        ("a", '<x id="7"/>', "code 7 does not stand in the source"),
        ('<x id="1"/>', '<x id="1"/><x id="1"/>', "a code stands in the translation twice"),
    ],
)
def test_codes_are_compared(source: str, target: str, why: str) -> None:
    assert mismatch(source, target) == why


@pytest.mark.parametrize(
    "line", ["<b>", "a & b < c", '<g id="1">a', "a</g>", '<x id="1">', '<g id="1"/>', '<x id="9"/>']
)
def test_a_broken_line_raises_an_error(line: str) -> None:
    with pytest.raises(ValueError, match="not"):
        decoded(line, TIDE)


def test_a_note_at_the_end_of_markup_stays_on_its_side() -> None:
    inside = flatten((Emphasis((Text("tide"), NOTE)), Text(" turns")), "en")
    outside = flatten((Emphasis((Text("tide"),)), NOTE, Text(" turns")), "en")
    assert coded(inside) == '<g id="1" ctype="italic">tide<x id="2" ctype="x-note"/></g> turns'
    assert coded(outside) == '<g id="1" ctype="italic">tide</g><x id="2" ctype="x-note"/> turns'
