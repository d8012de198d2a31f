"""Words and their boundaries, in scripts with spaces between words and in scripts without."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import groupby

SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
"""Thai, Lao, Burmese, Khmer, kana, Han and (because particles are joined to words) Hangul: each character is a word."""

_SYLLABLE = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


_FIRST_MARK = "\u0300"
_PLAIN = re.compile(r"\w+(?:['’]\w+)*")  # finds the same where no character is above U+02FF


def spans_of_words(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of every word in `text`; marks belong to the letter before them."""
    return [found.span() for found in _words_of(text).finditer(text)]


def has_word(text: str) -> bool:
    """Return whether `text` has a letter or digit."""
    return _words_of(text).search(text) is not None


def _words_of(text: str) -> re.Pattern[str]:
    return _PLAIN if max(text, default="") < _FIRST_MARK else _word()


@cache
def _word() -> re.Pattern[str]:
    letters = rf"(?:[^\W{SPACELESS}][{marks()}]*+)++"
    return re.compile(rf"[{SPACELESS}][{marks()}]*+|{letters}(?:['’]{letters})*+")


@cache
def marks() -> str:
    """Return the signs that belong to the letter before them, such as the vowels of Indic scripts, for a pattern.

    They are those of category M (Unicode), and the two joiners.
    """
    runs = groupby(range(ord(_FIRST_MARK), 0x20000), key=lambda sign: unicodedata.category(chr(sign))[0] == "M")
    spans = [list(run) for is_mark, run in runs if is_mark]
    return "".join(f"{chr(span[0])}-{chr(span[-1])}" for span in spans) + "\u200c\u200d"


def occurrences(needle: str, text: str) -> list[tuple[int, int]]:
    """Return where `needle` stands in `text` as whole words, whatever the case of its letters."""
    found: list[tuple[int, int]] = []
    if not needle:
        return found
    pattern, at = re.compile(re.escape(needle), re.IGNORECASE), 0
    while match := pattern.search(text, at):
        start, end = match.span()
        inside = start > 0 and _joins(needle[0]) and _joins(text[start - 1])
        goes_on = end < len(text) and _joins(needle[-1]) and _joins(text[end])
        found += [] if inside or goes_on else [(start, end)]
        at = start + 1 if inside or goes_on else end
    return found


@cache
def _joins(sign: str) -> bool:
    """Return whether a character is part of a word that goes on beyond it, in a script with spaces."""
    return len(spans_of_words(sign * 2)) == 1


def core(text: str) -> tuple[int, int]:
    """Return (start, end) of `text` without what stands before its first and after its last word."""
    words = spans_of_words(text)
    return (words[0][0], words[-1][1]) if words else (0, len(text))


def extent(text: str) -> int:
    """Return how much `text` says, in letters of an alphabet: about two for a kana or Hangul, three for a Han."""
    return len(text) + len(_SYLLABLE.findall(text)) + 2 * len(_HAN.findall(text))
