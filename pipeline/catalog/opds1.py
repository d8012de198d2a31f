"""The catalog as OPDS 1.2, for reading programs that know no later one: `catalog.xml`, and a list for each language.

Sources: OPDS Catalog 1.2 (specs.opds.io); RFC 4287; RFC 5005, 3 (pages); RFC 4685, 4 (`thr:count`); OpenSearch 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import uuid5

from pipeline.catalog.atom import entry, head, link
from pipeline.catalog.listing import NAMES, Listed
from pipeline.catalog.paging import PER_PAGE, Page, Shelf, paged
from pipeline.catalog.relations import HTML, OPEN_ACCESS, media_type, works
from pipeline.catalog.xml_tree import Element, add, document, root
from pipeline.languages import language

FILE = "catalog{}.xml"
TYPE = "application/atom+xml;profile=opds-catalog;kind=acquisition"
_IMAGES = ("http://opds-spec.org/image", "http://opds-spec.org/image/thumbnail")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_URN = "urn:uuid:"


def opds1(shelf: Shelf) -> dict[str, bytes]:
    """Return the feeds by the names of their files: first all editions, then those in each language."""
    siblings = works(shelf.editions)
    return {page.file(FILE): document(_feed(shelf, page, siblings)) for page in shelf.pages()}


def _feed(shelf: Shelf, page: Page, siblings: dict[str, tuple[Listed, ...]]) -> Element:
    kind = language(page.tag).name if page.tag else ""
    feed = root("atom:feed", "dc", "opds", "thr", "search", xml__lang=shelf.main)
    head(feed, shelf, paged(FILE, page.tag), kind)
    link(feed, "self", shelf.link(page.file(FILE)), TYPE)
    link(feed, "start", shelf.link(paged(FILE, "")), TYPE)
    link(feed, "alternate", shelf.link("index.html"), HTML)
    _pages(feed, shelf, page)
    _facets(feed, shelf, page)
    for edition in page.editions:
        _entry(feed, shelf, edition, siblings[edition.work])
    return feed


def _pages(feed: Element, shelf: Shelf, page: Page) -> None:
    for rel, number in page.ways().items():
        link(feed, rel, shelf.link(paged(FILE, page.tag, number)), TYPE)
    if page.count > 1:
        start = (page.number - 1) * PER_PAGE + 1
        for name, value in (("totalResults", page.total), ("itemsPerPage", PER_PAGE), ("startIndex", start)):
            add(feed, f"search:{name}", str(value))


def _facets(feed: Element, shelf: Shelf, page: Page) -> None:
    """Append a link to the list of all editions, then to that of each language by its own name (4)."""
    for tag, editions in shelf.lists.items():
        attributes = {
            "title": language(tag).name if tag else shelf.label("all_works"),
            "opds__facetGroup": shelf.label("language"),
            "opds__activeFacet": "true" if tag == page.tag else "",
            "thr__count": str(len(editions)),
        }
        link(feed, "http://opds-spec.org/facet", shelf.link(paged(FILE, tag)), TYPE, **attributes)


def _entry(feed: Element, shelf: Shelf, edition: Listed, siblings: Iterable[Listed]) -> None:
    """Append one edition. Its URN is that of the publication, and must not be that of the entry, too (5.1.1)."""
    about = edition.about
    made = entry(feed, shelf, edition, siblings, _named(edition))
    known = (
        *(("identifier", text) for text in (edition.identifier, about.identifier)),
        *(("language", tag) for tag in edition.tongues),
        ("publisher", about.publisher),
        ("issued", about.date if _DATE.fullmatch(about.date) else ""),
        ("isPartOf", about.series),
        ("alternative", about.subtitle),
    )
    for name, text in known:
        if text:
            add(made, f"dc:{name}", text)
    for record in edition.records:
        size = {"length": str(record.size), "title": record.format.upper()}
        link(made, OPEN_ACCESS, shelf.link(record.file), media_type(record.file), **size)
    if cover := edition.cover:
        for rel in _IMAGES:
            link(made, rel, shelf.link(cover.file), media_type(cover.file))


def _named(edition: Listed) -> str:
    """Return the identifier of an edition's entry."""
    own = edition.identifier
    within = uuid5(NAMES, own)
    return uuid5(within, "entry").urn
