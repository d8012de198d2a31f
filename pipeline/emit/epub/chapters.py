"""How the text is divided into files: a chapter for each top-level heading, none too long for a small device."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.emit.epub.anchors import resolve
from pipeline.emit.epub.body import Entry, Piece, Writer
from pipeline.emit.epub.xhtml import page
from pipeline.languages import Language
from pipeline.model import Block, Blocks, Heading
from pipeline.report import Finding

LONGEST = 250_000
"""Characters of XHTML in one file, where blocks allow it: older readers fail beyond 300 kB, and pause before it."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A file of the text: its name, its title, its pieces, and whether it begins with its own heading."""

    file: str
    title: str
    pieces: tuple[Piece, ...]
    headed: bool

    @property
    def headings(self) -> Iterator[Entry]:
        """The headings in it: those of the text, then those of its notes."""
        return (entry for piece in self.pieces for entry in piece.headings)


def chapters(blocks: Blocks, writer: Writer, title: str) -> tuple[Chapter, ...]:
    """Return the text in files, which sort by name. Text before the first heading has one, under the book's `title`."""
    top = min((block.level for block in blocks if isinstance(block, Heading)), default=1)
    groups = tuple(_groups(blocks, writer, top))
    width = max(3, len(str(len(groups))))
    found: list[Chapter] = []
    for number, group in enumerate(groups, start=1):
        pieces = tuple(piece for _, piece in group)
        headed = isinstance(group[0][0], Heading)
        here = group[0][1].headings[0].called if headed else (found[-1].title if found else title)
        found.append(Chapter(f"chapter-{number:0{width}}.xhtml", here, pieces, headed))
    return tuple(found)


def _groups(blocks: Blocks, writer: Writer, top: int) -> Iterator[list[tuple[Block, Piece]]]:
    """Yield the blocks of each file: a new one begins at each top-level heading, and where the last is long enough."""
    group: list[tuple[Block, Piece]] = []
    size = 0
    for block in blocks:
        piece = writer.piece(block)
        length = len(piece.html) + sum(map(len, piece.notes))
        begins = isinstance(block, Heading) and (block.level <= top or size > LONGEST // 2)
        if group and (begins or size + length > LONGEST):
            yield group
            group, size = [], 0
        group.append((block, piece))
        size += length
    if group:
        yield group


def pages(found: Sequence[Chapter], writer: Writer, within: Language) -> Iterator[tuple[str, str]]:
    """Yield the file name and the page of each chapter, with every link inside the book resolved."""
    files = {entry.name: chapter.file for chapter in found for entry in chapter.headings}

    def lost(target: str) -> None:
        message = f"no heading is called {target!r}; the text of the link stays"
        writer.findings.append(Finding("link.dangling", message))

    for chapter in found:
        written = page(within, chapter.title, _section(chapter), "bodymatter")
        yield chapter.file, resolve(written, chapter.file, files, writer.anchors.of, lost)


def _section(chapter: Chapter) -> str:
    text = "\n".join(piece.html for piece in chapter.pieces)
    notes = "\n".join(note for piece in chapter.pieces for note in piece.notes)
    named = ""
    if chapter.headed:
        named = f' epub:type="chapter" role="doc-chapter" aria-labelledby="{chapter.pieces[0].headings[0].name}"'
    after = f'\n<div class="notes">\n{notes}\n</div>' if notes else ""
    return f"<section{named}>\n{text}{after}\n</section>"
