"""What the translate stage asks of an engine: plain sentences in, plain sentences out, and which word became which.

An engine knows nothing of documents or markup. The one engine that ships is in `argos.py`; tests use functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Protocol

from pipeline.model import Provenance


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

    `fault` says in a few words why the text cannot be trusted (it was cut off, it repeats itself), or is empty.
    """

    text: str
    pairs: tuple[Pair, ...] = ()
    fault: str = ""


class Engine(Protocol):
    """Translates sentences from one language to another; the same sentence always gives the same translation."""

    @property
    def provenance(self) -> Provenance:
        """Say where translations come from: engine, model, its version and hash, whether it is for demonstration."""

    @property
    def limit(self) -> int:
        """Return how many tokens a sentence may have."""

    def length(self, text: str) -> int:
        """Return how many tokens `text` has."""

    def translate(self, texts: Sequence[str], aligned: AbstractSet[str] = frozenset()) -> Sequence[Translated]:
        """Translate each text, in the same order; those in `aligned` come with pairs where the engine knows them."""


@dataclass(frozen=True, slots=True)
class Pivot:
    """Two engines in a row, sentence by sentence: the text between them is never segmented again."""

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
    def limit(self) -> int:
        """Return the shorter limit, less a fifth: the sentence between may be longer than its source."""
        return min(self.first.limit, self.second.limit) * 4 // 5

    def length(self, text: str) -> int:
        """Return the length that the first model sees."""
        return self.first.length(text)

    def translate(self, texts: Sequence[str], aligned: AbstractSet[str] = frozenset()) -> Sequence[Translated]:
        """Translate through the language between; a sentence that fails on the first way is not sent on the second."""
        halfway = self.first.translate(texts, aligned)
        onward = list(dict.fromkeys(half.text for half in halfway if half.text.strip() and not half.fault))
        marked = {half.text for text, half in zip(texts, halfway, strict=True) if text in aligned}
        arrived = dict(zip(onward, self.second.translate(onward, marked), strict=True))
        return [_joined(half, arrived.get(half.text)) for half in halfway]


def _joined(first: Translated, second: Translated | None) -> Translated:
    if first.fault or second is None:
        return Translated("", fault=first.fault or "nothing came back")
    return replace(second, pairs=compose(first.pairs, second.pairs))


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
