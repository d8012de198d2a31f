"""Lists with any numbering: the list rule of CommonMark (5.2, 5.3) with Pandoc's `fancy_lists` and `startnum`.

Markers are `-`, `+`, `*`, and a number followed by `.` or `)` or within `( )`, where a number is decimal, a letter,
Roman, or `#`. As in Pandoc, a capital with a full stop needs two spaces after it, so that `B. Russell` is no list item,
and a change of style or delimiter opens a new list. A list of letters or Roman numbers interrupts a paragraph only
inside another list and only where it starts at one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model import NumberDelimiter, NumberStyle

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock


@dataclass(frozen=True, slots=True)
class Marker:
    """A list marker: where it ends, what closes it, and its number and style (`None`: `#` or a bullet)."""

    end: int
    closing: str
    number: int | None = None
    style: NumberStyle | None = None

    @property
    def interrupts(self) -> bool:
        """Whether the marker may interrupt a paragraph (CommonMark 5.2: a bullet, or the number one)."""
        return self.closing in _BULLETS or self.number in (1, None)

    @property
    def fancy(self) -> bool:
        """Whether the marker is Pandoc's and not CommonMark's."""
        return self.closing not in _BULLETS and (self.style != "decimal" or self.closing == "()")

    def continues(self, before: Marker) -> bool:
        """Whether an item with this marker belongs to the list of `before`."""
        return self.closing == before.closing and (None in (self.style, before.style) or self.style == before.style)


def list_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read one list, as a markdown-it block rule: its opening token bears the number, style and delimiter."""
    marker = None if _is_indented(state, start_line) else _marker(state, start_line, None)
    if marker is None or (silent and not _may_interrupt(state, start_line, marker)):
        return False
    if silent:
        return True
    kind = "bullet_list" if marker.closing in _BULLETS else "ordered_list"
    token = state.push(f"{kind}_open", "", 1)
    token.meta = {
        "start": 1 if marker.number is None else marker.number,
        "style": marker.style or "decimal",
        "delimiter": _DELIMITERS.get(marker.closing, "period"),
    }
    outer, state.parentType = state.parentType, "list"
    line = _items(state, start_line, end_line, marker)
    state.parentType = outer
    state.push(f"{kind}_close", "", -1)
    token.map = [start_line, line]
    state.line = line
    return True


def _is_indented(state: StateBlock, line: int) -> bool:
    """Whether the line is indented code or goes on with the paragraph of a list whose items move ever further in."""
    return state.is_code_block(line) or (
        0 <= state.listIndent <= state.sCount[line] - 4 and state.sCount[line] < state.blkIndent
    )


def _may_interrupt(state: StateBlock, line: int, marker: Marker) -> bool:
    if state.parentType != "paragraph" or state.sCount[line] < state.blkIndent:
        return True
    empty = state.skipSpaces(marker.end) >= state.eMarks[line]
    return marker.interrupts and not empty and (not marker.fancy or state.listIndent >= 0)


def _items(state: StateBlock, line: int, end_line: int, marker: Marker) -> int:
    """Read the items from `line` on; return the line after the last one."""
    rules = state.md.block.ruler.getRules("list")
    following: Marker | None = marker
    while following:
        marker = following
        _item(state, line, end_line, marker)
        line = state.line
        if line >= end_line or state.sCount[line] < state.blkIndent or state.is_code_block(line):
            break
        if any(rule(state, line, end_line, True) for rule in rules):
            break
        following = _marker(state, line, marker)
    return line


def _item(state: StateBlock, line: int, end_line: int, marker: Marker) -> None:
    """Read one item: its content is what is indented at least as far as the text after its marker."""
    content, after, offset = _content(state, line, marker)
    token = state.push("list_item_open", "", 1)
    kept = (state.tShift[line], state.sCount[line], state.listIndent, state.blkIndent)
    state.listIndent, state.blkIndent = state.blkIndent, after
    state.tShift[line], state.sCount[line] = content - state.bMarks[line], offset
    if content >= state.eMarks[line] and state.isEmpty(line + 1):
        state.line = min(line + 2, end_line)  # an item that begins with a blank line ends there
    else:
        state.md.block.tokenize(state, line, end_line)
    state.tShift[line], state.sCount[line], state.listIndent, state.blkIndent = kept
    state.push("list_item_close", "", -1)
    token.map = [line, state.line]


def _content(state: StateBlock, line: int, marker: Marker) -> tuple[int, int, int]:
    """Return where the item's text begins in the source, and the columns of the item's content and of that text."""
    position = marker.end
    after_marker = column = state.sCount[line] + position - (state.bMarks[line] + state.tShift[line])
    while position < state.eMarks[line] and state.src[position] in " \t":
        column += 4 - (column + state.bsCount[line]) % 4 if state.src[position] == "\t" else 1
        position += 1
    spaces = column - after_marker
    if position >= state.eMarks[line] or spaces > 4:  # a blank line, or indented code one space after the marker
        spaces = 1
    return position, after_marker + spaces, column


def _marker(state: StateBlock, line: int, before: Marker | None) -> Marker | None:
    """Return the marker at the start of `line`, if it has one that can follow `before` (None: begins a list)."""
    start = state.bMarks[line] + state.tShift[line]
    found = _MARKER.match(state.src, start, state.eMarks[line])
    if not found:
        return None
    if found["bullet"]:
        marker: Marker | None = Marker(found.end(), found["bullet"])
    else:
        closing = found["open"] + found["close"]
        marker = _numbered(found["number"], closing, found.end(), before) if closing in _DELIMITERS else None
        if found["capital"] and closing == "." and not _two_spaces(state, line, found.end()):
            return None
        if marker and marker.fancy and before is None and state.skipSpaces(found.end()) >= state.eMarks[line]:
            return None  # `X.` on a line of its own is a word
    return marker if marker and (before is None or marker.continues(before)) else None


def _two_spaces(state: StateBlock, line: int, end: int) -> bool:
    return end == state.eMarks[line] or state.src[end] == "\t" or state.src[end : end + 2] == "  "


def _numbered(number: str, closing: str, end: int, before: Marker | None) -> Marker | None:
    if number == "#":
        return Marker(end, closing)
    if number.isdecimal():
        return Marker(end, closing, int(number), "decimal")
    lower = number.islower()
    alpha: NumberStyle = "lower-alpha" if lower else "upper-alpha"
    roman: NumberStyle = "lower-roman" if lower else "upper-roman"
    value = _roman(number.lower())
    starts = number in ("i", "I") or (len(number) > 1 and set(number.lower()) <= set("ivx"))
    if value and (before.style == roman if before else starts):
        return Marker(end, closing, value, roman)
    return Marker(end, closing, ord(number.lower()) - ord("a") + 1, alpha) if len(number) == 1 else None


def _roman(number: str) -> int | None:
    """Return the value of a Roman number in lower case, or None if it is not written as Roman numbers are."""
    if not _ROMAN.fullmatch(number):
        return None
    values = [_ROMAN_VALUES[letter] for letter in number]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


_BULLETS = frozenset("-+*")
_DELIMITERS: dict[str, NumberDelimiter] = {".": "period", ")": "paren", "()": "parens"}
_ROMAN = re.compile(r"(?=.)m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_MARKER = re.compile(
    r"(?:(?P<bullet>[-+*])"
    r"|(?P<open>\(?)(?P<number>[0-9]{1,9}|#|[a-z]|[ivxlcdm]{2,12}|(?P<capital>[A-Z]|[IVXLCDM]{2,12}))(?P<close>[.)]))"
    r"(?=[ \t]|$)"
)
