"""What an edition says of itself: the values of each field of `pipeline.properties`, the same for every format."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.emit.edition import Edition
from pipeline.model import Agent, Metadata, Provenance
from pipeline.properties import PROPERTIES


def _text(field: Callable[[Metadata], str]) -> Callable[[Edition], tuple[str, ...]]:
    return lambda edition: tuple(filter(None, (field(edition.document.metadata),)))


def _names(field: Callable[[Metadata], tuple[Agent, ...]]) -> Callable[[Edition], tuple[str, ...]]:
    return lambda edition: tuple(agent.name for agent in field(edition.document.metadata))


def _provenance(field: Callable[[Provenance], str]) -> Callable[[Edition], tuple[str, ...]]:
    def values(edition: Edition) -> tuple[str, ...]:
        translation = edition.document.metadata.translation
        return tuple(filter(None, (field(translation),))) if translation else ()

    return values


def languages(edition: Edition) -> tuple[str, ...]:
    """Return the languages of an edition: its own, and in a bilingual one the other."""
    return tuple(filter(None, (edition.document.metadata.language, edition.beside)))


def _review(translation: Provenance) -> str:
    if not translation.engine:
        return "human translation"
    return "reviewed machine translation" if translation.reviewed else "unreviewed machine translation"


_VALUES: dict[str, Callable[[Edition], tuple[str, ...]]] = {
    "title": _text(lambda m: m.title),
    "subtitle": _text(lambda m: m.subtitle),
    "creators": _names(lambda m: m.creators),
    "contributors": _names(lambda m: m.contributors),
    "language": languages,
    "date": _text(lambda m: m.date),
    "publisher": _text(lambda m: m.publisher),
    "subjects": lambda edition: edition.document.metadata.subjects,
    "description": _text(lambda m: m.description),
    "rights": _text(lambda m: m.rights),
    "identifier": lambda edition: (edition.identifier,),
    "source": _text(lambda m: m.source),
    "coverage": _text(lambda m: m.coverage),
    "series": _text(lambda m: m.series),
    "original": lambda edition: tuple(filter(None, (edition.original,))),
    "engine": _provenance(lambda p: " ".join(filter(None, (p.engine, p.model, p.model_version)))),
    "review": _provenance(_review),
}


def values(edition: Edition) -> dict[str, tuple[str, ...]]:
    """Return the values of every field of `PROPERTIES`, in the table's order; none where nothing is known."""
    return {field: _VALUES[field](edition) for field in PROPERTIES}
