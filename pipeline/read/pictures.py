"""Pictures: the files that images name, fetched, checked and put into the document. The only door to Pillow.

PNG, JPEG and GIF are kept to the byte. But a photograph that its EXIF data say is turned is set upright, since not
every reading system looks there, and WebP becomes PNG, since Word and older reading systems do not show it. Anything
else, SVG included, is an error that says what to do. Bytes and pixels are bounded, and no name leads out of the work's
folder.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.model import (
    Block,
    BulletList,
    CodeBlock,
    DefinitionList,
    Div,
    Document,
    Figure,
    Heading,
    Image,
    Inline,
    OrderedList,
    Paragraph,
    Quote,
    Resource,
    Table,
    ThematicBreak,
)
from pipeline.report import Location, Outcome, PipelineError
from pipeline.walk import query, walk

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

Fetch = Callable[[str], bytes]

MAX_BYTES = 50 * 1024 * 1024
MAX_PIXELS = 80_000_000
"""More than a phone's camera makes for one page, and few enough to hold in memory."""


def load(document: Document, fetch: Fetch) -> Outcome[Document]:
    """Return the document with a resource for each picture it names, in reading order, the cover first.

    `fetch` returns the bytes of a file beside the source by its relative name, with `/` between folders, or raises
    `FileNotFoundError`. Names are normalized (`./a/../b.png` is `b.png`) and images renamed with them. Raises
    `PipelineError` for a name outside the work's folder and for a picture that is missing, broken, too large or of
    another kind, with the place of the block that holds it.
    """
    resources: dict[str, Resource] = {}
    names: dict[str, str] = {}
    for source, place in _named(document):
        if source not in names:
            resource = _resource(_inside(source, place), fetch, place)
            names[source] = resource.name
            resources.setdefault(resource.name, resource)

    def renamed(inline: Inline) -> tuple[Inline, ...]:
        return (replace(inline, source=names[inline.source]) if isinstance(inline, Image) else inline,)

    cover = document.metadata.cover_image
    return Outcome(
        replace(
            document,
            metadata=replace(document.metadata, cover_image=names.get(cover, "")),
            blocks=walk(document.blocks, inline=renamed) if names else document.blocks,
            resources=tuple(resources.values()),
        )
    )


def _named(document: Document) -> Iterator[tuple[str, Location | None]]:
    """Yield each picture's name with the place of the block it stands in."""
    if document.metadata.cover_image:
        yield document.metadata.cover_image, None
    place: Location | None = None
    for node in query(document.blocks, Image, *_BLOCKS):
        if isinstance(node, Image):
            yield node.source, place
        else:
            place = node.location or place


def _inside(source: str, place: Location | None) -> str:
    """Return a name as a path below the work's folder."""
    parts: list[str] = []
    for part in source.split("/"):
        if part == "..":
            if not parts:
                raise _outside(source, place)
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    if source.startswith("/") or not parts or "\\" in source or "\0" in source or ":" in parts[0]:
        raise _outside(source, place)
    return "/".join(parts)


def _outside(source: str, place: Location | None) -> PipelineError:
    hint = "put it beside the source and write its name, as in images/light.png"
    return PipelineError(f"the picture {source!r} does not lie in the work's folder", place, hint, "picture.outside")


def _resource(name: str, fetch: Fetch, place: Location | None) -> Resource:
    try:
        data = fetch(name)
    except FileNotFoundError as error:
        hint = "put it there, or correct its name (capitals count)"
        raise PipelineError(f"the picture {name} is not there", place, hint, "picture.missing") from error
    if len(data) > MAX_BYTES:
        raise _too_large(name, f"{len(data) // 1024**2} MB", place)
    form, width, height, turned = _inspected(name, data, place)
    if form == "WEBP":
        data, form, name = _saved(data, "PNG"), "PNG", f"{name}.png"
    elif turned:
        data, form = _saved(data, "JPEG"), "JPEG"
    return Resource(name, _MEDIA_TYPES[form], data, width, height)


def _inspected(name: str, data: bytes, place: Location | None) -> tuple[str, int, int, bool]:
    """Return a picture's format, its size when upright, and whether it is turned, once all of it has been read."""
    import PIL.Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a picture a little out of order is still a picture
            with PIL.Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                form, (width, height) = picture.format or "", picture.size
                if width * height > MAX_PIXELS:
                    raise _too_large(name, f"{width} × {height} pixels", place)
                orientation = _orientation(picture)
                _read_through(picture)
    except PIL.UnidentifiedImageError as error:
        raise _unknown(name, data, place) from error
    except PIL.Image.DecompressionBombError as error:
        raise _too_large(name, "too many pixels", place) from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, ZeroDivisionError) as error:
        message = f"the picture {name} is broken: {error}"
        raise PipelineError(
            message, place, "open it in a picture editor and save it again", "picture.broken"
        ) from error
    if orientation in _ON_ITS_SIDE:
        width, height = height, width
    return form, width, height, orientation in _TURNED


def _orientation(picture: Picture) -> object:
    """Return how a photograph was held, upright if it does not say so or its EXIF data are damaged."""
    if picture.format not in _PHOTOGRAPHS:
        return 1
    try:
        return picture.getexif().get(_ORIENTATION, 1)
    except (struct.error, KeyError, SyntaxError, TypeError, ValueError, OSError):
        return 1


def _read_through(picture: Picture) -> None:
    """Read every byte; raise if some are missing or damaged. A JPEG is decoded small, which costs little memory."""
    if picture.format == "PNG":
        picture.verify()  # checks the sum of every chunk without decoding
    else:
        picture.draft(None, (1, 1))
        picture.load()


def _saved(data: bytes, form: str) -> bytes:
    """Return a picture set upright and saved anew; the same bytes for the same picture."""
    import PIL.Image
    from PIL import ImageOps

    result = io.BytesIO()
    with PIL.Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
        profile = picture.info.get("icc_profile")
        ImageOps.exif_transpose(picture).save(result, form, quality=92, icc_profile=profile)
    return result.getvalue()


def _unknown(name: str, data: bytes, place: Location | None) -> PipelineError:
    vector = PurePosixPath(name).suffix.lower() in (".svg", ".svgz") or b"<svg" in data[:1000]
    kind = "an SVG drawing" if vector else "no picture that can be read" if data else "empty"
    hint = "save it as PNG, at least 1600 pixels wide" if vector else "save it as PNG or JPEG"
    return PipelineError(f"the picture {name} is {kind}", place, hint, "picture.format")


def _too_large(name: str, size: str, place: Location | None) -> PipelineError:
    hint = f"save it smaller: at most {MAX_BYTES // 1024**2} MB and {MAX_PIXELS // 10**6} million pixels"
    return PipelineError(f"the picture {name} is too large ({size})", place, hint, "picture.size")


_ORIENTATION = 0x0112
"""The tag of EXIF that says how a camera was held: 1 upright, to 8 (CIPA DC-008, 4.6.4)."""
_TURNED = range(2, 9)
_ON_ITS_SIDE = range(5, 9)
_PHOTOGRAPHS = ("JPEG", "MPO")
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "GIF": "image/gif"}
_BLOCKS: tuple[type[Block], ...] = (
    Heading,
    Paragraph,
    BulletList,
    OrderedList,
    DefinitionList,
    Quote,
    CodeBlock,
    Table,
    Figure,
    ThematicBreak,
    Div,
)
