"""Bilingual editions: any is clean, and a language that is lost, swapped or unmarked is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from handmade import WORK, packed
from hypothesis import HealthCheck, Phase, given, settings
from strategies import documents
from test_verify_emitted import PLACES, settable

from pipeline.archive import entries
from pipeline.emit import EMITTERS, emit
from pipeline.emit.edition import Edition
from pipeline.model import (
    Block,
    Blocks,
    BulletList,
    Code,
    CodeBlock,
    Div,
    Document,
    Heading,
    Inline,
    Inlines,
    Note,
    Paragraph,
    Provenance,
    Span,
    Text,
)
from pipeline.produce import expectation
from pipeline.translate.parallel import parallel
from pipeline.verify import verify
from pipeline.verify.expect import as_json, expected, from_json
from pipeline.walk import walk

SPANISH = {
    "The water rises.": "El agua sube.",
    "Tides": "Mareas",
    "The moon draws the water": "La luna atrae el agua",
    "It has no will": "No tiene voluntad",
    "ebb": "bajamar",
    "flood": "pleamar",
    "Read ": "Lee ",
    " first.": " primero.",
}


def spanish(blocks: Blocks) -> Blocks:
    def inline(node: Inline) -> Inlines:
        return (Text(SPANISH.get(node.text, f"{node.text} ya")),) if isinstance(node, Text) else (node,)

    return walk(blocks, inline=inline)


def para(*content: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(part) if isinstance(part, str) else part for part in content))


BODY: Blocks = (
    para("The water rises."),
    Heading(1, (Text("Tides"),), "tides"),
    para("The moon draws the water", Note((para("It has no will"),))),
    BulletList(((para("ebb"),), (para("flood"),))),
    CodeBlock("x = 1"),
    para("Read ", Code("tides.md"), " first."),
)
ORIGINAL = Document(replace(WORK.metadata, title="Tides", subtitle="", translation=None), BODY)
TRANSLATION = Document(
    replace(ORIGINAL.metadata, title="Mareas", language="es", translation=Provenance("en", "Tides", "Argos")),
    spanish(BODY),
)
BOTH = parallel(ORIGINAL, TRANSLATION)


def edition(document: Document, beside: str = "en") -> Edition:
    return Edition(document, "tides", beside=beside)


def found(kind: str, made: Edition, of: Edition) -> list[str]:
    """Return what verify says of one edition when another is expected."""
    return [f"{one.code} {one}" for one in verify(kind, emit(kind, made).value, expectation(of, kind), "tides")]


@pytest.mark.parametrize("kind", EMITTERS)
def test_a_bilingual_edition_is_clean(kind: str) -> None:
    assert found(kind, edition(BOTH), edition(BOTH)) == []


def in_place(block: Block) -> Document:
    return replace(ORIGINAL, blocks=(block, para("Last")), resources=WORK.resources)


@pytest.mark.parametrize("kind", EMITTERS)
@pytest.mark.parametrize("place", PLACES)
def test_notes_of_both_languages_are_clean_wherever_they_stand(kind: str, place: str) -> None:
    original = in_place(PLACES[place])
    made = edition(parallel(original, replace(TRANSLATION, blocks=spanish(original.blocks))))
    assert found(kind, made, made) == []


def translated(document: Document, language: str) -> Document:
    def inline(node: Inline) -> Inlines:
        return (Text(f"{node.text} ya"),) if isinstance(node, Text) else (node,)

    metadata = replace(document.metadata, language=language, title=f"{document.metadata.title} ya")
    return replace(document, metadata=metadata, blocks=walk(document.blocks, inline=inline))


@pytest.mark.parametrize("kind", EMITTERS)
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(document=documents())
def test_a_bilingual_edition_of_any_document_is_clean(kind: str, document: Document) -> None:
    document = settable(document) if kind == "pdf" else document
    language = "es" if document.metadata.language != "es" else "en"
    made = Edition(parallel(document, translated(document, language)), "tides", beside=document.metadata.language)
    assert found(kind, made, made) == []


def each_pair(change: Callable[[Div, Div], Blocks]) -> Document:
    def block(node: Block) -> Blocks:
        match node:
            case Div(role="parallel", blocks=(Div() as first, Div() as second)):
                return (replace(node, blocks=change(first, second)),)
            case _:
                return (node,)

    return replace(BOTH, blocks=walk(BOTH.blocks, block=block))


def _swapped(first: Div, second: Div) -> Blocks:
    return replace(first, blocks=second.blocks), replace(second, blocks=first.blocks)


def _retagged(first: Div, second: Div) -> Blocks:
    return replace(first, language=second.language), replace(second, language=first.language)


def _without_notes(node: Inline) -> Inlines:
    return () if isinstance(node, Note) else (node,)


DAMAGE: dict[str, tuple[Document, str]] = {
    "the original's column is empty": (each_pair(lambda a, b: (replace(a, blocks=()), b)), "verify.text"),
    "the translation's column is empty": (each_pair(lambda a, b: (a, replace(b, blocks=()))), "verify.text"),
    "the languages are swapped": (each_pair(_retagged), "verify.language"),
    "the original is not marked": (each_pair(lambda a, b: (replace(a, language=None), b)), "verify.language"),
    "the original's notes are missing": (
        each_pair(lambda a, b: (replace(a, blocks=walk(a.blocks, inline=_without_notes)), b)),
        "verify.counts",
    ),
    "headings have only the translation": (
        replace(BOTH, blocks=walk(BOTH.blocks, inline=lambda node: () if isinstance(node, Span) else (node,))),
        "verify.outline",
    ),
}


@pytest.mark.parametrize("kind", EMITTERS)
@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_to_one_of_the_languages_is_found(kind: str, damage: str) -> None:
    changed, code = DAMAGE[damage]
    assert any(one.startswith(code) for one in found(kind, edition(changed), edition(BOTH)))


@pytest.mark.parametrize("kind", ["docx", "epub"])
def test_columns_in_the_places_of_each_other_are_found(kind: str) -> None:
    codes = {one.split()[0] for one in found(kind, edition(each_pair(_swapped)), edition(BOTH))}
    assert codes & {"verify.text", "verify.language"}


@pytest.mark.parametrize("kind", ["docx", "epub"])
def test_texts_one_after_the_other_are_no_pairs(kind: str) -> None:
    changed = replace(BOTH, blocks=walk(BOTH.blocks, block=_one_by_one))
    assert any("beside their translation" in one for one in found(kind, edition(changed), edition(BOTH)))


def _one_by_one(node: Block) -> Blocks:
    return node.blocks if isinstance(node, Div) and node.role == "parallel" else (node,)


@pytest.mark.parametrize(("kind", "pattern"), [("docx", rb'<w:lang [^>]*="en"/>'), ("epub", rb' (?:xml:)?lang="en"')])
def test_marks_of_a_language_that_are_gone_from_a_file_are_found(kind: str, pattern: bytes) -> None:
    made = edition(BOTH)
    parts = {name: re.sub(pattern, b"", data) for name, data in entries(emit(kind, made).value).items()}
    codes = {one.code for one in verify(kind, packed(parts), expectation(made, kind), "tides")}
    assert "verify.language" in codes


def test_a_cell_that_is_gone_from_a_file_is_found() -> None:
    made = edition(BOTH)
    parts = dict(entries(emit("docx", made).value))
    parts["word/document.xml"] = re.sub(rb"<w:tc>.*?</w:tc>", b"", parts["word/document.xml"], count=1)
    messages = [str(one) for one in verify("docx", packed(parts), expectation(made), "tides")]
    assert any("a pair of 1 columns" in message for message in messages)


def test_a_pdf_that_marks_no_language_is_found() -> None:
    plain = replace(edition(BOTH), beside="")
    assert any("en marked" in one for one in found("pdf", plain, edition(BOTH)))


@pytest.mark.parametrize("kind", EMITTERS)
def test_editions_are_checked_by_the_manifest_alone(kind: str) -> None:
    made = edition(BOTH)
    values = as_json(expectation(made, kind))
    assert values["pairs"] == 5
    assert "pairs" not in as_json(expected(TRANSLATION))
    assert from_json(values).pairs == 5
    assert verify(kind, emit(kind, made).value, from_json(values), "tides") == ()
