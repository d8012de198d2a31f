"""The cover of an EPUB: the work's own picture, else the one that the edition brings, else none."""

from __future__ import annotations

import io
from dataclasses import replace

from epub_file import Book, edition
from PIL import Image as Pillow
from strategies import DRAWING, PICTURE

from pipeline.emit.edition import Edition
from pipeline.model import Agent, Figure, Image, Wording


def picture(width: int = 16, height: int = 24) -> bytes:
    into = io.BytesIO()
    Pillow.new("P", (width, height)).save(into, "PNG")
    return into.getvalue()


def covered(made: Edition) -> Book:
    return Book(replace(made, cover=picture()))


def shown(book: Book) -> dict[str, str]:
    (image,) = book.find(book.pages["cover.xhtml"], "//h:img")
    return dict(image.attrib)


def test_the_picture_of_the_title_page_is_the_cover_image() -> None:
    book = covered(edition("text"))
    (item,) = book.find(book.package, "//opf:item[@properties='cover-image']")
    assert (item.get("href"), item.get("media-type")) == ("images/cover.png", "image/png")
    assert book.find(book.package, "//opf:meta[@name='cover']")[0].get("content") == item.get("id")
    assert book.zip.read("EPUB/images/cover.png") == picture()
    assert book.spine[:2] == ["cover.xhtml", "title-page.xhtml"]
    assert "cover.xhtml" in book.text("nav.xhtml")


def test_the_cover_page_has_the_size_of_the_picture_and_says_what_stands_on_it() -> None:
    image = shown(covered(edition("text", title="Ebb & Flow", subtitle="Twice a day", creators=(Agent("Ida Strand"),))))
    assert (image["src"], image["width"], image["height"]) == ("images/cover.png", "16", "24")
    assert image["alt"] == "Cover: Ebb & Flow, Twice a day, Ida Strand"


def test_the_cover_of_a_bilingual_edition_says_both_titles() -> None:
    wording = Wording("es", "title", ("Mareas",))
    made = edition("text", wordings=(wording,))
    assert shown(covered(replace(made, beside="es")))["alt"] == "Cover: The Book of Tides, Mareas"


def test_a_picture_of_the_works_own_comes_first() -> None:
    book = covered(edition("text", cover_image=PICTURE.name, resources=(PICTURE,)))
    assert "EPUB/images/cover.png" not in book.names
    assert book.zip.read(f"EPUB/{shown(book)['src']}") == PICTURE.data


def test_without_a_picture_the_book_begins_with_its_title_page() -> None:
    book = Book(edition("text"))
    assert book.spine[0] == "title-page.xhtml"
    assert not [name for name in book.names if "cover" in name]
    assert "cover" not in book.text("nav.xhtml") + book.text("content.opf")


def test_the_picture_of_the_title_page_counts_as_text_told_in_words() -> None:
    assert covered(edition("text")).meta("schema:accessMode") == ["textual"]


def test_a_drawing_is_shown_as_a_picture_on_the_cover_and_as_itself_in_the_text() -> None:
    book = covered(edition(Figure(Image(DRAWING.name)), cover_image=DRAWING.name, resources=(DRAWING,)))
    items = {found.get("href"): found.get("media-type") for found in book.find(book.package, "//opf:item")}
    assert shown(book)["src"] == "images/cover.png"
    assert (items["images/cover.png"], items["images/image-1.svg"]) == ("image/png", "image/svg+xml")
    assert book.zip.read("EPUB/images/cover.png") == DRAWING.raster
    assert book.zip.read("EPUB/images/image-1.svg") == DRAWING.data
    assert '<img src="images/image-1.svg" alt="" width="2" height="2"/>' in book.body
