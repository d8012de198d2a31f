"""What validators miss is found in a file, whatever its document: each fault is made in a good edition."""

from __future__ import annotations

import pytest
from good import EDITION, file, findings, replaced
from handmade import packed

from pipeline.archive import entries
from pipeline.verify.forms import is_moment

BODY, NOTES, STYLES, LISTS = "word/document.xml", "word/footnotes.xml", "word/styles.xml", "word/numbering.xml"
CORE, TYPES = "docProps/core.xml", "[Content_Types].xml"
PAGE, OPF, NAV, NCX = "EPUB/chapter-001.xhtml", "EPUB/content.opf", "EPUB/nav.xhtml", "EPUB/toc.ncx"

DOCX = [
    (BODY, b'<w:fldChar w:fldCharType="end"/>', b"", "fields that are not closed"),
    (BODY, b'<w:fldChar w:fldCharType="begin"/>', b"", "a field that ends without a beginning"),
    (BODY, b"PAGEREF moon", b"PAGEREF sun", "a field that points at the bookmark sun"),
    (BODY, b"</w:p></w:tc>", b"</w:p><w:tbl/></w:tc>", "a cell of table 1 that does not end in a paragraph"),
    (BODY, b"<w:gridCol ", b"<w:other ", "a row of table 1 with other than its 1 columns"),
    (BODY, b'="es"', b'="es_ES"', "the language es_ES, which is no tag"),
    (BODY, b'w:bookmarkStart w:id="2"', b'w:bookmarkStart w:id="1"', "the bookmark number 1 twice"),
    (BODY, b'<w:bookmarkEnd w:id="2"/>', b"", "a bookmark that is not closed"),
    (BODY, b'docPr id="2"', b'docPr id="1"', "the drawing number 1 twice"),
    (STYLES, b'basedOn w:val="Normal"', b'basedOn w:val="Abnormal"', "the style Abnormal, which is not there"),
    (STYLES, b'w:styleId="Heading2"', b'w:styleId="Heading1"', "the style Heading1 twice"),
    (BODY, b'rStyle w:val="Hyperlink"', b'rStyle w:val="Odd"', "the style Odd, which is not there"),
    (LISTS, b'<w:abstractNumId w:val="0"/>', b'<w:abstractNumId w:val="7"/>', "a list of the definition 7"),
    (BODY, b'w:ilvl w:val="0"', b'w:ilvl w:val="9"', "an item at level 9"),
    (NOTES, b'w:id="2"', b'w:id="99999"', "the number 99999 of a note"),
    (NOTES, b'w:id="2"', b'w:id="1"', "the note 1 twice"),
    (NOTES, b'w:type="separator"', b'w:type="normal"', "no line between text and notes"),
    (BODY, b"<w:rtl/>", b"", "a run from left to right"),
    (CORE, b"1980-01-01T00:00:00Z</dcterms:created", b"1980-13-01T00:00:00Z</dcterms:created", "the date created"),
    (CORE, b"dcterms:modified", b"dcterms:altered", "not XML"),
    (TYPES, b'PartName="/word/styles.xml"', b'PartName="/word/looks.xml"', "a media type for word/looks.xml"),
]
EPUB = [
    (OPF, b"1980-01-01T00:00:00Z", b"1980-01-01", "dcterms:modified: 1980-01-01"),
    (
        OPF,
        b'unique-identifier="identifier-1"',
        b'unique-identifier="identifier-2"',
        "the unique identifier identifier-2",
    ),
    (OPF, b">es</dc:language>", b">e_s</dc:language>", "the language e_s, which is no tag"),
    (OPF, b">es</dc:language>", b">fr</dc:language>", "no dc:language es, which is in the text"),
    (OPF, b'href="images/image-2.png"', b'href="images/image-1.png"', "images/image-1.png twice"),
    (OPF, b'href="images/image-2.png"', b'href="images/image-1.png"', "no item for EPUB/images/image-2.png"),
    (OPF, b">visual<", b">tactile<", "no accessMode visual, and pictures"),
    (NCX, b'content="urn:', b'content="arn:', "dtb:uid"),
    (NAV, b'epub:type="bodymatter"', b'epub:type="chapter"', "no landmark bodymatter"),
    (PAGE, b'href="#ref-1"', b'href="#ref-2"', "the note note-1, whose way back does not lead to its mark"),
    (PAGE, b'alt="The tide rising"', b'alt=""', "the claim that all pictures have descriptions"),
    (PAGE, b"<title>The moon", b"<title>chapter-001.xhtml</title><title>", "the title chapter-001.xhtml"),
    (PAGE, b"<title>The moon", b"<title>", "the title (none)"),
    (PAGE, b'lang="en"', b'lang="fr"', "no language, or two"),
    (PAGE, b'<body dir="ltr"', b"<body", "no direction"),
    (PAGE, b' scope="col"', b"", "a head cell without scope"),
    (PAGE, b'<td class="left">North</td>', b"", "a table with rows of"),
    (PAGE, b'alt="The tide rising"', b"", "image-1.png without alt"),
    (PAGE, b'width="3"', b'width="3em"', "image-1.png without a size"),
    (PAGE, b'href="style.css"', b'href="https://example.org/style.css"', "fetched from elsewhere"),
    (PAGE, b'lang="es" xml:lang="es"', b'lang="es_" xml:lang="es_"', "the language es_, which is no tag"),
]

NO_MOMENTS = ("", "2023-11-08", "2023-13-08T09:30:00Z", "2023-11-08T09:30:00+01:00", "2023-1-8T9:3:0Z")


def messages(kind: str, data: bytes) -> list[str]:
    return [str(finding) for finding in findings(kind, data)]


@pytest.mark.parametrize(("part", "before", "after", "said"), DOCX)
def test_a_fault_of_a_docx_is_told(part: str, before: bytes, after: bytes, said: str) -> None:
    found = messages("docx", replaced("docx", (part, before, after)))
    assert any(said in message for message in found), found


@pytest.mark.parametrize(("part", "before", "after", "said"), EPUB)
def test_a_fault_of_an_epub_is_told(part: str, before: bytes, after: bytes, said: str) -> None:
    found = messages("epub", replaced("epub", (part, before, after)))
    assert any(said in message for message in found), found


def test_a_page_with_nothing_to_read_is_told() -> None:
    parts = entries(file("epub"))
    start, _, rest = parts["EPUB/colophon.xhtml"].partition(b"<section")
    emptied = {"EPUB/colophon.xhtml": start + rest[rest.index(b"</body>") :]}
    assert any("nothing to read" in message for message in messages("epub", packed(parts | emptied)))


def test_a_part_without_a_media_type_is_told() -> None:
    assert any(
        "no media type for word/other.bin" in message
        for message in messages("docx", packed(entries(file("docx")) | {"word/other.bin": b""}))
    )


@pytest.mark.parametrize("moment", ["2023-11-08T09:30:00Z", "1980-01-01T00:00:00Z"])
def test_a_moment_is_one(moment: str) -> None:
    assert is_moment(moment)


@pytest.mark.parametrize(
    "moment", ["", "2023-11-08", "2023-13-08T09:30:00Z", "2023-11-08T09:30:00+01:00", "2023-1-8T9:3:0Z"]
)
def test_what_is_no_moment_is_none(moment: str) -> None:
    assert not is_moment(moment)


def test_the_good_edition_has_a_stamp_that_can_be_replaced() -> None:
    assert EDITION.modified.year == 1980
