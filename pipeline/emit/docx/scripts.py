"""What each script needs of Word, as a table: where its language is named, a font, a size.

A person who adds a script adds a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from pipeline.emit.docx.xml import Markup
from pipeline.languages import language
from pipeline.languages.scripts import script as traits


@dataclass(frozen=True, slots=True)
class Script:
    """What a script needs of Word: the attribute of `w:lang` and `w:rFonts` that serves it, and a font that has it.

    Word chooses between three fonts and languages by the script of each character: `val` (Latin, Greek, Cyrillic and
    all that is not below), `bidi` (complex scripts, right-to-left or not) and `eastAsia` (ECMA-376 part 1, 17.3.2.20,
    17.3.2.26). `instead` is a font to take where the first is missing; `scale` enlarges scripts whose letters look
    small beside Latin ones of the same size.
    """

    slot: Literal["val", "bidi", "eastAsia"] = "val"
    font: str = ""
    instead: str = ""
    scale: float = 1.0

    @property
    def sans(self) -> str:
        """The font that serves where Latin letters have no serifs; every `Noto Serif` has such a sister."""
        return _SANS.get(self.font) or self.font.replace("Noto Serif", "Noto Sans")


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


_SANS = {
    "Noto Naskh Arabic": "Noto Sans Arabic",
    "SimSun": "Microsoft YaHei",
    "PMingLiU": "Microsoft JhengHei",
    "Yu Mincho": "Yu Gothic",
    "Batang": "Malgun Gothic",
}


@cache
def script(tag: str) -> Script:
    """Return what the script of a language tag needs."""
    return SCRIPTS.get(language(tag).script, _PLAIN)


def in_language(tag: str) -> Markup:
    """Return the element that names a language, in every slot.

    Readers sort scripts into the slots in their own ways, and take another language for one that is empty.
    """
    return Markup("<w:lang {}/>".format(" ".join(f'w:{slot}="{tag}"' for slot in ("val", "eastAsia", "bidi"))))


COVERED = frozenset({"Latn", "Grek", "Cyrl"})
"""The scripts that the embedded fonts have."""


Stress: TypeAlias = Literal["slant", "dots", "weight"]


@cache
def stress_of(tag: str) -> Stress:
    """Return how the script of a language tag stresses words; leaning letters of one that has none are a fault.

    Complex scripts have a bold of their own in Word, `w:bCs`, and take `w:i` for foreign words alone: all that is
    slanted also has it. Letters of the Far East have dots beside them.
    """
    if script(tag).slot == "eastAsia":
        return "dots"
    return "slant" if script(tag).slot == "bidi" or traits(language(tag).script).slants else "weight"


_HAN = "\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U0001b000-\U0001b2ff\U00020000-\U0003ffff"


@cache
def han() -> re.Pattern[str]:
    """Return a pattern for a stretch of letters of the Far East, in a text of any language (Unicode, Blocks).

    It is made when it is asked for: patterns of so many characters take longer than to write a short book.
    """
    return re.compile(f"([{_HAN}]+(?: +[{_HAN}]+)*)")
