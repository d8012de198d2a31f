r"""Hard-wrapped lines become whole lines again, and words broken at line ends are mended.

Whether a text is wrapped is seen from its lines alone: where they are filled, the next word would not have fitted. Long
lines mean that each line is a paragraph already. What is left after this pass, one line is one thing: a paragraph, a
heading, a list item or a verse. The `Div` of role `lines` becomes one of role `unwrapped` with a `Div` for each run of
lines, of role `run`, or `quote` where the layout sets it off from the text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.model import Block, Div, Document, Paragraph, Text
from pipeline.normalize.structure.lines import split
from pipeline.normalize.structure.lists import is_item
from pipeline.normalize.structure.signs import cells, ends_sentence, joins_without_space, pauses, starts_low
from pipeline.report import Change, Location, Outcome

_WIDEST = 120
"""Nobody wraps lines at more columns; longer lines are whole paragraphs."""

_SLACK = 10
"""Columns that a filled line may be short of: editors differ, and authors break before a long word."""

_HYPHENS = "-‐\u00ad"


def apply(document: Document) -> Outcome[Document]:
    """Return the document with wrapped lines joined; one change for each paragraph, one for each mended hyphen.

    No letter or digit is lost; a hyphen is, where it only broke a word. Documents without raw lines stay as they are.
    """
    changes: list[Change] = []
    blocks = tuple(
        _unwrap(block, changes) if isinstance(block, Div) and block.role == "lines" else block
        for block in document.blocks
    )
    return Outcome(replace(document, blocks=blocks) if blocks != document.blocks else document, changes=tuple(changes))


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a text is set: its width (0: not wrapped), its usual indentation, its words where hyphens ask for them."""

    width: int
    indent: int
    words: frozenset[str]


@dataclass(slots=True)
class _Joined:
    """A line being put together from `parts`; `last` is the line it ends with, as it stood."""

    parts: list[str]
    last: str
    location: Location | None
    seam: tuple[str, str] = ("", "")


def _unwrap(div: Div, changes: list[Change]) -> Div:
    runs = [(split(block), block.location) for block in div.blocks if isinstance(block, Paragraph)]
    layout = _layout([lines for lines, _ in runs])
    blocks = tuple(_run(lines, place, layout, changes) for lines, place in runs if any(line.strip() for line in lines))
    return replace(div, blocks=blocks, role="unwrapped")


def _layout(runs: list[list[str]]) -> _Layout:
    pairs = [(above, below) for lines in runs for above, below in pairwise(lines) if not is_item(below)]
    indents = Counter(_indent(line) for lines in runs for line in lines)
    indent = indents.most_common(1)[0][0] if indents else 0
    width = _width([cells(above) for above, _ in pairs], [cells(line) for lines in runs for line in lines])
    filled = sum(_filled(above, below, width) for above, below in pairs)
    if not width or filled < 0.5 * len(pairs) or (filled < 3 and not any(_is_broken(*pair) for pair in pairs)):
        return _Layout(0, indent, frozenset())
    broken = any(above[-1:] in _HYPHENS for above, _ in pairs)
    words = frozenset(word for lines in runs for word in _words(lines)) if broken else frozenset()
    return _Layout(width, indent, words)


def _width(inner: list[int], every: list[int]) -> int:
    """Return the column lines are wrapped at, or 0 if hardly any line is followed by another or lines are too long."""
    if not inner:
        return 0
    longer = sum(width > _WIDEST for width in every)
    width = sorted(inner)[round(0.95 * (len(inner) - 1))]
    return width if width <= _WIDEST and longer <= 0.05 * len(every) and width >= 30 else 0


def _indent(line: str) -> int:
    return len(line.expandtabs(8)) - len(line.expandtabs(8).lstrip())


def _words(lines: list[str]) -> list[str]:
    return [word.casefold() for line in lines for word in _WORD.findall(line.rstrip(_HYPHENS))]


_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")


def _filled(above: str, below: str, width: int) -> bool:
    """Tell whether the first word of the line below would not have fitted on the line above."""
    word = below.split(maxsplit=1)[0] if below.split() else ""
    if above and word and joins_without_space(above[-1], word[0]):
        return cells(above) >= width - 4
    return cells(above) + 1 + cells(word) > width - _SLACK


def _is_broken(above: str, below: str) -> bool:
    """Tell whether a sentence seems to go on from one line to the next."""
    first = below.strip()[:1]
    return not ends_sentence(above) and not pauses(above) and first.isalpha() and not first.isupper()


def _run(lines: list[str], place: Location | None, layout: _Layout, changes: list[Change]) -> Block:
    """Return one run of lines as a `Div` with a paragraph for each whole line."""
    joined: list[_Joined] = []
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        if layout.width and joined and _continues(joined[-1], line, layout):
            _join(joined[-1], line, layout, changes)
        else:
            joined.append(_Joined([line], line, _at(place, number)))
    changes.extend(Change("unwrap", item.seam[0], item.seam[1], item.location) for item in joined if item.seam[0])
    role = "quote" if _set_off(lines, joined, layout) else "run"
    return Div(
        tuple(Paragraph((Text("".join(item.parts)),), item.location) for item in joined), role=role, location=place
    )


def _at(place: Location | None, number: int) -> Location | None:
    return Location(place.file, place.line + number) if place and place.line else place


def _continues(above: _Joined, below: str, layout: _Layout) -> bool:
    """Tell whether the line below goes on with the one above."""
    if is_item(below) or below.lstrip()[:1] in {">", "|"} or not any(char.isalnum() for char in below):
        return False
    if not any(char.isalnum() for char in above.last):
        return False
    new_paragraph = _indent(below) > _indent(above.last) and not (len(above.parts) == 1 and is_item(above.parts[0]))
    if new_paragraph:
        return False
    if _filled(above.last, below, layout.width) or (above.last[-1] in _HYPHENS and above.last[-2:-1].isalpha()):
        return True
    return starts_low(below.strip()) and not ends_sentence(above.last) and cells(above.last) > 0.6 * layout.width


def _join(above: _Joined, line: str, layout: _Layout, changes: list[Change]) -> None:
    below = line.strip()
    left, right = above.parts[-1].rsplit(None, 1)[-1], below.split(None, 1)[0]
    seam = _seam(left, right, layout.words)
    if not above.seam[0]:
        above.seam = (f"{left}\n{right}", seam)
    elif seam == left[:-1] + right:
        changes.append(Change("unwrap", f"{left}\n{right}", seam, above.location))
    above.parts[-1] = above.parts[-1][: -len(left)]
    above.parts.append(seam + below[len(right) :])
    above.last = line


def _seam(left: str, right: str, words: frozenset[str]) -> str:
    """Return two words that stood at a line end and a line start, as they belong together."""
    if joins_without_space(left[-1], right[0]):
        return left + right
    if left[-1] not in _HYPHENS or not left[-2:-1].isalpha() or not right[0].isalpha():
        return f"{left} {right}"
    whole = left[:-1] + right
    if left[-1] == "\u00ad":
        return whole
    if not (left[-2].islower() and right[0].islower()):
        return left + right
    found = _WORD.search(whole.casefold())
    known = found is not None and found.group() in words
    hyphened = _WORD.search((left + right).casefold())
    return whole if known or hyphened is None or hyphened.group() not in words else left + right


def _set_off(lines: list[str], joined: list[_Joined], layout: _Layout) -> bool:
    """Tell whether a run is indented as a whole, on both sides, and wrapped there: a quotation set off."""
    indents = {_indent(line) for line in lines[1:]}
    if not layout.width or len(lines) < 2 or len(indents) != 1 or len(joined) == len(lines) or is_item(lines[0]):
        return False
    return min(indents) >= layout.indent + 2 and _indent(lines[0]) >= min(indents)
