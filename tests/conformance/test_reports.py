"""The reports of validators are read rightly, and what is told of them is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ace
import epubcheck
import json_lines
import openxml
import qpdf
import read_back
import verapdf
from faults import Fault, told
from tagged_pdf import File, Tagged

from pipeline.verify.expect import Expected
from pipeline.verify.observed import Entry

BOOK, NOTES = Path("exports/book.pdf"), Path("exports/notes.pdf")
PLACES = {"/in/book.pdf": BOOK, "/in/notes.pdf": NOTES}


def judged(name: str, *rules: dict[str, Any], end: str = "normal") -> dict[str, Any]:
    result = {"details": {"ruleSummaries": list(rules)}, "jobEndStatus": end, "compliant": not rules}
    return {"itemDetails": {"name": name, "size": 1}, "validationResult": [result]}


def broken(clause: str, number: int, failed: int, status: str = "failed") -> dict[str, Any]:
    check = {"status": "failed", "context": "root/pages[0]", "errorMessage": "Tabs is null"}
    names = {"specification": "ISO 14289-1:2014", "clause": clause, "testNumber": number, "description": "A rule"}
    return names | {"status": status, "failedChecks": failed, "checks": [check]}


def report(*jobs: dict[str, Any]) -> dict[str, Any]:
    return {"report": {"jobs": list(jobs)}}


def test_a_rule_that_is_broken_is_a_fault_of_its_file() -> None:
    found = verapdf.faults(report(judged("/in/book.pdf"), judged("/in/notes.pdf", broken("7.1", 10, 4))), PLACES)
    rule = "ISO 14289-1:2014 clause 7.1 test 10"
    assert found == [Fault(NOTES, rule, "A rule", 4, "Tabs is null (root/pages[0])")]


def test_a_rule_that_passed_is_none() -> None:
    assert not verapdf.faults(report(judged("/in/book.pdf", broken("5", 1, 0, "passed"))), {"/in/book.pdf": BOOK})


def test_a_file_that_could_not_be_judged_has_a_fault() -> None:
    unread = {"itemDetails": {"name": "/in/book.pdf"}, "taskException": {"exceptionMessage": "End of file"}}
    found = verapdf.faults(report(unread, judged("/in/notes.pdf", end="timeout")), PLACES)
    assert [(fault.file, fault.rule) for fault in found] == [(BOOK, "not judged"), (NOTES, "not judged")]
    assert found[0].meaning == "End of file"


def test_a_file_that_the_report_leaves_out_has_a_fault() -> None:
    found = verapdf.faults(report(judged("/in/book.pdf")), PLACES)
    assert found == [Fault(NOTES, "not judged", "the report says nothing of it")]


def test_messages_of_qpdf_are_one_fault() -> None:
    assert qpdf.fault(BOOK, "WARNING: no header\n\nqpdf: no trailer\n").meaning == "WARNING: no header"
    assert qpdf.fault(BOOK, "WARNING: no header\n\nqpdf: no trailer\n").checks == 2
    assert qpdf.fault(BOOK, "").meaning == "it gave no reason"


def test_files_that_break_one_rule_are_told_together() -> None:
    faults = [Fault(Path(f"{name}.pdf"), "7.1", "A rule", 2, f"in {name}") for name in "dcba"]
    assert told("veraPDF", [fault.file for fault in faults] + [BOOK], faults) == [
        "veraPDF: 5 files, 4 failed",
        "  7.1: A rule",
        "    8 checks failed in a.pdf, b.pdf, c.pdf and 1 more",
        "    first: in d",
    ]


def test_without_faults_there_is_one_line() -> None:
    assert told("qpdf", [BOOK], []) == ["qpdf: 1 file, 0 failed"]


def test_messages_of_one_rule_are_one_fault_that_says_the_first() -> None:
    lines = [
        {"file": "/in/book.pdf", "rule": "RSC-005 ERROR", "message": "Duplicate\n  ID", "place": f"a.xhtml:{line}"}
        for line in (3, 9)
    ]
    ends = [{"file": place, "end": ""} for place in PLACES]
    assert epubcheck.faults([*lines, *ends], PLACES) == [Fault(BOOK, "RSC-005 ERROR", "Duplicate ID", 2, "a.xhtml:3")]


def test_a_file_whose_judgement_has_no_end_or_a_bad_one_has_a_fault() -> None:
    found = ace.faults([{"file": "/in/book.pdf", "end": "Error: the page crashed"}], PLACES)
    assert found == [
        Fault(BOOK, "not judged", "Error: the page crashed"),
        Fault(NOTES, "not judged", "the report says nothing of its end"),
    ]


def test_what_a_library_prints_between_the_lines_is_left_out() -> None:
    assert json_lines.read('Loading...\n{"file": "a", "end": ""}\n') == [{"file": "a", "end": ""}]


def test_errors_of_the_sdk_are_told_by_their_ids_and_a_file_that_does_not_open_by_its_exception() -> None:
    error = {"id": "Sch_X", "errorType": "Schema", "description": "Bad", "path": "/word/document.xml", "xPath": "/w:p"}
    shut = {"id": None, "errorType": "Exception", "description": "Corrupted", "path": None, "xPath": None}
    assert openxml.faults(BOOK, {"errors": [error, error | {"xPath": "/w:t"}, shut]}) == [
        Fault(BOOK, "Sch_X", "Bad", 2, "/word/document.xml /w:p"),
        Fault(BOOK, "Exception", "Corrupted"),
    ]


# What LibreOffice read back: a tide table with a heading whose note is marked, and a word in Spanish

EXPECTED = Expected(
    outline=(Entry(1, "Tides", "tides"),),
    metadata={"title": ("The tide",)},
    language="en",
    spoken=frozenset({"es", "ar"}),
    colophon="About this edition",
    notes=1,
)
WANTED = read_back.Told(
    title=("The tide",),
    bookmarks=("Tides",),
    headings=("1 Tides",),
    contents=("Tides",),
    heads=("Hour (Column)",),
    alts=("a wave",),
    notes=("1",),
    languages=("en", "es"),
)


def paged(*kids: Tagged | str, title: str = "The tide", bookmarks: tuple[str, ...] = ("Tides",)) -> File:
    return File(title, bookmarks, Tagged("", kids, "en-US"))


def tide(scope: str = "Column", alt: str = "a wave", spanish: str = "es-ES") -> tuple[Tagged, ...]:
    return (
        Tagged("TOC", (Tagged("TOCI", (Tagged("P", (Tagged("Link", ("Tides",)),)),)),)),
        Tagged("H1", ("Tides", Tagged("Link", ("1",)))),
        Tagged("P", ("The ", Tagged("Span", ("marea",), spanish), Tagged("Figure", alt=alt))),
        Tagged("Note", ("1 At sea.",)),
        Tagged("Table", (Tagged("TR", (Tagged("TH", ("Hour ",), scope=scope), Tagged("TH", (" ",)))),)),
    )


def differing(file: File) -> list[tuple[str, str]]:
    return [(fault.rule, fault.first) for fault in read_back.faults(BOOK, WANTED, read_back.told(file, EXPECTED))]


def test_a_file_that_tells_what_the_document_holds_has_no_fault() -> None:
    assert differing(paged(*tide())) == []


def test_the_heading_of_the_back_matter_and_what_a_cover_shows_may_be_more() -> None:
    cover, back = Tagged("P", (Tagged("Figure", alt="Cover: The tide"),), name="Cover"), "About this edition"
    assert differing(paged(cover, *tide(), Tagged("H1", (back,)), bookmarks=("Tides", back))) == []


def test_each_kind_that_differs_is_a_fault_with_its_first_place() -> None:
    assert differing(paged(*tide(scope="", alt="", spanish="fr-FR"), title="Untitled", bookmarks=())) == [
        ("title", "“The tide” became “Untitled”"),
        ("bookmarks", "“Tides” became “nothing”"),
        ("heads", "“Hour (Column)” became “Hour (no scope)”"),
        ("alts", "“a wave” became “”"),
        ("languages", "“es” became “fr”"),
    ]
    assert [rule for rule, _ in differing(paged())] == ["headings", "contents", "heads", "alts", "notes", "languages"]


def test_a_heading_of_another_level_or_order_of_letters_in_the_bookmarks_differs() -> None:
    other = [Tagged("H2", kid.kids) if kid.kind == "H1" else kid for kid in tide()]
    assert differing(paged(*other, bookmarks=("Tidse",))) == [
        ("bookmarks", "“Tides” became “Tidse”"),
        ("headings", "“1 Tides” became “2 Tides”"),
    ]
