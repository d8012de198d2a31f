"""Dashes, ellipses and the spaces that a language sets beside punctuation.

Each rule leaves alone what it cannot be sure of: a minus sign, an option of a command, a date, a telephone number, a
row of dots in a table of contents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.languages import language
from pipeline.normalize.edit import Edit
from pipeline.normalize.habits import habits
from pipeline.report import PipelineError

_HYPHENS = re.compile("(?<!-)-{1,3}(?!-)")
_DOTS = re.compile(r"(?<![./])(?:\.{3}|\.{6})(?![.\d/\\])")
_YEARS = re.compile(r"(?<![\w.,:/$€£-])([12][0-9]{3})-([12][0-9]{3}|[0-9]{2})(?![\w:/-]|[.,][0-9])")
_PAGES = re.compile(r"(?<= )[0-9]{1,4}-[0-9]{1,4}(?![\w-])")
_FULL_DASH = "—"
_NO_DASH_BESIDE = set("<>|=+*/\\")
_NO_BREAK = "\u00a0\u202f"


def dashes(text: str, tag: str) -> Iterator[Edit]:
    """Replace hyphens that stand for dashes: ` - `, `--`, `---`."""
    if "--" not in text and " - " not in text:
        return
    for found in _HYPHENS.finditer(text):
        dash = _dash(text, found, tag)
        if dash:
            yield Edit(found.start(), found.end(), dash)


def _dash(text: str, found: re.Match[str], tag: str) -> str:
    """Return the dash that a run of hyphens stands for, or nothing if it stands for none."""
    habit = habits(tag)
    before, after = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
    if {before, after} & _NO_DASH_BESIDE or text[max(0, found.start() - 2) : found.start()] == "<!":
        return ""
    if found[0] == "-":
        return habit.spaced_dash if before == after == " " and _between_words(text, found) else ""
    if not before.strip():
        spaced = after == " " and (before == " " and found.start() > 1)
        attribution = not before and after == " "
        return (
            (habit.spaced_dash if found[0] == "--" else _long(habit.tight_dash))
            if spaced
            else _FULL_DASH
            if attribution
            else ""
        )
    if found[0] == "--" and before.isdecimal() and after.isdecimal():
        return "–"
    return habit.tight_dash if found[0] == "--" else _long(habit.tight_dash)


def _long(tight: str) -> str:
    """Return the dash for three hyphens: never shorter than an em dash."""
    return _FULL_DASH if tight == "–" else tight


def _between_words(text: str, found: re.Match[str]) -> bool:
    """Return whether a spaced hyphen stands between words, and not between numbers or at an end."""
    before, after = text[max(0, found.start() - 2) : max(0, found.start() - 1)], text[found.end() + 1 : found.end() + 2]
    return bool(before.strip() and after.strip()) and not (before.isdecimal() and after.isdecimal())


def ranges(text: str, tag: str) -> Iterator[Edit]:
    """Replace the hyphen between two years, or between pages after such a word, where the language has a dash there."""
    habit = habits(tag)
    if not habit.range_dash or "-" not in text:
        return
    found = [match for match in _YEARS.finditer(text) if _is_later(match[1], match[2])]
    found += [match for match in _PAGES.finditer(text) if text.endswith(habit.page_words, 0, match.start() - 1)]
    for at in sorted({match.start() + match[0].index("-") for match in found}):
        yield Edit(at, at + 1, habit.range_dash)


def _is_later(first: str, second: str) -> bool:
    """Return whether a second year is later than the first and no month of it (1939-45, not 2003-04)."""
    return second > first if len(second) == 4 else int(second) > max(12, int(first[2:]))


def ellipses(text: str, tag: str) -> Iterator[Edit]:
    """Replace three dots by the language's ellipsis; six where that itself is six dots long."""
    ellipsis = habits(tag).ellipsis
    if "..." in text:
        for found in _DOTS.finditer(text):
            if len(found[0]) == 3 * len(ellipsis) or len(found[0]) == 3:
                yield Edit(found.start(), found.end(), ellipsis)


def spaces(text: str, tag: str) -> Iterator[Edit]:
    """Set the spaces that the language has before punctuation and inside quotation marks; no-break spaces stay."""
    try:
        known = language(tag) if tag else None
    except PipelineError:
        return
    if not known:
        return
    edits = list(_before_marks(text, dict(known.spaced))) if known.spaced else []
    if known.quotes[0][1:]:
        edits += _inside_quotes(text, known.quotes[0], known.quotes[1])
    last = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        if edit.start >= last:
            yield edit
            last = edit.end


def _before_marks(text: str, spaced: dict[str, str]) -> Iterator[Edit]:
    marks = re.escape("".join(spaced))
    for found in re.finditer(f"(?<![{marks}])( ?)([{marks}]++)(?=([\\s)\\]»”’\"']|$))", text):
        before = text[max(0, found.start() - 1) : found.start()]
        space = spaced[found[2][0]]
        if not before.strip() or before in "([«“‘" or before in spaced:
            continue
        if found[1] or before.isalnum() or before in ")]}»”’\"'%…$€°":
            yield Edit(found.start(), found.end(), space + found[2])


def _inside_quotes(text: str, opening: str, closing: str) -> Iterator[Edit]:
    mark, space = opening[0], opening[1:]
    for found in re.finditer(f"(?<!\\w){re.escape(mark)}( ?)(?=[^\\s])", text):
        if found.end() < len(text):
            yield Edit(found.start(), found.end(), mark + space)
    mark, space = closing[-1], closing[:-1]
    for found in re.finditer(f"(?<=[^\\s])( ?){re.escape(mark)}(?!\\w)", text):
        yield Edit(found.start(), found.end(), space + mark)
