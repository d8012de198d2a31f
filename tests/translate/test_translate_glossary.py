"""Glossaries are read as people and programs write them, and what cannot be used is told with its line."""

from __future__ import annotations

import time

import pytest

from pipeline.report import Location, PipelineError, Severity
from pipeline.translate.glossary import Glossary, Term, join, read_glossary

TABLE = """Target;Source;lang;Case;Part of speech;Do not translate
mareógrafo;tide gauge;es;;noun;no
;Tidewatch;;x;;yes
"boya; flotante";buoy;es;false;noun;0
"""

TBX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tbx SYSTEM "https://example.org/never-fetched.dtd">
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="c1">
 <langSec xml:lang="en-GB">
  <termSec><term>tide gauge</term><termNote type="partOfSpeech">noun</termNote></termSec>
  <termSec><term>tide pole</term>
   <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec>
 </langSec>
 <langSec xml:lang="es">
  <termSec><term>medidor de marea</term></termSec>
  <termSec><term>mareógrafo</term>
   <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec>
 </langSec>
 <langSec xml:lang="fr"><termSec><term>marégraphe</term></termSec></langSec>
</conceptEntry>
</body></text></tbx>"""

TBX_DCT = TBX.replace('<termNote type="partOfSpeech">noun</termNote>', "<min:partOfSpeech>noun</min:partOfSpeech>")
TBX_DCT = TBX_DCT.replace("<tbx ", '<tbx xmlns:min="http://www.tbxinfo.net/ns/min" ')

TBX_2008 = """<martif type="TBX-Basic" xml:lang="en"><text><body>
<termEntry id="e1">
 <langSet xml:lang="en"><ntig><termGrp><term>buoy</term></termGrp></ntig></langSet>
 <langSet xml:lang="es"><tig><term>boya</term></tig></langSet>
</termEntry></body></text></martif>"""


def said(text: str, source: str = "en") -> list[tuple[str, str, str]]:
    found = read_glossary(text.encode(), "words.csv", source)
    return [(term.source, term.target, term.language) for term in found.value.terms]


def told(text: str) -> list[tuple[str, str]]:
    findings = read_glossary(text.encode(), "words.csv", "en").findings
    assert all(finding.hint for finding in findings)
    return [(finding.code, str(finding.location)) for finding in findings]


def test_a_table_is_read_whatever_its_order_and_delimiter() -> None:
    outcome = read_glossary(TABLE.encode(), "words.csv", "en")
    assert outcome.value.terms == (
        Term("tide gauge", "mareógrafo", "es", part_of_speech="noun"),
        Term("Tidewatch", "Tidewatch", case=True, keep=True),
        Term("buoy", "boya; flotante", "es", part_of_speech="noun"),
    )
    assert outcome.findings == ()
    assert outcome.value.terms[2].location == Location("words.csv", 4)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_every_delimiter_and_a_byte_order_mark(delimiter: str, start: str) -> None:
    assert said(f"{start}term{delimiter}translation\nbuoy{delimiter}boya\n") == [("buoy", "boya", "")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_line(end: str) -> None:
    outcome = read_glossary(end.join(("source,target", "buoy,boya", '"tide', 'gauge",marea', "")).encode(), "words.csv")
    assert outcome.findings == ()
    assert [(term.source, str(term.location)) for term in outcome.value.terms] == [
        ("buoy", "words.csv:2"),
        ("tide gauge", "words.csv:3"),
    ]


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029", "\f", "\v", "\x1c"])
def test_no_other_character_ends_a_line(sign: str) -> None:
    assert said(f"source,target\nca{sign}t,gato\n") == [("ca t", "gato", "")]


def test_columns_may_be_named_by_languages() -> None:
    assert said("en,es,pt-BR\nbuoy,boya,boia\nkelp,,alga\n") == [
        ("buoy", "boya", "es"),
        ("buoy", "boia", "pt-BR"),
        ("kelp", "alga", "pt-BR"),
    ]


def test_a_list_of_terms_alone_is_a_list_of_words_to_keep() -> None:
    terms = read_glossary(b"term\nTidewatch\nOpen Water\n", "names.csv", "en").value.terms
    assert [(term.target, term.keep) for term in terms] == [("Tidewatch", True), ("Open Water", True)]


def test_rows_from_another_language_are_not_for_this_work() -> None:
    assert said("source,target,source language\nbuoy,boya,en\nBoje,boya,de\n") == [("buoy", "boya", "")]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("source,target\nbuoy,boya\nbuoy,baliza\n", ("glossary.duplicate", "words.csv:3")),
        ("source,target\nbuoy,boya\nBuoy,boya\n", ("glossary.repeated", "words.csv:3")),
        ("source,target\nbuoy,\n", ("glossary.empty", "words.csv:2")),
        ("source,target\n,boya\n", ("glossary.empty", "words.csv:2")),
        ("source,target\nbuoy,boya,roja\n", ("glossary.row", "words.csv:2")),
        ("source,target,lang\nbuoy,boya\n", ("glossary.row", "words.csv:2")),
        ("source,target,colour\nbuoy,boya,red\n", ("glossary.column", "words.csv:1")),
        ("source,target,lang\nbuoy,boya,qqx-yy-zz\n", ("glossary.language", "words.csv:2")),
        ("source,target,case\nbuoy,boya,perhaps\n", ("glossary.value", "words.csv:2")),
        ("source,target,keep\nbuoy,boya,yes\n", ("glossary.keep", "words.csv:2")),
        ('source,target\n"kelp"x,alga\nbuoy,boya\n', ("glossary.row", "words.csv:2")),
        (f"source,target\nbuoy,{'boya ' * 100}\n", ("glossary.row", "words.csv:2")),
        (f"source,target\nbuoy,{'boya ' * 50_000}\nkelp,alga\n", ("glossary.row", "words.csv:2")),
    ],
)
def test_what_is_wrong_in_a_row_is_told_with_its_line(text: str, finding: tuple[str, str]) -> None:
    assert told(text) == [finding]


def test_of_two_translations_the_first_counts_and_parts_of_speech_are_apart() -> None:
    text = "source,target,pos\nbuoy,boya,noun\nbuoy,sostener,verb\nbuoy,baliza,noun\n"
    assert [target for _, target, _ in said(text)] == ["boya", "sostener"]


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"source,target\nbuoy,boya\nca\xf1a,caf\xe9\n", "glossary.encoding", "words.csv:3"),
        (b"source,target\rbuoy,boya\rca\xf1a,caf\xe9\r", "glossary.encoding", "words.csv:3"),
        (b"target,note\nboya,\n", "glossary.columns", "words.csv:1"),
        (b"source," + b"target" * 50_000 + b"\nbuoy,boya\n", "glossary.columns", "words.csv:1"),
        (b"", "glossary.columns", "words.csv:1"),
        (b'source,target\n"buoy,boya\nkelp,alga\n', "glossary.quote", "words.csv:2"),
        (b"<tbx><text>", "glossary.xml", "words.csv:1"),
        (b"<html/>", "glossary.xml", "words.csv:1"),
    ],
)
def test_a_file_that_is_no_glossary_is_refused_with_its_line(data: bytes, code: str, place: str) -> None:
    with pytest.raises(PipelineError) as raised:
        read_glossary(data, "words.csv", "en")
    assert (raised.value.code, str(raised.value.location)) == (code, place)
    assert raised.value.hint


@pytest.mark.parametrize("text", [TBX, TBX_DCT])
def test_tbx_is_read_in_both_styles(text: str) -> None:
    outcome = read_glossary(text.encode(), "words.tbx", "en")
    assert [(term.source, term.target, term.language, term.part_of_speech) for term in outcome.value.terms] == [
        ("tide gauge", "mareógrafo", "es", "noun"),
        ("tide gauge", "marégraphe", "fr", "noun"),
    ]
    assert [(found.code, str(found.location)) for found in outcome.findings] == [("glossary.rejected", "words.tbx:7")]


def test_tbx_of_2008_is_read() -> None:
    assert said(TBX_2008) == [("buoy", "boya", "es")]
    assert said(TBX_2008, "es") == [("boya", "buoy", "en")]
    assert told(TBX_2008.replace('"en"', '"de"')) == [("glossary.language", "words.csv")]


def test_a_file_that_declares_entities_is_refused() -> None:
    bomb = '<!DOCTYPE tbx [<!ENTITY a "boom"><!ENTITY f SYSTEM "file:///etc/hostname">]>' + TBX_2008
    with pytest.raises(PipelineError, match="entities"):
        read_glossary(bomb.replace("<term>boya", "<term>&a;&f;boya").encode(), "words.tbx", "en")


def test_what_is_commented_out_is_no_term() -> None:
    assert said(TBX_2008.replace("<term>boya", "<term><!-- baliza -->boya")) == [("buoy", "boya", "es")]


def test_a_hash_tells_glossaries_apart_and_not_where_they_lie() -> None:
    one, other = (read_glossary(b"source,target\nbuoy,boya\n", name).value for name in ("a.csv", "b.csv"))
    assert one.hash == other.hash
    assert len(one.hash) == 64
    assert read_glossary(b"source,target\nbuoy,baliza\n", "a.csv").value.hash != one.hash
    assert Glossary().hash == ""


def test_of_joined_glossaries_the_earlier_counts() -> None:
    one, two = Glossary((Term("buoy", "boya"),)), Glossary((Term("buoy", "baliza"), Term("kelp", "alga")))
    outcome = join((one, two))
    assert [term.target for term in outcome.value.terms] == ["boya", "alga"]
    assert [finding.severity for finding in outcome.findings] == [Severity.WARNING]
    assert one.joined(two) == outcome.value


def test_many_findings_of_a_kind_are_counted() -> None:
    findings = read_glossary(b"source,target\n" + b"buoy,\n" * 1000, "words.csv").findings
    assert len(findings) == 51
    assert findings[-1].message == "and 950 more like these"


def test_a_glossary_of_a_hundred_thousand_rows_is_read_in_seconds() -> None:
    rows = "\n".join(f"term{number} word,palabra {number},es" for number in range(100_000))
    before = time.monotonic()
    assert len(said(f"source,target,lang\n{rows}\n")) == 100_000
    assert time.monotonic() - before < 10
