"""The notes part: the separators that Word expects, then every note in reading order."""

from __future__ import annotations

from pipeline.emit.docx.block import blocks, closed, paragraph
from pipeline.emit.docx.inline import inlines, opening
from pipeline.emit.docx.place import Place
from pipeline.emit.docx.story import Pending, Story
from pipeline.emit.docx.xml import NOTHING, Markup, join, part
from pipeline.model import Paragraph

_SEPARATORS = Markup(
    "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240"'
        f' w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, number in (("separator", -1), ("continuationSeparator", 0))
    )
)
"""The rule above notes, and the one above what is left of a note from the page before (17.11.23, 17.11.1)."""

_MARK = Markup(
    '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
)


def footnotes_part(story: Story) -> bytes:
    """Return the part. Notes come in the order in which the body asked for them, numbered from 1."""
    notes = join(_note(number, note, story) for number, note in enumerate(story.book.notes, 1))
    return part("w:footnotes", Markup(_SEPARATORS + notes))


def _note(number: int, note: Pending, story: Story) -> Markup:
    """Return one note; its mark opens its first paragraph, or one of its own where it begins with something else."""
    story.note = number + 1
    form = opening(story.book, note.language, rtl=note.rtl)
    place = Place("FootnoteText", form.room, flow=False, form=form)
    first, rest = (note.blocks[0], note.blocks[1:]) if note.blocks else (None, ())
    text = inlines(first.content, place.form, story) if isinstance(first, Paragraph) else NOTHING
    others = rest if isinstance(first, Paragraph) else note.blocks
    begun = paragraph("FootnoteText", Markup(_MARK + text), place, story)
    content = closed(Markup(begun + blocks(others, place, story)))
    return Markup(f'<w:footnote w:id="{number}">{content}</w:footnote>')
