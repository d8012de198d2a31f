"""The language: every place that names the language of the whole names the right one; the others inside are marked."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.letters import printed_letters, shown, speaks
from pipeline.verify.observed import Line, Observed
from pipeline.verify.pool import astray
from pipeline.verify.reading import Piece
from pipeline.verify.sequence import first_break
from pipeline.verify.voices import by_language, same


def compared(expected: Expected, observed: Observed) -> int:
    """Return how many claims and texts are compared."""
    return len(observed.languages) + (0 if observed.paged else len(expected.text))


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield each claim of another language, each language inside that is not marked, and the first text mismarked.

    On printed pages only what stands beside its translation has to be marked, and is looked for among what is.
    """
    for claim in observed.languages:
        if claim.values != (expected.language,):
            found = _named(claim.values)
            yield Difference("language", claim.place, f"language {expected.language}", found)
    if observed.spoken is not None or expected.pairs:
        spoken = observed.spoken or frozenset()
        for tag in sorted(expected.spoken - spoken - {expected.language}):
            yield Difference("language", "text in another language", f"{tag} marked", _named(spoken, ", "))
    yield from _beside(expected, observed) if observed.paged else _mismarked(expected, observed)


def _mismarked(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield the first line some of whose words are marked with another language than in every text of its letters."""
    lines = (*observed.body, *observed.notes)
    for line, piece in astray(expected.text, lines, lambda each: by_language(each.voices), same):
        yield Difference("language", f"{shown(line.text)} ({line.place})", _marked(piece), _marked(line))


def _marked(line: Line | Piece) -> str:
    """Return the languages of a line in words; with their letters where there are several."""
    stretches = by_language(line.voices)
    said = (f"{language or 'none'} in {shown(text)}" if text else language for language, text in stretches)
    return " and ".join(said) or "none"


def _beside(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield where the texts beside their translations break off among the lines that are marked in their languages."""
    pieces = [piece for piece in expected.text if piece.stream == "beside"]
    tongues = frozenset[str]().union(*(piece.languages for piece in pieces))
    # code is in no language, and digits are in any
    lines = [line for line in observed.body if not line.languages - tongues or not speaks(line.text)]
    if found := first_break(pieces, lines, printed_letters, printed=True):
        there = _at(observed.body, found.piece)
        yield Difference("language", f"{shown(found.piece.text)}", f"{_named(tongues)} marked", there)


def _at(lines: Collection[Line], piece: Piece) -> str:
    """Return the languages that the line is marked with where a piece begins."""
    text = printed_letters(piece.text)
    found = (line for line in lines if (part := printed_letters(line.text)) and text.startswith(part))
    return _named(next((line.languages for line in found), frozenset()))


def _named(tags: Collection[str], joint: str = " and ") -> str:
    return joint.join(sorted(tags)) or "none"
