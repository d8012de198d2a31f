"""What the emitters make of any document is clean, and an edition of a changed document is not taken for its own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from handmade import WORK
from hypothesis import HealthCheck, Phase, given, settings
from strategies import documents

from pipeline.emit import EMITTERS, emit
from pipeline.emit.edition import Edition
from pipeline.json_form import from_json, to_json
from pipeline.model import Blocks, Document, Figure, Heading, Inlines, Link, Note, Paragraph, Span, Table, Text
from pipeline.verify import verify
from pipeline.verify.expect import expected
from pipeline.walk import walk

_NOT_IN_FONTS = re.compile("[\u0590-\u08ff\u0900-\u0e7f\u200c\u200d\u3000-\u9fff\uac00-\ud7af\U0001d400-\U0001ffff]+")


def findings_of(kind: str, made: Document, of: Document) -> list[str]:
    """Return what verify says of the edition made from one document when another is expected."""
    edition = Edition(made, "tides")
    expectation = expected(of, identifier=edition.identifier)
    return [f"{finding.code} {finding}" for finding in verify(kind, emit(kind, edition).value, expectation, "tides")]


def settable(document: Document) -> Document:
    """Return the document with only the scripts that the fonts of the PDF emitter have, left to right."""
    values = json.loads(_NOT_IN_FONTS.sub("tide", json.dumps(to_json(document), ensure_ascii=False)))
    return replace(from_json(values), metadata=replace(from_json(values).metadata, language="en"))


@pytest.mark.parametrize("kind", EMITTERS)
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(document=documents())
def test_an_edition_of_any_document_is_clean(kind: str, document: Document) -> None:
    document = settable(document) if kind == "pdf" else document
    assert findings_of(kind, document, document) == []


def each(kind: type, change: Callable[..., Blocks | Inlines]) -> Document:
    """Return the work with every node of a kind changed."""

    def visit(node):
        return change(node) if isinstance(node, kind) else (node,)

    return replace(WORK, blocks=walk(WORK.blocks, block=visit, inline=visit))


def _without_first(node: Paragraph) -> Blocks:
    return () if node == WORK.blocks[0] else (node,)


def _letter(node: Text) -> Inlines:
    return (Text(node.text.replace("water", "waiter")),)


DAMAGE = {
    "a paragraph is missing": (each(Paragraph, _without_first), "verify.text"),
    "a letter is another": (each(Text, _letter), "verify.text"),
    "headings have another level": (each(Heading, lambda node: (replace(node, level=1),)), "verify.outline"),
    "a heading is missing": (each(Heading, lambda node: () if node.level == 2 else (node,)), "verify.outline"),
    "headings changed places": (
        replace(WORK, blocks=(WORK.blocks[0], *WORK.blocks[3:], *WORK.blocks[1:3])),
        "verify.outline",
    ),
    "a note is missing": (each(Note, lambda _: ()), "verify.counts"),
    "links are missing": (each(Link, lambda node: node.content), "verify.links"),
    "links lead elsewhere": (each(Link, lambda node: (replace(node, target="#moon"),)), "verify.links"),
    "a table is missing": (each(Table, lambda node: node.body[0][0]), "verify.counts"),
    "a caption is missing": (each(Table, lambda node: (replace(node, caption=()),)), "verify.text"),
    "an image is missing": (each(Figure, lambda node: (Paragraph(node.caption),)), "verify.counts"),
    "the title is another": (replace(WORK, metadata=replace(WORK.metadata, title="Ebbs")), "verify.metadata"),
    "the subjects are others": (replace(WORK, metadata=replace(WORK.metadata, subjects=("sea",))), "verify.metadata"),
    "an author is missing": (
        replace(WORK, metadata=replace(WORK.metadata, creators=WORK.metadata.creators[:1])),
        "verify.metadata",
    ),
    "the language is another": (replace(WORK, metadata=replace(WORK.metadata, language="es")), "verify.language"),
}


@pytest.mark.parametrize("kind", EMITTERS)
def test_the_whole_work_is_clean(kind: str) -> None:
    assert findings_of(kind, WORK, WORK) == []


@pytest.mark.parametrize("kind", EMITTERS)
@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found_in_every_format(kind: str, damage: str) -> None:
    changed, code = DAMAGE[damage]
    assert any(found.startswith(code) for found in findings_of(kind, changed, WORK))


@pytest.mark.parametrize("kind", ["docx", "epub"])
def test_words_marked_in_another_language_are_found(kind: str) -> None:
    changed = each(Span, lambda node: (replace(node, language="fr"),))
    assert any("expected es marked, found fr" in found for found in findings_of(kind, changed, WORK))


@pytest.mark.parametrize("kind", EMITTERS)
@pytest.mark.parametrize("kept", [0.1, 0.6, 0.95])
def test_an_edition_cut_short_is_damaged(kind: str, kept: float) -> None:
    data = emit(kind, Edition(WORK, "tides")).value
    (finding,) = verify(kind, data[: int(len(data) * kept)], expected(WORK), "tides")
    assert finding.code == "verify.damaged"
