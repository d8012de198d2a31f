"""What normalizing needs to know about each language: `data/languages.toml`, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Habits:
    """The habits of one language, as the data file explains them; `doubled` is None where nothing is known."""

    spaced_dash: str
    tight_dash: str
    range_dash: str
    page_words: tuple[str, ...]
    ellipsis: str
    elisions: frozenset[str]
    abbreviations: frozenset[str]
    doubled: frozenset[str] | None


@cache
def habits(tag: str) -> Habits:
    """Return the habits of the language of a BCP 47 tag; those of no language in particular if it has none there."""
    known = _read()
    values = known["default"] | known.get(tag.partition("-")[0], {})
    doubled = values.get("doubled")
    return Habits(
        spaced_dash=str(values["spaced_dash"]),
        tight_dash=str(values["tight_dash"]),
        range_dash=str(values["range_dash"]),
        page_words=tuple(_words(values["page_words"])),
        ellipsis=str(values["ellipsis"]),
        elisions=frozenset(_words(values["elisions"])),
        abbreviations=frozenset(_words(values["abbreviations"])),
        doubled=None if doubled is None else frozenset(_words(doubled)),
    )


def _words(value: object) -> list[str]:
    return [str(word) for word in value] if isinstance(value, list) else []


@cache
def _read() -> dict[str, dict[str, object]]:
    text = resources.files("pipeline.normalize").joinpath("data", "languages.toml").read_text("utf-8")
    return tomllib.loads(text)
