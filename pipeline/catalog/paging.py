"""Lists of editions in pages, and the addresses of what a feed links to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote
from uuid import uuid5

from pipeline.catalog.listing import NAMES, Listed, clean, listed, main_language
from pipeline.catalog.places import Site
from pipeline.languages import language
from pipeline.records import Manifest

PER_PAGE = 100
"""Editions in one page of a list: some 150 KB, which a program on a small device still reads at once."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The editions of a catalog by the language that they are in, its main language, and what it is called.

    The list of all has an empty tag and comes first; languages follow in the order of their tags.
    """

    lists: Mapping[str, tuple[Listed, ...]]
    main: str
    site: Site

    @property
    def editions(self) -> tuple[Listed, ...]:
        """All editions."""
        return self.lists[""]

    @property
    def title(self) -> str:
        """The title of the catalog, or the label that stands for it in its main language."""
        return clean(self.site.title) or self.label("catalog")

    @property
    def stamp(self) -> int:
        """When its newest edition was made, in seconds since 1970."""
        return max(edition.stamp for edition in self.editions)

    def label(self, key: str) -> str:
        """Return a label in the main language."""
        return language(self.main).label(key)

    def link(self, path: str) -> str:
        """Return the address of a file of the exports folder: absolute if the catalog has one, else relative to it.

        Feeds lie at the top of the folder. Characters beyond ASCII are percent-encoded (RFC 3986, 2.1), and so is a
        colon, which could end a scheme.
        """
        return self.site.base_url + quote(path, errors="surrogatepass")

    def name(self, what: str) -> str:
        """Return an identifier for a feed of this catalog, as a URN, that stays as long as base URL and title do.

        A catalog with neither takes the first of its editions' identifiers, so that two catalogs differ.
        """
        known = self.site.base_url or self.title
        own = known if self.site != Site() else min(edition.identifier for edition in self.editions)
        return uuid5(uuid5(NAMES, own.encode("utf-8", "replace").decode()), what).urn

    def pages(self) -> Iterator[Page]:
        """Yield the pages of every list."""
        for tag, editions in self.lists.items():
            starts = range(0, len(editions), PER_PAGE)
            for number, start in enumerate(starts, 1):
                yield Page(tag, number, len(starts), len(editions), editions[start : start + PER_PAGE])


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: the language that the list is in (empty: all), its number of `count`, and its editions.

    `total` counts the editions of the whole list.
    """

    tag: str
    number: int
    count: int
    total: int
    editions: tuple[Listed, ...]

    def file(self, pattern: str) -> str:
        """Return the name of its file: `opds{}.json` becomes `opds.json`, `opds.es.json`, `opds.es.2.json`."""
        return paged(pattern, self.tag, self.number)

    def ways(self) -> dict[str, int]:
        """Return the numbers of the pages that it leads to, by relation (RFC 5005, 3); none if it is the only one."""
        ways = {"first": 1, "previous": self.number - 1, "next": self.number + 1, "last": self.count}
        return {rel: number for rel, number in ways.items() if self.count > 1 and 1 <= number <= self.count}


def paged(pattern: str, tag: str, number: int = 1) -> str:
    """Return the name of the file of one page of a list."""
    return pattern.format((f".{tag}" if tag else "") + (f".{number}" if number > 1 else ""))


def shelf(manifest: Manifest, site: Site) -> Shelf:
    """Return all that the feeds of a catalog tell of."""
    editions = listed(manifest)
    lists: dict[str, list[Listed]] = {"": list(editions)}
    for tag in sorted({tag for edition in editions for tag in edition.tongues}):
        lists[tag] = []
    for edition in editions:
        for tag in edition.tongues:
            lists[tag].append(edition)
    return Shelf({tag: tuple(found) for tag, found in lists.items()}, main_language(manifest), site)
