"""A cover made of type, for a work that brings no picture of its own.

It is an SVG: sharp at every size, small, the same bytes everywhere, and the reading system's fonts set every script.
Colours belong to the work, so that all its languages look like one edition. Widths are estimates, since no font is at
hand: generous ones, so that a line never runs over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from unicodedata import category, combining, east_asian_width

from pipeline.emit import matter
from pipeline.emit.edition import Edition
from pipeline.emit.epub.xhtml import content

WIDTH, HEIGHT = 1600, 2400
_COLOURS = (
    ("#1f2f46", "#d9b26a"),
    ("#23402f", "#d8c28a"),
    ("#5a1f2b", "#e3bd84"),
    ("#3b2a4d", "#d7b7c9"),
    ("#173f45", "#dcc07c"),
    ("#4a2f1d", "#e0b778"),
    ("#2b2d33", "#cfa76a"),
    ("#0f3a5d", "#e2c68f"),
)
"""Ground and ornament; the type is always `_INK`. Every pair has a contrast above 4.5 (WCAG 2.2, 1.4.3)."""
_INK = "#f7f2e6"
_SIZES = (190, 168, 150, 132, 116, 102, 90, 78, 68, 58, 48, 40)
_MEASURE = 1220.0
_MOST = 800
"""Characters: more than any cover holds."""
_FONTS = (
    "Palatino, 'Palatino Linotype', 'Book Antiqua', 'Source Serif 4', 'Noto Serif', 'Noto Naskh Arabic', Georgia, serif"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines of type of one size."""

    lines: tuple[str, ...]
    size: int

    @property
    def height(self) -> float:
        """The height of all lines."""
        return len(self.lines) * self.size * 1.24


def cover(edition: Edition, title: str) -> str:
    """Return the cover as an SVG document."""
    language, metadata = edition.language, edition.document.metadata
    ground, ornament = _COLOURS[edition.work.int % len(_COLOURS)]
    heading = fit(title, _SIZES, 1000)
    under = fit(matter.beneath(edition), (70, 60, 52, 44), 420)
    by = fit(" · ".join(matter.authors(edition)), (72, 62, 54, 46), 220)
    house = fit(metadata.publisher, (48, 42), 60)
    top = 430.0
    rule = top + heading.height + 60
    parts = (
        *_lines(heading, top, _INK),
        f'<rect x="700" y="{rule:.0f}" width="200" height="6" fill="{ornament}"/>',
        *_lines(under, rule + 70, _INK),
        *_lines(by, 2010 - by.height, _INK),
        *_lines(house, 2140, ornament),
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" version="1.1" '
        f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' lang="{language.tag}" xml:lang="{language.tag}">\n<title>{content(title)}</title>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{ground}"/>\n'
        f'<rect x="90" y="90" width="1420" height="2220" fill="none" stroke="{ornament}" stroke-width="5"/>\n'
        f'<rect x="114" y="114" width="1372" height="2172" fill="none" stroke="{ornament}" stroke-width="2"/>\n'
        f'<g text-anchor="middle" direction="{language.direction}" font-family="{_FONTS}">\n'
        f"{chr(10).join(parts)}\n</g>\n</svg>\n"
    )


def _lines(setting: Setting, top: float, colour: str) -> Iterator[str]:
    for number, line in enumerate(setting.lines):
        y = top + setting.size * (1 + number * 1.24)
        yield f'<text x="800" y="{y:.0f}" font-size="{setting.size}" fill="{colour}">{content(line)}</text>'


def fit(text: str, sizes: tuple[int, ...], height: float) -> Setting:
    """Return `text` in the largest of `sizes` at which no word is broken and all lines are at most `height` high.

    At the smallest size words are broken, and what is beyond `height` is cut off with an ellipsis.
    """
    text = text[:_MOST]
    longest = max(map(_width, _pieces(text)), default=0.0)
    for size in sizes:
        setting = Setting(_wrapped(text, _MEASURE / size), size)
        if longest * size <= _MEASURE and setting.height <= height:
            return setting
    most = max(1, int(height / (sizes[-1] * 1.24)))
    lines = setting.lines
    return Setting(lines if len(lines) <= most else (*lines[: most - 1], f"{lines[most - 1]}…"), sizes[-1])


def _wrapped(text: str, measure: float) -> tuple[str, ...]:
    """Return `text` in as few lines as fit into `measure` (in ems), made as even as they can be."""
    lines = _filled(text, measure)
    for share in (0.6, 0.7, 0.8, 0.9):
        evener = _filled(text, measure * share)
        if len(evener) == len(lines):
            return evener
    return lines


def _filled(text: str, measure: float) -> tuple[str, ...]:
    lines, line, width = [], "", 0.0
    for piece in (part for whole in _pieces(text) for part in _broken(whole, measure)):
        length = _width(piece.rstrip())
        if line and width + length > measure:
            lines.append(line.rstrip())
            line, width = "", 0.0
        line, width = line + piece, width + _width(piece)
    return tuple(filter(None, (*lines, line.rstrip())))


def _pieces(text: str) -> tuple[str, ...]:
    """Return `text` cut where a line may end: after spaces, and between the characters of scripts written without."""
    pieces: list[str] = []
    before = " "
    for word in text.split():
        for character in f"{word} ":
            if pieces and not _ends(before, character):
                pieces[-1] += character
            else:
                pieces.append(character)
            before = character
    return tuple(pieces)


def _ends(before: str, after: str) -> bool:
    """Return whether a line may end between two characters (much simplified from UAX #14)."""
    if after == " " or combining(after) or (category(after)[0] in "MPC" and category(after) not in ("Ps", "Pi")):
        return False
    wide = _wide(before) or _wide(after)
    return before == " " or (wide and category(before) not in ("Ps", "Pi"))


def _broken(piece: str, measure: float) -> Iterator[str]:
    """Yield the parts of a piece that is longer than a line."""
    part, width = "", 0.0
    for character in piece:
        step = _width(character)
        if part and step and character != " " and width + step > measure:
            yield part
            part, width = "", 0.0
        part, width = part + character, width + step
    yield part


def _wide(character: str) -> bool:
    return east_asian_width(character) in "WF"


def _width(text: str) -> float:
    return sum(map(_em, text))


@cache
def _em(character: str) -> float:
    """Return about how wide a character of a serif face is, in ems."""
    if category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if _wide(character):
        return 1.0
    if character in " .,:;'’‘!|ijltfrI()[]":
        return 0.36
    return 0.78 if character.isupper() or character in "mwMW—…%@" else 0.56
