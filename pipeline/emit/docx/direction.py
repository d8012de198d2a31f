"""Cut text into runs of one direction, as Word needs it: it orders and shapes by the `w:rtl` of a run.

The cut follows the Unicode Bidirectional Algorithm (UAX #9) where it matters between words: spaces and marks belong to
the direction around them (N2), a number after a letter goes with that letter (W2, W7).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
"""The blocks whose letters run from right to left (UCD, DerivedBidiClass.txt, and its defaults for free places)."""
_LEFT = "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u058f\u0900-\u1fff\u2c00-\ufb17\U00010000-\U000107ff\U00011000-\U0001e7ff"
_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"


@cache
def _stretches(letters: str, others: str) -> re.Pattern[str]:
    """Return a pattern for a stretch from the first of `letters` to the last letter or digit before one of `others`.

    Patterns of so many characters take a while to make: a book that needs none does without.
    """
    return re.compile(f"(?:(?<![0-9])[0-9]+)?[{letters}](?:[^{others}]*[{letters}{_DIGITS}])?")


_BRACKETS = {")": "(", "]": "[", "}": "{"}


def pieces(text: str, rtl: bool) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of `text`, in order and without loss, each with whether it runs from right to left.

    `rtl` is the direction around it.
    """
    if text.isascii() and not rtl:
        yield from ((text, rtl),) if text else ()
        return
    stretches = _stretches(_LEFT, _RIGHT) if rtl else _stretches(_RIGHT, _LEFT)
    at = 0
    while found := stretches.search(text, at):
        end = _closed(text, *found.span())
        if found.start() > at:
            yield text[at : found.start()], rtl
        yield text[found.start() : end], not rtl
        at = end
    if at < len(text):
        yield text[at:], rtl


def _closed(text: str, start: int, end: int) -> int:
    """Return the end of a stretch with the bracket after it, if it was opened inside: pairs stay together (N0)."""
    opening = _BRACKETS.get(text[end : end + 1])
    if opening and text.count(opening, start, end) > text.count(text[end], start, end):
        return end + 1
    return end
