"""A review as JSON and as a page: every text is there and escaped, the worst first, the same bytes every time."""

from __future__ import annotations

import json
import re
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from pipeline import languages
from pipeline.model import Provenance
from pipeline.report import Location
from pipeline.translate.review import Entry, Flag, Review, Sentence
from pipeline.translate.review_page import as_html, as_json

UNSURE = Flag("translate.unsure", "the model was unsure of it (33% for a token)", 1)
COPIED = Flag("translate.copied", "it came back untranslated", 10)
KEPT = Flag("translate.kept", "it stays in the source language: nothing came back", 100)
MODEL = Provenance("en", "The Harbour", "Argos Translate", "en → es", "1.0", "0f" * 32, demonstration=True)


def entry(number: int, *sentences: Sentence, **rest: str) -> Entry:
    text = " ".join(sentence.text for sentence in sentences) or rest.pop("text", "")
    return Entry(
        f"text/{number}", text, rest.pop("decision", "translate"), rest.pop("why", ""), place(number), sentences
    )


def place(number: int) -> Location:
    return Location("harbour.md", number + 1)


def review(*entries: Entry, target: str = "es", title: str = "The Harbour") -> Review:
    return Review(title, "en", target, MODEL, entries)


EVERYTHING = review(
    entry(0, Sentence("The harbour is closed.", "El puerto está cerrado.", score=-0.2, attempt="whole")),
    entry(
        1, Sentence("Where are the keys?", "Where are the keys?", flags=(COPIED, UNSURE), score=-1.1, attempt="greedy")
    ),
    entry(2, Sentence("Run make exports.", "Run make exports.", "source", (KEPT,))),
    entry(3, Sentence("The painter lives here.", "La pintora vive aquí.", "person", earlier="El pintor vive aquí.")),
    entry(
        4, Sentence("A key.", "Una llave.", flags=(UNSURE,), codes=(("link", "llave", "attention"), ("note", "", "")))
    ),
    entry(5, text="Hecho en Vigo.", decision="protected", why="in another language"),
    entry(6, text="24 × 7", decision="skipped", why="no letters"),
)


def page(of: Review) -> html.HtmlElement:
    return html.document_fromstring(as_html(of))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def rows(of: Review, kind: str) -> list[html.HtmlElement]:
    return page(of).xpath(f"//tr[starts-with(@id, '{kind}')]")


def test_json_accounts_for_every_segment() -> None:
    found = json.loads(as_json(EVERYTHING))
    assert found["version"] == 1
    assert (found["source"], found["target"], found["made_by"]["demonstration"]) == ("en", "es", True)
    assert found["decisions"] == {"protected": 1, "skipped": 1, "translate": 5}
    assert found["origins"] == {"machine": 3, "person": 1, "source": 1}
    assert found["flags"] == {"translate.copied": 1, "translate.kept": 1, "translate.unsure": 2}
    assert (found["sentences"], found["flagged"]) == (5, 3)
    assert found["coverage"] == round(EVERYTHING.coverage, 4)
    assert [each["address"] for each in found["segments"]] == [each.address for each in EVERYTHING.entries]
    assert sum(found["decisions"].values()) == len(found["segments"])


def test_json_says_all_that_is_known_of_a_sentence() -> None:
    segments = json.loads(as_json(EVERYTHING))["segments"]
    assert segments[1] == {
        "address": "text/1",
        "decision": "translate",
        "text": "Where are the keys?",
        "file": "harbour.md",
        "line": 2,
        "sentences": [
            {
                "text": "Where are the keys?",
                "translation": "Where are the keys?",
                "origin": "machine",
                "flags": [
                    {"code": "translate.copied", "message": "it came back untranslated", "weight": 10},
                    {"code": "translate.unsure", "message": UNSURE.message, "weight": 1},
                ],
                "score": -1.1,
                "attempt": "greedy",
            }
        ],
    }
    assert segments[3]["sentences"][0]["earlier"] == "El pintor vive aquí."
    assert segments[4]["sentences"][0]["codes"][0] == {"code": "link", "over": "llave", "placed": "attention"}
    assert segments[5]["why"] == "in another language"


def test_the_head_says_what_was_translated_how_and_how_much() -> None:
    head = words(page(EVERYTHING))
    for part in ("The Harbour", "English → español", "Argos Translate, en → es, version 1.0", "demonstration model"):
        assert part in head
    facts = dict(
        zip(
            (words(each) for each in page(EVERYTHING).xpath("//dl//dt")),
            (words(each) for each in page(EVERYTHING).xpath("//dl//dd")),
            strict=True,
        )
    )
    assert facts["sentences were to be translated"] == "5"
    assert facts["of them should be looked at"] == "3"
    assert facts["stayed in English: no translation could be used"] == "1"
    assert facts["were worded by a person"] == "1"
    assert facts["texts are not to be translated: protected or skipped"] == "2"


def test_only_a_whole_translation_is_called_a_hundred_per_cent() -> None:
    good = [entry(number, Sentence("A sentence of words.", "Una frase de palabras.")) for number in range(3000)]
    nearly = review(*good, entry(3000, Sentence("Yes.", "Yes.", "source", (KEPT,))))
    assert words(page(nearly).xpath("//dd")[0]) == "99.9%"
    assert words(page(review(*good)).xpath("//dd")[0]) == "100%"


def test_what_needs_a_look_stands_worst_first_then_in_reading_order() -> None:
    assert [row.get("id") for row in rows(EVERYTHING, "f")] == ["f3", "f2", "f5"]
    headings = [words(each) for each in page(EVERYTHING).xpath("//th[@scope='rowgroup']")]
    assert headings == ["Could not be used", "Probably wrong", "Worth a look"]
    again = review(*(entry(number, Sentence("A key.", "Una llave.", flags=(UNSURE,))) for number in range(12)))
    assert [row.get("id") for row in rows(again, "f")] == [f"f{number}" for number in range(1, 13)]


def test_a_row_says_where_by_whom_how_sure_and_what_is_doubtful() -> None:
    row = rows(EVERYTHING, "f")[1]
    margin = [words(each) for each in row.xpath("./th/div")]
    assert margin == ["harbour.md:2", "text/1", "machine, 33% sure, greedy", "sentence 2"]
    flags = [(each.get("class"), words(each)) for each in row.xpath(".//ul//span")]
    assert flags == [("wrong", "It came back untranslated"), ("doubtful", f"T{UNSURE.message[1:]}")]


def test_codes_are_named_with_how_they_found_their_place() -> None:
    assert "link on llave (by what the model looked at), note" in words(rows(EVERYTHING, "f")[2])


def test_every_sentence_stands_in_reading_order_and_links_both_ways() -> None:
    assert [row.get("id") for row in rows(EVERYTHING, "s")] == ["s1", "s2", "s3", "s4", "s5"]
    targets = {each.get("id") for each in page(EVERYTHING).xpath("//*[@id]")}
    links = page(EVERYTHING).xpath("//a/@href")
    assert len(links) == 6
    assert {link.removeprefix("#") for link in links} <= targets


def test_texts_that_are_not_translated_stand_with_their_reasons() -> None:
    last = page(EVERYTHING).xpath("//details")[-1]
    found = [[words(cell) for cell in row] for row in last.xpath(".//tbody/tr")]
    assert found == [
        ["harbour.md:6text/5", "Hecho en Vigo.", "protected: in another language"],
        ["harbour.md:7text/6", "24 × 7", "skipped: no letters"],
    ]


def test_both_languages_are_tagged_and_arabic_runs_from_the_right() -> None:
    arabic = review(entry(0, Sentence("A key.", "مفتاح.", flags=(UNSURE,), earlier="مفاتيح.")), target="ar")
    row = rows(arabic, "f")[0]
    assert [(each.get("lang"), each.get("dir")) for each in row.xpath(".//td/p[@lang]")] == [
        ("en", "ltr"),
        ("ar", "rtl"),
    ]
    assert row.xpath(".//bdi[@lang='ar' and @dir='rtl']")
    assert "العربية" in words(page(arabic).xpath("//header")[0])


def test_what_stayed_in_the_source_language_is_tagged_with_it() -> None:
    assert [each.get("lang") for each in rows(EVERYTHING, "f")[0].xpath(".//td/p[@lang]")] == ["en", "en"]


def test_the_page_needs_nothing_but_itself() -> None:
    text = as_html(EVERYTHING).decode()
    assert not page(EVERYTHING).xpath("//script | //link | //img | //iframe | //@style | //@src")
    assert "url(" not in text and "@import" not in text and "http" not in text


def test_a_translation_without_doubts_says_so() -> None:
    fine = review(entry(0, Sentence("A key.", "Una llave.")))
    assert "Nothing: no check found anything doubtful" in words(page(fine))
    assert not page(fine).xpath("//table[@class='found']")


def test_an_empty_review_is_a_page_too() -> None:
    assert "Untitled" in words(page(review(title="")))
    assert json.loads(as_json(review()))["segments"] == []


HOSTILE = (
    '<script>alert("x")</script>',
    "</style><b>",
    '" onclick="x',
    "&lt;i&gt;",
    "\x00\x1b[31m",
    "\u202etxet",
    "]]>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    flag = Flag(text, text, 10)
    sentence = Sentence(text, text, flags=(flag,), attempt=text, codes=((text, text, text),), earlier=text)
    said = Provenance("en", text, text, text, text, text)
    bad = Entry(text, text, text, text, Location(text, 1), (sentence,))
    hostile = Review(text, "en", "es", said, (bad, Entry(text, text, text, text)))
    shown = page(hostile)
    assert not shown.xpath("//script | //i | //@onclick | //b")
    expected = re.sub("[\x00-\x08\x0b-\x1f]", "\ufffd", text)
    assert [each.text_content() for each in shown.xpath("//tr[@id='s1']/td/p")] == [expected, expected]
    assert json.loads(as_json(hostile))["segments"][0]["sentences"][0]["text"] == text


texts = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\t"), max_size=20)
flags = st.builds(Flag, st.sampled_from(["translate.copied", "numbers.lost"]), texts, st.sampled_from([1, 10, 100]))
sentences = st.builds(
    Sentence,
    texts,
    texts,
    st.sampled_from(["machine", "person", "source"]),
    st.lists(flags, max_size=2).map(tuple),
    st.sampled_from([0.0, -0.5, -2.25]),
    st.sampled_from(["", "whole"]),
)
entries = st.builds(
    Entry,
    texts,
    texts,
    st.sampled_from(["translate", "protected", "skipped"]),
    texts,
    st.none() | st.builds(Location, st.just("a.md"), st.integers(1, 99)),
    st.lists(sentences, max_size=3).map(tuple),
)
reviews = st.builds(
    Review,
    texts,
    st.just("en"),
    st.sampled_from(["es", "ar", "zh-Hant", "chr"]),
    st.just(MODEL),
    st.lists(entries, max_size=5).map(tuple),
)


@settings(deadline=None, max_examples=60)
@given(reviews)
def test_every_sentence_and_every_text_is_on_the_page_once_and_in_the_json(made: Review) -> None:
    assert len(rows(made, "s")) == made.count
    assert len(rows(made, "f")) == made.flagged
    left = page(made).xpath("//table[contains(@class, 'why')]/tbody/tr")
    assert len(left) == sum(1 for each in made.entries if not each.sentences)
    found = json.loads(as_json(made))
    assert sum(len(each.get("sentences", ())) for each in found["segments"]) == made.count
    assert len(found["segments"]) == len(made.entries)


@settings(deadline=None, max_examples=30)
@given(reviews)
def test_the_same_review_gives_the_same_bytes(made: Review) -> None:
    assert (as_html(made), as_json(made)) == (as_html(made), as_json(made))


@settings(deadline=None, max_examples=30)
@given(reviews)
def test_costs_never_rise_down_the_list(made: Review) -> None:
    weights = [sum(flag.weight for flag in sentence.flags) for _, sentence in made.sentences()]
    order = [weights[int(str(row.get("id"))[1:]) - 1] for row in rows(made, "f")]
    assert all(one >= other for one, other in pairwise(order))


def test_ten_thousand_sentences_make_a_page_without_repeating_the_style() -> None:
    many = [entry(number, Sentence("The harbour is closed.", "El puerto está cerrado.")) for number in range(10_000)]
    assert len(as_html(review(*many))) < 4_000_000


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2, relative luminance)."""
    digits = colour * 2 if len(colour) == 3 else colour
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_colour_of_words_has_contrast_in_light_in_dark_and_in_print() -> None:
    style = resources.files("pipeline.translate").joinpath("data", "review.css").read_text("utf-8")
    schemes = [
        dict(re.findall(r"--(\w+): #(\w+);", block)) for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    ]
    assert len(schemes) == 3
    for scheme in schemes:
        ground = _luminance(scheme["ground"])
        for name in ("ink", "quiet", "unusable", "wrong", "doubtful"):
            dark, light = sorted((ground, _luminance(scheme[name])))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, name


def test_languages_are_called_by_their_own_names() -> None:
    for tag in ("es", "fr-CH", "ar", "zh-Hant"):
        assert languages.language(tag).name in words(page(review(target=tag)).xpath("//header")[0])
