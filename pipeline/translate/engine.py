"""What the translate stage asks of an engine: plain sentences in, plain sentences out, and which word became which.

An engine knows nothing of documents or markup. The one engine that ships runs Argos models (`runner.py`, in a process
of its own: `worker.py`); `memory.py` wraps an engine so that no sentence is translated twice; tests use functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeAlias

from pipeline.model import Provenance

Device: TypeAlias = Literal["auto", "cpu", "cuda"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How models are run. The defaults are those that Argos packages are made for.

    `compute` is a CTranslate2 compute type (`int8`, `float32`…); `default` keeps the one that a model is stored in.
    """

    device: Device = "auto"
    beam: int = 4
    compute: str = "default"


@dataclass(frozen=True, slots=True)
class Request:
    """One sentence to translate. `aligned` asks for pairs; the rest asks for another try than the usual one.

    `beam` is the width of the beam search (0: that of the settings); with `no_repeat` n, no run of n tokens may come
    twice (0: any may).
    """

    text: str
    aligned: bool = False
    beam: int = 0
    no_repeat: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """Behind characters `at` to `to` of the target stand `start` to `end` of the source, with `weight` (0 to 1)."""

    start: int
    end: int
    at: int
    to: int
    weight: float


@dataclass(frozen=True, slots=True)
class Translated:
    """One translated sentence. `pairs` is empty where it was not asked for or not known.

    `fault` says in a few words why the text cannot be trusted (it was cut off, it repeats itself, the model crashed on
    it), or is empty. `score` is the mean log-probability of a token (0 is certain, or not known), to two decimals.
    """

    text: str
    pairs: tuple[Pair, ...] = ()
    fault: str = ""
    score: float = 0.0


Batch: TypeAlias = tuple[Request, ...]
Answer: TypeAlias = tuple[Request, Translated]


class Engine(Protocol):
    """Translates sentences from one language to another; the same batch always gives the same translations."""

    @property
    def provenance(self) -> Provenance:
        """Say where translations come from: engine, model, its version and hash, whether it is for demonstration."""

    @property
    def identity(self) -> str:
        """Return one line of text that differs wherever answers may differ: models by their hashes, settings."""

    @property
    def limit(self) -> int:
        """Return how many tokens a sentence may have."""

    def length(self, text: str) -> int:
        """Return how many tokens `text` has."""

    def translate(self, batches: Sequence[Batch]) -> Iterator[Sequence[Answer]]:
        """Yield answers as they come, some at a time and in any order; each request of the batches once.

        Raise `PipelineError` if the model cannot be used at all; a sentence that it fails on gets a `fault`.
        """


_BATCH_BYTES = 1024  # of 512 to 4096 bytes the quickest on two cores, for a small model and a large one
_SMALLEST, _FEWEST = 256, 16  # a short work is cut smaller, so that every core has something to do


def batches(requests: Iterable[Request]) -> tuple[Batch, ...]:
    """Return the requests, each once, in batches of sentences of like length, the longest first.

    A batch has about `_BATCH_BYTES` bytes of UTF-8, padding counted. Batches depend on the requests alone, not on the
    machine and not on what a memory knows: a build that was interrupted computes the same batches again, so that it
    ends with the same bytes.
    """
    sized = [(size_of(request.text), request) for request in dict.fromkeys(requests)]
    sized.sort(key=lambda each: (each[1].beam, each[1].no_repeat, each[1].aligned, -each[0], each[1].text))
    budget = min(_BATCH_BYTES, max(_SMALLEST, sum(size for size, _ in sized) // _FEWEST))
    result, longest = list[list[Request]](), 0
    for size, request in sized:
        if not result or not _alike(result[-1][0], request) or longest * (len(result[-1]) + 1) > budget:
            result.append([])
            longest = size
        result[-1].append(request)
    return tuple(tuple(batch) for batch in result)


def size_of(text: str) -> int:
    """Return how many bytes of UTF-8 a text has; a lone surrogate counts three."""
    return len(text.encode("utf-8", "surrogatepass"))


def _alike(one: Request, other: Request) -> bool:
    """Return whether two requests may stand in one batch: a model takes one way for all of a batch."""
    return (one.beam, one.no_repeat, one.aligned) == (other.beam, other.no_repeat, other.aligned)


@dataclass(frozen=True, slots=True)
class Pivot:
    """Two engines in a row, sentence by sentence: the text between them is never segmented again.

    Either may be a pivot itself, so that a chain of any length is one.
    """

    first: Engine
    second: Engine

    @property
    def provenance(self) -> Provenance:
        """Return the first engine's provenance, with both models named."""
        one, two = self.first.provenance, self.second.provenance
        return replace(
            one,
            model=f"{one.model}, {two.model}",
            model_version=f"{one.model_version}, {two.model_version}",
            model_hash=f"{one.model_hash} {two.model_hash}",
            demonstration=one.demonstration or two.demonstration,
        )

    @property
    def identity(self) -> str:
        """Return both identities."""
        return f"{self.first.identity} | {self.second.identity}"

    @property
    def limit(self) -> int:
        """Return the shorter limit, less a fifth: the sentence between may be longer than its source."""
        return min(self.first.limit, self.second.limit) * 4 // 5

    def length(self, text: str) -> int:
        """Return the length that the first model sees."""
        return self.first.length(text)

    def translate(self, batches: Sequence[Batch]) -> Iterator[Sequence[Answer]]:
        """Translate through the language between; a sentence that fails on the first way is not sent on the second."""
        halfway = dict(answer for answers in self.first.translate(batches) for answer in answers)
        onward = {request: _onward(request, half) for request, half in halfway.items() if _can_go_on(half)}
        waiting: dict[Request, list[Request]] = {}
        for request, further in onward.items():
            waiting.setdefault(further, []).append(request)
        yield [(request, _failed(half)) for request, half in halfway.items() if request not in onward]
        for answers in self.second.translate(_again(batches, onward)):
            yield [
                (before, _joined(halfway[before], found)) for further, found in answers for before in waiting[further]
            ]


def _onward(request: Request, half: Translated) -> Request:
    return replace(request, text=half.text)


def _can_go_on(half: Translated) -> bool:
    return bool(half.text.strip()) and not half.fault


def _again(before: Sequence[Batch], onward: dict[Request, Request]) -> tuple[Batch, ...]:
    """Return batches for the second way: those of the first, each text once."""
    seen: set[Request] = set()
    result = list[Batch]()
    for batch in before:
        further = dict.fromkeys(onward[request] for request in batch if request in onward)
        result.append(tuple(request for request in further if request not in seen))
        seen.update(further)
    return tuple(batch for batch in result if batch)


def _failed(half: Translated) -> Translated:
    return Translated("", fault=half.fault or "nothing came back")


def _joined(first: Translated, second: Translated) -> Translated:
    return replace(second, pairs=compose(first.pairs, second.pairs), score=min(first.score, second.score))


def compose(first: tuple[Pair, ...], second: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """Return the pairs from the first source to the second target, through the text between; weights multiply."""
    weights: dict[tuple[int, int, int, int], float] = {}
    for one in first:
        for two in second:
            if one.at < two.end and two.start < one.to:
                key = (one.start, one.end, two.at, two.to)
                weights[key] = weights.get(key, 0.0) + one.weight * two.weight
    return tuple(Pair(*key, min(weight, 1.0)) for key, weight in weights.items() if weight >= FAINT)


FAINT = 0.05
"""A weight below this is noise: attention always leaves a little everywhere."""
