r"""Hard-wrapped lines become whole lines again, and words broken at line ends are mended.

Whether a text is wrapped is seen from its lines alone: where they are filled, the next word would not have fitted. Long
lines mean that each line is a paragraph already. What is left after this pass, one line is one thing: a paragraph, a
heading, a list item or a verse. The `Div` of role `lines` becomes one of role `unwrapped` with a `Div` for each run of
lines, of role `run`, or `quote` where the layout sets it off from the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from pipeline.model import Block, Blocks, Div, Document, Paragraph, Text
from pipeline.normalize.structure.lines import split
from pipeline.normalize.structure.lists import is_item
from pipeline.normalize.structure.signs import cells, ends_sentence, is_caps, joins_without_space, pauses, starts_low
from pipeline.report import Change, Finding, Location, Outcome, Severity
from pipeline.walk import plain

_WIDEST = 120
"""Nobody wraps lines at more columns; longer lines are whole paragraphs."""

_SLACK = 10
"""Columns that a filled line may be short of: editors differ, and authors break before a long word."""

_UNEVEN = 0.4
"""The part of the width that lines of an uneven text may be short of, if as many as go on for certain are."""

_HYPHENS = "-‐\u00ad"


def apply(document: Document) -> Outcome[Document]:
    """Return the document with wrapped lines joined; one change for each paragraph, one for each mended hyphen.

    No letter or digit is lost; a hyphen is, where it only broke a word. Hyphens at line ends that look as if they broke
    a word, but could not be mended, are a finding. Documents without raw lines stay as they are.
    """
    changes: list[Change] = []
    findings: list[Finding] = []
    blocks = tuple(
        _unwrap(block, changes, findings) if isinstance(block, Div) and block.role == "lines" else block
        for block in document.blocks
    )
    unwrapped = replace(document, blocks=blocks) if blocks != document.blocks else document
    return Outcome(unwrapped, tuple(findings), tuple(changes))


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a text is set: its width (0: not wrapped), how many columns filled lines may lack, indentation, words.

    `marked` says that paragraphs begin indented. The words are those of the whole text, gathered only where hyphens ask
    for them.
    """

    width: int
    slack: int
    indent: int
    marked: bool
    words: frozenset[str]


@dataclass(slots=True)
class _Joined:
    """A line being put together from `parts`; `last` is the line it ends with, as it stood."""

    parts: list[str]
    last: str
    location: Location | None
    seam: tuple[str, str] = ("", "")


def _unwrap(div: Div, changes: list[Change], findings: list[Finding]) -> Div:
    runs = [(split(block), block.location) for block in div.blocks if isinstance(block, Paragraph)]
    layout = _layout([lines for lines, _ in runs])
    blocks = tuple(_run(lines, place, layout, changes) for lines, place in runs if any(line.strip() for line in lines))
    findings.extend(_unmended(blocks))
    return replace(div, blocks=blocks, role="unwrapped")


def _unmended(blocks: Blocks) -> Iterator[Finding]:
    """Yield a finding if lines still end in a hyphen before a small letter; its place is that of the first."""
    lines = [line for block in blocks if isinstance(block, Div) for line in block.blocks if isinstance(line, Paragraph)]
    texts = [plain(line.content).strip() for line in lines]
    places = [at for at, pair in enumerate(pairwise(texts)) if _breaks_word(*pair)]
    if places:
        first = f"“{texts[places[0]].split()[-1]}” before “{texts[places[0] + 1].split()[0]}”"
        more = f" and {len(places) - 1} more" if len(places) > 1 else ""
        message = f"a line ends in a hyphen that may break a word: {first}{more}"
        hint = "join the two parts in the source, or let the lines of a paragraph follow each other without blank ones"
        yield Finding("lines.hyphens", message, Severity.WARNING, lines[places[0]].location, hint)


def _layout(runs: list[list[str]]) -> _Layout:
    pairs = [(above, below) for lines in runs for above, below in pairwise(lines) if not is_item(below)]
    indents = Counter(_indent(line) for lines in runs for line in lines)
    indent = indents.most_common(1)[0][0] if indents else 0
    width = _width([cells(above) for above, _ in pairs], [cells(line) for lines in runs for line in lines])
    slack = _slack(pairs, width)
    marked = _is_marked(runs)
    if not width or not _is_wrapped(pairs, width, slack if marked else _SLACK):
        return _Layout(0, 0, indent, False, frozenset())
    broken = any(above[-1:] in _HYPHENS for above, _ in pairs)
    words = frozenset(word for lines in runs for word in _words(lines)) if broken else frozenset()
    return _Layout(width, slack, indent, marked, words)


def _is_marked(runs: list[list[str]]) -> bool:
    """Tell whether paragraphs begin indented: there is a line with the next one further left for every two runs."""
    longer = [lines for lines in runs if len(lines) > 2]
    opened = sum(_indent(above) > _indent(below) for lines in longer for above, below in pairwise(lines))
    return opened >= 2 and opened >= 0.5 * len(longer)


_Pairs: TypeAlias = list[tuple[str, str]]
"""Lines, each with the one below it."""


def _is_wrapped(pairs: _Pairs, width: int, slack: int) -> bool:
    """Tell whether most lines are filled, or a word that a line's end broke says so, and the text is no verse."""
    if any(_breaks_word(*pair) for pair in pairs):
        return sum(_filled(*pair, width, slack) or _is_broken(*pair) for pair in pairs) >= 0.5 * len(pairs)
    filled = sum(_filled(*pair, width, slack) for pair in pairs)
    enough = filled >= 0.5 * len(pairs) and (filled >= 3 or any(_is_broken(*pair) for pair in pairs))
    return enough and not _is_verse(pairs)


def _slack(pairs: _Pairs, width: int) -> int:
    """Return how many columns nine in ten of the lines are short of after which a sentence goes on in lower case."""
    short = sorted(width - cells(above) for above, below in pairs if _is_broken(above, below))
    if len(short) < _FEW:
        return _SLACK
    return max(_SLACK, min(short[int(0.9 * len(short))], int(_UNEVEN * width)))


_FEW = 5
"""Fewer lines say nothing about how uneven a text is, or whether it is verse."""


def _is_verse(pairs: _Pairs) -> bool:
    """Tell whether lines are verses: most begin with a capital whatever ends before, or most end in a mark.

    In prose one line in three at most begins with a capital (German), and one in five ends in a mark.
    """
    stopped = sum(ends_sentence(above) or pauses(above) for above, _ in pairs)
    return len(pairs) >= _FEW and (_is_capitalized(pairs) or stopped > 0.5 * len(pairs))


def _is_capitalized(pairs: _Pairs) -> bool:
    """Tell whether most lines begin with a capital though the line above ends no sentence."""
    going = [below for above, below in pairs if not ends_sentence(above) and not is_caps(below)]
    return len(going) >= 3 and sum(below.strip()[:1].isupper() for below in going) >= 0.7 * len(going)


def _breaks_word(above: str, below: str) -> bool:
    """Tell whether a hyphen after letters ends a line and the next begins with a small letter."""
    return above[-1:] in _HYPHENS and above[-2:-1].isalpha() and below.lstrip()[:1].islower()


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


def _filled(above: str, below: str, width: int, slack: int) -> bool:
    """Tell whether the first word of the line below would not have fitted on the line above."""
    word = below.split(maxsplit=1)[0] if below.split() else ""
    if above and word and joins_without_space(above[-1], word[0]):
        return cells(above) >= width - 4
    return cells(above) + 1 + cells(word) > width - slack


def _is_broken(above: str, below: str) -> bool:
    """Tell whether a sentence seems to go on from one line to the next."""
    first = below.strip()[:1]
    return not ends_sentence(above) and not pauses(above) and first.isalpha() and not first.isupper()


def _run(lines: list[str], place: Location | None, layout: _Layout, changes: list[Change]) -> Block:
    """Return one run of lines as a `Div` with a paragraph for each whole line."""
    joined: list[_Joined] = []
    wrapped = layout.width and not _is_stanza(lines, layout.width)
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        if wrapped and joined and _continues(joined[-1], line, layout):
            _join(joined[-1], line, layout, changes)
        else:
            joined.append(_Joined([line], line, _at(place, number)))
    changes.extend(Change("unwrap", item.seam[0], item.seam[1], item.location) for item in joined if item.seam[0])
    role = "quote" if _set_off(lines, joined, layout) else "run"
    return Div(
        tuple(Paragraph((Text("".join(item.parts)),), item.location) for item in joined), role=role, location=place
    )


def _is_stanza(lines: list[str], width: int) -> bool:
    """Tell whether a run within wrapped text is verse all the same: its lines begin so, and are not filled."""
    pairs = list(pairwise(lines))
    return _is_capitalized(pairs) and sum(_filled(*pair, width, 0) for pair in pairs) <= 0.5 * len(pairs)


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
    if layout.marked and _indent(above.parts[0]) > _indent(below) and cells(above.last) > _UNEVEN * layout.width:
        return True
    if _filled(above.last, below, layout.width, layout.slack) or (
        above.last[-1] in _HYPHENS and above.last[-2:-1].isalpha()
    ):
        return True
    return (
        starts_low(below.strip())
        and not ends_sentence(above.last)
        and (cells(above.last) > min(0.6 * layout.width, layout.width - 2 * layout.slack))
    )


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
