"""The language files: whole, well-formed, and with the quotation marks that CLDR gives or a reason for others."""

import tomllib
from importlib import resources

import pytest

from pipeline.languages import language
from pipeline.languages.identify import guesses

DATA = {
    file.name.removesuffix(".toml"): tomllib.loads(file.read_text("utf-8"))
    for file in resources.files("pipeline.languages").joinpath("data").iterdir()
    if file.name.endswith(".toml")
}
LABELS = set(DATA["en"]["labels"])
SENTENCES = {"human_translation", "unreviewed", "reviewed", "demonstration", "checked"}

CLDR = {
    **dict.fromkeys(
        ("en", "es", "pt", "pt-BR", "gl", "da", "tr", "hi", "bn", "th", "vi", "id", "zh", "ko", "sw"), "“”‘’"
    ),
    **dict.fromkeys(("it", "ca", "eu", "el"), "«»“”"),
    **dict.fromkeys(("de", "de-CH", "cs", "sk"), "„“‚‘"),
    **dict.fromkeys(("pl", "ro"), "„”«»"),
    **dict.fromkeys(("sv", "fi", "he"), "””’’"),
    **dict.fromkeys(("nb", "no"), "«»‘’"),
    **dict.fromkeys(("ru", "uk"), "«»„“"),
    **dict.fromkeys(("sr", "sr-Latn"), "„”’’"),
    **dict.fromkeys(("ja", "zh-Hant"), "「」『』"),
    **dict.fromkeys(("ar", "ur"), "”“’‘"),
    **{"fr": "«»«»", "fr-CH": "«»‹›", "nl": "‘’‘’", "hu": "„”»«", "bg": "„“„“", "fa": "«»‹›", "eo": "“”«»"},
}
"""The delimiters of CLDR 48 (cldr-misc-full): outer pair, inner pair."""

OTHERWISE = {
    "es": "the Ortografía of the academies asks for guillemets first (2010, 3.4.8.2)",
    "gl": "Galician books follow the same use",
    "fr": "CLDR repeats the outer marks; inner ones are English in most French books",
    "de-CH": "Swiss books have guillemets; CLDR gives the marks of Germany",
    "nl": "CLDR repeats the outer marks",
    "bg": "CLDR repeats the outer marks",
    "ar": "Arabic books have guillemets",
}


@pytest.mark.parametrize("tag", sorted(DATA))
def test_a_file_has_every_label_and_nothing_else(tag: str):
    habits = {"spaced", "nouns_capitalized", "doubled", "asks"}
    assert set(DATA[tag]) - habits == {"name", "quotes", "labels", "canary"}
    assert set(DATA[tag]["labels"]) == LABELS


@pytest.mark.parametrize("tag", sorted(DATA))
def test_labels_are_clean_and_sentences_alone_end_like_sentences(tag: str):
    for key, text in DATA[tag]["labels"].items():
        assert text == text.strip() and text and "{" not in text and "  " not in text, key
        if tag != "th":  # Thai sentences end without a mark
            assert text.endswith((".", "。", "।", "۔")) == (key in SENTENCES) or tag in ("ja", "ko"), key


@pytest.mark.parametrize("tag", sorted(DATA))
def test_labels_are_in_the_language_and_its_script(tag: str):
    known = language(tag)
    assert known.labelled
    assert known.label("title") != "Title" or tag == "en"
    latin = sum("a" <= char <= "z" for text in known.labels.values() for char in text.lower())
    assert (latin > 0) == (known.script == "Latn")


@pytest.mark.parametrize("tag", sorted(DATA))
def test_quotation_marks_are_those_of_cldr_or_there_is_a_reason(tag: str):
    marks = "".join(DATA[tag]["quotes"]).replace("\u00a0", "").replace("\u202f", "")
    assert (marks == CLDR[tag]) != (tag in OTHERWISE)


@pytest.mark.parametrize("tag", sorted(DATA))
def test_the_two_levels_of_quotation_differ(tag: str):
    outer, inner = DATA[tag]["quotes"][:2], DATA[tag]["quotes"][2:]
    assert outer != inner


def test_french_alone_sets_spaces_before_its_punctuation():
    assert {tag for tag, values in DATA.items() if values.get("spaced")} == {"fr"}
    assert language("fr").spaced == {"!": "\u202f", "?": "\u202f", ";": "\u202f", ":": "\u00a0"}


@pytest.mark.parametrize(
    ("tag", "like"),
    [("pt-PT", "pt"), ("pt-BR", "pt-BR"), ("zh-TW", "zh-Hant"), ("zh-CN", "zh"), ("sr-RS", "sr"), ("de-AT", "de"),
     ("nb-NO", "nb"), ("en-GB", "en"), ("fr-CA", "fr"), ("es-MX", "es")],
)  # fmt: skip
def test_a_variant_takes_the_closest_file(tag: str, like: str):
    assert language(tag).labels == language(like).labels


def test_a_language_without_a_file_has_english_labels_and_says_so():
    assert not language("lv").labelled
    assert language("lv").label("contents") == "Contents"


def test_direction_comes_with_the_script():
    assert {tag for tag in DATA if language(tag).direction == "rtl"} == {"ar", "fa", "he", "ur"}


@pytest.mark.parametrize("tag", sorted(DATA))
def test_there_are_twenty_clean_and_different_sentences_to_try_a_model_on(tag: str):
    sentences = language(tag).canary
    assert len(set(sentences)) == len(sentences) == 20
    assert all(sentence == " ".join(sentence.split()) and 8 <= len(sentence) <= 64 for sentence in sentences)


@pytest.mark.parametrize("tag", sorted(DATA))
def test_the_nth_of_these_sentences_asks_in_every_language_or_in_none(tag: str):
    sentences = language(tag).canary
    asked = [number for number, text in enumerate(sentences) if text.endswith(("?", "？", "؟", ";", "か。"))]
    assert asked == ([] if tag == "th" else [4, 10, 16])  # Thai has no question mark


@pytest.mark.parametrize("tag", sorted(DATA))
def test_these_sentences_are_in_the_language_and_its_script(tag: str):
    known = language(tag)
    latin = sum("a" <= char <= "z" for sentence in known.canary for char in sentence.lower())
    assert (latin > 0) == (known.script == "Latn")
    like = {"nb": "da", "no": "da"}  # which the detector cannot tell apart in short plain sentences
    assert guesses(" ".join(known.canary))[0][0] == like.get(tag, tag.partition("-")[0])


def test_a_language_without_a_file_has_no_such_sentences():
    assert language("lv").canary == ()
