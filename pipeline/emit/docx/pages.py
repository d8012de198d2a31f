"""What stands around the text: cover, title page, running head, page number, sections and colophon."""

from __future__ import annotations

from dataclasses import replace
from textwrap import shorten

from pipeline.emit import matter
from pipeline.emit.docx.block import paragraph
from pipeline.emit.docx.inline import field, opening, spoken, text
from pipeline.emit.docx.picture import picture
from pipeline.emit.docx.place import Place
from pipeline.emit.docx.story import Book, Story
from pipeline.emit.docx.xml import NOTHING, Markup, join, part
from pipeline.facts import Line
from pipeline.model import Image

HEADER, FOOTER = "rId1", "rId2"
"""The relationships of the body to its running head and its foot."""


def line(style: str, content: Markup, story: Story, *, early: str = "", more: str = "") -> Markup:
    """Return a paragraph of front or back matter, in the direction of the edition."""
    place = Place(style, story.book.look.measure, flow=False, form=opening(story.book))
    return paragraph(style, content, place, story, numbered=early, more=more)


def words(plain: str, book: Book) -> Markup:
    """Return the runs of a plain text in the edition's language."""
    return text(plain, opening(book))


def _said(one: Line, book: Book) -> Markup:
    """Return the text of a line in its own language."""
    return text(one.text, spoken(opening(book), one.language, None))


def cover(story: Story) -> Markup:
    """Return the cover picture, as wide as the text, or nothing if the work has none."""
    metadata = story.book.edition.document.metadata
    if not metadata.cover_image:
        return NOTHING
    label, room = story.book.edition.language.label("cover"), story.book.look.measure
    shown = picture(Image(metadata.cover_image, f"{label}: {metadata.title}"), room, story, fill=True)
    return line("Cover", shown, story) if shown else NOTHING


def title(story: Story, early: str = "") -> Markup:
    """Return title, subtitle, those of the original beside them, and authors; `early` are properties of the first."""
    book = story.book
    metadata = book.edition.document.metadata
    known = (
        ("Title", Line("", metadata.title)),
        ("Subtitle", Line("", metadata.subtitle)),
        *(("OriginalTitle", one) for one in matter.original_titles(book.edition)),
        *(("Author", Line("", author)) for author in matter.authors(book.edition)),
    )
    shown = [(style, _said(one, book)) for style, one in known if one.text]
    return join(line(*one, story, early="" if at else early) for at, one in enumerate(shown))


def imprint(story: Story, *, at_foot: bool) -> Markup:
    """Return the lines of the imprint, at the foot of the page or where they stand."""
    frame = _FOOT.format(story.book.look.measure) if at_foot else ""
    language = story.book.edition.language
    shown = (one.shown(language) for one in matter.imprint(story.book.edition))
    return join(line("Imprint", words(one, story.book), story, early=frame) for one in shown)


_FOOT = (
    '<w:framePr w:w="{}" w:wrap="notBeside" w:vAnchor="margin" w:hAnchor="margin" w:xAlign="center" w:yAlign="bottom"/>'
)
"""A frame at the foot of the page (17.3.1.11); paragraphs with the same frame share it."""


def _labelled(one: Line, book: Book) -> Markup:
    """Return a line of matter; the colon after its label is spaced as the language has it."""
    if not one.label:
        return words(one.text, book)
    return join((text(one.lead(book.edition.language), replace(opening(book), label=True)), words(one.text, book)))


def colophon(story: Story, *, new_page: bool) -> Markup:
    """Return the colophon."""
    book = story.book
    heading = words(book.edition.language.label("colophon"), book)
    lines = [line("Colophon", _labelled(one, book), story) for one in matter.colophon(book.edition)]
    return join((line("MatterHeading", heading, story, early="<w:pageBreakBefore/>" if new_page else ""), *lines))


def end(properties: Markup, story: Story) -> Markup:
    """Return the paragraph that ends a section with its properties."""
    return line("Spacer", NOTHING, story, more=properties)


def section(book: Book, *, running: bool, first: bool = True) -> Markup:
    """Return the properties of a section that begins a page.

    `running`: it has a running head and page numbers; `first`: its first page has them too.
    """
    references = (
        f'<w:headerReference w:type="default" r:id="{HEADER}"/><w:footerReference w:type="default" r:id="{FOOTER}"/>'
    )
    look = book.look
    margins = f'w:top="{look.top}" w:right="{look.side}" w:bottom="{look.bottom}" w:left="{look.side}"'
    running_ = f'w:header="{look.top * 45 // 100}" w:footer="{look.bottom * 45 // 100}"'
    return Markup(
        f'<w:sectPr>{references if running else ""}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{look.width}" w:h="{look.height}"/>'
        f'<w:pgMar {margins} {running_} w:gutter="0"/>'
        f"{'' if first else '<w:titlePg/>'}{'<w:bidi/>' if book.rtl else ''}</w:sectPr>"
    )


def header_part(book: Book) -> bytes:
    """Return the running head: the title, cut at a word where it is long."""
    head = shorten(book.edition.document.metadata.title, 70, placeholder="…")
    return part("w:hdr", line("Header", words(head, book), Story(book)))


def footer_part(book: Book) -> bytes:
    """Return the foot: the page number. Word and LibreOffice fill this field by themselves."""
    return part("w:ftr", line("Footer", field("PAGE", Markup("<w:t>1</w:t>")), Story(book)))
