"""What is new, as Atom: `feed.xml`; and the elements that it shares with the OPDS 1.2 catalog.

Source: RFC 4287. Atom has no attribute for the direction of a text: programs go by its first letter. Where that
misleads, a mark of direction (U+200E, U+200F) stands before the text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from pipeline.catalog.listing import Listed, described, written
from pipeline.catalog.paging import Shelf
from pipeline.catalog.relations import HTML, media_type, ways, works
from pipeline.catalog.xml_tree import Element, add, document, root
from pipeline.languages import language
from pipeline.model import Metadata

FILE = "feed.xml"
TYPE = "application/atom+xml"
NEWEST = 50
"""Editions that the feed tells of. Programs ask for it every hour, and what is older they have seen."""


def atom(shelf: Shelf) -> dict[str, bytes]:
    """Return the feed of the newest editions by the name of its file, the newest first, then by their places."""
    siblings = works(shelf.editions)
    feed = head(root("atom:feed", xml__lang=shelf.main), shelf, FILE, shelf.label("new_editions"))
    link(feed, "self", shelf.link(FILE), TYPE)
    link(feed, "alternate", shelf.link("index.html"), HTML)
    newest = sorted(shelf.editions, key=lambda edition: (-edition.stamp, edition.place))
    for edition in newest[:NEWEST]:
        made = entry(feed, shelf, edition, siblings[edition.work], edition.identifier)
        for record in edition.records:
            link(made, "enclosure", shelf.link(record.file), media_type(record.file), length=str(record.size))
    return {FILE: document(feed)}


def head(feed: Element, shelf: Shelf, file: str, kind: str) -> Element:
    """Write what every feed begins with into it, and return it; `kind` says what the feed lists.

    The author is the catalog itself: not every edition has one, and a feed must then have it (4.1.1).
    """
    add(feed, "atom:id", shelf.name(file))
    add(feed, "atom:title", directed(f"{shelf.title} – {kind}" if kind else shelf.title, shelf.main))
    add(feed, "atom:updated", written(shelf.stamp))
    add(add(feed, "atom:author"), "atom:name", shelf.title)
    add(feed, "atom:generator", "Polyfolio")
    return feed


def entry(feed: Element, shelf: Shelf, edition: Listed, siblings: Iterable[Listed], identifier: str) -> Element:
    """Append what both feeds tell of an edition, in its language, and return the entry."""
    about = edition.about
    made = add(feed, "atom:entry", xml__lang=edition.language)
    add(made, "atom:id", identifier)
    add(made, "atom:title", directed(about.title, edition.language))
    add(made, "atom:updated", written(edition.stamp))
    _people(made, about)
    for subject in about.subjects:
        add(made, "atom:category", term=subject, label=subject)
    for name, text in (("atom:rights", about.rights), ("atom:summary", described(edition))):
        if text:
            add(made, name, directed(text, edition.language))
    for way in ways(edition, siblings):
        titles = {"hreflang": way.edition.language, "title": way.edition.about.title}
        link(made, way.rel, shelf.link(way.edition.page), HTML, **titles)
    return made


def link(parent: Element, rel: str, href: str, media: str, **attributes: str) -> None:
    """Append a link."""
    add(parent, "atom:link", rel=rel, href=href, type=media, **attributes)


def directed(text: str, tag: str) -> str:
    """Return a text with a mark before it if its first letter runs against the language `tag`."""
    classes = (unicodedata.bidirectional(char) for char in text)
    first = next((each for each in classes if each in ("L", "R", "AL")), "")
    rightwards = language(tag).direction == "ltr"
    if not first or (first == "L") == rightwards:
        return text
    return ("\u200e" if rightwards else "\u200f") + text


def _people(made: Element, about: Metadata) -> None:
    """Append the creators who are authors as such, and everybody else as a contributor: Atom knows no other roles."""
    for agent in about.creators + about.contributors:
        writer = agent.role == "aut" and agent in about.creators
        add(add(made, "atom:author" if writer else "atom:contributor"), "atom:name", agent.name)
