"""Words become lines: as even as the whole paragraph can be, with hyphens only where it would be loose without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from pipeline.emit.pdf.breaking import HYPHEN, SHORT, Places, best
from pipeline.emit.pdf.parting import cut, ends_in_hyphen, halves, kept, parted
from pipeline.emit.pdf.words import Glue, Word
from pipeline.emit.theme import Align

_PATIENT, _LOOSE, _ANY = 1.3, 3.0, 1e9
"""How far the glue of a line may stretch before hyphens are tried, how far at most, and where nothing else helps."""
_SPARE = 1e-3
"""What a line without glue can stretch by where nothing else helps, in points: so that any way is a way."""
_FEW = 2
"""So few letters before a hyphen are unlovely."""
_RAGGED = 0.1
"""How far a line that is not justified may end before the edge without harm, as a part of the measure."""
_WIDEST = 0.9
"""The most by which a space is widened, in ems; a line that would need more stays ragged."""


class Line(NamedTuple):
    """One line of words in reading order.

    `ratio` is how much of the stretch of its glue it takes, or, negative, of its shrink; `inset` is from the left.
    `turned`: some of it runs from right to left; `wrapped`: code that goes on.
    """

    words: Sequence[Word]
    ratio: float
    inset: float
    height: float
    notes: tuple[int, ...] = ()
    turned: bool = False
    wrapped: bool = False


class Setting(NamedTuple):
    """How lines are filled. `base` is the level of the paragraph: 1 if it runs from right to left."""

    align: Align
    leading: float
    indent: float = 0.0
    hyphenate: bool = False
    base: int = 0


def fill(words: Sequence[Word], measure: float, setting: Setting) -> list[Line]:
    """Return the lines of a paragraph; none is wider than `measure`, and every word is on one of them."""
    lines: list[Line] = []
    words = _narrow(words, measure)
    if words and words[0].width > measure - setting.indent:
        setting = setting._replace(indent=0.0)
    for chunk in _chunks(words):
        indent = setting.indent if not lines else 0.0
        lines += _Chunk(chunk, measure, setting._replace(indent=indent)).lines()
    return lines


def code_lines(sources: Iterable[Word], measure: float, leading: float) -> list[Line]:
    """Return the lines of code, each a word; what is too long goes on in a line marked as `wrapped`."""
    lines: list[Line] = []
    for source in sources:
        pieces = cut(source, measure) if source.parts else [source]
        turned = any([part.level for part in source.parts])
        lines += [Line([piece], 0.0, 0.0, leading, (), turned, at > 0) for at, piece in enumerate(pieces)]
    return lines


def _narrow(words: Sequence[Word], measure: float) -> Sequence[Word]:
    """Return the words with those that are wider than a line cut into pieces, and parted where they hang together."""
    if all([word.width <= measure and word.breaks for word in words]):
        return words
    narrow: list[Word] = []
    width = 0.0
    for word in (piece for whole in words for piece in (cut(whole, measure) if whole.width > measure else (whole,))):
        if width and width + word.width > measure:
            narrow[-1] = replace(narrow[-1], breaks=True)
            width = 0.0
        narrow.append(word)
        width = 0.0 if word.breaks else width + word.width + word.glue.width
    return narrow


def _chunks(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Yield the words between the line breaks that the author asked for."""
    start = 0
    ends = [at + 1 for at, word in enumerate(words) if word.ends and at + 1 < len(words)]
    for end in [*ends, len(words)]:
        if end > start:
            yield words[start:end]
        start = end


class _Chunk:
    """Words that end with a last line, and the lines that they make."""

    def __init__(self, words: Sequence[Word], measure: float, setting: Setting) -> None:
        self.words, self.measure, self.set = words, measure, setting
        self.justified = setting.align == "justify"
        # where a word and the glue after it begin, from the beginning of the paragraph
        self.starts = list(accumulate([word.width + word.glue.width for word in words], initial=0.0))
        self.stretch = list(accumulate([word.glue.stretch for word in words], initial=0.0))
        self.shrink = list(accumulate([word.glue.shrink for word in words], initial=0.0))
        if not self.justified:
            self.shrink = [0.0] * len(self.shrink)
        self.parts: list[tuple[int, int]] = []

    def lines(self) -> list[Line]:
        """Return the lines."""
        first = self.measure - self.set.indent
        if self.starts[-1] - self.words[-1].glue.width <= first + 1e-3:
            return [self._line(self._between((-1, 0), (len(self.words) - 1, 0)), first, last=True)]
        chosen = self._chosen(first)
        ends = [self.parts[place] for place in chosen]
        lines = []
        for at, (begin, end) in enumerate(zip([(-1, 0), *ends], ends, strict=False)):
            room = first if at == 0 else self.measure
            lines.append(self._line(self._between(begin, end), room, last=at + 1 == len(ends)))
        return lines

    def _chosen(self, first: float) -> list[int]:
        """Return the places where lines end: between words, or with hyphens where lines would be loose without."""
        slack = 0.0 if self.justified else _RAGGED * self.measure
        places = self._whole()
        chosen = self._least(places, first, slack)
        near = self._near(places, chosen, first, slack) if chosen and self.set.hyphenate else ()
        if near:
            chosen = self._least(self._hyphenated(near), first, slack)
        # where the ends of words are not in order, one word to a line is always a way
        return chosen or list(range(len(self.parts)))

    def _least(self, places: Places, first: float, slack: float) -> list[int] | None:
        """Return the best places if lines may be loose, or else if they may be anything."""
        loose = best(places, self.measure, first, _LOOSE, slack)
        return loose or best(places, self.measure, first, _ANY, slack or _SPARE)

    def _whole(self) -> Places:
        """Return the places between words where lines may end, and note for each the word and the offset 0."""
        words, starts, stretch, shrink = self.words, self.starts, self.stretch, self.shrink
        last, hanging = len(words) - 1, int(self.justified)
        ats = [at for at, word in enumerate(words) if word.breaks or at == last]
        self.parts = [(at, 0) for at in ats]
        return Places(
            [starts[at] + words[at].width - words[at].hang * hanging for at in ats],
            [starts[at + 1] for at in ats],
            [stretch[at] for at in ats],
            [stretch[at + 1] for at in ats],
            [shrink[at] for at in ats],
            [shrink[at + 1] for at in ats],
            [words[at].penalty for at in ats],
            [False] * len(ats),
        )

    def _near(self, places: Places, chosen: Sequence[int], first: float, slack: float) -> Sequence[tuple[int, int]]:
        """Return the words, from and to, of the lines that are loose and of those beside them: hyphens help there."""
        found: list[tuple[int, int]] = []
        start = stretch = 0.0
        begins = [0, *[self.parts[at][0] + 1 for at in chosen]]
        for line, at in enumerate(chosen[:-1]):
            rest = (first if line == 0 else self.measure) - (places.ends[at] - start)
            if rest > _PATIENT * (places.end_stretch[at] - stretch + slack):
                found.append((begins[max(line - 1, 0)], begins[min(line + 2, len(begins) - 1)]))
            start, stretch = places.starts[at], places.start_stretch[at]
        return found

    def _hyphenated(self, near: Sequence[tuple[int, int]]) -> Places:
        """Return all places where lines may end, hyphens near some words included.

        For each place is noted the word and the offset in it, 0 for its end.
        """
        parted = {at for begin, end in near for at in range(begin, end)}
        rows: list[tuple[float, float, int, int]] = []
        parts: list[tuple[int, int]] = []
        last, hanging = len(self.words) - 1, int(self.justified)
        starts = self.starts
        for at, word in enumerate(self.words):
            start = starts[at]
            for offset, head, tail in halves(word) if at in parted and at < last else ():
                parts.append((at, offset))
                rows.append((start + head, start + word.width - tail, at, at))
            if word.breaks or at == last:
                parts.append((at, 0))
                rows.append((start + word.width - word.hang * hanging, starts[at + 1], at, at + 1))
        self.parts = parts
        flags = [offset > 0 for _, offset in parts]
        return Places(
            [row[0] for row in rows],
            [row[1] for row in rows],
            [self.stretch[row[2]] for row in rows],
            [self.stretch[row[3]] for row in rows],
            [self.shrink[row[2]] for row in rows],
            [self.shrink[row[3]] for row in rows],
            [
                (HYPHEN + (SHORT if offset <= _FEW else 0.0)) ** 2 if offset else self.words[at].penalty
                for at, offset in parts
            ],
            flags,
        )

    def _between(self, begin: tuple[int, int], end: tuple[int, int]) -> Sequence[Word]:
        """Return the words of a line from one place to the next, the first and the last perhaps in part."""
        (before, cut), (at, offset) = begin, end
        hard = not offset and ends_in_hyphen(self.words[at])
        if not cut and not offset and not hard:
            return self.words[before + 1 : at + 1]
        words = list(self.words[before + (0 if cut else 1) : at + 1])
        if cut and before == at and offset:
            return [parted(words[0], cut, offset)]
        if cut:
            words[0] = parted(words[0], cut, None)
        if offset:
            words[-1] = parted(words[-1], 0, offset)
        elif hard:
            words[-1] = kept(words[-1], goes_on=at + 1 < len(self.words) and not words[-1].glue.gap)
        return words

    def _line(self, words: Sequence[Word], room: float, *, last: bool) -> Line:
        setting = self.set
        glues = [word.glue for word in words[:-1]]
        hang = words[-1].hang if self.justified and not last else 0.0
        slack = room + hang - sum([word.width for word in words]) - sum([glue.width for glue in glues])
        size = words[0].parts[0].ink.size if words[0].parts else setting.leading
        ratio = self._ratio(slack, glues, size, last=last)
        taken = ratio * sum([glue.stretch if ratio > 0 else glue.shrink for glue in glues]) if ratio else 0.0
        inset = self._inset(slack - taken - hang * bool(setting.base), first=room < self.measure)
        height = max([setting.leading, *[word.height + 0.3 * setting.leading for word in words if word.height]])
        notes = tuple([note for word in words if word.notes for note in word.notes])
        turned = bool(setting.base) or any([part.level for word in words for part in word.parts])
        return Line(words, ratio, inset, height, notes, turned)

    def _ratio(self, slack: float, glues: Sequence[Glue], size: float, *, last: bool) -> float:
        """Return how much of the stretch or shrink of its glue a line takes that is set in a size."""
        if not glues or (slack >= 0 and (last or not self.justified)):
            return 0.0
        if slack < 0:
            shrink = sum([glue.shrink for glue in glues])
            return slack / shrink if shrink > 1e-6 else 0.0
        stretches = [glue.stretch for glue in glues]
        stretch = sum(stretches)
        ratio = slack / stretch if stretch > 1e-6 else 0.0
        return ratio if ratio * max(stretches) <= _WIDEST * size else 0.0

    def _inset(self, slack: float, *, first: bool) -> float:
        """Return how far from the left a line starts whose words leave `slack`."""
        setting = self.set
        if setting.align == "center":
            return slack / 2
        starts_right = bool(setting.base) and setting.align in ("start", "justify")
        return slack if setting.align == "right" or starts_right else (setting.indent if first else 0.0)
