"""Text that looks damaged is reported with its line, and left as it is."""

import pytest
from hypothesis import given, settings
from strategies import raw_documents

from pipeline.model import Code, Document, LineBreak, Metadata, Paragraph, Text
from pipeline.normalize.suspicious import apply
from pipeline.report import Location


def found(text: str, language: str = "en") -> list[str]:
    document = Document(Metadata(language=language), (Paragraph((Text(text),), Location("a.txt", 5)),))
    return [finding.code.removeprefix("suspicious.") for finding in apply(document).findings]


@pytest.mark.parametrize(
    "text",
    [
        "The harbour was welcomed by all. support and warm words. Then the tide came.",
        "The tide came in 2023 at last. and went.",
        "They met (again). then they left.",
    ],
)
def test_a_sentence_that_starts_in_lower_case_is_reported(text: str):
    assert found(text) == ["lower-case"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Bring rope, e.g. a line, approx. ten metres, etc. as before."),
        ("en", "The U.S. coast, St. and no. ten; J. r. Smith."),
        ("en", "He waited... and left. … then"),
        ("en", "It is new. iPhone sales rose. example.org is down. eBay too."),
        ("en", "First. a) rope; second. b. line"),
        ("de", "Am 3. oktober, z. B. heute, usw. und so weiter."),
        ("lv", "Tas ir u.c. un utt. viss."),
        ("he", "משפט ראשון. משפט שני."),
        ("zh", "第一句. 第二句."),
        ("en", "“Gone.” he said. The end."),
    ],
)
def test_an_abbreviation_or_a_name_is_no_such_sentence(language: str, text: str):
    assert found(text, language) == []


@pytest.mark.parametrize(
    "text",
    [
        "We seek common shelter and common shelter among all harbours.",
        "We seek common shelter common shelter among all harbours.",
        "It rose over the outer wall of over the outer wall of the town.",
        "It rose over the the wall.",
    ],
)
def test_a_phrase_said_twice_is_reported(text: str):
    assert found(text) == ["doubled"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He had had enough, and said that that was very very late."),
        ("en", "Of the people, by the people, for the people."),
        ("en", "From place to place to place, for years and years and years."),
        ("en", "The old harbour and the old town."),
        ("en", "The outer harbour. The outer harbour lies east."),
        ("en", "The Walla Walla river, 10 10 times."),
        ("fr", "Nous nous levons; vous vous couchez."),
        ("de", "Die, die die Flut sahen."),
        ("tr", "yavaş yavaş"),
        ("vi", "từ từ"),
    ],
)
def test_a_figure_of_speech_is_not(language: str, text: str):
    assert found(text, language) == []


def test_the_finding_says_where_and_shows_the_place():
    text = "The harbour was welcomed by all. support and warm words. Then the tide came."
    document = Document(Metadata(language="en"), (Paragraph((Text(text),), Location("a.txt", 7)),))
    (finding,) = apply(document).findings
    assert (
        str(finding)
        == "a.txt:7: a sentence starts in lower case: … harbour was welcomed by all. support and warm words. Then the …"
    )


def test_code_and_line_breaks_part_what_is_no_repetition():
    content = (Text("common shelter"), LineBreak(), Text("common shelter "), Code("common shelter"))
    assert apply(Document(Metadata(language="en"), (Paragraph(content),))).findings == ()


@given(raw_documents())
@settings(max_examples=30, deadline=None)
def test_nothing_is_ever_changed(document: Document):
    assert apply(document).value == document


@pytest.mark.parametrize("unit", ["a ", "tide ", "high tide ", "x. y ", "high tide and "])
def test_long_runs_take_no_longer_than_their_length(unit: str):
    found(unit * 10_000)


def test_a_phrase_said_twice_again_and_again_is_one_finding_that_counts():
    text = "The keeper went to the the lamp. " * 40 + "Then he he slept."
    document = Document(Metadata(language="en"), (Paragraph((Text(text),), Location("a.txt", 5)),))
    messages = [finding.message for finding in apply(document).findings]
    assert len(messages) == 2
    assert messages[0].startswith("“the” is said twice")
    assert messages[0].endswith(", and 39 more")
    assert "more" not in messages[1]


def test_sentences_in_lower_case_that_start_alike_are_one_finding():
    assert found("The harbour was welcomed by all. support came. " * 30) == ["lower-case"]
