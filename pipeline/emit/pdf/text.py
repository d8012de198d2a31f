"""Runs of letters become words: cut where a line may end, shaped, and measured.

A word is what no line break may divide: glyphs in one or several fonts, then perhaps glue: a space that can stretch and
shrink, or a place between two ideographs that can stretch a little. Words are shared: the same letters in the same ink
are shaped once in an edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.emit.pdf import icu_text
from pipeline.emit.pdf.directions import directed
from pipeline.emit.pdf.fonts import Fonts, Stretch
from pipeline.emit.pdf.runs import Break, Ink, Item, Mark, Picture, Run, shown
from pipeline.emit.pdf.squares import is_square, spaced, squares
from pipeline.emit.pdf.words import NO_GLUE, Glue, Part, Word, hang_of, shaped, word_of

STRETCH, SHRINK = 0.5, 0.3333
"""How far a space may stretch and shrink, as parts of it (Knuth, The TeXbook, chapter 12)."""
_LOOSE = {"Hani": 0.06, "Hira": 0.06, "Kana": 0.06, "Bopo": 0.06, "Hang": 0.03}
_LOOSE |= {"Thai": 0.06, "Laoo": 0.06, "Khmr": 0.05, "Mymr": 0.05, "Tibt": 0.05, "Java": 0.05, "Bali": 0.05}
"""How far a place without a space may stretch between letters of a script, in ems."""
_UNLOVED = {"Hang": 60.0**2}
"""The demerits of a line that ends in the middle of a word, in scripts in which it may."""


class Composer:
    """Shapes and measures the text of one edition."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self._known: dict[tuple[Ink, int], dict[str, Word]] = {}
        self._last: tuple[Ink | None, int, dict[str, Word]] = (None, 0, {})
        self._glues: dict[tuple[object, ...], Glue] = {}
        self._kinds: dict[tuple[object, ...], object] = {}

    def words(self, items: Sequence[Item], base: int = 0) -> list[Word]:
        """Return the words of a paragraph whose own level is `base`, in reading order."""
        text = "".join([shown(item) for item in items])
        turned = bool(base) or bool(icu_text.TURNED.search(text))
        first = items[0] if items else None
        levels: Sequence[int] = ()
        if turned:
            items, text, levels = directed(items, text, base)
            first = items[0] if items else None
        level = levels[0] if levels else 0
        plain = len(items) == 1 and isinstance(first, Run) and first.mark is None and not _FIXED.search(text)
        if plain and isinstance(first, Run) and (not levels or levels.count(level) == len(levels)):
            words = self._simple(text, first.ink, level)
        else:
            words = list(self._mixed(items, text, levels))
        return spaced(words) if any([word.square for word in words]) else words

    def _simple(self, text: str, ink: Ink, level: int) -> list[Word]:
        """Return the words of a text in one ink and one direction."""
        known = self._shaped(ink, level)
        words: list[Word] = []
        start = 0
        for end in _breaks(text, ink.language):
            token = text[start:end]
            start = end
            word = known.get(token)
            if word is None:
                word = known[token] = self._token(token, ink, level)
            words.append(word)
        return words

    def _mixed(self, items: Sequence[Item], text: str, levels: Sequence[int]) -> Iterator[Word]:
        """Yield the words of a text in several inks, with pictures, with fixed spaces, or in two directions."""
        inked = next((item.ink.language for item in items if isinstance(item, Run)), "")
        ends, start, whole = set(_breaks(text, inked)), 0, True
        cuts = sorted(ends.union(found.end() for found in _FIXED.finditer(text)))
        for item, end, level in _pieces(items, text, cuts, levels):
            ended = end in ends
            around = _ALONE if whole and ended else (text[start - 1] * (not whole), text[end : end + 1] * (not ended))
            word = self._item(item, text[start:end], level, around)
            if not ended:
                word = replace(word, breaks=False)
            if levels and levels[end - 1] != level and word.glue.gap:
                word = replace(word, glue=self._turned_glue(word.glue, levels[end - 1]))
            yield word
            start, whole = end, ended

    def _turned_glue(self, glue: Glue, level: int) -> Glue:
        """Return a space whose direction is not that of the word before it."""
        gap = glue.gap._replace(level=level) if glue.gap else None
        return self._glue(glue._replace(gap=gap))

    def _item(self, item: Item, text: str, level: int, around: tuple[str, str]) -> Word:
        match item:
            case Run():
                word = self._run(text, item.ink, level, around)
                return _marked(word, item.mark) if item.mark else word
            case Picture():
                font = self.fonts.stretches(" ", item.ink.face, item.ink.language)[0].font
                part = Part("", font, item.ink, item.width, level, mark=item.mark, picture=item)
                return Word((part,), item.width, height=item.height - item.sunk)
            case Break():
                return Word((), 0.0, ends=True)

    def _run(self, text: str, ink: Ink, level: int, around: tuple[str, str]) -> Word:
        """Return the word of a token. Letters join to those around them only in scripts that are written joined."""
        if level & 1 and around != _ALONE:
            return self._token(text, ink, level, around)
        known = self._shaped(ink, level)
        word = known.get(text)
        if word is None:
            word = known[text] = self._token(text, ink, level)
        return word

    def _shaped(self, ink: Ink, level: int) -> dict[str, Word]:
        """Return the words that are known in an ink and a level; those of the last call are asked for most often."""
        if self._last[0] is not ink or self._last[1] != level:
            self._last = (ink, level, self._known.setdefault((ink, level), {}))
        return self._last[2]

    def _token(self, token: str, ink: Ink, level: int, around: tuple[str, str] = ("", "")) -> Word:
        """Return the word of a token: letters that no line break may part, and the space after them."""
        letters = token.rstrip(_SPACES)
        stretches = self.fonts.stretches(letters, ink.face, ink.language) if letters else []
        if len(stretches) == 1 and is_square(stretches[0].script) and not level:
            word = squares(stretches[0], ink)
        else:
            parts = tuple(shaped(stretch, ink, level, around) for stretch in stretches)
            word = Word(parts, sum([part.width for part in parts]), text=letters if len(parts) == 1 else "")
        if len(word.parts) == 1:
            part = word.parts[0]
            word.kind = self._kinds.setdefault((part.font, ink, part.lean, level), part)
        if len(letters) < len(token) and not token.endswith("\n"):
            word.glue = self._space(ink, level, stretches[-1] if stretches else None)
        elif stretches and not word.glue.width:
            word.glue = self._glue(Glue(None, 0.0, _LOOSE.get(stretches[-1].script, 0.0) * ink.size))
            word.penalty = _UNLOVED.get(stretches[-1].script, 0.0)
        word.hang = hang_of(word.parts[-1]) if word.parts else 0.0
        word.ends = token.endswith("\n")
        return word

    def _space(self, ink: Ink, level: int, after: Stretch | None) -> Glue:
        """Return the space after a word, in its font: a line in one font and ink is shown in one go."""
        if after is None or ord(" ") not in after.font.covered:
            after = self.fonts.stretches(" ", ink.face, ink.language)[0]
        key = (ink, level, after.font, after.lean)
        if key not in self._glues:
            gap = shaped(after._replace(text=" "), ink, level)
            self._glues[key] = Glue(gap, gap.width, STRETCH * gap.width, SHRINK * gap.width)
        return self._glues[key]

    def _glue(self, glue: Glue) -> Glue:
        return self._glues.setdefault(glue, glue) if glue != NO_GLUE else NO_GLUE

    def solid(self, text: str, ink: Ink) -> Word:
        """Return text with its spaces as one word that no line break parts; its own level is left to right."""
        if icu_text.TURNED.search(text):
            # every space counts here, as only those that do not break do elsewhere
            words = self.words((Run(text.replace(" ", "\u00a0"), ink),))
            return word_of([part for word in words for part in (*word.parts, word.glue.gap) if part])
        parts = tuple(shaped(stretch, ink, 0) for stretch in self.fonts.stretches(text, ink.face, ink.language))
        return Word(parts, sum([part.width for part in parts]))

    def width(self, items: Sequence[Item], base: int = 0) -> float:
        """Return the width of items set on one line."""
        return sum(word.width + word.glue.width for word in self.words(items, base))


def _breaks(text: str, language: str) -> Sequence[int]:
    """Return where lines may end: in addresses also after the signs that part them; not after a soft hyphen."""
    found = icu_text.breaks(text, language)
    if _STACKED.search(text):
        # a letter below another is one with it, whatever the dictionary of the script says
        found = [at for at in found if not _STACKED.match(text, at - 1) or at == len(text)]
    if "\u00ad" in text:
        found = [at for at in found if text[at - 1] != "\u00ad" or at == len(text)]
    if _ACUTE in text:
        found = [at for at in found if not (text[at : at + 1] == _ACUTE and text[at - 1].isalpha())]
    if "://" not in text:
        return found
    inside = (at.end() for address in _ADDRESS.finditer(text) for at in _SIGNS.finditer(text, *address.span()))
    return sorted({*found, *inside})


def _pieces(
    items: Sequence[Item], text: str, cuts: Sequence[int], levels: Sequence[int]
) -> Iterator[tuple[Item, int, int]]:
    """Yield the paragraph in pieces of one item and one level that no cut parts: the item, its end and its level."""
    turns = [at for at in range(1, len(levels)) if levels[at] != levels[at - 1]] if levels else []
    at = start = turn = 0
    for item in items:
        stop = start + len(shown(item))
        while start < stop:
            while cuts[at] <= start:
                at += 1
            end = min(stop, cuts[at])
            while turn < len(turns) and turns[turn] <= start:
                turn += 1
            if turn < len(turns) and turns[turn] < end and text[turns[turn] : end].strip(_SPACES):
                end = turns[turn]
            yield item, end, levels[start] if levels else 0
            start = end


def _marked(word: Word, mark: Mark) -> Word:
    """Return a word whose parts bear a mark."""
    gap = word.glue.gap._replace(mark=mark) if word.glue.gap else None
    parts = tuple([part._replace(mark=mark) for part in word.parts])
    notes = (mark.note,) if mark.note else ()
    return replace(word, parts=parts, glue=word.glue._replace(gap=gap), notes=notes, kind=None)


_ALONE = ("", "")
"""What is around a word that stands between places where lines may end."""
_ACUTE = "\u00b4"
"""Unicode parts lines before it, for it may begin a stressed syllable; after a letter it is mostly a letter, too."""
_SPACES = " \n\t\u00a0"
_FIXED = re.compile("\u00a0")
_STACKED = re.compile("[\u1039\u17d2\u1a60\uaaf6\U00010a3f\U00011133\U00011a47\U00011a99]")
"""Signs that put the next letter below (Unicode: Invisible_Stacker)."""
_ADDRESS = re.compile(r"(?<!\S)\S{1,40}?://\S+")
_SIGNS = re.compile(r"[/.?&=_#-](?=\w)")
