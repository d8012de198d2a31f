"""What a picture shows, to the pixel, for formats that unpack pictures: the same digest from the source as from a PDF.

A digest is over the size, the samples (grey or RGB, eight bits each) and the opacity, if there is any.
"""

from __future__ import annotations

import io
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Object
    from PIL.Image import Image

_GREY = frozenset({"1", "L", "LA", "I", "F"})
_ORIENTATION = 0x0112


def of_file(data: bytes) -> str:
    """Return the digest of a picture file; of a JPEG that a PDF can hold as it is, that of its bytes.

    An unreadable one has the digest of its bytes, too: no edition can show it.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.format == "JPEG" and image.mode in ("L", "RGB") and image.getexif().get(_ORIENTATION, 1) == 1:
                return sha256(data).hexdigest()
            return _unpacked(image)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        return sha256(data).hexdigest()


def _unpacked(image: Image) -> str:
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I;16"):
        # of samples of two bytes the higher one shows
        return _digest(upright.width, upright.height, upright.tobytes()[upright.mode != "I;16B" :: 2], b"")
    clear = "A" in upright.getbands() or "transparency" in upright.info
    mode = "L" if upright.mode in _GREY else "RGB"
    plain = upright.convert("RGBA") if clear else upright
    opacity = plain.getchannel("A").tobytes() if clear else b""
    return _digest(upright.width, upright.height, plain.convert(mode).tobytes(), opacity)


def of_stream(picture: Object) -> str:
    """Return the digest of a picture in a PDF (ISO 32000-1, 8.9.5); of JPEG data that of the file they came from."""
    if str(picture.get("/Filter", "")) == "/DCTDecode":
        return sha256(picture.read_raw_bytes()).hexdigest()
    mask = picture.get("/SMask")
    opacity = mask.read_bytes() if mask is not None else b""
    return _digest(int(picture.get("/Width", 0)), int(picture.get("/Height", 0)), picture.read_bytes(), opacity)


def _digest(width: int, height: int, samples: bytes, opacity: bytes) -> str:
    whole = sha256(f"{width} {height} ".encode())
    whole.update(samples)
    whole.update(opacity)
    return whole.hexdigest()
