"""Pictures made of pixels: looked through to the last byte, and set right where not every program would. Pillow's door.

PNG, JPEG and GIF are kept to the byte. But a photograph that its EXIF data say is turned is set upright, since not
every reading system looks there; a JPEG in the colours of print (CMYK) becomes RGB, since many reading systems show
those wrongly or not at all; and WebP becomes PNG, since Word and older reading systems do not show it.
"""

from __future__ import annotations

import io
import struct
import warnings
from typing import TYPE_CHECKING, NamedTuple

from pipeline.report import Finding, Location, PipelineError, Severity

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MAX_BYTES = 50 * 1024 * 1024
MAX_PIXELS = 80_000_000
"""More than a phone's camera makes for one page, and few enough to hold in memory."""
_HINT = "save it as PNG or JPEG"


class Pixels(NamedTuple):
    """A picture as it goes into the document, and what is to be said of it."""

    media_type: str
    data: bytes
    width: int
    height: int
    findings: tuple[Finding, ...]


class _Look(NamedTuple):
    """What a file says: its format, its size when upright, and what is to be set right."""

    form: str
    width: int
    height: int
    turned: bool
    printed: bool
    moves: bool


def pixels(name: str, data: bytes, place: Location | None) -> Pixels:
    """Return a picture set right, once all of it has been read.

    Raises `PipelineError` for a file that is broken, too large or of another kind. Findings: colours that had to be
    guessed, since the file does not say what they look like; pictures that move.
    """
    look = _looked(name, data, place)
    findings = [moving(name, place)] if look.moves else []
    if look.form == "WEBP" or look.turned or look.printed:
        data, guessed = _saved(data, "PNG" if look.form == "WEBP" else "JPEG")
        findings += [_guessed(name, place)] if guessed else []
    return Pixels(_MEDIA_TYPES[look.form], data, look.width, look.height, tuple(findings))


def _looked(name: str, data: bytes, place: Location | None) -> _Look:
    import PIL.Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a picture a little out of order is still a picture
            with PIL.Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                form, (width, height) = picture.format or "", picture.size
                if width * height > MAX_PIXELS:
                    raise too_large(name, f"{width} × {height} pixels", place)
                orientation, printed = _orientation(picture), picture.mode == "CMYK"
                moves = form in _MOVING and bool(getattr(picture, "is_animated", False))
                _read_through(picture)
    except PIL.UnidentifiedImageError as error:
        kind = "no picture that can be read" if data else "empty"
        raise PipelineError(f"the picture {name} is {kind}", place, _HINT, "picture.format") from error
    except PIL.Image.DecompressionBombError as error:
        raise too_large(name, "too many pixels", place) from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, ZeroDivisionError) as error:
        message = f"the picture {name} is broken: {error}"
        raise PipelineError(
            message, place, "open it in a picture editor and save it again", "picture.broken"
        ) from error
    if orientation in _ON_ITS_SIDE:
        width, height = height, width
    return _Look(form, width, height, orientation in _TURNED, printed, moves)


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


def _saved(data: bytes, form: str) -> tuple[bytes, bool]:
    """Return a picture set upright, in the colours of screens, and whether its colours were guessed.

    The same bytes come out for the same picture; of one that moves, the first.
    """
    import PIL.Image
    from PIL import ImageOps

    result = io.BytesIO()
    with PIL.Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
        profile, guessed, upright = picture.info.get("icc_profile"), False, ImageOps.exif_transpose(picture)
        size = {"dpi": picture.info["dpi"]} if "dpi" in picture.info else {}
        if upright.mode == "CMYK":
            upright, guessed = _on_screen(upright, profile or b"")
            profile = None
        upright.save(result, form, quality=92, icc_profile=profile, **size)
    return result.getvalue(), guessed


def _on_screen(picture: Picture, profile: bytes) -> tuple[Picture, bool]:
    """Return a picture in sRGB: as its profile says, or else by a guess, and whether it was one."""
    from PIL import ImageCms

    try:
        source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        shown = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
    except (OSError, ImageCms.PyCMSError):
        return picture.convert("RGB"), True
    return shown or picture.convert("RGB"), shown is None


def too_large(name: str, size: str, place: Location | None) -> PipelineError:
    """Return the error that a picture is too large; `size` says how large it is."""
    hint = f"save it smaller: at most {MAX_BYTES // 1024**2} MB and {MAX_PIXELS // 10**6} million pixels"
    return PipelineError(f"the picture {name} is too large ({size})", place, hint, "picture.size")


def moving(name: str, place: Location | None) -> Finding:
    """Return what is to be said of a picture that moves."""
    message = f"the picture {name} moves; where it cannot, as on the pages of a PDF, it stands as it begins"
    return Finding("picture.moving", message, Severity.INFO, place, "see that it says enough so")


def _guessed(name: str, place: Location | None) -> Finding:
    message = f"the picture {name} is in the colours of print (CMYK) and does not say what they look like"
    hint = "its colours were guessed: look at it, and save it as RGB if they are wrong"
    return Finding("picture.colours", message, location=place, hint=hint)


_ORIENTATION = 0x0112
"""The tag of EXIF that says how a camera was held: 1 upright, to 8 (CIPA DC-008, 4.6.4)."""
_TURNED = range(2, 9)
_ON_ITS_SIDE = range(5, 9)
_PHOTOGRAPHS = ("JPEG", "MPO")
_MOVING = ("GIF", "PNG", "WEBP")
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "GIF": "image/gif", "WEBP": "image/png"}
"""The types of what is kept, or made of what is not."""
