"""Straight quotation marks and apostrophes become the language's own.

A mark opens or closes by what stands before and behind it; other marks beside it are looked through. Where that leaves
it open, a mark closes if one is open. Pairs are replaced; so are apostrophes inside and at the end of words, and a
double mark that has lost its partner but stands at the very start or end, where long quotations begin each paragraph
anew. All else is left as it is: feet and inches, Hebrew gershayim, marks between spaces, marks without a partner.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum, auto
from functools import cache

from pipeline.languages import Language, language
from pipeline.normalize.edit import Edit
from pipeline.normalize.flows import OBJECT
from pipeline.normalize.habits import habits
from pipeline.report import PipelineError

_NO_BREAK = "\u00a0\u202f"
_QUOTES = "\"'«»‹›“”„‟‘’‚‛「」『』"
_UNSPACED = (
    (0x0E00, 0x0FFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0x9FFF),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0xFF00, 0xFFEF),
    (0x20000, 0x3FFFF),
)
"""Where words stand without spaces between, or (Korean) take endings after a closing mark."""


_FEET = re.compile(r"[0-9]['′] ?[0-9]{1,2}$")
_MOST_MARKS = 6
"""Marks beside a mark that are looked through; nobody nests quotations deeper, and it keeps rows of marks cheap."""


class Side(Enum):
    """What stands beside a mark."""

    SPACE = auto()
    OPENING = auto()
    CLOSING = auto()
    DASH = auto()
    PUNCTUATION = auto()
    LETTER = auto()
    DIGIT = auto()
    UNSPACED = auto()


class Role(Enum):
    """What a mark does, by what stands beside it."""

    OPENS = auto()
    CLOSES = auto()
    EITHER = auto()
    MAY_CLOSE = auto()
    """Closes if a mark is open; else it is no quotation mark."""
    APOSTROPHE = auto()
    NONE = auto()


def quotes(text: str, tag: str) -> Iterator[Edit]:
    """Replace straight marks in a flow of the language `tag` by the language's own."""
    if ('"' not in text and "'" not in text) or (known := _language(tag)) is None:
        return
    outer, inner = known.quotes[:2], known.quotes[2:]
    edits: dict[int, str] = {}
    depth = 0
    doubles, lone = _pairs(text, '"', tag)
    for at in sorted(doubles):
        depth -= not doubles[at]
        marks = inner if depth % 2 else outer
        edits[at] = marks[0] if doubles[at] else marks[1]
        depth += doubles[at]
    singles, _ = _pairs(text, "'", tag)
    edits |= {at: inner[0] if opens else inner[1] for at, opens in singles.items()}
    edits |= {at: outer[0] for at in lone if at == 0} | {at: outer[1] for at in lone if at and at == len(text) - 1}
    edits |= {at: "’" for at in _at("'", text) if at not in edits and _is_apostrophe(text, at, tag)}
    yield from (Edit(at, at + 1, edits[at]) for at in sorted(edits))


def _pairs(text: str, mark: str, tag: str) -> tuple[dict[int, bool], list[int]]:
    """Return where pairs of `mark` open (true) and close, and which marks that should pair have no partner."""
    opened: list[int] = []
    pairs: dict[int, bool] = {}
    lone: list[int] = []
    for at in _at(mark, text):
        role = _role(text, at, tag)
        if role is Role.OPENS or (role is Role.EITHER and not opened):
            opened.append(at)
        elif role in (Role.CLOSES, Role.EITHER, Role.MAY_CLOSE) and opened:
            pairs |= {opened.pop(): True, at: False}
        elif role is Role.CLOSES:
            lone.append(at)
    return pairs, lone + opened


def _at(mark: str, text: str) -> Iterator[int]:
    at = text.find(mark)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1)


def _role(text: str, at: int, tag: str) -> Role:
    before, after = _before(text, at), _after(text, at)
    if text[at] == "'" and (_is_inner_apostrophe(before, after) or _is_elision(text, at, before, tag)):
        return Role.APOSTROPHE
    if text[at] == '"' and _is_inch(text, at):
        return Role.NONE
    return _by_sides(_side(before), _side(after))


def _by_sides(before: Side, after: Side) -> Role:
    ahead, behind = before in (Side.SPACE, Side.OPENING), after in (Side.SPACE, Side.CLOSING)
    if ahead or behind:
        return Role.NONE if ahead and behind else Role.OPENS if ahead else _closes_after(before)
    if before in (Side.LETTER, Side.DIGIT) and after in (Side.LETTER, Side.DIGIT):
        return Role.NONE
    return _closes_after(before) if before in (Side.LETTER, Side.DIGIT) and after is Side.PUNCTUATION else Role.EITHER


def _closes_after(before: Side) -> Role:
    return Role.MAY_CLOSE if before is Side.DIGIT else Role.CLOSES


def _is_inch(text: str, at: int) -> bool:
    """Return whether the mark stands for inches after feet: 5'10"."""
    return bool(_FEET.search(text, max(0, at - 5), at))


def _is_inner_apostrophe(before: str, after: str) -> bool:
    """Return whether a mark stands inside a word (don't) or ends a decade (1990's)."""
    return _is_cased(after) and (_is_cased(before) or (before.isdecimal() and after in "sS"))


def _is_elision(text: str, at: int, before: str, tag: str) -> bool:
    """Return whether a mark stands for what a word lost at its start ('tis, '90s)."""
    if _side(before) not in (Side.SPACE, Side.OPENING, Side.DASH):
        return False
    end = at + 1
    while end < len(text) and end - at < 8 and text[end].isalnum():
        end += 1
    word = text[at + 1 : end].casefold()
    return word in habits(tag).elisions or (len(word) == 3 and word[:2].isdecimal() and word[2] == "s")


def _is_apostrophe(text: str, at: int, tag: str) -> bool:
    """Return whether an unpaired mark is an apostrophe: in, before or after a word of a script with capitals."""
    if _role(text, at, tag) is Role.APOSTROPHE:
        return True
    return _is_cased(text[at - 1 : at]) and _side(_after(text, at)) in (
        Side.SPACE,
        Side.CLOSING,
        Side.PUNCTUATION,
        Side.DASH,
    )


def _before(text: str, at: int) -> str:
    """Return the character before a mark and the other marks beside it."""
    for _ in range(_MOST_MARKS):
        at -= 1
        if at >= 1 and text[at] in _NO_BREAK and text[at - 1] in "«‹":
            at -= 1
        if at < 0 or text[at] not in _QUOTES:
            return text[at] if at >= 0 else ""
    return ""


def _after(text: str, at: int) -> str:
    """Return the character behind a mark and the other marks beside it."""
    for _ in range(_MOST_MARKS):
        at += 1
        if text[at : at + 1] in _NO_BREAK and text[at + 1 : at + 2] in tuple("»›"):
            at += 1
        if text[at : at + 1] not in _QUOTES or at >= len(text):
            return text[at : at + 1]
    return ""


def _is_cased(char: str) -> bool:
    return char.isalpha() and char.lower() != char.upper()


@cache
def _side(char: str) -> Side:
    if not char or char.isspace():
        return Side.SPACE
    if char.isdecimal():
        return Side.DIGIT
    category = unicodedata.category(char)
    if category in ("Ps", "Pi"):
        return Side.OPENING
    if category in ("Pe", "Pf"):
        return Side.CLOSING
    if category == "Pd":
        return Side.DASH
    if category[0] in "PS" and char != OBJECT:
        return Side.PUNCTUATION
    return Side.UNSPACED if any(low <= ord(char) <= high for low, high in _UNSPACED) else Side.LETTER


@cache
def _language(tag: str) -> Language | None:
    """Return the language of a tag, or none where the tag is empty, names none or has no file that tells its marks."""
    try:
        known = language(tag) if tag else None
    except PipelineError:
        return None
    return known if known and known.labelled else None
