"""Dates as people write them, in any language: the one structure rule that knows words, all from CLDR."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from pipeline.languages.calendar import calendar

_FALLBACK = ("en", "es", "fr", "de", "it", "pt", "nl", "pl", "ru", "uk", "tr", "ar", "id", "vi", "sv")
"""Languages whose months are tried where the language of a text is not known."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: ISO 8601, or empty where no year is said, and where it stands."""

    iso: str
    start: int
    end: int


def find_date(text: str, language: str) -> FoundDate | None:
    """Return the first date in `text`: a day and a month by name with or without a year, or all in numbers.

    Orders of day and month that only a country's habit would settle (`8/11/2023`) are not taken.
    """
    for pattern in _NUMERIC:
        if found := pattern.search(text):
            iso = _iso(int(found["y"]), int(found["m"]), int(found["d"]))
            if iso:
                return FoundDate(iso, found.start(), found.end())
    return _named(text, language) if any(char.isdigit() for char in text) else None


_NUMERIC = (
    re.compile(r"(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?P<y>\d{4})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일]"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)"),
)


def _named(text: str, language: str) -> FoundDate | None:
    months = _months(language.partition("-")[0])
    for word in _WORD.finditer(text):
        month = months.get(word.group().casefold().rstrip("."))
        if month and (found := _around(text, word, month)):
            return found
    return None


_WORD = re.compile(r"[^\W\d_]+\.?")
_BEFORE = re.compile(r"(?<!\d)(\d{1,2})(?:[.ºª°]|st|nd|rd|th|er)?(?:\s+\w{1,3})?[\s\u00a0-]+$")
_AFTER = re.compile(r"[\s\u00a0]+(\d{1,2})(?!\d)(?:st|nd|rd|th)?")
_YEAR = re.compile(r"[\s\u00a0]*(?:,|\w{2,3}\b)?[\s\u00a0-]*(\d{4})(?!\d)")


def _around(text: str, word: re.Match[str], month: int) -> FoundDate | None:
    """Return the date whose month this word is: `8 November`, `8 de noviembre de 2023`, `November 8, 2023`."""
    before, after = _BEFORE.search(text[: word.start()][-12:]), _AFTER.match(text, word.end())
    if before:
        day, start, end = int(before[1]), word.start() - len(before[0]), word.end()
    elif after:
        day, start, end = int(after[1]), word.start(), after.end()
    else:
        return None
    year = _YEAR.match(text, end)
    if not 1 <= day <= 31:
        return None
    iso = _iso(int(year[1]), month, day) if year else ""
    return FoundDate(iso, start, year.end() if year and iso else end)


def _iso(year: int, month: int, day: int) -> str:
    """Return the date in ISO 8601, or "" if there is no such day in our calendar."""
    try:
        return date(year, month, day).isoformat() if 1000 <= year <= 2200 else ""
    except ValueError:
        return ""


@cache
def _months(language: str) -> Mapping[str, int]:
    """Return the months' names in a language, long and short, from CLDR; of several languages if none is given."""
    from babel import UnknownLocaleError

    names: dict[str, int] = {}
    for tag in (language,) if language and language != "und" else _FALLBACK:
        try:
            months = calendar(tag)["months"]
        except (UnknownLocaleError, ValueError):
            continue
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    names.setdefault(str(name).casefold().rstrip("."), number)
    return {name: number for name, number in names.items() if any(char.isalpha() for char in name)}


@cache
def territories(language: str) -> frozenset[str]:
    """Return the names of countries and regions in a language, as CLDR has them."""
    from babel import Locale, UnknownLocaleError

    try:
        names = Locale.parse(language.partition("-")[0] or "en").territories
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return frozenset(str(name).casefold() for name in names.values())
