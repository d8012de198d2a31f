"""Words and their boundaries, in scripts with spaces between words and in scripts without."""

from __future__ import annotations

import re

_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
"""Thai, Lao, Burmese, Khmer, kana, Han and (because particles are joined to words) Hangul: each character is a word."""

_WORD = re.compile(rf"[{_SPACELESS}]|[^\W{_SPACELESS}]+(?:['’][^\W{_SPACELESS}]+)*")
_SYLLABLE = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_JOINED = rf"[^\W{_SPACELESS}]"


def spans_of_words(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of every word in `text`."""
    return [found.span() for found in _WORD.finditer(text)]


def has_word(text: str) -> bool:
    """Return whether `text` has a letter or digit."""
    return _WORD.search(text) is not None


def occurrences(needle: str, text: str) -> list[tuple[int, int]]:
    """Return where `needle` stands in `text` as whole words, whatever the case of its letters."""
    if not needle:
        return []
    before = rf"(?<!{_JOINED})" if re.match(_JOINED, needle) else ""
    after = rf"(?!{_JOINED})" if re.match(_JOINED, needle[-1]) else ""
    return [found.span() for found in re.finditer(f"{before}{re.escape(needle)}{after}", text, re.IGNORECASE)]


def core(text: str) -> tuple[int, int]:
    """Return (start, end) of `text` without what stands before its first and after its last word."""
    words = spans_of_words(text)
    return (words[0][0], words[-1][1]) if words else (0, len(text))


def extent(text: str) -> int:
    """Return how much `text` says, in letters of an alphabet: about two for a kana or Hangul, three for a Han."""
    return len(text) + len(_SYLLABLE.findall(text)) + 2 * len(_HAN.findall(text))
