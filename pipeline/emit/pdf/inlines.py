"""Inlines become runs: letters with all that they share, notes as raised numbers, links as targets."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from pipeline.emit.pdf.pictures import Raster
from pipeline.emit.pdf.text import Break, Ink, Item, Link, Picture, Run
from pipeline.emit.pdf.theme import DEPTH, LINK, MEASURE, PICTURE, PICTURE_SUNK, PIXEL, Face, Style
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

_SMALL, _RAISED, _LOWERED, _MARK = 0.68, 0.34, -0.14, 0.64
_SPACE = re.compile(r"[ \t\r\n]+")
_UNSAFE = re.compile(r"\s*(?:javascript|data|vbscript|file)\s*:", re.IGNORECASE)


class Inking:
    """Turns inlines into items. `on_note` is told number, blocks and language of each note, in reading order."""

    def __init__(self, rasters: dict[str, Raster], on_note: Callable[[int, Blocks, str], None]) -> None:
        self._rasters, self._on_note = rasters, on_note
        self.notes = self._links = 0

    def items(self, content: Inlines, style: Style, language: str) -> tuple[Item, ...]:
        """Return the items of a paragraph set in `style`."""
        items = self._all(content, Ink(style.face, style.size, style.colour, language=language))
        if not any(isinstance(item, Run) and not item.note and item.text.strip() for item in items):
            return items
        return tuple(_among_letters(item) if isinstance(item, Picture) else item for item in items)

    def plain(self, text: str, style: Style, language: str = "") -> tuple[Item, ...]:
        """Return text without markup as items."""
        return (Run(text, Ink(style.face, style.size, style.colour, language=language)),)

    def back(self, number: int, style: Style) -> tuple[Item, ...]:
        """Return a note's number, which leads back to its mark."""
        ink = Ink(Face("sans"), style.size * 0.86, LINK, link=self.link(f"#ref-{number}"))
        return (Run(str(number), ink),)

    def link(self, target: str, title: str = "") -> Link:
        """Return a link of its own to a target."""
        self._links += 1
        return Link(self._links, target, title)

    def _all(self, content: Inlines, ink: Ink) -> tuple[Item, ...]:
        return tuple(item for node in content for item in self._inline(node, ink))

    def _inline(self, node: Inline, ink: Ink) -> tuple[Item, ...]:  # noqa: C901, PLR0912  (one case for each kind)
        match node:
            case Text():
                return (Run(_SPACE.sub(" ", node.text), ink),)
            case Emphasis():
                return self._all(node.content, replace(ink, face=ink.face._replace(italic=not ink.face.italic)))
            case Strong():
                return self._all(node.content, replace(ink, face=ink.face._replace(bold=True)))
            case Strikeout():
                return self._all(node.content, replace(ink, struck=True))
            case Superscript():
                return self._all(node.content, _small(ink, _RAISED))
            case Subscript():
                return self._all(node.content, _small(ink, _LOWERED))
            case Code():
                face = Face("mono", ink.face.bold, ink.face.italic)
                return (Run(node.text, replace(ink, face=face, size=ink.size * 0.84, language="")),)
            case LinkNode():
                return self._linked(node, ink)
            case Image():
                return self._picture(node, ink)
            case LineBreak():
                return (Break(),)
            case Note():
                return self._mark(node, ink)
            case Span():
                return self._all(node.content, replace(ink, language=node.language or ink.language))
            case _:
                assert_never(node)

    def _linked(self, node: LinkNode, ink: Ink) -> tuple[Item, ...]:
        if ink.link or not node.target or _UNSAFE.match(node.target):
            return self._all(node.content, ink)
        target = f"#h-{node.target[1:]}" if node.target.startswith("#") else node.target
        return self._all(node.content, replace(ink, link=self.link(target, node.title), colour=LINK))

    def _mark(self, node: Note, ink: Ink) -> tuple[Item, ...]:
        self.notes += 1
        number = self.notes
        self._on_note(number, node.blocks, ink.language)
        size = ink.size * _MARK
        mark = replace(ink, face=Face("sans"), size=size, rise=ink.rise + 0.36 * ink.size, colour=LINK, struck=False)
        return (Run(str(number), replace(mark, link=self.link(f"#note-{number}")), f"ref-{number}", number),)

    def _picture(self, node: Image, ink: Ink) -> tuple[Item, ...]:
        """Return a picture as large as it may be on a line without letters: up to a third of the page."""
        raster = self._rasters.get(node.source)
        if raster is None:
            return (Run(node.alt, ink),) if node.alt else ()
        scale = min(PIXEL, MEASURE * 0.9 / raster.width, DEPTH / 3 / raster.height)
        return (Picture(node.source, raster.width * scale, raster.height * scale, ink),)


def _among_letters(picture: Picture) -> Picture:
    """Return a picture that stands in a line of text: no taller than the letters, so that lines keep their places."""
    size = picture.ink.size
    scale = min(1.0, PICTURE * size / picture.height)
    width, height = picture.width * scale, picture.height * scale
    return picture._replace(width=width, height=height, sunk=PICTURE_SUNK * height)


def _small(ink: Ink, rise: float) -> Ink:
    return replace(ink, size=ink.size * _SMALL, rise=ink.rise + rise * ink.size)
