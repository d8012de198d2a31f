"""Paint a line: its words from left to right, with links, strokes through words, and destinations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, TypeVar

from pipeline.emit.pdf.glyph_line import Over, actual
from pipeline.emit.pdf.lines import Line
from pipeline.emit.pdf.page import Page
from pipeline.emit.pdf.tags import Element
from pipeline.emit.pdf.words import Glue, Part, Word

T = TypeVar("T")
_WIDE = 0.08
"""In ems, the room between letters that some programs take for a space (poppler 0.1, pdfium less)."""
UP, DOWN = 0.74, 0.24
"""How far a link's rectangle reaches above and below the baseline, in ems."""


class _Piece(NamedTuple):
    """A part of a line at its place, and the room after it that no glyph fills."""

    part: Part
    room: float


def paint_line(page: Page, line: Line, x: float, y: float, element: Element | None) -> float:
    """Paint the line from `x` with its baseline at `y`, as content of `element`; return where it ends."""
    words = line.words
    if not words:
        return x + line.inset
    x += line.inset
    kind = words[0].kind
    if kind is not None and all([word.kind is kind for word in words]):
        return _paint_plain(page, line, x, y, element)
    return _paint_mixed(page, line, x, y, element)


def _paint_plain(page: Page, line: Line, x: float, y: float, element: Element | None) -> float:
    """Paint a line whose words have one font, ink and direction, in one go."""
    words, part = line.words, line.words[0].parts[0]
    size = part.ink.size
    seps: dict[int, tuple[str, float]] = {}
    code: list[str] = []
    width, wide = 0.0, 0.0
    for word in words[:-1]:
        glue = word.glue
        known = seps.get(id(glue))
        if known is None:
            room = _widened(glue, line.ratio)
            known = seps[id(glue)] = (_sep(glue, room, size), room)
            wide = wide if glue.gap else max(wide, room - glue.blank)
        code += (word.parts[0].code, known[0])
        width += word.width + known[1]
    code.append(words[-1].parts[0].code)
    gap = words[-1].glue.gap
    if gap:
        # where a line ends the space is there for those who read the file (ISO 32000-1, 14.8.2.5)
        code.append(gap.code)
    if part.level & 1:
        code.reverse()
    shown = "".join(code)
    if wide > _WIDE * size and not part.level and "BDC" not in shown:
        shown = actual(_told(words), shown)
    page.text(x - gap.width if gap and part.level & 1 else x, y + part.ink.rise, part, shown, element, 0)
    if any([word.parts[0].over for word in words]):
        pieces = list(_straight(line))
        _paint_over(page, pieces[::-1] if part.level & 1 else pieces, x, y + part.ink.rise, (element, 0))
    width += words[-1].width
    if part.ink.struck:
        _strike(page, part, x, y, width)
    return x + width


def _told(words: Sequence[Word]) -> str:
    """Return the text of a line."""
    return "".join([word.parts[0].text + (" " if word.glue.gap else "") for word in words])


def _sep(glue: Glue, room: float, size: float) -> str:
    """Return what stands between two words: the glyph of a space, if there is one, and the rest of the room."""
    shift = round((room - (glue.gap.width if glue.gap else 0.0)) * 1000 / size)
    return (glue.gap.code if glue.gap else "") + (f"{-shift}" if shift else "")


def _widened(glue: Glue, ratio: float) -> float:
    return glue.width + ratio * (glue.stretch if ratio > 0 else glue.shrink)


def _paint_mixed(page: Page, line: Line, x: float, y: float, element: Element | None) -> float:
    pieces = list(_straight(line))
    if line.turned:
        pieces = visual(pieces, lambda piece: piece.part.level)
    for run in _together(pieces):
        part, mark = run[0].part, run[0].part.mark
        width = sum([piece.part.width + piece.room for piece in run])
        owner, order = (mark.element or element, mark.order) if mark else (element, 0)
        if mark and mark.anchor:
            page.anchor(mark.anchor, x, y + 1.2 * part.ink.size)
        if part.picture:
            picture = part.picture
            place = (x, y - picture.sunk, picture.width, picture.height)
            page.picture(picture.name, place, mark.element if mark else None)
        else:
            page.text(x, y + part.ink.rise, part, _shown(run), owner, order)
            if any([piece.part.over for piece in run]):
                _paint_over(page, run, x, y + part.ink.rise, (owner, order))
        if mark and mark.link:
            size, rise = part.ink.size, part.ink.rise
            page.link(mark.link, (x, y + rise - DOWN * size, x + width, y + rise + UP * size))
        if part.ink.struck:
            _strike(page, part, x, y, width)
        x += width
    return x


def _paint_over(page: Page, run: Sequence[_Piece], x: float, y: float, owner: tuple[Element | None, int]) -> None:
    """Paint what stands over the glyphs of a run that begins at a point: all of it in one go, lowest first."""
    part, start = run[0].part, 0.0
    over: list[Over] = []
    for piece in run:
        shift = round(start * 1000 / part.ink.size)
        over += [glyph._replace(x=glyph.x + shift) for glyph in piece.part.over]
        start += piece.part.width + piece.room
    code, drawn, rise = list[str](), 0, 0
    for glyph in sorted(over, key=lambda glyph: glyph.y):
        if glyph.y != rise:
            code.append(f"]TJ {glyph.y * part.ink.size / 1000:.2f} Ts[")
            rise = glyph.y
        code.append(f"{drawn - glyph.x or ''}<{glyph.code}>")
        drawn = glyph.x + glyph.advance
    page.over(x, y, part, f"{''.join(code)}{']TJ 0 Ts[' if rise else ''}", *owner)


def _shown(run: Sequence[_Piece]) -> str:
    size = run[0].part.ink.size
    shifts = (round(-piece.room * 1000 / size) for piece in run)
    return "".join([f"{piece.part.code}{shift or ''}" for piece, shift in zip(run, shifts, strict=True)])


def _straight(line: Line) -> Iterator[_Piece]:
    """Yield the parts and spaces of a line in reading order, without the space at its end."""
    last = len(line.words) - 1
    for at, word in enumerate(line.words):
        glue = word.glue
        room = _widened(glue, line.ratio) if at < last else 0.0
        for part in word.parts[:-1]:
            yield _Piece(part, 0.0)
        if word.parts:
            yield _Piece(word.parts[-1], 0.0 if glue.gap else room)
        if glue.gap and at < last:
            yield _Piece(glue.gap, room - glue.gap.width)


def visual(items: Sequence[T], level: Callable[[T], int]) -> list[T]:
    """Return the items of one line in the order in which they stand from left to right (UAX 9, L2)."""
    order = list(items)
    for depth in range(max(map(level, order), default=0), 0, -1):
        parts: list[T] = []
        for inside, group in groupby(order, key=lambda item: level(item) >= depth):
            run = list(group)
            parts += reversed(run) if inside else run
        order = parts
    return order


def _together(pieces: Sequence[_Piece]) -> Iterator[Sequence[_Piece]]:
    """Yield runs of pieces that are drawn in one go; a picture stands alone."""
    run: list[_Piece] = []
    for piece in pieces:
        part, first = piece.part, run[0].part if run else None
        if first and (
            part.font is not first.font
            or (part.ink is not first.ink and part.ink != first.ink)
            or part.mark is not first.mark
            or part.lean != first.lean
            or part.picture
            or first.picture
        ):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _strike(page: Page, part: Part, x: float, y: float, width: float) -> None:
    page.rule(x, y + part.ink.rise + 0.28 * part.ink.size, width, part.ink.colour, 0.05 * part.ink.size)
