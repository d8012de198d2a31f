"""Letters with several accents where a font does not say how a mark stands on a letter that has one already.

HarfBuzz joins letters and marks to the letters with accents that Unicode has. Many fonts place marks on plain letters
only, so that the mark that is left over (the dot below in the Yoruba e with an acute) would hang beside its letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from itertools import pairwise

import uharfbuzz as hb

SCRIPTS = frozenset({"Latn", "Grek", "Cyrl"})
"""The scripts with letters that have accents."""
_ABOVE = 230
"""The combining class of marks above."""


def astray(places: Iterable[tuple[int, int, int, int]]) -> bool:
    """Tell whether a glyph without width was left where the pen was (offsets to the right and up, and advances)."""
    return any([not (x or y or advance) for x, y, advance, _ in places])


def burdened(text: str) -> frozenset[int]:
    """Return the code points of the letters with an accent, also of such as HarfBuzz makes, that bear another mark.

    Those with dots are left out: without the letter of one piece, the dot would stand below the accent.
    """
    pairs = pairwise(unicodedata.normalize("NFC", text))
    return frozenset(ord(letter) for letter, mark in pairs if unicodedata.combining(mark) and _is_parted(letter))


def without(face: hb.Face, known: hb.Font, letters: Collection[int]) -> hb.Font:
    """Return a font of `face` that lacks `letters` with accents, so that each is shaped as a letter and its marks.

    `known` is the same with them. Where it has no glyph for a mark alone, the glyph is 0.
    """
    functions = hb.FontFuncs()
    functions.set_nominal_glyph_func(lambda _, code, __: 0 if code in letters else known.get_nominal_glyph(code) or 0)
    functions.set_variation_glyph_func(lambda _, code, form, __: known.get_variation_glyph(code, form) or 0)
    functions.set_glyph_h_advance_func(lambda _, glyph, __: known.get_glyph_h_advance(glyph))
    font = hb.Font(face)
    font.funcs = functions
    return font


def _is_parted(letter: str) -> bool:
    """Tell whether a letter with an accent looks the same as the plain letter and the accent (canonical mapping)."""
    parts = unicodedata.normalize("NFD", letter)
    return len(parts) > 1 and (parts[0] not in "ij" or unicodedata.combining(parts[1]) != _ABOVE)
