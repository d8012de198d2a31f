"""What no reader can see goes, what carries meaning stays."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import rough_phrases

from pipeline.model import Code, CodeBlock, Div, Document, Emphasis, Image, LineBreak, Metadata, Paragraph, Text
from pipeline.normalize.characters import apply, clean, clean_lines
from pipeline.report import Location

RLE, PDF, RLI, PDI, LRM = "\u202b", "\u202c", "\u2067", "\u2069", "\u200e"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ti\x00de\x07s", "tides"),
        ("\ufefftides\ufeff", "tides"),
        ("har\u00adbour", "harbour"),
        ("tab\tand\nline stay", "tab\tand\nline stay"),
        ("a\u200bb", "ab"),
        ("a\u200cb\u200dc", "abc"),
        (f"left{LRM} only", "left only"),
        ("\U000e0041hidden tags\U000e0042", "hidden tags"),
        ("e\u0301te\u0301", "été"),
        ("\u1112\u1161\u11ab", "한"),
        ("ﬁn ²", "ﬁn ²"),
        ("\ufa19社", "\ufa19社"),
    ],
    ids=[
        "controls", "byte order marks", "soft hyphen", "white space is left alone", "zero-width space in Latin",
        "joiners in Latin", "mark in Latin", "tags", "NFC", "Hangul", "never NFKC", "names keep their ideographs",
    ],
)  # fmt: skip
def test_a_text_is_cleaned(before: str, after: str):
    assert clean(before) == after


@pytest.mark.parametrize(
    "text",
    ["می‌خواهم", "क्‍ष", "👩‍👩‍👧", "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
     "ไทย\u200bไทย", f"שלום{LRM}, abc", f"{RLI}שלום{PDI} abc"],
    ids=["Persian", "Hindi", "family", "Scotland", "Thai", "mark in Hebrew", "isolate"],
)  # fmt: skip
def test_what_carries_meaning_stays(text: str):
    assert clean(text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{RLE}שלום", f"{RLE}שלום{PDF}"),
        (f"שלום{PDF}", "שלום"),
        (f"{RLI}{PDI}a", "a"),
        (f"{RLI}{RLE}a{PDI}b", f"{RLI}{RLE}a{PDF}{PDI}b"),
        (f"{RLI}a{PDF}b{PDI}", f"{RLI}ab{PDI}"),
        (f"a{RLI}", "a"),
        (f"{RLE}{RLI}a{PDI}", f"{RLE}{RLI}a{PDI}{PDF}"),
    ],
)
def test_direction_controls_pair_up(before: str, after: str):
    assert clean(before) == after


@given(st.one_of(rough_phrases, st.text(RLE + PDF + RLI + PDI + LRM + "a א\u200d\u0301")))
@settings(max_examples=200)
def test_cleaning_twice_changes_nothing(text: str):
    assert clean(clean(text)) == clean(text)


@given(rough_phrases)
def test_a_clean_text_is_in_normal_form(text: str):
    assert unicodedata.is_normalized("NFC", clean(text))


def test_markup_stays_where_it_was():
    document = Document(blocks=(Paragraph((Text("ti\x00d"), Emphasis((Text("e\u0301\ufeffs"),)))),))
    assert apply(document).value.blocks == (Paragraph((Text("tid"), Emphasis((Text("és"),)))),)


def test_a_soft_hyphen_at_a_line_end_stays_until_the_lines_are_joined():
    lines = Div((Paragraph((Text("\ufeffhar\u00ad"), LineBreak(), Text("bo\u00adur"))),), role="lines")
    document = Document(blocks=(lines,))
    (cleaned,) = clean_lines(document).value.blocks
    assert cleaned.blocks == (Paragraph((Text("har\u00ad"), LineBreak(), Text("bour"))),)
    (joined,) = apply(document).value.blocks
    assert joined.blocks == (Paragraph((Text("har"), LineBreak(), Text("bour"))),)


def test_code_keeps_all_but_what_xml_cannot_hold():
    code = "e\u0301\u200b\x00\tx\n"
    document = Document(blocks=(CodeBlock(code), Paragraph((Code(code),))))
    assert apply(document).value.blocks == (CodeBlock("e\u0301\u200b\tx\n"), Paragraph((Code("e\u0301\u200b\tx\n"),)))


def test_metadata_and_what_images_show_are_cleaned_too():
    document = Document(
        Metadata(title="Ti\u00addes", subjects=("s\x00ea",)), (Paragraph((Image("a.png", "ebb\ufeff"),)),)
    )
    cleaned = apply(document).value
    assert (cleaned.metadata.title, cleaned.metadata.subjects) == ("Tides", ("sea",))
    assert cleaned.blocks == (Paragraph((Image("a.png", "ebb"),)),)


def test_a_change_shows_the_invisible_and_says_where():
    document = Document(blocks=(Paragraph((Text("har\u00adbour"),), Location("a.md", 3)),))
    (change,) = apply(document).changes
    assert (change.before, change.after, str(change.location)) == ("har⟨U+00AD⟩bour", "harbour", "a.md:3")


@pytest.mark.parametrize(
    ("char", "code"),
    [("\ue000", "private"), ("\u0378", "unassigned"), ("\ufffd", "replaced"), ("\u202ea\u202c", "override")],
)
def test_doubtful_characters_are_reported_once_and_stay(char: str, code: str):
    document = Document(blocks=tuple(Paragraph((Text(f"a{char}"),), Location("a.md", line)) for line in (1, 2)))
    outcome = apply(document)
    assert outcome.value == document
    assert [(finding.code, str(finding.location)) for finding in outcome.findings] == [(f"characters.{code}", "a.md:1")]


@pytest.mark.parametrize("unit", [RLE, RLI, RLI + "a", RLE + PDI, "\u200d", "e\u0301", LRM + "א"])
def test_long_runs_take_no_longer_than_their_length(unit: str):
    clean(unit * 20_000)


def test_direction_controls_that_do_not_pair_up_are_a_finding_and_those_that_do_are_none():
    texts = (f"a {RLI}b", f"a {RLI}b{PDI}", "c")
    document = Document(
        blocks=tuple(Paragraph((Text(text),), Location("a.md", at)) for at, text in enumerate(texts, 1))
    )
    outcome = apply(document)
    assert [(finding.code, str(finding.location)) for finding in outcome.findings] == [
        ("characters.direction", "a.md:1")
    ]
    assert not apply(outcome.value).findings
