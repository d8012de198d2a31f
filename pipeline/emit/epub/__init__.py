"""EPUB 3.3 with an NCX for older readers: cover, title page, contents, text in chapters, colophon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.emit.edition import Edition
from pipeline.emit.epub.body import Writer
from pipeline.emit.epub.chapters import Chapter, chapters, pages
from pipeline.emit.epub.matter_pages import book_title, colophon_page, cover_page, title_page
from pipeline.emit.epub.metadata import metadata
from pipeline.emit.epub.navigation import Landmark, Point, nav, ncx
from pipeline.emit.epub.package import Item, archive, package
from pipeline.emit.epub.pictures import Picture, cover_of, pictures
from pipeline.emit.epub.style import sheet
from pipeline.emit.epub.xhtml import known, label
from pipeline.facts import FALLBACK
from pipeline.languages import Language
from pipeline.report import Outcome

_COLOPHON, _COVER = "colophon.xhtml", "cover-image"


def emit(edition: Edition) -> Outcome[bytes]:
    """Return the edition as an EPUB file.

    Everything the model holds is kept. The cover is the work's own picture, else that of its title page; without either
    the book begins with the title page. Findings: a picture that cannot be shown, a link that leads nowhere.
    Raises `PipelineError` if the document's language is unknown.
    """
    found = pictures(edition)
    writer = Writer(edition.language, found)
    text = chapters(edition.document.blocks, writer, book_title(edition))
    own = found.get(edition.document.metadata.cover_image)
    cover = cover_of(edition, own)
    shown = [picture for picture in writer.used.values() if picture is not cover]
    items = (
        *_front(edition, cover),
        *_contents(edition, text, covered=bool(cover)),
        *(_page(file.partition(".")[0], file, written) for file, written in pages(text, writer, edition.language)),
        _page("colophon", _COLOPHON, colophon_page(edition)),
        *(_picture(f"image-{number}", picture) for number, picture in enumerate(shown, start=1)),
        Item(
            "style", "style.css", sheet(_tongues(edition), parallel=writer.parallel or bool(edition.beside)), "text/css"
        ),
    )
    document = package(items, edition.language, metadata(edition, _COVER if cover else "", bool(shown or own)))
    return Outcome(archive(items, document, edition.identifier, edition.archived), tuple(writer.findings))


def _tongues(edition: Edition) -> tuple[Language, ...]:
    """Return every language that stands in the book, its own first: those of the text and those of the matter."""
    translation = edition.document.metadata.translation
    original = translation.source_language if translation else ""
    labels = "" if edition.language.labelled else FALLBACK
    tags = (*edition.spoken, edition.beside, original, labels)
    return tuple({found.tag: found for tag in tags if tag and (found := known(tag))}.values())


def _front(edition: Edition, cover: Picture | None) -> Iterator[Item]:
    """Yield the cover and its page, if there is one, and the title page."""
    if cover:
        yield _page("cover", "cover.xhtml", cover_page(edition, cover))
        yield _picture(_COVER, cover, "cover-image")
    yield _page("title-page", "title-page.xhtml", title_page(edition))


def _contents(edition: Edition, text: Sequence[Chapter], *, covered: bool) -> Iterator[Item]:
    """Yield both lists of headings. The contents are a page to read only where there is a choice."""
    language = edition.language
    points = tuple(
        Point(entry.level, f"{chapter.file}#{entry.name}", entry.text, entry.html, entry.called)
        for chapter in text
        for entry in chapter.headings
    )
    last = language.label("colophon")
    listed = (*points, Point(1, _COLOPHON, last, label(last, language), last))
    read = len(points) > 1
    marks = tuple(_landmarks(edition, text, covered=covered, listed=read))
    yield Item("nav", "nav.xhtml", nav(language, listed, marks).encode(), properties="nav", read=read)
    written = ncx(language, edition.identifier, book_title(edition), listed)
    yield Item("ncx", "toc.ncx", written.encode(), "application/x-dtbncx+xml")


def _landmarks(edition: Edition, text: Sequence[Chapter], *, covered: bool, listed: bool) -> Iterator[Landmark]:
    said = edition.language.label
    if covered:
        yield Landmark("cover", "cover.xhtml", said("cover"))
    yield Landmark("titlepage", "title-page.xhtml", said("title_page"))
    if listed:
        yield Landmark("toc", "nav.xhtml#toc", said("contents"))
    if text:
        yield Landmark("bodymatter", text[0].file, said("start"))
    yield Landmark("colophon", _COLOPHON, said("colophon"))


def _page(name: str, path: str, written: str) -> Item:
    return Item(name, path, written.encode(), read=True)


def _picture(name: str, picture: Picture, properties: str = "") -> Item:
    return Item(name, picture.path, picture.resource.data, picture.resource.media_type, properties)
