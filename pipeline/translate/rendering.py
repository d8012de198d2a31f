"""A segment on its way out of the engine: its pieces joined again, with their marks, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from pipeline.languages import language
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
from pipeline.translate.codings import coded
from pipeline.translate.engine import Request, Translated
from pipeline.translate.forms import continued, substituted
from pipeline.translate.lexicon import Lexicon
from pipeline.translate.markup import Mark, Marked, Tag, text_of
from pipeline.translate.pieces import Piece, Plan
from pipeline.translate.place import Scene, place, proportion
from pipeline.translate.review import COPIED, UNUSABLE, Flag, Sentence
from pipeline.translate.settle import settle
from pipeline.translate.tries import Candidate, Trial
from pipeline.translate.verbatim import Verbatim

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
    Verbatim: "protected text",
}


Worder: TypeAlias = Literal["machine", "person"]
Unit: TypeAlias = tuple[str, str, str, Worder]
"""The address of a sentence, the sentence and its translation with codes, and who worded it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a whole work: the engine's answers, which words go together in it, its language and the target.

    `outdated` has, for the address of a sentence, what a person worded for an earlier state of it.
    """

    answers: Mapping[Request, Translated]
    lexicon: Callable[[], Lexicon]
    language: str
    target: str
    outdated: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A segment in the target language, and what became of each of its sentences.

    `units` has each sentence that is translated.
    """

    marked: Marked
    sentences: tuple[Sentence, ...] = ()
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class _Done:
    """A piece in the target language, its marks, and what is to be said of it if it is a sentence."""

    piece: Piece
    text: str
    marks: tuple[Mark, ...]
    sentence: Sentence | None = None

    @property
    def kept(self) -> bool:
        return self.sentence is not None and self.sentence.origin == "source"


def rendered(plan: Plan, trials: Sequence[Trial | None], known: Known) -> Rendered:
    """Return a segment's text and marks in the target language.

    What was kept in the language of the source is in a span that says so.
    """
    source = plan.segment.marked
    if not plan.pieces:
        return Rendered(source)
    done = [_done(piece, trial, known) for piece, trial in zip(plan.pieces, trials, strict=True)]
    text, marks, kept = "", list[Mark](), list[tuple[int, int]]()
    for each in _spaced(done, known):
        marks += [mark.moved(len(text)) for mark in each.marks]
        kept += [(start + len(text), end + len(text)) for start, end in _stretches(each.piece)] if each.kept else ()
        text += each.text
    settled = _settled(text, marks, source.tags, kept, known.language)
    if settled is None:
        done = [_kept(each.piece, "its links and notes would have been lost") for each in done]
        settled = _settled(source.text, list(source.marks), source.tags, [(0, len(source.text))], known.language)
    return Rendered(settled or source, _sentences(done), tuple(_units(done)))


def _spaced(done: Sequence[_Done], known: Known) -> Iterator[_Done]:
    """Yield the pieces with what the target language has between sentences, where a space or nothing stood there."""
    space = language(known.target).space
    if space == language(known.language).space:
        yield from done
        return
    joined = False
    for each in done:
        if joined and each.piece.address:
            yield _Done(replace(each.piece, address="", worded=None), space, ())
        gap = not each.piece.address and each.text == " " and not each.marks
        yield replace(each, text=space) if gap else each
        joined = bool(each.piece.address)


def _sentences(done: Iterable[_Done]) -> tuple[Sentence, ...]:
    return tuple(each.sentence for each in done if each.sentence)


def _units(done: Iterable[_Done]) -> Iterator[Unit]:
    for each in done:
        origin = each.sentence.origin if each.sentence else "source"
        if origin != "source":
            sentence = each.piece.sentence
            whole = settle(each.text, each.marks, sentence.tags, {mark.tag for mark in sentence.marks})
            if whole:
                yield each.piece.address, coded(sentence), coded(whole, sentence), origin


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


def _done(piece: Piece, trial: Trial | None, known: Known) -> _Done:
    """Return a piece as it is to be published: in a person's words, the machine's, or its own."""
    if piece.worded:
        text, marks = piece.worded.text, piece.worded.marks
        flags, codes = tuple(_guessed(piece, marks)), _codes(piece, text, marks)
        return _Done(piece, text, marks, Sentence(piece.sentence.text, text, "person", flags, codes=codes))
    if trial is None or trial.best is None:
        return _Done(piece, piece.sentence.text, piece.sentence.marks)
    return _outdated(_translated(piece, trial.best, known), known)


def _outdated(done: _Done, known: Known) -> _Done:
    earlier = known.outdated.get(done.piece.address, "")
    if not earlier or not done.sentence:
        return done
    flag = Flag("person.outdated", "a person worded an earlier state of this sentence")
    return replace(done, sentence=replace(done.sentence, earlier=earlier, flags=(*done.sentence.flags, flag)))


def _kept(piece: Piece, why: str) -> _Done:
    """Return a piece in its own language, with the reason, if it is a sentence that should have been translated."""
    text, marks = piece.sentence.text, piece.sentence.marks
    if not piece.address:
        return _Done(piece, text, marks)
    flag = Flag("translate.kept", f"it stays in the source language: {why}", UNUSABLE)
    return _Done(piece, text, marks, Sentence(text, text, "source", (flag,)))


def _translated(piece: Piece, best: Candidate, known: Known) -> _Done:
    form = best.tried.form
    same = best.answer.text == form.text  # then it is in the language of the source, and has to say so
    useless = [flag for flag in best.flags if flag.weight >= UNUSABLE or (same and flag.code == COPIED)]
    if useless:
        return _kept(piece, useless[0].message)
    text = form.finished(best.answer.text)
    if not piece.address.endswith("#1"):
        text = continued(form.text, text, known.target)
    alone = {words: known.answers[Request(words)] for words in piece.alone}
    sure = {words: answer.text for words, answer in alone.items() if not answer.fault}
    scene = Scene(form.text, text, best.answer.pairs, sure, known.lexicon)
    marks = place(scene, replace(piece.sentence, marks=form.marks))
    if marks is None:
        return _kept(piece, "its links found no place")
    done = _filled_in(piece, text, marks)
    sentence = Sentence(
        piece.sentence.text,
        done.text,
        flags=(*best.flags, *_guessed(piece, done.marks)),
        score=best.answer.score,
        attempt=best.tried.name,
        codes=_codes(piece, done.text, done.marks),
    )
    return replace(done, sentence=sentence)


def _codes(piece: Piece, text: str, marks: Iterable[Mark]) -> tuple[tuple[str, str, str], ...]:
    """Return for each code its name, the words it stands over or after, and the rung that put it there."""
    tags = piece.sentence.tags
    return tuple(
        (_NAMES[type(tags[mark.tag].node)], text[mark.start : mark.end] or text[: mark.start][-20:], mark.rung)
        for mark in marks
    )


def _guessed(piece: Piece, marks: Iterable[Mark]) -> Iterator[Flag]:
    """Yield a flag for each code that only the last rung found a place for."""
    for mark in marks:
        if mark.rung == proportion.__name__:
            name = _NAMES[type(piece.sentence.tags[mark.tag].node)]
            yield Flag("markup.moved", f"the place of the {name} was guessed")


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
    return _Done(piece, filled, (*inner, *grown, *_reaching(piece, marks, len(filled))))


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
