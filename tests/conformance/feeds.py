"""Feeds read by Python libraries: Palace's parser for OPDS 2.0, which knows its rules, and feedparser for Atom.

Palace has archived its parser; the models that follow it (palace-opds) ask for a later Python than we do.
"""

from __future__ import annotations

import io
import json
import logging
from calendar import timegm
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urljoin

from catalog_told import Told, dead, differences, local, wanted
from faults import Fault, Missing

_SOME = 50
"""So many of the newest editions a feed tells of, if there are as many."""
_HINT = "`make conformance` brings it"
_BASE = "https://catalog.invalid/"
_RECOMMENDED = "required property images is missing"
"""Said of an edition without a cover. OPDS 2.0 (2.2) recommends pictures, and its schema does not ask for them."""


def opds2(files: Sequence[Path]) -> list[Fault]:
    """Return the rules of OPDS 2.0 and of the Readium manifest that the feeds break."""
    try:
        from webpub_manifest_parser.opds2 import OPDS2FeedParserFactory
    except ImportError as error:
        raise Missing("there is no palace-webpub-manifest-parser", _HINT) from error
    logging.getLogger("webpub_manifest_parser").setLevel(logging.CRITICAL)
    parser = OPDS2FeedParserFactory().create()
    return [fault for file in files for fault in _broken(file, parser.parse_stream)]


def _broken(file: Path, parse) -> Iterator[Fault]:
    fetched = json.dumps(absolute(json.loads(file.read_bytes())))
    try:
        found = parse(io.BytesIO(fetched.encode())).errors
    except Exception as error:  # it raises what it cannot go on after
        found = [error]
    for each in found:
        if not str(each).endswith(_RECOMMENDED):
            yield Fault(file, type(each).__name__, str(each)[:300])


def absolute(values: object) -> object:
    """Return a feed with its links resolved, as a program has them that fetched it."""
    match values:
        case dict():
            return {
                name: urljoin(_BASE, value) if name == "href" else absolute(value) for name, value in values.items()
            }
        case list():
            return [absolute(value) for value in values]
        case _:
            return values


def atom(files: Sequence[Path]) -> list[Fault]:
    """Return what feedparser has against feeds of new editions, and what it reads of them wrongly."""
    try:
        import feedparser
    except ImportError as error:
        raise Missing("there is no feedparser", _HINT) from error
    return [fault for file in files for fault in _misread(file, feedparser.parse(file.read_bytes()))]


def _misread(file: Path, read) -> Iterator[Fault]:
    if read.bozo or read.version != "atom10":
        yield Fault(file, "well-formed", str(read.get("bozo_exception", f"version {read.version!r}")))
        return
    own = next((str(link.href) for link in read.feed.links if link.rel == "self"), "")
    got = {entry.id: _told(entry, own, file) for entry in read.entries}
    want = {urn: _tongue(told, got.get(urn)) for urn, told in wanted(file.parent).items()}
    yield from differences(file, got, want)
    yield from dead(file, (local(link.href, own, file) for entry in read.entries for link in entry.links))
    times = [told.modified for told in got.values()]
    if times != sorted(times, reverse=True):
        yield Fault(file, "order", "an older edition stands before a newer one")
    if len(got) < min(len(want), _SOME):
        yield Fault(file, "complete", "a program reads too few editions", first=str(len(got)))


def _told(entry, own: str, file: Path) -> Told:
    files = frozenset(local(link.href, own, file) for link in entry.links if link.rel == "enclosure")
    authors = tuple(author.name for author in entry.get("authors", ()))
    return Told(entry.title, (entry.title_detail.language,), authors, timegm(entry.updated_parsed), files)


def _tongue(told: Told, got: Told | None) -> Told:
    """Return what is wanted of an entry: Atom tells one language, and the feed's author stands for those it lacks."""
    authors = told.authors or (got.authors if got else ())
    return Told(told.title, told.languages[:1], authors, told.modified, told.files)
