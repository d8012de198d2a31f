"""Words: what no line break may divide, shaped and measured, and the glue between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.emit.pdf.fonts import Stretch
from pipeline.emit.pdf.glyph_font import GlyphFont
from pipeline.emit.pdf.glyph_line import Over
from pipeline.emit.pdf.runs import Ink, Mark, Picture


class Part(NamedTuple):
    """Glyphs in one font and ink: `code` is the inside of a TJ array, `over` what is painted over it (`Shaped`).

    `lean`: upright letters that are to slant; `text` is what it shows, in `script`.
    """

    code: str
    font: GlyphFont
    ink: Ink
    width: float
    level: int = 0
    lean: bool = False
    over: tuple[Over, ...] = ()
    mark: Mark | None = None
    picture: Picture | None = None
    text: str = ""
    script: str = ""


class Glue(NamedTuple):
    """What comes after a word unless a line ends there: the glyph of a space, or none; its width; how far it gives.

    `blank` is the part of the width that is the blank half of a mark's square.
    """

    gap: Part | None = None
    width: float = 0.0
    stretch: float = 0.0
    shrink: float = 0.0
    blank: float = 0.0


NO_GLUE = Glue()


@dataclass(slots=True, eq=False)
class Word:
    """An unbreakable piece of a line, then glue.

    `penalty` are the demerits of a line that ends after it; `hang` is how far it may then stand beyond the edge.
    `blank` is what the word needs before it unless it begins a line; `square`: it is set in squares. `kind` is the same
    object for all words of one part in one font, ink and direction that belong to their paragraph alone; None for any
    other. `text` is there if the word may be parted by hyphens, `halves` once it is known where.
    """

    parts: tuple[Part, ...]
    width: float
    glue: Glue = NO_GLUE
    breaks: bool = True
    ends: bool = False
    blank: float = 0.0
    square: bool = False
    height: float = 0.0
    notes: tuple[int, ...] = ()
    penalty: float = 0.0
    hang: float = 0.0
    kind: object = None
    text: str = ""
    halves: tuple[tuple[int, float, float], ...] | None = None


def shaped(stretch: Stretch, ink: Ink, level: int = 0, around: tuple[str, str] = ("", "")) -> Part:
    """Return text in one font as a part; `around` are the characters before and after it, which letters join to."""
    text, font, script, lean = stretch
    code, advance, over = font.shape(text, script, ink.language, turned=bool(level & 1), around=around)
    return Part(code, font, ink, advance * ink.size / 1000, level, lean, over, text=text, script=script)


def again(part: Part, text: str) -> Part:
    """Return other text in the place of a part."""
    made = shaped(Stretch(text, part.font, part.script, part.lean), part.ink, part.level)
    return made._replace(mark=part.mark)


def word_of(parts: Sequence[Part]) -> Word:
    """Return parts as a word."""
    return Word(tuple(parts), sum([part.width for part in parts]))


_HANGING = {".": 0.7, ",": 0.7, "-": 0.5, "\u2010": 0.5, "\u2013": 0.3, ":": 0.4, ";": 0.4, "\u060c": 0.6}
"""What part of a sign may stand beyond the edge of its lines, so that the edge looks even (Thành, 2000)."""


def hang_of(part: Part) -> float:
    """Return how far the end of a part may stand beyond the edge of its lines, in points."""
    sign = part.text[-1:].replace("\u00ad", "-")
    share = _HANGING.get(sign)
    return share * part.font.width_of(sign) * part.ink.size / 1000 if share else 0.0
