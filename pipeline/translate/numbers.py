"""See to it that every number of a sentence, with its unit, is in the translation: as it was, or as a language has it.

A number that came out broken (`3. 14`) or wrong is written anew where it stands; what is lost or added is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.translate.engine import Translated
from pipeline.translate.figures import Number, localized, numbers_in, roman, western
from pipeline.translate.measures import unit_beside, words_for
from pipeline.translate.repair import Edit, Mending, repaired, shares
from pipeline.translate.review import Flag
from pipeline.translate.stems import Token, stem, tokens

__all__ = ["Number", "enforce", "localized", "numbers_in"]

_ALIGNED = 0.4  # so much of a wrong number has to come from the right one to be written over
_SPELLED = 0.5  # so much of a word has to come from a number to be taken for it in words
_NEAR = 40  # characters between a number and the end of its unit, in a language that says “de”, “of”, “per”


@dataclass(frozen=True, slots=True)
class _Sides:
    """A sentence and its translation with the numbers in each, and the languages that they are in."""

    sent: str
    answer: Translated
    source: str
    target: str
    mine: tuple[Number, ...]
    theirs: tuple[Number, ...]


_Runs = dict[int, range]
"""For a number of the source (by its place in `mine`), the numbers of the translation that it became."""


def enforce(
    sent: str, answer: Translated, source_language: str, target_language: str
) -> tuple[Translated, tuple[Flag, ...]]:
    """Return the translation of `sent` with its numbers put right where that can be done, and what to look at.

    A number is right with the same digits, or if it says the same as `target_language` reads it (`3.14` and `3,14`,
    `2 billion` and `2.000 millones`), or in Roman numerals. One broken by spaces, or another number aligned to it, is
    written over (`number.placed`, weight 1, for the latter); else it is lost (`number.lost`). `number.added` is one
    that the source lacks. Both weigh 10, or 1 if people write such a number in words, too, and somewhere it may
    be. A number that came unchanged is written as `target_language` has it only where its readers would take it for
    another (`1,200` in Spanish). `unit.lost` (10) says that a number has lost its unit, which may also be in words;
    `unit.placed` (1), that a damaged one was put right. See `repaired` for `repair.undone`.
    """
    mine = numbers_in(sent, source_language)
    if not mine and not any(map(str.isdigit, answer.text)):
        return answer, ()

    def mend(now: Translated) -> Mending:
        theirs = numbers_in(now.text, target_language)
        return _mending(_Sides(sent, now, source_language, target_language, mine, theirs))

    return repaired(answer, mend, len(mine))


def _mending(sides: _Sides) -> Mending:
    same = _same(sides)
    broken = _broken(sides, same)
    wrong = _wrong(sides, same | broken)
    runs = same | broken | wrong
    anew = broken | wrong | _misread(sides, same)
    edits = tuple(_edit(sides, number, run) for number, run in sorted(anew.items()))
    units, damaged, lost = _units(sides, runs)
    made, left = (*_placed(sides, wrong), *damaged), (*_lost(sides, runs), *_added(sides, runs), *lost)
    return Mending((*edits, *units), made, left)


def _free(runs: _Runs, size: int) -> list[int]:
    """Return the numbers of the translation that are none of the source's yet."""
    used = {number for run in runs.values() for number in run}
    return [number for number in range(size) if number not in used]


def _same(sides: _Sides) -> _Runs:
    """Pair the numbers that say the same: first as the target language reads them, then as they were sent."""
    runs = _Runs()
    for is_same in (_as_meant, _as_written, _as_sent):
        free = _free(runs, len(sides.theirs))
        for number, one in enumerate(sides.mine):
            found = next((at for at in free if number not in runs and is_same(sides, one, sides.theirs[at])), None)
            if found is not None:
                runs[number] = range(found, found + 1)
                free.remove(found)
    return runs


def _as_meant(_: _Sides, one: Number, other: Number) -> bool:
    if one.kind != other.kind:
        return one.kind == "time" and one.text.replace(":", ".") == other.text
    return bool(one.values & other.values)


def _as_written(_: _Sides, one: Number, other: Number) -> bool:
    return one.text == other.text and (one.scale == other.scale or not (one.scale and other.scale))


def _as_sent(sides: _Sides, one: Number, other: Number) -> bool:
    again = numbers_in(other.text, sides.source)  # several if only the target language puts spaces between groups
    return one.kind == other.kind and not other.scale and len(again) == 1 and bool(one.readings & again[0].readings)


def _misread(sides: _Sides, same: _Runs) -> _Runs:
    """Find numbers that came unchanged, and that readers of the translation take for another: 1,200 in Spanish."""
    return {number: run for number, run in same.items() if _misleads(sides.mine[number], sides.theirs[run[0]])}


def _misleads(one: Number, other: Number) -> bool:
    return (
        one.kind == other.kind == "number" and bool(one.readings) and not one.values & other.values and not other.scale
    )


def _broken(sides: _Sides, same: _Runs) -> _Runs:
    """Find numbers that came in pieces with spaces between: neighbours that together have the digits and signs."""
    runs = _Runs()
    for number, one in enumerate(sides.mine):
        if number not in same:
            free = _free(same | runs, len(sides.theirs))
            found = next((run for first in free if (run := _pieces(sides, one, first, free))), None)
            if found:
                runs[number] = found
    return runs


def _pieces(sides: _Sides, one: Number, first: int, free: list[int]) -> range | None:
    """Return the numbers from `first` on that together have what is written in one of the source, or none."""
    forms = (one.text, *(western(localized(each, sides.target)) for each in (one, replace(one, grouped=False))))
    wanted = {_squeezed(form) for form in forms}
    start = _start(sides, one, sides.theirs[first])
    for last in range(first, min(first + len(one.text), len(sides.theirs))):
        piece = western(sides.answer.text[start : sides.theirs[last].end])
        if last not in free:
            return None
        if _squeezed(piece) != piece and _squeezed(piece) in wanted:
            return range(first, last + 1)
    return None


def _start(sides: _Sides, one: Number, other: Number) -> int:
    """Return where a number of the translation begins, with a minus sign that a space has parted from it."""
    before = sides.answer.text[: other.start].rstrip()
    parted = one.text[0] == "-" != other.text[0] and before[-1:] in {"-", "−", "–"}
    return len(before) - 1 if parted else other.start


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _wrong(sides: _Sides, known: _Runs) -> _Runs:
    """Find for each number without its like the number that the model wrote for it, from what it looked at."""
    runs = _Runs()
    for number, one in enumerate(sides.mine):
        free = [at for at in _free(known | runs, len(sides.theirs)) if _replaceable(one, sides.theirs[at])]
        if number in known or not free or not sides.answer.pairs:
            continue
        places = [Token(other.start, other.end, other.text, True) for other in (sides.theirs[at] for at in free)]
        share, best = max(zip(shares(sides.answer, places, one.start, one.end), free, strict=True))
        if share >= _ALIGNED:
            runs[number] = range(best, best + 1)
    return runs


def _replaceable(one: Number, other: Number) -> bool:
    """Return whether a number may be written over another: what counts in millions is left to a person."""
    return not (one.scale or other.scale) and one.kind == other.kind


def _edit(sides: _Sides, number: int, run: range) -> Edit:
    """Return the edit that writes a number of the source in the place of what came for it."""
    one, first, last = sides.mine[number], sides.theirs[run[0]], sides.theirs[run[-1]]
    start = _start(sides, one, first)
    old = sides.answer.text[first.start : last.end]
    return Edit(start, last.end, localized(one, sides.target, old), one.start, one.end)


def _placed(sides: _Sides, wrong: _Runs) -> Iterator[Flag]:
    for number, run in wrong.items():
        old = sides.theirs[run[0]].text
        yield Flag("number.placed", f"“{sides.mine[number].text}” came back as “{old}” and was put right")


def _lost(sides: _Sides, runs: _Runs) -> Iterator[Flag]:
    words = [word for word in tokens(sides.answer.text) if word.is_word]
    for number, one in enumerate(sides.mine):
        if number in runs or roman(one) in {word.text for word in words}:
            continue
        share = shares(sides.answer, words, one.start, one.end)
        spoken = [word.text for word, part in zip(words, share, strict=True) if part >= _SPELLED]
        if spoken and _sayable(one) and not any(map(str.isdigit, "".join(spoken))):
            message = f"“{one.text}” is not in the translation as a number; “{' '.join(spoken)}” stands for it"
            yield Flag("number.lost", message, 1)
        else:
            yield Flag("number.lost", f"“{one.text}” is not in the translation", 10)


def _added(sides: _Sides, runs: _Runs) -> Iterator[Flag]:
    said = {word.text for word in tokens(sides.sent)}
    for at in _free(runs, len(sides.theirs)):
        other = sides.theirs[at]
        if roman(other) not in said:
            message = f"“{other.text}” is in the translation and not in the source as a number"
            yield Flag("number.added", message, 1 if _sayable(other) else 10)


def _sayable(number: Number) -> bool:
    """Return whether people write a number in words, too: a whole one with at most two digits before its zeros."""
    digits = number.text.lstrip("-")
    return digits.isdecimal() and len(digits.rstrip("0")) <= 2


def _units(sides: _Sides, runs: _Runs) -> tuple[list[Edit], list[Flag], list[Flag]]:
    """Return how to put in the units that came damaged, right behind their numbers, and flags for these and others."""
    edits, damaged, lost = list[Edit](), list[Flag](), list[Flag]()
    for number, run in sorted(runs.items()):
        one, first, last = sides.mine[number], sides.theirs[run[0]], sides.theirs[run[-1]]
        if not one.unit.name or _has_unit(sides, one.unit.name, first.start, last.end):
            continue
        symbol, word = sides.sent[one.unit.start : one.unit.end], _behind(sides, last.end)
        if word and _is_damaged(sides, one, symbol, word):
            edits.append(Edit(word.start, word.end, symbol, one.unit.start, one.unit.end))
            damaged.append(Flag("unit.placed", f"the unit “{symbol}” came back as “{word.text}” and was put right"))
        else:
            lost.append(Flag("unit.lost", f"the unit “{symbol}” of “{one.text}” is not in the translation", 10))
    return edits, damaged, lost


def _behind(sides: _Sides, end: int) -> Token | None:
    """Return the word or character right behind a number of the translation."""
    found = next(iter(tokens(sides.answer.text[end : end + _NEAR])), None)
    return found._replace(start=found.start + end, end=found.end + end) if found else None


def _is_damaged(sides: _Sides, one: Number, symbol: str, word: Token) -> bool:
    """Return whether a word came for a unit: it is as short, has a letter of it, and the model looked at the unit."""
    like = word.text.isalpha() and len(word.text) <= len(symbol) + 1 and not set(word.text).isdisjoint(symbol)
    return like and shares(sides.answer, [word], one.unit.start, one.unit.end)[0] >= _SPELLED


def _has_unit(sides: _Sides, unit: str, start: int, end: int) -> bool:
    """Return whether a number of the translation has a unit beside it, as a symbol or in the language's words."""
    text = sides.answer.text
    if unit_beside(text, start, end).name == unit:
        return True
    near = (*tokens(text[max(0, start - _NEAR) : start]), *tokens(text[end : end + _NEAR]))
    known = words_for(unit, sides.target)
    return any((stem(word.text, sides.target) if word.is_word else word.text) in known for word in near)
