"""Emit DOCX (ECMA-376, transitional) that Word and LibreOffice open as a book, with real styles, notes and numbering.

In order: the body is written first, since it finds out what the other parts hold; then what stands around it; then the
parts; then the archive.

Kept: every block and inline, language, direction, link and property. Lost: link titles, the programming language of
code. Changed: a note within a note stands beside the outer one; a picture that Word cannot show is its text
alternative, with a finding; a row of more cells than Word takes goes on in the next one, with a finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.emit import matter
from pipeline.emit.docx import fonts, pages, properties
from pipeline.emit.docx.block import blocks, closed
from pipeline.emit.docx.contents import contents
from pipeline.emit.docx.footnotes import footnotes_part
from pipeline.emit.docx.inline import opening
from pipeline.emit.docx.look import fitting
from pipeline.emit.docx.numbering import numbering_part
from pipeline.emit.docx.package import Piece, archive
from pipeline.emit.docx.picture import FORMATS
from pipeline.emit.docx.place import Place
from pipeline.emit.docx.settings import settings_part
from pipeline.emit.docx.story import Book, Story, new_book
from pipeline.emit.docx.styled import NamedStyle
from pipeline.emit.docx.styles import Extent, styles, table_styles
from pipeline.emit.docx.stylesheet import styles_part
from pipeline.emit.docx.titling import title_scale
from pipeline.emit.docx.xml import Markup, join, part
from pipeline.emit.edition import Edition
from pipeline.model import SVG, Resource
from pipeline.report import Outcome

CHAPTER = 5000
"""Parts of level 1 that have as many letters on average, some three pages, open a page each."""


def emit(edition: Edition) -> Outcome[bytes]:
    """Return the DOCX file of an edition, with findings on what could not be kept as it is.

    Raise `PipelineError` for a page or a theme that is none.
    """
    book, page = new_book(edition), edition.layout.page
    if fitting(page) != page:
        book.find(
            "docx.page", f"a page of {page} is larger than Word has; it is cut to 22 inches", "take a smaller one"
        )
    body, notes = Story(book), Story(book, note=0)
    text = blocks(edition.document.blocks, Place("BodyText", book.look.measure, form=opening(book)), body)
    listed = contents(pages.words(edition.language.label("contents"), book), body)
    brief = not listed and book.letters < matter.ARTICLE
    document = _document(_short(text, body) if brief else _long(text, listed, body))
    footnotes = footnotes_part(notes)
    sheet = styles_part(book.look, edition.language, _styles(book, brief=brief))
    pieces = _pieces(book, document, footnotes, sheet, body, notes)
    return Outcome(archive(pieces, edition.archived), tuple(dict.fromkeys(book.findings)))


def _styles(book: Book, *, brief: bool) -> Iterator[NamedStyle]:
    title = title_scale(book.edition.document.metadata.title, book.look.theme, brief=brief)
    extent = Extent(title, brief, _has_chapters(book), book.parallel, frozenset(book.cells))
    yield from styles(book.look, extent)
    yield from table_styles(book.look, parallel=book.parallel)


def _has_chapters(book: Book) -> bool:
    parts = sum(heading.level == 1 for heading in book.headings)
    return parts > 1 and book.letters / parts >= CHAPTER


def _short(text: Markup, body: Story) -> Markup:
    """Return a short piece: title, text and colophon one after the other, no page number on the first page."""
    before = (pages.cover(body), pages.title(body), pages.imprint(body, at_foot=False))
    after = (pages.colophon(body, new_page=False), pages.section(body.book, running=True, first=False))
    return join((*before, closed(text), *after))


def _long(text: Markup, listed: Markup, body: Story) -> Markup:
    """Return a book: cover and title page without page numbers, contents, text, colophon."""
    cover, running = pages.cover(body), pages.section(body.book, running=True)
    front = (
        cover,
        pages.title(body, early="<w:pageBreakBefore/>" if cover else ""),
        pages.imprint(body, at_foot=True),
        pages.end(pages.section(body.book, running=False), body),
    )
    contents_ = (listed, pages.end(running, body)) if listed else ()
    return join((*front, *contents_, closed(text), pages.colophon(body, new_page=True), running))


def _document(content: Markup) -> bytes:
    return part("w:document", Markup(f"<w:body>{content}</w:body>"))


def _pieces(  # noqa: PLR0913, PLR0917  (the parts that were written)
    book: Book, document: bytes, footnotes: bytes, sheet: bytes, body: Story, notes: Story
) -> dict[str, Piece]:
    """Return the parts of the package by relationship id."""
    faces = {
        face: Piece("font", f"/word/fonts/{face}.odttf", fonts.mixed(face, package), media_type=fonts.MEDIA_TYPE)
        for face, package in fonts.embedded(book.look).items()
    }
    own = {
        pages.HEADER: Piece("header", "/word/header1.xml", pages.header_part(book)),
        pages.FOOTER: Piece("footer", "/word/footer1.xml", pages.footer_part(book)),
        "rId3": Piece("styles", "/word/styles.xml", sheet),
        "rId4": Piece("numbering", "/word/numbering.xml", numbering_part(book.lists, book.look.step)),
        "rId5": Piece("settings", "/word/settings.xml", settings_part(hyphenates=book.look.theme.body.hyphenate)),
        "rId6": Piece("fonts", "/word/fontTable.xml", fonts.font_part(book.look), faces),
        "rId7": Piece("footnotes", "/word/footnotes.xml", footnotes, _pictures(notes), notes.addresses),
    }
    return {
        "rId1": Piece("document", "/word/document.xml", document, own | _pictures(body), body.addresses),
        "rId2": Piece("core", "/docProps/core.xml", properties.core_part(book.edition)),
        "rId3": Piece("extended", "/docProps/app.xml", properties.application_part()),
        "rId4": Piece("custom", "/docProps/custom.xml", properties.custom_part(book.edition)),
    }


def _pictures(story: Story) -> dict[str, Piece]:
    """Return the pictures that a story shows; one shown in both stories is one part, a drawing and its PNG are two."""
    numbers = {name: number for number, name in enumerate(story.book.resources, 1)}
    return {
        relation: _picture(story.book.resources[name], numbers[name], drawn=kind == "drawing")
        for (kind, name), relation in story.relations.items()
        if kind != "hyperlink"
    }


def _picture(resource: Resource, number: int, *, drawn: bool) -> Piece:
    if drawn:
        return Piece("image", f"/word/media/image{number}.svg", resource.data, media_type=SVG)
    media_type, data = ("image/png", resource.raster) if resource.raster else (resource.media_type, resource.data)
    return Piece("image", f"/word/media/image{number}.{FORMATS[media_type]}", data, media_type=media_type)
