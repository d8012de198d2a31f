"""Translate documents: all sentences of all works go through the engines together, and nothing is lost.

Kept: block kinds and order, ids, targets, directions, code, addresses, notes, pictures, links, emphasis, names, dates,
rights, and text that says it is in another language. Translated: every other text, and title, subtitle, description and
subjects, unless a person has worded them. A sentence whose translation cannot be used stays in its own language, in a
span that says so. What became of every text is in the review.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import PurePath

from pipeline.model import Document
from pipeline.translate.codings import coded, plain
from pipeline.translate.engine import Engine
from pipeline.translate.glossary import Glossary
from pipeline.translate.lexicon import Lexicon, train
from pipeline.translate.memory_units import Persons, Unit
from pipeline.translate.pieces import Plan, planned
from pipeline.translate.rendering import Known, Rendered, rendered
from pipeline.translate.review import Entry, Review
from pipeline.translate.segments import Decision, Segment, extract, restore
from pipeline.translate.terms import terms_for
from pipeline.translate.tries import Answers, Sight, Trial
from pipeline.translate.wordings import worded, wordings_for


@dataclass(frozen=True, slots=True)
class Job:
    """A document to be translated into the language `to` (BCP 47) by `engine` (see `engine_for`).

    `persons` holds what people have worded before, `work` names the work among others.
    """

    document: Document
    to: str
    engine: Engine
    glossary: Glossary = field(default_factory=Glossary)
    persons: Persons = field(default_factory=Persons)
    work: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """A translated document, what became of each of its texts, and its sentences for a translation memory."""

    document: Document
    review: Review
    units: tuple[Unit, ...]


Tell = Callable[[int, int], None]
"""Is told how many sentences are done, and of how many."""


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def translate(jobs: Sequence[Job], tell: Tell = _silent) -> tuple[Translation, ...]:
    """Translate every job, in order; a sentence that stands in several works is translated once.

    The same job gives the same document whatever other jobs stand beside it. Raise `PipelineError` if a model cannot
    be used.
    """
    plans = [_planned(job) for job in jobs]
    trials = [_trials(job, plan) for job, plan in zip(jobs, plans, strict=True)]
    answers: dict[Engine, Answers] = {}
    for engine in dict.fromkeys(job.engine for job in jobs):
        answers[engine] = Answers(engine, tell)
        mine = [some for job, some in zip(jobs, trials, strict=True) if job.engine is engine]
        answers[engine].settle([trial for some in mine for each in some for trial in each if trial])
    return tuple(
        _finished(job, plan, some, answers[job.engine]) for job, plan, some in zip(jobs, plans, trials, strict=True)
    )


def decided(document: Document, to: str) -> tuple[Segment, ...]:
    """Return every segment of a document with what becomes of it on the way to the language `to`, and why."""
    worded_fields = wordings_for(document.metadata, to)

    def decide(segment: Segment) -> Segment:
        record, _, name = segment.address.partition("/")
        if record == "metadata" and name.partition("/")[0] in worded_fields:
            return replace(segment, decision=Decision.PROTECTED, why="worded by a person")
        return segment

    return tuple(decide(segment) for segment in extract(document))


def _planned(job: Job) -> tuple[Plan, ...]:
    language = job.document.metadata.language
    return tuple(planned(segment, language, job.engine, job.persons) for segment in decided(job.document, job.to))


Trials = tuple[Trial | None, ...]
"""For each piece of a plan its trial; none for what the engine is not asked for."""


def _trials(job: Job, plans: Sequence[Plan]) -> tuple[Trials, ...]:
    metadata = job.document.metadata
    sight = Sight(metadata.language, job.to, terms_for(job.glossary, metadata, metadata.language, job.to))
    return tuple(tuple(Trial(piece, sight) if piece.forms else None for piece in plan.pieces) for plan in plans)


def _finished(job: Job, plans: Sequence[Plan], trials: Sequence[Trials], answers: Answers) -> Translation:
    """Put the translations back, and say in the metadata where they come from."""
    before = job.document.metadata

    @cache
    def lexicon() -> Lexicon:
        best = (trial.best for some in trials for trial in some if trial)
        return train((each.tried.form.text, each.answer.text) for each in best if each)

    outdated, forgotten = _drifted(plans, job.persons)
    known = Known(answers.known, lexicon, before.language, job.to, outdated)
    done = [rendered(plan, some, known) for plan, some in zip(plans, trials, strict=True)]
    document = restore(job.document, [each.marked for each in done], job.to)
    said = replace(job.engine.provenance, source_language=before.language, source_title=before.title)
    metadata = replace(worded(document.metadata, job.to), language=job.to, translation=said)
    entries = tuple(_entry(plan.segment, each) for plan, each in zip(plans, done, strict=True))
    review = Review(before.title, before.language, job.to, said, entries, forgotten)
    units = (unit for each in done for unit in _units(job, each))
    return Translation(replace(document, metadata=metadata), review, tuple(units))


def _drifted(plans: Sequence[Plan], persons: Persons) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what a person worded for an earlier state of a sentence, by its address, and what is gone."""
    sentences = (piece for plan in plans for piece in plan.pieces if piece.address)
    now = {piece.address: coded(piece.sentence) for piece in sentences} if persons.own else {}
    found = persons.outdated(now)
    known = {unit.key for unit in found.values()}
    gone = (plain(unit.source) for unit in persons.orphans(now.values()) if unit.key not in known)
    return {address: plain(unit.target) for address, unit in found.items()}, tuple(gone)


def _entry(segment: Segment, done: Rendered) -> Entry:
    """Return what became of a segment; a review says in which file it stands, not where that lay at the time."""
    place = segment.location and replace(segment.location, file=PurePath(segment.location.file).name)
    return Entry(segment.address, segment.marked.text, segment.decision.value, segment.why, place, done.sentences)


def _units(job: Job, done: Rendered) -> Iterator[Unit]:
    """Yield the sentences of a segment for a translation memory."""
    before, engine = job.document.metadata.language, job.engine.identity
    for address, source, target, origin in done.units:
        yield Unit(before, job.to, source, target, origin, job.work, address, engine, job.glossary.hash)
