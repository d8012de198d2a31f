"""Learn which words translate which from the sentences of one work. The only door to numpy.

The model is that of Dyer, Chahuneau and Smith, "A Simple, Fast, and Effective Reparameterization of IBM Model 2"
(NAACL 2013): every word of a target sentence comes from one word of the source sentence or from none, sooner from one
that stands about as far into its sentence; how words translate is found by expectation maximization, with a prior by
which most words have few translations. It is trained in both directions, and both must agree (Liang, Taskar and Klein,
"Alignment by Agreement", NAACL 2006): the weight of a pair is the product of the two probabilities.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from pipeline.translate.engine import FAINT, Pair
from pipeline.translate.words import spans_of_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Floats: TypeAlias = NDArray[np.float64]

Words: TypeAlias = list[str]

_FEWEST = 100
"""Pairs of sentences below which nothing is learned that would help: with 113 it just begins to."""
_MOST, _CELLS, _LONGEST = 20_000, 4_000_000, 100
"""Pairs of sentences, pairs of words in them, and words of one sentence that are looked at."""
_ROUNDS = 6
_NONE, _TENSION, _PRIOR = 0.08, 4.0, 0.01
"""The chance that a word comes from none, how much place counts, and the prior of a translation (Dyer et al.)."""
_UNSEEN = 1e-6
"""The chance of a translation that was never seen: place alone then decides."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What each word was seen to translate: the chance of (word, its translation) from either side.

    The empty word stands for none: words of a translation that come from nowhere.
    """

    forward: Mapping[tuple[str, str], float] = field(default_factory=dict)
    backward: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def pairs(self, source: str, target: str) -> tuple[Pair, ...]:
        """Return which words of a sentence and its translation belong together; none where nothing was learned."""
        froms, tos = spans_of_words(source), spans_of_words(target)
        if not self.forward or not froms or not tos or max(len(froms), len(tos)) > _LONGEST:
            return ()
        sources, targets = _words(source), _words(target)
        agreed = _posterior(self.forward, sources, targets) * _posterior(self.backward, targets, sources).T
        return tuple(
            Pair(*froms[i], *tos[j], round(float(agreed[i, j]), 4))
            for j in range(len(tos))
            for i in range(len(froms))
            if agreed[i, j] >= FAINT
        )


def train(pairs: Iterable[tuple[str, str]]) -> Lexicon:
    """Return the lexicon of the sentences and translations of one work; an empty one where they are too few.

    Each pair of sentences counts once. Sentences of more than a hundred words are left out, and so is what lies beyond
    the bounds on time and memory.
    """
    sentences = tuple(_sentences(pairs))
    if len(sentences) < _FEWEST:
        return Lexicon()
    return Lexicon(_learned(sentences), _learned([(target, source) for source, target in sentences]))


def _sentences(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[Words, Words]]:
    """Yield the words of each pair of sentences, up to the bounds."""
    cells = 0
    for source, target in islice(dict.fromkeys(pairs), _MOST):
        froms, tos = _words(source), _words(target)
        if not froms or not tos or max(len(froms), len(tos)) > _LONGEST:
            continue
        cells += len(froms) * len(tos)
        if cells > _CELLS:
            return
        yield froms, tos


def _words(text: str) -> Words:
    return [text[start:end].casefold() for start, end in spans_of_words(text)]


def _learned(sentences: Sequence[tuple[Words, Words]]) -> dict[tuple[str, str], float]:
    """Return how likely a word becomes each word that it was seen beside, by expectation maximization.

    A cell is a word of a source sentence (or none) beside a word of its translation.
    """
    import numpy as np

    numbers = {"": 0}
    for word in (word for sentence in sentences for words in sentence for word in words):
        numbers.setdefault(word, len(numbers))
    froms: list[Ints] = []
    tos: list[Ints] = []
    sizes: list[int] = []
    for source, target in sentences:
        froms.append(np.tile([0, *(numbers[word] for word in source)], len(target)))
        tos.append(np.repeat([numbers[word] for word in target], len(source) + 1))
        sizes += [len(source) + 1] * len(target)
    prior = np.concatenate([_nearness(len(source), len(target)).T.ravel() for source, target in sentences])
    group = np.repeat(np.arange(len(sizes)), sizes)
    kinds, kind = np.unique(np.concatenate(froms) * len(numbers) + np.concatenate(tos), return_inverse=True)
    before, after = np.divmod(kinds, len(numbers))
    chances: Floats = np.ones(len(kinds))
    for _ in range(_ROUNDS):
        joint = chances[kind] * prior
        counts = np.bincount(kind, joint / np.bincount(group, joint)[group])
        chances = _chances(counts.astype(np.float64), before)
    names = list(numbers)
    return {
        (names[i], names[j]): chance
        for i, j, chance in zip(before.tolist(), after.tolist(), chances.tolist(), strict=True)
        if chance > _UNSEEN
    }


def _chances(counts: Floats, before: Ints) -> Floats:
    """Return the chance of each translation from how often it was counted, under the prior (variational Bayes)."""
    import numpy as np

    totals: Floats = np.bincount(before, counts + _PRIOR).astype(np.float64)
    found: Floats = np.exp(_digamma(counts + _PRIOR) - _digamma(totals)[before])
    return found


def _digamma(values: Floats) -> Floats:
    """Return the logarithmic derivative of the gamma function: by its recurrence, then its asymptotic series."""
    import numpy as np

    far = np.maximum(values, 1e-3) + 6
    found: Floats = np.log(far) - 1 / (2 * far) - 1 / (12 * far**2) + 1 / (120 * far**4)
    for step in range(6):
        found = found - 1 / (far - 6 + step)
    return found


def _nearness(sources: int, targets: int) -> Floats:
    """Return how likely the place of each source word (the first row: of none) is for each target word."""
    import numpy as np

    at = (np.arange(sources) + 1)[:, None] / sources - ((np.arange(targets) + 1) / targets)[None, :]
    near = np.exp(-_TENSION * np.abs(at))
    found: Floats = np.vstack([np.full((1, targets), _NONE), (1 - _NONE) * near / near.sum(axis=0)])
    return found


def _posterior(chances: Mapping[tuple[str, str], float], sources: Words, targets: Words) -> Floats:
    """Return the probability that each target word comes from each source word."""
    import numpy as np

    seen = np.array([[chances.get((source, target), _UNSEEN) for target in targets] for source in ["", *sources]])
    joint = seen * _nearness(len(sources), len(targets))
    found: Floats = (joint / joint.sum(axis=0))[1:]
    return found
