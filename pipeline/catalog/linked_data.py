"""What an edition is, for search engines and libraries: a schema.org Book as JSON-LD 1.1."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pipeline.catalog.markup import Html
from pipeline.catalog.places import MEDIA_TYPES, Site, on_web
from pipeline.catalog.shelf import Volume, Work
from pipeline.facts import role
from pipeline.model import Agent
from pipeline.records import Record

_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""What could end the element that the data stand in, or begin a comment in it (HTML, 4.12.1.3)."""


def script(work: Work, volume: Volume, site: Site) -> Html:
    """Return the element that holds the data about an edition; nothing in it can end it."""
    data = json.dumps(book(work, volume, site), ensure_ascii=False, sort_keys=True).translate(_UNSAFE)
    return Html(f'<script type="application/ld+json">{data}</script>')


def book(work: Work, volume: Volume, site: Site) -> dict[str, object]:
    """Return an edition as a Book, with its files, and its translations or what it was translated from."""
    about, here = volume.metadata, volume.page
    original = volume is work.original
    others = [_named(each, here, site) for each in work.volumes if each is not work.original]
    tags = [tag for tag in (volume.tag, volume.first.beside) if tag]
    values = _named(volume, here, site) | {
        "@context": "https://schema.org",
        "inLanguage": tags if len(tags) > 1 else tags[0],
        "alternativeHeadline": about.subtitle,
        "description": about.description,
        "datePublished": about.date,
        "publisher": {"@type": "Organization", "name": about.publisher} if about.publisher else None,
        "license" if on_web(about.rights) else "copyrightNotice": about.rights,
        "keywords": list(about.subjects),
        "image": site.address(here, volume.cover) if volume.cover else None,
        "encoding": [_file(record, here, site) for record in volume.records],
        "workTranslation": others if original else None,
        "translationOfWork": None if original else _named(work.original, here, site),
        **_people(about.creators + about.contributors),
    }
    return _filled(values)


def _named(volume: Volume, here: str, site: Site) -> dict[str, object]:
    return _filled(
        {
            "@type": "Book",
            "@id": volume.first.identifier,
            "name": volume.title,
            "inLanguage": volume.tag,
            "url": site.address(here, volume.page),
        }
    )


def _people(agents: tuple[Agent, ...]) -> dict[str, object]:
    """Return people by what they did; the keys of its labels are the names that schema.org has for it, too."""
    found: dict[str, list[dict[str, str]]] = {}
    for agent in agents:
        found.setdefault(role(agent), []).append({"@type": "Person", "name": agent.name})
    return dict(found)


def _file(record: Record, here: str, site: Site) -> dict[str, object]:
    return {
        "@type": "MediaObject",
        "encodingFormat": MEDIA_TYPES.get(record.format, "application/octet-stream"),
        "contentSize": f"{record.size} B",
        "contentUrl": site.address(here, record.file),
        "sha256": record.sha256,
    }


def _filled(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value}
