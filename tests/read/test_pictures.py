"""Pictures: fetched once, checked to the last byte, named below the work's folder."""

import io
import struct
import zlib
from types import SimpleNamespace

import pytest
from PIL import Image as Pillow
from PIL import ImageCms

from pipeline.model import Document, Figure, Image, Metadata, Note, Paragraph, Text
from pipeline.read import pictures
from pipeline.read.pictures import load
from pipeline.report import Location, PipelineError


def picture(form, size=(8, 6)):
    """Return a small picture with a gradient, as a file of `form`."""
    file = io.BytesIO()
    Pillow.linear_gradient("L").resize(size).convert("RGB").save(file, form)
    return file.getvalue()


def figure(name, line=3):
    return Figure(Image(name, "A picture"), location=Location("work.md", line))


def loaded(files, *blocks, cover=""):
    return outcome(files, *blocks, cover=cover).value


def outcome(files, *blocks, cover=""):
    return load(Document(Metadata(cover_image=cover), blocks), lambda name: fetched(files, name), pytest.fail)


def fetched(files, name):
    if name not in files:
        raise FileNotFoundError(name)
    return files[name]


def refusal(data, name="a.png"):
    with pytest.raises(PipelineError) as caught:
        loaded({name: data}, figure(name))
    assert str(caught.value.location) == "work.md:3"
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(("form", "kind"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif")])
def test_a_picture_is_kept_to_the_byte(form, kind):
    data = picture(form)
    (resource,) = loaded({"a": data}, figure("a")).resources
    assert (resource.name, resource.media_type, resource.width, resource.height) == ("a", kind, 8, 6)
    assert resource.data == data


def turned(orientation):
    """Return a JPEG, wider than high, whose upper left corner is white, said to be turned as EXIF counts."""
    canvas = Pillow.new("RGB", (64, 32))
    canvas.paste("white", (0, 0, 16, 16))
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    file = io.BytesIO()
    canvas.save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_a_photograph_that_lies_on_its_side_is_set_upright():
    (resource,) = loaded({"a.jpg": turned(6)}, figure("a.jpg")).resources
    with Pillow.open(io.BytesIO(resource.data)) as upright:
        assert (resource.width, resource.height) == upright.size == (32, 64)
        assert (upright.getpixel((28, 4))[0], upright.getpixel((4, 60))[0]) == (255, 0)
        assert 0x0112 not in upright.getexif()
    assert loaded({"a.jpg": turned(6)}, figure("a.jpg")).resources == (resource,)
    (kept,) = loaded({"a.jpg": turned(1)}, figure("a.jpg")).resources
    assert kept.data == turned(1)


def test_webp_becomes_png_under_its_name_by_which_a_build_looks_for_changes():
    document = loaded({"a.webp": picture("WEBP")}, figure("./a.webp"))
    (resource,) = document.resources
    assert (resource.name, resource.media_type) == ("a.webp", "image/png")
    assert document.blocks[0].image.source == "a.webp"
    assert loaded({"a.webp": picture("WEBP")}, figure("./a.webp")) == document


def test_pictures_come_in_reading_order_without_doubles_and_the_cover_first():
    files = dict.fromkeys(["cover.png", "b.png", "img/a.png", "n.png"], picture("PNG"))
    note = Paragraph((Text("x"), Note((Paragraph((Image("n.png"),)),))))
    document = loaded(files, figure("b.png"), note, figure("./img/x/../a.png"), figure("img//a.png"), cover="cover.png")
    assert [resource.name for resource in document.resources] == ["cover.png", "b.png", "n.png", "img/a.png"]
    assert [block.image.source for block in document.blocks if isinstance(block, Figure)][1:] == ["img/a.png"] * 2
    assert document.metadata.cover_image == "cover.png"


@pytest.mark.parametrize("name", ["../a.png", "/a.png", "a/../../b.png", "C:\\a.png", "C:/a.png", "a\\b.png", "", ".."])
def test_no_name_leads_out_of_the_works_folder(name):
    with pytest.raises(PipelineError, match="does not lie in the work's folder"):
        loaded({}, figure(name))


def test_a_missing_picture_names_the_block_and_the_file():
    with pytest.raises(PipelineError, match=r"work\.md:7: the picture b\.png is not there"):
        loaded({"a.png": picture("PNG")}, figure("a.png"), figure("b.png", 7))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_cut_short_is_broken(form):
    data = picture(form, (80, 60))
    assert refusal(data[: len(data) * 2 // 3]).code == "picture.broken"


def test_a_damaged_picture_is_broken():
    data = bytearray(picture("PNG", (80, 60)))
    data[len(data) // 2] ^= 0xFF
    assert refusal(bytes(data)).code == "picture.broken"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.png", b"<!DOCTYPE html><html>Not found</html>", "no picture"),
        ("a.svgz", b"\x1f\x8b\x08\x00", "no picture"),
        ("a.png", b"", "empty"),
        ("a.png", b"plain words", "no picture"),
        ("a.bmp", picture("BMP"), "no picture"),
    ],
)
def test_another_kind_of_file_is_refused_with_what_to_do(name, data, words):
    error = refusal(data, name)
    assert words in error.message
    assert "PNG" in error.hint


def test_a_bomb_of_pixels_is_refused_before_it_is_decoded():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    for side in (9_500, 60_000):
        head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
        body = chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
        assert refusal(b"\x89PNG\r\n\x1a\n" + head + body).code == "picture.size"


def test_a_picture_is_what_its_bytes_say_and_not_its_name():
    (resource,) = loaded({"a.png": picture("JPEG")}, figure("a.png")).resources
    assert (resource.media_type, resource.data) == ("image/jpeg", picture("JPEG"))


def printed(profile=None, orientation=1):
    """Return a JPEG of pure cyan in the colours of print, as Adobe's programs write it: inverted."""
    exif, file = Pillow.Exif(), io.BytesIO()
    exif[0x0112] = orientation
    Pillow.new("CMYK", (48, 32), (255, 0, 0, 0)).save(file, "JPEG", icc_profile=profile, dpi=(300, 300), exif=exif)
    return file.getvalue()


def test_a_photograph_in_the_colours_of_print_becomes_one_in_those_of_screens():
    made = outcome({"a.jpg": printed(orientation=6)}, figure("a.jpg"))
    (resource,), (found,) = made.value.resources, made.findings
    assert (resource.name, resource.media_type, resource.width, resource.height) == ("a.jpg", "image/jpeg", 32, 48)
    with Pillow.open(io.BytesIO(resource.data)) as shown:
        assert (shown.mode, shown.size, shown.info["dpi"]) == ("RGB", (32, 48), (300, 300))
        red, green, blue = shown.getpixel((10, 10))
    assert red < 10 and green > 245 and blue > 245
    assert (found.code, str(found.location), bool(found.hint)) == ("picture.colours", "work.md:3", True)
    assert outcome({"a.jpg": printed(orientation=6)}, figure("a.jpg")) == made


def test_what_print_looks_like_is_told_by_the_profile(monkeypatch):
    asked = []

    def converted(picture, source, _, **how):
        asked.append((source.profile, how))
        return picture.convert("RGB")

    monkeypatch.setattr(ImageCms, "ImageCmsProfile", lambda file: SimpleNamespace(profile=file.read()))
    monkeypatch.setattr(ImageCms, "profileToProfile", converted)
    assert outcome({"a.jpg": printed(b"a profile")}, figure("a.jpg")).findings == ()
    assert asked == [(b"a profile", {"outputMode": "RGB"})]


def test_a_damaged_profile_is_none():
    assert [found.code for found in outcome({"a.jpg": printed(b"nonsense")}, figure("a.jpg")).findings] == [
        "picture.colours"
    ]


def moving(form):
    """Return a picture that is black and then white."""
    file = io.BytesIO()
    black, white = (Pillow.new("RGB", (8, 6), colour) for colour in ("black", "white"))
    black.save(file, form, save_all=True, append_images=[white], duration=100, lossless=True)
    return file.getvalue()


@pytest.mark.parametrize("form", ["GIF", "PNG"])
def test_a_picture_that_moves_is_kept_with_a_finding(form):
    made = outcome({"a": moving(form)}, figure("a"))
    assert made.value.resources[0].data == moving(form)
    assert [(found.code, str(found.location)) for found in made.findings] == [("picture.moving", "work.md:3")]
    assert outcome({"a": picture(form)}, figure("a")).findings == ()


def test_webp_that_moves_becomes_its_first_picture():
    made = outcome({"a.webp": moving("WEBP")}, figure("a.webp"))
    with Pillow.open(io.BytesIO(made.value.resources[0].data)) as first:
        assert (first.format, getattr(first, "is_animated", False), first.getpixel((1, 1))) == ("PNG", False, (0, 0, 0))
    assert [found.code for found in made.findings] == ["picture.moving"]


def test_a_file_beyond_the_bound_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_BYTES", 100)
    assert refusal(picture("PNG", (80, 60))).code == "picture.size"


def test_a_document_without_pictures_fetches_nothing():
    document = Document(blocks=(Paragraph((Text("words"),)),))
    assert load(document, pytest.fail, pytest.fail).value == document
