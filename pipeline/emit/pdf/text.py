"""Runs of letters become words: cut where a line may break, measured, in the fonts that have them.

A word is what no line break may divide: parts in one or several fonts, then perhaps a space. Words are shared: the same
letters in the same ink are measured once in an edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, TypeAlias

from pipeline.emit.pdf import bidi
from pipeline.emit.pdf.arabic import join
from pipeline.emit.pdf.fonts import THIN, Font, Fonts
from pipeline.emit.pdf.theme import BLACK, Colour, Face


class Link(NamedTuple):
    """Where letters lead: `key` tells links apart; `target` is an address, or `#` and the name of a destination."""

    key: int
    target: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Ink:
    """All that letters of one run share."""

    face: Face
    size: float
    colour: Colour = BLACK
    rise: float = 0.0
    link: Link | None = None
    struck: bool = False
    language: str = ""


class Run(NamedTuple):
    """Letters in one ink. `anchor` names a destination where they stand; `note` is the note that they refer to."""

    text: str
    ink: Ink
    anchor: str = ""
    note: int = 0


class Picture(NamedTuple):
    """A picture that stands in a line like a letter; `sunk` is how far it reaches below the baseline."""

    name: str
    width: float
    height: float
    ink: Ink
    sunk: float = 1.0


class Break(NamedTuple):
    """The end of a line that the author asked for."""


Item: TypeAlias = Run | Picture | Break


class Part(NamedTuple):
    """Letters in one font, in the order in which they are drawn. `fixed`: a space that does not stretch."""

    text: str
    font: Font
    ink: Ink
    size: float
    width: float
    level: int = 0
    fixed: bool = False
    picture: Picture | None = None
    anchor: str = ""


class Word(NamedTuple):
    """An unbreakable piece of a line, then perhaps a space: `gap`. `stretch` counts the no-break spaces inside."""

    parts: tuple[Part, ...]
    width: float
    gap: Part | None = None
    breaks: bool = False
    ends: bool = False
    level: int = 0
    stretch: int = 0
    height: float = 0.0
    notes: tuple[int, ...] = ()

    @property
    def space(self) -> float:
        """The width of the space after the word."""
        return self.gap.width if self.gap else 0.0


class Composer:
    """Measures and breaks the text of one edition."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self._known: dict[tuple[Ink, int], dict[str, tuple[Word, ...]]] = {}

    def words(self, items: Sequence[Item], base: int = 0) -> list[Word]:
        """Return the words of a paragraph; neighbours that no break may part are joined."""
        text = "".join(item.text if isinstance(item, Run) else " " for item in items)
        turned = base or bidi.RIGHT_TO_LEFT.search(text)
        pieces = self._levelled(items, text, base) if turned else ((item, 0) for item in items)
        joined: list[Word] = []
        for item, level in pieces:
            for word in self._item(item, level):
                if joined and not joined[-1].breaks:
                    joined[-1] = _glued(joined[-1], word)
                else:
                    joined.append(word)
        return joined

    def solid(self, text: str, ink: Ink) -> Word:
        """Return text with its spaces as one word."""
        return self._word(text, ink, 0)

    def width(self, items: Sequence[Item], base: int = 0) -> float:
        """Return the width of items set on one line."""
        return sum(word.width + word.space for word in self.words(items, base))

    def _levelled(self, items: Sequence[Item], text: str, base: int) -> Iterator[tuple[Item, int]]:
        """Yield the items cut where the direction changes, with their levels; Arabic letters are joined."""
        level = iter(bidi.levels(text, base))
        for item in items:
            if not isinstance(item, Run):
                yield item, next(level)
                continue
            pairs = zip(item.text, level, strict=False)
            for depth, group in groupby(list(_exactly(pairs, len(item.text))), key=lambda pair: pair[1]):
                letters = "".join(letter for letter, _ in group)
                yield item._replace(text=join(letters) if depth & 1 else letters), depth

    def _item(self, item: Item, level: int) -> tuple[Word, ...]:
        match item:
            case Run():
                return self._run(item, level)
            case Picture():
                font = self.fonts.runs(item.ink.face, " ")[0][0]
                part = Part("", font, item.ink, item.ink.size, item.width, level, picture=item)
                return (Word((part,), item.width, height=item.height - item.sunk),)
            case Break():
                return (Word((), 0.0, breaks=True, ends=True, level=level),)

    def _run(self, run: Run, level: int) -> tuple[Word, ...]:
        known = self._known.setdefault((run.ink, level), {})
        found: list[Word] = []
        for match in _TOKEN.finditer(run.text):
            token = match.group()
            words = known.get(token)
            if words is None:
                words = known[token] = self._token(token, run.ink, level)
            found += words
        if found and found[0].parts and run.anchor:
            first = found[0]
            parts = (first.parts[0]._replace(anchor=run.anchor), *first.parts[1:])
            found[0] = first._replace(parts=parts, notes=(run.note,) if run.note else ())
        return tuple(found)

    def _token(self, token: str, ink: Ink, level: int) -> tuple[Word, ...]:
        """Return the words of a stretch and the space after it: several where a break may follow a dash or a sign."""
        letters = token.rstrip(_SPACES)
        pieces = [piece for piece in (_ADDRESS if "://" in letters else _SPLIT).split(letters) if piece]
        words = [self._word(piece, ink, level)._replace(breaks=True) for piece in pieces] or [
            Word((), 0.0, level=level)
        ]
        spaced = len(token) > len(letters)
        words[-1] = words[-1]._replace(gap=self._space(ink, level) if spaced else None, breaks=spaced)
        return tuple(words)

    def _space(self, ink: Ink, level: int) -> Part:
        font = self.fonts.runs(ink.face, " ")[0][0]
        return Part(" ", font, ink, ink.size, font.width(" ") * ink.size, level)

    def _word(self, text: str, ink: Ink, level: int) -> Word:
        parts = [
            part for font, letters in self.fonts.runs(ink.face, text) for part in _parts(font, letters, ink, level)
        ]
        return Word(tuple(parts), sum(part.width for part in parts), level=level, stretch=text.count("\u00a0"))


def _parts(font: Font, text: str, ink: Ink, level: int) -> Iterator[Part]:
    """Yield the parts of letters in one font: spaces of fixed width stand alone, as narrower or wider word spaces."""
    for letters in _FIXED.split(text):
        if letters in THIN:
            size = ink.size * THIN[letters]
            yield Part(" ", font, ink, size, font.width(" ") * size, level, fixed=True)
        elif letters:
            drawn = bidi.mirrored(letters) if level & 1 else letters
            yield Part(drawn, font, ink, ink.size, font.width(letters) * ink.size, level)


def _glued(first: Word, second: Word) -> Word:
    return second._replace(
        parts=first.parts + second.parts,
        width=first.width + second.width,
        stretch=first.stretch + second.stretch,
        height=max(first.height, second.height),
        notes=first.notes + second.notes,
    )


def _exactly(pairs: Iterator[tuple[str, int]], count: int) -> Iterator[tuple[str, int]]:
    """Yield `count` pairs and leave the rest."""
    for _ in range(count):
        yield next(pairs)


_SPACES = " \t\n"
_TOKEN = re.compile(r"[^ \t\n]+[ \t\n]*|[ \t\n]+")
_FIXED = re.compile(f"([{''.join(THIN)}])")
_WIDE = (
    "\u2e80-\u2fff\u3001-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff01-\uffef\U00020000-\U0003ffff"
)
_OPENING, _CLOSING = (
    "（［｛「『【〈《〔“‘(",
    "、。，．・：；？！）］｝」』】〉》〕”’ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…)",
)
_SPLIT = re.compile(
    rf"(?<=[^\W\d][-‐/])(?=[^\W\d])|(?<=[–—])(?=\w)|(?<=\u200b)"
    rf"|(?<=[{_WIDE}])(?<![{_OPENING}])(?![{_CLOSING}])|(?<![{_OPENING}])(?=[{_WIDE}])(?![{_CLOSING}])"
)
"""Where a line may break inside a stretch without spaces: after hyphens and dashes, and around ideographs, but with no
closing mark at a line's start and no opening mark at its end (Unicode Standard Annex 14; JLREQ 3.1.7)."""
_ADDRESS = re.compile(r"(?<=[/.?&=_#-])(?=\w)")
