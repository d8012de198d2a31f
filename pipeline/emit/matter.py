"""Front and back matter: the words of the title page and the colophon, the same in every format.

An emitter sets them; what they say is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.emit.edition import Edition
from pipeline.emit.properties import languages
from pipeline.languages import Language, name_of
from pipeline.model import Agent, Metadata

_ROLES = {"aut": "author", "edt": "editor", "trl": "translator", "ill": "illustrator"}
"""Labels of the MARC relator codes that have one; every other role is a contributor's."""

ARTICLE = 24_000
"""A work with fewer letters and without contents has no title page: its title stands above the text."""
FALLBACK = "en"
"""The language of the labels where the edition's own has none."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of matter: a label in the edition's language, or none, and a text.

    `language` is the text's, where that is known to be another than the edition's.
    """

    label: str
    text: str
    language: str = ""

    def lead(self, language: Language) -> str:
        """Return what stands before the text: the label, and a colon spaced as `language` has it; nothing without."""
        return f"{self.label}{language.spaced.get(':', '')}: " if self.label else ""

    def shown(self, language: Language) -> str:
        """Return the whole line as the edition's `language` writes it."""
        return self.lead(language) + self.text


def role_label(agent: Agent, language: Language) -> str:
    """Return what `agent` is, in words of the edition's language."""
    return language.label(_ROLES.get(agent.role, "contributor"))


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
    others = tuple(Line(role_label(agent, language), agent.name) for agent in _credited(metadata))
    named = (("series", metadata.series), ("", metadata.publisher), ("", shown_date(metadata)))
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
        *((_ROLES.get(agent.role, "contributor"), agent.name) for agent in metadata.creators + metadata.contributors),
        ("publisher", metadata.publisher),
        ("place", metadata.coverage),
        ("date", shown_date(metadata)),
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


def shown_date(metadata: Metadata) -> str:
    """Return the date as the edition's language writes it, from CLDR: `8 de noviembre de 2023`.

    A date of another form than ISO 8601, and every date where CLDR does not know the language, stays as it is.
    """
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date, format_skeleton

    parts = metadata.date.split("-")
    if not all(part.isdecimal() for part in parts) or not metadata.language:
        return metadata.date
    try:
        day = date(*(int(part) for part in ([*parts, "1", "1"])[:3]))
        locale = Locale.parse(metadata.language, sep="-")
        match len(parts):
            case 3:
                return str(format_date(day, "long", locale))
            case 2:
                return str(format_skeleton("yMMMM", day, locale=locale))
            case _:
                return metadata.date
    except (ValueError, UnknownLocaleError):
        return metadata.date


def _credited(metadata: Metadata) -> tuple[Agent, ...]:
    return tuple(agent for agent in metadata.creators + metadata.contributors if agent.role != "aut")


def _translation(edition: Edition) -> tuple[Line, ...]:
    """Return what a reader must know of a translation: from what, by what, and whether anybody read it."""
    translation, language = edition.document.metadata.translation, edition.language
    if translation is None:
        return ()
    original = Line(language.label("original_title"), translation.source_title, translation.source_language)
    source = name_of(translation.source_language, edition.document.metadata.language)
    rows = tuple(line for line in (original, Line(language.label("original_language"), source)) if line.text)
    if not translation.engine:
        return (*rows, _sentence("human_translation", language))
    model = " ".join(filter(None, (translation.model, translation.model_version)))
    said = ("reviewed" if translation.reviewed else "unreviewed", "demonstration" if translation.demonstration else "")
    made = (
        Line(language.label("machine_translation"), translation.engine),
        Line(language.label("model"), model),
    )
    return rows + made + tuple(_sentence(label, language) for label in said if label)


def _sentence(label: str, language: Language) -> Line:
    """Return a label that says everything by itself."""
    return Line("", language.label(label), "" if language.labelled else FALLBACK)
