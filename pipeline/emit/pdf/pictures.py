"""Pictures: their samples as a PDF file holds them, and how large they are in a line.

JPEG data go in as they are, everything else as plain samples; of a picture that moves the first, of a drawing (SVG) its
raster, as large as the drawing.

Only the cover is drawn elsewhere.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipeline.emit.pdf.runs import Item, Picture
from pipeline.model import Resource
from pipeline.report import Finding

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = 60_000_000
"""Pixels; a larger picture is refused before it is unpacked."""
_ORIENTATION = 0x0112
_SPACES = {"L": "DeviceGray", "RGB": "DeviceRGB"}


class Raster(NamedTuple):
    """A picture's samples as they go into the file; `pixel` is the width of one in CSS pixels."""

    width: int
    height: int
    space: str
    encoding: str
    data: bytes
    mask: bytes = b""
    pixel: float = 1.0


def rasters(resources: Iterable[Resource]) -> tuple[dict[str, Raster], tuple[Finding, ...]]:
    """Return the pictures by name; one that cannot be read is left out, with a finding."""
    from PIL.Image import DecompressionBombError

    found: dict[str, Raster] = {}
    findings: list[Finding] = []
    for resource in resources:
        try:
            raster = _raster(resource.raster or resource.data)
            finer = resource.width / raster.width if resource.raster else 1.0
            found[resource.name] = raster._replace(pixel=finer)
        except (OSError, ValueError, SyntaxError, Warning, DecompressionBombError) as error:
            message = f"the picture {resource.name} cannot be set in a PDF, so its description stands instead: {error}"
            findings.append(Finding("pdf.picture", message, hint="save it as PNG or JPEG"))
    return found, tuple(findings)


def fitted(items: Sequence[Item], room: float) -> Sequence[Item]:
    """Return the items of a paragraph with every picture that is wider than `room` made smaller, all of it alike."""
    if not any(isinstance(item, Picture) and item.width > room for item in items):
        return items
    return [_narrowed(item, room) if isinstance(item, Picture) else item for item in items]


def _narrowed(picture: Picture, room: float) -> Picture:
    scale = min(1.0, room / picture.width)
    return picture._replace(width=picture.width * scale, height=picture.height * scale, sunk=picture.sunk * scale)


def _raster(data: bytes) -> Raster:
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > LARGEST:
                raise ValueError(f"{image.width} × {image.height} pixels are too many")
            plain = image.format == "JPEG" and image.mode in _SPACES
            if plain and image.getexif().get(_ORIENTATION, 1) == 1:
                image.load()
                return Raster(image.width, image.height, _SPACES[image.mode], "DCTDecode", data)
            return _unpacked(image)


def _unpacked(image: Image) -> Raster:
    """Return the samples, upright, in grey or RGB; transparency as a mask."""
    from PIL import ImageOps

    turned = _shallow(ImageOps.exif_transpose(image))
    clear = "A" in turned.getbands() or "transparency" in turned.info
    grey = turned.mode in ("1", "L", "LA", "I", "I;16", "F")
    rgba = turned.convert("RGBA") if clear else turned
    mask = rgba.getchannel("A").tobytes() if clear else b""
    mode = "L" if grey else "RGB"
    plain = turned if turned.mode == mode else rgba.convert(mode)
    return Raster(plain.width, plain.height, _SPACES[mode], "", plain.tobytes(), mask)


def _shallow(image: Image) -> Image:
    """Return an image with samples of 8 bits; Pillow would cut those of 16 off instead of dividing them."""
    if not image.mode.startswith("I;16"):
        return image
    return image.convert("I").point(lambda sample: sample * (1 / 256)).convert("L")
