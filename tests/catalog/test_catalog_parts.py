"""The small parts of the catalog: markup, places, covers, the style sheet and the script."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from pipeline.catalog.assets import script, style
from pipeline.catalog.markup import Html, element, joined, text
from pipeline.catalog.places import Site, relative
from pipeline.catalog.thumbnail import thumbnail
from pipeline.languages import scripts


def picture(
    size: tuple[int, int], form: str = "PNG", mode: str = "RGB", colour: str | tuple[int, ...] = "red"
) -> bytes:
    into = io.BytesIO()
    Image.new(mode, size, colour).save(into, form)
    return into.getvalue()


def test_texts_and_values_are_escaped_and_markup_is_not() -> None:
    made = element("a", "<b> & 'c'", element("i", "x"), href='"?a=1&b', class_="d")
    assert made == '<a href="&quot;?a=1&amp;b" class="d">&lt;b&gt; &amp; &#x27;c&#x27;<i>x</i></a>'


def test_attributes_without_a_value_are_left_out_or_stand_alone() -> None:
    assert element("img", alt="", hidden=True, title=None, data_a=False) == '<img alt="" hidden>'


def test_characters_that_no_page_may_hold_are_dropped() -> None:
    assert text("a\0b\x1f\ud800\ufffec\u202e👩‍👧") == "abc\u202e👩‍👧"


def test_parts_that_are_nothing_leave_no_gap() -> None:
    assert joined(("a", None, Html(), "b"), ", ") == "a, b"


@pytest.mark.parametrize(
    ("here", "there", "wanted"),
    [
        ("index.html", "tides/tides.en.html", "tides/tides.en.html"),
        ("tides/read/en/index.html", "tides/tides.en.html", "../../tides.en.html"),
        ("tides/tides.en.html", "index.html", "../index.html"),
        ("index.html", "a: b/c?d#e.html", "a%3A%20b/c%3Fd%23e.html"),
    ],
)
def test_a_reference_is_relative_and_encoded(here: str, there: str, wanted: str) -> None:
    assert relative(here, there) == wanted


def test_an_address_is_whole_where_the_place_on_the_web_is_known() -> None:
    assert Site(base_url="https://example.org/é/").address("a/b.html", "c d.html") == "https://example.org/é/c%20d.html"


def test_a_cover_is_at_most_480_pixels_wide_and_keeps_its_shape() -> None:
    found = thumbnail(picture((1600, 2400)))
    assert found
    with Image.open(io.BytesIO(found[1])) as small:
        assert (small.size, small.format) == ((480, 720), "PNG")


def test_a_photograph_stays_one_and_a_small_picture_stays_small() -> None:
    found = thumbnail(picture((300, 200), "JPEG"))
    assert found
    with Image.open(io.BytesIO(found[1])) as small:
        assert (found[0], small.size, small.format) == ("jpg", (300, 200), "JPEG")


def test_what_can_be_seen_through_gets_a_white_ground() -> None:
    found = thumbnail(picture((10, 10), mode="RGBA", colour=(255, 0, 0, 0)))
    assert found
    with Image.open(io.BytesIO(found[1])) as small:
        assert small.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("data", [b"", b"no picture", picture((600, 600))[:80], b"<svg/>"])
def test_what_is_no_whole_picture_gives_no_cover(data: bytes) -> None:
    assert thumbnail(data) is None


def test_a_picture_of_one_line_of_pixels_is_one_still() -> None:
    found = thumbnail(picture((1, 9000)))
    assert found
    with Image.open(io.BytesIO(found[1])) as small:
        assert small.size == (1, 1440)


def test_the_same_picture_gives_the_same_bytes() -> None:
    data = picture((900, 1350))
    assert thumbnail(data) == thumbnail(data)


def test_every_script_has_its_rules() -> None:
    sheet = style().decode()
    assert {code for code in scripts.codes() if f".script-{code} " not in sheet} == set()


def test_the_style_sheet_is_balanced_and_asks_for_nothing_from_elsewhere() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", style().decode(), flags=re.DOTALL)
    assert sheet.count("{") == sheet.count("}")
    assert "url(" not in sheet
    assert "@import" not in sheet


def test_no_rule_names_a_side_where_the_language_decides() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", style().decode(), flags=re.DOTALL)
    sides = re.findall(r"(?<![\w-])(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right):", sheet)
    assert sides == []


def test_the_script_fetches_nothing() -> None:
    code = re.sub(r"//.*", "", script().decode())
    assert [each for each in ("fetch", "import", "XMLHttpRequest", "innerHTML", "eval", "http") if each in code] == []
