"""What choosing fonts needs to know of scripts: which characters each has, and what people call it. A door to ICU."""

from __future__ import annotations

from collections.abc import Iterator

PRIVATE, UNASSIGNED, SURROGATE = "private-use characters", "unassigned characters", "lone surrogates"
EMOJI, SIGNS, MARKS = "emoji", "signs", "combining marks"
_CATEGORIES = {17: PRIVATE, 0: UNASSIGNED, 18: SURROGATE}
"""ICU's numbers of the general categories Co, Cn and Cs."""
_COMMON = {"Zyyy": SIGNS, "Zinh": MARKS, "Zzzz": UNASSIGNED}


def version() -> str:
    """Return the version of Unicode whose scripts these are."""
    from icu import UNICODE_VERSION

    return str(UNICODE_VERSION)


def ranges() -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield each script that has characters (ISO 15924), with its ranges of code points, both ends included."""
    from icu import Char, Script, UnicodeSet, UProperty

    for number in range(Char.getIntPropertyMaxValue(UProperty.SCRIPT) + 1):
        code = Script(number).getShortName()
        found = UnicodeSet(f"[:Script={code}:]")
        places = [(ord(found.getRangeStart(at)), ord(found.getRangeEnd(at))) for at in range(found.getRangeCount())]
        if places:
            yield code, places


def called(character: str) -> str:
    """Return what people call the script of a character (`Han`, `Old Turkic`), or what else the character is."""
    from icu import Char, Script, UProperty

    code = ord(character)
    kind = _CATEGORIES.get(Char.charType(code))
    if kind:
        return kind
    if Char.hasBinaryProperty(code, UProperty.EMOJI_PRESENTATION):
        return EMOJI
    script = Script.getScript(code)
    return _COMMON.get(script.getShortName()) or str(script.getName()).replace("_", " ")


def exemplars(language: str) -> str:
    """Return the letters that a language (BCP 47) is written with, as CLDR has them (main exemplar characters).

    For a language that ICU has no data of there are none: it would give those of the language of this machine.
    """
    from icu import Locale, LocaleData

    asked = Locale.forLanguageTag(language)
    if asked.getLanguage() not in {locale.getLanguage() for locale in Locale.getAvailableLocales().values()}:
        return ""
    return " ".join(LocaleData(asked.getName()).getExemplarSet())
