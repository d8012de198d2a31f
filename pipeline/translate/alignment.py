"""Which characters of a sentence and of its translation belong together: from tokens and attention to runs of words."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeAlias

from pipeline.translate.engine import FAINT, Pair

Range: TypeAlias = tuple[int, int]

_BYTE = re.compile(r"<0x[0-9A-F]{2}>")


def pairs_of(
    source: str, sent: Sequence[str], target: str, came: Sequence[str], attention: Sequence[Sequence[float]]
) -> tuple[Pair, ...]:
    """Return a pair for each two tokens that attend to each other; `attention` has a row for each token that came."""
    from_places, to_places = located(source, sent), located(target, came)
    return tuple(
        Pair(*start_end, *at_to, weight)
        for at_to, row in zip(to_places, attention, strict=True)
        if at_to
        for start_end, weight in zip(from_places, row, strict=False)
        if start_end and weight >= FAINT
    )


def located(text: str, tokens: Sequence[str]) -> list[Range | None]:
    """Return where each token stands in the text, or none for one that does not stand there as it is.

    Works for SentencePiece (`▁word`) and for Moses words in byte pairs (`wo@@ rd`, `&apos;`). A tokenizer may normalize
    characters, so a token is looked for only a little ahead, and the next ones find the way again.
    """
    places: list[Range | None] = []
    at, missed = 0, 0
    for token in tokens:
        plain = "" if _BYTE.fullmatch(token) else html.unescape(token.replace("▁", "").removesuffix("@@"))
        found = text.find(plain, at, at + len(plain) + 2 + missed) if plain else -1
        if found < 0:
            places.append(None)
            missed += max(1, len(token))
        else:
            places.append((found, found + len(plain)))
            at, missed = found + len(plain), 0
    return places


Votes: TypeAlias = list[tuple[float, float]]
"""For each word of a translation: how much speaks for it, and how much is known of it at all (0 to 1 each)."""

_CONTINUED = 0.5
"""What the later tokens of a word count: a model looks for a word when it begins to write it."""


def by_word(pairs: Sequence[Pair], words: Sequence[Range]) -> list[list[Pair]]:
    """Return for each of the words of a translation, in order, the pairs behind it; continued tokens weigh less."""
    found: list[list[Pair]] = [[] for _ in words]
    number = 0
    for _, together in groupby(sorted(pairs, key=lambda pair: pair.at), key=lambda pair: pair.at):
        token = list(together)
        while number < len(words) and words[number][1] <= token[0].at:
            number += 1
        if number < len(words) and words[number][0] < max(pair.to for pair in token):
            begun = bool(found[number])
            found[number] += [replace(pair, weight=pair.weight * _CONTINUED) for pair in token] if begun else token
    return found


def votes(rows: Sequence[Sequence[Pair]], start: int, end: int) -> Votes:
    """Return what the pairs behind each word say for the characters `start` to `end` of the source."""
    result: Votes = []
    for row in rows:
        whole = sum(pair.weight for pair in row)
        share = sum(pair.weight for pair in row if pair.start < end and start < pair.end)
        known = min(1.0, whole)
        result.append((known * share / whole if whole else 0.0, known))
    return result


_HALF, _LEAST = 0.5, 0.3
"""The share of what is known that wins a word, and the least that wins one where no word has half."""


def elected(ballots: Sequence[Votes]) -> tuple[int, int] | None:
    """Return the first and last word of the run for which most speaks on the whole, or none if little does for any.

    A word is won if more than half of what is known of it speaks for it; a run may go over a lost word (an article) if
    those beside it make up for that.
    """
    shares = [
        sum(vote for vote, _ in word) / max(1.0, sum(known for _, known in word)) for word in zip(*ballots, strict=True)
    ]
    best, run, gain, first = 1e-9, None, 0.0, 0
    for number, share in enumerate(shares):
        if gain <= 0:
            gain, first = 0.0, number
        gain += share - _HALF
        if gain > best:
            best, run = gain, (first, number)
    strongest = max(range(len(shares)), key=shares.__getitem__, default=None)
    if run is None and strongest is not None and shares[strongest] >= _LEAST:
        run = strongest, strongest
    return run
