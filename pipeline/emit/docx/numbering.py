"""The numbering part: one definition for each way of marking items, one list for each list of the document."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.emit.docx.look import Look, twips
from pipeline.emit.docx.story import Numbering
from pipeline.emit.docx.xml import Markup, join, part
from pipeline.model import NumberDelimiter, NumberStyle

DEPTHS = 9
"""Word's lists have nine levels (ECMA-376 part 1, 17.9.6); a list still deeper bears the marks of the ninth."""

_BULLETS = ("•", "–", "◦")
_FORMATS: dict[NumberStyle, str] = {
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}
_LABELS: dict[NumberDelimiter, str] = {"period": "%{}.", "paren": "%{})", "parens": "(%{})"}
Way = tuple[NumberStyle | None, NumberDelimiter]


def level(numbering: Numbering) -> int:
    """Return the level (`w:ilvl`) that a list's items stand at."""
    return min(numbering.depth, DEPTHS - 1)


def hanging(numbering: Numbering, items: int, look: Look) -> int:
    """Return how far the text of items stands from the margin of their marks: wide enough for the widest mark.

    A letter or digit is taken as half as wide as high, a mark as the space that its delimiter needs.
    """
    if numbering.style is None:
        return look.step
    numbers = range(numbering.start, numbering.start + items)
    widest = max((_length(number, numbering.style) for number in numbers), default=1)
    digit = twips(0.52 * look.theme.body.size)
    return max(look.step, digit * (widest + len(_LABELS[numbering.delimiter]) - 1))


def _length(number: int, style: NumberStyle) -> int:
    """Return how many characters a number has, about, in a style."""
    match style:
        case "decimal":
            return len(str(number))
        case "lower-alpha" | "upper-alpha":
            return (number - 1) // 26 + 1
        case "lower-roman" | "upper-roman":
            return sum((0, 1, 2, 3, 2, 1, 2, 3, 4, 2)[int(digit)] for digit in str(number))


def numbering_part(lists: Sequence[Numbering], step: int) -> bytes:
    """Return the part; list n of the document is `w:num` n, and starts where its author said (17.9.26)."""
    ways = list(dict.fromkeys((one.style, one.delimiter) for one in lists))
    definitions = join(_definition(number, way, step) for number, way in enumerate(ways))
    numbers = {way: number for number, way in enumerate(ways)}
    used = join(_list(number, one, numbers[one.style, one.delimiter]) for number, one in enumerate(lists, 1))
    return part("w:numbering", Markup(definitions + used))


def _definition(number: int, way: Way, step: int) -> Markup:
    levels = join(_level(depth, way, step) for depth in range(DEPTHS))
    kind = '<w:multiLevelType w:val="hybridMultilevel"/>'
    return Markup(f'<w:abstractNum w:abstractNumId="{number}">{kind}{levels}</w:abstractNum>')


def _level(depth: int, way: Way, step: int) -> Markup:
    style, delimiter = way
    label = _LABELS[delimiter].format(depth + 1) if style else _BULLETS[depth % len(_BULLETS)]
    return Markup(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{_FORMATS[style] if style else "bullet"}"/>'
        f'<w:lvlText w:val="{label}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{step * (depth + 1)}" w:hanging="{step}"/></w:pPr></w:lvl>'
    )


def _list(number: int, numbering: Numbering, definition: int) -> Markup:
    start = f'<w:startOverride w:val="{numbering.start}"/>' if numbering.style else ""
    override = f'<w:lvlOverride w:ilvl="{level(numbering)}">{start}</w:lvlOverride>' if start else ""
    return Markup(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{override}</w:num>')
