"""Text as it can be compared between a document and a printed page: its visible characters, without space or hyphen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from unicodedata import normalize

_LEFT_OUT = re.compile(
    "["
    r"\s\x00-\x1f\x7f-\x9f"  # space and control characters
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"  # invisible
    r"\ufe00-\ufe0f\ufeff\ufff0-\ufff8\ufffe\uffff\U000e0000-\U000e0fff"  # (Default_Ignorable), not characters
    r"\-\u058a\u05be\u1400\u1806\u2010-\u2015\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0"  # dashes (Pd):
    r"\ufe31\ufe32\ufe58\ufe63\uff0d"  # a line may end in one that the text has not
    r"\u0640"  # kashida, which stretches a line of Arabic
    "]+"
)
_NUMBER = re.compile(r"\W*\d+\W*")
_NO_LETTERS = re.compile(r"[\W_]+")
_BASES = {code: base[0] for code in range(0x0590, 0x0900) if len(base := normalize("NFD", chr(code))) > 1}
"""Letters with a mark, as the letter: in a line that is turned the letter on the mark's other side takes it."""
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def letters(text: str) -> str:
    """Return the visible characters of `text` in compatibility form (NFKC: ligatures apart, `²` as `2`)."""
    return _LEFT_OUT.sub("", normalize("NFKC", text))


def printed_letters(text: str) -> str:
    """Return only the letters and digits of `text`.

    On a printed page, marks have no sure place: beside words of the other direction they are given mirrored and moved,
    vowel points before or after their letter. Accented letters are letters, since NFKC composes them, but not in
    scripts that run from right to left.
    """
    return _NO_LETTERS.sub("", letters(text)).translate(_BASES)


def comparable(paged: bool) -> Callable[[str], str]:
    """Return what of a part's text counts: on printed pages letters alone, in any order, as its lines may mix them."""
    return (lambda text: "".join(sorted(printed_letters(text)))) if paged else letters


def speaks(text: str) -> bool:
    """Return whether `text` has a letter: digits and marks are in no language."""
    return any(map(str.isalpha, text))


def readings(text: str, same: Callable[[str], str] = letters) -> Iterator[str]:
    """Yield what counts of a line, and of it without a number or a label before it, as `1.` or `Table 1.`."""
    yield same(text)
    yield from (same(" ".join(rest)) for rest in unlabelled(text.split()))


def unlabelled(words: list[str]) -> Iterator[list[str]]:
    """Yield the words of a line without a number before them, or a word and a number; never no word at all."""
    for count in (1, 2):
        if len(words) > count and _NUMBER.fullmatch(words[count - 1]):
            yield words[count:]


def right_to_left(text: str) -> bool:
    """Return whether `text` has a letter, digit or mark of a script that is written from right to left."""
    return bool(_RIGHT_TO_LEFT.search(text))


def shown(text: str, limit: int = 72) -> str:
    """Return `text` for a message: with single spaces, in quotation marks, cut after `limit` characters."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= limit else f"“{line[:limit].rstrip()}…”"
