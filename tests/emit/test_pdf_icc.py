"""The sRGB profile, read by a colour engine that shares nothing with it."""

from __future__ import annotations

import io
from struct import unpack_from

from PIL import Image, ImageCms

from pipeline.emit.pdf.icc import DESCRIPTION, srgb

SHADES = [(red, green, blue) for red in range(0, 256, 15) for green in range(0, 256, 51) for blue in range(0, 256, 51)]


def profile() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(srgb()))


def converted(source: ImageCms.ImageCmsProfile, target: ImageCms.ImageCmsProfile) -> list[tuple[int, int, int]]:
    image = Image.frombytes("RGB", (len(SHADES), 1), bytes(value for shade in SHADES for value in shade))
    moved = ImageCms.profileToProfile(image, source, target).tobytes()
    return list(zip(moved[::3], moved[1::3], moved[2::3], strict=True))


def farthest(shades: list[tuple[int, int, int]]) -> int:
    return max(
        abs(one - other) for was, now in zip(SHADES, shades, strict=True) for one, other in zip(was, now, strict=True)
    )


def test_a_colour_engine_opens_it() -> None:
    assert ImageCms.getProfileDescription(profile()).strip() == DESCRIPTION
    assert profile().profile.device_class == "mntr"
    assert profile().profile.xcolor_space == "RGB "
    assert profile().profile.is_matrix_shaper


def test_colours_are_those_of_srgb() -> None:
    standard = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    assert farthest(converted(profile(), standard)) <= 1
    assert farthest(converted(standard, profile())) <= 1


def test_white_is_the_white_of_the_connection_space() -> None:
    columns = [unpack_from(">3i", srgb(), place + 8) for place in places(b"rXYZ", b"gXYZ", b"bXYZ")]
    whole = [sum(column) / 0x10000 for column in zip(*columns, strict=True)]
    assert all(abs(value - white) < 0.0005 for value, white in zip(whole, (0.9642, 1, 0.8249), strict=True))


def places(*names: bytes) -> list[int]:
    (count,) = unpack_from(">I", srgb(), 128)
    table = dict(unpack_from(">4sI", srgb(), 132 + 12 * number) for number in range(count))
    return [table[name] for name in names]


def test_its_length_and_places_are_as_it_says() -> None:
    assert unpack_from(">I", srgb())[0] == len(srgb()) < 1100
    assert places(b"rTRC") == places(b"gTRC") == places(b"bTRC")
    assert all(place % 4 == 0 for place in places(b"desc", b"cprt", b"wtpt", b"rXYZ", b"rTRC"))
