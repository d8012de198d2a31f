"""Damage that hides is found, and what is honest, however odd, is not taken for damage."""

from __future__ import annotations

from dataclasses import replace

import pytest
from good import EDITION, WORK, cells, findings, para, replaced
from handmade import packed

from pipeline.archive import entries
from pipeline.emit import EMITTERS, emit
from pipeline.model import Heading, Image, Link, Note, Table, Text
from pipeline.produce import expectation
from pipeline.verify import examine

BODY, PAGE, OPF = "word/document.xml", "EPUB/chapter-001.xhtml", "EPUB/content.opf"

UNSEEN = {
    "two words before a paragraph": ("epub", PAGE, b"<p>It draws", b"<p>Never ever It draws", "verify.text"),
    "a word before a note": ("epub", PAGE, b"</span> And so", b"</span> Not And so", "verify.notes"),
    "two words before an item": ("docx", BODY, b">spring<", b">no more spring<", "verify.text"),
    "text that is hidden": ("epub", PAGE, b"<p>neap</p>", b'<p hidden="hidden">neap</p>', "verify.text"),
    "text that a style may hide": ("epub", PAGE, b"<p>neap", b'<p style="display:none">neap', "verify.structure"),
    "text that Word hides": ("docx", BODY, b"<w:rtl/>", b"<w:vanish/><w:rtl/>", "verify.structure"),
    "words in the text as a colophon's": (
        *("epub", PAGE, b"<p>See", b'<div epub:type="colophon"><p>Buy now!</p></div><p>See', "verify.surplus"),
    ),
    "words in the text as navigation": ("epub", PAGE, b"<p>See", b"<nav><p>Buy now!</p></nav><p>See", "verify.surplus"),
    "a page out of order": ("epub", OPF, b"<itemref ", b'<itemref linear="no" ', "verify.structure"),
    "a span that is no number": ("epub", PAGE, b"<td ", b'<td colspan="x" ', "verify.structure"),
    "a span of too many digits": ("epub", PAGE, b"<td ", b'<td colspan="%s" ' % (b"9" * 5000), "verify.structure"),
    "another language in one slot": (
        *("docx", "word/styles.xml", b'<w:lang w:val="en"', b'<w:lang w:val="fr"', "verify.language"),
    ),
    "contents that lead elsewhere": ("docx", BODY, b'w:anchor="ebb"', b'w:anchor="moon"', "verify.outline"),
    "navigation that leads elsewhere": ("epub", "EPUB/nav.xhtml", b"#ebb", b"#moon", "verify.outline"),
    "old contents that lead nowhere": ("epub", "EPUB/toc.ncx", b"#ebb", b"#flood", "verify.outline"),
}  # fmt: skip


@pytest.mark.parametrize("damage", UNSEEN)
def test_damage_that_hides_is_found(damage: str) -> None:
    kind, part, before, after, code = UNSEEN[damage]
    assert code in {finding.code for finding in findings(kind, replaced(kind, (part, before, after)))}


def note(*content: object) -> Note:
    return Note((para(*content),))


HONEST = {
    "a note in a link": (para("See ", Link((Text("the page"), note("aside"), Text(" of it")), "#a"), " here."),),
    "a note that is a picture": (para("See", note(Image("one.png", "The tide")), "."),),
    "a table that is a head": (Table(("left", "left"), (cells("a", "b"),)),),
    "a heading like a file's name": (Heading(1, (Text("Editing index.html"),), "b"), para("First.")),
    "an empty form first": (Table(("left",), (), (((),),)), Heading(1, (Text("The form"),), "b"), para("Fill it in.")),
    "cells with a dash": (Table(("left",), (), (cells("—"), cells("—"), cells("Buy now"))),),
}


@pytest.mark.parametrize("kind", EMITTERS)
@pytest.mark.parametrize("name", HONEST)
def test_what_is_honest_is_clean(kind: str, name: str) -> None:
    made = replace(EDITION, document=replace(WORK, blocks=(Heading(1, (Text("A"),), "a"), *HONEST[name])))
    if name.endswith("first"):
        made = replace(EDITION, document=replace(WORK, blocks=HONEST[name]))
    assert examine(kind, emit(kind, made).value, expectation(made, kind), "tides").findings == ()


def test_words_beside_a_cell_with_a_dash_are_surplus() -> None:
    made = replace(EDITION, document=replace(WORK, blocks=HONEST["cells with a dash"]))
    parts = entries(emit("epub", made).value)
    added = parts[PAGE].replace(b"</table>", b"</table><p>Evil words</p>", 1)
    found = examine("epub", packed(parts | {PAGE: added}), expectation(made, "epub"), "tides").findings
    assert [finding.code for finding in found] == ["verify.surplus"]
