"""Text that runs from right to left, or has words that do: levels, and marks that make readers of the file agree.

Programs that read a PDF find letters at their places and have to guess the order in which they are read. Where digits,
signs and letters of both directions meet they guess differently; a mark of direction, without width, settles it
(U+200E and U+200F, as UAX 9, 2.6 has them for plain text). Which are needed was found by trying poppler and pdfium.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.emit.pdf import icu_text
from pipeline.emit.pdf.runs import Item, Run, shown

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"
_LETTERS = {"L": "L", "R": "R", "AL": "R", "NSM": "N", "EN": "E", "AN": "E", "ES": "E", "ET": "E", "CS": "E", "BN": "B"}
_DOUBTFUL = re.compile("[LEM](?=[^RN])|N(?=[EB])|M")
"""Where a mark may be needed in text from right to left; a mirrored character always has one of its own."""
_UNKNOWN = re.compile("[\u07c0-\u085f\U00010800-\U00010fff\U0001e800-\U0001efff](?= )")
"""Ends of words in scripts that poppler does not know to run from right to left: with marks at them it sees it."""


class _Signs(dict[int, str]):
    """For each character a letter: strong left or right, mark, number or its sign, boundary, mirrored, other."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        found = "M" if icu_text.mirrors(character) else _LETTERS.get(icu_text.direction(character), "O")
        self[code] = found
        return found


_SIGNS = _Signs()


def directed(items: Sequence[Item], text: str, base: int) -> tuple[Sequence[Item], str, Sequence[int]]:
    """Return the items of a paragraph with marks of direction in them, their text, and the level of each character.

    `base` is the paragraph's own level. No character is lost or moved.
    """
    levels = icu_text.levels(text, base)[0]
    # what is no text can bear no mark: a picture, a line's end
    marks = {at: found for at, found in _marks(text, levels, base) if text[at] not in "\ufffc\n"}
    if not marks:
        return items, text, levels
    made, at = list[Item](), 0
    for item in items:
        end = at + len(shown(item))
        if isinstance(item, Run):
            made.append(item._replace(text="".join(_with_marks(text, at, end, marks))))
        else:
            made.append(item)
        at = end
    return made, "".join([shown(item) for item in made]), _levels(levels, marks, base)


def _with_marks(text: str, start: int, end: int, marks: dict[int, tuple[str, str]]) -> Iterator[str]:
    """Yield a part of a text with the marks before and after its characters."""
    places = list(marks)
    for at in places[bisect_left(places, start) : bisect_left(places, end)]:
        before, after = marks[at]
        yield text[start:at] + before + text[at] + after
        start = at + 1
    yield text[start:end]


def _levels(levels: Sequence[int], marks: dict[int, tuple[str, str]], base: int) -> list[int]:
    """Return the levels of the text with its marks: one before a character has its level, one after it the base."""
    made: list[int] = []
    start = 0
    for at in sorted(marks):
        before, after = marks[at]
        made += [*levels[start:at], *[levels[at]] * (len(before) + 1), *[base] * len(after)]
        start = at + 1
    return [*made, *levels[start:]]


def _marks(text: str, levels: Sequence[int], base: int) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the characters that need marks, with those before and after them."""
    signs = text.translate(_SIGNS)
    last = len(text) - 1
    ends = {at for at, (one, other) in enumerate(pairwise(levels)) if one & 1 and not other} if not base else set()
    words = {found.start() for found in _UNKNOWN.finditer(text)} if base else set()
    for at in sorted({found.start() for found in _DOUBTFUL.finditer(signs)} | ends | words):
        level = levels[at]
        mirrored = signs[at] == "M" and bool(level & 1)
        before = LEFT_TO_RIGHT if mirrored else ""
        after = ""
        if at in ends:
            after = LEFT_TO_RIGHT if signs[at + 1] != "L" else ""
        elif at in words:
            after = RIGHT_TO_LEFT
        elif base and at < last and (signs[at] != "M" or mirrored) and _DOUBTFUL.match(signs, at):
            apart = signs[at + 1] not in "RN" and (level & 1 or level != levels[at + 1])
            after = RIGHT_TO_LEFT if apart else ""
        if before or after:
            yield at, (before, after)
