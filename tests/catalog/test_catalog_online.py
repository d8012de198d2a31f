"""Books to read online: the text is that of the EPUB word by word, and every way leads somewhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree, html
from shelves import record, references
from strategies import DRAWING, PICTURE, documents

from pipeline.catalog import reading
from pipeline.catalog.places import ICON, SCRIPT, STYLE
from pipeline.emit.edition import Edition
from pipeline.emit.epub import emit
from pipeline.model import (
    Blocks,
    Document,
    Emphasis,
    Figure,
    Heading,
    Image,
    Link,
    Metadata,
    Note,
    Paragraph,
    Quote,
    Resource,
    Span,
    Table,
    Text,
)
from pipeline.report import PipelineError


def paragraph(*content: Any) -> Paragraph:
    return Paragraph(tuple(Text(each) if isinstance(each, str) else each for each in content))


def heading(text: str, name: str, level: int = 1) -> Heading:
    return Heading(level, (Text(text),), name)


BOOK: Blocks = (
    heading("The moon", "moon"),
    paragraph("It pulls", Note((paragraph("And the land."),)), ". See ", Link((Text("the sun"),), "#sun"), "."),
    heading("The sun", "sun"),
    paragraph(Span((Text("قمر"),), "ar"), " & ", Emphasis((Text("x < y"),))),
    Table(("left",), ((((paragraph("Head")),),),), (((paragraph("cell"),),),)),
    Figure(Image(PICTURE.name, "a red dot")),
)


def epub(*blocks: Any, language: str = "en", resources: tuple[Resource, ...] = (PICTURE,), **about: Any) -> bytes:
    metadata = Metadata(**({"title": "The tides", "language": language} | about))
    return emit(Edition(Document(metadata, tuple(blocks), resources), "tides", languages=("en", "es"))).value


def read(data: bytes, languages: tuple[str, ...] = ("en", "es"), language: str = "en") -> dict[str, bytes]:
    """Return the files by their names in the folder of the edition."""
    return {
        file.removeprefix(f"tides/read/{language}/"): made
        for file, made in reading(record(language=language), data, languages)
    }


def changed(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return an EPUB whose every part went through `change`."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(into, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return into.getvalue()


def page(files: dict[str, bytes], name: str) -> Any:
    return html.document_fromstring(files[name].decode())


def words(root: Any) -> str:
    return "".join(root.itertext()).replace("\n", "")


def test_a_book_has_a_page_for_its_beginning_for_each_chapter_and_for_its_end() -> None:
    names = ["index.html", "chapter-001.html", "chapter-002.html", "colophon.html", "images/image-1.png"]
    assert list(read(epub(*BOOK))) == names


def test_the_first_page_has_title_contents_and_the_way_into_the_text() -> None:
    first = page(read(epub(*BOOK, subtitle="Of water")), "index.html")
    assert (first.findtext(".//h1"), first.xpath("string(//p[@class='subtitle'])")) == ("The tides", "Of water")
    listed = first.xpath("//nav[@class='contents']//a")
    assert [(link.text, link.get("href"), link.get("id")) for link in listed] == [
        ("The moon", "chapter-001.html#moon", "moon"),
        ("The sun", "chapter-002.html#sun", "sun"),
        ("About this edition", "colophon.html", None),
    ]
    assert first.xpath("//a[@class='read']/@href") == ["chapter-001.html"]


def test_pages_follow_each_other_both_ways() -> None:
    files = read(epub(*BOOK))
    pages = [name for name in files if name.endswith(".html")]
    after = [page(files, name).xpath("//a[@rel='next']/@href") for name in pages]
    before = [page(files, name).xpath("//a[@rel='prev']/@href") for name in pages]
    assert after == [["chapter-001.html"], ["chapter-002.html"], ["colophon.html"], []]
    assert before == [[], ["index.html"], ["chapter-001.html"], ["chapter-002.html"]]


def test_links_between_chapters_and_notes_lead_there_and_back() -> None:
    first = page(read(epub(*BOOK)), "chapter-001.html")
    assert first.xpath("//a[text()='the sun']/@href") == ["chapter-002.html#sun"]
    assert first.xpath("//a[@id='ref-1']/@href") == ["#note-1"]
    assert first.xpath("//*[@id='note-1']//a[@role='doc-backlink']/@href") == ["#ref-1"]


def test_another_language_goes_on_at_the_same_heading_of_its_contents() -> None:
    files = read(epub(*BOOK))
    ways = page(files, "chapter-002.html").xpath("//nav[@class='tongues']//a")
    assert [(way.get("hreflang"), way.get("href"), way.get("aria-current")) for way in ways] == [
        ("en", "chapter-002.html", "page"),
        ("es", "../es/index.html#sun", None),
    ]
    assert page(files, "colophon.html").xpath("//a[@hreflang='es']/@href") == ["../es/colophon.html"]


def test_a_book_in_one_language_offers_no_other() -> None:
    assert page(read(epub(*BOOK), ("en",)), "index.html").xpath("//nav[@class='tongues']") == []


def test_words_of_another_language_keep_their_direction_and_marks_are_not_read_as_markup() -> None:
    shown = page(read(epub(*BOOK)), "chapter-002.html")
    (arabic,) = shown.xpath("//span[@lang='ar']")
    assert (arabic.text, arabic.get("dir"), arabic.get("class")) == ("قمر", "rtl", "script-Arab")
    assert shown.xpath("string(//em)") == "x < y"


def test_text_before_the_first_heading_stands_under_the_title_of_the_book() -> None:
    shown = page(read(epub(paragraph("Before."), *BOOK)), "chapter-001.html")
    assert shown.findtext(".//h1") == "The tides"


def test_a_wide_table_is_scrolled_by_itself_also_with_keys() -> None:
    (table,) = page(read(epub(*BOOK)), "chapter-002.html").xpath("//table")
    around = table.getparent()
    assert (around.get("tabindex"), around.get("role"), around.get("aria-label")) == ("0", "group", "Table")


def test_a_book_from_right_to_left_says_so_and_its_labels_are_in_its_language() -> None:
    files = read(epub(heading("الطريق", "way"), language="ar"), ("ar",), language="ar")
    shown = page(files, "chapter-001.html")
    assert (shown.get("lang"), shown.get("dir"), shown.get("class")) == ("ar", "rtl", "script-Arab")
    assert shown.xpath("string(//p[@class='up'])") == "المحتويات"


def test_a_cover_becomes_small_and_pictures_lie_beside() -> None:
    files = read(epub(*BOOK, Figure(Image(DRAWING.name)), resources=(PICTURE, DRAWING), cover_image=PICTURE.name))
    assert files["images/image-2.svg"] == DRAWING.data
    assert files["cover.png"].startswith(b"\x89PNG")


def test_nothing_that_acts_comes_through() -> None:
    bad = b"<p onclick='x()' style='color:red'>kept<script>x()</script><iframe src='y'>frame</iframe></p></section>"

    def change(name: str, part: bytes) -> bytes:
        part = part.replace(b"</section>", bad) if name.endswith("chapter-001.xhtml") else part
        return part.replace(b"chapter-002.xhtml#sun", b"javascript:x()").replace(b"images/", b"../../images/")

    files = read(changed(epub(*BOOK), change))
    shown = page(files, "chapter-001.html")
    assert shown.xpath("//script | //iframe | //@onclick | //@style") == []
    assert "keptframe" in words(shown)
    assert shown.xpath("//a[text()='the sun']/@href") == []
    assert page(files, "chapter-002.html").xpath("//img/@src") == []


@pytest.mark.parametrize("damage", [b"PK", b""])
def test_a_damaged_file_is_an_error(damage: bytes) -> None:
    with pytest.raises(PipelineError):
        read(damage)


def test_a_book_without_contents_is_damaged() -> None:
    with pytest.raises(PipelineError, match="no contents"):
        read(changed(epub(*BOOK), lambda _, part: part.replace(b' properties="nav"', b"")))


def test_quotations_in_quotations_in_quotations_are_no_fault() -> None:
    deep: Any = paragraph("deep")
    for _ in range(200):
        deep = Quote((deep,))
    assert "deep" in words(page(read(epub(deep)), "chapter-001.html"))


@settings(max_examples=25)
@given(documents())
def test_every_word_of_a_book_is_there_in_its_order_and_every_way_leads_somewhere(document: Document) -> None:
    tag = document.metadata.language
    data = emit(Edition(document, "tides", languages=(tag,))).value
    made = dict(reading(replace(record(language=tag), title=document.metadata.title), data, (tag,)))
    book = zipfile.ZipFile(io.BytesIO(data))
    for file in (file for file in made if file.endswith(".html")):
        shown = html.document_fromstring(made[file].decode())
        assert references(file, shown) <= {*made, f"tides/tides.{tag}.html", STYLE, SCRIPT, ICON}
        assert shown.xpath("//h1")
        ids = shown.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {way[1:] for way in shown.xpath("//a/@href") if way.startswith("#")} <= set(ids)
        source = f"EPUB/{file.rpartition('/')[2].removesuffix('.html')}.xhtml"
        if source in book.namelist():
            assert words(etree.fromstring(book.read(source)).find("{*}body")) in words(shown.find(".//main"))
