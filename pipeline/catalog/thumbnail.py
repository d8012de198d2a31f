"""A small picture of a cover, for the pages of the catalog. The catalog's door to Pillow."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

WIDTH = 480
"""Pixels: twice the width that the largest page shows, for fine screens."""
_DEEPEST = 3 * WIDTH
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_MOST_PIXELS = 80_000_000


def thumbnail(data: bytes) -> tuple[str, bytes] | None:
    """Return the suffix and the bytes of a cover at most 480 pixels wide, or nothing for what is no whole picture.

    A photograph stays a JPEG, everything else becomes a PNG. The same picture gives the same bytes.
    """
    import PIL.Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with PIL.Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    return None
                return _saved(picture)
    except (OSError, SyntaxError, ValueError, EOFError, PIL.Image.DecompressionBombError):
        return None


def _saved(picture: Picture) -> tuple[str, bytes]:
    import PIL.Image

    form = "JPEG" if picture.format == "JPEG" else "PNG"
    within = picture.convert("RGBA")
    scale = min(WIDTH / within.width, _DEEPEST / within.height, 1)
    size = (max(1, round(within.width * scale)), max(1, round(within.height * scale)))
    small = within.resize(size, PIL.Image.Resampling.LANCZOS, reducing_gap=3.0)
    ground = PIL.Image.new("RGB", size, "white")
    ground.paste(small, mask=small)
    into = io.BytesIO()
    ground.save(into, form, optimize=True, **({"quality": 85} if form == "JPEG" else {}))
    return ("jpg" if form == "JPEG" else "png"), into.getvalue()
