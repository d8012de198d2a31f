"""Plain text gets its structure: title, subtitle, date, headings, lists, quotations, verses and paragraphs.

The rules know no word of any language, months and countries from CLDR apart. Each kind of thing has a file of its own:
`front`, `headings` (with `series`), `lists`; here the lines they leave become
paragraphs, and everything is put in order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.model import (
    Block,
    Blocks,
    Div,
    Document,
    Heading,
    LineBreak,
    Metadata,
    Paragraph,
    Quote,
    Text,
    ThematicBreak,
)
from pipeline.normalize.structure.dates import find_date
from pipeline.normalize.structure.front import (
    Front,
    find_dateline,
    find_front,
    is_date_line,
    title_of,
    with_dateline,
)
from pipeline.normalize.structure.headings import find_headings, levels
from pipeline.normalize.structure.lines import Line, read_lines
from pipeline.normalize.structure.lists import find_list
from pipeline.normalize.structure.signs import ends_sentence, pauses
from pipeline.report import Change, Finding, Outcome
from pipeline.walk import plain

_RULE = re.compile(r"([*_=~#•·⁂✻❦◆◇○●—–-])(\s*\1){2,}|⁂")
_UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}")
_QUOTED = re.compile(r">\s?")
_DEEPEST = 10
"""Quotations within quotations are followed so far."""


def apply(document: Document) -> Outcome[Document]:
    """Return the document with each `Div` of raw lines replaced by the blocks it holds, and its metadata filled.

    Metadata that is already known stays; title, subtitle, date, publisher (a news agency) and coverage (its place) are
    filled where they were empty. Nothing is lost: title and subtitle move to the metadata, a list number before the
    title to a change, list marks are made anew by the list; dates stay in the text as well. Documents without raw
    lines stay as they are. A text without anything like a title gets none.
    """
    blocks: list[Block] = []
    build = _Build(document.metadata)
    for block in document.blocks:
        if isinstance(block, Div) and block.role in {"lines", "unwrapped"}:
            blocks.extend(build.structure(block))
        else:
            blocks.append(block)
    if len(blocks) == len(document.blocks) and all(a is b for a, b in zip(blocks, document.blocks, strict=True)):
        return Outcome(document)
    changed = replace(document, metadata=build.metadata, blocks=tuple(blocks))
    return Outcome(changed, tuple(build.findings), tuple(build.changes))


@dataclass(slots=True)
class _Build:
    """What is known so far while the blocks are made."""

    metadata: Metadata
    findings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def structure(self, div: Div) -> Blocks:
        """Return the blocks of one `Div` of raw lines; what opens it goes to the metadata."""
        lines = read_lines(div)
        if not lines:
            return ()
        series = find_headings(lines, ()).series
        made = self._made(lines, 0, series)
        headings = find_headings(lines, _taken(made))
        self._underlined_title(made)
        known = bool(self.metadata.title)
        front = Front(None, None, 0) if known else find_front(lines, _taken(made), headings.classes)
        headings = find_headings(lines, _taken(made), front.rest) if front.rest > 1 else headings
        self._open(lines, front)
        used = {index for index in (front.title, front.subtitle) if index is not None}
        classes = {index: kind for index, kind in headings.classes.items() if index not in used}
        classes = {index: kind for index, kind in classes.items() if not self._is_date(lines[index])}
        blocks = self._blocks(lines, made, levels(lines, classes), used)
        self._dateline(blocks)
        return blocks

    def _is_date(self, line: Line) -> bool:
        return is_date_line(line.text, self.metadata.language)

    def _made(
        self, lines: tuple[Line, ...], depth: int, series: frozenset[int] = frozenset()
    ) -> dict[int, tuple[Block | None, int]]:
        """Return the blocks that groups of lines make, by their first line, each with the line after its last.

        Lines of `series` are headings and open no list.
        """
        made: dict[int, tuple[Block | None, int]] = {}
        index = 0
        while index < len(lines):
            found = None if index in series else self._one(lines, index, depth)
            if found is not None:
                made[index] = found
                index = found[1]
            else:
                index += 1
        return made

    def _one(self, lines: tuple[Line, ...], index: int, depth: int) -> tuple[Block, int] | None:
        line = lines[index]
        if _is_underlined(lines, index):
            level = 1 if lines[index + 1].text[0] == "=" else 2
            return Heading(level, (Text(line.text),), location=line.location), index + 2
        if _RULE.fullmatch(line.text):
            return ThematicBreak(line.location), index + 1
        if _QUOTED.match(line.text) and depth < _DEEPEST:
            return self._quoted(lines, index, depth)
        if line.role == "quote":
            return _set_off(lines, index)
        found = find_list(lines, index)
        if found is None:
            return None
        self.changes.extend(found.changes)
        return found.block, found.end

    def _quoted(self, lines: tuple[Line, ...], index: int, depth: int) -> tuple[Block, int]:
        """Return the quotation whose lines begin with `>`, one mark taken off each."""
        end = index
        inner: list[Line] = []
        while end < len(lines) and (mark := _QUOTED.match(lines[end].text)):
            line = lines[end]
            text = line.text[mark.end() :]
            bare = text.strip()
            blank = end == index or line.first or not lines[end - 1].text.strip("> ")
            if bare:
                inner.append(Line(bare, len(text) - len(text.lstrip()), blank, line.last, line.location))
            end += 1
        quoted = tuple(inner)
        return Quote(self._blocks(quoted, self._made(quoted, depth + 1), {}, set()), lines[index].location), end

    def _underlined_title(self, made: dict[int, tuple[Block | None, int]]) -> None:
        """Take the first line for the title if it is the only one with a double line below it."""
        first = made.get(0, (None, 0))[0]
        tops = sum(isinstance(block, Heading) and block.level == 1 for block, _ in made.values())
        if isinstance(first, Heading) and tops == 1 and first.level == 1 and not self.metadata.title:
            self.metadata = replace(self.metadata, title=plain(first.content))
            made[0] = (None, made[0][1])

    def _open(self, lines: tuple[Line, ...], front: Front) -> None:
        """Put title, subtitle and date into the metadata."""
        metadata = self.metadata
        if front.title is not None:
            title, changes = title_of(lines[front.title])
            self.changes.extend(changes)
            metadata = replace(metadata, title=title)
        if front.subtitle is not None:
            metadata = replace(metadata, subtitle=metadata.subtitle or lines[front.subtitle].text)
        self.metadata = replace(metadata, date=metadata.date or self._date(lines, front))

    def _date(self, lines: tuple[Line, ...], front: Front) -> str:
        """Return the date that stands on a line of its own right below the title, or that ends title or subtitle."""
        if front.title is None:
            return ""
        language = self.metadata.language
        for line in lines[front.rest : front.rest + 2]:
            if self._is_date(line) and (found := find_date(line.text, language)):
                return found.iso
        for index in (front.title, front.subtitle):
            text = lines[index].text if index is not None else ""
            found = find_date(text, language) if text else None
            if found and found.end >= len(text.rstrip(" .")):
                return found.iso
        return ""

    def _blocks(
        self,
        lines: tuple[Line, ...],
        made: dict[int, tuple[Block | None, int]],
        depths: dict[int, int],
        used: set[int],
    ) -> Blocks:
        """Return all blocks in order: those already made, headings, and paragraphs and verses from what is left."""
        blocks: list[Block] = []
        index = 0
        while index < len(lines):
            line = lines[index]
            end = index + 1
            if index in used:
                pass
            elif index in made:
                block, end = made[index]
                blocks.extend([block] if block else [])
            elif index in depths:
                blocks.append(Heading(depths[index], (Text(line.text),), location=line.location))
            else:
                end = _verse_end(lines, index, made, depths, used)
                blocks.append(_paragraph(lines[index:end]))
            index = end
        return tuple(blocks)

    def _dateline(self, blocks: Blocks) -> None:
        """Read the dateline that the first paragraph opens with."""
        first = next((block for block in blocks if isinstance(block, Paragraph) and len(block.content) == 1), None)
        if first is None or not isinstance(first.content[0], Text):
            return
        found = find_dateline(first.content[0].text, self.metadata.language)
        if found is not None:
            self.metadata, finding = with_dateline(self.metadata, found, first.location)
            self.findings.append(finding)


def _is_underlined(lines: tuple[Line, ...], index: int) -> bool:
    """Tell whether a line of `=`, `-` or `~` stands right below this one."""
    if index + 1 >= len(lines) or lines[index].last or _RULE.fullmatch(lines[index].text):
        return False
    return _UNDERLINE.fullmatch(lines[index + 1].text) is not None


def _taken(made: dict[int, tuple[Block | None, int]]) -> frozenset[int]:
    return frozenset(index for start, (_, end) in made.items() for index in range(start, end))


def _set_off(lines: tuple[Line, ...], index: int) -> tuple[Block, int]:
    end = index
    while end < len(lines) and lines[end].role == "quote":
        end += 1
    paragraphs = tuple(Paragraph((Text(line.text),), line.location) for line in lines[index:end])
    return Quote(paragraphs, lines[index].location), end


_VERSE = 60
"""A line of verse or of an address is no wider."""


def _verse_end(
    lines: tuple[Line, ...],
    index: int,
    made: dict[int, tuple[Block | None, int]],
    depths: dict[int, int],
    used: set[int],
) -> int:
    """Return the line after the verse that begins here, or after this one line if it is a paragraph.

    Verse is at least three short lines in one run, of which most end neither a sentence nor with a colon.
    """
    end = index
    while end < len(lines) and lines[end].width <= _VERSE and (end == index or not lines[end].first):
        if end in made or end in depths or end in used:
            break
        end += 1
    open_ends = sum(not ends_sentence(line.text) for line in lines[index:end])
    whole = end - index >= 3 and open_ends > 0.5 * (end - index) and not pauses(lines[index].text[-1:].replace(",", ""))
    return end if whole else index + 1


def _paragraph(lines: tuple[Line, ...]) -> Paragraph:
    content: list[Text | LineBreak] = []
    for line in lines:
        content.extend((LineBreak(), Text(line.text)) if content else (Text(line.text),))
    return Paragraph(tuple(content), lines[0].location)
