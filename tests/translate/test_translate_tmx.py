"""TMX: what is exported is valid and comes back the same; what other tools write is read as well as can be."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from strategies import documents, raw_documents
from test_translate_codings import TIDE, sentences

from pipeline.model import Document
from pipeline.report import PipelineError
from pipeline.translate.codings import coded, plain
from pipeline.translate.memory import open_memory
from pipeline.translate.memory_units import Persons, Unit, nearest
from pipeline.translate.tmx import adopt, export, read

DTD = """
<!ELEMENT tmx (header, body)> <!ATTLIST tmx version CDATA #REQUIRED>
<!ELEMENT header (note | prop | ude)*>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block | paragraph | sentence | phrase) #REQUIRED o-tmf CDATA #REQUIRED adminlang CDATA #REQUIRED
  srclang CDATA #REQUIRED datatype CDATA #REQUIRED>
<!ELEMENT body (tu*)>
<!ELEMENT note (#PCDATA)> <!ELEMENT ude EMPTY>
<!ELEMENT prop (#PCDATA)> <!ATTLIST prop type CDATA #REQUIRED>
<!ELEMENT tu ((note | prop)*, tuv+)> <!ATTLIST tu srclang CDATA #IMPLIED>
<!ELEMENT tuv ((note | prop)*, seg)> <!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA | bpt | ept | ph | it | hi)*>
<!ELEMENT bpt (#PCDATA)> <!ATTLIST bpt i CDATA #REQUIRED x CDATA #IMPLIED type CDATA #IMPLIED>
<!ELEMENT ept (#PCDATA)> <!ATTLIST ept i CDATA #REQUIRED>
<!ELEMENT ph (#PCDATA)> <!ATTLIST ph x CDATA #IMPLIED assoc (p | f | b) #IMPLIED type CDATA #IMPLIED>
<!ELEMENT it (#PCDATA)> <!ATTLIST it pos (begin | end) #REQUIRED x CDATA #IMPLIED type CDATA #IMPLIED>
<!ELEMENT hi (#PCDATA)>
"""
"""What the specification of TMX 1.4b demands of the elements that we write, as declarations of our own."""

TIDES = Unit(
    "en",
    "es",
    'The <g id="1" ctype="bold">tide</g> turns<x id="2" ctype="x-note"/>.',
    'Cambia la <g id="1" ctype="bold">marea</g><x id="2" ctype="x-note"/>.',
    "machine",
    "tides",
    "text/3#1",
    "a model",
    "a glossary",
)
BOATS = replace(TIDES, source="Boats swing.", target="Giran las barcas.", address="text/10#2")


def foreign(units: str, header: str = 'srclang="EN-US" creationtool="a tool"') -> bytes:
    return f'<?xml version="1.0"?>\n<tmx version="1.4">\n<header {header}/>\n<body>\n{units}\n</body></tmx>'.encode()


def one(segment: str, translation: str) -> Unit:
    """Read one unit as another tool writes it."""
    data = foreign(
        f'<tu><tuv xml:lang="EN-US"><seg>{segment}</seg></tuv><tuv xml:lang="es"><seg>{translation}</seg></tuv></tu>'
    )
    outcome = read(data, "file.tmx")
    assert not outcome.findings
    (unit,) = outcome.value
    return unit


# What we write


@pytest.mark.parametrize("examples", [10, pytest.param(300, marks=pytest.mark.slow)])
def test_export_and_import_give_the_same_units_and_bytes(examples: int) -> None:
    def law(document: Document, origins: list[str], words: str) -> None:
        lines = [coded(sentence) for sentence in sentences(document) if sentence.text.strip()]
        units = [
            Unit("en", ("es", "pt-BR")[n % 2], line, line, origin, words, f"text/{n}#1", words[:2], "", words[2:])
            for n, (line, origin) in enumerate(zip(lines, origins * len(lines), strict=False))
        ]
        data = export(units)
        outcome = read(data, "tides.tmx")
        assert set(outcome.value) == set(units) and not outcome.findings
        assert export(outcome.value) == data == export(reversed(units))
        tree = etree.fromstring(data)
        dtd = etree.DTD(StringIO(DTD))
        assert dtd.validate(tree), dtd.error_log
        for segment in tree.iter("seg"):
            opened = [code.get("i") for code in segment.iter("bpt")]
            assert sorted(opened) == sorted(code.get("i") for code in segment.iter("ept"))
            assert len(set(opened)) == len(opened)

    origins = st.lists(st.sampled_from(("machine", "person")), min_size=1, max_size=3)
    words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cn", "Co", "Cs")), max_size=6)
    strategy = given(st.one_of(documents(), raw_documents()), origins, words)
    settings(max_examples=examples, deadline=None)(strategy(law))()


def test_an_export_reads_as_it_should() -> None:
    assert export([BOATS, TIDES]).decode() == (Path(__file__).parent / "golden" / "tides.tmx").read_text("utf-8")


def test_addresses_are_in_the_order_of_the_document() -> None:
    units = [replace(BOATS, address=f"text/{n}#{m}") for n in (2, 10, 1) for m in (11, 3)]
    found = [unit.address for unit in read(export(units), "x").value]
    assert found == ["text/1#3", "text/1#11", "text/2#3", "text/2#11", "text/10#3", "text/10#11"]


def test_works_in_several_languages_say_so_for_each_unit() -> None:
    units = [TIDES, replace(BOATS, source_language="fr", target_language="en")]
    assert b'srclang="*all*"' in export(units)
    assert set(read(export(units), "x").value) == set(units)


def test_nothing_is_a_file_too() -> None:
    assert read(export([]), "x").value == ()


# What others write


def test_codes_are_read_as_each_tool_writes_them() -> None:
    by_number = one(
        '<bpt i="0" x="0">&lt;f0></bpt>Low<ept i="0">&lt;/f0></ept> water', '<bpt i="0" x="0"/>Baja<ept i="0"/>mar'
    )
    assert (by_number.source, by_number.target) == ('<g id="1">Low</g> water', '<g id="1">Baja</g>mar')
    in_order = one("Low <ph>{1}</ph> and <ph>{2}</ph>", "Baja <ph>{1}</ph> y <ph>{2}</ph>")
    assert in_order.target == 'Baja <x id="1"/> y <x id="2"/>'
    swapped = one(
        '<bpt i="1" x="5"/>a<ept i="1"/><ph x="6"/>',
        '<ph x="6"/><bpt i="9" x="5"/>b<ept i="9"/>',
    )
    assert swapped.target == '<x id="2"/><g id="1">b</g>'
    lone = one(
        '<it pos="begin" x="1">&lt;b></it>Low <hi type="link">water</hi>', '<hi>Baja</hi>mar<it pos="begin" x="1"/>'
    )
    assert (lone.source, lone.target) == (
        '<x id="1"/>Low <g id="2" ctype="link">water</g>',
        '<g id="2">Baja</g>mar<x id="1"/>',
    )
    half = one('<bpt i="1"/>Low water<ph>see <sub>a note</sub></ph>', '<bpt i="1"/>Bajamar<ph/>')
    assert half.source == '<x id="1"/>Low water<x id="2"/>'


def test_languages_are_read_in_any_form() -> None:
    data = foreign(
        """<tu><tuv lang="EN"><seg>Low  water
           now.</seg></tuv><tuv lang="PT_br"><seg> Maré baixa. </seg></tuv>
           <tuv lang="es-ES"><seg>Bajamar.</seg></tuv></tu>"""
    )
    units = read(data, "x").value
    assert [(unit.source_language, unit.target_language, unit.source) for unit in units] == [
        ("en", "pt-BR", "Low water now."),
        ("en", "es-ES", "Low water now."),
    ]
    assert units[0].target == "Maré baixa." and {unit.origin for unit in units} == {"unknown"}


def test_a_unit_without_a_source_language_goes_both_ways() -> None:
    data = foreign(
        '<tu><tuv xml:lang="en"><seg>Sea</seg></tuv><tuv xml:lang="es"><seg>Mar</seg></tuv></tu>', 'srclang="*all*"'
    )
    assert [(unit.source, unit.target) for unit in read(data, "x").value] == [("Sea", "Mar"), ("Mar", "Sea")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1", "utf-16-be"])
def test_every_encoding_is_read(encoding: str) -> None:
    text = foreign("<tu><tuv lang='en'><seg>Tide</seg></tuv><tuv lang='es'><seg>Señal</seg></tuv></tu>").decode()
    named = {"utf-8-sig": "utf-8", "utf-16-be": "utf-16be"}.get(encoding, encoding)
    data = text.replace('"1.0"', f'"1.0" encoding="{named}"').encode(encoding)
    assert read(data, "x").value[0].target == "Señal"


@pytest.mark.parametrize(
    ("unit", "code", "says"),
    [
        ("<tuv xml:lang='en'><seg>Tide</seg></tuv><tuv xml:lang='es'/>", "tmx.segment", "no segment in es"),
        ("<tuv xml:lang='en'><seg>Tide</seg></tuv><tuv xml:lang='es'><seg> </seg></tuv>", "tmx.segment", "in es"),
        ("<tuv xml:lang='en'><seg>Tide</seg></tuv><tuv xml:lang='q1'><seg>x</seg></tuv>", "tmx.language", "'q1'"),
        ("<tuv xml:lang='en'><seg>Tide</seg></tuv><tuv><seg>x</seg></tuv>", "tmx.language", "''"),
        ("<tuv xml:lang='de'><seg>Tide</seg></tuv><tuv xml:lang='es'><seg>x</seg></tuv>", "tmx.language", "EN-US"),
        ("<tuv xml:lang='en'><seg>Tide<ph/></seg></tuv><tuv xml:lang='es'><seg>x</seg></tuv>", "tmx.codes", "missing"),
        (
            "<tuv xml:lang='en'><seg>Tide</seg></tuv><tuv xml:lang='es'><seg>x<ph/></seg></tuv>",
            "tmx.codes",
            "not stand",
        ),
        (
            "<tuv xml:lang='en'><seg><bpt i='1'/>a<bpt i='2'/>b<ept i='1'/>c<ept i='2'/></seg></tuv>"
            "<tuv xml:lang='es'><seg>x</seg></tuv>",
            "tmx.codes",
            "overlap",
        ),
        (
            f"<tuv xml:lang='en'><seg>{'<ph/>' * 400}a</seg></tuv><tuv xml:lang='es'><seg>x</seg></tuv>",
            "tmx.codes",
            "300",
        ),
    ],
)
def test_a_unit_that_cannot_be_used_is_said_with_its_line(unit: str, code: str, says: str) -> None:
    good = "<tu><tuv xml:lang='en'><seg>Sea</seg></tuv><tuv xml:lang='es'><seg>Mar</seg></tuv></tu>"
    outcome = read(foreign(f"<tu>{unit}</tu>\n{good}"), "old.tmx")
    assert [each.target for each in outcome.value] == ["Mar"]
    (finding,) = outcome.findings
    assert finding.code == code and says in finding.message and finding.hint
    assert str(finding.location) == "old.tmx:5"


def test_many_bad_units_are_counted() -> None:
    outcome = read(foreign("<tu><tuv xml:lang='en'><seg/></tuv></tu>\n" * 80), "x")
    assert len(outcome.findings) == 51 and "30 more" in outcome.findings[-1].message


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", None),
        (b"The tide turns.", 1),
        (b"\x00\xff" * 90, 1),
        (b"<html>\n<body/></html>", 1),
        (b"<tmx>\n<body>\n<tu>", 3),
        (b"<tmx>" + b"<a>" * 5000, 1),
        (b'<!DOCTYPE tmx [<!ENTITY a "tide"><!ENTITY b "&a;&a;&a;">]><tmx v="&b;">\n<x', 2),
    ],
)
def test_a_file_that_is_no_tmx_is_an_error(data: bytes, line: int | None) -> None:
    with pytest.raises(PipelineError) as caught:
        read(data, "notes.tmx")
    assert caught.value.hint and caught.value.location and caught.value.location.file == "notes.tmx"
    assert line is None or caught.value.location.line == line


def test_entities_are_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    unit = "<tu><tuv xml:lang='en'><seg>Tide {}</seg></tuv><tuv xml:lang='es'><seg>Marea</seg></tuv></tu>"
    declared = f'<!ENTITY file SYSTEM "{secret.as_uri()}"><!ENTITY e0 "x">{bomb}'
    head = f'<!DOCTYPE tmx SYSTEM "http://127.0.0.1:1/t.dtd" [{declared}]>'.encode()
    outcome = read(head + foreign(unit.format("&file;"))[22:], "x")
    assert not outcome.value and "entity" in outcome.findings[0].message
    with pytest.raises(PipelineError, match="amplification"):
        read(head + foreign(unit.format("&e11;"))[22:], "x")


@given(st.binary(max_size=200), st.integers(0, 800))
@settings(deadline=None)
def test_damaged_files_never_do_worse_than_an_error(noise: bytes, at: int) -> None:
    data = export([TIDES, BOATS])
    try:
        outcome = read(data[:at] + noise + data[at + len(noise) :], "x")
    except PipelineError as error:
        assert error.hint
    else:
        assert all(plain(unit.source) and plain(unit.target) for unit in outcome.value)


# What a person made of it


def test_what_a_person_changed_is_theirs_and_what_they_left_is_the_machines(tmp_path: Path) -> None:
    with open_memory(tmp_path / "memory.db").value as memory:
        memory.record([TIDES, BOATS])
        data = export(memory.units())
        edited = read(data.replace(b"Giran las barcas", b"Las barcas viran"), "x").value
        memory.record([replace(TIDES, target=TIDES.target.replace("Cambia", "Muda"), model="a later model")])
        outcome = adopt(edited, memory)
        assert (outcome.value.persons, outcome.value.machine) == (1, 1)
        found = memory.persons("en", "es", "tides").find(BOATS.source, BOATS.address)
        assert found and found.target == "Las barcas viran." and found.origin == "person"
        assert not memory.persons("en", "es", "tides").find(TIDES.source, TIDES.address)


def test_another_tools_unit_is_a_persons_unless_the_machine_said_the_same(tmp_path: Path) -> None:
    with open_memory(tmp_path / "memory.db").value as memory:
        memory.record([TIDES, BOATS])
        bare = [
            Unit("en-US", "es-ES", unit.source, target, "unknown")
            for unit, target in ((TIDES, TIDES.target), (BOATS, "Viran."))
        ]
        assert adopt(bare, memory).value.persons == 1
        assert adopt([replace(BOATS, origin="person")], memory).value.persons == 1
        persons = memory.persons("en", "es", "harbours")
        found = persons.find(BOATS.source, "text/0#1")
        assert found and found.target == BOATS.target  # in just these languages, before other countries'


def test_nothing_can_be_imported_where_nothing_is_kept() -> None:
    with open_memory(None).value as memory, pytest.raises(PipelineError, match="cannot keep"):
        adopt([replace(BOATS, origin="person")], memory)


def test_a_persons_unit_survives_every_build_and_is_recorded_once(tmp_path: Path) -> None:
    edit = replace(BOATS, target="Las barcas viran.", origin="person", model="", glossary="")
    with open_memory(tmp_path / "memory.db").value as memory:
        memory.adopt([edit])
        memory.record([TIDES, BOATS])
        assert set(memory.units()) == {edit, TIDES}
        writes = memory._connection.total_changes
        memory.record([BOATS, TIDES])
        assert memory._connection.total_changes == writes
        memory.record([replace(TIDES, model="later"), edit])
        assert set(memory.units()) == {edit, replace(TIDES, model="later")}


def test_a_persons_unit_is_found_where_it_stands_first(tmp_path: Path) -> None:
    def worded(target: str, **changes: str) -> Unit:
        return replace(BOATS, target=target, origin="person", **changes)

    with open_memory(tmp_path / "memory.db").value as memory:
        memory.adopt(
            [
                worded("aquí"),
                worded("en la obra", address="text/99#1"),
                worded("en otra", work="harbours"),
                worded("en francés", target_language="fr"),
            ]
        )
        find = memory.persons("en", "es", "tides").find
        assert [found.target for at in ("text/10#2", "text/5#1") if (found := find(BOATS.source, at))] == [
            "aquí",
            "aquí",
        ]
        elsewhere = memory.persons("en", "es", "islands").find(BOATS.source, "text/10#2")
        assert elsewhere and elsewhere.target == "en otra"
        assert not find("Other boats swing.", "text/10#2")
        assert not memory.persons("en", "de", "tides").find(BOATS.source, "text/10#2")
        assert not Persons("en", "es", "tides").find(BOATS.source, "text/10#2")


def test_a_unit_without_codes_is_the_last_resort(tmp_path: Path) -> None:
    with open_memory(tmp_path / "memory.db").value as memory:
        memory.adopt([Unit("en", "es", coded(replace(TIDE, marks=())), "Sin códigos.", "person")])
        persons = memory.persons("en", "es", "tides")
        found = persons.find(coded(TIDE), "text/3#1")
        assert found and found.target == "Sin códigos."
        memory.adopt([Unit("en", "es", coded(TIDE), coded(TIDE), "person")])
        assert persons.find(coded(TIDE).replace("bold", "italic"), "text/3#1") == Unit(
            "en", "es", coded(TIDE), coded(TIDE), "person"
        )


def test_an_edit_whose_source_drifted_is_an_orphan_and_its_heir_is_found(tmp_path: Path) -> None:
    edit = replace(TIDES, origin="person")
    now = {
        "text/3#1": "Something quite different stands here.",
        "text/4#1": TIDES.source.replace("turns", "turned early"),
        "text/10#2": BOATS.source,
    }
    with open_memory(tmp_path / "memory.db").value as memory:
        memory.adopt([edit, replace(BOATS, origin="person")])
        persons = memory.persons("en", "es", "tides")
        assert persons.orphans(now.values()) == (edit,)
        assert persons.outdated(now) == {"text/4#1": edit}
        assert nearest([edit], now | {"text/3#1": "The tide turns early."}) == {edit: "text/3#1"}
        assert nearest([replace(edit, source="Quite another matter.")], {"text/3#1": "Boats swing."}) == {}
        assert memory.persons("en", "es", "harbours").orphans(now.values()) == ()


def test_orphans_of_a_long_work_are_looked_for_in_time() -> None:
    chance = random.Random(3)  # noqa: S311
    words = ["the", "of", *(f"word{n}" for n in range(500))]

    def sentence() -> str:
        return " ".join(chance.choices(words, k=20))

    now = {f"text/{n}#1": sentence() for n in range(3000)}
    orphans = [Unit("en", "es", line + " more", "x", "person", "w", "text/9999#1") for line in list(now.values())[:50]]
    assert list(nearest(orphans, now).values()) == list(now)[:50]


@pytest.mark.parametrize("harm", [lambda row: row[:30], lambda row: row.replace(b"barcas", b"barcos")])
def test_a_damaged_unit_is_as_if_it_were_not_there(tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "memory.db"
    with open_memory(path).value as memory:
        memory.adopt([replace(BOATS, origin="person")])
    data = path.read_bytes()
    at = data.index(b"Giran las barcas")
    path.write_bytes(data[:at] + harm(data[at : at + 16]).ljust(16, b"!") + data[at + 16 :])
    with open_memory(path).value as memory:
        found = memory.units()
        assert found in ((), (replace(BOATS, origin="person"),))
