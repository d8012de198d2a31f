"""The style sheet: rules for the scripts in the book, a light and a dark look, and the wishes of the reader first."""

from __future__ import annotations

import re

import pytest
from epub_file import Book, edition

from pipeline.languages import language
from pipeline.model import Div, Emphasis, Paragraph, Provenance, Span, Text

WORDS = (Text("tide"),)
SHADES = re.compile(r"background: rgba\(128, 128, 128, ([\d.]+)\)")
DARK, LIGHT = (0x12, 0xFF), (0xFF, 0x00)
"""The ground and the text of Chromium's two colour schemes, each a level of grey."""


def sheet(tag: str, *inside: str, **metadata: object) -> str:
    passages = (Paragraph((Span(WORDS, each),)) for each in inside)
    return Book(edition("text", *passages, language=tag, **metadata)).text("style.css")


def said(css: str, selector: str, name: str) -> str:
    """Return the last value that the sheet gives a property of a selector, or nothing."""
    found = ""
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        values = dict(re.findall(r"([\w-]+): ([^;]+);", body))
        if selector in map(str.strip, selectors.split(",")):
            found = values.get(name, found)
    return found


def test_there_are_rules_for_just_the_scripts_in_the_book() -> None:
    css = sheet("en", "km", "zh")
    assert set(re.findall(r"\.script-(\w+)", css)) == {"Latn", "Khmr", "Hans"}
    assert set(re.findall(r":lang\(([\w-]+)\)", css)) == {"en", "km", "zh"}


def test_a_book_in_latin_letters_alone_needs_no_rules_for_languages() -> None:
    assert ":lang(" not in sheet("en", "fr", "el", "ru")


def test_the_languages_of_a_div_of_labels_and_of_the_original_count() -> None:
    book = Book(edition(Div((Paragraph(WORDS),), "bo"), language="km", translation=Provenance("he", "גאות")))
    assert set(re.findall(r":lang\(([\w-]+)\)", book.text("style.css"))) == {"km", "bo", "he", "en"}


@pytest.mark.parametrize("tag", ["bn", "ta", "km", "my", "bo", "lo", "te", "ar", "th", "zh"])
def test_lines_of_tall_scripts_stand_farther_apart_everywhere(tag: str) -> None:
    tall, latin = sheet(tag), sheet("en")
    for place in ("html", "h1", "table", ".notes", ".subtitle"):
        assert float(said(tall, place, "line-height")) > float(said(latin, place, "line-height")) > 1


@pytest.mark.parametrize("tag", ["ar", "he", "hi", "bn", "ta", "km", "my", "bo", "am", "dv", "chr-Cans"])
def test_stress_is_weight_where_letters_do_not_slant(tag: str) -> None:
    css, tag = sheet("en", tag), language(tag).tag
    assert said(css, f"em:lang({tag})", "font-weight") == "bold"
    assert said(css, f"body :lang({tag})", "font-style") == "normal"
    assert said(css, "em:lang(en)", "font-style") == "italic"
    assert not said(css, "em:lang(en)", "font-weight")


def test_stress_is_dots_in_the_far_east() -> None:
    css = sheet("ja", "zh", "ko")
    assert all(said(css, f"em:lang({tag})", "text-emphasis") == "filled dot" for tag in ("ja", "zh", "ko"))
    assert said(css, "em:lang(zh)", "text-emphasis-position") == "under right"
    assert not said(css, "em:lang(ja)", "text-emphasis-position")


def test_rules_of_a_longer_tag_come_after_those_of_its_beginning() -> None:
    css = sheet("pa-Latn", "pa")
    assert css.index("em:lang(pa)") < css.index("em:lang(pa-Latn)")


def test_korean_words_alone_stay_whole() -> None:
    css = sheet("ko", "ja")
    assert said(css, "[lang]:lang(ko)", "word-break") == "keep-all"
    assert said(css, "[lang]:lang(ja)", "word-break") == "normal"


def test_the_wishes_of_a_reader_come_first() -> None:
    css = sheet("ar", "zh", "en")
    assert "!important" not in css
    assert "@font-face" not in css
    assert not re.search(r"[\d.](px|pt|cm|mm|in)\b", css)
    families = re.findall(r"font-family: ([^;]+);", css)
    assert families
    assert all(family.endswith(("serif", "monospace")) for family in families)


def test_the_book_has_a_light_and_a_dark_look_and_pictures_a_light_ground_in_both() -> None:
    css = sheet("en")
    assert said(css, "html", "color-scheme") == "light dark"
    assert re.search(r"@media \(prefers-color-scheme: dark\) \{ img \{ background: white; color: black; \} \}", css)


@pytest.mark.parametrize(("ground", "ink"), [LIGHT, DARK])
def test_every_text_has_a_contrast_of_four_and_a_half_to_one(ground: int, ink: int) -> None:
    """WCAG 2.2, 1.4.3, even where what is faintest in the sheet stood on its darkest tint."""
    css = sheet("en")
    shades = [mixed(128, ground, float(part)) for part in SHADES.findall(css)]
    faint = min(map(float, re.findall(r"(?<!-)opacity: ([\d.]+)", css)))
    assert shades
    assert faint < 1
    for behind in (ground, *shades):
        assert contrast(mixed(ink, behind, faint), behind) >= 4.5


def mixed(above: float, below: float, part: float) -> float:
    return above * part + below * (1 - part)


def contrast(one: float, other: float) -> float:
    """Return the contrast of two greys (WCAG 2.2, relative luminance)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(grey: float) -> float:
    level = grey / 255
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4


def test_stress_in_another_language_is_marked_as_in_it() -> None:
    css = Book(edition(Paragraph((Emphasis((Span(WORDS, "ar"),)),)))).text("style.css")
    assert said(css, "em > [lang]:lang(ar)", "font-weight") == "bold"
    assert said(css, "em > [lang]:lang(en)", "font-weight") == "normal"
