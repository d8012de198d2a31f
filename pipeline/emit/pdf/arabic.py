"""Arabic letters take the form that their neighbours ask for, by the presentation forms that Unicode still encodes.

Enough for unvocalized text in a font that maps those forms: each letter becomes its isolated, initial, medial or final
form, and lam with alef their ligature (The Unicode Standard, 9.2). Marks above and below letters need a shaping engine,
in Arabic as in Hebrew; they are refused.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_LAM, _TATWEEL = "\u0644", "\u0640"
_BLOCKS = ((0xFB50, 0xFC00), (0xFE80, 0xFEFD))


def join(text: str) -> str:
    """Return `text` with every Arabic letter in its contextual form; other characters stay."""
    forms, ligatures = _forms()
    out: list[str] = []
    before = False  # whether the letter before reaches out to this one
    at = 0
    while at < len(text):
        letter = text[at : at + 2] if text[at : at + 2] in ligatures else text[at]
        at += len(letter)
        shapes = ligatures.get(letter) or forms.get(letter)
        if shapes is None:
            before = letter == _TATWEEL
            out.append(letter)
            continue
        reaches = "initial" in shapes and _takes(text[at : at + 1], forms)
        joined = before and "final" in shapes
        wanted = ("medial" if joined else "initial") if reaches else ("final" if joined else "isolated")
        out.append(shapes.get(wanted) or shapes.get("isolated") or letter)
        before = reaches
    return "".join(out)


def plain(character: str) -> str:
    """Return the letters that a presentation form stands for, in reading order; any other character itself."""
    kind, _, codes = unicodedata.decomposition(character).partition(" ")
    is_form = kind in ("<isolated>", "<final>", "<initial>", "<medial>") and character >= "\ufb50"
    return "".join(chr(int(code, 16)) for code in codes.split()) if is_form else character


def unsettable(character: str) -> bool:
    """Tell whether an Arabic or Hebrew character needs more than presentation forms: a mark, or a letter without."""
    script = unicodedata.name(character, "").partition(" ")[0]
    if script not in ("ARABIC", "HEBREW"):
        return False
    kind = unicodedata.category(character)
    is_letter = script == "ARABIC" and kind == "Lo" and character < "\ufb50"
    return kind == "Mn" or (is_letter and character not in _forms()[0])


def _takes(following: str, forms: dict[str, dict[str, str]]) -> bool:
    """Tell whether the next letter joins to the one before it."""
    return following == _TATWEEL or "final" in forms.get(following, {})


@cache
def _forms() -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Return letter → form → character, for single letters and for lam-alef, from the decompositions in Unicode."""
    single: dict[str, dict[str, str]] = {}
    double: dict[str, dict[str, str]] = {}
    for first, end in _BLOCKS:
        for code in range(first, end):
            kind, _, codes = unicodedata.decomposition(chr(code)).partition(" ")
            letters = "".join(chr(int(part, 16)) for part in codes.split())
            if len(letters) == 1:
                single.setdefault(letters, {})[kind.strip("<>")] = chr(code)
            elif len(letters) == 2 and letters[0] == _LAM:
                double.setdefault(letters, {})[kind.strip("<>")] = chr(code)
    return single, double
