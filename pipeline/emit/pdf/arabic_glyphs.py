"""Presentation forms for Arabic fonts that no longer map them: HarfBuzz says which glyph each form has.

Modern fonts hold the joining forms as glyphs that only the OpenType features `init`, `medi` and `fina` reach. A letter
between zero width joiners is shaped into just that glyph, which then gets the code of the presentation form.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

_JOINER = "\u200d"
_AROUND = {"<isolated>": ("", ""), "<initial>": ("", _JOINER), "<medial>": (_JOINER, _JOINER), "<final>": (_JOINER, "")}
_BEH, _BEH_ISOLATED = 0x0628, 0xFE8F


def lacks_forms(ttf: TTFont) -> bool:
    """Tell whether a font has Arabic letters but does not map their forms."""
    covered = ttf.face.charToGlyph
    return _BEH in covered and _BEH_ISOLATED not in covered


def add_forms(ttf: TTFont, data: bytes) -> None:
    """Give each form that is one glyph in the font `data` its code and width; a form of several glyphs is left out."""
    import uharfbuzz

    face = uharfbuzz.Face(data)
    font, scale = uharfbuzz.Font(face), 1000 / face.upem
    for code in (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD)):
        kind, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        if kind in _AROUND:
            before, after = _AROUND[kind]
            buffer = uharfbuzz.Buffer()
            buffer.add_str(before + "".join(chr(int(letter, 16)) for letter in letters.split()) + after)
            buffer.direction, buffer.script = "rtl", "Arab"
            buffer.flags = uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
            uharfbuzz.shape(font, buffer)
            if len(buffer.glyph_infos) == 1 and buffer.glyph_infos[0].codepoint:
                ttf.face.charToGlyph[code] = buffer.glyph_infos[0].codepoint
                ttf.face.charWidths[code] = buffer.glyph_positions[0].x_advance * scale
