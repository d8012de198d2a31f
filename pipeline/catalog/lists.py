"""The list of all works, a page for each language that can be chosen."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.catalog.jacket import cover, edition_link, names
from pipeline.catalog.markup import Html, element, joined, known, spoken
from pipeline.catalog.page import Page, alternates, called, footer, switch
from pipeline.catalog.places import Site, relative
from pipeline.catalog.shelf import Shelf, Work
from pipeline.facts import FALLBACK
from pipeline.languages import Language, language


def list_pages(shelf: Shelf, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of each list."""
    everywhere = [(tag, shelf.index(tag)) for tag in shelf.languages]
    for tag, path in everywhere:
        within = known(tag) or language(FALLBACK)
        page = Page(
            path,
            within,
            site.title or within.label("catalog"),
            "list",
            main=joined((element("h1", called(site, "catalog", within)), _works(shelf, path, within))),
            header=_switch(path, within, everywhere),
            footer=footer(path, within),
            head=tuple(alternates(path, site, [*everywhere, ("x-default", shelf.index(shelf.main))])),
            choosing=tag == shelf.main,
        )
        yield path, page.written()


def _switch(path: str, within: Language, everywhere: list[tuple[str, str]]) -> Html:
    """Return the choice of a language, never folded: it is what a visitor of the catalog needs first."""
    choices = ((tag, relative(path, there), there == path) for tag, there in everywhere)
    return switch(within, "languages", choices, most=len(everywhere))


def _works(shelf: Shelf, path: str, within: Language) -> Html:
    entries = (_work(work, path, within) for work in shelf.ordered(within.tag))
    return element("ul", Html("\n"), joined(entries), Html("\n"), class_="works", role="list")


def _work(work: Work, path: str, within: Language) -> Html:
    """Return a work as it is in the language of the page, or else in its own."""
    volume = work.within(within.tag)
    about = volume.metadata
    link = element("a", volume.title, href=relative(path, volume.page), hreflang=volume.tag)
    editions = (element("li", edition_link(each, path)) for each in work.alone)
    told = (
        element("h2", link),
        element("p", about.subtitle, class_="subtitle") if about.subtitle else None,
        element("p", names(volume.authors), class_="authors") if volume.authors else None,
        element("p", about.description, class_="description") if about.description else None,
        element("ul", *editions, class_="editions", role="list"),
    )
    return element("li", cover(volume, path), element("div", joined(told)), **spoken(volume.tag, "work"))
