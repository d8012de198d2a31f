"""Inlines become runs: letters with all that they share, notes as raised numbers, links as targets.

What is a thing of its own in the structure gets an element: a link, the reference to a note, code, a picture, words in
another language. Emphasis is a matter of looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from pipeline.emit.pdf.pictures import Raster
from pipeline.emit.pdf.place import known
from pipeline.emit.pdf.runs import Break, Ink, Item, Link, Mark, Picture, Run
from pipeline.emit.pdf.tags import Element
from pipeline.emit.theme import LINK, PICTURE, PICTURE_SUNK, Face, Style, Theme
from pipeline.model import (
    Blocks,
    Code,
    Emphasis,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Note,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from pipeline.model import Link as LinkNode
from pipeline.walk import plain

_SMALL, _RAISED, _LOWERED, _MARK = 0.68, 0.34, -0.14, 0.64
_SPACE = re.compile(r"[ \t\r\n]+")
_UNSAFE = re.compile(r"\s*(?:javascript|data|vbscript|file)\s*:", re.IGNORECASE)


@dataclass(slots=True)
class _Thread:
    """The structure of one paragraph while its inlines are read: elements and the text between them, in order.

    `mark` is that of the text that belongs to the paragraph itself; None as long as nothing else came before.
    """

    element: Element
    order: int = 0
    mark: Mark | None = None

    def within(self, tag: str, parent: Element, language: str = "", alt: str = "") -> Element:
        """Return a new element in `parent`, after all that was read; the text after it comes after it, too."""
        self.order += 2
        self.mark = Mark(self.element, self.order + 1)
        return Element(tag, parent, self.order, language, alt)


class Inking:
    """Turns inlines into items. `on_note` is told number, blocks, language and place of each note, in reading order."""

    def __init__(
        self, theme: Theme, rasters: Mapping[str, Raster], on_note: Callable[[int, Blocks, str, Element, int], None]
    ) -> None:
        self._theme, self._rasters, self._on_note = theme, rasters, on_note
        self.notes = 0
        self._titles: dict[str, str] = {}

    def entitle(self, titles: Mapping[str, str]) -> None:
        """Say in words where the destinations lead that have these names."""
        self._titles.update(titles)

    def items(self, content: Inlines, style: Style, language: str, element: Element) -> tuple[Item, ...]:
        """Return the items of a paragraph set in `style`, whose text and elements belong to `element`."""
        ink = Ink(style.face, style.size, style.colour, language=language)
        items = self._all(content, ink, _Thread(element), None)
        if not any(
            isinstance(item, Run) and not (item.mark and item.mark.note) and item.text.strip() for item in items
        ):
            return items
        return tuple(_among_letters(item) if isinstance(item, Picture) else item for item in items)

    def plain(self, text: str, style: Style, language: str = "") -> tuple[Item, ...]:
        """Return text without markup as items."""
        return (Run(text, Ink(style.face, style.size, style.colour, language=language)),)

    def back(self, number: int, style: Style, label: Element) -> tuple[Item, ...]:
        """Return a note's number, which leads back to its mark."""
        ink = Ink(Face("sans"), style.size * 0.86, LINK)
        link = Link(f"#ref-{number}", str(number), Element("Link", label))
        return (Run(str(number), ink, Mark(link.element, 0, link)),)

    def _all(self, content: Inlines, ink: Ink, thread: _Thread, inside: Mark | None) -> tuple[Item, ...]:
        return tuple(item for node in content for item in self._inline(node, ink, thread, inside))

    def _inline(self, node: Inline, ink: Ink, thread: _Thread, inside: Mark | None) -> tuple[Item, ...]:  # noqa: C901, PLR0912  (one case for each kind)
        match node:
            case Text():
                return (Run(_SPACE.sub(" ", node.text), ink, _here(thread, inside)),)
            case Emphasis():
                leaning = replace(ink, face=ink.face._replace(italic=not ink.face.italic))
                return self._all(node.content, leaning, thread, inside)
            case Strong():
                return self._all(node.content, replace(ink, face=ink.face._replace(bold=True)), thread, inside)
            case Strikeout():
                return self._all(node.content, replace(ink, struck=True), thread, inside)
            case Superscript():
                return self._all(node.content, _small(ink, _RAISED), thread, inside)
            case Subscript():
                return self._all(node.content, _small(ink, _LOWERED), thread, inside)
            case Code():
                face = Face("mono", ink.face.bold, ink.face.italic)
                mark = _inner("Code", thread, inside)
                return (Run(node.text, replace(ink, face=face, size=ink.size * 0.84), mark),)
            case LinkNode():
                return self._linked(node, ink, thread, inside)
            case Image():
                return self._picture(node, ink, thread, inside)
            case LineBreak():
                return (Break(),)
            case Note():
                return self._mark(node, ink, thread, inside)
            case Span():
                return self._span(node, ink, thread, inside)
            case _:
                assert_never(node)

    def _span(self, node: Span, ink: Ink, thread: _Thread, inside: Mark | None) -> tuple[Item, ...]:
        language = known(node.language or ink.language)
        if language == ink.language:
            return self._all(node.content, ink, thread, inside)
        mark = _inner("Span", thread, inside, language=language)
        return self._all(node.content, replace(ink, language=language), thread, mark)

    def _linked(self, node: LinkNode, ink: Ink, thread: _Thread, inside: Mark | None) -> tuple[Item, ...]:
        name = f"h-{node.target[1:]}" if node.target.startswith("#") else ""
        nowhere = not node.target or _UNSAFE.match(node.target) or (name and name not in self._titles)
        if (inside and inside.link) or nowhere:
            return self._all(node.content, ink, thread, inside)
        said = node.title or self._titles.get(name) or plain(node.content).strip() or node.target
        element = _within("Link", thread, inside)
        link = Link(f"#{name}" if name else node.target, said if name or node.title else node.target, element)
        return self._all(node.content, replace(ink, colour=LINK), thread, Mark(element, 0, link))

    def _mark(self, node: Note, ink: Ink, thread: _Thread, inside: Mark | None) -> tuple[Item, ...]:
        """Return the number of a note; within a link it cannot be a link itself."""
        self.notes += 1
        number = self.notes
        mark = _inner("Reference", thread, inside)
        mark.anchor, mark.note = f"ref-{number}", number
        if mark.element and not mark.link:
            mark.element = Element("Link", mark.element)
            mark.link = Link(f"#note-{number}", str(number), mark.element)
        self._on_note(number, node.blocks, ink.language, thread.element, thread.order)
        raised = replace(ink, face=Face("sans"), size=ink.size * _MARK, rise=ink.rise + 0.36 * ink.size, struck=False)
        return (Run(str(number), replace(raised, colour=LINK), mark),)

    def _picture(self, node: Image, ink: Ink, thread: _Thread, inside: Mark | None) -> tuple[Item, ...]:
        """Return a picture as large as it may be on a line without letters: up to a third of the page."""
        raster, theme = self._rasters.get(node.source), self._theme
        if raster is None:
            return (Run(node.alt, ink, _here(thread, inside)),) if node.alt else ()
        scale = min(theme.pixel * raster.pixel, theme.measure * 0.9 / raster.width, theme.depth / 3 / raster.height)
        link = inside.link if inside else None
        mark = _inner("Figure", thread, inside, alt=node.alt) if node.alt else Mark(None, 0, link)
        return (Picture(node.source, raster.width * scale, raster.height * scale, ink, mark),)


def _within(tag: str, thread: _Thread, inside: Mark | None, language: str = "", alt: str = "") -> Element:
    """Return a new element within what is around it."""
    return thread.within(tag, (inside.element if inside else None) or thread.element, language, alt)


def _inner(tag: str, thread: _Thread, inside: Mark | None, language: str = "", alt: str = "") -> Mark:
    """Return the mark of an element within what is around it: it leads where that leads."""
    return Mark(_within(tag, thread, inside, language, alt), 0, inside.link if inside else None)


def _here(thread: _Thread, inside: Mark | None) -> Mark | None:
    """Return the mark of text that comes next: after all elements within what is around it."""
    if inside is None:
        return thread.mark
    return replace(inside, order=thread.order + 1) if inside.element and inside.element.kids else inside


def _among_letters(picture: Picture) -> Picture:
    """Return a picture that stands in a line of text: no taller than the letters, so that lines keep their places."""
    size = picture.ink.size
    scale = min(1.0, PICTURE * size / picture.height)
    width, height = picture.width * scale, picture.height * scale
    return picture._replace(width=width, height=height, sunk=PICTURE_SUNK * height)


def _small(ink: Ink, rise: float) -> Ink:
    return replace(ink, size=ink.size * _SMALL, rise=ink.rise + rise * ink.size)
