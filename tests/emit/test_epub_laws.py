"""What holds for every EPUB, whatever the document: properties over generated documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from bad_documents import TEXTS, THINGS
from epub_file import NAMES, XML_LANG, Book, resolved
from hypothesis import HealthCheck, given, settings
from lxml import etree
from odd_documents import ODD, document
from strategies import PICTURE, documents, raw_documents

from pipeline.emit.edition import Edition
from pipeline.model import (
    Agent,
    Code,
    CodeBlock,
    Div,
    Document,
    Figure,
    Heading,
    Image,
    Link,
    Metadata,
    Note,
    Paragraph,
    Resource,
    Table,
    Text,
)
from pipeline.walk import plain, query

FORBIDDEN = "A\x00\x07\x1f\ufffe\ud800\x85B"
JUNK = Resource("junk.png", "image/png", b"no picture at all", 10**9, 1)
UNKNOWN = replace(PICTURE, name="unknown.png", width=0, height=0)
NAMES_OF_HEADINGS = (
    "1",
    "a b",
    "a b",
    "note-1",
    "ref-1",
    "",
    "é",
    "a:b",
    "toc",
    "h-",
    "<&>",
    "colophon",
    "a-2",
    "a",
    "a",
)
MORE: dict[str, Document] = {
    "characters that XML cannot hold, everywhere": Document(
        Metadata(
            *(FORBIDDEN, FORBIDDEN, (Agent(FORBIDDEN, "aut", FORBIDDEN),), (Agent(FORBIDDEN, "trl"),)),
            **dict.fromkeys(("publisher", "description", "rights", "source", "coverage", "series"), FORBIDDEN),
            language="en",
            identifier=FORBIDDEN,
            subjects=(FORBIDDEN,),
        ),
        (
            Heading(1, (Text(FORBIDDEN),), FORBIDDEN),
            Paragraph((Link((Text(FORBIDDEN),), f"#{FORBIDDEN}", FORBIDDEN), Code(FORBIDDEN))),
            Paragraph((Link((Text("ebb"),), f"https://example.org/{FORBIDDEN}"), Image("gone.png", FORBIDDEN))),
            Figure(Image(PICTURE.name, FORBIDDEN, FORBIDDEN), (Text(FORBIDDEN),)),
            CodeBlock(FORBIDDEN, FORBIDDEN),
            Div((Paragraph((Text(FORBIDDEN),)),), FORBIDDEN, None, FORBIDDEN),
        ),
        (PICTURE,),
    ),
    "headings without words": document(
        Heading(1, (), "a"),
        Heading(2, (Text(" "),), "b"),
        Heading(1, (Image(PICTURE.name),), "c"),
        resources=(PICTURE,),
    ),
    "names that are none, and the same ones again": document(
        *(Heading(1, (Text("ebb"),), name) for name in NAMES_OF_HEADINGS),
        Paragraph(tuple(Link((Text("ebb"),), f"#{name}") for name in NAMES_OF_HEADINGS)),
    ),
    "three thousand notes in a chapter": document(
        *(Paragraph((Text("ebb"), Note((Paragraph((Text("flow"),)),)))) for _ in range(3000))
    ),
    "pictures whose sizes are lies or unknown": replace(
        document(*(Figure(Image(each.name, "ebb")) for each in (JUNK, UNKNOWN))),
        metadata=Metadata("Tides", language="en", cover_image=UNKNOWN.name),
        resources=(JUNK, UNKNOWN),
    ),
}
EVERY = ODD | TEXTS | THINGS | MORE
MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def visible(text: str) -> str:
    return "".join(text.split())


def every_law_holds(book: Book) -> None:
    parts_are_listed_both_ways(book)
    ids_are_unique(book)
    references_lead_somewhere(book)
    languages_are_said_twice_alike(book)


def parts_are_listed_both_ways(book: Book) -> None:
    listed = [f"EPUB/{href}" for href in book.hrefs.values()]
    apart = {"mimetype", "META-INF/container.xml", "EPUB/content.opf"}
    assert sorted(listed) == sorted(set(book.names) - apart)
    assert len(book.names) == len(set(book.names))
    assert len(book.hrefs) == len(listed)


def ids_are_unique(book: Book) -> None:
    for name, page in book.pages.items():
        counted = Counter(page.xpath("//@id"))
        assert all(number == 1 for number in counted.values()), (name, counted)
    counted = Counter(book.package.xpath("//@id"))
    assert all(number == 1 for number in counted.values()), counted


def references_lead_somewhere(book: Book) -> None:
    places = {(name, place) for name, page in book.pages.items() for place in ["", *page.xpath("//@id")]}
    files = set(book.hrefs.values())
    for name, page in book.pages.items():
        for reference in page.xpath("//@href | //@src"):
            if "://" not in reference and not reference.startswith("mailto:"):
                target = resolved(name, reference)
                assert target in places or (target[0] in files and not target[1]), (name, reference)
    for source in book.tree("toc.ncx").xpath("//@src"):
        assert resolved("toc.ncx", source) in places


def languages_are_said_twice_alike(book: Book) -> None:
    for page in book.pages.values():
        assert page.get("lang") and page.get("dir")
        assert book.find(page, "h:body")[0].get("dir") == page.get("dir")
        for element in page.iter(etree.Element):
            assert element.get("lang") == element.get(XML_LANG)


@MANY
@given(documents())
def test_every_book_is_whole(document: Document) -> None:
    every_law_holds(Book(Edition(document, "tides")))


@MANY
@given(raw_documents())
def test_even_a_rough_document_makes_a_whole_book(document: Document) -> None:
    every_law_holds(Book(Edition(document, "tides")))


@MANY
@given(documents())
def test_contents_list_all_headings_by_level_and_the_colophon_last(document: Document) -> None:
    book = Book(Edition(document, "tides"))
    headings = [(node.level, plain(node.content)) for node in query(document.blocks, Heading)]
    assert [(level, visible(text)) for level, text in book.listed()[:-1]] == [
        (level, visible(text)) for level, text in headings
    ]
    assert len(book.find(book.tree("toc.ncx"), "//ncx:navPoint")) == len(headings) + 1
    assert ("nav.xhtml" in book.spine) == (len(headings) > 1)


@MANY
@given(documents())
def test_no_visible_letter_is_lost(document: Document) -> None:
    book = Book(Edition(document, "tides"))
    shown = visible("".join("".join(book.pages[name].find("h:body", NAMES).itertext()) for name in book.chapters))
    for node in query(document.blocks, Text, CodeBlock):
        assert visible(node.text) in shown


@MANY
@given(documents())
def test_notes_and_tables_are_all_there(document: Document) -> None:
    book = Book(Edition(document, "tides"))
    pages = [book.pages[name] for name in book.chapters]
    count = sum(1 for _ in query(document.blocks, Note))
    notes = [note for page in pages for note in book.find(page, "//h:aside[@role='doc-footnote']")]
    marks = [int(mark.text) for page in pages for mark in book.find(page, "//h:a[@role='doc-noteref']")]
    assert [note.get("id") for note in notes] == [f"note-{number}" for number in range(1, count + 1)]
    assert sorted(marks) == list(range(1, count + 1))
    tables = sum(len(book.find(page, "//h:table")) for page in pages)
    assert tables == sum(1 for _ in query(document.blocks, Table))


@pytest.mark.parametrize("characters", ["\x00\x07\x1f", "\ufffe\uffff", "\ud800", "\x85\ufdd0"])
def test_characters_that_xml_cannot_hold_never_reach_the_book(characters: str) -> None:
    title = f"A{characters}B"
    blocks = (Heading(1, (Text(title),), title), Paragraph((Text(title),)), CodeBlock(title, title))
    made = Edition(Document(), "tides")
    record = replace(made.document.metadata, title=title, language="en", publisher=title, description=title)
    book = Book(replace(made, document=Document(record, blocks)))
    every_law_holds(book)
    assert book.body.count("AB") >= 3
    assert book.meta("dc:title") == ["AB"]


@pytest.mark.parametrize("document", EVERY.values(), ids=EVERY)
def test_an_odd_document_makes_a_whole_book(document: Document) -> None:
    every_law_holds(Book(Edition(document, "odd")))
