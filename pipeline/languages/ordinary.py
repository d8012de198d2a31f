"""Words that a language may write with a capital though other languages do not take them for names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TypeAlias

from pipeline.languages.calendar import calendar

_SHORTEST = 4


def is_ordinary(word: str, tag: str) -> bool:
    """Return whether a word is a month, a weekday or a language in the language of a BCP 47 tag, or a people.

    By CLDR's names; those of days also with a letter more: Mondays. A people is what begins like a land and goes on
    otherwise: Canadian, Americans.
    """
    calendar, tongues, lands, stems = _names(tag)
    low = word.casefold()
    if {low, low[:-1]} & calendar or low in tongues:
        return True
    return low not in lands and any(low[:end] in stems for end in range(_SHORTEST, len(low)))


_Words: TypeAlias = frozenset[str]


@cache
def _names(tag: str) -> tuple[_Words, _Words, _Words, _Words]:
    """Return the words in the names of months and days, of languages and of lands; and how those of lands begin."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return frozenset(), frozenset(), frozenset(), frozenset()
    dates = (names for part in calendar(tag).values() for form in part.values() for names in form.values())
    lands = _words(locale.territories.values())
    stems = frozenset(word[: max(_SHORTEST, len(word) - 2)] for word in lands if len(word) >= _SHORTEST)
    return (
        _words(name for names in dates for name in names.values()),
        _words(locale.languages.values()),
        lands,
        stems,
    )


def _words(names: Iterable[object]) -> _Words:
    return frozenset(word for name in names for word in str(name).casefold().split())
