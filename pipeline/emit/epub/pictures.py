"""The pictures that a book can hold: each with a file name of its own, whatever it is called in the source."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.emit.edition import Edition
from pipeline.model import Resource

_SUFFIXES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
}
"""The image types that every reading system has to show (EPUB 3.3, 3.2: core media types), without SVG: it can hold
scripts and addresses."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and its path in the book."""

    path: str
    resource: Resource


def drawn(edition: Edition) -> Picture | None:
    """Return the picture of the title page that the edition brings, or nothing; its size stands in the PNG's header.

    The header chunk IHDR is the first of every PNG (ISO/IEC 15948, 11.2.2), so that its values begin at byte 16.
    """
    if not edition.cover:
        return None
    width, height = struct.unpack_from(">II", edition.cover, 16)
    return Picture("images/cover.png", Resource("", "image/png", edition.cover, width, height))


def pictures(edition: Edition) -> Mapping[str, Picture]:
    """Return the document's pictures by name; the first of a name wins, and types that no reader need show are out."""
    found: dict[str, Picture] = {}
    for resource in edition.document.resources:
        suffix = _SUFFIXES.get(resource.media_type)
        if suffix and resource.data and resource.name not in found:
            found[resource.name] = Picture(f"images/image-{len(found) + 1}.{suffix}", resource)
    return found
