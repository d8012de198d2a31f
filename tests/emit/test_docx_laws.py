"""What holds for every DOCX edition, whatever the document."""

import io
from dataclasses import replace
from zipfile import ZipFile

import docx
from docx_file import STAMP, File, edition, faults, file, words
from hypothesis import HealthCheck, given, settings
from strategies import documents

from pipeline.emit.edition import Edition
from pipeline.model import (
    BulletList,
    Code,
    CodeBlock,
    Document,
    Heading,
    Link,
    Metadata,
    Note,
    Paragraph,
    Quote,
    Table,
    Text,
)
from pipeline.walk import query

generated = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@generated
@given(documents())
def test_every_letter_of_a_document_stands_in_its_file_and_nothing_leads_nowhere(document):
    found = File(Edition(document, "tide", STAMP))
    assert faults(found) == []
    text = letters(found.text())
    for node in query(document.blocks, Text):
        for word in node.text.split():
            assert letters(word) in text
    for code in (*query(document.blocks, Code), *query(document.blocks, CodeBlock)):
        assert letters(code.text) in text


@settings(generated, max_examples=10)
@given(documents())
def test_python_docx_opens_every_file_and_finds_the_title(document):
    data = File(Edition(document, "tide", STAMP)).data
    opened = docx.Document(io.BytesIO(data))
    assert opened.core_properties.title == document.metadata.title
    assert [one.text for one in opened.paragraphs if one.style.name == "Title"] == [document.metadata.title]


def test_the_same_edition_gives_the_same_bytes():
    made = edition(Heading(1, (Text("One"),), "one"), Paragraph((Text("text"),)))
    assert File(made).data == File(made).data


def test_every_entry_of_the_archive_bears_the_stamp_of_the_edition():
    assert {entry.date_time for entry in file(Paragraph((Text("text"),))).entries} == {(2023, 11, 8, 9, 30, 0)}


def test_nothing_of_a_template_is_left():
    data = ZipFile(io.BytesIO(file(Paragraph((Text("text"),))).data))
    assert not [name for name in data.namelist() if "thumbnail" in name or "customXml" in name or "theme" in name]
    whole = b"".join(data.read(name) for name in data.namelist() if name.endswith(".xml"))
    assert b"python-docx" not in whole
    assert b"2013-" not in whole


def test_characters_that_xml_cannot_hold_are_left_out_and_the_others_kept():
    found = file(Paragraph((Text('a\x00b\ufffe\ud800c\x0b& <d> "e" ]]>'),)))
    assert 'abc & <d> "e" ]]>' in found.text()


def test_an_empty_document_is_a_file():
    assert faults(File(Edition(Document(Metadata(language="en")), "empty", STAMP))) == []


def test_a_note_within_a_note_stands_beside_it_and_every_mark_is_numbered_in_reading_order():
    inner = Note((Paragraph((Text("third"),)),))
    middle = Note((Paragraph((Text("second "), inner)),))
    outer = Note((Paragraph((Text("first "), middle)),))
    found = file(Paragraph((Text("a"), outer, Text("b"), Note((Paragraph((Text("fourth"),)),)))))
    assert faults(found) == []
    assert ["".join(filter(str.isalpha, words(note))) for note in found.notes] == ["first", "second", "third", "fourth"]


def test_blocks_that_a_format_of_paragraphs_cannot_nest_leave_no_loose_end():
    table = Table(("left",), (), (((Paragraph((Text("cell"),)),),),))
    nested = Table(
        ("left", "left"), (), (((table,), (table, table)), ((), (BulletList(((table,), (), (Quote(()),))),)))
    )
    note = Note((table, BulletList(((CodeBlock("x"),),)), table))
    bare = Paragraph((Note(()), Link((Note((Paragraph((Text("n"),)),)),), "https://example.org")))
    found = file(nested, nested, BulletList(((nested,),)), Paragraph((Text("a"), note, Text("b"))), bare)
    assert faults(found) == []


def test_the_stamp_is_the_date_of_the_properties():
    later = replace(edition(Paragraph((Text("text"),))), modified=STAMP.replace(year=2024))
    assert b"2024-11-08T09:30:00Z" in File(later).files["docProps/core.xml"]
