"""The numbers of ordered lists and of front matter pages."""

from __future__ import annotations

from pipeline.model import NumberDelimiter, NumberStyle, OrderedList

_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)
_DELIMITERS: dict[NumberDelimiter, str] = {"period": "{}.", "paren": "{})", "parens": "({})"}


def number(block: OrderedList, at: int) -> str:
    """Return the number of item `at`, counted from 0, as it stands before the item."""
    return _DELIMITERS[block.delimiter].format(styled(block.start + at, block.style))


def styled(value: int, style: NumberStyle) -> str:
    """Return a number in a style; one that the style does not have (0, negative, a huge roman one) in decimals."""
    if style == "decimal" or value < 1 or ("roman" in style and value > 4999):
        return str(value)
    digits = roman(value) if "roman" in style else alphabetic(value)
    return digits.upper() if style.startswith("upper") else digits


def roman(value: int) -> str:
    """Return a positive number in lower-case roman numerals."""
    digits = ""
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        digits += letters * count
    return digits


def alphabetic(value: int) -> str:
    """Return a positive number as letters: a to z, then aa, ab and so on."""
    digits = ""
    while value:
        value, digit = divmod(value - 1, 26)
        digits = chr(ord("a") + digit) + digits
    return digits
