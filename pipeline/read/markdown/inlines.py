"""Inline tokens to the model's inlines, through one table of handlers.

Kept: every letter of the text. Soft line breaks stay line feeds inside a `Text`, for normalizing to join as the script
asks. Raw HTML is mapped where the model has a kind for it, pictures and links included; the tags of other known
elements are dropped and what they hold is kept; anything else between `<` and `>` stays text. Lost: comments, sizes of
pictures, and markup nested deeper than `INLINE_DEPTH`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby, takewhile
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipeline import walk
from pipeline.model import (
    Code,
    Emphasis,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    Paragraph,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from pipeline.read.markdown import html, notes
from pipeline.read.markdown.attributes import Attributes
from pipeline.read.markdown.reading import Reading

if TYPE_CHECKING:
    from markdown_it.token import Token

INLINE_DEPTH = 20
"""How deep inline markup nests; what is deeper keeps its text and loses its markup."""


@dataclass(slots=True)
class Frame:
    """An inline that is still open: its kind, how it will be made, and its content so far."""

    kind: str
    make: Callable[[Inlines], Inlines]
    content: list[Inline] = field(default_factory=list)


@dataclass(slots=True)
class Builder:
    """Builds the inlines of one run of tokens; `line` follows the line breaks in them."""

    reading: Reading
    line: int
    stack: list[Frame] = field(default_factory=lambda: [Frame("root", _splice)])

    def add(self, inlines: Iterable[Inline]) -> None:
        """Put inlines at the end of the innermost open frame."""
        self.stack[-1].content.extend(inlines)

    def open(self, kind: str, make: Callable[[Inlines], Inlines]) -> None:
        """Open a frame that `make` turns into inlines when it is closed."""
        if len(self.stack) > INLINE_DEPTH:
            message = f"markup is nested more than {INLINE_DEPTH} levels deep; the text is kept without it"
            self.reading.find_once("depth", message, self.line)
            make = _splice
        self.stack.append(Frame(kind, make))

    def close(self, kind: str) -> None:
        """Close the innermost frame of `kind`; HTML never closed inside it gives up its markup and keeps its text."""
        while (frame := self.stack.pop()).kind != kind:
            self.add(frame.content)
        self.add(frame.make(merge(frame.content)))

    def finish(self) -> Inlines:
        """Return everything read; frames still open give up their markup."""
        while len(self.stack) > 1:
            self.add(self.stack.pop().content)
        return merge(self.stack[0].content)


def read_inlines(reading: Reading, tokens: Iterable[Token], line: int) -> Inlines:
    """Return the inlines of `tokens`, which begin on `line` (from 0)."""
    builder = Builder(reading, line)
    for token in tokens:
        _HANDLERS[token.type](builder, token)
    return builder.finish()


def merge(inlines: Iterable[Inline]) -> Inlines:
    """Return the inlines with adjacent texts made one and empty ones left out."""
    merged: list[Inline] = []
    for is_text, group in groupby(inlines, lambda inline: isinstance(inline, Text)):
        if not is_text:
            merged.extend(group)
        elif text := "".join(inline.text for inline in group if isinstance(inline, Text)):
            merged.append(Text(text))
    return tuple(merged)


def attributes_of(token: Token) -> Attributes:
    """Return the attributes that a rule put on a token, or none."""
    found = token.meta.get("attributes")
    return found if isinstance(found, Attributes) else Attributes()


def picture(reading: Reading, token: Token, line: int) -> tuple[Inlines, Inlines]:
    """Return an image and, apart, the caption it would have as a figure.

    With `{alt="…"}` that text says what the image shows, and the text in brackets is the caption; without it the text
    in brackets says what the image shows, and the title is the caption. `{alt=""}` marks decoration. An image that is
    not beside the source is never fetched: it becomes a link to where it is.
    """
    bracketed = read_inlines(reading, token.children or (), line)
    values = attributes_of(token).values
    reading.dropped("picture", values.keys() - {"alt"}, line)
    written = Image(str(token.attrs.get("src", "")), title=str(token.attrs.get("title", "")))
    return _pictured(reading, written, bracketed, values.get("alt"), line)


def _pictured(
    reading: Reading, written: Image, bracketed: Inlines, given: str | None, line: int
) -> tuple[Inlines, Inlines]:
    source, title = unquote(written.source), written.title
    alt = " ".join(walk.plain(bracketed).split()) if given is None else given
    if not source:
        reading.find(
            "image", "an image without a source; its text is kept", line, "name the file: ![text](picture.png)"
        )
        return bracketed or _texts(alt), ()
    if _ADDRESS.match(source):
        return _remote(reading, written.source, bracketed or _texts(alt or source), alt, line), ()
    if not alt and given is None:
        hint = 'say what it shows, as in ![A lighthouse](light.png), or mark it as decoration with {alt=""}'
        reading.find("alt", f"the image {source} has no description", line, hint)
    described = given is not None or any(walk.query(bracketed, Note, Link, Code))
    return (Image(source, alt, title),), bracketed if described else _texts(title)


def _remote(reading: Reading, address: str, content: Inlines, alt: str, line: int) -> Inlines:
    message = f"the image {address[:100]} is not beside the source; a link stands in its place"
    reading.find("remote-image", message, line, "save the image beside the source and name it there")
    target = _safe(reading, address, line)
    return _link(content, target, "" if alt == walk.plain(content) else alt)


def _safe(reading: Reading, target: str, line: int) -> str:
    """Return a link's target, or nothing for one that runs a program or opens a file of the reader's machine."""
    if re.match(r"\s*(javascript|vbscript|file|data):", unquote(target), re.IGNORECASE):
        reading.find("unsafe-link", f"a link to {target[:40]} is not kept; its text is", line, "link to a web address")
        return ""
    return unquote(target) if target.startswith("#") else target


def _texts(text: str) -> Inlines:
    return (Text(text),) if text else ()


def _splice(content: Inlines) -> Inlines:
    return content


def _text(builder: Builder, token: Token) -> None:
    builder.add(_texts(token.content))


def _soft_break(builder: Builder, _token: Token) -> None:
    builder.line += 1
    builder.add((Text("\n"),))


def _hard_break(builder: Builder, _token: Token) -> None:
    builder.line += 1
    builder.add((LineBreak(),))


def _code(builder: Builder, token: Token) -> None:
    builder.add((Code(token.content),))


def _image(builder: Builder, token: Token) -> None:
    builder.add(picture(builder.reading, token, builder.line)[0])


def _opener(kind: str, make: type[Emphasis | Strong | Strikeout | Superscript | Subscript]) -> Handler:
    def wrap(content: Inlines) -> Inlines:
        return (make(content),) if content else ()

    return lambda builder, _token: builder.open(kind, wrap)


def _closer(kind: str) -> Handler:
    return lambda builder, _token: builder.close(kind)


def _open_link(builder: Builder, token: Token) -> None:
    target = _safe(builder.reading, str(token.attrs["href"]), builder.line)
    title = str(token.attrs.get("title", ""))
    builder.open("link", lambda content: _link(content, target, title))


def _link(content: Inlines, target: str, title: str) -> Inlines:
    return (Link(content or _texts(target), target, title),) if target else content


def _close_link(builder: Builder, token: Token) -> None:
    builder.close("link")
    attributes = attributes_of(token)
    builder.reading.dropped("link", attributes.values.keys() - {"lang", "dir"}, builder.line)
    if {"lang", "dir"} & set(attributes.values):
        link = builder.stack[-1].content.pop()
        builder.add(_spanned(builder, attributes)((link,)))


def _open_span(builder: Builder, token: Token) -> None:
    builder.open("span", _spanned(builder, attributes_of(token)))


def _spanned(builder: Builder, attributes: Attributes) -> Callable[[Inlines], Inlines]:
    """Return how a span with these attributes is made; without language and direction it is only its content."""
    language = builder.reading.language(attributes, builder.line)
    direction = builder.reading.direction(attributes, builder.line)
    return lambda content: (Span(content, language, direction),) if content and (language or direction) else content


def _reference(builder: Builder, token: Token) -> None:
    builder.add(notes.refer(builder.reading, token.content, builder.line))


def _open_note(builder: Builder, _token: Token) -> None:
    reading, line = builder.reading, builder.line
    reading.open_notes.append("")
    builder.stack.append(
        Frame("note", lambda content: notes.close(reading, (Paragraph(content, reading.place(line)),), line))
    )


def _html(builder: Builder, token: Token) -> None:
    line = builder.line
    builder.line += token.content.count("\n")
    tag = html.tag(token.content)
    if tag is None:
        builder.add(() if html.is_comment(token.content) else _not_html(builder.reading, token.content, line))
    elif tag.closing and any(frame.kind == f"html {tag.name}" for frame in _open_html(builder)):
        builder.close(f"html {tag.name}")
    elif tag.closing and tag.name in (*html.KINDS, "a"):
        pass  # it closes nothing
    elif tag.name == "br":
        builder.add((LineBreak(),))
    elif tag.name in html.KINDS:
        _opener(f"html {tag.name}", html.KINDS[tag.name])(builder, token)
    else:
        _html_with_attributes(builder, tag, line)


def _html_with_attributes(builder: Builder, tag: html.Tag, line: int) -> None:
    """Read a picture or link as Markdown's are read; drop any other tag."""
    reading, given = builder.reading, tag.attributes
    if tag.name == "img" and "src" in given:
        reading.dropped("picture", given.keys() - {"src", "alt", "title"}, line)
        written = Image(given["src"], title=given.get("title", ""))
        builder.add(_pictured(reading, written, (), given.get("alt"), line)[0])
    elif tag.name == "a" and "href" in given:
        target, title = _safe(reading, given["href"], line), given.get("title", "")
        inside = any(frame.kind == "link" for frame in builder.stack)
        builder.open("html a", lambda content: content if inside else _outer_link(content, target, title))
    else:
        message = f"<{tag.name}> is HTML: the tag is dropped, what it holds is kept"
        reading.find_once("html", message, line, "write it in Markdown")
        builder.add(() if tag.name in html.PHRASING else (Text("\n"),))


def _outer_link(content: Inlines, target: str, title: str) -> Inlines:
    """Return a link, or its content alone where that has links of its own."""
    return content if any(walk.query(content, Link)) else _link(content, target, title)


def _not_html(reading: Reading, written: str, line: int) -> Inlines:
    message = f"{written[:60]} is no tag of HTML; it is kept as text"
    reading.find_once("html-text", message, line, "put it between backticks, or a backslash before the <")
    return _texts(written)


def _open_html(builder: Builder) -> Iterable[Frame]:
    return takewhile(lambda frame: frame.kind.startswith("html "), reversed(builder.stack))


Handler = Callable[[Builder, "Token"], None]

_KINDS: Mapping[str, type[Emphasis | Strong | Strikeout | Superscript | Subscript]] = {
    "em": Emphasis,
    "strong": Strong,
    "s": Strikeout,
    "sup": Superscript,
    "sub": Subscript,
}
_HANDLERS: Mapping[str, Handler] = {
    "text": _text,
    "text_special": _text,
    "softbreak": _soft_break,
    "hardbreak": _hard_break,
    "code_inline": _code,
    "image": _image,
    "html_inline": _html,
    "link_open": _open_link,
    "link_close": _close_link,
    "span_open": _open_span,
    "span_close": _closer("span"),
    "note_open": _open_note,
    "note_close": _closer("note"),
    "note_reference": _reference,
    **{f"{kind}_open": _opener(kind, make) for kind, make in _KINDS.items()},
    **{f"{kind}_close": _closer(kind) for kind in _KINDS},
}
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
