"""What to say when no font has a character: what it is, and where a font for it is to be had."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from pipeline.emit.pdf import font_scripts
from pipeline.emit.pdf.icu_text import script
from pipeline.report import PipelineError

_CJK, _CORE = "fonts-noto-cjk", "fonts-noto-core"
_DEBIAN = dict.fromkeys(("Hani", "Hira", "Kana", "Hang", "Bopo"), _CJK) | {"Zyyy": "fonts-symbola"}
_NEWER = "Chrs Cpmn Diak Gara Gukh Kawi Kits Krai Maka Nagm Nand Onao Ougr Sunu Tnsa Todr Toto Tutg Vith"
_NOT_IN_DEBIAN = frozenset(_NEWER.split())
"""Scripts of which no package of Noto fonts in Debian 12 has a character; all other scripts are in one of them."""
_RARE = 0x20000
"""From here on, Han characters are rare: fonts-noto-cjk has few of them."""
_SHOWN = 10


def missing(characters: Iterable[str]) -> PipelineError:
    """Return the error that no font has `characters`, naming their scripts and up to ten of them, in their order.

    The hint names the Debian packages that have fonts for them, what to do on other systems, and the other formats.
    """
    found = list(dict.fromkeys(characters))
    kinds = dict.fromkeys(map(font_scripts.called, found))
    shown = ", ".join(map(_shown, found[:_SHOWN]))
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return PipelineError(
        f"no font has {', '.join(kinds)}: {shown}{more}",
        hint="; ".join([*_advice(found, frozenset(kinds)), "or build the other formats: --format docx,epub"]),
        code="pdf.font",
    )


def _advice(characters: list[str], kinds: frozenset[str]) -> list[str]:
    faulty = [kind for kind in (font_scripts.UNASSIGNED, font_scripts.SURROGATE) if kind in kinds]
    advice = []
    if kinds - {font_scripts.PRIVATE, *faulty}:
        packages = dict.fromkeys(filter(None, map(_package, characters)))
        debian = f"Debian: {' '.join(packages)}; elsewhere: " if packages else ""
        advice.append(f"install fonts for them ({debian}Noto fonts from fonts.google.com/noto)")
    if font_scripts.EMOJI in kinds:
        advice.append("emoji in colour cannot be set, those of a font with outlines can: Symbola, Noto Emoji")
    if font_scripts.PRIVATE in kinds:
        advice.append("name a font that has the private-use characters")
    if faulty:
        advice.append(f"take the {' and '.join(faulty)} out of the text")
    return advice


def _package(character: str) -> str:
    """Return the Debian package with a font for a character; empty where there is none."""
    code = script(character)
    if code == "Zzzz" or code in _NOT_IN_DEBIAN:
        return ""
    if code == "Hani" and ord(character) >= _RARE:
        return "fonts-hanazono"
    return _DEBIAN.get(code, _CORE)


def _shown(character: str) -> str:
    """Return a character and its number; the number alone where it has no shape of its own."""
    number = f"U+{ord(character):04X}"
    if not character.isprintable() or character.isspace():
        return number
    return f"{'◌' if unicodedata.category(character)[0] == 'M' else ''}{character} ({number})"
