"""LibreOffice as a reader: it opens each DOCX and writes a tagged PDF, and what that tells is compared.

One process opens all files. Where it stops, by a crash or because it hangs, another goes on with the rest.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import read_back
import tagged_pdf
from faults import Fault
from tools import program, run

from pipeline.report import PipelineError

_FILTER = 'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}'
_SECONDS, _EACH = 60, 5


def check(files: Sequence[Path]) -> list[Fault]:
    """Return where a reader gets something else of a DOCX than its document holds, by the manifest of its folder."""
    office = program("soffice", "libreoffice-writer-nogui")
    expected = [read_back.expectation(file) for file in files]
    with tempfile.TemporaryDirectory() as scratch:
        made = converted(office, files, Path(scratch))
        triples = zip(files, expected, made, strict=True)
        return [fault for file, expectation, pdf in triples for fault in _compared(file, expectation, pdf)]


def converted(office: str, files: Sequence[Path], room: Path) -> list[Path]:
    """Return where in the folder `room` the PDF of each file lies; one that could not be made is not there.

    A process that comes to its end, or hangs, before it made a PDF may have stumbled over an earlier file: only one at
    which a new process gets nowhere either is given up.
    """
    copies = [room / f"{number}.docx" for number in range(len(files))]
    for copy, file in zip(copies, files, strict=True):
        copy.symlink_to(file.resolve())
    left = copies
    while left:
        _convert(office, left, room)
        rest = [copy for copy in left if not copy.with_suffix(".pdf").is_file()]
        left = rest if len(rest) < len(left) else rest[1:]
    return [copy.with_suffix(".pdf") for copy in copies]


def _convert(office: str, copies: Sequence[Path], room: Path) -> None:
    profile = f"-env:UserInstallation={(room / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", _FILTER, "--outdir", str(room), *map(str, copies)]
    try:
        run(command, _SECONDS + _EACH * len(copies))
    except subprocess.TimeoutExpired:
        return  # what it made is there


def _compared(file: Path, expected: read_back.Expected, made: Path) -> list[Fault]:
    if not made.is_file():
        return [Fault(file, "not converted", "LibreOffice made no PDF of it")]
    try:
        want, got = read_back.wanted(file, expected), read_back.told(tagged_pdf.read(made), expected)
    except (PipelineError, pikepdf.PdfError, ValueError) as error:
        return [Fault(file, "not compared", f"it, its EPUB or the PDF made of it cannot be read: {error}")]
    return read_back.faults(file, want, got)
