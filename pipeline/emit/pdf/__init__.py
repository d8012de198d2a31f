"""PDF: an edition becomes a book page by page, with embedded fonts, outline, contents and notes at the page's foot.

The order: look whether every character can be set; build the story's boxes; put them on pages and paint these; then,
knowing the page of each heading, make the front matter; write the file. The body is laid out once.
"""

from __future__ import annotations

from collections.abc import Set

from pipeline.emit import matter
from pipeline.emit.edition import Edition
from pipeline.emit.pdf import metadata
from pipeline.emit.pdf.fonts import Fonts
from pipeline.emit.pdf.front import COLOPHON, Matter
from pipeline.emit.pdf.furniture import Book
from pipeline.emit.pdf.navigation import Entry
from pipeline.emit.pdf.pictures import rasters
from pipeline.emit.pdf.story import Story
from pipeline.emit.pdf.text import Composer
from pipeline.emit.pdf.writer import About, File
from pipeline.model import Code, CodeBlock, Document, Heading, Image, Text
from pipeline.report import Outcome, PipelineError
from pipeline.walk import plain, query

SHORT = 24_000
"""Letters. A work with fewer and no contents has its title above the text, not on a page of its own."""
CHAPTER = 7_000
"""Letters. Where the parts under the highest headings are longer on average, each begins a page."""


def emit(edition: Edition) -> Outcome[bytes]:
    """Return the edition as a PDF file; findings name pictures that could not be set.

    Raise `PipelineError` if a script cannot be set rightly, or no font has a character: never a wrong page.
    """
    document = edition.document
    turned = next((tongue.name for tongue in edition.tongues if tongue.direction == "rtl"), "")
    if turned:
        raise PipelineError(
            f"the PDF writer cannot set a book in {turned} yet",
            hint="build the other formats: --format docx,epub",
            code="pdf.script",
        )
    pictures, findings = rasters(document.resources)
    fonts = Fonts()
    fonts.check(_characters(edition, pictures.keys()))
    composer = Composer(fonts)
    letters = sum(len(node.text) for node in query(document.blocks, Text))
    outline = _outline(document)
    alone = len(outline) > 1 or letters > SHORT
    story = Story(composer, pictures, document.metadata.language, chapters=_chapters(outline, letters))
    front = Matter(edition, composer, story.ink)
    file = File(pictures, marks_languages=bool(edition.beside))
    book = Book(edition, file, composer, outline, chapters=story.chapters)
    body = story.boxes(document.blocks)
    book.body([*([] if alone else front.title(alone=False)), *body, *front.colophon(alone=alone)], story.notes)
    cover = pictures.get(document.metadata.cover_image)
    if cover:
        book.cover(document.metadata.cover_image, cover)
    if alone:
        listed = front.contents(outline, book.folios) if len(outline) > 1 else []
        book.front([*front.title(alone=True), *listed])
    entries = [*outline, Entry(0, edition.language.label("colophon"), COLOPHON)]
    about = About(metadata.information(edition), metadata.packet(edition), document.metadata.language)
    return Outcome(book.finish(entries, about), findings)


def _outline(document: Document) -> list[Entry]:
    """Return the headings as outline entries, their levels from 0 and never deeper by more than one."""
    entries: list[Entry] = []
    for heading in query(document.blocks, Heading):
        level = min(heading.level - 1, entries[-1].level + 1 if entries else 0)
        entries.append(Entry(level, plain(heading.content).strip(), f"h-{heading.id}"))
    return entries


def _chapters(outline: list[Entry], letters: int) -> bool:
    tops = sum(1 for entry in outline if entry.level == 0)
    return tops > 1 and letters / tops > CHAPTER


def _characters(edition: Edition, pictures: Set[str]) -> set[str]:
    """Return every character that will be printed."""
    document = edition.document
    texts = [node.text for node in query(document.blocks, Text, Code)]
    texts += [node.text for node in query(document.blocks, CodeBlock)]
    texts += [image.alt + image.source for image in query(document.blocks, Image) if image.source not in pictures]
    texts += [line.shown(edition.language) for line in (*matter.imprint(edition), *matter.colophon(edition))]
    texts += [document.metadata.title, document.metadata.subtitle, *matter.authors(edition)]
    texts += [line.text for line in matter.original_titles(edition)]
    return set().union(*texts) - set("\n\t ")
