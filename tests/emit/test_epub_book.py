"""The book around the text: files, navigation, matter, metadata, the archive."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from epub_file import XML_LANG, Book, edition
from strategies import PICTURE

from pipeline.emit.edition import Edition
from pipeline.emit.epub import emit
from pipeline.emit.epub.chapters import LONGEST
from pipeline.model import Agent, Div, Figure, Heading, Image, Link, Note, Paragraph, Provenance, Span, Text
from pipeline.report import PipelineError


def heading(level: int, text: str) -> Heading:
    return Heading(level, (Text(text),), text.casefold())


def test_text_is_divided_at_top_level_headings_and_what_comes_before_stands_alone() -> None:
    book = Book(edition("before", heading(1, "One"), heading(2, "Part"), "text", heading(1, "Two")))
    assert book.spine == [
        "title-page.xhtml",
        "nav.xhtml",
        "chapter-001.xhtml",
        "chapter-002.xhtml",
        "chapter-003.xhtml",
        "colophon.xhtml",
    ]
    titles = [book.find(book.pages[name], "//h:title")[0].text for name in book.chapters]
    assert titles == ["The Book of Tides", "One", "Two"]


def test_two_thousand_chapters_are_all_there_and_their_files_sort_by_name() -> None:
    count = 2000
    book = Book(edition(*(block for number in range(count) for block in chapter(number, count))))
    names = book.chapters
    assert names == sorted(names) == [f"chapter-{number:04}.xhtml" for number in range(1, count + 1)]
    assert book.listed()[:-1] == [(1, f"Tide {number}") for number in range(count)]
    assert len(book.find(book.tree("toc.ncx"), "//ncx:navPoint")) == count + 1
    for number, name in enumerate(names):
        text = book.text(name)
        assert f'id="note-{number + 1}"' in text
        assert f'<a href="chapter-{(number + 7) % count + 1:04}.xhtml#c-{(number + 7) % count}">on</a>' in text


def chapter(number: int, count: int) -> tuple[Heading, Paragraph]:
    onward = Link((Text("on"),), f"#c-{(number + 7) % count}")
    return (
        Heading(1, (Text(f"Tide {number}"),), f"c-{number}"),
        Paragraph((Text("ebb"), Note((Paragraph((Text("flow"),)),)), onward)),
    )


def test_text_without_headings_is_one_file_and_has_no_contents_page() -> None:
    book = Book(edition("one", "two"))
    assert book.spine == ["title-page.xhtml", "chapter-001.xhtml", "colophon.xhtml"]
    assert book.listed() == [(1, "About this edition")]


def test_an_empty_body_makes_a_book_of_its_matter() -> None:
    book = Book(edition())
    assert book.spine == ["title-page.xhtml", "colophon.xhtml"]
    assert "bodymatter" not in book.text("nav.xhtml")


def test_a_long_chapter_is_divided_and_links_still_find_their_way() -> None:
    paragraphs = ["word " * 2000] * 60
    book = Book(edition(heading(1, "One"), *paragraphs[:30], heading(2, "Part"), *paragraphs[30:]))
    assert len(book.chapters) > 1
    assert all(len(book.text(name)) < LONGEST + 11_000 for name in book.chapters)
    assert book.listed() == [(1, "One"), (2, "Part"), (1, "About this edition")]
    assert "chapter-002.xhtml#part" in book.text("nav.xhtml")


def test_headings_nest_by_level_even_over_a_gap() -> None:
    book = Book(edition(heading(1, "A"), heading(3, "B"), heading(2, "C"), heading(1, "D")))
    assert book.listed() == [(1, "A"), (2, "B"), (2, "C"), (1, "D"), (1, "About this edition")]


def test_a_heading_of_a_picture_alone_is_called_by_what_it_shows() -> None:
    made = edition(Heading(1, (Image("tide.png", "The moon"),), "moon"), resources=(PICTURE,))
    book = Book(made)
    assert '<a href="chapter-001.xhtml#moon" aria-label="The moon"></a>' in book.text("nav.xhtml")
    assert book.find(book.pages["chapter-001.xhtml"], "//h:title")[0].text == "The moon"


def test_a_heading_that_says_nothing_still_has_a_name_in_both_lists() -> None:
    book = Book(edition(Heading(1, (), "a"), Heading(1, (Image("tide.png", "The moon"),), "b"), resources=(PICTURE,)))
    names = [text.text for text in book.find(book.tree("toc.ncx"), "//ncx:navPoint/ncx:navLabel/ncx:text")]
    assert names == ["…", "The moon", "About this edition"]
    assert '<a href="chapter-001.xhtml#a" aria-label="…"></a>' in book.text("nav.xhtml")


def test_contents_mark_other_languages_as_the_headings_do() -> None:
    title = (Text("The "), Span((Text("marée"),), "fr"))
    book = Book(edition(Heading(1, title, "a"), heading(1, "B")))
    assert 'The <span class="script-Latn" lang="fr" xml:lang="fr" dir="ltr">marée</span></a>' in book.text("nav.xhtml")


def test_landmarks_have_names_in_the_language_of_the_edition() -> None:
    book = Book(edition(heading(1, "A"), heading(1, "B"), language="es"))
    marks = book.find(book.pages["nav.xhtml"], "//h:nav[@id='landmarks']//h:a")
    kinds = {mark.get("{http://www.idpf.org/2007/ops}type"): mark.text for mark in marks}
    assert kinds["toc"] == "Índice"
    assert kinds["bodymatter"] == "Comienzo del texto"


def test_labels_of_a_language_that_has_none_are_marked_as_english() -> None:
    note = Paragraph((Text("testun"), Note((Paragraph((Text("nodyn"),)),))))
    book = Book(edition(heading(1, "A"), note, heading(1, "B"), language="cy", series="Llanw"))
    for page, path in (
        ("nav.xhtml", "//h:h1/h:span[.='Contents']"),
        ("nav.xhtml", "//h:nav[@id='toc']//h:span[.='About this edition']"),
        ("colophon.xhtml", "//h:h1/h:span[.='About this edition']"),
        ("colophon.xhtml", "//h:dt/h:span[.='Title']"),
        ("title-page.xhtml", "//h:span[@class='label']/h:span[.='Series:']"),
        ("chapter-001.xhtml", "//h:a[@title='Back to the text']"),
    ):
        (found,) = book.find(book.pages[page], path)
        assert found.get("lang") == found.get(XML_LANG) == "en"
    assert not book.find(Book(edition("text", language="es")).pages["colophon.xhtml"], "//h:span")


def test_a_label_is_parted_from_its_text_as_the_language_has_it() -> None:
    book = Book(edition("texte", language="fr", series="Marées"))
    assert '<span class="label">Collection\u00a0:</span> <bdi>Marées</bdi>' in book.text("title-page.xhtml")


def test_a_right_to_left_book_says_so_everywhere() -> None:
    book = Book(edition(heading(1, "كتاب"), language="ar", title="كتاب المد"))
    assert book.find(book.package, "//opf:spine")[0].get("page-progression-direction") == "rtl"
    assert book.package.get("dir") == "rtl"
    assert all(page.get("dir") == "rtl" for page in book.pages.values())
    assert all(nav.get("dir") == "rtl" for nav in book.find(book.pages["nav.xhtml"], "//h:nav"))


def test_metadata_is_all_in_the_package() -> None:
    book = Book(
        edition(
            Paragraph((Span((Text("hola"),), "es"),)),
            Div((), language="el"),
            subtitle="Twice a day",
            creators=(Agent("Ida Strand", "aut", "Strand, Ida"), Agent("Ida Strand", "edt")),
            contributors=(Agent("Mara Quist", "trl"),),
            date="2024-05",
            publisher="Harbour Press",
            subjects=("tides", "sea & shore"),
            series="Shore Handbooks",
        )
    )
    assert book.meta("dc:title") == ["The Book of Tides", "Twice a day"]
    assert book.refinement("subtitle-1", "title-type") == ["subtitle"]
    assert book.meta("dc:creator") == ["Ida Strand", "Ida Strand"]
    assert book.refinement("creators-1", "file-as") == ["Strand, Ida"]
    assert book.refinement("creators-2", "role") == ["edt"]
    assert book.refinement("contributors-1", "role") == ["trl"]
    assert book.meta("dc:language") == ["en", "es", "el"]
    assert book.meta("dc:subject") == ["tides", "sea & shore"]
    assert book.meta("dc:date") == ["2024-05"]
    assert book.refinement("series-1", "collection-type") == ["series"]


def test_the_identifier_is_that_of_the_edition_in_package_and_ncx() -> None:
    made = edition("text")
    book = Book(made)
    unique = book.package.get("unique-identifier")
    assert book.find(book.package, f"//dc:identifier[@id='{unique}']")[0].text == made.identifier
    assert book.find(book.tree("toc.ncx"), "//ncx:meta[@name='dtb:uid']")[0].get("content") == made.identifier


def test_a_translation_names_its_original_and_its_engine() -> None:
    origin = Provenance("en", "The Book of Tides", "Argos Translate", "en_es", "1.9")
    made = edition("texto", language="es", title="Mareas", translation=origin)
    book = Book(made)
    assert book.meta("schema:translationOfWork") == book.meta("dcterms:source") == [made.original]
    assert book.meta("dcterms:provenance") == ["Argos Translate en_es 1.9"]
    colophon = book.text("colophon.xhtml")
    assert "No revisado por ninguna persona." in colophon
    assert 'lang="en" xml:lang="en" dir="auto">The Book of Tides</bdi>' in colophon


def test_a_cover_of_its_own_is_the_cover_image() -> None:
    book = Book(edition("text", cover_image="tide.png", resources=(PICTURE,)))
    cover = book.find(book.package, "//opf:item[@properties='cover-image']")[0]
    assert cover.get("media-type") == "image/png"
    assert cover.get("href") in book.text("cover.xhtml")
    assert 'alt="Cover: The Book of Tides"' in book.text("cover.xhtml")


def test_pictures_of_one_name_and_unused_ones_do_no_harm() -> None:
    unused = replace(PICTURE, name="unused.png")
    both = (PICTURE, replace(PICTURE, data=b"other"), unused)
    book = Book(edition(Figure(Image("tide.png", "red")), Figure(Image("tide.png", "red")), resources=both))
    pictures = [name for name in book.names if name.startswith("EPUB/images/image-")]
    assert [book.zip.read(name) for name in pictures] == [PICTURE.data]


def test_a_book_without_a_title_takes_the_name_of_its_file() -> None:
    assert Book(edition("text", title="")).meta("dc:title") == ["tides"]


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(PipelineError, match="not a language tag"):
        emit(edition("text", language="klingonese"))


def test_the_archive_begins_with_its_media_type_and_bears_one_stamp() -> None:
    made = replace(edition("text"), modified=datetime(2024, 5, 6, 7, 8, 10, tzinfo=UTC))
    book = Book(made)
    entries = book.zip.infolist()
    assert entries[0].filename == "mimetype"
    assert entries[0].compress_type == zipfile.ZIP_STORED
    assert not entries[0].extra
    assert {entry.date_time for entry in entries} == {(2024, 5, 6, 7, 8, 10)}
    assert book.meta("dcterms:modified") == ["2024-05-06T07:08:10Z"]


def test_a_stamp_that_a_zip_cannot_hold_is_held_at_its_limit() -> None:
    made: Edition = replace(edition("text"), modified=datetime(1970, 1, 1, tzinfo=UTC))
    entries = zipfile.ZipFile(io.BytesIO(emit(made).value)).infolist()
    assert {entry.date_time[0] for entry in entries} == {1980}


SEVERAL_WAYS = """
import hashlib, locale, sys
from epub_file import Book, edition
from pipeline.model import *
from strategies import PICTURE
locale.setlocale(locale.LC_ALL, "")
made = edition(
    "a",
    Heading(1, (Text("B"), Note((Paragraph((Span((Text("c"),), "zh"), Span((Text("d"),), "ar"))),))), "b"),
    Figure(Image("tide.png", "x")),
    Paragraph((Link((Text("e"),), "#b"), Span((Text("f"),), "hi"))),
    resources=(PICTURE,),
    subjects=("one", "two"),
    creators=(Agent("Ida Strand"),),
    date="2024-05-06",
)
assert not made.document.metadata.identifier
print(hashlib.sha256(Book(made).data).hexdigest())
"""


def test_the_same_edition_gives_the_same_bytes_in_every_zone_and_locale_and_with_every_hash_seed() -> None:
    here = Path(__file__).parent
    path = os.pathsep.join(map(str, (here, here.parent, here.parent.parent)))

    def digest(**environment: str) -> str:
        run = [sys.executable, "-c", SEVERAL_WAYS]
        around = os.environ | {"PYTHONPATH": path} | environment
        return subprocess.run(run, env=around, capture_output=True, text=True, check=True).stdout  # noqa: S603

    first = digest(TZ="UTC", PYTHONHASHSEED="0", LC_ALL="C", SOURCE_DATE_EPOCH="0")
    assert first
    assert (
        digest(TZ="Pacific/Auckland", PYTHONHASHSEED="4242", LC_ALL="C.UTF-8", SOURCE_DATE_EPOCH="1700000000") == first
    )


def test_the_same_edition_gives_the_same_bytes_twice() -> None:
    assert Book(edition("text", language="ar")).data == Book(edition("text", language="ar")).data
