"""Inlines become runs. Kept: every letter, mark and language. Lost: link titles; a link within a link is its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, assert_never

from pipeline.emit.docx.direction import pieces
from pipeline.emit.docx.fonts import FONTS
from pipeline.emit.docx.picture import picture
from pipeline.emit.docx.scripts import Stress, han, in_language, script, stress_of
from pipeline.emit.docx.story import Book, Story
from pipeline.emit.docx.xml import NOTHING, Markup, escape, fit, join, quoted
from pipeline.languages import language
from pipeline.model import (
    Code,
    Emphasis,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from pipeline.walk import plain, query


@dataclass(frozen=True, slots=True)
class Format:
    """How characters are set.

    `language` is empty for the edition's own; `room` is how wide a picture may be; `lettered` says that it stands among
    letters; `stress` is how the edition stresses words.
    """

    rtl: bool = False
    language: str = ""
    strong: bool = False
    emphasis: bool = False
    strikeout: bool = False
    position: Literal["", "superscript", "subscript"] = ""
    code: bool = False
    link: bool = False
    label: bool = False
    room: int = 0
    lettered: bool = False
    stress: Stress = "slant"


def opening(book: Book, tag: str = "", *, rtl: bool | None = None) -> Format:
    """Return the format in which a text of the edition begins, or one in another language or direction."""
    return Format(book.rtl if rtl is None else rtl, tag, room=book.look.measure, stress=book.look.stress)


_PICTURED = (Image, Link)
"""What is a picture, or may hold one."""


@lru_cache(maxsize=4096)
def _with(form: Format, **changes: Any) -> Format:  # noqa: ANN401  (the fields of a format)
    """Return a format with some fields changed: a book has few of them, and asks for each thousands of times."""
    return replace(form, **changes)


def inlines(nodes: Inlines, form: Format, story: Story) -> Markup:
    """Return the runs of some inlines, set as `form` says; a picture among letters is no taller than their line."""
    if not form.lettered and any(isinstance(node, _PICTURED) for node in nodes) and plain(nodes).strip():
        form = _with(form, lettered=True)
    return join(_inline(node, form, story) for node in nodes)


def _inline(node: Inline, form: Format, story: Story) -> Markup:  # noqa: C901, PLR0912  (one case for each kind)
    match node:
        case Text():
            story.book.letters += len(node.text)
            return text(node.text, form)
        case Emphasis():
            return inlines(node.content, _with(form, emphasis=True), story)
        case Strong():
            return inlines(node.content, _with(form, strong=True), story)
        case Strikeout():
            return inlines(node.content, _with(form, strikeout=True), story)
        case Superscript():
            return inlines(node.content, _with(form, position="superscript"), story)
        case Subscript():
            return inlines(node.content, _with(form, position="subscript"), story)
        case Code():
            return _run(_characters(node.text), properties(replace(form, code=True), rtl=False))
        case Span():
            return inlines(node.content, spoken(form, node.language, node.direction), story)
        case Link():
            return _link(node, form, story)
        case Image():
            instead = text(f"[{node.alt}]", form) if node.alt else NOTHING
            return picture(node, form.room, story, lettered=form.lettered) or instead
        case LineBreak():
            return _run(Markup("<w:br/>"), NOTHING)
        case Note():
            return _note(node, form, story)
        case _:
            assert_never(node)


def spoken(form: Format, tag: str | None, direction: Literal["ltr", "rtl"] | None) -> Format:
    """Return `form` for text in another language or direction; a language brings its direction unless one is given."""
    if tag:
        form = replace(form, language=tag, rtl=language(tag).direction == "rtl")
    return replace(form, rtl=direction == "rtl") if direction else form


def text(characters: str, form: Format) -> Markup:
    """Return the runs of plain text; each stretch of the other direction is a run of its own."""
    if characters and characters.isascii() and not form.rtl:
        return _run(_characters(characters), _latin(form))
    return join(
        _run(_characters(part), properties(form, rtl, stress))
        for piece, rtl in pieces(characters, form.rtl)
        for part, stress in _stretches(piece, form)
    )


@lru_cache(maxsize=4096)
def _latin(form: Format) -> Markup:
    """Return the run properties of letters without marks, from left to right: most runs of most books."""
    return properties(form, False, _upright(form))


def _upright(form: Format) -> Stress:
    """Return how stress is shown in letters that are not of the Far East."""
    own = stress_of(form.language) if form.language else form.stress
    return "slant" if own == "dots" else own


def _stretches(characters: str, form: Format) -> Iterator[tuple[str, Stress]]:
    """Yield the stretches of a text in one kind of script, and how stress is shown there: that goes by its letters."""
    parts, other = han().split(characters) if form.emphasis else [characters], _upright(form)
    return ((part, "dots" if at % 2 else other) for at, part in enumerate(parts) if part)


def _run(content: Markup, form: Markup) -> Markup:
    return Markup(f"<w:r>{form}{content}</w:r>")


_SPECIAL = {"\t": Markup("<w:tab/>"), "\n": Markup("<w:br/>"), "\u00ad": Markup("<w:softHyphen/>")}
"""Characters for which Word has elements; it shows a soft hyphen within text as a hyphen."""
_SPLIT = re.compile("([\t\n\u00ad])")


def _characters(characters: str) -> Markup:
    if not _SPLIT.search(characters):
        return Markup(f'<w:t xml:space="preserve">{escape(characters)}</w:t>')
    found = (piece for piece in _SPLIT.split(characters) if piece)
    return join(_SPECIAL.get(piece) or _characters(piece) for piece in found)


def code_lines(code: str) -> Markup:
    """Return the lines of a code block as one run."""
    return _run(_characters(code.rstrip("\n").replace("\r\n", "\n")), NOTHING)


_STYLES = (
    ("code", "InlineCode"),
    ("link", "Hyperlink"),
    ("strong", "Strong"),
    ("emphasis", "Emphasis"),
    ("label", "MatterLabel"),
)


@lru_cache(maxsize=4096)
def properties(form: Format, rtl: bool, stress: Stress = "slant") -> Markup:
    """Return the run properties of a format, for a run that goes from right to left or not and is stressed so.

    A run bears one character style, so the first that applies; the others are set directly. The style of stress is
    that of the edition's script, so words in another do not bear it. Bold is always set directly
    too: as a property of a style it would turn bold off within a bold paragraph (ECMA-376 part 1, 17.7.3).
    """
    styled = form if stress == form.stress else replace(form, emphasis=False)
    style = next((name for flag, name in _STYLES if getattr(styled, flag)), "")
    direct = form.emphasis and style != "Emphasis"
    heavy = form.strong or (direct and stress == "weight")
    found = (
        f'<w:rStyle w:val="{style}"/>' if style else "",
        f"<w:rFonts{faces}/>" if (faces := _faces(form)) else "",
        "<w:b/>" if heavy else "",
        "<w:bCs/>" if heavy or direct else "",
        "<w:i/>" if direct and stress == "slant" else "",
        "<w:strike/>" if form.strikeout else "",
        f'<w:vertAlign w:val="{form.position}"/>' if form.position else "",
        "<w:rtl/>" if rtl and not form.code else "",
        '<w:em w:val="dot"/>' if direct and stress == "dots" else "",
        in_language(form.language) if form.language else "",
    )
    content = "".join(found)
    return Markup(f"<w:rPr>{content}</w:rPr>" if content else "")


def _faces(form: Format) -> str:
    """Return the fonts of a format that are not those around it.

    That of code is its style's; it is named again, since LibreOffice does not see it there within tables.
    """
    slot, even = script(form.language) if form.language else None, FONTS["mono"].name
    return "".join(
        (
            f' w:ascii="{even}" w:hAnsi="{even}"' if form.code else "",
            f' w:eastAsia="{slot.font}" w:hint="eastAsia"' if slot and slot.slot == "eastAsia" else "",
            f' w:cs="{slot.font}"' if slot and slot.slot == "bidi" else "",
        )
    )


def _link(node: Link, form: Format, story: Story) -> Markup:
    """Return a hyperlink; one that leads nowhere is its text, with a finding."""
    target, linked = _target(node.target, story), replace(form, link=True)
    if form.link or not target:
        return inlines(node.content, form, story)
    return Markup(f'<w:hyperlink {target} w:history="1">{inlines(node.content, linked, story)}</w:hyperlink>')


_UNSAFE = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f]')
"""What no IRI may hold (RFC 3987, 2.2); Word calls a file with such a target damaged."""


def _target(target: str, story: Story) -> str:
    if not target.startswith("#"):
        address = _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", fit(target))
        return f'r:id="{story.relate(("hyperlink", address))}"' if address else ""
    name = story.book.bookmarks.get(target[1:])
    if name is None:
        hint = "give the heading that id, or mend the link"
        story.book.find("link.dangling", f"the link to {target} leads to no heading", hint)
    return f"w:anchor={quoted(name)}" if name else ""


def _note(node: Note, form: Format, story: Story) -> Markup:
    """Return the mark of a note.

    Word has no notes within notes: the mark of such a note stands after that of the outer one, and its place within it
    points there.
    """
    if story.note is not None:
        number, story.note = story.note, story.note + 1 + sum(1 for _ in query(node.blocks, Note))
        return _note_pointer(number)
    outer, *within = story.book.reserve(node, form.language, form.rtl)
    return join((_note_mark(outer), *(_marked(number, story) for number in within)))


def _note_mark(number: int) -> Markup:
    return _run(Markup(f'<w:footnoteReference w:id="{number}"/>'), _NOTE_STYLE)


def _marked(number: int, story: Story) -> Markup:
    mark = story.book.mark()
    space = _run(Markup('<w:t xml:space="preserve"> </w:t>'), _NOTE_STYLE)
    start = f'<w:bookmarkStart w:id="{mark}" w:name="_note_{number}"/>'
    return Markup(f'{space}{start}{_note_mark(number)}<w:bookmarkEnd w:id="{mark}"/>')


def _note_pointer(number: int) -> Markup:
    return field(f"NOTEREF _note_{number} \\h", Markup(f"<w:t>{number}</w:t>"), _NOTE_STYLE)


_NOTE_STYLE = Markup('<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>')


def field(instruction: str, result: Markup, form: Markup = NOTHING) -> Markup:
    """Return a complex field with its result filled in (ECMA-376 part 1, 17.16.18)."""
    return Markup(
        f'<w:r>{form}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{form}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{form}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"{_run(result, form) if result else NOTHING}"
        f'<w:r>{form}<w:fldChar w:fldCharType="end"/></w:r>'
    )
