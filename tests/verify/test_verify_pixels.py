"""A picture in a PDF is compared to the pixel, whatever kind of file it came from."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image as Pillow

from pipeline.emit import emit
from pipeline.emit.edition import Edition
from pipeline.model import Document, Figure, Image, Metadata, Resource
from pipeline.produce import expectation
from pipeline.verify import verify

SIDE = 4
MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")


def saved(picture: Pillow.Image, form: str, **options: object) -> bytes:
    into = io.BytesIO()
    picture.save(into, form, **options)
    return into.getvalue()


def drawn(mode: str) -> Pillow.Image:
    """Return a picture of a few colours that differ from pixel to pixel."""
    if mode == "I;16":
        return Pillow.frombytes(mode, (SIDE, SIDE), bytes(range(0, 256, 8))[: 2 * SIDE * SIDE])
    plain = Pillow.new("RGBA", (SIDE, SIDE))
    plain.putdata([(60 * x, 50 * y, 90, 255 - 20 * x) for y in range(SIDE) for x in range(SIDE)])
    return plain.convert("RGB").quantize(8) if mode == "P" else plain.convert(mode)


def turned() -> bytes:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    return saved(drawn("RGB"), "JPEG", exif=exif)


PICTURES = {
    **{f"png {mode}": ("image/png", saved(drawn(mode), "PNG")) for mode in MODES},
    "png with one clear colour": ("image/png", saved(drawn("P"), "PNG", transparency=2)),
    "jpeg": ("image/jpeg", saved(drawn("RGB"), "JPEG")),
    "grey jpeg": ("image/jpeg", saved(drawn("L"), "JPEG")),
    "jpeg on its side": ("image/jpeg", turned()),
    "gif": ("image/gif", saved(drawn("P"), "GIF")),
}


def edition(name: str) -> Edition:
    media_type, data = PICTURES[name]
    picture = Resource("tide", media_type, data, SIDE, SIDE)
    return Edition(Document(Metadata("Tides", language="en"), (Figure(Image("tide", "a tide")),), (picture,)), "tides")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_any_kind_is_the_works(name: str) -> None:
    made = edition(name)
    assert verify("pdf", emit("pdf", made).value, expectation(made, "pdf"), "tides") == ()


@pytest.mark.parametrize("name", PICTURES)
def test_one_pixel_that_is_another_is_found(name: str) -> None:
    made = edition(name)
    with pikepdf.open(io.BytesIO(emit("pdf", made).value)) as pdf:
        (shown,) = pdf.pages[0].resources.XObject.values()
        if shown.get("/Filter") == "/DCTDecode":
            shown.write(saved(drawn("RGB").rotate(180), "JPEG"), filter=pikepdf.Name.DCTDecode)
        else:
            samples = bytearray(shown.read_bytes())
            samples[1] ^= 1
            shown.write(bytes(samples))
        into = io.BytesIO()
        pdf.save(into)
    codes = {one.code for one in verify("pdf", into.getvalue(), expectation(made, "pdf"), "tides")}
    assert "verify.pictures" in codes
