"""The ways in which a sentence is tried on an engine, how an answer is judged, and which of the answers is the best.

A sentence is asked once; another try is made only if the best answer so far has flags that make it worth one, and all
sentences of all works that need another try are asked together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from pipeline.languages import language
from pipeline.translate.engine import Engine, Pair, Request, Translated, batches
from pipeline.translate.forms import Form, broken, continued, copied_opening, unstopped
from pipeline.translate.numbers import enforce as enforce_numbers
from pipeline.translate.pieces import Piece
from pipeline.translate.quality import RETRIES, cost, flags
from pipeline.translate.review import RETRY, UNUSABLE, Flag
from pipeline.translate.sentences import halves
from pipeline.translate.terms import Terms
from pipeline.translate.terms import enforce as enforce_terms

_COPIED_OPENING = RETRY // 2
"""What it costs that the first word came back untouched: enough to try another form, not to try another way."""


Part: TypeAlias = tuple[int, int]
"""A part of a sentence, from character to character."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What answers are judged by: the languages, as BCP 47 tags, and the terms of the work."""

    source: str
    target: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class Try:
    """One way to ask for a sentence: a form of it, whole or in parts, and how the model is to go about it.

    It is made if the best answer so far costs at least `least`.
    """

    name: str
    form: Form
    parts: tuple[Part, ...]
    aligned: bool
    beam: int = 0
    no_repeat: int = 0
    least: int = 0

    def requests(self) -> Iterator[Request]:
        """Yield a request for each part."""
        for start, end in self.parts:
            yield Request(self.form.text[start:end], self.aligned, self.beam, self.no_repeat)

    def answer(self, known: Mapping[Request, Translated], target: str) -> Translated:
        """Return the answers to the parts as one, in the language `target`."""
        answers = [known[request] for request in self.requests()]
        return answers[0] if len(answers) == 1 else _joined(self.form.text, self.parts, answers, target)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer to a try with its numbers and terms put right, and what is doubtful in it."""

    tried: Try
    answer: Translated
    flags: tuple[Flag, ...]
    cost: int


@dataclass(eq=False, slots=True)
class Trial:
    """A piece on its way through its tries; the best candidate is the cheapest, of equals the first."""

    piece: Piece
    sight: Sight
    best: Candidate | None = None
    waiting: Iterator[Try] = field(default_factory=lambda: iter(()))

    def __post_init__(self) -> None:
        self.waiting = _tries(self.piece, self.sight)

    def next(self) -> Try | None:
        """Return the next try that is worth it, or none."""
        return next((each for each in self.waiting if self.best is None or self.best.cost >= each.least), None)

    def judge(self, tried: Try, answer: Translated) -> None:
        """Keep what came back if it is better than what there was."""
        candidate = _judged(tried, answer, self.sight)
        if self.best is None or candidate.cost < self.best.cost:
            self.best = candidate


class Answers:
    """What an engine has answered; each request is made once, and all that can be are made together."""

    def __init__(self, engine: Engine, tell: Callable[[int, int], None]) -> None:
        self.engine = engine
        self.tell = tell
        self.known: dict[Request, Translated] = {}

    def settle(self, trials: Sequence[Trial]) -> None:
        """Have every piece translated in its first way, then those that need it in their next, and so on."""
        alone = [Request(words) for trial in trials for words in trial.piece.alone]
        asked = [(trial, tried) for trial in trials if (tried := trial.next())]
        while asked:
            self._ask([*alone, *(request for _, tried in asked for request in tried.requests())])
            for trial, tried in asked:
                trial.judge(tried, tried.answer(self.known, trial.sight.target))
            asked = [(trial, tried) for trial, _ in asked if (tried := trial.next())]

    def _ask(self, requests: Iterable[Request]) -> None:
        new = [request for request in dict.fromkeys(requests) if request not in self.known]
        done = 0
        for answers in self.engine.translate(batches(new)):
            self.known.update(answers)
            done += len(answers)
            self.tell(done, len(new))


def _tries(piece: Piece, sight: Sight) -> Iterator[Try]:
    """Yield every way to try a piece, best first."""
    aligned = bool(piece.forms[0].marks) or any(map(str.isdigit, piece.sentence.text))
    aligned = aligned or bool(sight.terms.find(piece.forms[0].text))
    for number, form in enumerate(piece.forms):
        yield Try(form.name, form, ((0, len(form.text)),), aligned, least=_COPIED_OPENING if number else 0)
    form = piece.forms[0]
    for retry in RETRIES:
        parts = halves(form.text) if retry.split else ((0, len(form.text)),)
        if not retry.split or len(parts) > 1:
            yield Try(retry.name, form, parts, aligned, retry.beam, retry.no_repeat, RETRY)


def _judged(tried: Try, answer: Translated, sight: Sight) -> Candidate:
    form = tried.form
    answer, wrong_numbers = enforce_numbers(form.text, answer, sight.source, sight.target)
    answer, missed_terms = enforce_terms(form.text, answer, sight.terms.find(form.text))
    found = (*flags(form.text, answer, sight.source, sight.target), *wrong_numbers, *missed_terms)
    if why := broken(form, answer.text):
        found = (*found, Flag("markup.broken", why, UNUSABLE))
    return Candidate(tried, answer, found, cost(found) + _COPIED_OPENING * copied_opening(form, answer.text))


def _joined(sent: str, parts: Sequence[Part], answers: Sequence[Translated], target: str) -> Translated:
    """Return the answers to parts of a sentence as one, each without the stop or capital that only it would have."""
    text, pairs = "", list[Pair]()
    for (start, end), answer in zip(parts, answers, strict=True):
        said = unstopped(sent[start:end], answer.text) if end < len(sent) else answer.text
        said = continued(sent[start:end], said, target) if start else said
        text += language(target).space if text else ""
        at, text = len(text), text + said
        pairs += [
            replace(pair, start=pair.start + start, end=pair.end + start, at=pair.at + at, to=pair.to + at)
            for pair in answer.pairs
            if pair.to <= len(said)
        ]
    fault = next((answer.fault for answer in answers if answer.fault), "")
    return Translated(text, tuple(pairs), fault, min(answer.score for answer in answers))
