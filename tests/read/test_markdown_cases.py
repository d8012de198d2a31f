"""Golden cases: each file in `cases/` holds Markdown texts, what they become, and what is found in them.

A case is `§ title`, the text, `§ gives`, the outline, and perhaps `§ finds` with one finding a line. `make accept`
writes the last two parts anew.
"""

import os
from pathlib import Path

import pytest
from outline import outline

from pipeline.read.markdown import read_markdown
from pipeline.report import PipelineError

CASES = Path(__file__).parent / "cases"


def cases(file):
    for chunk in file.read_text("utf-8").split("\n§§ ")[1:]:
        title, _, rest = chunk.partition("\n")
        source, _, expected = rest.partition("\n§ gives\n")
        yield title, source.removesuffix("\n"), expected.strip("\n")


def given(source):
    try:
        outcome = read_markdown(source.replace("␣", " ") + "\n", "text.md")
    except PipelineError as error:
        return f"error {error}"
    found = "".join(f"{finding.location.line} {finding.code}\n" for finding in outcome.findings)
    return (outline(outcome.value.document.blocks) + ("§ finds\n" + found if found else "")).strip("\n")


FILES = sorted(CASES.glob("*.txt"))


@pytest.mark.skipif("POLYFOLIO_ACCEPT" not in os.environ, reason="only `make accept` writes golden files")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_golden_files_are_written_anew(file):
    head = file.read_text("utf-8").split("\n§§ ")[0]
    parts = [f"\n§§ {title}\n{source}\n\n§ gives\n{given(source)}\n" for title, source, _ in cases(file)]
    file.write_text(head + "".join(parts), "utf-8")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(source, expected, id=f"{file.stem}: {title}")
        for file in FILES
        for title, source, expected in cases(file)
    ],
)
def test_markdown_becomes_what_the_case_says(source, expected):
    assert given(source) == expected
