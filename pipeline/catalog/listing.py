"""The editions of a manifest as feeds list them: one for each language of a work, with its files in all formats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from pipeline.languages import language
from pipeline.model import Agent, Metadata
from pipeline.records import Kept, Manifest, Record

NAMES: UUID = uuid5(NAMESPACE_URL, "https://polyfolio.invalid/catalogs")
"""The namespace of the identifiers that a catalog gives (RFC 9562, 5.5)."""
_LAST = 253_402_300_799
"""The last second that a date with four digits for its year can tell."""
_UNFIT = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
"""What XML 1.0 cannot hold (2.2), and what turns the direction of text without an end that a list would see."""
_FORMATS = ("epub", "pdf", "docx")
"""In the order in which a reading program should take them."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One edition: the records of its files, those for reading programs first, and what is known of it.

    `place` is where its files lie, without their suffixes: `tides/tides.es`. The texts of `about` can be written into
    any feed: they have one line, no control characters, and no controls of direction but marks.
    """

    place: str
    records: tuple[Record, ...]
    about: Metadata

    @property
    def work(self) -> str:
        """The slug of its work."""
        return self.records[0].work

    @property
    def language(self) -> str:
        """The tag of its own language."""
        return self.records[0].language

    @property
    def beside(self) -> str:
        """The tag of the other language in a bilingual edition, or nothing."""
        return self.records[0].beside

    @property
    def tongues(self) -> tuple[str, ...]:
        """The tags of the languages that it is in, its own first."""
        return tuple(filter(None, (self.language, self.beside)))

    @property
    def page(self) -> str:
        """The page of the catalog that tells of it, relative to the exports folder."""
        return f"{self.place}.html"

    @property
    def identifier(self) -> str:
        """Its URN, the same in every later build."""
        return self.records[0].identifier or uuid5(NAMES, self.place).urn

    @property
    def stamp(self) -> int:
        """When the newest of its files was made, in seconds since 1970."""
        return max(record.stamp for record in self.records)

    @property
    def cover(self) -> Kept | None:
        """The picture of its cover, where one lies among its pages."""
        return next((page for page in self._pages if re.search(r"/cover\.(png|jpe?g)$", page.file)), None)

    @property
    def chapters(self) -> tuple[str, ...]:
        """The pages to read it online."""
        return tuple(page.file for page in self._pages if page.file.endswith(".html"))

    @property
    def _pages(self) -> tuple[Kept, ...]:
        return tuple(page for record in self.records for page in record.pages)


def listed(manifest: Manifest) -> tuple[Listed, ...]:
    """Return every edition: work by work, the original first, then its languages, those in two languages last."""
    records = sorted(manifest.records, key=_order)
    return tuple(_listed(place, tuple(group)) for place, group in groupby(records, _place))


def main_language(manifest: Manifest) -> str:
    """Return the language that most originals are in, the first by its tag of several; `en` for an empty manifest."""
    originals = {(each.work, each.language) for each in manifest.records if each.original}
    counts = Counter(tag for _, tag in sorted(originals or {(each.work, each.language) for each in manifest.records}))
    return min(counts, key=lambda tag: (-counts[tag], tag), default="en")


def written(stamp: int) -> str:
    """Return a time in seconds since 1970 as RFC 3339 writes it, in UTC; one out of bounds as the nearest within."""
    return datetime.fromtimestamp(min(max(stamp, 0), _LAST), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def clean(text: str) -> str:
    """Return a text in one line, without what a feed cannot hold and what would disturb the texts beside it."""
    return " ".join(_UNFIT.sub("", text).split())


def notice(edition: Listed) -> str:
    """Return what a reader must know of a translation before taking it, in the edition's language; else nothing."""
    made, known = edition.about.translation, language(edition.language)
    if made is None:
        return ""
    if not made.engine:
        return known.label("human_translation")
    lead = f"{known.label('machine_translation')}{known.spaced.get(':', '')}: "
    warning = (known.label("demonstration"),) if made.demonstration else ()
    return lead + known.space.join((known.label("reviewed" if made.reviewed else "unreviewed"), *warning))


def described(edition: Listed) -> str:
    """Return the description of an edition and the notice of its translation, or what there is of them."""
    return language(edition.language).space.join(filter(None, (edition.about.description, notice(edition))))


def _place(record: Record) -> str:
    return record.file.removesuffix(f".{record.format}")


def _order(record: Record) -> tuple[object, ...]:
    suited = _FORMATS.index(record.format) if record.format in _FORMATS else len(_FORMATS)
    return (record.work, bool(record.beside), not record.original, record.language, _place(record), suited, record.file)


def _listed(place: str, records: tuple[Record, ...]) -> Listed:
    about = _cleaned(records[0].metadata)
    title = about.title or clean(records[0].title) or clean(place.rpartition("/")[2])
    return Listed(place, records, replace(about, title=title))


def _cleaned(about: Metadata) -> Metadata:
    values = {each.name: getattr(about, each.name) for each in fields(about)}
    texts: dict[str, Any] = {name: clean(value) for name, value in values.items() if isinstance(value, str)}
    people: dict[str, Any] = {name: tuple(_people(values[name])) for name in ("creators", "contributors")}
    return replace(about, **texts | people, subjects=tuple(filter(None, map(clean, about.subjects))))


def _people(agents: Iterable[Agent]) -> Iterable[Agent]:
    for agent in agents:
        if name := clean(agent.name):
            yield Agent(name, clean(agent.role), clean(agent.file_as))
