"""Names that Windows cannot give to a file are told once for each reason."""

from __future__ import annotations

import pytest

from pipeline.bundle.names import unwelcome

BAD = ("con/con.en.pdf", "a/NUL.txt", "a/com1", "a/lpt¹.pdf", "a/b.", "a/b ", "a/b:c", "a/b?", "a/b\\c", "a/\n")


@pytest.mark.parametrize("name", [*BAD, "a/" + "🌊" * 128])
def test_a_name_that_windows_cannot_have_is_told(name: str) -> None:
    (finding,) = unwelcome([name])
    assert finding.code == "bundle.name"
    assert str(finding.location) == name


@pytest.mark.parametrize("name", ["conrad/conrad.en.pdf", "a/com10", "a/.b", "a/Größe 🌊.txt", "a/" + "b" * 255])
def test_any_other_name_is_not(name: str) -> None:
    assert not list(unwelcome([name]))


def test_one_reason_is_told_once_with_how_many_files_it_is_for() -> None:
    (finding,) = unwelcome(["aux/aux.en.pdf", "aux/aux.es.pdf", "b/b.pdf"])
    assert "'aux' is the name of a device (so for 1 more files)" in finding.message


def test_names_that_differ_in_case_only_are_told() -> None:
    (finding,) = unwelcome(["a/B.pdf", "a/b.pdf"])
    assert "a/B.pdf" in finding.message
