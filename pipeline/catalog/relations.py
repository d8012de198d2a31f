"""What an edition leads to: its files, its pages, and the other editions of its work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from pipeline.catalog.listing import Listed

OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"
"""The relation of a file that everybody may take (OPDS 1.2, 5.2.1; OPDS 2.0 keeps it beside `download`)."""
HTML = "text/html"
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}


@dataclass(frozen=True, slots=True)
class Way:
    """A link to the page of an edition: its relation, and the edition."""

    rel: str
    edition: Listed


def media_type(file: str) -> str:
    """Return the media type of a file by its suffix; that of unknown bytes for another (RFC 2046, 4.5.1)."""
    return _TYPES.get(file.rpartition(".")[2], "application/octet-stream")


def works(editions: Iterable[Listed]) -> dict[str, tuple[Listed, ...]]:
    """Return the editions of each work by its slug; they come work by work."""
    return {slug: tuple(group) for slug, group in groupby(editions, lambda edition: edition.work)}


def ways(edition: Listed, siblings: Iterable[Listed]) -> Iterator[Way]:
    """Yield a link to the page of the edition, then to that of each other of its work.

    Another language is an alternate, as in HTML. An entry of Atom may have one alternate for each type and language
    (RFC 4287, 4.1.2), so an edition in two languages, and one in the same language as this, is related.
    """
    yield Way("alternate", edition)
    for other in siblings:
        if other.place != edition.place:
            same = other.beside or other.language == edition.language
            yield Way("related" if same else "alternate", other)
