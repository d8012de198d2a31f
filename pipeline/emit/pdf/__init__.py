"""PDF: an edition becomes a book page by page, tagged and archival (PDF/UA-1 and PDF/A-2a).

The order: replace what no font can have; look whether every other character can be set; build the boxes of the story
and its structure; put the boxes on pages and paint these; then, knowing the page of each heading, make the front
matter; write the file. The body is laid out once.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pipeline.emit import matter
from pipeline.emit.edition import Edition
from pipeline.emit.pdf import metadata
from pipeline.emit.pdf.characters import printable
from pipeline.emit.pdf.font_stacks import check_wanted
from pipeline.emit.pdf.fonts import Fonts
from pipeline.emit.pdf.front import COLOPHON, Matter, titling
from pipeline.emit.pdf.furniture import Book
from pipeline.emit.pdf.navigation import Entry
from pipeline.emit.pdf.openings import openings
from pipeline.emit.pdf.pictures import Raster, rasters
from pipeline.emit.pdf.story import Story
from pipeline.emit.pdf.tags import Element
from pipeline.emit.pdf.text import Composer
from pipeline.emit.pdf.writer import About, File
from pipeline.emit.theme import Theme, theme
from pipeline.languages import Language
from pipeline.model import Code, CodeBlock, Document, Heading, Image, Text
from pipeline.report import Outcome
from pipeline.walk import plain, query


def emit(edition: Edition) -> Outcome[bytes]:
    """Return the edition as a PDF file; findings name pictures and characters that could not be set.

    Raise `PipelineError` if no font has a character that some font could have, or if page, theme or font are unknown.
    """
    replaced = printable(edition)
    edition, layout = replaced.value, edition.layout
    look = theme(layout.theme, layout.page, edition.language.script)
    check_wanted(layout.fonts)
    pictures, unreadable = rasters(edition.document.resources)
    fonts = Fonts(layout.fonts)
    try:
        fonts.check("".join(_texts(edition, pictures)), edition.document.metadata.language)
        with _uncollected():
            data = _set(edition, look, Composer(fonts), pictures)
    finally:
        fonts.close()
    return Outcome(data, replaced.findings + unreadable)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: nearly all that a book is made of, and that is much, is needed to its end."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _set(edition: Edition, look: Theme, composer: Composer, pictures: Mapping[str, Raster]) -> bytes:
    """Return the file: body first, then what leads to it."""
    document, language = edition.document, edition.language
    outline = _outline(document, language)
    alone = len(outline) > 1 or sum(len(node.text) for node in query(document.blocks, Text)) > matter.ARTICLE
    top = Element("Document", language=document.metadata.language)
    ahead, text, behind = (top.child("Part") for _ in range(3))
    opened = openings(document.blocks)
    story = Story(composer, look, pictures, document.metadata.language, language.direction == "rtl", text, opened)
    story.ink.entitle({entry.name: entry.title for entry in outline})
    front = Matter(edition, look, composer, story.ink)
    file = File(look.paper, pictures, marks_languages=bool(edition.beside))
    book = Book(edition, look, file, composer, outline)
    head = [] if alone else front.title(ahead, alone=False)
    book.body([*head, *story.boxes(document.blocks), *front.colophon(behind, alone=alone)], story.notes)
    cover = pictures.get(document.metadata.cover_image)
    if cover:
        shown = Element("Figure", Element("Sect", ahead), alt=language.label("cover"))
        book.cover(document.metadata.cover_image, cover, shown)
    if alone:
        title = front.title(ahead, alone=True)
        book.front([*title, *(front.contents(ahead, outline, book.folios) if len(outline) > 1 else [])])
    entries = [*outline, Entry(0, language.label("colophon"), COLOPHON)]
    turned = language.direction == "rtl"
    about = About(metadata.information(edition), metadata.packet(edition), document.metadata.language, turned)
    return book.finish(entries, about, top)


def _outline(document: Document, language: Language) -> list[Entry]:
    """Return the headings as outline entries, their levels from 0 and never deeper by more than one."""
    entries: list[Entry] = []
    for heading in query(document.blocks, Heading):
        level = max(0, min(heading.level - 1, entries[-1].level + 1 if entries else 0))
        entries.append(Entry(level, _called(heading, language), f"h-{heading.id}"))
    return entries


def _called(heading: Heading, language: Language) -> str:
    """Return the words of a heading; of one that is a picture what it shows; of one that says nothing an ellipsis."""
    words, images = plain(heading.content).strip(), list(query(heading.content, Image, into_notes=False))
    shown = " ".join(image.alt for image in images).strip()
    return words or shown or (language.label("figure") if images else "…")


def _texts(edition: Edition, pictures: Mapping[str, Raster]) -> Iterator[str]:
    """Yield every text that will be printed, each character of it once or more."""
    document = edition.document
    yield from (node.text for node in query(document.blocks, Text, Code))
    yield from (node.text for node in query(document.blocks, CodeBlock))
    lacking = (image for image in query(document.blocks, Image) if image.source not in pictures)
    yield from (image.alt + image.source for image in lacking)
    yield from titling(edition)
    yield from (line.shown(edition.language) for line in matter.colophon(edition))
