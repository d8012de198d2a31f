"""Which blocks of two texts belong together, told by their kinds and lengths.

W. A. Gale and K. W. Church, “A Program for Aligning Sentences in Bilingual Corpora”, Computational Linguistics 19
(1993): a long text has a long translation; one may have become two, or two one, and rarely is one left out. A bead is
what belongs together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import erfc, log, sqrt
from typing import TypeAlias

Bead: TypeAlias = tuple[slice, slice]

_FOUND = {(1, 1): 0.89, (1, 0): 0.00495, (0, 1): 0.00495, (2, 1): 0.0445, (1, 2): 0.0445, (2, 2): 0.011}
"""How often each kind of bead was found (table 5 of the paper)."""
_RARITY = {kind: -log(share) for kind, share in _FOUND.items()}
_VARIANCE = 6.8
"""The variance of a translation's length for each letter of its original (section 3.2)."""
_BAND = 20
"""How far the beads may stray from an even course, so that the work is linear."""
_HOPE = 300.0
"""What a place may cost beyond the best beside it, in natural logarithms: a page left out costs about half of it."""


def beads(ours: Sequence[int], theirs: Sequence[int], fit: Callable[[Bead], bool]) -> list[Bead]:
    """Return the likeliest beads, in order, every block in one; given are the lengths of the blocks of both texts.

    `fit` says whether some blocks of each can belong together; a block may always stand alone.
    """
    if not ours or not theirs:
        return [(slice(0, len(ours)), slice(0, len(theirs)))]
    ratio = (sum(theirs) or 1) / (sum(ours) or 1)
    band = _BAND + len(theirs) // len(ours)
    best: dict[tuple[int, int], tuple[float, int, int]] = {(0, 0): (0.0, 0, 0)}
    for i in range(len(ours) + 1):
        middle = i * len(theirs) // len(ours)
        row = range(max(0, middle - band), min(len(theirs), middle + band) + 1)
        for j in row:
            found = [
                (best[i - a, j - b][0] + rarity + _cost(sum(ours[i - a : i]), sum(theirs[j - b : j]), ratio), a, b)
                for (a, b), rarity in _RARITY.items()
                if (i - a, j - b) in best and (not a or not b or fit((slice(i - a, i), slice(j - b, j))))
            ]
            if found:
                best[i, j] = min(found)
        _prune(best, [(i, j) for j in row if (i, j) in best])
    whole = (slice(0, len(ours)), slice(0, len(theirs)))
    return _back(best, len(ours), len(theirs)) if (len(ours), len(theirs)) in best else [whole]


def _prune(best: dict[tuple[int, int], tuple[float, int, int]], row: list[tuple[int, int]]) -> None:
    """Give up places that only a chain of great improbabilities leads to."""
    least = min((best[place][0] for place in row), default=0.0)
    for place in row:
        if best[place][0] > least + _HOPE:
            del best[place]


def _back(best: dict[tuple[int, int], tuple[float, int, int]], i: int, j: int) -> list[Bead]:
    """Return the beads that lead to the end of both texts."""
    found: list[Bead] = []
    while i or j:
        _, a, b = best[i, j]
        found.append((slice(i - a, i), slice(j - b, j)))
        i, j = i - a, j - b
    return found[::-1]


def _cost(ours: int, theirs: int, ratio: float) -> float:
    """Return how unlikely two lengths are for a text and its translation: minus the logarithm of a probability."""
    mean = (ours + theirs / ratio) / 2
    if not mean:
        return 0.0
    delta = abs(theirs - ours * ratio) / sqrt(mean * _VARIANCE)
    chance = erfc(delta / sqrt(2))
    # far out, where the value is too small for a number, its logarithm is close to this
    return -log(chance) if chance else delta * delta / 2
