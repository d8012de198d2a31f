"""The reports of validators are read rightly, and what is told of them is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import qpdf
import verapdf
from faults import Fault, told

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
