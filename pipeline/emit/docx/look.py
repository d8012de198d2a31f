"""The look of a DOCX edition in numbers: page, measure, sizes, colours, and which fonts serve which script.

Lengths are in twentieths of a point (twips), sizes in half-points, as WordprocessingML has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.emit.docx.xml import Markup
from pipeline.languages import language

PAGE_WIDTH, PAGE_HEIGHT = 9638, 13606
"""170 × 240 mm, a usual size of books with tables and pictures in them."""

MARGIN_TOP, MARGIN_BOTTOM, MARGIN_SIDE = 1304, 1304, 1304
"""23 mm all round: a measure of 124 mm, some 65 letters of the text size in a line."""

TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN_SIDE
TEXT_HEIGHT = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM
EMU = 635
"""English Metric Units in a twip: 914400 to the inch (ECMA-376 part 1, 20.1.2.1)."""

STEP = 425
"""How far a list, a quotation or a definition is set in: 7.5 mm, enough for `10.` and `(iv)`."""

CODE_INSET = 130
"""How far code is set in, so that the tint around it ends at the margins of the text."""

PADDING = 100
"""White space on each side of a cell's content."""

GUTTER = 340
"""The space between the two columns of a bilingual text: 6 mm."""

INK, GREY, RULE, ACCENT, LINK, SHADE = "1E2328", "5B636B", "B9C0C7", "7A2E2E", "1F4E79", "F5F3EF"

SERIF, MONO = "Source Serif Pro", "Consolas"


@dataclass(frozen=True, slots=True)
class Script:
    """What a script needs of Word: the attribute of `w:lang` and `w:rFonts` that serves it, and a font that has it.

    Word chooses between three fonts and languages by the script of each character: `val` (Latin, Greek, Cyrillic and
    all that is not below), `bidi` (complex scripts, right-to-left or not) and `eastAsia` (ECMA-376 part 1, 17.3.2.20,
    17.3.2.26). `instead` is a font to take where the first is missing; `scale` enlarges scripts whose letters look
    small beside Latin ones of the same size.
    """

    slot: str = "val"
    font: str = SERIF
    instead: str = ""
    scale: float = 1.0


_PLAIN = Script()
SCRIPTS = {
    "Arab": Script("bidi", "Noto Naskh Arabic", "Times New Roman", 1.2),
    "Hebr": Script("bidi", "Noto Serif Hebrew", "Times New Roman"),
    "Syrc": Script("bidi", "Noto Sans Syriac", "Estrangelo Edessa"),
    "Thaa": Script("bidi", "Noto Sans Thaana", "MV Boli"),
    "Nkoo": Script("bidi", "Noto Sans NKo", "Ebrima"),
    "Adlm": Script("bidi", "Noto Sans Adlam", "Ebrima"),
    "Thai": Script("bidi", "Noto Serif Thai", "Leelawadee UI"),
    "Laoo": Script("bidi", "Noto Serif Lao", "Leelawadee UI"),
    "Khmr": Script("bidi", "Noto Serif Khmer", "Leelawadee UI"),
    "Mymr": Script("bidi", "Noto Serif Myanmar", "Myanmar Text"),
    "Tibt": Script("bidi", "Noto Serif Tibetan", "Microsoft Himalaya"),
    "Beng": Script("bidi", "Noto Serif Bengali", "Nirmala UI"),
    "Deva": Script("bidi", "Noto Serif Devanagari", "Nirmala UI"),
    "Gujr": Script("bidi", "Noto Serif Gujarati", "Nirmala UI"),
    "Guru": Script("bidi", "Noto Serif Gurmukhi", "Nirmala UI"),
    "Knda": Script("bidi", "Noto Serif Kannada", "Nirmala UI"),
    "Mlym": Script("bidi", "Noto Serif Malayalam", "Nirmala UI"),
    "Orya": Script("bidi", "Noto Serif Oriya", "Nirmala UI"),
    "Sinh": Script("bidi", "Noto Serif Sinhala", "Nirmala UI"),
    "Taml": Script("bidi", "Noto Serif Tamil", "Nirmala UI"),
    "Telu": Script("bidi", "Noto Serif Telugu", "Nirmala UI"),
    "Hans": Script("eastAsia", "SimSun"),
    "Hant": Script("eastAsia", "PMingLiU"),
    "Jpan": Script("eastAsia", "Yu Mincho"),
    "Kore": Script("eastAsia", "Batang"),
}
"""Free fonts for complex scripts, with what Windows and Office bring in their place; for Han those of Windows alone.

Where a font is missing Word takes any that has the letters; for Han that may be one of another country.
"""


@cache
def script(tag: str) -> Script:
    """Return what the script of a language tag needs."""
    return SCRIPTS.get(language(tag).script, _PLAIN)


def in_language(tag: str) -> Markup:
    """Return the element that names a language, in every slot.

    Readers sort scripts into the slots in their own ways, and take another language for one that is empty.
    """
    return Markup("<w:lang {}/>".format(" ".join(f'w:{slot}="{tag}"' for slot in ("val", "eastAsia", "bidi"))))
