"""Translate documents: all sentences of all works go through the engines together, and nothing is lost.

Kept: block kinds and order, ids, targets, directions, code, addresses, notes, pictures, links, names, dates, rights,
and text that says it is in another language. Translated: every other text, and title, subtitle, description and
subjects, unless a person has worded them. Lost, each with a finding: emphasis in the middle of a sentence whose words
cannot be found again. A sentence whose translation cannot be used stays in the source language, in a span
that says so, with a finding; a translation much shorter than its sentence is a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Document
from pipeline.report import Finding, Outcome
from pipeline.translate.engine import Engine, Translated
from pipeline.translate.forms import Form, copied_opening, fault
from pipeline.translate.pieces import Piece, Plan, planned
from pipeline.translate.rendering import rendered
from pipeline.translate.segments import Decision, Segment, extract, restore
from pipeline.translate.wordings import worded, wordings_for

_CHUNK = 2048  # sentences handed to an engine at once: enough to fill its batches, few enough to show progress


@dataclass(frozen=True, slots=True)
class Job:
    """A document to be translated into the language `to` (BCP 47) by `engine` (see `engine_for`)."""

    document: Document
    to: str
    engine: Engine


Tell = Callable[[int, int], None]
"""Is told how many sentences are done, and of how many."""


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def translate(jobs: Sequence[Job], tell: Tell = _silent) -> tuple[Outcome[Document], ...]:
    """Translate every job, in order; a sentence that stands in several works is translated once.

    The same job gives the same document whatever other jobs stand beside it. Raise `PipelineError` if a model cannot
    be used.
    """
    plans = [_planned(job) for job in jobs]
    answers: dict[Engine, Answers] = {}
    for engine in dict.fromkeys(job.engine for job in jobs):
        answers[engine] = Answers(engine, tell)
        mine = (plan for job, each in zip(jobs, plans, strict=True) if job.engine is engine for plan in each)
        answers[engine].ask([piece for plan in mine for piece in plan.pieces if piece.forms])
    return tuple(_finished(job, plan, answers[job.engine]) for job, plan in zip(jobs, plans, strict=True))


def decided(document: Document, to: str) -> tuple[Segment, ...]:
    """Return every segment of a document with what becomes of it on the way to the language `to`, and why."""
    worded_fields = wordings_for(document.metadata, to)

    def decide(segment: Segment) -> Segment:
        record, _, field = segment.address.partition("/")
        if record == "metadata" and field.partition("/")[0] in worded_fields:
            return replace(segment, decision=Decision.PROTECTED, why="worded by a person")
        return segment

    return tuple(decide(segment) for segment in extract(document))


def _planned(job: Job) -> tuple[Plan, ...]:
    language = job.document.metadata.language
    return tuple(planned(segment, language, job.engine) for segment in decided(job.document, job.to))


def _finished(job: Job, plans: Iterable[Plan], answers: Answers) -> Outcome[Document]:
    """Put the translations back, and say in the metadata where they come from."""
    texts, findings = [], list[Finding]()
    for plan in plans:
        done = rendered(plan, answers, job.document.metadata.language)
        texts.append(done.value)
        findings += done.findings
    document = restore(job.document, texts, job.to)
    before = job.document.metadata
    said = replace(job.engine.provenance, source_language=before.language, source_title=before.title)
    metadata = replace(worded(document.metadata, job.to), language=job.to, translation=said)
    return Outcome(replace(document, metadata=metadata), tuple(findings))


class Answers:
    """What an engine has answered, each text asked once; a sentence is tried in its next form if one does not do."""

    def __init__(self, engine: Engine, tell: Tell) -> None:
        self.engine = engine
        self.tell = tell
        self.known: dict[str, Translated] = {}
        self.aligned: set[str] = set()

    def ask(self, pieces: Sequence[Piece]) -> None:
        """Have every piece translated in its first form, then those that need it in their second, and so on."""
        number, waiting = 0, list(pieces)
        while waiting:
            marked = {piece.forms[number].text for piece in waiting if piece.forms[number].marks}
            texts = {piece.forms[number].text for piece in waiting}
            texts |= {text for piece in waiting for text in piece.alone} if number == 0 else set()
            self._ask({text for text in texts if text not in self.known} | (marked - self.aligned), marked)
            waiting = [
                piece for piece in waiting if len(piece.forms) > number + 1 and not self._good(piece.forms[number])
            ]
            number += 1

    def best(self, piece: Piece) -> tuple[Form, Translated, str]:
        """Return the form of a piece that did best with its translation, and why even that is no use, or nothing."""
        tried = [(form, self.known[form.text]) for form in piece.forms if form.text in self.known]
        usable = [pair for pair in tried if not fault(*pair)]
        if not usable:
            return (*tried[0], fault(*tried[0]))
        return (*min(usable, key=lambda pair: copied_opening(pair[0], pair[1].text)), "")

    def _good(self, form: Form) -> bool:
        found = self.known[form.text]
        return not fault(form, found) and not copied_opening(form, found.text)

    def _ask(self, texts: set[str], marked: set[str]) -> None:
        ordered = sorted(texts, key=lambda text: (-len(text), text))
        for at, chunk in _chunks(ordered):
            self.known.update(zip(chunk, self.engine.translate(chunk, marked), strict=True))
            self.tell(at + len(chunk), len(ordered))
        self.aligned |= marked


def _chunks(texts: list[str]) -> Iterator[tuple[int, list[str]]]:
    for at in range(0, len(texts), _CHUNK):
        yield at, texts[at : at + _CHUNK]
