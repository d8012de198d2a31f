"""What a typewriter could not write, as each language writes it; what is unsure stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import LANGUAGES, ROUGH_MARKS, ROUGH_WORDS

from pipeline.model import Code, CodeBlock, Div, Document, Emphasis, Link, Metadata, Note, Paragraph, Span, Strong, Text
from pipeline.normalize.edit import applied
from pipeline.normalize.typography import RULES, apply
from pipeline.report import Location


def set_in(language: str, text: str) -> str:
    """The text after the rules, with a narrow no-break space written ⍽ and a no-break space ␣."""
    return applied(text, language, RULES).replace("\u202f", "⍽").replace("\u00a0", "␣")


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", '"High tide," she said.', "“High tide,” she said."),
        ("en", "\"It's 'high' tide.\"", "“It’s ‘high’ tide.”"),
        ("en", '"He said "no" to me."', "“He said ‘no’ to me.”"),
        ("en", '("ebb"), ["flood"]: "neap"--"spring"', "(“ebb”), [“flood”]: “neap”—“spring”"),
        (
            "en",
            "'Tis the '90s; rock 'n' roll, the sailors' rights.",
            "’Tis the ’90s; rock ’n’ roll, the sailors’ rights.",
        ),
        ("en", '"A speech that the next paragraph goes on with', "“A speech that the next paragraph goes on with"),
        ("es", '"Marea", dijo.', "«Marea», dijo."),
        ("fr", '"Marée", dit-il; "l\'eau!"', "«␣Marée␣», dit-il⍽; «␣l’eau⍽!␣»"),
        ("fr-CH", '"Marée", dit-il; "l\'eau!"', "«Marée», dit-il; «l’eau!»"),
        ("de", "\"Das ist 'Flut'\", sagte er.", "„Das ist ‚Flut‘“, sagte er."),
        ("sv", '"Tidvatten", sa hon.', "”Tidvatten”, sa hon."),
        ("ru", '"Прилив", - сказал он.', "«Прилив», — сказал он."),
        ("uk", "п'ять", "п’ять"),
        ("zh", '他说"潮汐"。', "他说“潮汐”。"),
        ("ja", '彼は"潮"と言った。', "彼は「潮」と言った。"),
        ("he", 'אמר "גאות"', "אמר ”גאות”"),
    ],
)
def test_straight_quotes_become_the_languages_own(language: str, before: str, after: str):
    assert set_in(language, before) == after


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "the sea - or the moon -- pulls--and waits---long", "the sea – or the moon – pulls—and waits—long"),
        ("de", "Ebbe - und Flut--hier", "Ebbe – und Flut–hier"),
        ("es", "la marea - dijo", "la marea — dijo"),
        ("zh", "月亮--潮汐", "月亮——潮汐"),
        ("en", "1939-45, 1990-1995, pp. 12-15", "1939–45, 1990–1995, pp. 12–15"),
        ("es", "1990-1995", "1990-1995"),
        ("en", "-- A sailor", "— A sailor"),
        ("en", "Wait... in 1990... [...]", "Wait… in 1990… […]"),
        ("zh", "然后...", "然后……"),
    ],
)
def test_dashes_and_ellipses(language: str, before: str, after: str):
    assert set_in(language, before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Ça va ? Oui ; non : si !", "Ça va⍽? Oui⍽; non␣: si⍽!"),
        ("Ça va? Oui; non: si!", "Ça va⍽? Oui⍽; non␣: si⍽!"),
        ("Quoi?! 12:30 https://example.org/?a:b", "Quoi⍽?! 12:30 https://example.org/?a:b"),
        ("« mot » et «mot»", "«␣mot␣» et «␣mot␣»"),
        ("mot\u00a0; mot\u202f:", "mot␣; mot⍽:"),
        (":) (!)", ":) (!)"),
    ],
)
def test_french_sets_its_spaces(before: str, after: str):
    assert set_in("fr", before) == after


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He is 5'10\" tall on a 6' board with a 5\" fin."),
        ("en", "2023-11-08, 555-1234, 978-3-16-148410-0, 5 - 3, COVID-19"),
        ("en", "Use --help, <!-- c -->, a-b and ../x or .../y"),
        ("en", "https://example.org/a--b?q='x'&r=1 and me--you@example.org"),
        ("en", "Contents ......... 7"),
        ("en", "“Typographic” — already ‘set’… 1990–95"),
        ("en", "« dit » and „gesagt“ in English"),
        ("en", "a \" b and ' c"),
        ("he", 'צה"ל'),
        ("", '"no language" - don\'t'),
        ("tlh", "wa' cha'"),
    ],
)
def test_what_is_unsure_stays(language: str, text: str):
    assert applied(text, language, RULES) == text


def test_quotes_pair_up_through_markup_and_notes():
    note = Note((Paragraph((Text('"Below."'),)),))
    content = (Text('"'), Emphasis((Text("High"),)), Text(' tide"'), note, Text(" came."))
    document = Document(Metadata(language="en"), (Paragraph(content),))
    below = Note((Paragraph((Text("“Below.”"),)),))
    assert apply(document).value.blocks == (
        Paragraph((Text("“"), Emphasis((Text("High"),)), Text(" tide”"), below, Text(" came."))),
    )


def test_code_addresses_and_link_targets_are_never_touched():
    blocks = (
        CodeBlock('print("a--b...")'),
        Paragraph((Code('"a" -- b'), Text(" "), Link((Text("there"),), 'https://example.org/"--"'))),
    )
    document = Document(Metadata(language="en"), blocks)
    assert apply(document).value == document


def test_other_languages_follow_their_own_rules():
    blocks = (
        Paragraph((Text('"Say "'), Span((Text('"ja"'),), "de"), Text('"yes"'))),
        Div((Paragraph((Text('"oui"'),)),), language="fr"),
    )
    document = Document(Metadata(language="en"), blocks)
    first, second = apply(document).value.blocks
    assert Span((Text("„ja“"),), "de") in first.content
    assert second.blocks == (Paragraph((Text("«\u00a0oui\u00a0»"),)),)


def test_a_french_space_does_not_stay_inside_markup():
    document = Document(Metadata(language="fr"), (Paragraph((Text("Ah"), Strong((Text("!"),)))),))
    assert apply(document).value.blocks == (Paragraph((Text("Ah\u202f"), Strong((Text("!"),)))),)


def test_titles_are_set_too_and_names_are_not():
    document = Document(Metadata(title='The "Tide"', subtitle="Ebb -- flood", publisher='"Sea" Press', language="en"))
    data = apply(document).value.metadata
    assert (data.title, data.subtitle, data.publisher) == ("The “Tide”", "Ebb – flood", '"Sea" Press')


def test_each_change_is_recorded_with_a_little_context_and_its_place():
    text = "A long sentence before the tide... and a long one after it."
    document = Document(Metadata(language="en"), (Paragraph((Text(text),), Location("a.md", 8)),))
    (change,) = apply(document).changes
    assert (change.before, change.after) == ("efore the tide... and a long on", "efore the tide… and a long on")
    assert str(change.location) == "a.md:8"


@given(
    st.lists(st.sampled_from([*ROUGH_MARKS, *ROUGH_WORDS, " ", "a", "B", "7", "漢", "ש", "\u00a0"]), max_size=12),
    st.sampled_from(LANGUAGES),
)
@settings(max_examples=300)
def test_setting_twice_changes_nothing_and_letters_stay(pieces: list[str], language: str):
    once = applied("".join(pieces), language, RULES)
    assert applied(once, language, RULES) == once
    assert [char for char in once if char.isalnum()] == [char for char in "".join(pieces) if char.isalnum()]


@pytest.mark.parametrize("unit", ['"', "'", '"a" ', "--", "... ", " !", "«", "!x", "a--b@c ", "5'10\" "])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_long_runs_take_no_longer_than_their_length(unit: str, language: str):
    applied(unit * 10_000, language, RULES)
