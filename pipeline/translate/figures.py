"""Read the numbers in a text as its language writes them, and write them as another does (CLDR, through Babel)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Literal

from pipeline.translate.measures import NO_UNIT, Unit, locale_of, scales, unit_beside
from pipeline.translate.stems import stem, tokens
from pipeline.translate.words import SPACELESS

Kind = Literal["number", "time"]
_SPACES = " \u00a0\u202f\u2009"
_GROUPS = "'’٬" + _SPACES
_HALF_DAY = 12 * 60
_WORDS = 24  # characters in which the words for powers of ten behind a number stand
_LONGEST = 40  # digits; what is longer is compared letter by letter, never computed with


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `start` to `end`, sign included, and `text`, which is that in Western digits.

    `readings` are what it may be (minutes for a clock time); none for what is no number, such as `1.2.3`. `places` is
    how many decimals it has, `unit` the unit beside it, `scale` the power of ten that a word
    behind it says (6 for `million`).
    """

    start: int
    end: int
    text: str
    readings: frozenset[Decimal] = frozenset()
    kind: Kind = "number"
    places: int = 0
    grouped: bool = False
    unit: Unit = NO_UNIT
    scale: int = 0

    @property
    def values(self) -> frozenset[Decimal]:
        """Return the readings with the scale counted in."""
        return frozenset(reading.scaleb(self.scale) for reading in self.readings)


_SIGN = r"(?:(?<![^\W_])(?<![-−–])[-−–](?=\d))?"
_RUN = re.compile(
    rf"""{_SIGN}(?<![^\W{SPACELESS}])
    (?:\d{{1,3}}(?:[\u00a0\u202f\u2009]\d{{3}})+(?!\d)(?:[.,٫]\d+)? | \d++(?:[.,:'’٫٬]\d++)*+)""",
    re.VERBOSE,
)
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?![\d.,]*\d)")
_TIME = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?:[:.]([0-5]\d))?")
_NOON = re.compile(r"[ \u00a0\u202f]?([ap])\.?[ \u00a0]?m\b", re.IGNORECASE)


def numbers_in(text: str, language: str) -> tuple[Number, ...]:
    """Return the numbers in a text in `language` (BCP 47), in order, whatever digits they are written in.

    A digit within a word (`mc2`) is no number; a word or unit may be glued to a number (`5th`, `5km`). The numbers of a
    range are two.
    """
    if not any(map(str.isdigit, text)):
        return ()
    return tuple(_number(text, start, end, language) for start, end in _runs(text, language))


def _runs(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield where numbers stand; one with spaces between its groups is one where the language groups so."""
    spaced = symbols(language)[1] in _SPACES
    at = 0
    for match in _RUN.finditer(text):
        if match.start() >= at:
            wide = _SPACED.match(text, match.end() - len(match.group().lstrip("-−–"))) if spaced else None
            at = max(match.end(), wide.end() if wide else 0)
            yield match.start(), at


def _number(text: str, start: int, end: int, language: str) -> Number:
    run = western(text[start:end])
    time = _TIME.fullmatch(run)
    noon = _NOON.match(text, end)
    if time and (":" in run or noon):
        return Number(start, end, run, _clock(time, noon), "time")
    readings, places, grouped = _read(run, language)
    unit, scale = unit_beside(text, start, end), _scale(text[end : end + _WORDS], language)
    return Number(start, end, run, readings, "number", places, grouped, unit, scale)


def _clock(time: re.Match[str], noon: re.Match[str] | None) -> frozenset[Decimal]:
    """Return the minutes of a time of day; one with a.m. or p.m. may be written with 12 hours or with 24."""
    hours, minutes, seconds = (int(part or 0) for part in time.groups())
    plain = Decimal(hours * 60 + minutes) + Decimal(seconds) / 60
    if not noon:
        return frozenset({plain})
    late = noon.group(1).lower() == "p"
    return frozenset({plain, plain % _HALF_DAY + _HALF_DAY * late})


def _scale(after: str, language: str) -> int:
    """Return the power of ten said by the words right behind a number: `mil millones` is 9."""
    known, scale = scales(language), 0
    for word in tokens(after)[:3]:
        power = known.get(stem(word.text, language)) if word.spaced and word.is_word else None
        if power is None:
            break
        scale += power
    return scale


def western(text: str) -> str:
    """Return a text with the digits of every script as those of the Latin one, and every minus sign as a hyphen."""
    if text.isascii():
        return text
    digits = (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return "".join(digits).replace("−", "-").replace("–", "-")


def _read(run: str, language: str) -> tuple[frozenset[Decimal], int, bool]:
    """Return what a run of digits and signs means, how many decimals it has, and whether its digits are grouped."""
    sign, digits = ("-", run[1:]) if run[0] == "-" else ("", run)
    parts = re.split(r"(\D)", digits)
    signs, groups = parts[1::2], parts[0::2]
    if len(digits) > _LONGEST:
        return frozenset(), 0, False
    point = _point(signs, groups, language)
    whole = groups[:-1] if point else groups
    rest = groups[-1] if point else ""
    if len(whole) > 1 and (not _is_grouped(whole) or len(set(signs[: len(whole) - 1])) > 1):
        return frozenset(), 0, False
    return frozenset({Decimal(f"{sign}{''.join(whole)}.{rest or 0}")}), len(rest), len(whole) > 1


def _point(signs: list[str], groups: list[str], language: str) -> bool:
    """Return whether the last sign in a number is its decimal sign."""
    if not signs or signs[-1] in _GROUPS or signs[-1] == ":":
        return False
    if signs[-1] == "٫" or (len(signs) > 1 and signs[-1] not in signs[:-1]):
        return True
    if len(signs) > 1:
        return False
    return signs[0] == symbols(language)[0] or not _is_grouped(groups)


def _is_grouped(groups: list[str]) -> bool:
    """Return whether digits are in groups of three, or of two before the last, as in India."""
    inner = {len(group) for group in groups[1:-1]}
    return 1 <= len(groups[0]) <= 3 and len(groups[-1]) == 3 and inner <= {2, 3} and len(inner) < 2


@cache
def symbols(language: str) -> tuple[str, str]:
    """Return the decimal sign and the group sign of a language, beside Western digits."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    locale = locale_of(language)
    if locale is None:
        return ".", ","
    return get_decimal_symbol(locale), get_group_symbol(locale)


def localized(number: Number, language: str, like: str = "0") -> str:
    """Return a number as `language` writes it, in the digits of `like`; what is not read as a number is kept.

    As many decimals as before; grouped if it was; a clock time keeps its signs.
    """
    zero = next((ord(sign) - unicodedata.decimal(sign) for sign in like if sign.isdecimal()), ord("0"))
    text = number.text
    if number.kind == "number" and number.readings:
        (value,) = number.readings
        text = _written(value, number, language)
        if zero != ord("0"):
            decimal, group = symbols(language)
            text = text.translate({ord(decimal): "٫", ord(group): "٬"}) if chr(zero) in "٠۰" else text
    return "".join(chr(zero + int(sign)) if sign.isdecimal() else sign for sign in text)


def _written(value: Decimal, number: Number, language: str) -> str:
    from babel.numbers import format_decimal

    locale = locale_of(language) or "en"
    decimals = "." + "0" * number.places if number.places else ""
    pattern = "#,##,##0" if str(locale) in _INDIAN else "#,##0"
    pattern = (pattern if number.grouped else "0") + decimals
    return str(format_decimal(abs(value), pattern, locale)).join(
        ("-" if value < 0 or number.text[0] == "-" else "", "")
    )


_INDIAN = frozenset({"hi", "bn", "en_IN", "gu", "mr", "pa", "ta", "te", "kn", "ml", "ne"})


def roman(number: Number) -> str:
    """Return a whole number from 1 to 3999 in Roman numerals, or nothing."""
    value = next(iter(number.readings), Decimal(0))
    if number.places or not 0 < value < 4000:
        return ""
    result, rest = "", int(value)
    for size, letters in _ROMAN:
        result += letters * (rest // size)
        rest %= size
    return result


_LETTERS = ((1000, "M"), (500, "D"), (100, "C"), (50, "L"), (10, "X"), (5, "V"), (1, "I"))
_ROMAN = tuple(
    each
    for (size, letter), (lower, _) in pairwise((*_LETTERS, (0, "")))
    for each in (
        (size, letter),
        *(
            (size - unit, small + letter)
            for unit, small in _LETTERS
            if lower <= unit * 5 and unit in {1, 10, 100} and size in {unit * 5, unit * 10}
        ),
    )
)
