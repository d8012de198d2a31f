# ruff: noqa: T201  (printing the numbers is what this file is for)
"""PDFs of the Declaration in every language: which fonts cover, whether two readers give the words back, and the tags.

The texts lie outside the repository; skipped, and said so, where they are missing. Run with `-s` to see the numbers.

**The measure.** Wanted are the words of the document that was set, not of the file it was read from: title, headings,
paragraphs. A word is what stands between white space, punctuation included, in NFC. It counts as found as often as the
reader gives exactly it, at most as often as it is wanted; where it stands is not asked, since readers arrange
columns, notes and lines of mixed direction as they like. Missing, joined, parted and altered words count as lost.

Scripts that are written without spaces, and Hangul, whose lines end inside words, have no words that a reader could
give back: the end of a line looks like a space. There the runs of four characters are counted instead, white space
left out, within one paragraph; a paragraph of fewer has none. They tell the characters and their order, a wrong
character costs four of them, and counting stays linear.

**Not counted**: page numbers and running heads (lines at the edges of pages that hold a number only, a title or heading
with a number, or a title or heading that stands at the edge of several pages), bidi controls, zero-width spaces, and
soft hyphens and word joiners with the line's end behind them, which say that a word goes on (U+FFFE is what pdfium
gives for a soft hyphen). Words that an edition repeats, as its contents do, could hide that the same word is lost
elsewhere: how many words were given beyond the wanted ones is printed, too.

Every file is also held against PDF/UA-1 and PDF/A-2a: by this program's own check, and by veraPDF if it can be had.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pypdfium2
import pytest
import verapdf
from real_texts import is_turned, judged, script_of, sources

from pipeline.drafts import read
from pipeline.emit import emit
from pipeline.emit.edition import Edition
from pipeline.files import Text, Work
from pipeline.model import Heading
from pipeline.report import PipelineError
from pipeline.verify.pdf_structure import opened
from pipeline.verify.pdf_tags import faults
from pipeline.verify.reading import read_aloud
from pipeline.walk import plain, query

POPPLER = shutil.which("pdftotext")
CLAIMED = "0"
"""What veraPDF calls the flavours that a file claims; the own check sees to it that these are both."""
LEFT_TO_RIGHT, RIGHT_TO_LEFT = 98.0, 95.0
UNSPACED = frozenset(
    {"CJK", "ETHIOPIC", "HANGUL", "HIRAGANA", "KATAKANA", "KHMER", "LAO", "MYANMAR", "THAI", "TIBETAN"}
)
VOCALIZED = 0.25
"""From so many marks a letter on, a text from right to left counts as vocalized."""
EDGE = 2
_NUMBER = re.compile(r"^[\d.]+\s*|\s*[\d.]+$")
_UNCOUNTED = re.compile("[\u00ad\u2060]\\s*|[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\x02]")


@dataclass(frozen=True)
class Row:
    """What one file gave. `poppler` and `pdfium` are the share found, in per cent, and what was given beyond it.

    `faults` are those of its tags, and `size` is in bytes.
    """

    name: str
    language: str
    script: str
    turned: bool = False
    vocalized: bool = False
    wanted: int = 0
    poppler: tuple[float, int] | None = None
    pdfium: tuple[float, int] = (0, 0)
    refused: str = ""
    faults: tuple[str, ...] = ()
    size: int = 0

    def __str__(self) -> str:
        shares = "".join(
            f"{share:8.2f} +{more:<5}" if share else "" for share, more in (self.poppler or (0, 0), self.pdfium)
        )
        note = " vocalized" if self.vocalized else ""
        return f"{self.name:14} {self.language:12} {self.script:12} {self.wanted:6} {shares}{self.refused}{note}"

    def passes(self) -> bool:
        least = RIGHT_TO_LEFT if self.turned else LEFT_TO_RIGHT
        return all(share >= least for share, _ in (self.poppler or (100, 0), self.pdfium))


@pytest.mark.slow
def test_every_language_is_set_well_tagged_and_read_back_by_two_readers(tmp_path: Path) -> None:
    rows = rows_of("udhr", tmp_path)
    set_, refused = [row for row in rows if not row.refused], [row for row in rows if row.refused]
    faulty = {row.name: row.faults for row in set_ if row.faults}
    print(f"\n{'file':14} {'language':12} {'script':12} wanted  pdftotext       pdfium   (% found, +more)")
    print("\n".join(map(str, rows)))
    print(f"scripts covered: {dict(Counter(row.script for row in set_).most_common())}")
    print(f"no font for {len(refused)}: {' '.join(row.name for row in refused)}")
    print("vocalized texts are shown and not held to a number: readers part marks from letters in their own ways")
    print(total(set_))
    print(f"own check of structure and tags: {len(faulty)} of {len(set_)} files have faults")
    broken = judged("veraPDF, PDF/UA-1 and PDF/A-2a", verapdf.checker(CLAIMED), sorted(tmp_path.glob("*.pdf")))
    assert set_
    assert [str(row) for row in set_ if not row.vocalized and not row.passes()] == []
    assert faulty == {}
    assert broken == []


def total(rows: Sequence[Row]) -> str:
    """Return what all files together are, and which share of their words each reader gave."""
    wanted = sum(row.wanted for row in rows)
    found = [
        f"{name} {sum(row.wanted * share[0] for row, share in read if share) / max(wanted, 1):.2f} %"
        for name, read in (
            ("pdftotext", [(row, row.poppler) for row in rows]),
            ("pdfium", [(row, row.pdfium) for row in rows]),
        )
        if any(share for _, share in read)
    ]
    size = sum(row.size for row in rows) / 1e6
    return f"{len(rows)} files, {size:.1f} MB, {wanted} words or runs of four: {', '.join(found)}"


def rows_of(folder: str, room: Path) -> list[Row]:
    files = sources(folder)
    if POPPLER is None:
        print("\nacceptance: pdftotext (poppler-utils) is missing; only pdfium reads the files")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        return list(pool.map(partial(measured, room), files, chunksize=4))


def measured(room: Path, file: Path) -> Row:
    """Set one text, read the file with both readers, and compare; a text without a font is told by its hint."""
    work = Work(file.stem, file.parent, (Text(file),))
    document = read(work, work.texts[0], None, {}).value
    pieces = [counted(piece.text) for piece in read_aloud(document)[0]]
    text = "\n".join(pieces)
    row = partial(Row, file.stem, document.metadata.language, script_of(text))
    try:
        data = emit("pdf", Edition(document, file.stem)).value
    except PipelineError as error:
        if error.code != "pdf.font":
            raise
        return row(refused=f" {error.message}; {error.hint}")
    titles = (document.metadata.title, *map(heading, query(document.blocks, Heading)))
    heads = frozenset(shown(title) for title in titles)
    units = runs_of_four if script_of(text) in UNSPACED else str.split
    wanted = Counter(unit for piece in pieces for unit in units(piece))
    (made := room / f"{file.stem}.pdf").write_bytes(data)
    found = [None if pages is None else compared(wanted, units(body(pages, heads))) for pages in readings(made)]
    with opened(data) as pdf:
        against = tuple(f"{fault.place}: {fault.what}" for fault in faults(pdf))
    return row(is_turned(text), is_vocalized(text), wanted.total(), *found, faults=against, size=len(data))


def heading(node: Heading) -> str:
    return plain(node.content)


def readings(file: Path) -> Iterator[list[str] | None]:
    """Yield what poppler gives, None where it is missing, and what pdfium gives: the text of each page."""
    if POPPLER:
        command = [POPPLER, "-enc", "UTF-8", str(file), "-"]
        yield subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\f")  # noqa: S603
    else:
        yield None
    with pypdfium2.PdfDocument(file) as document:
        yield [document[number].get_textpage().get_text_range() for number in range(len(document))]


def counted(text: str) -> str:
    return _UNCOUNTED.sub("", unicodedata.normalize("NFC", text))


def body(pages: Iterable[str], heads: frozenset[str]) -> str:
    """Return the text of all pages without running heads and page numbers."""
    leaves = [[line for line in page.splitlines() if line.strip()] for page in pages]
    edges = Counter(line for lines in leaves for line in {shown(line) for line in lines[:EDGE] + lines[-EDGE:]})
    running = frozenset(line for line, times in edges.items() if is_furniture(line, times, heads))
    return counted("\n".join(line for lines in leaves for line in without(lines, running)))


def without(lines: list[str], running: frozenset[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if not ((number < EDGE or number >= len(lines) - EDGE) and shown(line) in running):
            yield line


def is_furniture(line: str, times: int, heads: frozenset[str]) -> bool:
    """Tell whether a line that stands at the edges of so many pages is a page number or a running head."""
    if line in heads:
        return times > 1
    rest = _NUMBER.sub("", line)
    return not rest or rest in heads


def shown(line: str) -> str:
    return " ".join(counted(line).split())


def runs_of_four(text: str) -> list[str]:
    whole = "".join(text.split())
    return [whole[at : at + 4] for at in range(len(whole) - 3)]


def compared(wanted: Counter[str], given: Iterable[str]) -> tuple[float, int]:
    """Return which share of the wanted units was given, in per cent, and how many were given beyond them."""
    got = Counter(given)
    found = (wanted & got).total()
    return 100 * found / max(wanted.total(), 1), got.total() - found


def is_vocalized(text: str) -> bool:
    marks, all_letters = (sum(unicodedata.category(char)[0] == kind for char in text) for kind in "ML")
    return is_turned(text) and marks >= VOCALIZED * all_letters
