"""What search engines look for: `sitemap.xml`, with the same page in other languages beside each.

Sources: sitemaps.org protocol 0.9; its `xhtml:link` for languages is what Google and Yandex document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.catalog.listing import Listed, written
from pipeline.catalog.paging import Shelf
from pipeline.catalog.places import index_page
from pipeline.catalog.xml_tree import Element, add, document, root
from pipeline.languages import language

FILE = "sitemap{}.xml"
PER_FILE = 10_000
"""Pages in one file. The protocol allows 50,000 and 50 MB, which 45 languages beside each page would pass."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page: its file, its language, when it changed, and what it shares with its like in other languages."""

    file: str
    language: str
    stamp: int
    group: tuple[str, ...]


def sitemap(shelf: Shelf) -> dict[str, bytes]:
    """Return the map by the name of its file; nothing without a base URL, since its addresses have to be absolute.

    It lists the indexes, the page of each edition, and the chapters. A map that is too long for one file is an index of
    others.
    """
    if not shelf.site.base_url:
        return {}
    pages = [*_indexes(shelf), *(page for edition in shelf.editions for page in _edition(edition))]
    groups = defaultdict(list)
    for page in pages:
        groups[page.group].append(page)
    starts = range(0, len(pages), PER_FILE)
    parts = [_part(shelf, pages[start : start + PER_FILE], groups) for start in starts]
    if len(parts) == 1:
        return {FILE.format(""): parts[0]}
    named = {FILE.format(f".{number}"): part for number, part in enumerate(parts, 1)}
    return {FILE.format(""): _index(shelf, named), **named}


def _indexes(shelf: Shelf) -> Iterator[_Page]:
    """Yield the list of works in each language that has labels of its own, and in the main one."""
    for tag in sorted({edition.language for edition in shelf.editions}):
        if tag != shelf.main and not language(tag).labelled:
            continue
        yield _Page(index_page(tag, shelf.main), tag, shelf.stamp, ("index",))


def _edition(edition: Listed) -> Iterator[_Page]:
    """Yield the pages of an edition; one in two languages is no translation of the others, so it stands alone."""
    alone = edition.beside
    yield _Page(edition.page, edition.language, edition.stamp, (edition.work, alone))
    for file in edition.chapters:
        yield _Page(file, edition.language, edition.stamp, (edition.work, alone, file.rpartition("/")[2]))


def _part(shelf: Shelf, pages: list[_Page], groups: dict[tuple[str, ...], list[_Page]]) -> bytes:
    urls = root("site:urlset", "xhtml")
    for page in pages:
        url = add(urls, "site:url")
        add(url, "site:loc", shelf.link(page.file))
        add(url, "site:lastmod", written(page.stamp))
        _languages(url, shelf, groups[page.group])
    return document(urls)


def _languages(url: Element, shelf: Shelf, like: list[_Page]) -> None:
    """Append a link to the page in each language, itself among them, as each of them has to say the same."""
    if len(like) > 1:
        others = [(page.language, page.file) for page in like]
        for tag, file in [*others, *(("x-default", file) for _, file in others if file == "index.html")]:
            add(url, "xhtml:link", rel="alternate", hreflang=tag, href=shelf.link(file))


def _index(shelf: Shelf, names: dict[str, bytes]) -> bytes:
    index = root("site:sitemapindex")
    for name in names:
        add(add(index, "site:sitemap"), "site:loc", shelf.link(name))
    return document(index)
