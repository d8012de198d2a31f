"""The page about one edition of a work: what it is, its files with their checksums, and its other languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from pipeline.catalog import linked_data
from pipeline.catalog.jacket import BETWEEN, cover, edition_link, names
from pipeline.catalog.markup import Html, element, joined, label, lead, marked, spoken
from pipeline.catalog.page import Page, alternates, called, footer, switch
from pipeline.catalog.places import MEDIA_TYPES, Site, on_web, relative, work_page
from pipeline.catalog.shelf import Shelf, Volume, Work
from pipeline.facts import Line, provenance, role, shown_date, shown_part, shown_size
from pipeline.languages import Language, name_of
from pipeline.records import Record

_DATE = re.compile("[0-9]{4}(-[0-9]{2}){0,2}")


def work_pages(shelf: Shelf, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of the page about each edition."""
    for work in shelf.works:
        for volume in work.volumes:
            yield volume.page, _page(work, volume, shelf, site).written()


def _page(work: Work, volume: Volume, shelf: Shelf, site: Site) -> Page:
    path, within = volume.page, volume.language
    alike = [(each.tag, each.page) for each in work.alone]
    choices = ((tag, relative(path, there), there == path) for tag, there in alike)
    hreflang = [*alike, ("x-default", work.original.page)] if volume in work.alone else []
    return Page(
        path,
        within,
        f"{volume.title} – {site.title or within.label('catalog')}",
        "volume",
        main=joined((_jacket(volume, path), element("div", joined(_told(work, volume)), class_="about"))),
        header=joined((_home(shelf, path, within, site), switch(within, "this_page", choices))),
        footer=footer(path, within),
        head=(*alternates(path, site, hreflang), linked_data.script(work, volume, site)),
    )


def _home(shelf: Shelf, path: str, within: Language, site: Site) -> Html:
    link = element(
        "a",
        called(site, "all_works", within),
        href=relative(path, shelf.index(within.tag)),
        data_language=within.tag if within.tag in shelf.languages else shelf.main,
    )
    return element("p", link, class_="home")


def _jacket(volume: Volume, path: str) -> Html:
    said = Line(volume.language.label("cover"), volume.title).shown(volume.language)
    return element("div", cover(volume, path, said), _begin(volume), class_="jacket")


def _begin(volume: Volume) -> Html | None:
    if not volume.reading:
        return None
    to = relative(volume.page, volume.reading)
    return element("p", element("a", label("read_online", volume.language), href=to, class_="read"))


def _told(work: Work, volume: Volume) -> Iterator[Html | None]:
    about, within = volume.metadata, volume.language
    yield element("h1", volume.title)
    yield element("p", about.subtitle, class_="subtitle") if about.subtitle else None
    yield element("p", names(volume.authors), class_="authors") if volume.authors else None
    yield _both(volume) if volume.first.beside else None
    yield element("p", about.description, class_="description") if about.description else None
    yield _notice(volume)
    yield _section("downloads", within, _files(volume))
    yield _others("languages", work.alone, volume)
    yield _others("bilingual", work.bilingual, volume)
    yield _section("colophon", within, _facts(volume))


def _section(key: str, within: Language, *inside: Html | None) -> Html:
    heading = element("h2", label(key, within), id=f"-{key}")
    return element("section", heading, *inside, aria_labelledby=f"-{key}")


def _both(volume: Volume) -> Html:
    named = (
        element("bdi", name_of(tag, volume.tag)) for tag in filter(None, (volume.first.beside, volume.first.language))
    )
    return element("p", lead("bilingual", volume.language), joined(named, " – "), class_="both")


def _notice(volume: Volume) -> Html | None:
    """Return what a reader must know of a translation before reading it; a part that is not translated is named."""
    translation, within = volume.metadata.translation, volume.language
    if translation is None:
        return None
    covered = shown_part(volume.first.coverage, volume.tag) if volume.first.coverage < 1 else ""
    lines = (
        element("p", _line(line, within), f" ({covered})" if covered and line.text == translation.engine else None)
        for line in provenance(translation, within)
    )
    return element("div", *lines, class_="notice", role="note")


def _line(line: Line, within: Language) -> Html:
    before = element("span", marked(line.lead(within).strip(), within), class_="label") if line.label else None
    said = spoken(line.language, direction="auto") if line.language else {}
    return joined((before, element("bdi", line.text, **said)), " ")


def _file(record: Record, within: Language) -> Html:
    """Return a file to take: its format and size, and its checksum, which can be selected in one go."""
    name = element("span", record.format.upper(), class_="format")
    size = element("span", shown_size(record.size, within.tag), class_="size")
    link = element(
        "a",
        name,
        " ",
        size,
        href=relative(work_page(record), record.file),
        type=MEDIA_TYPES.get(record.format),
        download=True,
    )
    named = marked(f"{within.label('checksum')} (SHA-256)", within)
    digest = element("code", record.sha256, dir="ltr", translate="no", class_="sum")
    return element("li", link, element("p", element("span", named, class_="label"), " ", digest))


def _files(volume: Volume) -> Html:
    return element("ul", *(_file(each, volume.language) for each in volume.records), class_="files", role="list")


def _others(key: str, editions: Iterable[Volume], volume: Volume) -> Html | None:
    """Return links to those of a work's editions that are not `volume`. `key` is that of the label of them all."""
    links = [element("li", edition_link(each, volume.page)) for each in editions if each is not volume]
    if not links:
        return None
    return _section(key, volume.language, element("ul", *links, class_="editions", role="list"))


def _facts(volume: Volume) -> Html:
    within = volume.language
    rows = (
        element("div", element("dt", label(key, within)), *(element("dd", value) for value in values))
        for key, values in _known(volume).items()
        if values
    )
    checked = element("p", label("checked", within), class_="checked")
    return joined((element("dl", Html("\n"), joined(rows), Html("\n")), checked if _is_checked(volume) else None))


def _is_checked(volume: Volume) -> bool:
    return all(record.verified for record in volume.records)


def _known(volume: Volume) -> dict[str, list[Html]]:
    """Return what is known of an edition: the values by the keys of their labels."""
    about, tag = volume.metadata, volume.tag
    known: dict[str, list[Html]] = {}
    for agent in about.creators + about.contributors:
        known.setdefault(role(agent), []).append(_value(agent.name))
    day = datetime.fromtimestamp(volume.stamp, UTC).date().isoformat()
    tags = filter(None, (tag, volume.first.beside))
    return known | {
        "publisher": _values(about.publisher),
        "place": _values(about.coverage),
        "date": [_date(about.date, tag)] if about.date else [],
        "series": _values(about.series),
        "subjects": [joined(map(_value, about.subjects), BETWEEN)] if about.subjects else [],
        "source": _values(about.source),
        "rights": _values(about.rights),
        "language": _values(", ".join(name_of(each, tag) for each in tags)),
        "identifier": _values(about.identifier, volume.first.identifier),
        "updated": [_date(day, tag)],
    }


def _date(value: str, tag: str) -> Html:
    """Return a date in words; one of another form than ISO 8601 is a text."""
    shown = shown_date(value, tag)
    return element("time", shown, datetime=value) if _DATE.fullmatch(value) else element("bdi", shown)


def _values(*texts: str) -> list[Html]:
    return [_value(text) for text in texts if text]


def _value(text: str) -> Html:
    """Return a value that runs in the direction of its own letters; an address of the web can be followed."""
    return element("a", text, href=text, dir="ltr") if on_web(text) else element("bdi", text)
