"""Each check can fail: damage to a good edition is found, and under the code of the check that is there for it."""

from __future__ import annotations

from dataclasses import replace

import pikepdf
import pytest
from good import EDITION, WORK, changed, elements, file, findings, para, replaced, swap, swapped

from pipeline.emit import EMITTERS, emit
from pipeline.model import Paragraph, Text
from pipeline.produce import expectation
from pipeline.verify import examine
from pipeline.verify.checks import CHECKS

BODY, NOTES, CORE = "word/document.xml", "word/footnotes.xml", "docProps/core.xml"
ITEM = b'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
AGAIN = b"<w:p><w:r><w:t>spring</w:t></w:r></w:p><w:sectPr>"
PAGE, OPF = "EPUB/chapter-001.xhtml", "EPUB/content.opf"


def other_text() -> bytes:
    """Return the PDF of a work that lacks a letter."""
    blocks = (*WORK.blocks[:1], para("It draws water up."), *WORK.blocks[2:])
    return emit("pdf", replace(EDITION, document=replace(WORK, blocks=blocks))).value


def another_picture(pdf: pikepdf.Pdf) -> None:
    page = next(page for page in pdf.pages if "/XObject" in page.resources)
    shown = next(iter(page.resources.XObject.values()))
    shown.write(bytes(len(shown.read_bytes())))


def without_note(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.Names.Dests
    leaf = names.Kids[0] if "/Kids" in names else names
    kept = [part for at, part in enumerate(leaf.Names) if str(leaf.Names[at - at % 2]) != "note-1"]
    leaf.Names = pikepdf.Array(kept)


def retitled(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[0].title = "The sun"


def turned(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.Direction = pikepdf.Name.R2L


def other_goals(pdf: pikepdf.Pdf) -> None:
    links = [note for page in pdf.pages for note in page.get("/Annots", ()) if "/A" in note and "/URI" in note.A]
    links[0].A.URI = pikepdf.String("https://example.com/")


DAMAGE = {
    ("docx", "metadata"): lambda: replaced("docx", (CORE, b"Tides", b"Ebbs")),
    ("docx", "language"): lambda: replaced("docx", (BODY, b'"es"', b'"fr"')),
    ("docx", "direction"): lambda: replaced("docx", (BODY, b"<w:bidi/>", b"")),
    ("docx", "outline"): lambda: replaced("docx", (BODY, b'"Heading2"', b'"Heading1"')),
    ("docx", "counts"): lambda: replaced("docx", (BODY, ITEM, b"")),
    ("docx", "pictures"): lambda: swapped("docx", "word/_rels/document.xml.rels", b"media/image1", b"media/image2"),
    ("docx", "alternatives"): lambda: swapped("docx", BODY, b"The tide rising", b"The tide falling"),
    ("docx", "tables"): lambda: swapped("docx", BODY, b">four<", b">five<"),
    ("docx", "notes"): lambda: swapped("docx", BODY, b'footnoteReference w:id="1"', b'footnoteReference w:id="2"'),
    ("docx", "links"): lambda: swapped("docx", BODY, b">the ebb<", b">the web<"),
    ("docx", "text"): lambda: replaced("docx", (BODY, b"the water", b"the waiter")),
    ("docx", "surplus"): lambda: replaced("docx", (BODY, b"<w:sectPr>", AGAIN)),
    ("docx", "structure"): lambda: replaced("docx", (BODY, b'<w:fldChar w:fldCharType="end"/>', b"")),
    ("epub", "metadata"): lambda: replaced("epub", (OPF, b"Office, Harbour", b"Harbour Office")),
    ("epub", "language"): lambda: replaced("epub", (PAGE, b'lang="es" xml:lang="es"', b'lang="fr" xml:lang="fr"')),
    ("epub", "direction"): lambda: replaced("epub", (PAGE, b'dir="rtl"', b'dir="ltr"')),
    ("epub", "outline"): lambda: replaced("epub", ("EPUB/nav.xhtml", b">The ebb<", b">The tide<")),
    ("epub", "counts"): lambda: replaced("epub", (PAGE, b"<li><p>neap</p></li>", b"<p>neap</p>")),
    ("epub", "pictures"): lambda: swapped("epub", PAGE, b"image-1.png", b"image-2.png"),
    ("epub", "alternatives"): lambda: swapped("epub", PAGE, b"The tide rising", b"The tide falling"),
    ("epub", "tables"): lambda: swapped("epub", PAGE, b">four<", b">five<"),
    ("epub", "notes"): lambda: swapped("epub", PAGE, b'href="#note-1"', b'href="#note-2"'),
    ("epub", "links"): lambda: swapped("epub", PAGE, b">the ebb<", b">the web<"),
    ("epub", "text"): lambda: replaced("epub", (PAGE, b"the water", b"the waiter")),
    ("epub", "surplus"): lambda: replaced("epub", (PAGE, b"<p>neap</p>", b"<p>neap</p><p>neap</p>")),
    ("epub", "structure"): lambda: replaced("epub", (PAGE, b' scope="col"', b"")),
    ("pdf", "metadata"): lambda: changed(lambda pdf: pdf.trailer.Info.__setattr__("Title", "Ebbs")),
    ("pdf", "language"): lambda: changed(lambda pdf: pdf.Root.__setattr__("Lang", "es")),
    ("pdf", "direction"): lambda: changed(turned),
    ("pdf", "outline"): lambda: changed(retitled),
    ("pdf", "counts"): lambda: changed(without_note),
    ("pdf", "pictures"): lambda: changed(another_picture),
    ("pdf", "alternatives"): lambda: changed(lambda pdf: swap(*elements(pdf, "Figure"), "/Alt")),
    ("pdf", "tables"): lambda: changed(lambda pdf: swap(elements(pdf, "TD")[1], elements(pdf, "TD")[3], "/K")),
    ("pdf", "notes"): lambda: changed(lambda pdf: swap(*elements(pdf, "Note"), "/ID")),
    ("pdf", "links"): lambda: changed(other_goals),
    ("pdf", "text"): other_text,
    ("pdf", "structure"): lambda: changed(lambda pdf: pdf.Root.__delitem__("/MarkInfo")),
}  # fmt: skip


@pytest.mark.parametrize("kind", EMITTERS)
def test_the_good_edition_is_clean_and_every_check_compared_something(kind: str) -> None:
    verdict = examine(kind, file(kind), expectation(EDITION, kind), "tides")
    assert verdict.findings == ()
    assert {check for check, compared in verdict.compared.items() if not compared} == (
        {"surplus"} if kind == "pdf" else set()
    )


@pytest.mark.parametrize(("kind", "check"), DAMAGE)
def test_damage_is_found_under_the_code_of_its_check(kind: str, check: str) -> None:
    assert f"verify.{check}" in {finding.code for finding in findings(kind, DAMAGE[kind, check]())}


def test_every_check_is_tried_in_every_format_in_which_it_compares_anything() -> None:
    assert DAMAGE.keys() == {(kind, check) for kind in EMITTERS for check in CHECKS} - {("pdf", "surplus")}


def test_what_stands_twice_is_compared_as_often() -> None:
    twice = replace(WORK, blocks=(*WORK.blocks, Paragraph((Text("up."),)), Paragraph((Text("up."),))))
    edition = replace(EDITION, document=twice)
    for kind in EMITTERS:
        assert examine(kind, emit(kind, edition).value, expectation(edition, kind), "tides").findings == ()
