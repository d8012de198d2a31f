"""Ideographs and the marks between them: what of a mark's square is blank, and may be taken away.

A full stop, a comma, a bracket has a square like an ideograph, half of it blank. The blank half is glue: it shrinks, is
gone where a line ends or begins, and two of them that meet are one (JIS X 4051; W3C, Requirements for Japanese Text
Layout, 3.1.2 to 3.1.9; Requirements for Chinese Text Layout, 3.1.6). Which half is blank differs from font to font, so
the glyph itself is asked. Latin letters and digits stand a little apart from ideographs (3.2.6; 3.2.2).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from pipeline.emit.pdf.fonts import Stretch, clusters
from pipeline.emit.pdf.glyph_font import GlyphFont
from pipeline.emit.pdf.glyph_line import apart
from pipeline.emit.pdf.runs import Ink
from pipeline.emit.pdf.words import Glue, Part, Word

HALF = 0.5
APART = 0.2
"""How far Latin letters and digits stand from ideographs, in ems."""
SQUEEZE = 0.5
"""How much of the blank half of a mark's square may be taken from it in the middle of a line."""
_SCRIPTS = frozenset({"Hani", "Hira", "Kana", "Bopo"})
"""Scripts that are set in squares."""


def is_square(script: str) -> bool:
    """Tell whether a script is set in squares without spaces."""
    return script in _SCRIPTS


def blanks(character: str, font: GlyphFont) -> tuple[float, float]:
    """Return what of a mark's square is blank before and after its ink, in ems: half of it, or nothing."""
    if len(character) > 1 or not _is_mark(character):
        return 0.0, 0.0
    left, right, advance = font.extents(character)
    if not 950 <= advance <= 1050:
        return 0.0, 0.0
    return (HALF if left >= 480 else 0.0), (HALF if right <= 520 else 0.0)


@cache
def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Ps", "Pe", "Pi", "Pf", "Po") and (
        unicodedata.east_asian_width(character) in "WFA"
    )


def squares(stretch: Stretch, ink: Ink) -> Word:
    """Return a word of ideographs and the marks that cling to them, with the blanks of the marks as glue."""
    text, font, script, lean = stretch
    letters = list(clusters(text))
    halves = [blanks(letter, font) for letter in letters]
    shaped = [font.shape(letter, script, ink.language) for letter in letters]
    inner = [_meeting(one, other) for one, other in pairwise(halves)]
    before, after = halves[0][0], halves[-1][1]
    shifts = [-before, *inner]
    code = "".join([f"{_number(-shift)}{glyph.code}" for shift, glyph in zip(shifts, shaped, strict=True)])
    width = (sum([glyph.advance for glyph in shaped]) / 1000 + sum(shifts) - after) * ink.size
    part = Part(apart(code + _number(after)), font, ink, width, 0, lean, text=text, script=script)
    glue = Glue(None, after * ink.size, 0.0, SQUEEZE * after * ink.size, after * ink.size)
    return Word((part,), width, glue, blank=before * ink.size, square=True)


def _meeting(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return by how much two marks with these blanks come nearer: like marks are set solid, others half an em apart."""
    if one[1] and other[1]:
        return -one[1]
    if one[0] and other[0]:
        return -other[0]
    return HALF - one[1] - other[0] if one[1] and other[0] else 0.0


def spaced(words: Sequence[Word]) -> list[Word]:
    """Return words with the glue that their neighbours ask for: blanks before marks, room beside Latin letters."""
    made = [
        _beside(word, following) if following.blank or word.square != following.square else word
        for word, following in pairwise(words)
    ]
    return [*made, words[-1]]


def _beside(word: Word, following: Word) -> Word:
    if following.blank:
        gap, width, _, shrink, _ = word.glue
        # two blanks that meet are one
        wide = max(width, following.blank)
        glue = Glue(gap, wide, 0.0, max(shrink, SQUEEZE * following.blank), wide)
        return replace(word, glue=glue)
    apart = not word.glue.width and word.parts and following.parts
    if not apart or not (_is_letter(word.parts[-1].text[-1:]) and _is_letter(following.parts[0].text[:1])):
        return word
    size = word.parts[-1].ink.size
    return replace(word, glue=Glue(None, APART * size, 0.3 * APART * size, SQUEEZE * APART * size))


@cache
def _is_letter(character: str) -> bool:
    return character.isalnum()


def _number(ems: float) -> str:
    return f"{round(1000 * ems)}" if ems else ""
