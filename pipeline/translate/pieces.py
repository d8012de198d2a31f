"""A segment on its way into the engine: cut into pieces, each sentence with its marks and the forms it is tried in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.translate.codings import coded, decoded
from pipeline.translate.engine import Engine
from pipeline.translate.forms import Form, forms
from pipeline.translate.markup import Mark, Marked
from pipeline.translate.memory_units import Persons
from pipeline.translate.place import Scene, place
from pipeline.translate.segments import Decision, Segment, free_text
from pipeline.translate.sentences import cuts
from pipeline.translate.words import core

_FULL_STOPS = ".!?…。！？؟।:;"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a segment: a sentence with its forms, or what stands between sentences, without any.

    `sentence` has the text and marks of the stretch alone. `alone` are marked words to be translated by themselves too.
    `crossing` are the tags that go on beyond the piece. `address` is the segment's and the sentence's number.
    A sentence that a person has worded has no forms but `worded`, with its codes.
    """

    start: int
    sentence: Marked
    forms: tuple[Form, ...] = ()
    alone: tuple[str, ...] = ()
    crossing: frozenset[int] = frozenset()
    address: str = ""
    worded: Marked | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A segment and its pieces; none if it is not translated."""

    segment: Segment
    pieces: tuple[Piece, ...] = ()


def planned(segment: Segment, language: str, engine: Engine, persons: Persons) -> Plan:
    """Cut a segment into pieces that join to its text, and say in which forms each sentence is to be tried.

    A sentence that a person has worded is not tried at all.
    """
    if segment.decision is not Decision.TRANSLATE:
        return Plan(segment)
    sentences = cuts(segment.marked, language, segment.line, engine.limit, engine.length)
    stretches = tuple(_stretches(sentences, len(segment.marked.text)))
    line = segment.line or len(sentences) == 1
    pieces, number = list[Piece](), 0
    for piece in _clipped(segment.marked, stretches):
        if piece.sentence.text.strip():
            number += 1
            pieces.append(_tried(replace(piece, address=f"{segment.address}#{number}"), line, persons))
        else:
            pieces.append(piece)
    return Plan(segment, tuple(pieces))


def _tried(piece: Piece, lone: bool, persons: Persons) -> Piece:
    if worded := _worded(piece, persons):
        return replace(piece, worded=worded)
    text = free_text(piece.sentence)
    if not any(character.isalpha() for character in text):
        return piece
    tries = forms(piece.sentence, lone and text.rstrip()[-1:] not in _FULL_STOPS)
    marked = (tries[0].text[mark.start : mark.end] for mark in tries[0].marks if not _atom(piece, mark))
    alone = (words[slice(*core(words))] for words in marked)
    inner = tries[0].text[slice(*core(tries[0].text))]
    return replace(piece, forms=tries, alone=tuple(words for words in alone if words and words != inner))


def _worded(piece: Piece, persons: Persons) -> Marked | None:
    """Return what a person has worded for a sentence; nothing if its codes are not those of the sentence.

    Words without any codes, as other programs hand them over, get the sentence's codes by the ladder.
    """
    sentence = piece.sentence
    unit = persons.find(coded(sentence), piece.address)
    try:
        worded = decoded(unit.target, sentence) if unit else None
    except ValueError:
        return None
    if worded is None or worded.marks or not sentence.marks:
        return worded
    marks = place(Scene(sentence.text, worded.text), sentence)
    return None if marks is None else replace(worded, marks=marks)


def _atom(piece: Piece, mark: Mark) -> bool:
    return piece.sentence.tags[mark.tag].atom


def _stretches(sentences: Iterable[tuple[int, int]], size: int) -> Iterator[tuple[int, int, bool]]:
    """Yield sentences (true) and what stands between them (false), without a gap from 0 to `size`."""
    at = 0
    for start, end in sentences:
        if start > at:
            yield at, start, False
        yield start, end, True
        at = end
    if at < size or size == 0:
        yield at, size, False


def _clipped(marked: Marked, stretches: tuple[tuple[int, int, bool], ...]) -> Iterator[Piece]:
    """Yield a piece for each stretch, each mark cut to the first and the last stretch that it stands in."""
    shares: list[list[Mark]] = [[] for _ in stretches]
    crossing: list[set[int]] = [set() for _ in stretches]
    for mark in marked.marks:
        first, last = _standing(mark, stretches)
        for number in {first, last}:
            start, end, _ = stretches[number]
            cut = replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
            shares[number].append(cut)
            if first != last:
                crossing[number].add(mark.tag)
    for (start, end, _), share, beyond in zip(stretches, shares, crossing, strict=True):
        sentence = Marked(marked.text[start:end], tuple(share), marked.tags)
        yield Piece(start, sentence, crossing=frozenset(beyond))


def _standing(mark: Mark, stretches: tuple[tuple[int, int, bool], ...]) -> tuple[int, int]:
    """Return the first and last stretch that a mark stands in; a point between two stands in the sentence."""
    if mark.end > mark.start:
        first = bisect_right(stretches, mark.start, key=lambda stretch: stretch[0]) - 1
        return first, bisect_left(stretches, mark.end, key=lambda stretch: stretch[0]) - 1
    after = max(0, bisect_right(stretches, mark.start, key=lambda stretch: stretch[0]) - 1)
    near = [i for i in (after - 1, after) if i >= 0 and stretches[i][0] <= mark.start <= stretches[i][1]]
    number = next((i for i in near if stretches[i][2]), after)
    return number, number
