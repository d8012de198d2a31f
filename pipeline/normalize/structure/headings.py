"""Which lines of a plain text are headings, in any language, and how deep.

What is looked at: how short a line is beside a paragraph of the same text, blank lines round it, how it ends, whether
the line after it is longer; and, stronger than each of these, regularity: series of lines
(`pipeline.normalize.structure.series`), or a layout where each run of lines opens with a short one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipeline.normalize.structure.lines import Line, body_width
from pipeline.normalize.structure.series import MANY, find_series, opens_run
from pipeline.normalize.structure.signs import (
    bare_numbers,
    bracketed,
    ends_sentence,
    has_letter,
    is_caps,
    label,
    pauses,
    starts_low,
)

_EARLY = 4
"""So many lines after the title, a text whose headings stand right above their text may have one set apart."""


@dataclass(frozen=True, slots=True)
class Headings:
    """The lines that are headings, each with the class it looks like (`first article`, `caps`, `plain`)."""

    classes: dict[int, str]
    series: frozenset[int]
    """Those that belong to a series, and so are certain."""


def find_headings(lines: Sequence[Line], taken: Collection[int], opened: int = 1) -> Headings:
    """Return the headings among the lines that are not `taken` by lists, quotations and the like.

    `opened` is the line after title and subtitle. A heading may follow them without a blank line.
    """
    view = _view(lines, taken, opened)
    classes = dict(find_series(lines, [index for index in view.short if index + 1 < len(lines)], view.regular))
    series = frozenset(classes)
    indents = Counter(lines[index].indent for index in classes)
    usual = indents.most_common(1)[0][0] if len(classes) >= MANY else None
    for index in reversed(view.short):
        kind = "" if index in classes else _alone(view, index, classes)
        if kind and (usual is None or lines[index].indent <= usual or kind == "label"):
            classes[index] = kind
    return Headings({index: classes[index] for index in sorted(classes)}, series)


@dataclass(frozen=True, slots=True)
class _View:
    """The lines with what they have in common: which are short, which open a run, whether most runs open so."""

    lines: Sequence[Line]
    limit: int
    short: list[int]
    opening: frozenset[int]
    regular: bool
    repeated: frozenset[str]
    opened: int


def _view(lines: Sequence[Line], taken: Collection[int], opened: int) -> _View:
    free = tuple(line for index, line in enumerate(lines) if index not in taken)
    limit = max(16, min(100, int(0.7 * body_width(free))))
    short = [
        index
        for index, line in enumerate(lines)
        if index not in taken and line.width <= limit and (has_letter(line.text) or bare_numbers(line.text))
    ]
    opening = frozenset(index for index in short if opens_run(lines, index))
    runs = sum(line.first and not line.last for line in lines)
    times = Counter(lines[index].text for index in short)
    repeated = frozenset(text for text, count in times.items() if count >= 3)
    regular = len(opening) >= MANY and len(opening) >= 0.6 * runs
    return _View(lines, limit, short, opening, regular, repeated, opened)


def _alone(view: _View, index: int, classes: Collection[int]) -> str:
    """Return the class of a heading that belongs to no series, or "" if the line is none.

    `classes` holds the headings already found, all those below this line among them.
    """
    lines, line = view.lines, view.lines[index]
    if index + 1 >= len(lines) or line.text in view.repeated:
        return ""
    kind = "label" if label(line.text) else "caps" if is_caps(line.text) else "plain"
    if index == view.opened and classes and (not line.first or kind == "plain"):
        return kind if _below_title(view) else ""
    below, above = lines[index + 1], lines[index - 1] if index else None
    regular = view.regular and index in view.opening
    over_longer = below.width > min(max(view.limit, 40), 1.5 * line.width) or index + 1 in classes
    if not _may_begin(line.text) or not _may_end(line.text, regular) or starts_low(below.text) or not over_longer:
        return ""
    if above is not None and pauses(above.text) and not regular and index - 1 not in classes:
        return ""
    if not line.first:
        return kind if _stands_out(line, above) or _names_chapter(lines, index) else ""
    if line.last and kind == "plain" and not (below.width > view.limit or index + 1 in classes):
        return ""
    if line.last and kind == "plain" and view.regular and index > view.opened + _EARLY:
        return ""
    return kind


def _stands_out(line: Line, above: Line | None) -> bool:
    """Tell whether a line within a run is in capitals, or a number alone, after a finished sentence or a like line."""
    numbered = label(line.text)
    bare = numbered is not None and not numbered.rest
    return (is_caps(line.text) or bare) and above is not None and (ends_sentence(above.text) or is_caps(above.text))


def _names_chapter(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line ends a run of two that a numbered line in capitals opens: `CHAPTER II`, `The Evening`."""
    line, above = lines[index], lines[index - 1]
    return line.last and above.first and is_caps(above.text) and bool(bare_numbers(above.text))


def _below_title(view: _View) -> bool:
    """Tell whether the line right below the title of a text with headings heads what comes before those."""
    line, below = view.lines[view.opened], view.lines[view.opened + 1]
    one_word = is_caps(line.text) or not any(char.isspace() for char in line.text)
    ended = (pauses(line.text) and not (one_word and view.regular and line.text[-1] not in ",،、")) or (
        line.first and ends_sentence(line.text) and not view.regular
    )
    return not ended and below.width > 1.5 * line.width and (line.text[0].isalnum() or bracketed(line.text))


def _may_end(text: str, regular: bool) -> bool:
    """Tell whether a heading may end so: not like a sentence, but for a bare number (`IV.`), nor in a pause.

    Where the layout of the whole text tells headings (`regular`), an end like a sentence's will do.
    """
    numbered = label(text)
    if numbered is not None and not numbered.rest:
        return True
    if pauses(text):
        return regular and is_caps(text) and text[-1] in ":："
    return regular or not ends_sentence(text)


def _may_begin(text: str) -> bool:
    """Tell whether a heading may begin so: with a letter or a number, not a small one; in brackets only as a whole."""
    if bracketed(text):
        return text[0] not in "(（" and has_letter(text)
    return (text[0].isalnum() or text[0] in "¿¡§(“‘«\"'") and not starts_low(text)


def levels(lines: Sequence[Line], classes: dict[int, str]) -> dict[int, int]:
    """Return the level of each heading.

    Headings of one class have one level. A new class lies below the heading before it if nothing stands between the
    two, or if that heading's class goes on later; otherwise it stands beside it. Class `label` splits by the kind of
    number and by capitals.
    """
    kinds = _without_strays({index: _kind(lines[index].text, kind) for index, kind in classes.items()})
    last = {kind: index for index, kind in kinds.items()}
    depth: dict[str, int] = {}
    above, previous = "", -2
    for index, kind in kinds.items():
        if kind not in depth:
            inside = above and (previous == index - 1 or (last[above] > index and above != "plain"))
            depth[kind] = depth.get(above, 0 if inside else 1) + (1 if inside else 0)
        above, previous = kind, index
    return {index: min(6, depth[kind]) for index, kind in kinds.items()}


def _without_strays(kinds: dict[int, str]) -> dict[int, str]:
    """Return the kinds with a lone one among members of a series taken for one of them: it is misspelt."""
    order, times = list(kinds), Counter(kinds.values())
    for above, index, below in zip(order, order[1:], order[2:], strict=False):
        series = kinds[above] == kinds[below] and times[kinds[above]] >= MANY and _of_series(kinds[above])
        if series and times[kinds[index]] == 1 and _of_series(kinds[index]):
            kinds[index] = kinds[above]
    return kinds


def _of_series(kind: str) -> bool:
    """Tell whether the kind is that of a series, not of lines found one by one."""
    return kind not in {"plain", "caps", "label"}


def _kind(text: str, kind: str) -> str:
    numbered = label(text)
    if numbered is None or not (kind in {"label", "caps"} or kind.startswith("number")):
        return kind
    case = "caps " if is_caps(numbered.rest) else ""
    return f"{case}{numbered.values[0][0]} {numbered.delimiter}"
