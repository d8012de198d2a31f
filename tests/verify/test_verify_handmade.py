"""Editions written by hand are clean, and each damage to them is found and named."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from handmade import PAGES, WORK, docx_parts, epub_parts, packed, pdf, saved

from pipeline.report import Finding, PipelineError, Severity
from pipeline.verify import verify
from pipeline.verify.expect import as_json, expected, from_json

EXPECTED = {kind: expected(WORK, format_name=kind) for kind in ("docx", "epub", "pdf")}


def the_only(findings: tuple[Finding, ...], code: str) -> str:
    """Return the message of the one finding with a code; every finding names the file and is an error."""
    assert {finding.severity for finding in findings} == {Severity.ERROR}
    assert {finding.location.file for finding in findings if finding.location} == {"tides"}
    assert [finding.code for finding in findings].count(code) == 1, [str(finding) for finding in findings]
    return next(finding.message for finding in findings if finding.code == code)


def damaged(parts: dict[str, str], name: str, before: str, after: str) -> bytes:
    assert before in parts[name]
    return packed(parts | {name: parts[name].replace(before, after, 1)})


def clean_files() -> list[tuple[str, bytes]]:
    return [("docx", packed(docx_parts())), ("epub", packed(epub_parts())), ("pdf", saved(pdf()))]


def untagged(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings without those about tags, which the PDF made by hand does not have."""
    return tuple(finding for finding in findings if finding.code != "verify.structure")


@pytest.mark.parametrize(("kind", "data"), clean_files())
def test_an_edition_that_holds_everything_is_clean(kind: str, data: bytes) -> None:
    assert untagged(verify(kind, data, EXPECTED[kind], "tides")) == ()


def test_a_pdf_without_tags_is_not_well_made() -> None:
    found = [
        str(one) for one in verify("pdf", saved(pdf()), EXPECTED["pdf"], "tides") if one.code == "verify.structure"
    ]
    assert any("MarkInfo" in one for one in found)


@pytest.mark.parametrize(("kind", "data"), clean_files())
def test_an_expectation_from_the_manifest_is_enough(kind: str, data: bytes) -> None:
    read = from_json(as_json(EXPECTED[kind]))
    assert read.text == ()
    assert untagged(verify(kind, data, read, "tides")) == ()


DOC, NOTES = "word/document.xml", "word/footnotes.xml"
DOCX_DAMAGE = [
    (DOC, "Before all headings.", "", "verify.text", "at the start", "“Before all headings.”"),
    (
        DOC,
        "la marea alta",
        "la marea atla",
        "verify.text",
        "under “The harbour”",
        "“marea alta here.”, found “marea atla here.”",
    ),
    (DOC, "Heading2", "Heading1", "verify.outline", "headings, heading 2", "level 2 “The harbour”, found level 1"),
    (
        DOC,
        ">The moon</w:t></w:r><w:r><w:tab/>",
        ">The sun</w:t></w:r><w:r><w:tab/>",
        "verify.outline",
        "contents, heading 1",
        "found level 1 “",
    ),
    (DOC, '<w:r><w:footnoteReference w:id="1"/></w:r>', "", "verify.links", NOTES, "note 1, which no mark leads to"),
    (NOTES, "so does the sun", "so does", "verify.text", "note under “The moon”", "the sun.”, found “so does.”"),
    (DOC, 'w:name="harbour"', 'w:name="port"', "verify.links", "bookmark harbour", ""),
    (DOC, 'r:id="rId1"', 'r:id="rId9"', "verify.links", "relationship rId9", ""),
    (DOC, '<w:lang w:val="es"/>', '<w:lang w:val="fr"/>', "verify.language", "es marked", "fr"),
    ("word/styles.xml", '<w:lang w:val="en"/>', '<w:lang w:val="es"/>', "verify.language", "language en", "found es"),
    ("docProps/core.xml", "Tides", "Ebbs", "verify.metadata", "docProps/core.xml, title", "“Tides”, found “Ebbs”"),
    ("docProps/core.xml", "; Moon Office", "", "verify.metadata", "creators", "“Harbour Office”, “Moon Office”, found"),
    ("docProps/custom.xml", "2023-11-08", "2023", "verify.metadata", "docProps/custom.xml, date", "found “2023”"),
    (DOC, "<w:drawing>", "<w:t/>", "damaged", "not XML", ""),
    (
        DOC,
        '<w:drawing><wp:docPr descr="A tide"/><a:blip r:embed="rId2"/></w:drawing>',
        "",
        "verify.counts",
        "images: expected 1, found 0",
        "",
    ),
    (DOC, "w:tbl>", "w:div>", "damaged", "not XML", ""),
    (DOC, "</w:tbl>", "</w:tbl><w:p><w:r><w:t>The tide</w:t></w:r></w:p>", "verify.surplus", DOC, "found “The tide”"),
    (DOC, "</w:tbl>", "</w:tbl><w:p><w:r><w:t>Lorem</w:t></w:r></w:p>", "verify.surplus", DOC, "found “Lorem”"),
    (NOTES, "</w:p>", "</w:p><w:p><w:r><w:t>And so does the sun.</w:t></w:r></w:p>", "verify.surplus", NOTES, "sun"),
    (DOC, "<w:pPr>", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>', "verify.counts", "items of lists", "found 1"),
    (DOC, "<w:pPr>", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>', "verify.links", "an item of list 1", ""),
    ("word/media/tide.png", "picture", "another", "verify.pictures", "picture 1, tide.png", "of another picture"),
    (DOC, 'pStyle w:val="Normal"', 'pStyle w:val="Odd"', "verify.links", "the style Odd", ""),
]


@pytest.mark.parametrize(("part", "before", "after", "code", "place", "said"), DOCX_DAMAGE)
def test_damage_to_a_docx_is_found(*, part: str, before: str, after: str, code: str, place: str, said: str) -> None:
    findings = verify("docx", damaged(docx_parts(), part, before, after), EXPECTED["docx"], "tides")
    assert any(place in str(finding) and said in str(finding) and code in finding.code for finding in findings), (
        findings
    )


OPF, ONE, TWO, NAV = "EPUB/book.opf", "EPUB/one.xhtml", "EPUB/two.xhtml", "EPUB/nav.xhtml"
EPUB_DAMAGE = [
    (ONE, "<p>Before all headings.</p>", "", "verify.text", "body at the start", "“Before all headings.”"),
    (
        TWO,
        "marea",
        "mares",
        "verify.text",
        "under “The harbour” (EPUB/two.xhtml)",
        "“la marea alta here.”, found “la mares",
    ),
    (TWO, "Low water", "", "verify.text", "under “The harbour”", "“Low water”"),
    (TWO, "Times", "Mimes", "verify.text", "caption under “The harbour”", "expected “Times”"),
    (TWO, "h2", "h3", "damaged", "not XML", ""),
    (NAV, "The harbour", "The port", "verify.outline", "EPUB/nav.xhtml, heading 2", "found level 2 “The port”"),
    (NAV, "About this edition", "More", "verify.outline", "EPUB/nav.xhtml, heading 3", "expected none, found level 1"),
    (ONE, 'role="doc-footnote"', "", "verify.counts", "notes: expected 1, found 0", ""),
    (ONE, 'href="#note-1"', 'href="#note-2"', "verify.links", ONE, "EPUB/one.xhtml#note-2"),
    (ONE, "two.xhtml#harbour", "two.xhtml#port", "verify.links", "“The harbour”: expected 1 links, found 0", ""),
    (ONE, "two.xhtml#harbour", "#moon", "verify.links", "“The moon”: expected 0 links, found 1", ""),
    (ONE, "https://example.org/a", "https://example.com/a", "verify.links", "https://example.org/a?b=ñ", "found 0"),
    (TWO, 'lang="es"', 'lang="fr"', "verify.language", "EPUB/two.xhtml, fr", ""),
    (TWO, 'lang="es" xml:lang="es"', "", "verify.language", "es marked", "found none"),
    (TWO, ' lang="en"', ' lang="es"', "verify.language", "EPUB/two.xhtml, lang", "found es"),
    (OPF, "<dc:language>en", "<dc:language>de", "verify.language", "EPUB/book.opf, dc:language", "found de"),
    (OPF, "Tides", "Ebbs", "verify.metadata", "EPUB/book.opf, title", "“Tides”, found “Ebbs”"),
    (OPF, "<dc:subject>moon</dc:subject>", "", "verify.metadata", "subjects", "“sea”, “moon”, found “sea”"),
    ("EPUB/title.xhtml", ">Tides<", ">Ebbs<", "verify.metadata", "EPUB/title.xhtml, title page, title", "found “Ebbs”"),
    (
        TWO,
        '<img src="tide.png" alt="A tide" width="1" height="1"/>',
        "",
        "verify.counts",
        "images: expected 1, found 0",
        "",
    ),
    (ONE, "<p>Before all headings.</p>", "<p>Before all headings.</p>" * 2, "verify.surplus", ONE, "found “Before all"),
    (TWO, "</table>", "</table><p>Lorem</p>", "verify.surplus", TWO, "found “Lorem”"),
    (ONE, "</aside>", "<p>And so does the sun.</p></aside>", "verify.surplus", ONE, "found “And so does the sun.”"),
    (ONE, "<p>Before", "<ul><li>Before", "damaged", "not XML", ""),
    (TWO, "</table>", "</table><ul><li></li></ul>", "verify.counts", "items of lists: expected 0, found 1", ""),
    (TWO, "</table>", "</table><pre></pre>", "verify.counts", "blocks of code: expected 0, found 1", ""),
    ("EPUB/tide.png", "picture", "another", "verify.pictures", "picture 1, tide.png", "of another picture"),
    (TWO, 'src="tide.png"', 'src="ebb.png"', "verify.links", "EPUB/ebb.png", ""),
    (OPF, 'idref="one"', 'idref="none"', "damaged", "none in the spine", ""),
    (OPF, 'href="tide.png"', 'href="wave.png"', "verify.links", "EPUB/wave.png", ""),
    ("mimetype", "epub", "zip", "damaged", "does not say that it is an EPUB", ""),
    (TWO, "<!DOCTYPE html>", '<!DOCTYPE html [<!ENTITY a "b">]>', "damaged", "declares entities", ""),
]


@pytest.mark.parametrize(("part", "before", "after", "code", "place", "said"), EPUB_DAMAGE)
def test_damage_to_an_epub_is_found(*, part: str, before: str, after: str, code: str, place: str, said: str) -> None:
    findings = verify("epub", damaged(epub_parts(), part, before, after), EXPECTED["epub"], "tides")
    assert any(place in str(finding) and said in str(finding) and code in finding.code for finding in findings), (
        findings
    )


def test_headings_that_change_places_are_found() -> None:
    parts = epub_parts()
    swapped = parts[ONE].replace("The moon", "@").replace("The harbour", "The moon").replace("@", "The harbour")
    findings = verify("epub", packed(parts | {ONE: swapped}), EXPECTED["epub"], "tides")
    assert "level 1 “The moon”, found level 1 “The harbour”" in the_only(findings, "verify.outline")


def page_change(before: str, after: str) -> Callable[[], pikepdf.Pdf]:
    assert any(before in line for page in PAGES for line in page)
    return lambda: pdf(tuple(tuple(line.replace(before, after) for line in page) for page in PAGES))


def changed(change: Callable[[pikepdf.Pdf], object]) -> Callable[[], pikepdf.Pdf]:
    def make() -> pikepdf.Pdf:
        book = pdf()
        change(book)
        return book

    return make


def _retitle(book: pikepdf.Pdf) -> None:
    with book.open_outline() as outline:
        outline.root[0].title = "The sun"


def _flatten(book: pikepdf.Pdf) -> None:
    with book.open_outline() as outline:
        outline.root.insert(1, outline.root[0].children.pop())


def _astray(book: pikepdf.Pdf) -> None:
    with book.open_outline() as outline:
        outline.root[0].destination = "end"


def _unname(book: pikepdf.Pdf) -> None:
    names = book.Root.Names.Dests.Names
    at = next(at for at in range(0, len(names), 2) if str(names[at]) == "note-1")
    del names[at]
    del names[at]


def _circle(book: pikepdf.Pdf) -> None:
    book.Root.Outlines.First.Next = book.Root.Outlines.First


PDF_DAMAGE = [
    (
        page_change("Before all headings.", ""),
        "verify.text",
        "at the start",
        "“Before all headings.”, found “Harbour Office”",
    ),
    (page_change("bour and", "bor and"), "verify.text", "under “The moon” (page 4)", "found “bor and the web.”"),
    (
        page_change("Low water", "Lo water"),
        "verify.text",
        "under “The harbour” (page 4)",
        "“Low water”, found “Lo water”",
    ),
    (page_change("1 And so does the sun.", ""), "verify.text", "note under “The moon”", "“And so does the sun.”"),
    (page_change("Table 1. Times", ""), "verify.text", "caption under “The harbour”", "“Times”"),
    (page_change("The tide", "The"), "verify.text", "under “The harbour”", "“The tide”"),
    (changed(_retitle), "verify.outline", "headings, heading 1", "level 1 “The moon”, found level 1 “The sun”"),
    (changed(_flatten), "verify.outline", "headings, heading 2", "level 2 “The harbour”, found level 1"),
    (changed(_astray), "verify.links", "bookmarks", "“The moon”, which leads to page 6"),
    (changed(_unname), "verify.counts", "notes: expected 1, found 0", ""),
    (changed(_unname), "verify.links", "page 3", "destination note-1"),
    (changed(_circle), "damaged", "circles", ""),
    (
        changed(lambda book: book.pages[3].obj.__delitem__("/Annots")),
        "verify.links",
        "links to https://example.org",
        "",
    ),
    (changed(lambda book: book.pages[2].obj.__delitem__("/Annots")), "verify.links", "“The harbour”: expected 2", "1"),
    (changed(lambda book: book.Root.__setattr__("Lang", "es")), "verify.language", "catalog, Lang", "found es"),
    (changed(lambda book: book.Root.__delitem__("/Metadata")), "verify.metadata", "XMP, title", "“Tides”, found none"),
    (changed(lambda book: book.trailer.Info.__setattr__("Title", "x")), "verify.metadata", "information, title", "“x”"),
    (changed(lambda book: book.pages[4].obj.__delitem__("/Contents")), "verify.counts", "images: expected 1", "0"),
    (changed(lambda book: book.pages.__delitem__(4)), "verify.text", "under “The harbour”", "“The tide”"),
]


@pytest.mark.parametrize(("make", "code", "place", "said"), PDF_DAMAGE)
def test_damage_to_a_pdf_is_found(make: Callable[[], pikepdf.Pdf], code: str, place: str, said: str) -> None:
    findings = verify("pdf", saved(make()), EXPECTED["pdf"], "tides")
    assert any(place in str(finding) and said in str(finding) and code in finding.code for finding in findings), (
        findings
    )


@pytest.mark.parametrize(("kind", "data"), clean_files())
@pytest.mark.parametrize("kept", [0, 0.01, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_one_finding(kind: str, data: bytes, kept: float) -> None:
    (finding,) = verify(kind, data[: int(len(data) * kept)], EXPECTED[kind], "tides")
    assert finding.code == "verify.damaged"
    assert "damaged" in finding.message


@pytest.mark.parametrize("kind", ["docx", "epub", "pdf"])
def test_a_file_of_another_kind_is_one_finding(kind: str) -> None:
    (finding,) = verify(kind, b"It is only text.", EXPECTED[kind], "tides")
    assert finding.code == "verify.damaged"


def test_an_archive_made_to_burst_is_not_opened() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 50_000_000)
    (finding,) = verify("docx", buffer.getvalue(), EXPECTED["docx"], "tides")
    assert "too large to open" in finding.message


def test_xml_nested_without_end_is_one_finding() -> None:
    parts = epub_parts() | {
        TWO: '<html xmlns="http://www.w3.org/1999/xhtml">' + "<p>" * 1900 + "</p>" * 1900 + "</html>"
    }
    (finding,) = verify("epub", packed(parts), EXPECTED["epub"], "tides")
    assert finding.code == "verify.damaged"


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(PipelineError, match="no format 'txt'"):
        verify("txt", b"", EXPECTED["pdf"], "tides")
