"""Front matter and `meta.toml`: what becomes metadata, what is found, what is refused and where."""

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Agent, Wording
from pipeline.read import read
from pipeline.report import PipelineError, Severity

BODY = "\n\nThe tide comes in twice a day.\n"


def work(front, meta=None, language="en"):
    return read(f"---\n{front}\n---{BODY}".encode(), "work.md", language=language, meta=meta)


def metadata(front, meta=None):
    return work(front, meta).value.metadata


def codes(outcome):
    return [(finding.code, finding.location.line) for finding in outcome.findings]


def refusal(front, meta=None):
    with pytest.raises(PipelineError) as caught:
        work(front, meta)
    return caught.value


def test_every_key_fills_its_field():
    found = metadata(
        "title: Tides\nsubtitle: A  handbook\nauthor: Ada Tern\ncontributor: {name: Ben Gull, role: editor}\n"
        "date: 2023-11\nsubject: [sea, moon]\nkeywords: harbour, boats\ndescription: >\n  Two\n  lines\n"
        "publisher: Strand\nrights: CC0\nidentifier: urn:x:1\nsource: A lecture\nplace: Hull\nseries: Waters\n"
        "cover-image: cover.png\nlang: en_GB"
    )
    assert (found.title, found.subtitle, found.language) == ("Tides", "A handbook", "en-GB")
    assert found.creators == (Agent("Ada Tern"),)
    assert found.contributors == (Agent("Ben Gull", "edt"),)
    assert found.subjects == ("sea", "moon", "harbour", "boats")
    assert (found.date, found.description, found.publisher, found.rights) == ("2023-11", "Two lines", "Strand", "CC0")
    assert (found.identifier, found.source, found.coverage) == ("urn:x:1", "A lecture", "Hull")
    assert (found.series, found.cover_image) == ("Waters", "cover.png")


@pytest.mark.parametrize(
    ("written", "agents"),
    [
        ("Ada Tern", (Agent("Ada Tern"),)),
        ("Ada Tern; Ben Gull", (Agent("Ada Tern"), Agent("Ben Gull"))),
        ("[Ada Tern, Ben Gull]", (Agent("Ada Tern"), Agent("Ben Gull"))),
        ("{name: Ada Tern, file-as: 'Tern, Ada'}", (Agent("Ada Tern", "aut", "Tern, Ada"),)),
        ("[{name: Ada, role: trl}, {text: Ben, role: illustrator}]", (Agent("Ada", "trl"), Agent("Ben", "ill"))),
    ],
)
def test_an_author_may_be_a_text_a_list_or_a_mapping(written, agents):
    assert metadata(f"author: {written}").creators == agents


def test_a_role_that_is_none_and_a_key_that_is_none_are_found():
    outcome = work("author:\n  - name: Ada\n    role: captain\n    ship: Rover")
    assert outcome.value.metadata.creators == (Agent("Ada"),)
    assert codes(outcome) == [("frontmatter.unknown-key", 5), ("frontmatter.role", 4)]


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2023", "2023"),
        ("2023-11", "2023-11"),
        ("2023-11-08", "2023-11-08"),
        ("2023/11/8", "2023-11-08"),
        ("2023.1.8", "2023-01-08"),
        ("2023-11-08T10:00:00Z", "2023-11-08"),
    ],
)
def test_a_date_is_kept_in_iso_form(written, iso):
    outcome = work(f"date: {written}")
    assert (outcome.value.metadata.date, outcome.findings) == (iso, ())


@pytest.mark.parametrize("written", ["8 November 2023", "2023-13", "2023-02-30", "soon", "20231"])
def test_a_date_that_cannot_be_sorted_is_left_out_and_found(written):
    outcome = work(f"title: x\ndate: {written}")
    assert outcome.value.metadata.date == ""
    assert codes(outcome) == [("frontmatter.date", 3)]


def test_wordings_in_other_languages_are_kept():
    outcome = work(
        "title: {en: Tides, es: Mareas}\nkeywords: {en: [sea], es: [mar, luna]}\n"
        "translations:\n  fr: {title: Marées, author: Ada de la Mer}"
    )
    assert outcome.value.metadata.title == "Tides"
    assert outcome.value.metadata.wordings == (
        Wording("es", "subjects", ("mar", "luna")),
        Wording("es", "title", ("Mareas",)),
        Wording("fr", "creators", ("Ada de la Mer",)),
        Wording("fr", "title", ("Marées",)),
    )
    assert outcome.findings == ()


def test_a_region_finds_the_wording_of_its_language():
    assert metadata("lang: en-US\ntitle: {es: Mareas, en: Tides}").title == "Tides"


def test_a_field_without_a_wording_in_the_works_language_is_found():
    outcome = work("title: {fr: Marées}")
    assert outcome.value.metadata.title == ""
    assert outcome.value.metadata.wordings == (Wording("fr", "title", ("Marées",)),)
    assert codes(outcome) == [("frontmatter.wording", 2)]


@pytest.mark.parametrize("written", ["[es, fr]", "es, fr", "es fr", "[es, fr, en, es]"])
def test_to_names_the_languages_wanted(written):
    assert work(f"to: {written}").value.editions == ("es", "fr")


def test_an_unknown_key_is_found_with_the_nearest_one():
    (finding,) = work("title: x\nsubtitel: y").findings
    assert (finding.severity, finding.location.line, finding.hint) == (Severity.INFO, 3, "did you mean subtitle?")


def test_what_is_said_twice_is_found():
    assert codes(work("description: a\nabstract: b")) == [("frontmatter.twice", 3)]


def test_meta_toml_wins_key_by_key():
    meta = tomllib.loads('title = "From TOML"\ndate = 2023-11-08\nto = ["es"]\n[translations.es]\ntitle = "De TOML"')
    assert meta["date"] == date(2023, 11, 8)
    outcome = work("title: From YAML\nsubtitle: Kept\nto: fr", meta)
    found = outcome.value.metadata
    assert (found.title, found.subtitle, found.date) == ("From TOML", "Kept", "2023-11-08")
    assert outcome.value.editions == ("es",)
    assert found.wordings == (Wording("es", "title", ("De TOML",)),)


def test_scalars_stay_the_text_that_was_written():
    assert metadata("title: 1984\nsubtitle: no\npublisher: ~\nidentifier: 0x1F").title == "1984"
    assert metadata("identifier: 0x1F").identifier == "0x1F"
    assert metadata("subtitle: no").subtitle == "no"


@pytest.mark.parametrize(
    ("front", "place", "words"),
    [
        ("title: One: two", "work.md:2:11", "not allowed here"),
        ("title: x\nauthor: [a", "work.md:4:1", "expected"),
        ("a: &x [1]\nb: *x", "work.md:3:4", "aliases"),
        ("title: a\ntitle: b", "work.md:3:1", "twice"),
        ("title: [a, b]", "work.md:2:8", "one text"),
        ("title: {en: [a]}", "work.md:2:13", "one text"),
        ("author: {role: aut}", "work.md:2:9", "{name, role, file-as} was expected"),
        ("lang: klingonese", "work.md:2:7", "not a language tag"),
        ("to: [es, xx1]", "work.md:2:10", "not a language tag"),
        ("title: {englich: a}", "work.md:2:18", "not a language tag"),
        ("- a\n- b", "work.md:2:1", "keys and values"),
        ("a: " + "[" * 20 + "]" * 20, "work.md:2:11", "nested"),
        ("title: a\x07b", "work.md:2:9", "character"),
        ("? [a]\n: b", "work.md:2:3", "key must be text"),
        ("translations: es", "work.md:2:15", "keys and values"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place_and_a_hint(front, place, words):
    error = refusal(front)
    assert (str(error.location), bool(error.hint)) == (place, True)
    assert words in error.message


def test_a_wrong_shape_in_meta_toml_names_that_file():
    assert str(refusal("title: x", {"title": ["a"]}).location) == "meta.toml"


def test_an_unknown_language_comes_with_the_nearest_ones():
    assert "es" in refusal("lang: spanisch").hint


@pytest.mark.parametrize("text", ["---\n\nA rule, then text.\n", "Text.\n\n---\n"])
def test_a_line_of_dashes_alone_is_no_front_matter(text):
    assert read(text.encode(), "work.md", language="en").value.metadata.title == ""


def test_empty_front_matter_says_nothing():
    assert metadata("# only a comment").title == ""


def test_front_matter_without_text_is_no_work():
    with pytest.raises(PipelineError, match="no text"):
        read(b"---\ntitle: x\n---\n", "work.md")


@given(st.text(max_size=60) | st.text("ab:-[]{}&*!|>'\"%@`# \n,?", max_size=60))
def test_no_front_matter_breaks_the_reader(front):
    try:
        work(front)
    except PipelineError as error:
        assert error.hint


def test_front_matter_that_never_ends_is_an_error_and_not_text():
    with pytest.raises(PipelineError, match="never closed") as caught:
        read(b"---\ntitle: Tides\nlang: en\n\nThe sea rises.\n", "tides.md")
    assert str(caught.value.location) == "tides.md:1"
    kept = read(b"---\nThe sea rises: it is the moon.\n", "tides.md", language="en")
    assert "The sea rises" in str(kept.value.blocks)
