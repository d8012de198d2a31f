"""The contents: a field that Word can fill again, already filled with every heading down to level 3, each a link.

Page numbers are left empty. Only a program that lays out the pages knows them, and a guess would stand there as a fact
until somebody notices. An empty `PAGEREF` shows nothing until the field is updated (F9 in Word), and then the true
number. The field is not marked dirty, since Word would greet the reader with a question.
"""

from __future__ import annotations

from pipeline.emit.docx.block import paragraph
from pipeline.emit.docx.inline import Format, field, inlines, opening
from pipeline.emit.docx.place import Place
from pipeline.emit.docx.story import Story
from pipeline.emit.docx.xml import NOTHING, Markup, join, quoted
from pipeline.model import Block, Heading, Image, Inline, Inlines, LineBreak, Link, Note, Paragraph, Text
from pipeline.walk import walk

DEPTH = 3


def contents(title: Markup, story: Story) -> Markup:
    """Return the contents of a book under a title, or nothing for fewer than two headings."""
    listed = [heading for heading in story.book.headings if heading.level <= DEPTH]
    if len(listed) < 2:
        return NOTHING
    form = opening(story.book)
    place = Place("TOC1", story.book.look.measure, flow=False, form=form)
    lines = [_entry(heading, form, story) for heading in listed]
    lines[0], lines[-1] = Markup(_BEGIN + lines[0]), Markup(lines[-1] + _END)
    entries = (
        paragraph(f"TOC{heading.level}", line, place, story) for heading, line in zip(listed, lines, strict=True)
    )
    inside = join((paragraph("ContentsHeading", title, place, story), *entries))
    return Markup(f"<w:sdt>{_GALLERY}<w:sdtContent>{inside}</w:sdtContent></w:sdt>")


def _entry(heading: Heading, form: Format, story: Story) -> Markup:
    text, name = inlines(_bare(heading.content), form, story), story.book.bookmarks.get(heading.id)
    if name is None:
        return text
    number = field(f"PAGEREF {name} \\h", NOTHING)
    return Markup(f'<w:hyperlink w:anchor={quoted(name)} w:history="1">{text}<w:r><w:tab/></w:r>{number}</w:hyperlink>')


def _bare(content: Inlines) -> Inlines:
    """Return a heading's content without notes, pictures and links, on one line."""

    def inline(node: Inline) -> Inlines:
        match node:
            case Note() | Image():
                return ()
            case LineBreak():
                return (Text(" "),)
            case Link():
                return node.content
            case _:
                return (node,)

    (paragraph_,) = walk((Paragraph(content),), inline=inline)
    return _content(paragraph_)


def _content(node: Block) -> Inlines:
    assert isinstance(node, Paragraph)  # noqa: S101  (walk keeps the kind of a block)
    return node.content


_GALLERY = Markup(
    '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
)
_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{DEPTH}" \\h \\z </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
