"""The parts of the tag check: strings, fonts' meanings, language tags, and content however it is written."""

from __future__ import annotations

import pikepdf
import pytest
from handmade_tags import FIRST, SECOND, element, tagged
from pikepdf import Dictionary, Name

from pipeline.verify import pdf_tags, pdf_tree
from pipeline.verify.pdf_catalog import is_tag
from pipeline.verify.pdf_content import Content, contents
from pipeline.verify.pdf_fonts import to_unicode
from pipeline.verify.pdf_strings import name_of, strings


def read(content: bytes) -> Content:
    book = pikepdf.new()
    page = book.add_blank_page()
    page.obj.Contents = book.make_stream(content)
    page.obj.StructParents = 0
    page.obj.Resources = Dictionary(Font={"/F": Dictionary(Subtype=Name.Type0), "/G#1": Dictionary()})
    return next(contents(0, page))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b"(abc)", b"abc"),
        (b"(a(b(c)d)e)", b"a(b(c)d)e"),
        (rb"(\(\)\\\n\r\t\b\f\q)", b"()\\\n\r\t\b\fq"),
        (rb"(\0\12\1234\777)", b"\0\nS4\xff"),
        (b"(a\\\nb\\\r\nc\rd\r\ne)", b"abc\nd\ne"),
        (b"<48 65 6C6c 6F>", b"Hello"),
        (b"<4> <123>", b"\x40\x12\x30"),
        (b"[<0041>-20<0042>3(C)]", b"\0A\0BC"),
        (b"[(a) % (no)\n(b)]", b"ab"),
    ],
)
def test_strings_are_read_as_they_are_meant(written: bytes, meant: bytes) -> None:
    assert strings(written) == meant


def test_names_are_read_as_they_are_meant() -> None:
    assert name_of(b"A#42#2fC") == "AB/C"


def test_a_code_means_what_the_last_section_says() -> None:
    cmap = b"""2 beginbfchar <01> <0041> <0002> <D83DDE00> endbfchar
    2 beginbfrange <0003> <0005> <0061> <06> <07> [<0078> <00660069>] endbfrange
    1 beginbfchar <01> <0042> <09> <> endbfchar"""
    assert to_unicode(cmap) == {1: "B", 2: "😀", 3: "a", 4: "b", 5: "c", 6: "x", 7: "fi", 9: ""}


@pytest.mark.parametrize(
    "tag", ["en", "pt-BR", "zh-Hant-TW", "sr-Latn", "es-419", "de-CH-1996", "sl-nedis", "x-own", "en-x-a"]
)
def test_a_language_tag_is_one(tag: str) -> None:
    assert is_tag(tag)


@pytest.mark.parametrize("tag", ["", "e", "en_GB", "english language", "en-", "-en", "en-a", "en--GB", "12", "en" * 60])
def test_what_is_no_language_tag_is_none(tag: str) -> None:
    assert not is_tag(tag)


def test_the_content_half_can_be_read_alone() -> None:
    book = tagged()
    first, form = contents(0, book.pages[0])
    (second,) = contents(1, book.pages[1])
    assert (first.parents, first.mcids, first.faults) == (0, tuple(range(len(FIRST))), ())
    assert (second.parents, second.mcids, second.faults) == (1, tuple(range(len(SECOND))), ())
    assert (form.parents, form.mcids, form.stream) == (9, (0,), book.pages[0].obj.Resources.XObject["/Fm"].objgen)


def test_the_tree_half_can_be_read_alone() -> None:
    book = tagged()
    for page in book.pages:
        page.obj.Contents.write(b"(")
    assert list(pdf_tags.tree_faults(book, pdf_tree.read(book))) == []


@pytest.mark.parametrize(
    ("content", "mcids", "faults"),
    [
        (b"/P<</MCID 0>>BDC/F 9 Tf<00>Tj EMC/P <</Lang(EMC)/MCID 1>>BDC(\\)BMC)' EMC", (0, 1), ()),
        (b"/P <</MCID 0/ActualText<FEFF>>> BDC % EMC\nS EMC %EMC", (0,), ()),
        (b"/P <</A [1 <</B (>>)>>] /MCID 3>> BDC [(]) <5D> 2] TJ EMC", (3,), ()),
        (b"/Artifact BMC /Artifact <<>> BDC f* EMC B EMC", (), ()),
        (b"/Artifact%c\nBMC BI /W 1 ID ) EMC ( EI\nEMC", (), ()),
        (b"0 0 9 9 re W n /P BMC EMC 1 0 0 1 0 0 cm", (), ()),
        (b"f S f", (), ("a path outside all marked content (3 times)",)),
        (b"/P /MC0 BDC EMC", (), ("the properties MC0, which the page does not have",)),
        (b"/P 3 BDC EMC", (), ("marked content without properties that can be read",)),
        (
            b"/P BMC }",
            (),
            ("content that cannot be read from byte 6", "marked content that is never closed (BDC without EMC)"),
        ),
    ],
)
def test_content_is_read_however_it_is_written(content: bytes, mcids: tuple[int, ...], faults: tuple[str, ...]) -> None:
    found = read(content)
    assert found.mcids == mcids
    assert tuple(fault for fault in found.faults if "(none)" not in fault) == faults


@pytest.mark.parametrize(
    "piece", [b"(", b"((a)", b"<<", b"<</A", b"[", b"[<", b"1 ", b"/a ", b"BI ", b"BI ID ", b"%", b"\\"]
)
def test_hostile_content_is_read_in_passing(piece: bytes) -> None:
    assert len(read(piece * 200_000).faults) < 5


def test_forms_within_themselves_come_to_an_end() -> None:
    book = tagged()
    form = book.pages[0].obj.Resources.XObject["/Fm"]
    form.Resources = Dictionary(XObject={"/Fm": form})
    form.write(b"/Artifact BMC /Fm Do f EMC")
    assert len(list(contents(0, book.pages[0]))) < 5


def test_a_font_is_kept_over_q_and_forgotten_after() -> None:
    found = read(b"/Artifact BMC /F 9 Tf q /G#231 9 Tf (a) Tj Q (bb) Tj EMC")
    assert {piece.strings for piece in found.shown} == {b"(a) ", b"(bb) "}
    assert found.faults == ()


def misread(book: pikepdf.Pdf, letter: str) -> None:
    stream = book.pages[0].obj.Resources.Font["/F"].ToUnicode
    stream.write(stream.read_bytes().replace(b"<%04X>\n" % ord(letter), b"<0000>\n"))


def senseless(book: pikepdf.Pdf) -> bool:
    return any("without a meaning" in fault.what for fault in pdf_tags.faults(book))


def test_a_code_needs_no_meaning_where_its_element_says_it() -> None:
    book = tagged()
    misread(book, "E")
    assert not senseless(book)
    formula = element(book, "Formula")
    formula.Alt = formula.ActualText
    del formula.ActualText
    assert senseless(book)


def test_a_code_needs_no_meaning_where_marked_content_says_it() -> None:
    book = tagged()
    misread(book, "I")
    assert senseless(book)
    stream = book.pages[0].obj.Contents
    stream.write(stream.read_bytes().replace(b"/P <</MCID 1>>", b"/P <</MCID 1 /ActualText (It)>>"))
    assert not senseless(book)


def test_an_element_says_it_for_all_that_it_holds() -> None:
    book = tagged()
    misread(book, "d")
    element(book, "Document").ActualText = "Tides"
    assert not senseless(book)
