"""The catalog as OPDS 2.0, for reading programs: `opds.json`, one list for each language, and their further pages.

Sources: OPDS Catalog 2.0 (specs.opds.io); Readium Web Publication Manifest with its default context.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeAlias

from pipeline.catalog.listing import Listed, described, written
from pipeline.catalog.paging import PER_PAGE, Page, Shelf, paged
from pipeline.catalog.places import on_web
from pipeline.catalog.relations import HTML, OPEN_ACCESS, media_type, ways, works
from pipeline.languages import language
from pipeline.model import Agent

Json: TypeAlias = dict[str, Any]
FILE = "opds{}.json"
TYPE = "application/opds+json"
_ROLES = {
    "aut": "author",
    "trl": "translator",
    "edt": "editor",
    "ill": "illustrator",
    "art": "artist",
    "nrt": "narrator",
}
"""The members of a publication's metadata by MARC relator code; every other role is a contributor's."""


def opds2(shelf: Shelf) -> dict[str, bytes]:
    """Return the feeds by the names of their files: first all editions, then those in each language.

    A publication is one edition in one language. What the format has no place for is left out: rights, unless they are
    an address, the source, the place, and a date of publication without its month or day.
    """
    siblings = works(shelf.editions)
    return {page.file(FILE): _bytes(_feed(shelf, page, siblings)) for page in shelf.pages()}


def _bytes(feed: Json) -> bytes:
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _feed(shelf: Shelf, page: Page, siblings: dict[str, tuple[Listed, ...]]) -> Json:
    name = f"{shelf.title} – {language(page.tag).name}" if page.tag else shelf.title
    metadata = {
        "identifier": shelf.name(paged(FILE, page.tag)),
        "title": name,
        "modified": written(shelf.stamp),
        "numberOfItems": page.total,
    }
    if page.count > 1:
        metadata |= {"itemsPerPage": PER_PAGE, "currentPage": page.number}
    return {
        "metadata": metadata,
        "links": list(_links(shelf, page)),
        "facets": [{"metadata": {"title": shelf.label("language")}, "links": list(_facets(shelf, page))}],
        "publications": [_publication(shelf, each, siblings[each.work]) for each in page.editions],
    }


def _links(shelf: Shelf, page: Page) -> Iterator[Json]:
    yield {"rel": "self", "href": shelf.link(page.file(FILE)), "type": TYPE}
    yield {"rel": "start", "href": shelf.link(paged(FILE, "")), "type": TYPE}
    yield {"rel": "alternate", "href": shelf.link("index.html"), "type": HTML}
    for rel, number in page.ways().items():
        yield {"rel": rel, "href": shelf.link(paged(FILE, page.tag, number)), "type": TYPE}


def _facets(shelf: Shelf, page: Page) -> Iterator[Json]:
    """Yield a link to the list of all editions, then to that of each language by its own name (2.4)."""
    for tag, editions in shelf.lists.items():
        link = {
            "href": shelf.link(paged(FILE, tag)),
            "type": TYPE,
            "title": language(tag).name if tag else shelf.label("all_works"),
            "properties": {"numberOfItems": len(editions)},
        }
        yield {"rel": "self", **link} if tag == page.tag else link


def _publication(shelf: Shelf, edition: Listed, siblings: Iterable[Listed]) -> Json:
    links = [*_files(shelf, edition), *_pages(shelf, edition, siblings)]
    cover = edition.cover
    images = [{"href": shelf.link(cover.file), "type": media_type(cover.file)}] if cover else []
    return _known({"metadata": _metadata(edition), "links": links, "images": images})


def _files(shelf: Shelf, edition: Listed) -> Iterator[Json]:
    for record in edition.records:
        link = {"rel": OPEN_ACCESS, "href": shelf.link(record.file), "type": media_type(record.file)}
        yield _known({**link, "title": record.format.upper(), "size": record.size})


def _pages(shelf: Shelf, edition: Listed, siblings: Iterable[Listed]) -> Iterator[Json]:
    for way in ways(edition, siblings):
        link = {"rel": way.rel, "href": shelf.link(way.edition.page), "type": HTML}
        yield {**link, "title": way.edition.about.title, "language": _one(way.edition.tongues)}
    if on_web(edition.about.rights):
        yield {"rel": "license", "href": edition.about.rights}


def _metadata(edition: Listed) -> Json:
    about, known = edition.about, language(edition.language)
    return _known(
        {
            "@type": "http://schema.org/Book",
            "identifier": edition.identifier,
            "altIdentifier": [{"value": about.identifier}] if about.identifier else [],
            "title": about.title,
            "subtitle": about.subtitle,
            **_people(about.creators + about.contributors),
            "language": _one(edition.tongues),
            "modified": written(edition.stamp),
            "published": about.date if _is_day(about.date) else "",
            "publisher": about.publisher,
            "subject": list(about.subjects),
            "description": described(edition),
            "belongsTo": {"series": about.series} if about.series else {},
            "readingProgression": "rtl" if known.direction == "rtl" else "",
        }
    )


def _people(agents: Iterable[Agent]) -> Json:
    people: Json = {}
    for agent in agents:
        member = _ROLES.get(agent.role, "contributor")
        role = agent.role if member == "contributor" else ""
        people.setdefault(member, []).append(_known({"name": agent.name, "sortAs": agent.file_as, "role": role}))
    return people


def _known(values: Json) -> Json:
    """Return the members that have a value: a blank one should not be there (5.2)."""
    return {name: value for name, value in values.items() if value}


def _one(values: tuple[str, ...]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)


def _is_day(text: str) -> bool:
    """Return whether a date is whole, as the schema asks it to be."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
