"""Values of front matter and `meta.toml`, each with the place it stands at, and what shapes they may have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from pipeline import languages
from pipeline.report import Location, PipelineError

Held: TypeAlias = "str | tuple[Value, ...] | dict[str, Value]"


@dataclass(frozen=True, slots=True)
class Value:
    """A value with the place it stands at: a text, several values, or values under keys."""

    held: Held
    location: Location


def from_mapping(values: Mapping[str, object], file: str) -> Value:
    """Return parsed TOML as a value; every place is the file. Dates and numbers become the text they are written as."""
    place = Location(file)

    def held(value: object) -> Held:
        match value:
            case Mapping():
                return {str(key): Value(held(item), place) for key, item in value.items()}
            case list() | tuple():
                return tuple(Value(held(item), place) for item in value)
            case date():
                return value.isoformat()
            case _:
                return str(value)

    return Value(held(values), place)


def text(value: Value, key: str) -> str:
    """Return a value that must be one text; raise `PipelineError` for any other."""
    if not isinstance(value.held, str):
        raise wrong(key, "one text", value)
    return " ".join(value.held.split())


def mapping(value: Value | None, key: str) -> dict[str, Value]:
    """Return the values under keys (none for None); raise `PipelineError` for any other shape."""
    if value is None:
        return {}
    if not isinstance(value.held, dict):
        raise wrong(key, "keys and values", value)
    return value.held


def by_language(value: Value) -> dict[str, Value] | None:
    """Return a mapping whose keys are language tags; None for anything else."""
    held = value.held
    return held if isinstance(held, dict) and held and not _OF_A_PERSON & held.keys() else None


def words(value: Value | None, key: str) -> list[tuple[str, Location]]:
    """Return the words of a list or of a text with commas or spaces between."""
    if value is None:
        return []
    items = value.held if isinstance(value.held, tuple) else (value,)
    return [(word, item.location) for item in items for word in re.split(r"[\s,;]+", text(item, key)) if word]


def standard(tag: str, place: Location) -> str:
    """Return a language tag as BCP 47 prefers it; raise `PipelineError` with its place if it names no language."""
    try:
        return languages.standard(tag)
    except PipelineError as error:
        raise PipelineError(error.message, place, error.hint, error.code) from error


def base(tag: str) -> str:
    """Return the language of a tag, without script and region."""
    return tag.partition("-")[0]


def wrong(key: str, expected: str, value: Value) -> PipelineError:
    """Return the error for a value of the wrong shape."""
    kind = {dict: "keys and values", tuple: "a list"}.get(type(value.held), "a text")
    message = f"{key}: {expected} was expected, and {kind} was found"
    return PipelineError(message, value.location, _SHAPES.get(key, f"write {key}: …"), "frontmatter.shape")


_OF_A_PERSON = frozenset({"name", "text", "role", "file-as", "file_as"})
_SHAPES = {
    "to": "write to: es, fr",
    "translations": "write translations: {es: {title: …}}",
    "author": "write author: Name, a list of names, or {name: …, role: …, file-as: …}",
}
