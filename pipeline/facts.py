"""What is known of a work in the words of its readers: who did what, when, and where a translation comes from.

Editions and the catalog say the same, since both ask here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline.languages import Language, name_of
from pipeline.model import Agent, Provenance

if TYPE_CHECKING:
    from babel import Locale

FALLBACK = "en"
"""The language of the labels where a language has none of its own."""
_ROLES = {"aut": "author", "edt": "editor", "trl": "translator", "ill": "illustrator"}
"""Labels of the MARC relator codes that have one; every other role is a contributor's."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of facts: a label in the edition's language, or none, and a text.

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


def role(agent: Agent) -> str:
    """Return the key of the label that says what `agent` is."""
    return _ROLES.get(agent.role, "contributor")


def shown_date(value: str, tag: str) -> str:
    """Return an ISO 8601 date as the language `tag` writes it, from CLDR: `8 de noviembre de 2023`.

    A date of another form, and every date where CLDR does not know the language, stays as it is.
    """
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date, format_skeleton

    parts = value.split("-")
    if not all(part.isdecimal() for part in parts) or not tag:
        return value
    try:
        day = date(*(int(part) for part in ([*parts, "1", "1"])[:3]))
        locale = Locale.parse(tag, sep="-")
        match len(parts):
            case 3:
                return str(format_date(day, "long", locale))
            case 2:
                return str(format_skeleton("yMMMM", day, locale=locale))
            case _:
                return value
    except (ValueError, UnknownLocaleError):
        return value


def shown_size(size: int, tag: str) -> str:
    """Return a size in bytes as the language `tag` writes it, from CLDR, in English where CLDR does not know it.

    A kilobyte has 1000 bytes (IEC 80000-13); sizes below one are given as one, no file being that small.
    """
    from babel.units import format_unit

    number, unit, pattern = (size / 1e6, "megabyte", "#,##0.0") if size >= 1e6 else (size / 1e3, "kilobyte", "#,##0")
    return str(format_unit(max(number, 1), f"digital-{unit}", "short", pattern, _cldr(tag)))


def shown_part(part: float, tag: str) -> str:
    """Return a part of a whole (0 to 1) in per cent, as the language `tag` writes it; only a whole is called 100."""
    from babel.numbers import format_percent

    return str(format_percent(min(math.floor(part * 100 + 1e-9), 100) / 100, locale=_cldr(tag)))


def _cldr(tag: str) -> Locale:
    """Return what CLDR knows of a language, or where it knows nothing, of English."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale(FALLBACK)


def provenance(translation: Provenance, language: Language) -> Iterator[Line]:
    """Yield what a reader must know of a translation: from what, by what, and whether anybody read it."""
    known = (
        Line(language.label("original_title"), translation.source_title, translation.source_language),
        Line(language.label("original_language"), name_of(translation.source_language, language.tag)),
    )
    yield from (line for line in known if line.text)
    if not translation.engine:
        yield _sentence("human_translation", language)
        return
    model = " ".join(filter(None, (translation.model, translation.model_version)))
    yield Line(language.label("machine_translation"), translation.engine)
    yield Line(language.label("model"), model)
    yield _sentence("reviewed" if translation.reviewed else "unreviewed", language)
    if translation.demonstration:
        yield _sentence("demonstration", language)


def _sentence(label: str, language: Language) -> Line:
    """Return a label that says everything by itself."""
    return Line("", language.label(label), "" if language.labelled else FALLBACK)
