"""What stands around the text: cover, title page, running head, page number, sections and colophon."""

from __future__ import annotations

from dataclasses import replace
from textwrap import shorten

from pipeline.emit import matter
from pipeline.emit.docx.block import paragraph
from pipeline.emit.docx.inline import Format, field, spoken, text
from pipeline.emit.docx.look import MARGIN_BOTTOM, MARGIN_SIDE, MARGIN_TOP, PAGE_HEIGHT, PAGE_WIDTH, TEXT_WIDTH
from pipeline.emit.docx.picture import picture
from pipeline.emit.docx.place import Place
from pipeline.emit.docx.story import Book, Story
from pipeline.emit.docx.xml import NOTHING, Markup, join, part
from pipeline.model import Image

HEADER, FOOTER = "rId1", "rId2"
"""The relationships of the body to its running head and its foot."""


def line(style: str, content: Markup, story: Story, *, early: str = "", more: str = "") -> Markup:
    """Return a paragraph of front or back matter, in the direction of the edition."""
    place = Place(style, flow=False, form=_form(story.book))
    return paragraph(style, content, place, story, numbered=early, more=more)


def words(plain: str, book: Book) -> Markup:
    """Return the runs of a plain text in the edition's language."""
    return text(plain, _form(book))


def _said(one: matter.Line, book: Book) -> Markup:
    """Return the text of a line in its own language."""
    return text(one.text, spoken(_form(book), one.language, None))


def _form(book: Book) -> Format:
    return Format(rtl=book.rtl)


def cover(story: Story) -> Markup:
    """Return the cover picture, as wide as the text, or nothing if the work has none."""
    metadata = story.book.edition.document.metadata
    if not metadata.cover_image:
        return NOTHING
    label = story.book.edition.language.label("cover")
    shown = picture(Image(metadata.cover_image, f"{label}: {metadata.title}"), TEXT_WIDTH, story, fill=True)
    return line("Cover", shown, story) if shown else NOTHING


def title(story: Story, early: str = "") -> Markup:
    """Return title, subtitle, those of the original beside them, and authors; `early` are properties of the first."""
    book = story.book
    metadata = book.edition.document.metadata
    known = (
        ("Title", matter.Line("", metadata.title)),
        ("Subtitle", matter.Line("", metadata.subtitle)),
        *(("OriginalTitle", one) for one in matter.original_titles(book.edition)),
        *(("Author", matter.Line("", author)) for author in matter.authors(book.edition)),
    )
    shown = [(style, _said(one, book)) for style, one in known if one.text]
    return join(line(*one, story, early="" if at else early) for at, one in enumerate(shown))


def imprint(story: Story, *, at_foot: bool) -> Markup:
    """Return the lines of the imprint, at the foot of the page or where they stand."""
    frame = _FOOT if at_foot else ""
    lines = matter.imprint(story.book.edition)
    return join(line("Imprint", _labelled(one, story.book), story, early=frame) for one in lines)


_FOOT = (
    f'<w:framePr w:w="{TEXT_WIDTH}" w:wrap="notBeside" w:vAnchor="margin" w:hAnchor="margin" w:xAlign="center"'
    ' w:yAlign="bottom"/>'
)
"""A frame at the foot of the page (17.3.1.11); paragraphs with the same frame share it."""


def _labelled(one: matter.Line, book: Book) -> Markup:
    """Return a line of matter; the colon after its label is spaced as the language has it."""
    if not one.label:
        return words(one.text, book)
    return join((text(one.lead(book.edition.language), replace(_form(book), label=True)), words(one.text, book)))


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
    margins = f'w:top="{MARGIN_TOP}" w:right="{MARGIN_SIDE}" w:bottom="{MARGIN_BOTTOM}" w:left="{MARGIN_SIDE}"'
    return Markup(
        f'<w:sectPr>{references if running else ""}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
        f'<w:pgMar {margins} w:header="640" w:footer="640" w:gutter="0"/>'
        f"{'' if first else '<w:titlePg/>'}{'<w:bidi/>' if book.rtl else ''}</w:sectPr>"
    )


def header_part(book: Book) -> bytes:
    """Return the running head: the title, cut at a word where it is long."""
    head = shorten(book.edition.document.metadata.title, 70, placeholder="…")
    return part("w:hdr", line("Header", words(head, book), Story(book)))


def footer_part(book: Book) -> bytes:
    """Return the foot: the page number. Word and LibreOffice fill this field by themselves."""
    return part("w:ftr", line("Footer", field("PAGE", Markup("<w:t>1</w:t>")), Story(book)))
