"""Glyphs side by side: clusters become the inside of a TJ array, and what hangs over it.

Text is told by the glyphs that stand on the baseline, from left to right. The others, such as marks above letters, are
painted after them: readers of the file would take them for letters of another line. In text from right to left readers
turn round what they find, so each code tells one character: where a glyph shows several, codes of a glyph without width
carry the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipeline.emit.pdf.glyph_font import GlyphFont

_SIGNS = ("<", ">", "[", "]")
"""What the inside of a TJ array begins and ends with, or else it is a number."""
_LOWEST, _HIGHEST = -1500, 2000
"""How far from the baseline marks may be stacked, in thousandths of an em: hundreds would leave the page."""
_NOTHING = "\u200b"
"""What a glyph means that is painted over others: their text is told without it."""


class Over(NamedTuple):
    """A glyph that is painted over others: its place from the beginning of the text, its code and its advance.

    All in thousandths of an em.
    """

    x: int
    y: int
    code: str
    advance: int


class Shaped(NamedTuple):
    """Glyphs as they are shown: `code` stands between the brackets of a TJ array, `over` is painted over it.

    The advance is in thousandths of an em. Where ActualText begins or ends, the array is closed and opened again.
    """

    code: str
    advance: int
    over: tuple[Over, ...] = ()


class Glyph(NamedTuple):
    """A glyph at its place, in thousandths of an em from the beginning of the text."""

    number: int
    x: float
    y: float
    advance: float


class GlyphLine:
    """The standing glyphs of a text while they are put side by side, and those over them."""

    def __init__(self, font: GlyphFont) -> None:
        self.font = font
        self.out: list[str] = []
        self.over: list[Glyph] = []
        self.drawn = 0

    def shifts(self, glyphs: Sequence[Glyph]) -> list[int]:
        """Return by how much the pen has to move before each of the glyphs."""
        drawn, shifts = self.drawn, list[int]()
        for glyph in glyphs:
            shifts.append(round(glyph.x) - drawn)
            drawn += shifts[-1] + self.font.advance(glyph.number)
        return shifts

    def add(self, glyphs: Sequence[Glyph], code: str) -> None:
        """Put on code that shows `glyphs`, with its shifts."""
        self.out.append(code)
        last = glyphs[-1]
        self.drawn = round(last.x) + self.font.advance(last.number)

    def carry(self, text: str, x: float) -> None:
        """Put on a code without width that tells `text`, if the font has a glyph for it and codes to give."""
        carrier = self.font.carrier
        code = self.font.code(carrier, text) if carrier is not None and text else None
        if code:
            self.out.append(_joined([code], [round(x) - self.drawn]))
            self.drawn = round(x)

    def straight(self, text: str, glyphs: Sequence[Glyph]) -> None:
        """Put a cluster that reads from left to right on the line: its standing glyphs share its characters."""
        standing = [glyph for glyph in glyphs if self._stands(glyph)]
        count = len(standing)
        if not standing:
            standing = self._lone(text, glyphs)
        elif count <= len(text):
            texts = [*text[: count - 1], text[count - 1 :]]
            self.add(standing, self._told([glyph.number for glyph in standing], texts, text, self.shifts(standing)))
        else:
            texts = [*text, *[_NOTHING] * (count - len(text))]
            codes = [self.font.code(glyph.number, told) for glyph, told in zip(standing, texts, strict=True)]
            self.add(standing, actual(text, _joined(codes, self.shifts(standing))))
        self.over += [glyph for glyph in glyphs if glyph not in standing]

    def _lone(self, text: str, glyphs: Sequence[Glyph]) -> list[Glyph]:
        """Put a cluster on the line in which nothing stands, such as a mark without a letter; return what shows it."""
        own = [glyph for glyph in glyphs if not round(glyph.y) and glyph.number not in self.font.unseen][:1]
        if self.font.carrier is not None or not own:
            self.carry(text, glyphs[0].x)
            return []
        self.add(own, self._told([own[0].number], [text], text, self.shifts(own)))
        return own

    def turned(self, text: str, glyphs: Sequence[Glyph]) -> None:
        """Put a cluster that reads from right to left on the line: its first character is told by its last glyph."""
        standing = [glyph for glyph in glyphs if self._stands(glyph)][-1:]
        if not standing and self.font.carrier is None:
            standing = self._lone(text[::-1], glyphs)
        elif not standing:
            for character in reversed(text):
                self.carry(character, glyphs[0].x)
        else:
            (last,) = standing
            apart = self.font.carrier is not None and len(set(text)) == len(text) and not self.font.is_cff
            for character in reversed(text[1:]) if apart else ():
                self.carry(character, last.x)
            told = text[:1] if apart else text[::-1]
            self.add(standing, self._told([last.number], [told], told, self.shifts(standing)))
        self.over += [glyph for glyph in glyphs if glyph not in standing]

    def _stands(self, glyph: Glyph) -> bool:
        return glyph.advance > 0 and not round(glyph.y) and glyph.number not in self.font.unseen

    def _told(self, glyphs: Sequence[int], texts: Sequence[str], whole: str, shifts: Sequence[int] = ()) -> str:
        """Return glyphs that tell their texts; with the `whole` beside them where their codes cannot."""
        codes = [self.font.code(glyph, text) for glyph, text in zip(glyphs, texts, strict=True)]
        if None not in codes:
            return _joined(codes, shifts)
        # a glyph of a CFF font has one code, which means what it meant first
        return actual(
            whole, _joined([code or f"{glyph:04X}" for code, glyph in zip(codes, glyphs, strict=True)], shifts)
        )

    def shaped(self, advance: int) -> Shaped:
        """Return all that was put on; `advance` is that of the whole text."""
        rest = f"<>{self.drawn - advance}<>" if self.drawn != advance else ""
        code = "".join([*self.out, rest]).replace("><", "").replace("<>", "")
        return Shaped(apart(code), advance, tuple(self._overs()))

    def _overs(self) -> Iterator[Over]:
        font = self.font
        for number, x, y, _ in self.over:
            if number not in font.unseen and not font.is_blank(number):
                height = min(max(round(y), _LOWEST), _HIGHEST)
                yield Over(round(x), height, font.code(number, _NOTHING) or f"{number:04X}", font.advance(number))


def apart(code: str) -> str:
    """Return the inside of a TJ array with spaces where it begins or ends with a number: another may stand there."""
    if code[:1] in _SIGNS and code[-1:] in _SIGNS:
        return code
    return f" {code} "


def _joined(codes: Sequence[str | None], shifts: Sequence[int] = ()) -> str:
    """Return codes as the inside of a TJ array, each after its shift."""
    if not any(shifts):
        return f"<{''.join(filter(None, codes))}>"
    return "".join([f"{-shift or ''}<{code}>" for code, shift in zip(codes, shifts, strict=True)])


def actual(text: str, code: str) -> str:
    """Return code that shows `text` whatever its glyphs mean (14.9.4), with the array around it closed and opened."""
    return f"]TJ/Span<</ActualText<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>>>BDC[{code}]TJ EMC["


def clusters(text: str, starts: Sequence[int], glyphs: Sequence[Glyph]) -> Iterator[tuple[str, Sequence[Glyph]]]:
    """Yield the clusters of a text from left to right, each with its glyphs; `starts` has for each where it starts."""
    ordered = sorted(set(starts))
    ends = dict(zip(ordered, [*ordered[1:], len(text)], strict=True))
    at = 0
    while at < len(starts):
        last = at
        while last < len(starts) and starts[last] == starts[at]:
            last += 1
        first = 0 if starts[at] == ordered[0] else starts[at]
        yield text[first : ends[starts[at]]], glyphs[at:last]
        at = last
