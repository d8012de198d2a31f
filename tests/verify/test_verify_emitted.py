"""What the emitters make of any document is clean, and an edition of a changed document is not taken for its own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from handmade import WORK, packed
from hypothesis import HealthCheck, Phase, given, settings
from strategies import DRAWING, PICTURE, documents

from pipeline.archive import entries
from pipeline.emit import EMITTERS, emit
from pipeline.emit.edition import Edition
from pipeline.emit.pdf.fonts import Fonts
from pipeline.json_form import from_json, to_json
from pipeline.model import (
    Block,
    Blocks,
    BulletList,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    Document,
    Figure,
    Heading,
    Image,
    Inline,
    Inlines,
    Link,
    Metadata,
    Note,
    OrderedList,
    Paragraph,
    Provenance,
    Quote,
    Span,
    Table,
    Text,
)
from pipeline.produce import expectation
from pipeline.report import PipelineError
from pipeline.verify import verify
from pipeline.verify.expect import expected
from pipeline.walk import walk

_EMOJI = re.compile("[\u200d\U0001f000-\U0001ffff]+")
_FAR = re.compile("[\u3000-\u9fff\uac00-\ud7af\U0001d400-\U0001d7ff]+")
"""What the packaged fonts lack."""


def findings_of(kind: str, made: Document, of: Document) -> list[str]:
    """Return what verify says of the edition made from one document when another is expected."""
    data = emit(kind, Edition(made, "tides")).value
    return [
        f"{finding.code} {finding}" for finding in verify(kind, data, expectation(Edition(of, "tides"), kind), "tides")
    ]


@cache
def has_fonts() -> bool:
    """Tell whether this machine has fonts for what the packaged ones lack."""
    try:
        Fonts().check("潮汐しお바다\U0001d4af", "ja")
    except PipelineError:
        return False
    return True


def settable(document: Document) -> Document:
    """Return the document without emoji, and with other words for those that this machine has no font for."""
    text, words = _EMOJI.sub("ebb", json.dumps(to_json(document), ensure_ascii=False)), dict[str, str]()
    if not has_fonts():
        text = _FAR.sub(lambda found: words.setdefault(found[0], f"tide{len(words)}"), text)
    made = from_json(json.loads(text))
    far = not has_fonts() and made.metadata.language in {"zh", "ja", "ko"}
    return replace(made, metadata=replace(made.metadata, language="en")) if far else made


@pytest.mark.parametrize("kind", EMITTERS)
@settings(
    max_examples=15,
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


def _note(*content: Inline | str) -> Note:
    return Note((_paragraph(*content),))


def _paragraph(*content: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(part) if isinstance(part, str) else part for part in content))


WITHIN = _note("outer", _note("inner", _note("innermost")), " and ", _note("inner too"), ".")
PLACES = {
    "a heading": Heading(1, (Text("Tides"), WITHIN), "tides"),
    "a paragraph": _paragraph("water", WITHIN, " and moon", _note("after")),
    "a table": Table(("left",), ((((_paragraph("high", WITHIN)),),),), ((((_paragraph("low", WITHIN)),),),)),
    "a caption": Table(("left",), (), (((_paragraph("low"),),),), (Text("Times"), WITHIN)),
    "a figure": Figure(Image(PICTURE.name), (Text("The tide"), WITHIN)),
    "a list": BulletList(((_paragraph("one", WITHIN), BulletList(((_paragraph("two", _note("in it")),),))),)),
    "a term": DefinitionList((Definition((Text("ebb"), WITHIN), ((_paragraph("falling", WITHIN),),)),)),
    "a quotation": Quote((_paragraph("they say", WITHIN),)),
    "a note with blocks": _paragraph(
        "water",
        Note((Quote((_paragraph("q", WITHIN),)), BulletList(((_paragraph("b", WITHIN),),)), CodeBlock("x = 1"))),
    ),
    "a division in another language": Div((_paragraph("marea", WITHIN),), "es"),
}


@pytest.mark.parametrize("kind", EMITTERS)
@pytest.mark.parametrize("place", PLACES)
def test_notes_within_notes_are_clean_wherever_they_stand(kind: str, place: str) -> None:
    document = replace(WORK, blocks=(PLACES[place], _paragraph("Last", _note("the last"))), resources=(PICTURE,))
    assert findings_of(kind, document, document) == []


def test_a_note_within_a_note_that_is_shown_under_another_number_is_found() -> None:
    document = replace(WORK, blocks=(_paragraph("water", WITHIN),))
    edition = Edition(document, "tides")
    parts = dict(entries(emit("docx", edition).value))
    parts["word/footnotes.xml"] = parts["word/footnotes.xml"].replace(b">3</w:t>", b">4</w:t>")
    (finding,) = verify("docx", packed(parts), expected(document, identifier=edition.identifier), "tides")[:1]
    assert "inner3" in finding.message
    parts["word/footnotes.xml"] = parts["word/footnotes.xml"].replace(b"NOTEREF _note_3", b"NOTEREF _note_7")
    found = verify("docx", packed(parts), expected(document), "tides")
    assert any("the bookmark _note_7, which is not there" in finding.message for finding in found)


BULLETS = BulletList(((_paragraph("one"),), (_paragraph("two"),)))
NUMBERED = OrderedList(((_paragraph("first"),), (CodeBlock("x = 1"),)))
MACHINE = Provenance("es", "Mareas", "Argos", "translate-es_en", "1.9")


def listed(*blocks: Block, by: Provenance = MACHINE) -> Document:
    """Return a translated work of some blocks."""
    return replace(WORK, blocks=blocks, metadata=replace(WORK.metadata, translation=by))


LISTED = listed(BULLETS, NUMBERED)
UNSEEN_IN_PRINT = {
    "items are joined": listed(BulletList(((_paragraph("one"), _paragraph("two")),)), NUMBERED),
    "a list is paragraphs": listed(_paragraph("one"), _paragraph("two"), NUMBERED),
    "code is a paragraph": listed(BULLETS, OrderedList(((_paragraph("first"),), (_paragraph("x = 1"),)))),
    "a paragraph stands twice": listed(BULLETS, NUMBERED, _paragraph("first")),
}


@pytest.mark.parametrize("kind", ["docx", "epub"])
@pytest.mark.parametrize("damage", UNSEEN_IN_PRINT)
def test_damage_to_lists_and_code_is_found(kind: str, damage: str) -> None:
    assert findings_of(kind, LISTED, LISTED) == []
    found = findings_of(kind, UNSEEN_IN_PRINT[damage], LISTED)
    assert any(one.startswith(("verify.counts", "verify.surplus")) for one in found)


@pytest.mark.parametrize("kind", EMITTERS)
def test_another_account_of_the_translation_is_found(kind: str) -> None:
    assert findings_of(kind, LISTED, LISTED) == []
    assert any(
        "engine" in found
        for found in findings_of(kind, listed(BULLETS, NUMBERED, by=replace(MACHINE, model="another")), LISTED)
    )
    assert kind == "epub" or any(
        "review" in found
        for found in findings_of(kind, listed(BULLETS, NUMBERED, by=replace(MACHINE, reviewed=True)), LISTED)
    )


@pytest.mark.parametrize("kind", EMITTERS)
def test_another_original_is_found(kind: str) -> None:
    other = listed(BULLETS, NUMBERED, by=replace(MACHINE, source_language="fr"))
    assert any("original" in found for found in findings_of(kind, other, LISTED))


@pytest.mark.parametrize("change", [{"role": "edt"}, {"file_as": "Office, Harbour"}])
def test_a_role_and_the_form_to_sort_by_are_compared_where_a_format_has_them(change: dict[str, str]) -> None:
    first, *others = WORK.metadata.creators
    changed = replace(WORK, metadata=replace(WORK.metadata, creators=(replace(first, **change), *others)))
    assert any(found.startswith("verify.metadata") for found in findings_of("epub", changed, WORK))
    assert findings_of("epub", changed, changed) == []


@pytest.mark.parametrize("kind", ["docx", "epub"])
def test_words_marked_in_another_language_are_found(kind: str) -> None:
    changed = each(Span, lambda node: (replace(node, language="fr"),))
    assert any("expected es marked, found fr" in found for found in findings_of(kind, changed, WORK))


@pytest.mark.parametrize("kind", ["docx", "epub"])
def test_another_drawing_than_the_works_is_found_though_its_picture_is_the_same(kind: str) -> None:
    shown = Document(Metadata("Tides", language="en"), (Figure(Image(DRAWING.name, "a tide")),), (DRAWING,))
    other = replace(shown, resources=(replace(DRAWING, data=DRAWING.data.replace(b"red", b"tan")),))
    assert findings_of(kind, shown, shown) == []
    assert len(findings_of(kind, other, shown)) == 1


@pytest.mark.parametrize("kind", EMITTERS)
@pytest.mark.parametrize(
    "target", ["http://x y/", "https://[::1]/a", "http://a^b/", "tides.md", "http://münchen.example/ä b"]
)
def test_a_link_to_anywhere_or_nowhere_is_clean(kind: str, target: str) -> None:
    linked = replace(WORK, blocks=(_paragraph("See ", Link((Text("there"),), target), "."),))
    assert findings_of(kind, linked, linked) == []


@pytest.mark.parametrize("kind", EMITTERS)
@pytest.mark.parametrize("kept", [0.1, 0.6, 0.95])
def test_an_edition_cut_short_is_damaged(kind: str, kept: float) -> None:
    data = emit(kind, Edition(WORK, "tides")).value
    (finding,) = verify(kind, data[: int(len(data) * kept)], expected(WORK), "tides")
    assert finding.code == "verify.damaged"
