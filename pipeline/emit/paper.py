"""Paper: the size of the page, and where the text stands on it."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.report import PipelineError

_INCH, _MILLIMETRE = 72.0, 72.0 / 25.4
NAMED = {
    "a4": (210 * _MILLIMETRE, 297 * _MILLIMETRE),
    "a5": (148 * _MILLIMETRE, 210 * _MILLIMETRE),
    "letter": (8.5 * _INCH, 11 * _INCH),
}
"""Pages by name (ISO 216; ANSI Y14.1)."""
BOOK = "6x9"
_SIZE = re.compile(r"(\d{1,4}(?:\.\d{1,3})?)\s*[x×]\s*(\d{1,4}(?:\.\d{1,3})?)\s*(in|mm|cm|pt)?", re.IGNORECASE)
_UNITS = {"in": _INCH, "mm": _MILLIMETRE, "cm": 10 * _MILLIMETRE, "pt": 1.0}
_INCHES = 30.0
"""Numbers without a unit are inches up to this one (a page of 6 × 9), millimetres beyond it (148 × 210)."""
_LEAST, _MOST = 2 * _INCH, 200 * _INCH
"""The smallest page that holds a word in a line, and the largest that a PDF can have (ISO 32000-1, annex C)."""
_ENS = 39.0
"""The longest line, in sizes of its letters: some 80 of them."""


class Paper(NamedTuple):
    """A page and its text block, in points: `side`, `top` and `bottom` are the margins; `scale` is that of type."""

    width: float
    height: float
    side: float
    top: float
    bottom: float
    scale: float

    @property
    def measure(self) -> float:
        """The breadth of the text block."""
        return self.width - 2 * self.side

    @property
    def depth(self) -> float:
        """The height of the text block."""
        return self.height - self.top - self.bottom


def paper(name: str) -> Paper:
    """Return the paper of a name: `a4`, `a5`, `letter`, `6x9` (inches) or any `WxH` with or without a unit.

    Raise `PipelineError` for any other text, and for a page on which no book can be set.
    """
    width, height = _size(name)
    # type grows with the page, but less than it: a larger page is held farther away only up to a point
    scale = min(max(width / 432.0, 0.72), 1.05)
    side = max(0.139 * width, (width - _ENS * 10.5 * scale) / 2)
    return Paper(round(width, 2), round(height, 2), round(side, 2), round(0.105 * height, 2),
                 round(0.111 * height, 2), scale)  # fmt: skip


def _size(name: str) -> tuple[float, float]:
    if name.casefold() in NAMED:
        return NAMED[name.casefold()]
    found = _SIZE.fullmatch(name.strip())
    if not found:
        raise PipelineError(f"{name!r} is no size of a page", hint="take a4, a5, letter, 6x9, or a size as 148x210mm")
    width, height = float(found[1]), float(found[2])
    unit = _UNITS[found[3].lower()] if found[3] else (_INCH if max(width, height) <= _INCHES else _MILLIMETRE)
    if not all(_LEAST <= side * unit <= _MOST for side in (width, height)):
        raise PipelineError(f"a page of {name} is too small or too large", hint="between 2 and 200 inches a side")
    return width * unit, height * unit
