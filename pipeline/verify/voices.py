"""Who speaks in a line, and which way: stretches of its words by language and direction.

Only letters count: digits, marks and space are in no language, and take their direction from what stands around them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from pipeline.verify.letters import letters, speaks


class Voice(NamedTuple):
    """A stretch of text: its language (empty for code), its direction (empty where a format does not say), its text."""

    language: str
    direction: str
    text: str


def merged(voices: Iterable[Voice]) -> tuple[Voice, ...]:
    """Return the stretches that have letters, neighbours of one kind as one, each with nothing but its letters.

    The letters of a stretch that is alone are left out: they are all that the line has.
    """
    spoken = (voice for voice in voices if speaks(voice.text))
    groups = groupby(spoken, key=lambda voice: (voice.language, voice.direction))
    found = [Voice(*kind, "".join(voice.text for voice in group)) for kind, group in groups]
    return (
        (found[0]._replace(text=""),)
        if len(found) == 1
        else tuple(each._replace(text=_bare(each.text)) for each in found)
    )


def by_language(voices: Iterable[Voice]) -> tuple[tuple[str, str], ...]:
    """Return languages with their letters in order, whatever the direction."""
    return _joined((voice.language, voice.text) for voice in voices)


def by_direction(voices: Iterable[Voice]) -> tuple[tuple[str, str], ...]:
    """Return directions with their letters in order, whatever the language."""
    return _joined((voice.direction, voice.text) for voice in voices)


def _joined(stretches: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    groups = groupby(stretches, key=lambda stretch: stretch[0])
    found = [(kind, "".join(text for _, text in group)) for kind, group in groups]
    return ((found[0][0], ""),) if len(found) == 1 else tuple(found)


def same(wanted: tuple[tuple[str, str], ...], seen: tuple[tuple[str, str], ...]) -> bool:
    """Return whether both are the same stretches; the first of `seen` may begin with a label."""
    if len(wanted) != len(seen) or wanted[1:] != seen[1:]:
        return False
    return not wanted or (wanted[0][0] == seen[0][0] and seen[0][1].endswith(wanted[0][1]))


def _bare(text: str) -> str:
    return "".join(filter(str.isalpha, letters(text)))
