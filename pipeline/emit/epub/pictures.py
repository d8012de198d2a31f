"""The pictures that a book can hold: each with a file name of its own, whatever it is called in the source."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.emit.edition import Edition
from pipeline.model import SVG, Resource

_SUFFIXES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    SVG: "svg",
}
"""The image types that every reading system has to show (EPUB 3.3, 3.2: core media types)."""
_MOVING = {
    "image/gif": b"GIF",
    "image/png": b"acTL",
    "image/webp": b"ANIM",
    SVG: rb"<(?:\w+:)?(?:animate|set\b)|@[\w-]*keyframes",
}
"""What is found in pictures that may move (PNG 3, 11.3.6; SVG Animations 2; CSS Animations 1), by their type."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and its path in the book."""

    path: str
    resource: Resource


def may_move(resource: Resource) -> bool:
    """Tell whether a picture may move or flash; only a person could tell more."""
    found = _MOVING.get(resource.media_type)
    # of a picture of pixels only the head tells: among its samples anything may stand
    head = resource.data if resource.media_type == SVG else resource.data.partition(b"IDAT")[0]
    return found is not None and re.search(found, head) is not None


def drawn(edition: Edition) -> Picture | None:
    """Return the picture of the title page that the edition brings, or nothing; its size stands in the PNG's header.

    The header chunk IHDR is the first of every PNG (ISO/IEC 15948, 11.2.2), so that its values begin at byte 16.
    """
    return _png(edition.cover) if edition.cover else None


def _png(data: bytes) -> Picture:
    width, height = struct.unpack_from(">II", data, 16)
    return Picture("images/cover.png", Resource("", "image/png", data, width, height))


def cover_of(edition: Edition, own: Picture | None) -> Picture | None:
    """Return the cover: `own`, the work's, of a drawing the PNG, since many shelves show no SVG; or else `drawn`."""
    if own and own.resource.raster:
        return _png(own.resource.raster)
    return own or drawn(edition)


def pictures(edition: Edition) -> Mapping[str, Picture]:
    """Return the document's pictures by name; the first of a name wins, and types that no reader need show are out."""
    found: dict[str, Picture] = {}
    for resource in edition.document.resources:
        suffix = _SUFFIXES.get(resource.media_type)
        if suffix and resource.data and resource.name not in found:
            found[resource.name] = Picture(f"images/image-{len(found) + 1}.{suffix}", resource)
    return found
