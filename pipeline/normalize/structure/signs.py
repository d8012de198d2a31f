"""What can be seen in a line of any language: how wide it is, how it ends, which number it bears, how it is cased.

No word of any language stands here, only properties of characters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

STOPS = ".!?…‼⁇⁈⁉‽。！？．｡।॥۔؟؞։።፧፨။។៕᙮᠃᠉᪨᪩᪪᪫᭚᭛᭞᭟᱾᱿⸮꓿꘎꘏꛳꛷꡶꡷꣎꣏꤯꧈꧉꩝꩞꩟꫰꫱꯫།༎༏༐༑"
"""Marks that end a sentence (property Sentence_Terminal of the Unicode Character Database; Tibetan marks added)."""

PAUSES = ",;:،؛;·、，；：፣፤፥፦᠂᠄᠈၊៖"
"""Marks after which a sentence goes on."""

CLOSERS = "\"'’”»›)]}」』）］】〉》〕"
_OPENERS = "\"'‘“«‹„‚([{「『（［【〈《〔¿¡"


def cells(text: str) -> int:
    """Return the width in columns of a terminal: two for wide characters, none for marks (UAX #11)."""
    return len(text) if text.isascii() else sum(map(_CELLS.__getitem__, text))


class _Cells(dict[str, int]):
    """The width of each character, looked up once: this is the innermost loop of all that measures lines."""

    def __missing__(self, char: str) -> int:
        mark = unicodedata.category(char) in {"Mn", "Me", "Cf"}
        self[char] = 0 if mark else 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
        return self[char]


_CELLS = _Cells()


def ends_sentence(text: str) -> bool:
    """Tell whether the text ends with a mark that ends a sentence, whatever closes after it."""
    bare = text.rstrip(CLOSERS + " \u00a0")
    return bool(bare) and bare[-1] in STOPS


def pauses(text: str) -> bool:
    """Tell whether the text ends with a comma, a colon or their like: what follows belongs to it."""
    bare = text.rstrip(CLOSERS + " \u00a0")
    return bool(bare) and bare[-1] in PAUSES


def starts_low(text: str) -> bool:
    """Tell whether the first letter is a small one: the line goes on with what another began."""
    first = text.lstrip(_OPENERS)[:1]
    return first.islower()


def is_caps(text: str) -> bool:
    """Tell whether all letters are capitals, in a script that has them, and there are at least two."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 1 and text.isupper()


def has_letter(text: str) -> bool:
    """Tell whether there is any letter."""
    return any(char.isalpha() for char in text)


def bracketed(text: str) -> bool:
    """Tell whether brackets stand round the whole line."""
    return len(text) > 1 and text[0] in "([{（［【〔〈《" and text[-1] in ")]}）］】〕〉》"


def joins_without_space(left: str, right: str) -> bool:
    """Tell whether text that was broken between these two characters is joined without a space.

    So do the scripts written without spaces between words: Han, kana, Thai, Lao, Khmer, Myanmar, Tibetan (UAX #14,
    classes ID, CJ and SA).
    """
    return (_spaceless(left) and _spaceless(right)) or (_is_wide(left) or _is_wide(right))


def _spaceless(char: str) -> bool:
    return (
        _is_wide(char) or "\u0e00" <= char <= "\u0fff" or "\u1000" <= char <= "\u109f" or "\u1780" <= char <= "\u17ff"
    )


def _is_wide(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef" or "\U00020000" <= char <= "\U0003ffff"


@dataclass(frozen=True, slots=True)
class Label:
    """A number at the start of a line (`3.`, `(iv)`, `B)`): what it can mean, how it is closed, and what follows."""

    values: tuple[tuple[str, int], ...]
    delimiter: str
    mark: str
    rest: str

    def value(self, style: str) -> int | None:
        """Return the number the label has in `style`, or None."""
        return dict(self.values).get(style)


_LABEL = re.compile(
    r"(?:\((?P<in>\w{1,8})\)|（(?P<wide>\w{1,8})）|(?P<out>\w{1,8})(?P<end>[.)．。、）]))(?P<rest>.*)", re.DOTALL
)


def label(text: str) -> Label | None:
    """Return the number that the line begins with, or None. A bare number without a delimiter is none."""
    found = _LABEL.match(text)
    if found is None:
        return None
    sign = found["in"] or found["wide"] or found["out"]
    rest = found["rest"]
    values = numbers(sign)
    values = tuple(pair for pair in values if pair[1] < 1000)
    if not values or (
        found["out"] and rest and not rest[0].isspace() and (found["end"] in ".．" and rest[0].isdigit())
    ):
        return None
    delimiter = "parens" if not found["out"] else "paren" if found["end"] in ")）" else "period"
    return Label(values, delimiter, text[: len(text) - len(rest)], rest.strip())


@lru_cache(maxsize=4096)
def numbers(sign: str) -> tuple[tuple[str, int], ...]:
    """Return every number that `sign` can stand for, with the style it then has; nothing if it is no number."""
    found: list[tuple[str, int]] = []
    if sign.isdecimal() and len(sign) <= 4:
        found.append(("decimal", int(sign)))
    elif (han := _han(sign)) is not None:
        found.append(("han", han))
    elif sign.isascii() and sign.isalpha() and (sign.islower() or sign.isupper()):
        case = "lower" if sign.islower() else "upper"
        if (roman := _roman(sign.upper())) is not None:
            found.append((f"{case}-roman", roman))
        if len(sign) == 1:
            found.append((f"{case}-alpha", ord(sign.lower()) - 96))
    return tuple(found)


_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def _roman(sign: str) -> int | None:
    """Return the value of a Roman number in its usual form."""
    if not sign or not _ROMAN.fullmatch(sign):
        return None
    values = [_ROMAN_VALUES[char] for char in sign]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


_HAN_UNITS = {"十": 10, "百": 100}


def _han(sign: str) -> int | None:
    """Return the value of a number in Han digits below a thousand (`二十三`)."""
    total = digit = 0
    for char in sign:
        if char in _HAN_UNITS:
            total += max(1, digit) * _HAN_UNITS[char]
            digit = 0
        elif "\u3007" <= char <= "\u9fff" and 0 <= unicodedata.numeric(char, -1) < 10:
            digit = int(unicodedata.numeric(char))
        else:
            return None
    return total + digit if sign else None


_NUMBER = re.compile(r"\d+|[一二三四五六七八九十百〇]+|[፩-፼]+|\b[IVXLC]+\b")


def bare_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers in the line, in the digits of any script, Han, Ethiopic or Roman, as far as they are small."""
    return tuple(value for match in _NUMBER.finditer(text) if (value := _value(match.group())) is not None)


def _value(sign: str) -> int | None:
    if "፩" <= sign[0] <= "፼":
        return sum(int(unicodedata.numeric(char)) for char in sign)
    values = numbers(sign)
    return values[0][1] if values else None


def without_numbers(text: str) -> str:
    """Return the line with its numbers taken out, for comparing lines that differ in their number alone."""
    return _NUMBER.sub("", text)
