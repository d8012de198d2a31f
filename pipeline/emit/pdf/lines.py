"""Words fill lines: first fit, with spaces that shrink a little, and hyphens where a line would be loose."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.emit.pdf.text import Composer, Ink, Part, Word
from pipeline.emit.pdf.theme import Align

SHRINK, LOOSE, RAGGED = 0.16, 0.3, 1.1
"""How far a space may shrink; how far it may stretch before a word is hyphenated (both as parts of a space); and the
stretch, in ems, beyond which a line stays ragged."""
_HYPHEN = "\u00ad"
"""A hyphen at a line's end is drawn as a soft hyphen, so that extraction gives the word back."""


class Line(NamedTuple):
    """One line: its words, the widening of each space, its inset, and how tall it is."""

    words: tuple[Word, ...]
    extra: float
    inset: float
    height: float
    notes: tuple[int, ...] = ()
    turned: bool = False
    wrapped: bool = False


class Setting(NamedTuple):
    """How lines are filled."""

    align: Align
    leading: float
    indent: float = 0.0
    hyphenate: bool = False
    base: int = 0


def fill(words: Sequence[Word], measure: float, setting: Setting) -> list[Line]:
    """Return the lines of a paragraph, each as full as its words allow; never wider than `measure`."""
    filler = _Filler(measure, setting)
    last = len(words) - 1
    for at, word in enumerate(words):
        filler.add(word, whole=at == last)
    return filler.done()


def code_lines(composer: Composer, text: str, ink: Ink, measure: float, leading: float) -> list[Line]:
    """Return the lines of a code block, to the letter; what is too long goes on in a line marked as `wrapped`."""
    lines: list[Line] = []
    for source in text.expandtabs(4).split("\n"):
        word, wrapped = composer.solid(source, ink), False
        while word.width > measure:
            head, word = _cut(word, measure)
            lines.append(Line((head,), 0.0, 0.0, leading, wrapped=wrapped))
            wrapped = True
        lines.append(Line((word,), 0.0, 0.0, leading, wrapped=wrapped))
    return lines


class _Filler:
    """The line that is being filled, and those before it."""

    def __init__(self, measure: float, setting: Setting) -> None:
        self._measure, self._set = measure, setting
        self._lines: list[Line] = []
        self._row: list[Word] = []
        self._width = self._spaces = 0.0
        self._room = measure - setting.indent
        self._hyphens = 0
        self._shrink = SHRINK if setting.align == "justify" else 0.0

    def add(self, word: Word, *, whole: bool = False) -> None:
        """Put a word on the current line, or on as many new ones as it needs; a `whole` one is not hyphenated."""
        rest = word
        while True:
            row, lead = self._row, self._row[-1].space if self._row else 0.0
            wide = self._width + lead + rest.width
            if wide <= self._room or (row and wide - self._room <= self._shrink * (self._spaces + lead)):
                row.append(rest)
                self._width, self._spaces = wide, self._spaces + lead
                if rest.ends:
                    self._close(last=True)
                return
            rest = self._divide(rest, lead, whole=whole)

    def done(self) -> list[Line]:
        """Close the last line and return them all."""
        if self._row:
            self._close(last=True)
        return self._lines

    def _divide(self, word: Word, lead: float, *, whole: bool) -> Word:
        """Close the line, with the first half of `word` if that helps, and return what is left of it."""
        room = self._room - self._width - lead
        for head, tail in () if whole else self._halves(word):
            if head.width <= room:
                self._row.append(head)
                self._width, self._spaces = self._width + lead + head.width, self._spaces + lead
                self._close(hyphen=True)
                return tail
        if not self._row:
            head, word = _cut(word, self._room)
            self._row.append(head)
            self._width = head.width
        self._close()
        return word

    def _halves(self, word: Word) -> Sequence[tuple[Word, Word]]:
        if not self._set.hyphenate or self._hyphens > 1:
            return ()
        gap = self._room - self._width
        if self._row and gap < LOOSE * self._spaces:
            return ()
        return halves(word)

    def _close(self, *, last: bool = False, hyphen: bool = False) -> None:
        setting, row = self._set, tuple(self._row)
        slack = self._room - self._width
        gaps = sum(1 for word in row[:-1] if word.space) + sum(word.stretch for word in row)
        extra = slack / gaps if gaps and (slack < 0 or (setting.align == "justify" and not last)) else 0.0
        size = row[0].parts[0].size if row[0].parts else setting.leading
        extra = extra if extra < RAGGED * size else 0.0
        inset = self._inset(0.0 if extra else slack, first=not self._lines)
        height = max([setting.leading, *(word.height + 0.3 * setting.leading for word in row if word.height)])
        notes = tuple(note for word in row for note in word.notes)
        turned = bool(setting.base) or any(part.level for word in row for part in word.parts)
        self._lines.append(Line(row, extra, inset, height, notes, turned))
        self._row, self._width, self._spaces, self._room = [], 0.0, 0.0, self._measure
        self._hyphens = self._hyphens + 1 if hyphen else 0

    def _inset(self, slack: float, *, first: bool) -> float:
        """Return how far from the left a line starts whose words leave `slack`."""
        setting = self._set
        if setting.align == "center":
            return slack / 2
        return slack if setting.align == "right" or setting.base else (setting.indent if first else 0.0)


def halves(word: Word) -> tuple[tuple[Word, Word], ...]:
    """Return the ways to hyphenate a word, the longest first half first; none if it is no plain word."""
    if len(word.parts) != 1 or word.level or word.parts[0].picture or word.notes:
        return ()
    part = word.parts[0]
    return tuple((_head(part, at), _tail(word, part, at)) for at in reversed(_positions(part.text, part.ink.language)))


def _head(part: Part, at: int) -> Word:
    text = part.text[:at] + (_HYPHEN if part.font.has(_HYPHEN) else "-")
    width = part.font.width(text) * part.size
    return Word((part._replace(text=text, width=width),), width, breaks=True)


def _tail(word: Word, part: Part, at: int) -> Word:
    width = part.font.width(part.text[at:]) * part.size
    return word._replace(parts=(part._replace(text=part.text[at:], width=width, anchor=""),), width=width)


@cache
def _hyphenator(language: str) -> Callable[[str], list[int]] | None:
    import pyphen

    name = pyphen.language_fallback(language.replace("-", "_")) if language else None
    return pyphen.Pyphen(lang=name).positions if name else None


@cache
def _positions(text: str, language: str) -> tuple[int, ...]:
    """Return where a hyphen may stand, by Hunspell's patterns; not where the spelling would have to change."""
    found, positions = _LETTERS.search(text), _hyphenator(language)
    if not found or positions is None:
        return ()
    ways = positions(found.group())
    length = found.end() - found.start()
    return tuple(at + found.start() for at in ways if 2 <= at <= length - 3 and not getattr(at, "data", None))


def _cut(word: Word, room: float) -> tuple[Word, Word]:
    """Cut a word that is wider than a line where the line ends; at least one letter stays on it."""
    head: list[Part] = []
    for at, part in enumerate(word.parts):
        if part.width <= room or (part.picture and not head):
            head.append(part)
            room -= part.width
            continue
        keep = 0 if part.picture else _letters_within(part, room)
        keep = max(keep, 0 if head else 1)
        first, second = _sliced(part, keep)
        kept = (*head, first) if keep else tuple(head)
        rest = (second, *word.parts[at + 1 :]) if second.text or second.picture else word.parts[at + 1 :]
        return _of(kept, word)._replace(gap=None, breaks=True, ends=False), _of(rest, word)._replace(notes=())
    return word, Word((), 0.0, ends=word.ends, breaks=True)


def _letters_within(part: Part, room: float) -> int:
    for count, letter in enumerate(part.text):
        room -= part.font.width(letter) * part.size
        if room < 0:
            return count
    return len(part.text)


def _sliced(part: Part, keep: int) -> tuple[Part, Part]:
    """Cut a part after its first letters in reading order."""
    if part.picture:
        return part, part
    at = len(part.text) - keep if part.level & 1 else keep
    texts = (part.text[at:], part.text[:at]) if part.level & 1 else (part.text[:at], part.text[at:])
    width = part.font.width(texts[0]) * part.size
    # what is left is not measured again: it may be a word of any length
    return part._replace(text=texts[0], width=width), part._replace(text=texts[1], width=part.width - width, anchor="")


def _of(parts: tuple[Part, ...], word: Word) -> Word:
    return word._replace(parts=parts, width=sum(part.width for part in parts), stretch=0)


_LETTERS = re.compile(r"[^\W\d_]{6,}")
