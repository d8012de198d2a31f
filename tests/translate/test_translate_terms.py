"""Terms are found in all their forms, and a translation that lacks one gets it where its words stand, or a flag."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Agent, Metadata
from pipeline.translate.engine import Pair, Translated
from pipeline.translate.glossary import Glossary, Term
from pipeline.translate.stems import tokens
from pipeline.translate.terms import Terms, enforce, names, terms_for

TIDES = (
    Term("tide gauge", "mareógrafo"),
    Term("tide", "marea"),
    Term("gauge", "medidor"),
    Term("buoy", "boya"),
    Term("sea level", "nivel del mar"),
    Term("Tidewatch", "Tidewatch", keep=True, case=True),
)


def terms(*of: Term, source: str = "en", target: str = "es") -> Terms:
    return Terms(Glossary(of), source, target)


def found(text: str, *of: Term, source: str = "en") -> list[str]:
    return [text[each.start : each.end] for each in terms(*of, source=source).find(text)]


def by_words(source: str, target: str, links: str) -> Translated:
    """Pair words by number: `0-1 1-0` says that the first of the source became the second of the target."""
    sent, came = ([word for word in tokens(text) if word.is_word] for text in (source, target))
    numbers = ((int(one), int(other)) for one, other in (link.split("-") for link in links.split()))
    pairs = (Pair(sent[i].start, sent[i].end, came[j].start, came[j].end, 0.9) for i, j in numbers)
    return Translated(target, tuple(pairs))


def mended(source: str, target: str, links: str, *of: Term) -> tuple[str, list[str]]:
    answer, flags = enforce(source, by_words(source, target, links), terms(*of).find(source))
    return answer.text, [flag.code for flag in flags]


def test_the_longest_term_counts_in_any_form() -> None:
    assert found("Tide gauges measure the tides; one gauge failed.", *TIDES) == ["Tide gauges", "tides", "gauge"]


@pytest.mark.parametrize(
    ("text", "term", "language", "times"),
    [
        ("Buoyant buoys", "buoy", "en", 1),
        ("the city’s harbour", "city", "en", 1),
        ("Las canciones y la canción", "canción", "es", 2),
        ("L’eau de mer", "eau", "fr", 1),
        ("Die Häfen und der Hafen", "Hafen", "de", 2),
        ("высокие волны", "волна", "ru", 1),
        ("припливами керує місяць", "приплив", "uk", 1),
        ("海洋潮汐观测", "潮汐", "zh", 1),
        ("हिन्दी में कर", "कर", "hi", 1),
        ("करी", "कर", "mr", 0),
        ("IT works where it can", "IT", "en", 1),
        ("in C++, not in C", "C++", "en", 1),
        ("AT&T and AT & T", "AT&T", "en", 1),
    ],
)
def test_words_are_found_in_every_script(text: str, term: str, language: str, times: int) -> None:
    assert len(found(text, Term(term, "x"), source=language)) == times


def test_case_counts_where_the_term_says_so() -> None:
    assert found("Polish the Polish ship", Term("Polish", "polaco", case=True)) == ["Polish", "Polish"]
    assert found("polish the Polish ship", Term("Polish", "polaco", case=True)) == ["Polish"]


def test_a_term_for_another_language_is_not_looked_for() -> None:
    several = Term("buoy", "boia", "pt-BR"), Term("buoy", "boya", "es"), Term("buoy", "bouée")
    assert [each.term.target for each in terms(*several).find("a buoy")] == ["boya"]
    assert [each.term.target for each in terms(*several, target="pt-BR").find("a buoy")] == ["boia"]
    assert [each.term.target for each in terms(*several, target="fr").find("a buoy")] == ["bouée"]


def test_a_term_that_is_there_in_any_form_is_left_alone() -> None:
    assert mended("Two buoys sank.", "Se hundieron dos boyas.", "0-2 1-3 2-1", *TIDES) == (
        "Se hundieron dos boyas.",
        [],
    )


def test_a_missing_term_takes_the_place_of_its_words() -> None:
    links = "0-0 1-1 2-2"
    assert mended("The buoy sank.", "La baliza naufragó.", links, *TIDES) == ("La boya naufragó.", ["term.placed"])
    assert mended("Buoys sank.", "Balizas naufragaron.", "0-0 1-1", *TIDES)[0] == "Boya naufragaron."


def test_as_many_as_the_source_has() -> None:
    text, codes = mended("A buoy and a buoy.", "Una boya y una baliza.", "0-0 1-1 2-2 3-3 4-4", *TIDES)
    assert (text, codes) == ("Una boya y una boya.", ["term.placed"])


def test_articles_and_words_around_the_term_are_kept() -> None:
    source, target = "The old tide gauge fell.", "El viejo aparato de agua cayó."
    assert mended(source, target, "2-0 1-1 2-2 3-3 3-4 4-5", *TIDES)[0] == "El viejo mareógrafo cayó."


@pytest.mark.parametrize(
    ("source", "target", "links", "why"),
    [
        ("The buoy sank.", "La baliza naufragó.", "", "not known which"),
        ("The buoy sank.", "Ha naufragado algo.", "2-1", "no words"),
        ("The buoy sank.", "Baliza pronto por desgracia hundida.", "1-0 1-4", "apart"),
        ("The sea level rose.", "El agua, alta, subió.", "1-1 2-2 3-3", "apart"),
        ("The buoy Aurora sank.", "Aurora naufragó.", "1-0 3-1", "stand for others"),
        ("A buoy sank.", "Varios barcos navegan siempre juntos.", "1-0 1-1 1-2 1-3 1-4", "more than"),
    ],
)
def test_what_cannot_be_put_in_is_told_and_nothing_is_changed(source: str, target: str, links: str, why: str) -> None:
    answer, flags = enforce(source, by_words(source, target, links), terms(*TIDES).find(source))
    assert answer.text == target
    assert [(flag.code, flag.weight) for flag in flags] == [("term.missed", 10)]
    assert why in flags[0].message


def test_no_word_serves_two_terms() -> None:
    source = "The tide moved the tide gauge."
    text, codes = mended(source, "El mareógrafo se movió.", "1-1 4-1 5-1 2-3", *TIDES)
    assert (text, codes) == ("El mareógrafo se movió.", ["term.missed"])


def test_a_name_is_kept_to_the_letter() -> None:
    assert mended("Tidewatch grows.", "Guardamareas crece.", "0-0 1-1", *TIDES)[0] == "Tidewatch crece."
    assert mended("Tidewatch grows.", "tidewatch crece.", "0-0 1-1", *TIDES)[0] == "Tidewatch crece."


def test_of_two_parts_of_speech_either_is_right_and_none_is_put_in() -> None:
    both = Term("anchor", "ancla", part_of_speech="noun"), Term("anchor", "fondear", part_of_speech="verb")
    assert mended("We anchor here.", "Fondeamos aquí.", "1-0 2-1", *both)[1] == []
    text, codes = mended("We anchor here.", "Paramos aquí.", "1-0 2-1", *both)
    assert (text, codes) == ("Paramos aquí.", ["term.missed"])


def test_the_people_of_a_work_keep_their_names() -> None:
    metadata = Metadata(creators=(Agent("Ada van Tide"),), contributors=(Agent(" Óscar  Mar"), Agent("Ada van Tide")))
    assert [term.source for term in names(metadata)] == ["Ada van Tide", "Óscar Mar"]
    assert all(term.keep and term.case for term in names(metadata))


def test_a_word_of_a_name_may_be_any_other_word() -> None:
    people = names(Metadata(creators=(Agent("Bureau of Sea Health"), Agent("Mary White"), Agent("Arthur Young"))))
    assert found("Health comes first. White bread feeds the Young Sailors of Mary White.", *people) == ["Mary White"]


def test_the_glossary_overrules_the_names_of_a_work() -> None:
    people = Metadata(creators=(Agent("Tidewatch"), Agent("Ada Tide Gauge")))
    glossary = Glossary((Term("tidewatch", "Guardamareas"), Term("tide gauge", "mareógrafo", "es")))
    looked_up = terms_for(glossary, people, "en", "es").find("Tidewatch and Ada Tide Gauge have a tide gauge.")
    assert [(each.term.target, each.others) for each in looked_up] == [
        ("Guardamareas", ()),
        ("Ada Tide Gauge", ()),
        ("mareógrafo", ()),
    ]
    assert terms_for(Glossary(), Metadata(), "en", "es").find("Tidewatch") == ()


def test_a_glossary_is_prepared_once_for_all_works_and_languages() -> None:
    large = tuple(Term(f"tide{number} gauge", f"marea{number}") for number in range(5_000))
    first = time.monotonic()
    assert terms_for(Glossary(large), Metadata(), "en", "es").find("the tide17 gauge")
    again = time.monotonic()
    for number in range(20):
        people = Metadata(creators=(Agent(f"Ada {number}"),))
        later = terms_for(Glossary(large), people, "en", ("es", "fr")[number % 2])
        assert len(later.find(f"Ada {number} has the tide17 gauge")) == 2
    assert (time.monotonic() - again) / 20 < (again - first) / 4


WORDS = (
    "tide",
    "gauge",
    "buoys",
    "sea",
    "level",
    "Tidewatch",
    "the",
    "of",
    "12",
    "X1",
    "marea",
    "boya",
    "nivel",
    "del",
)
SENTENCES = st.lists(st.sampled_from((*WORDS, "mar", "agua,", "alta.", "El", "mareógrafos")), max_size=9).map(" ".join)


@st.composite
def answers(draw: st.DrawFn) -> tuple[str, Translated]:
    source, target = draw(SENTENCES), draw(SENTENCES)
    sent, came = tokens(source), tokens(target)
    if not sent or not came:
        return source, Translated(target)
    both = st.tuples(st.sampled_from(sent), st.sampled_from(came), st.sampled_from((0.1, 0.5, 0.9)))
    links = draw(st.lists(both, max_size=12))
    return source, Translated(target, tuple(Pair(a.start, a.end, b.start, b.end, weight) for a, b, weight in links))


@settings(max_examples=100, deadline=None)
@given(answers())
def test_mending_keeps_the_rest_of_the_text_and_the_pairs_within_it(case: tuple[str, Translated]) -> None:
    source, before = case
    after, flags = enforce(source, before, terms(*TIDES).find(source))
    placed = [flag for flag in flags if flag.code == "term.placed"]
    assert (after == before) == (not placed)
    assert all(0 <= pair.at < pair.to <= len(after.text) for pair in after.pairs)
    assert all(0 <= pair.start < pair.end <= len(source) for pair in after.pairs)
    targets = {word for term in TIDES for word in term.target.casefold().split()}
    new = [word.text for word in tokens(after.text) if word.text.casefold() not in targets]
    old = iter(word.text for word in tokens(before.text))
    assert all(word in old for word in new), "what was not put in stands there as before, in the same order"


@settings(max_examples=100, deadline=None)
@given(answers())
def test_mending_twice_is_mending_once(case: tuple[str, Translated]) -> None:
    source, answer = case
    found = terms(*TIDES).find(source)
    once, _ = enforce(source, answer, found)
    assert enforce(source, once, found)[0] == once


def test_finding_takes_time_in_proportion_to_the_text() -> None:
    many = terms(*(Term(f"tide {'gauge ' * size}end", "x") for size in range(1, 40)))
    assert many.find("tide " + "gauge " * 20_000) == ()
