"""A person's wording of a metadata field in the target language wins over any translation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from pipeline.languages import standard
from pipeline.model import Agent, Metadata, Wording
from pipeline.translate.codes import same_language

_NAMES = ("creators", "contributors")


def wordings_for(metadata: Metadata, target: str) -> Mapping[str, Wording]:
    """Return the wording of each field in the language `target`: the exact tag first, else the same language."""
    exact = standard(target)
    close = [wording for wording in metadata.wordings if same_language(wording.language, exact)]
    return {wording.field: wording for wording in sorted(close, key=lambda wording: wording.language == exact)}


def worded(metadata: Metadata, target: str) -> Metadata:
    """Return the metadata with every field that a person has worded in `target` set to that wording.

    A name keeps its role; the wordings themselves are kept.
    """
    for name, wording in wordings_for(metadata, target).items():
        metadata = _with(metadata, name, wording.values)
    return metadata


def _with(metadata: Metadata, name: str, values: tuple[str, ...]) -> Metadata:
    before = getattr(metadata, name, None)
    value: object = None
    if name in _NAMES:
        value = _agents(before, values)
    elif name == "subjects":
        value = values
    elif isinstance(before, str) and name != "language":
        value = ", ".join(values)
    changed: dict[str, Any] = {name: value} if value else {}
    return replace(metadata, **changed)


def _agents(before: object, names: tuple[str, ...]) -> tuple[Agent, ...]:
    agents = before if isinstance(before, tuple) else ()
    return tuple(
        replace(agent, name=name, file_as="") if isinstance(agent, Agent) else Agent(name)
        for agent, name in zip_longest(agents[: len(names)], names)
    )
