"""Open an EPUB file again: what a reading system would read in it (EPUB 3.3)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from pipeline.archive import DAMAGED, Entries, entries
from pipeline.properties import NAMESPACES, PROPERTIES, expanded
from pipeline.report import PipelineError
from pipeline.verify import epub_faults
from pipeline.verify.epub_pages import XML_LANG, Pages
from pipeline.verify.epub_parts import XHTML, inside, role
from pipeline.verify.observed import MOST_FAULTS, Claim, Entry, Loose, Observed, spaced

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OPF = "{http://www.idpf.org/2007/opf}"
_DC = f"{{{NAMESPACES['dc']}}}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_TITLES = {"title": slice(0, 1), "subtitle": slice(1, None)}


def observe(data: bytes) -> Observed:
    """Return what stands in the file; raise `PipelineError` if it, or a part of it, is missing or broken."""
    files = entries(data)
    path = _package_path(files)
    package = files.part(path)
    items = _items(package, posixpath.dirname(path))
    missing = tuple(Loose(path, f"the file {item}, which is not there") for item in items.values() if item not in files)
    pages = Pages(files)
    for page in _spine(package, items):
        pages.read(page)
    contents = list(_contents(package, items, files))
    pictures = list(chain.from_iterable(pages.parts.pictures.values()))
    return Observed(
        outline=tuple(pages.outline),
        contents=tuple((place, tuple(entry for entry, _ in listed)) for place, listed in contents),
        leads=tuple((place, tuple(pages.resolved(target) for _, target in listed)) for place, listed in contents),
        metadata=(*_metadata(package, path), *pages.titles),
        languages=(*_package_language(package, path), *pages.languages),
        directions=(*_spine_direction(package, path), *pages.directions),
        spoken=frozenset(pages.spoken),
        note_count=pages.note_count,
        table_count=pages.tables,
        image_count=len(pictures),
        item_count=pages.items,
        code_count=pages.codes,
        pair_count=pages.pairs,
        pictures=tuple(sha256(files.get(name, b"")).hexdigest() for name, _ in pictures),
        alts=tuple(alternative for _, alternative in pictures),
        grids=tuple(chain.from_iterable(pages.parts.tables.values())),
        note_texts=pages.parts.note_texts,
        links=tuple(map(pages.resolved, pages.links)),
        linked=tuple((text, pages.resolved(target)) for text, target in pages.parts.linked),
        loose=(*missing, *pages.loose, *pages.dangling()),
        faults=tuple(islice(epub_faults.faults(path, package, items, files, _heard(pages)), MOST_FAULTS)),
        body=tuple(pages.lines),
        notes=tuple(pages.notes),
    )


def _heard(pages: Pages) -> frozenset[str]:
    """Return the languages in which words of the text and the notes are."""
    return frozenset().union(*(line.languages for line in (*pages.lines, *pages.notes) if not line.matter))


def _package_path(files: Entries) -> str:
    if files.get("mimetype") != b"application/epub+zip":
        raise PipelineError("the file is damaged: it does not say that it is an EPUB", code=DAMAGED)
    found = files.part("META-INF/container.xml").find(f"{_CONTAINER}rootfiles/{_CONTAINER}rootfile")
    if found is None:
        raise PipelineError("the file is damaged: META-INF/container.xml names no package", code=DAMAGED)
    return found.get("full-path", "")


def _items(package: Element, folder: str) -> dict[str, str]:
    """Return the path in the archive of each item of the manifest by id."""
    items = (item for item in package.iter(f"{_OPF}item") if ":" not in item.get("href", ""))
    return {
        item.get("id", ""): posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "")))) for item in items
    }


def _spine(package: Element, items: Mapping[str, str]) -> Iterator[str]:
    for reference in package.iter(f"{_OPF}itemref"):
        name = reference.get("idref", "")
        if name not in items:
            raise PipelineError(f"the file is damaged: {name} in the spine is no item", code=DAMAGED)
        yield items[name]


def _texts(root: Element, tag: str) -> tuple[str, ...]:
    return tuple(filter(None, (spaced("".join(map(str, found.itertext()))) for found in root.iter(tag))))


def _metadata(package: Element, place: str) -> Iterator[Claim]:
    """Yield what the package says; the languages are claims of their own."""
    metas = tuple(package.iter(f"{_OPF}meta"))
    for field, named in PROPERTIES.items():
        kind, _, called = named.opf.partition(":")
        if kind == "meta":
            values = (spaced(meta.text or "") for meta in metas if meta.get("property") == called)
            yield Claim(place, field, tuple(filter(None, values)))
        elif kind and field not in {*_TITLES, "language"}:
            yield Claim(place, field, _texts(package, expanded(named.opf)))
    # the first title is the main one, as the first is for any reader; the second is the subtitle
    titles = _texts(package, f"{_DC}title")
    yield from (Claim(place, field, titles[part]) for field, part in _TITLES.items())
    yield from _agents(package, metas, place)


def _agents(package: Element, metas: Iterable[Element], place: str) -> Iterator[Claim]:
    """Yield the role of each person, and the form that each is sorted by, as their refinements say (EPUB 3.3, D.3)."""
    names = {
        f"#{found.get('id')}": spaced(found.text or "") for found in package.iter(f"{_DC}creator", f"{_DC}contributor")
    }
    for field, called in (("roles", "role"), ("file_as", "file-as")):
        said = {meta.get("refines"): spaced(meta.text or "") for meta in metas if meta.get("property") == called}
        yield Claim(place, field, tuple(f"{name}: {said[id_]}" for id_, name in names.items() if id_ in said))


def _package_language(package: Element, place: str) -> Iterator[Claim]:
    yield Claim(f"{place}, dc:language", "language", _texts(package, f"{_DC}language")[:1])
    yield Claim(f"{place}, xml:lang", "language", tuple(filter(None, (package.get(XML_LANG),))))


def _spine_direction(package: Element, place: str) -> Iterator[Claim]:
    """Yield which way the pages are turned (EPUB 3.3, 5.7.1): from left to right where nothing is said."""
    for spine in package.iter(f"{_OPF}spine"):
        towards = spine.get("page-progression-direction", "ltr")
        yield Claim(f"{place}, page-progression-direction", "direction", (towards,))


Listed: TypeAlias = list[tuple[Entry, str]]
"""The lines of a list of headings, each with the place in the archive that it leads to."""


def _contents(package: Element, items: Mapping[str, str], files: Entries) -> Iterator[tuple[str, Listed]]:
    for item in package.iter(f"{_OPF}item"):
        path = items.get(item.get("id", ""), "")
        if "nav" in item.get("properties", "").split():
            yield path, [(entry, inside(path, target)) for entry, target in _nav(files.part(path))]
        elif item.get("media-type") == "application/x-dtbncx+xml":
            yield path, [(entry, inside(path, target)) for entry, target in _ncx(files.part(path))]


def _nav(root: Element) -> Iterator[tuple[Entry, str]]:
    for nav in root.iter(f"{XHTML}nav"):
        if "toc" in role(nav):
            for link in nav.iter(f"{XHTML}a", f"{XHTML}span"):
                level = sum(1 for _ in link.iterancestors(f"{XHTML}ol"))
                above = link.getparent()
                if above is not None and above.tag == f"{XHTML}li":
                    yield Entry(level, spaced("".join(map(str, link.itertext())))), link.get("href", "")


def _ncx(root: Element) -> Iterator[tuple[Entry, str]]:
    for point in root.iter(f"{_NCX}navPoint"):
        level = 1 + sum(1 for _ in point.iterancestors(f"{_NCX}navPoint"))
        label, content = point.find(f"{_NCX}navLabel/{_NCX}text"), point.find(f"{_NCX}content")
        text = spaced((label.text or "") if label is not None else "")
        yield Entry(level, text), content.get("src", "") if content is not None else ""
