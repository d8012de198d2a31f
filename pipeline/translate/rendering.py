"""A segment on its way out of the engine: its pieces joined again, with their marks, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from pipeline.model import (
    Code,
    Emphasis,
    Image,
    LineBreak,
    Link,
    Note,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
)
from pipeline.report import Finding, Outcome, Severity
from pipeline.translate.engine import Translated
from pipeline.translate.forms import Form, substituted
from pipeline.translate.markup import Mark, Marked, Tag, must_stay, text_of
from pipeline.translate.pieces import Piece, Plan
from pipeline.translate.place import Scene, place, proportion
from pipeline.translate.segments import Segment
from pipeline.translate.settle import settle
from pipeline.translate.verbatim import Verbatim
from pipeline.translate.words import extent, has_word, spans_of_words

_LONG, _SHORTEST = 60, 0.65
"""A translation says about as much as its sentence, in most languages at least three quarters; short ones vary."""

_NAMES: Mapping[type, str] = {
    Code: "code",
    Emphasis: "emphasis",
    Image: "picture",
    LineBreak: "line break",
    Link: "link",
    Note: "note",
    Span: "span",
    Strikeout: "strikeout",
    Strong: "strong emphasis",
    Subscript: "subscript",
    Superscript: "superscript",
    Verbatim: "formula",
}


class Answered(Protocol):
    """What rendering asks of the answers."""

    known: dict[str, Translated]

    def best(self, piece: Piece) -> tuple[Form, Translated, str]:
        """Return the best form of a piece, its translation, and why that cannot be used, or nothing."""


@dataclass(frozen=True, slots=True)
class _Done:
    """A piece in the target language, its marks, and why it stayed in the source language, if it did."""

    text: str
    marks: tuple[Mark, ...]
    kept: str = ""


def rendered(plan: Plan, answers: Answered, language: str) -> Outcome[Marked]:
    """Return a segment's text and marks in the target language, with a finding for what was lost, guessed or kept.

    What was kept in `language`, that of the source, is in a span that says so.
    """
    source = plan.segment.marked
    if not plan.pieces:
        return Outcome(source)
    done = [_translated(piece, answers) if piece.forms else _as_it_is(piece) for piece in plan.pieces]
    text, marks, kept = "", list[Mark](), list[tuple[int, int]]()
    for piece, each in zip(plan.pieces, done, strict=True):
        marks += [mark.moved(len(text)) for mark in each.marks]
        kept += [(start + len(text), end + len(text)) for start, end in _stretches(piece)] if each.kept else ()
        text += each.text
    settled = _settled(text, list(_standing(marks, source)), source.tags, kept, language)
    if settled is None:
        whole = _settled(source.text, list(source.marks), source.tags, [(0, len(source.text))], language)
        why = "its links and notes would have been lost"
        return Outcome(whole or source, (_kept(plan.segment, source.text, why),))
    return Outcome(settled, tuple(_findings(plan, done, settled)))


def _settled(
    text: str, marks: list[Mark], tags: tuple[Tag, ...], kept: Sequence[tuple[int, int]], language: str
) -> Marked | None:
    """Settle the marks together with a span in the source language over each stretch that was kept in it."""
    spans = [Mark(start, end, len(tags) + number) for number, (start, end) in enumerate(kept)]
    return settle(text, (*marks, *spans), (*tags, *(Tag(Span((), language)) for _ in spans)))


def _stretches(piece: Piece) -> Iterator[tuple[int, int]]:
    """Yield a piece cut where marks that go on beyond it begin or end, so that a span over each crosses none."""
    reaching = [mark for mark in piece.sentence.marks if mark.tag in piece.crossing]
    edges = {0, len(piece.sentence.text), *(at for mark in reaching for at in (mark.start, mark.end))}
    return pairwise(sorted(edges))


def _standing(marks: list[Mark], source: Marked) -> Iterator[Mark]:
    """Yield the marks that may be put back: a span over words must not end up over none."""
    points = {mark.tag for mark in source.marks if mark.start == mark.end}
    for mark in marks:
        if mark.end > mark.start or mark.tag in points or must_stay(source.tags[mark.tag].node):
            yield mark


def _as_it_is(piece: Piece, why: str = "") -> _Done:
    return _Done(piece.sentence.text, piece.sentence.marks, kept=why)


def _translated(piece: Piece, answers: Answered) -> _Done:
    form, found, why = answers.best(piece)
    if why:
        return _as_it_is(piece, why)
    text = form.finished(found.text)
    alone = {words: answers.known[words].text for words in piece.alone if not answers.known[words].fault}
    marks = place(Scene(form.text, text, found.pairs, alone), replace(piece.sentence, marks=form.marks))
    if marks is None:
        return _as_it_is(piece, "its links found no place")
    return _filled_in(piece, text, marks)


def _filled_in(piece: Piece, text: str, marks: tuple[Mark, ...]) -> _Done:
    """Put the atoms' own text where they were placed, and let marks that go on beyond the piece reach its edge."""
    sentence = piece.sentence
    before = {mark.tag: mark for mark in sentence.marks if sentence.tags[mark.tag].atom}
    placed = sorted((mark for mark in marks if mark.tag in before), key=lambda mark: (mark.start, mark.end, mark.tag))
    padded = [_padded(sentence, before[mark.tag], text, mark) for mark in placed]
    edits = [(mark.start, mark.end, "".join(parts)) for mark, parts in zip(placed, padded, strict=True)]
    others = [mark for mark in marks if mark.tag not in before]
    filled, moved, places = substituted(text, others, edits)
    inner = [
        replace(mark, start=start + len(lead), end=start + len(lead + own))
        for mark, (lead, own, _), (start, _) in zip(placed, padded, places, strict=True)
    ]
    pairs = list(zip(placed, inner, strict=True))
    grown = (_grown(*each, pairs, sentence) for each in zip(others, moved, strict=True))
    return _Done(filled, (*inner, *grown, *_reaching(piece, marks, len(filled))))


def _padded(sentence: Marked, before: Mark, text: str, mark: Mark) -> tuple[str, str, str]:
    """Return an atom's own text, and around it the spaces that it has in the source and lacks in the translation."""
    own = text_of(sentence.tags[mark.tag].node)
    if mark.start < mark.end:
        return "", own, ""
    spaced = sentence.text[: before.start][-1:].isspace(), sentence.text[before.end :][:1].isspace()
    lead = " " if spaced[0] and not (text[: mark.start][-1:] or " ").isspace() else ""
    trail = " " if spaced[1] and text[mark.end :][:1].isalnum() else ""
    return lead, own, trail


def _grown(before: Mark, after: Mark, atoms: list[tuple[Mark, Mark]], sentence: Marked) -> Mark:
    """Return a mark over those of its own atoms, too, that were put in at its edges: a link around nothing but code."""
    own = [new for old, new in atoms if before.start <= old.start <= old.end <= before.end]
    own = [atom for atom in own if sentence.within(before.tag, atom.tag)]
    if not own or sentence.tags[before.tag].atom:
        return after
    starts, ends = [atom.start for atom in own], [atom.end for atom in own]
    if before.start == before.end:
        return replace(after, start=min(starts), end=max(ends))
    return replace(after, start=min(after.start, *starts), end=max(after.end, *ends))


def _reaching(piece: Piece, placed: tuple[Mark, ...], size: int) -> Iterator[Mark]:
    """Yield an edge for each mark that goes on beyond the piece but found no place in it."""
    present = {mark.tag for mark in placed}
    for mark in piece.sentence.marks:
        if mark.tag in piece.crossing and mark.tag not in present:
            at = 0 if mark.start == 0 else size
            yield replace(mark, start=at, end=at)


def _findings(plan: Plan, done: list[_Done], settled: Marked) -> Iterator[Finding]:
    segment, source = plan.segment, plan.segment.marked
    for piece, each in zip(plan.pieces, done, strict=True):
        if each.kept:
            yield _kept(segment, piece.sentence.text, each.kept)
        elif piece.forms and _copied(piece.sentence.text, each.text):
            yield _finding(segment, "translate.copied", f"“{_short(each.text)}” came back untranslated")
        elif piece.forms and _dropped(piece.sentence.text, each.text):
            message = f"the translation of “{_short(piece.sentence.text)}” is much shorter; words may be missing"
            yield _finding(segment, "translate.short", message)
    present = {mark.tag for mark in settled.marks}
    for mark in source.marks:
        if mark.tag not in present:
            name = f"the {_NAMES[type(source.tags[mark.tag].node)]} on “{_short(source.text[mark.start : mark.end])}”"
            yield _finding(segment, "markup.lost", f"{name} found no place in the translation")
    for mark in settled.marks:
        tag = settled.tags[mark.tag]
        if mark.rung == proportion.__name__ and must_stay(tag.node):
            message = f"the place of a {_NAMES[type(tag.node)]} was guessed: {_short(settled.text[: mark.end][-60:])}"
            yield _finding(segment, "markup.moved", message, Severity.INFO)


def _copied(source: str, text: str) -> bool:
    """Return whether a sentence came back as it was; two words may be a name."""
    return len(spans_of_words(source)) > 2 and has_word(source) and source == text


def _dropped(source: str, text: str) -> bool:
    """Return whether a long sentence came back so short that part of it is probably missing."""
    return extent(source) >= _LONG and extent(text) < _SHORTEST * extent(source)


def _kept(segment: Segment, text: str, why: str) -> Finding:
    return _finding(segment, "translate.kept", f"“{_short(text)}” stays in the source language: {why}")


def _finding(segment: Segment, code: str, message: str, severity: Severity = Severity.WARNING) -> Finding:
    where = "" if segment.location else f" ({segment.address})"
    return Finding(code, message + where, severity, segment.location, "look at this place in the translation")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"
