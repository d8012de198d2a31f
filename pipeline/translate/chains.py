"""Which packages, one after the other, lead from one language to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from pipeline.translate.argos import Package
from pipeline.translate.codes import closeness, same_language

_MOST = 4  # each leg loses some of the meaning; Argos' own packages all meet in English, in two legs

_Chain: TypeAlias = tuple[int, ...]
"""Packages in a row, by their numbers."""


def chain(packages: Sequence[Package], source: str, target: str) -> tuple[Package, ...]:
    """Return the packages that lead from `source` to `target`, at most four; none if there are none.

    The fewest win; of as many, those with the fewest embedded models, then those that meet in English, then those whose
    languages are closest to what is wanted and to each other, then those that come first in `packages`.
    """
    if same_language(source, target):
        return ()
    # Of the chains that end in one package only the best is kept: what follows is the same for all of them.
    ends: dict[int, _Chain] = {
        number: (number,) for number, package in enumerate(packages) if same_language(source, package.source)
    }
    seen = set(ends)
    for _ in range(_MOST):
        there = [each for each in ends.values() if same_language(target, packages[each[-1]].target)]
        if there:
            best = min(there, key=lambda each: _rank(packages, each, source, target))
            return tuple(packages[number] for number in best)
        ends = _longer(packages, ends.values(), seen, source)
        seen |= set(ends)
    return ()


def _longer(packages: Sequence[Package], chains: Iterable[_Chain], seen: set[int], source: str) -> dict[int, _Chain]:
    """Return the best chain of one package more for each package that no shorter one ends in."""
    result: dict[int, _Chain] = {}
    for each in sorted(chains, key=lambda each: _rank(packages, each, source)):
        for number, package in enumerate(packages):
            if number not in seen and same_language(packages[each[-1]].target, package.source):
                longer = (*each, number)
                known = result.get(number, longer)
                result[number] = min(known, longer, key=lambda each: _rank(packages, each, source))
    return result


def _rank(
    packages: Sequence[Package], numbers: _Chain, source: str, target: str | None = None
) -> tuple[int, int, int, int, _Chain]:
    """Return what orders chains of the same length, better ones first.

    Two packages for one pair, such as `pt` and `pt-BR`, are told apart by closeness; where it is the same for both, by
    the shorter name.
    """
    legs = [packages[number] for number in numbers]
    middles = [leg.target for leg in legs[:-1]]
    wanted = [source, *middles]
    distance = sum(closeness(one, leg.source) for one, leg in zip(wanted, legs, strict=True))
    distance += closeness(target, legs[-1].target) if target else 0
    foreign = sum(not same_language("en", middle) for middle in middles)
    return sum(leg.embedded for leg in legs), foreign, distance, sum(len(leg.name) for leg in legs), numbers
