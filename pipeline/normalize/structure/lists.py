"""Bullet and numbered lists among the lines of a plain text, nested by indentation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from pipeline.model import Block, Blocks, BulletList, NumberDelimiter, NumberStyle, OrderedList, Paragraph, Text
from pipeline.normalize.structure.lines import Line
from pipeline.normalize.structure.signs import Label, cells, label
from pipeline.report import Change

_BULLET = re.compile(r"([-*+•‣◦·▪▫●○■□➢➤►✓✔❖\u2043])\s+(?=\S)")
"""Signs that open an item. A dash longer than a hyphen is left out: it opens speech in many languages."""

_DEEPEST = 8

_CLOSE = {"period": "{}.", "paren": "{})", "parens": "({})"}


@dataclass(frozen=True, slots=True)
class _Marker:
    """How a line opens an item: by a sign or a number, with what text after it and where that text begins."""

    sign: str
    label: Label | None
    rest: str
    content: int


@dataclass(frozen=True, slots=True)
class FoundList:
    """A list that begins at a line, the line after its last, and for each list of numbers the change of its marks."""

    block: Block
    end: int
    changes: tuple[Change, ...] = ()


def is_item(text: str) -> bool:
    """Tell whether a line opens an item: by a sign or a number, with text after it on the line."""
    return _marker(text.strip(), 0) is not None


def _marker(text: str, indent: int) -> _Marker | None:
    bullet = _BULLET.match(text)
    if bullet:
        return _Marker(bullet[1], None, text[bullet.end() :], indent + cells(bullet[0]))
    found = label(text)
    if found is None or not found.rest or not (text[len(found.mark)].isspace() or found.delimiter != "period"):
        return None
    return _Marker("", found, found.rest, indent + cells(found.mark) + 1)


def find_list(lines: tuple[Line, ...], start: int, depth: int = 0) -> FoundList | None:
    """Return the list that begins at line `start`, or None.

    A list has at least two items directly after one another, blank lines aside, with the same sign or with running
    numbers; lines indented as far as an item's text belong to that item. Numbers in a style that no edition can set
    (Han) make no list: such lines stay as they are.
    """
    marker = _marker(lines[start].text, lines[start].indent)
    if marker is None or depth > _DEEPEST:
        return None
    styles = [""] if marker.label is None else [style for style, _ in marker.label.values if style != "han"]
    found = [result for style in styles if (result := _collect(lines, start, style, depth))]
    return max(found, key=lambda result: result.end, default=None)


def _collect(lines: tuple[Line, ...], start: int, style: str, depth: int) -> FoundList | None:
    items: list[list[Block]] = []
    changes: list[Change] = []
    marks: list[Label] = []
    indent, first, at, content = lines[start].indent, _marker(lines[start].text, 0), start, 0
    while at < len(lines):
        line = lines[at]
        marker = _marker(line.text, line.indent)
        if marker and abs(line.indent - indent) < 2 and _goes_on(first, marker, style, len(items)):
            items.append([Paragraph((Text(marker.rest),), line.location)])
            content = marker.content
            marks.extend([marker.label] if marker.label else [])
        elif items and line.indent >= min(content, indent + 2) and line.indent > indent:
            inner = find_list(lines, at, depth + 1)
            items[-1].append(inner.block if inner else Paragraph((Text(line.text),), line.location))
            changes.extend(inner.changes if inner else ())
            at = inner.end - 1 if inner else at
        else:
            break
        at += 1
    if len(items) < 2 or first is None:
        return None
    numbered = _marks(marks, style, lines[start]) if marks else ()
    made = _list(first, style, tuple(tuple(item) for item in items), lines[start])
    return FoundList(made, at, (*numbered, *changes))


def _goes_on(first: _Marker | None, marker: _Marker, style: str, count: int) -> bool:
    """Tell whether this marker is the next of the list that `first` opened, after `count` items."""
    if first is None or (first.label is None) != (marker.label is None):
        return False
    if first.label is None or marker.label is None:
        return first.sign == marker.sign
    start, value = first.label.value(style), marker.label.value(style)
    return start is not None and value == start + count and first.label.delimiter == marker.label.delimiter


def _marks(marks: list[Label], style: str, line: Line) -> tuple[Change, ...]:
    """Return the change from the numbers as they stood to those that an edition will write (`١.` becomes `1.`)."""
    before = " ".join(found.mark for found in marks)
    written = (_CLOSE[found.delimiter].format(found.value(style)) for found in marks)
    return (Change("structure", before, " ".join(written) if style == "decimal" else before, line.location),)


def _list(first: _Marker, style: str, items: tuple[Blocks, ...], line: Line) -> Block:
    if first.label is None:
        return BulletList(items, line.location)
    return OrderedList(
        items,
        first.label.value(style) or 0,
        cast(NumberStyle, style),
        cast(NumberDelimiter, first.label.delimiter),
        line.location,
    )
