"""Paint a line: its words from left to right, with links, strokes through words, and destinations."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.emit.pdf import bidi
from pipeline.emit.pdf.lines import Line
from pipeline.emit.pdf.text import Ink, Part, Word
from pipeline.emit.pdf.writer import Letters, Page

UP, DOWN = 0.74, 0.24
"""How far a link's rectangle reaches above and below the baseline, in ems."""


def paint_line(page: Page, line: Line, x: float, y: float) -> float:
    """Paint the line from `x` with its baseline at `y`; return where it ends."""
    x += line.inset
    parts = _turned(line.words) if line.turned else _straight(line.words)
    for run in _together(parts):
        part = run[0]
        text = "".join([piece.text for piece in run]) if len(run) > 1 else part.text
        extra = 0.0 if part.fixed else line.extra
        width = sum([piece.width for piece in run]) + extra * (text.count(" ") + text.count("\u00a0"))
        if part.anchor:
            page.anchor(part.anchor, x, y + 1.2 * part.size)
        if part.picture:
            page.picture(part.picture.name, (x, y - part.picture.sunk, part.picture.width, part.picture.height))
        elif text:
            ink = part.ink
            page.show(x, y + ink.rise, text, Letters(part.font, part.size, ink.colour, extra, ink.language))
        _decorate(page, part.ink, x, y, width)
        x += width
    return x


def _straight(words: tuple[Word, ...]) -> list[Part]:
    """Return the parts and spaces of a line in reading order, without the space at its end."""
    parts: list[Part] = []
    for word in words:
        parts += word.parts
        if word.gap:
            parts.append(word.gap)
    if words and words[-1].gap:
        parts.pop()
    return parts


def _turned(words: tuple[Word, ...]) -> list[Part]:
    """Return the parts from left to right; a space between two turned words is turned with them."""
    parts = _straight(words)
    for at in range(1, len(parts) - 1):
        part = parts[at]
        if part.text == " ":
            parts[at] = part._replace(level=min(parts[at - 1].level, parts[at + 1].level))
    return bidi.visual(parts, lambda part: part.level)


def _together(parts: list[Part]) -> Iterator[list[Part]]:
    """Yield runs of parts that are drawn in one go; a picture, a named place and a fixed space stand alone."""
    run: list[Part] = []
    for part in parts:
        if run and (
            part.font is not run[0].font
            or part.ink != run[0].ink
            or part.anchor
            or part.fixed
            or part.picture
            or run[0].fixed
            or run[0].picture
        ):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _decorate(page: Page, ink: Ink, x: float, y: float, width: float) -> None:
    if ink.link:
        rect = (x, y + ink.rise - DOWN * ink.size, x + width, y + ink.rise + UP * ink.size)
        page.link(ink.link.key, ink.link.target, ink.link.title, rect)
    if ink.struck:
        page.rule(x, y + ink.rise + 0.28 * ink.size, width, ink.colour, 0.05 * ink.size)
