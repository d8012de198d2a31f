"""What an edition shows of itself wherever it stands: its cover, the names of people and languages, links to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pipeline.catalog.markup import Html, element, joined, own_name, spoken
from pipeline.catalog.places import relative
from pipeline.catalog.shelf import Volume

BETWEEN = " · "
"""What stands between names: a comma is another one in Arabic or Chinese."""
_TINTS = 6
"""How many grounds the style sheet has for covers without a picture."""


def cover(volume: Volume, path: str, said: str = "") -> Html:
    """Return the cover as the page `path` shows it: its picture, or where there is none, title and authors set large.

    `said` is what it shows in words; without, the words stand beside it. The ground of a set cover follows from the
    work's name.
    """
    if volume.cover:
        return element("img", class_="cover", src=relative(path, volume.cover), alt=said)
    tint = hashlib.sha256(volume.first.work.encode("utf-8", "replace")).digest()[0] % _TINTS
    words = (
        element("span", volume.title, **spoken(volume.tag, "cover-title")),
        element("span", names(volume.authors), class_="cover-authors") if volume.authors else None,
    )
    return element("div", *words, class_=f"cover set tint-{tint}", aria_hidden="true")


def names(people: Iterable[str]) -> Html:
    """Return names in a row; each runs in the direction of its own letters."""
    return joined((element("bdi", name) for name in people), BETWEEN)


def edition_link(volume: Volume, path: str) -> Html:
    """Return a link to the page about an edition, which is called by its languages, each by its own name."""
    tags = filter(None, (volume.first.beside, volume.tag))
    called = joined((element("bdi", own_name(tag), **spoken(tag)) for tag in tags), " – ")
    return element("a", called, href=relative(path, volume.page), hreflang=volume.tag)
