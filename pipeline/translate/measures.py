"""Unit and currency symbols, the words that languages have for them, and words for powers of ten, from CLDR."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.translate.stems import stem, tokens

if TYPE_CHECKING:
    from babel import Locale

_UNITS: Mapping[str, str] = {
    "concentr-percent": "%",
    "concentr-permille": "‰",
    "temperature-celsius": "°C ℃",
    "temperature-fahrenheit": "°F ℉",
    "temperature-kelvin": "K",
    "angle-degree": "°",
    "length-kilometer": "km",
    "length-meter": "m",
    "length-centimeter": "cm",
    "length-millimeter": "mm",
    "length-micrometer": "µm μm",
    "length-nanometer": "nm",
    "length-foot": "ft",
    "length-yard": "yd",
    "length-mile": "mi",
    "length-inch": "″",
    "area-square-meter": "m²",
    "area-square-kilometer": "km²",
    "area-square-centimeter": "cm²",
    "area-hectare": "ha",
    "volume-cubic-meter": "m³",
    "volume-cubic-centimeter": "cm³",
    "volume-liter": "L l",
    "volume-milliliter": "mL ml",
    "volume-centiliter": "cL cl",
    "mass-tonne": "t",
    "mass-kilogram": "kg",
    "mass-gram": "g",
    "mass-milligram": "mg",
    "mass-microgram": "µg μg",
    "mass-pound": "lb lbs",
    "mass-ounce": "oz",
    "duration-hour": "h",
    "duration-minute": "min",
    "duration-second": "s",
    "duration-millisecond": "ms",
    "speed-kilometer-per-hour": "km/h kph",
    "speed-meter-per-second": "m/s",
    "speed-mile-per-hour": "mph",
    "electric-ampere": "A",
    "electric-milliampere": "mA",
    "electric-volt": "V",
    "electric-ohm": "Ω",
    "power-watt": "W",
    "power-kilowatt": "kW",
    "power-megawatt": "MW",
    "power-gigawatt": "GW",
    "energy-joule": "J",
    "energy-kilojoule": "kJ",
    "energy-kilocalorie": "kcal",
    "energy-kilowatt-hour": "kWh",
    "frequency-hertz": "Hz",
    "frequency-kilohertz": "kHz",
    "frequency-megahertz": "MHz",
    "frequency-gigahertz": "GHz",
    "pressure-pascal": "Pa",
    "pressure-hectopascal": "hPa",
    "pressure-kilopascal": "kPa",
    "pressure-bar": "bar",
    "force-newton": "N",
    "digital-byte": "B",
    "digital-kilobyte": "kB KB",
    "digital-megabyte": "MB",
    "digital-gigabyte": "GB",
    "digital-terabyte": "TB",
    "graphics-pixel": "px",
}
"""Symbols (SI brochure, 9th edition, and common ones) of CLDR's units."""
_CURRENCIES: Mapping[str, str] = {
    **{"USD": "US$ $", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "RUB": "₽", "KRW": "₩", "TRY": "₺", "UAH": "₴"},
    **{"ILS": "₪", "VND": "₫", "NGN": "₦", "PHP": "₱", "BRL": "R$", "THB": "฿"},
}
_SYMBOLS: Mapping[str, str] = {
    **{symbol: unit for unit, symbols in _UNITS.items() for symbol in symbols.split()},
    **{symbol: code for code, symbols in _CURRENCIES.items() for symbol in symbols.split()},
}
_WIDEST = 4  # characters of a currency sign and the space behind it
_SPACE = "[ \u00a0\u202f\u2009]"


def _pattern(symbols: Iterator[str]) -> str:
    """Return a pattern of symbols, the longest first, with the spaces that models put into them."""
    ordered = sorted(symbols, key=lambda symbol: (-len(symbol), symbol))
    return "|".join(
        re.escape(each).replace("/", f"{_SPACE}?/{_SPACE}?").replace("°", f"°{_SPACE}?") for each in ordered
    )


_AFTER = re.compile(rf"{_SPACE}?({_pattern(iter(_SYMBOLS))})(?![^\W\d_])(?!\d)")
_BEFORE = re.compile(rf"({_pattern(symbol for code in _CURRENCIES for symbol in _CURRENCIES[code].split())}){_SPACE}?$")


class Unit(NamedTuple):
    """A unit (a name of CLDR's, or a currency's code), and where its symbol stands; `name` is empty for none."""

    name: str = ""
    start: int = 0
    end: int = 0


NO_UNIT = Unit()


def unit_beside(text: str, start: int, end: int) -> Unit:
    """Return the unit whose symbol stands beside the number at `start` to `end`.

    An `s` glued to the number is none: it makes a decade of it.
    """
    if (found := _AFTER.match(text, end)) and found.group() != "s":
        return Unit(_SYMBOLS[re.sub(_SPACE, "", found.group(1))], *found.span(1))
    ahead = max(0, start - _WIDEST)
    if found := _BEFORE.search(text[ahead:start]):
        return Unit(_SYMBOLS[found.group(1)], ahead + found.start(1), ahead + found.end(1))
    return NO_UNIT


@cache
def words_for(unit: str, language: str) -> frozenset[str]:
    """Return the stems of all words and symbols that a language has for a unit or currency."""
    locale = locale_of(language)
    said = " ".join((*(symbol for symbol, each in _SYMBOLS.items() if each == unit), *_said(unit, locale)))
    return frozenset(stem(word.text, language) if word.is_word else word.text for word in tokens(said))


def _said(unit: str, locale: Locale | None) -> Iterator[str]:
    """Yield what CLDR has for a unit in a language: names and abbreviations, singular and plural."""
    if locale is None:
        return
    if unit in _CURRENCIES:
        from babel.numbers import get_currency_name

        yield from (get_currency_name(unit, count, locale) for count in (None, 1, 2, 5))
        yield locale.currency_symbols.get(unit, "")
        return
    from babel.units import UnknownUnitError, format_unit

    with suppress(UnknownUnitError):
        yield from (
            "".join(sign for sign in format_unit(count, unit, length, locale=locale) if not sign.isdecimal())
            for length in ("long", "short", "narrow")
            for count in (0, 1, 2, 5, 11)
        )


@cache
def scales(language: str) -> Mapping[str, int]:
    """Return a language's words for powers of ten, by stem (`million`: 6), from CLDR's compact number formats."""
    locale = locale_of(language)
    result: dict[str, int] = {}
    for patterns in locale.compact_decimal_formats.get("long", {}).values() if locale else ():
        for size, pattern in patterns.items():
            zeros = pattern.pattern.count("0")
            words = [word for word in tokens(pattern.pattern) if word.text.isalpha()]
            if zeros and len(words) == 1:
                result.setdefault(stem(words[0].text, language), len(str(size)) - zeros)
    return result


@cache
def locale_of(language: str) -> Locale | None:
    """Return CLDR's data for a BCP 47 tag, or for its language alone; none where CLDR does not have it."""
    from babel import Locale, UnknownLocaleError

    for tag in (language, language.partition("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None
