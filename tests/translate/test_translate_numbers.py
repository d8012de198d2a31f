"""Numbers, units and times of a sentence are in its translation: as they were, as its language has them, or told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.translate.engine import Pair, Translated
from pipeline.translate.figures import localized, western
from pipeline.translate.numbers import enforce, numbers_in
from pipeline.translate.stems import tokens


def values(text: str, language: str) -> list[str]:
    return [
        "/".join(sorted(format(value.normalize(), "f") for value in number.values))
        for number in numbers_in(text, language)
    ]


@pytest.mark.parametrize(
    ("text", "language", "read"),
    [
        ("1,234.5 and 3.14 and 1,200", "en", ["1234.5", "3.14", "1200"]),
        ("1.234,5 y 3,14 y 3.14 y 1.200", "es", ["1234.5", "3.14", "3.14", "1200"]),
        ("1 000 fois, 1\u202f000,5 fois", "fr", ["1000", "1000.5"]),
        ("1’234.5 und 1'000", "de-CH", ["1234.5", "1000"]),
        ("1,23,456 लोग", "hi", ["123456"]),
        ("٣٫١٤ و ١٬٢٣٤", "ar", ["3.14", "1234"]),
        ("२०२३ में", "hi", ["2023"]),
        ("2023年3月", "ja", ["2023", "3"]),
        ("10–20 pages, 5-7 days, at -5 or −6", "en", ["10", "20", "5", "7", "-5", "-6"]),
        ("12:30 and 3:30 p.m.", "en", ["750", "210/930"]),
        ("2 billion, 3.5 million", "en", ["2000000000", "3500000"]),
        ("2 mil millones, 2.000 millones", "es", ["2000000000", "2000000000"]),
        ("5th, 5km, the 1980s", "en", ["5", "5", "1980"]),
        ("A4, X1, mc2", "en", []),
        ("1.2.3", "en", [""]),
        ("9" * 5000, "en", [""]),
    ],
)
def test_numbers_are_read_as_their_language_writes_them(text: str, language: str, read: list[str]) -> None:
    assert values(text, language) == read


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        *(("5 km", "length-kilometer"), ("5km/h", "speed-kilometer-per-hour"), ("5 ° C", "temperature-celsius")),
        *(("50%", "concentr-percent"), ("50 %", "concentr-percent"), ("$5", "USD"), ("5 €", "EUR"), ("R$ 5", "BRL")),
        *(("the 1980s", ""), ("5 s", "duration-second"), ("5 miles", ""), ("5 kmx", ""), ("5th", "")),
    ],
)
def test_units_stand_beside_numbers(text: str, unit: str) -> None:
    assert numbers_in(text, "en")[0].unit.name == unit


@pytest.mark.parametrize(
    ("number", "language", "like", "written"),
    [
        *(("1,234.50", "es", "0", "1.234,50"), ("1,234.50", "fr", "0", "1\u202f234,50"), ("2026", "de", "0", "2026")),
        *(("-3.14", "ar", "٠", "-٣٫١٤"), ("123,456", "en-IN", "0", "1,23,456"), ("3:30", "es", "0", "3:30")),
        *(("1,234", "hi", "०", "१,२३४"), ("1.2.3", "es", "0", "1.2.3"), ("0.5", "xx", "0", "0.5")),
    ],
)
def test_numbers_are_written_as_a_language_has_them(number: str, language: str, like: str, written: str) -> None:
    assert localized(numbers_in(number, "en")[0], language, like) == written


def mended(source: str, target: str, *links: tuple[str, str], to: str = "es") -> tuple[str, list[tuple[str, int]]]:
    pairs = (
        Pair(
            source.index(one), source.index(one) + len(one), target.index(other), target.index(other) + len(other), 0.9
        )
        for one, other in links
    )
    answer, flags = enforce(source, Translated(target, tuple(pairs)), "en", to)
    return answer.text, [(flag.code, flag.weight) for flag in flags]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It is 3.14 m.", "Son 3.14 m."),
        ("It is 3.14 m.", "Son 3,14 metros."),
        ("1,200 ships", "1.200 barcos"),
        ("2 billion", "2.000 millones"),
        ("2 billion", "2 mil millones"),
        ("the 19th century", "el siglo XIX"),
        ("Chapter IV", "Capítulo 4"),
        ("at 3:30 p.m.", "a las 15:30"),
        ("at 3:30 p.m.", "a las 3.30 de la tarde"),
        ("50% of $5", "el 50 por ciento de 5 dólares"),
        ("80 km/h", "80 kilómetros por hora"),
        ("no numbers", "sin números"),
    ],
)
def test_what_says_the_same_is_left_alone(source: str, target: str) -> None:
    assert mended(source, target) == (target, [])


@pytest.mark.parametrize(
    ("source", "target", "better"),
    [
        ("It is 3.14 m.", "Son 3. 14 m.", "Son 3,14 m."),
        ("1,000 ships", "1 000 barcos", "1.000 barcos"),
        ("In 2026.", "En 20 26.", "En 2026."),
        ("At -5 °C", "A - 5 °C", "A -5 °C"),
        ("1,200 ships", "1,200 barcos", "1.200 barcos"),
        ("1.025 kg", "1.025 kg", "1,025 kg"),
    ],
)
def test_what_is_broken_or_would_mislead_is_written_anew(source: str, target: str, better: str) -> None:
    assert mended(source, target) == (better, [])


@pytest.mark.parametrize(
    ("source", "target", "to"),
    [
        ("There are 1,234,568 people.", "Il y a 1 234 567 personnes.", "fr"),
        ("There are 1,234,568 people.", "Jest tu 1 234 567 osób.", "pl"),
    ],
)
def test_a_number_with_spaces_between_its_groups_may_have_no_partner(source: str, target: str, to: str) -> None:
    assert mended(source, target, to=to) == (target, [("number.lost", 10), ("number.added", 10)])


@pytest.mark.parametrize(("to", "right"), [("fr", "1\u202f234\u202f568"), ("pl", "1\u00a0234\u00a0568")])
def test_groups_with_spaces_are_one_number(to: str, right: str) -> None:
    assert mended("1,234,568 ships", "1 234 568 x", to=to) == ("1 234 568 x", [])
    wrong = mended("1,234,568 ships", "1 234 567 x", ("1,234,568", "1 234 567"), to=to)
    assert wrong == (f"{right} x", [("number.placed", 1)])


def test_a_wrong_number_is_written_over() -> None:
    assert mended("It cost 5,000.", "Costó 50.000.", ("5,000", "50.000")) == ("Costó 5.000.", [("number.placed", 1)])
    assert mended("It is 12.", "هو ١٣.", ("12", "١٣"), to="ar") == ("هو ١٢.", [("number.placed", 1)])


@pytest.mark.parametrize(
    ("source", "target", "links", "flags"),
    [
        ("In 2026.", "Entonces.", [], [("number.lost", 10)]),
        ("5 ships", "cinco barcos", [("5", "cinco")], [("number.lost", 1)]),
        ("1873 ships", "muchos barcos", [("1873", "muchos")], [("number.lost", 10)]),
        ("five ships", "5 barcos", [], [("number.added", 1)]),
        ("ships", "1873 barcos", [], [("number.added", 10)]),
        ("2 billion", "2 billones", [], [("number.lost", 10), ("number.added", 1)]),
        ("It is 5 km.", "Son 5.", [], [("unit.lost", 10)]),
        ("It is $5.", "Son 5.", [], [("unit.lost", 10)]),
    ],
)
def test_what_is_lost_or_added_is_told(
    source: str, target: str, links: list[tuple[str, str]], flags: list[tuple[str, int]]
) -> None:
    assert mended(source, target, *links) == (target, flags)


@pytest.mark.parametrize(("source", "target", "link"), [("1.2.3", "4.-5", "-5"), ("v 1.2.3", "10–20.-5", "-5")])
def test_a_number_that_would_join_its_neighbour_is_not_put_in(source: str, target: str, link: str) -> None:
    after, flags = mended(source, target, ("1.2.3", link))
    assert after == target
    assert ("repair.undone", 10) in flags


def test_a_damaged_unit_is_put_right() -> None:
    assert mended("At 5 °C.", "A 5 oC.", ("5", "5"), ("°C", "oC")) == ("A 5 °C.", [("unit.placed", 1)])


NUMBERS = (
    "3.14",
    "3. 14",
    "3,14",
    "1,200",
    "1.200",
    "1 000",
    "-5",
    "2026",
    "20 26",
    "12:30",
    "3:30 p.m.",
    "50%",
    "5 km",
    "$5",
)
PARTS = st.sampled_from(
    (*NUMBERS, "٣٫١٤", "2 billion", "2 billones", "5 oC", "°C", "X1", "agua", "the", "XIX", "–", ".", "- 5")
)
SENTENCES = st.lists(PARTS, max_size=7).map(" ".join)


@st.composite
def answers(draw: st.DrawFn) -> tuple[str, Translated]:
    source, target = draw(SENTENCES), draw(SENTENCES)
    if not source.strip() or not target.strip():
        return source, Translated(target)
    both = st.tuples(st.sampled_from(tokens(source)), st.sampled_from(tokens(target)))
    links = draw(st.lists(both, max_size=12))
    return source, Translated(target, tuple(Pair(a.start, a.end, b.start, b.end, 0.8) for a, b in links))


def prose(text: str) -> list[str]:
    return [word.text for word in tokens(text) if word.text.isalpha() and word.text not in {"oC", "C"}]


@settings(max_examples=100, deadline=None)
@given(answers())
def test_words_are_kept_and_pairs_lie_within_the_text(case: tuple[str, Translated]) -> None:
    source, before = case
    after, _ = enforce(source, before, "en", "es")
    units = {"km", "C"}
    assert [word for word in prose(before.text) if word not in units] == [
        word for word in prose(after.text) if word not in units
    ]
    assert all(0 <= pair.at < pair.to <= len(after.text) for pair in after.pairs)
    assert all(0 <= pair.start < pair.end <= len(source) for pair in after.pairs)


@settings(max_examples=100, deadline=None)
@given(answers())
def test_mending_twice_is_mending_once(case: tuple[str, Translated]) -> None:
    source, answer = case
    once, _ = enforce(source, answer, "en", "es")
    assert enforce(source, once, "en", "es")[0] == once


@settings(max_examples=100, deadline=None)
@given(
    st.decimals(-10_000_000, 10_000_000, places=2),
    st.sampled_from(("en", "es", "fr", "de-CH", "hi", "ar", "sv", "pt-BR")),
    st.sampled_from("0٠०"),
)
def test_a_number_that_was_written_reads_as_it_was(value: Decimal, language: str, zero: str) -> None:
    (number,) = numbers_in(f"{value:,}", "en")
    (again,) = numbers_in(localized(number, language, zero), language)
    assert again.values == number.values
    assert western(again.text).isascii() or language in {"ar", "fr", "sv", "de-CH"} or zero != "0"


def test_many_numbers_take_no_long_time() -> None:
    text = " ".join(f"{number}.{number % 7} km" for number in range(1000))
    assert len(numbers_in(text, "en")) == 1000
    assert numbers_in("1." * 100_000 + "1", "en")
