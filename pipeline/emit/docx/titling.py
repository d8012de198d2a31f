"""How large a title is: as large as the PDF's, as far as that can be told without laying out its lines."""

from __future__ import annotations

import re
from unicodedata import category, east_asian_width

from pipeline.emit.docx.scripts import han
from pipeline.emit.theme import TITLE_SIZES, Theme

_LETTER = 0.56
"""The breadth of a letter in sizes of it; of an ideograph it is 1, and marks above and below have none."""
_UNSPACED = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
"""Scripts beside those of the Far East that part words by no space: a line may break in many places (UAX #14, SA)."""
_WHOLE = 12
"""Up to so many letters without a space stay on a line even there."""


def title_scale(title: str, theme: Theme, *, brief: bool) -> float:
    """Return the size of a title in those of the theme: the largest at which it has lines enough, and whole words.

    Above a short piece (`brief`) it is no larger than the theme's.
    """
    words = [_breadth(word) for word in title.split() if not _breaks(word)]
    whole = _breadth(title)
    for scale, share in TITLE_SIZES:
        size = theme.title.size * scale
        deep = (1 + whole * size // theme.measure) * theme.title.leading * scale
        if not (brief and scale > 1) and deep <= share * theme.depth and max(words, default=0) * size <= theme.measure:
            return scale
    return TITLE_SIZES[-1][0]


def _breaks(word: str) -> bool:
    """Return whether a line may end within a word."""
    return len(word) > _WHOLE and not word.isascii() and bool(_UNSPACED.search(word) or han().search(word))


def _breadth(text: str) -> float:
    """Return the breadth of a text in sizes of its letters."""
    letters = (letter for letter in text if not category(letter).startswith("M"))
    return sum(1.0 if east_asian_width(letter) in "WF" else _LETTER for letter in letters)
