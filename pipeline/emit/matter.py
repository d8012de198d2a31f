"""Front and back matter: the words of the title page and the colophon, the same in every format.

An emitter sets them; what they say is decided here.
"""

from __future__ import annotations

from pipeline.emit.edition import Edition
from pipeline.emit.properties import languages
from pipeline.facts import Line, provenance, role, shown_date
from pipeline.languages import name_of
from pipeline.model import Agent, Metadata

ARTICLE = 24_000
"""A work with fewer letters and without contents has no title page: its title stands above the text."""


def original_titles(edition: Edition) -> tuple[Line, ...]:
    """Return what a bilingual edition has below its title: the original's title, and its subtitle, if they differ."""
    worded = [wording for wording in edition.document.metadata.wordings if wording.language == edition.beside]
    return tuple(
        Line("", text, wording.language)
        for name in ("title", "subtitle")
        for wording in worded
        if wording.field == name
        for text in wording.values
    )


def imprint(edition: Edition) -> tuple[Line, ...]:
    """Return the lines at the foot of the title page: other contributors, series, publisher, place and date.

    In a bilingual edition its languages come first, each in its own words, as their texts stand on the page.
    """
    metadata, language = edition.document.metadata, edition.language
    others = tuple(Line(language.label(role(agent)), agent.name) for agent in _credited(metadata))
    named = (("series", metadata.series), ("", metadata.publisher), ("", shown_date(metadata.date, metadata.language)))
    tongues = " – ".join(tongue.name for tongue in reversed(edition.tongues)) if edition.beside else ""
    both = (Line("", tongues),) if tongues else ()
    return both + others + tuple(Line(language.label(label) if label else "", text) for label, text in named if text)


def authors(edition: Edition) -> tuple[str, ...]:
    """Return the authors' names, as the title page shows them under the title."""
    return tuple(agent.name for agent in edition.document.metadata.creators if agent.role == "aut")


def colophon(edition: Edition) -> tuple[Line, ...]:
    """Return the lines of the colophon: what the work is, where it comes from and how it was translated."""
    metadata, language = edition.document.metadata, edition.language
    known = (
        ("title", metadata.title),
        *((role(agent), agent.name) for agent in metadata.creators + metadata.contributors),
        ("publisher", metadata.publisher),
        ("place", metadata.coverage),
        ("date", shown_date(metadata.date, metadata.language)),
        ("series", metadata.series),
        ("subjects", ", ".join(metadata.subjects)),
        ("source", metadata.source),
        ("rights", metadata.rights),
        ("language", ", ".join(name_of(tag, metadata.language) for tag in languages(edition))),
        ("identifier", metadata.identifier),
        ("identifier", edition.identifier),
    )
    described = (Line("", metadata.description),) if metadata.description else ()
    rows = tuple(Line(language.label(label), text) for label, text in known if text)
    return described + rows + _translation(edition) + (Line(language.label("made_with"), "Polyfolio"),)


def _credited(metadata: Metadata) -> tuple[Agent, ...]:
    return tuple(agent for agent in metadata.creators + metadata.contributors if agent.role != "aut")


def _translation(edition: Edition) -> tuple[Line, ...]:
    translation = edition.document.metadata.translation
    return tuple(provenance(translation, edition.language)) if translation else ()
