"""What Unicode says of a text: scripts, levels of direction, and where lines may break.

Sources: Unicode Standard Annexes 9 (bidirectional text), 14 (line breaking) and 24 (scripts), as ICU has them. ICU
counts UTF-16 units; everything here counts characters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icu import Bidi, BreakIterator

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
TURNED = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Characters in whose presence a text may run from right to left somewhere."""
_AUTO = 0xFE
"""ICU's request to take a paragraph's direction from its first strong letter, and left to right without one."""


@cache
def script(character: str) -> str:
    """Return the script of a character as ISO 15924 has it: `Latn`, `Hani`; `Zyyy` common, `Zinh` inherited."""
    from icu import Script

    name: str = Script.getScript(ord(character)).getShortName()
    return name


def breaks(text: str, language: str) -> Sequence[int]:
    """Return the offsets after which a line may end, the end of the text included; in rising order.

    Scripts without spaces (Thai, Khmer, Lao, Myanmar) break between the words of ICU's dictionaries.
    """
    iterator = _lines(language)
    iterator.setText(_clean(text))
    found = list(iterator)
    if not _ASTRAL.search(text):
        return found
    places = _characters(text)
    return [places[at] for at in found]


def levels(text: str, base: int | None) -> tuple[Sequence[int], int]:
    """Return the embedding level of each character, and the paragraph's; `base` None: by the first strong letter."""
    from icu import UnicodeString

    if not text:
        return [], base or 0
    bidi = _bidi()
    # the binding keeps no reference to its text: it has to outlive the call
    whole = UnicodeString(_clean(text))
    bidi.setPara(whole, _AUTO if base is None else base)
    found, paragraph = bidi.getLevels(), bidi.getParaLevel()
    if _ASTRAL.search(text):
        units = (1 + (ord(character) > 0xFFFF) for character in text)
        at, out = 0, []
        for unit in units:
            out.append(found[at])
            at += unit
        return out, paragraph
    return found, paragraph


def base_of(text: str) -> int:
    """Return the level of a paragraph by its first strong character (UAX 9, P2 and P3)."""
    return levels(text, None)[1] if TURNED.search(text) else 0


@cache
def kind(character: str) -> str:
    """Return the general category of a character, as `unicodedata` names it but by ICU's newer Unicode: `Cn`, `Co`."""
    from icu import Char

    return _KINDS.get(Char.charType(character), "")


@cache
def direction(character: str) -> str:
    """Return the bidirectional class of a character: `L`, `R`, `AL`, `EN`, `NSM` and so on (UAX 9, table 4)."""
    from icu import Char

    return _CLASSES.get(Char.charDirection(character), "ON")


@cache
def mirrors(character: str) -> bool:
    """Tell whether a character is drawn as its mirror image in text from right to left (UAX 9, L4)."""
    from icu import Char

    return bool(Char.isMirrored(character))


def _clean(text: str) -> str:
    """Return the text without what UTF-16 cannot carry alone: half a pair."""
    return _SURROGATE.sub("\ufffd", text)


def _characters(text: str) -> list[int]:
    """Return for each UTF-16 offset the offset in characters."""
    places: list[int] = []
    for at, character in enumerate(text):
        places += [at] * (1 + (ord(character) > 0xFFFF))
    return [*places, len(text)]


_KINDS = {0: "Cn", 15: "Cc", 17: "Co", 18: "Cs"}
"""ICU's numbers of the categories that matter here (UCharCategory)."""
_CLASSES = dict(
    enumerate(
        (
            *("L", "R", "EN", "ES", "ET", "AN", "CS", "B", "S", "WS", "ON", "LRE", "LRO", "AL", "RLE", "RLO", "PDF"),
            *("NSM", "BN", "FSI", "LRI", "RLI", "PDI"),
        )
    )
)
"""ICU's numbers of the classes (UCharDirection)."""
_KEYWORDS = {"ja": "@lb=strict", "zh": "@lb=strict"}
"""How lines break in a language: small kana begin none (CSS Text 3, 5.2)."""


@cache
def sample(script: str) -> str:
    """Return a letter that a font of a script (ISO 15924) has; a Latin one for a script without."""
    from icu import Script

    codes = Script.getCode(script)
    found: str = Script(codes[0]).getSampleString() if codes else ""
    return found[:1] or "a"


@cache
def _lines(language: str) -> BreakIterator:
    from icu import BreakIterator, Locale

    name = language.replace("-", "_") or "root"
    return BreakIterator.createLineInstance(Locale(name + _KEYWORDS.get(name.partition("_")[0], "")))


@cache
def _bidi() -> Bidi:
    from icu import Bidi

    return Bidi()
