"""The metadata of the package document (EPUB 3.3, 5.5), from `PROPERTIES` alone, and what is true of accessibility."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.emit.edition import Edition
from pipeline.emit.epub.accessibility import accessible
from pipeline.emit.epub.matter_pages import book_title
from pipeline.emit.epub.xhtml import content, known, value
from pipeline.emit.properties import values
from pipeline.model import Agent
from pipeline.properties import PROPERTIES

UNIQUE = "identifier-1"
"""The id of the element that identifies the book."""

_REFINED = {
    "title": ("title-type", "main"),
    "subtitle": ("title-type", "subtitle"),
    "series": ("collection-type", "series"),
}
_ALSO = {"original": "dcterms:source"}
"""A field said in a second vocabulary. `dc:source` itself is for the work's source."""


def metadata(edition: Edition, cover: str, pictured: bool) -> str:
    """Return the elements inside `metadata`. `cover` is the cover's id, or empty; `pictured`: there are pictures."""
    lines = (
        *_described(edition),
        f'<meta property="dcterms:modified">{edition.modified:%Y-%m-%dT%H:%M:%SZ}</meta>',
        *accessible(edition, pictured),
        *((f'<meta name="cover" content="{cover}"/>',) if cover else ()),
    )
    return "\n".join(lines)


def _described(edition: Edition) -> Iterator[str]:
    said = values(edition)
    said |= {"title": said["title"] or (book_title(edition),), "language": _languages(edition)}
    for field, named in PROPERTIES.items():
        for number, text in enumerate(said[field] if named.opf else (), start=1):
            yield _element(named.opf, f"{field}-{number}", text)
            yield from _refined(edition, field, number)
            if field in _ALSO:
                yield f'<meta property="{_ALSO[field]}">{content(text)}</meta>'


def _element(name: str, identifier: str, text: str) -> str:
    kind, _, called = name.partition(":")
    if kind == "meta":
        return f'<meta property="{called}" id="{identifier}">{content(text)}</meta>'
    return f'<{name} id="{identifier}">{content(text)}</{name}>'


def _languages(edition: Edition) -> tuple[str, ...]:
    """Return every language in the book, its own first; a tag that names no language is none."""
    return tuple(dict.fromkeys(found.tag for tag in edition.spoken if (found := known(tag))))


def _refined(edition: Edition, field: str, number: int) -> Iterator[str]:
    if field in _REFINED:
        yield _refinement(f"{field}-{number}", *_REFINED[field])
    agents: dict[str, tuple[Agent, ...]] = {
        "creators": edition.document.metadata.creators,
        "contributors": edition.document.metadata.contributors,
    }
    for agent in agents.get(field, ())[number - 1 : number]:
        yield _refinement(f"{field}-{number}", "role", agent.role, ' scheme="marc:relators"')
        if agent.file_as:
            yield _refinement(f"{field}-{number}", "file-as", agent.file_as)


def _refinement(refined: str, name: str, text: str, scheme: str = "") -> str:
    return f'<meta refines="#{value(refined)}" property="{name}"{scheme}>{content(text)}</meta>'
