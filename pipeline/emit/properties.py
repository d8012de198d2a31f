"""The one table that maps metadata to the three formats; no emitter has a mapping of its own.

Sources of the names: DCMI Metadata Terms; ECMA-376 part 2, 11.1 (core properties) and part 1, 22.3 (custom properties);
ISO 32000-1, 14.3.3 (document information); XMP part 1, 8.3 (Dublin Core); EPUB 3.3, 5.5 (metadata).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.emit.edition import Edition
from pipeline.model import Agent, Metadata, Provenance


@dataclass(frozen=True, slots=True)
class Property:
    """How one metadata field is called in each format; an empty name means that the format has no place for it.

    `core` is a core property of DOCX (as python-docx names it), `custom` a custom one; `info` a key of the PDF
    information dictionary; `xmp` a qualified XMP name; `opf` an element of EPUB package metadata, or after `meta:` the
    property of a `meta` element.
    """

    values: Callable[[Edition], tuple[str, ...]]
    core: str = ""
    custom: str = ""
    info: str = ""
    xmp: str = ""
    opf: str = ""


def _text(field: Callable[[Metadata], str]) -> Callable[[Edition], tuple[str, ...]]:
    return lambda edition: tuple(filter(None, (field(edition.document.metadata),)))


def _names(field: Callable[[Metadata], tuple[Agent, ...]]) -> Callable[[Edition], tuple[str, ...]]:
    return lambda edition: tuple(agent.name for agent in field(edition.document.metadata))


def _provenance(field: Callable[[Provenance], str]) -> Callable[[Edition], tuple[str, ...]]:
    def values(edition: Edition) -> tuple[str, ...]:
        translation = edition.document.metadata.translation
        return tuple(filter(None, (field(translation),))) if translation else ()

    return values


def _languages(edition: Edition) -> tuple[str, ...]:
    return tuple(filter(None, (edition.document.metadata.language, edition.beside)))


def _review(translation: Provenance) -> str:
    if not translation.engine:
        return "human translation"
    return "reviewed machine translation" if translation.reviewed else "unreviewed machine translation"


PROPERTIES: dict[str, Property] = {
    "title": Property(_text(lambda m: m.title), core="title", info="Title", xmp="dc:title", opf="dc:title"),
    "subtitle": Property(_text(lambda m: m.subtitle), custom="Subtitle", xmp="prism:subtitle", opf="dc:title"),
    "creators": Property(
        _names(lambda m: m.creators), core="author", info="Author", xmp="dc:creator", opf="dc:creator"
    ),
    "contributors": Property(
        _names(lambda m: m.contributors), custom="Contributor", xmp="dc:contributor", opf="dc:contributor"
    ),
    "language": Property(_languages, core="language", xmp="dc:language", opf="dc:language"),
    "date": Property(_text(lambda m: m.date), custom="Date", xmp="dc:date", opf="dc:date"),
    "publisher": Property(_text(lambda m: m.publisher), custom="Publisher", xmp="dc:publisher", opf="dc:publisher"),
    "subjects": Property(
        lambda edition: edition.document.metadata.subjects,
        core="keywords",
        info="Keywords",
        xmp="dc:subject",
        opf="dc:subject",
    ),
    "description": Property(
        _text(lambda m: m.description), core="comments", info="Subject", xmp="dc:description", opf="dc:description"
    ),
    "rights": Property(_text(lambda m: m.rights), custom="Rights", xmp="dc:rights", opf="dc:rights"),
    "identifier": Property(
        lambda edition: (edition.identifier,), core="identifier", xmp="dc:identifier", opf="dc:identifier"
    ),
    "source": Property(_text(lambda m: m.source), custom="Source", xmp="dc:source", opf="dc:source"),
    "coverage": Property(_text(lambda m: m.coverage), custom="Coverage", xmp="dc:coverage", opf="dc:coverage"),
    "series": Property(
        _text(lambda m: m.series), custom="Series", xmp="prism:seriesTitle", opf="meta:belongs-to-collection"
    ),
    "original": Property(
        lambda edition: tuple(filter(None, (edition.original,))),
        custom="Original",
        xmp="xmpMM:DerivedFrom",
        opf="meta:schema:translationOfWork",
    ),
    "engine": Property(
        _provenance(lambda p: " ".join(filter(None, (p.engine, p.model, p.model_version)))),
        custom="Translation engine",
        xmp="xmp:Label",
        opf="meta:dcterms:provenance",
    ),
    "review": Property(_provenance(_review), custom="Translation review", xmp="xmp:Nickname", opf=""),
}
