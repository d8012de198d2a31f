"""The records sorted as readers look for them: works, the editions of each, and each edition in its formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from pipeline.catalog.listing import main_language
from pipeline.catalog.markup import known, name_order
from pipeline.catalog.places import index_page, reading_folder, tongues, work_page
from pipeline.facts import FALLBACK
from pipeline.languages import Language, language
from pipeline.model import Metadata
from pipeline.records import Manifest, Record

_FORMATS = ("epub", "pdf", "docx")
"""Formats in the order of how well they are read on any device."""


@dataclass(frozen=True, slots=True)
class Volume:
    """One edition of a work: a record for each format, the best to read first."""

    records: tuple[Record, ...]

    @property
    def first(self) -> Record:
        """A record that tells what all of them do."""
        return self.records[0]

    @property
    def metadata(self) -> Metadata:
        """What is known of the edition."""
        return self.first.metadata

    @property
    def title(self) -> str:
        """Its title."""
        return self.metadata.title or self.first.title or self.first.work

    @property
    def tag(self) -> str:
        """The language that it is in, of two the one it was translated into."""
        return self.first.language

    @property
    def language(self) -> Language:
        """The language of the page about it."""
        return known(self.tag) or language(FALLBACK)

    @property
    def page(self) -> str:
        """The path of the page about it."""
        return work_page(self.first)

    @property
    def stamp(self) -> int:
        """When a format of it was last made, in seconds since 1970."""
        return max(record.stamp for record in self.records)

    @property
    def cover(self) -> str:
        """The path of the small picture of its cover, or nothing."""
        return self._page("cover.")

    @property
    def reading(self) -> str:
        """The path of the page where reading online begins, or nothing."""
        return self._page("index.html")

    @property
    def authors(self) -> tuple[str, ...]:
        """The names of its authors."""
        return tuple(agent.name for agent in self.metadata.creators if agent.role == "aut")

    def _page(self, name: str) -> str:
        begin = f"{reading_folder(self.first)}/{name}"
        pages = (page.file for record in self.records for page in record.pages)
        return next((file for file in pages if file.startswith(begin)), "")


@dataclass(frozen=True, slots=True)
class Work:
    """One work in all its editions: the original first, then by the names of their languages, those in two last."""

    slug: str
    volumes: tuple[Volume, ...]

    @property
    def alone(self) -> tuple[Volume, ...]:
        """The editions in one language; all, if there is none."""
        return tuple(volume for volume in self.volumes if not volume.first.beside) or self.volumes

    @property
    def bilingual(self) -> tuple[Volume, ...]:
        """The editions in two languages."""
        return tuple(volume for volume in self.volumes if volume.first.beside)

    @property
    def original(self) -> Volume:
        """The edition in the language that it was written in, or the first there is."""
        return self.volumes[0]

    def within(self, tag: str) -> Volume:
        """Return the edition in the language `tag`, or else the original."""
        return next((volume for volume in self.alone if volume.tag == tag), self.original)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All works; the languages that there is a list of them in, the main one first."""

    works: tuple[Work, ...]
    languages: tuple[str, ...]

    @property
    def main(self) -> str:
        """The language of the first page of all."""
        return self.languages[0]

    def index(self, tag: str) -> str:
        """Return the path of the list of works in a language, or in the main one."""
        return index_page(tag if tag in self.languages else self.main, self.main)

    def ordered(self, tag: str) -> tuple[Work, ...]:
        """Return the works by their titles, as the language `tag` sorts words (Unicode TR 10, by ICU)."""
        import icu

        key = icu.Collator.createInstance(icu.Locale(tag)).getSortKey
        return tuple(sorted(self.works, key=lambda work: (key(work.within(tag).title), work.slug)))


def shelf(manifest: Manifest) -> Shelf:
    """Return the editions of a manifest as a shelf."""
    works = tuple(_works(manifest.records))
    main = main_language(manifest)
    tags = {volume.tag for work in works for volume in work.volumes} - {main}
    labelled = (tag for tag in tags if (found := known(tag)) and found.labelled)
    return Shelf(works, (main, *sorted(labelled, key=name_order)))


def _works(records: Iterable[Record]) -> Iterator[Work]:
    by_name = sorted(records, key=lambda record: (record.work, tongues(record), _rank(record.format), record.file))
    for slug, editions in groupby(by_name, key=lambda record: record.work):
        volumes = (Volume(tuple(formats)) for _, formats in groupby(editions, key=tongues))
        yield Work(slug, tuple(sorted(volumes, key=_place)))


def _rank(form: str) -> int:
    return _FORMATS.index(form) if form in _FORMATS else len(_FORMATS)


def _place(volume: Volume) -> tuple[object, ...]:
    record = volume.first
    return bool(record.beside), not record.original, name_order(volume.tag), tongues(record)
