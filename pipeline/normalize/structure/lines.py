"""The lines that structure is found in, and what a whole text's lines have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import Block, Div, LineBreak, Paragraph
from pipeline.normalize.structure.signs import cells
from pipeline.report import Location
from pipeline.walk import plain


@dataclass(frozen=True, slots=True)
class Line:
    """One line after unwrapping: a paragraph, a heading, an item or a verse.

    `first` says that a blank line stands before it, `last` that one follows; `role` is what unwrapping saw in the
    layout (`quote`) or empty.
    """

    text: str
    indent: int
    first: bool
    last: bool
    location: Location | None = None
    role: str = ""

    @property
    def width(self) -> int:
        """The width of the text in columns."""
        return cells(self.text)


def read_lines(div: Div) -> tuple[Line, ...]:
    """Return the lines of a `Div` of role `lines` or `unwrapped`."""
    return tuple(line for block in div.blocks for line in _run(block))


def _run(block: Block) -> Iterator[Line]:
    pieces = list(_pieces(block))
    role = block.role if isinstance(block, Div) and block.role == "quote" else ""
    for at, (text, location) in enumerate(pieces):
        bare = text.strip()
        indent = cells(text[: len(text) - len(text.lstrip())].expandtabs(8))
        yield Line(bare, indent, at == 0, at == len(pieces) - 1, location, role)


def _pieces(block: Block) -> Iterator[tuple[str, Location | None]]:
    """Yield the lines of one run with their places."""
    match block:
        case Div():
            for child in block.blocks:
                yield from _pieces(child)
        case Paragraph():
            line = block.location.line if block.location else None
            for number, text in enumerate(split(block)):
                if text.strip():
                    at = Location(block.location.file, line + number) if block.location and line else block.location
                    yield text, at
        case _:
            return


def split(paragraph: Paragraph) -> list[str]:
    """Return the lines of a raw paragraph."""
    lines = [""]
    for inline in paragraph.content:
        if isinstance(inline, LineBreak):
            lines.append("")
        else:
            lines[-1] += plain((inline,))
    return lines


def body_width(lines: tuple[Line, ...]) -> int:
    """Return the width that half of all text stands in lines of at least: how long a paragraph of this text is."""
    widths = sorted((line.width for line in lines), reverse=True)
    half, seen = sum(widths) / 2, 0
    for width in widths:
        seen += width
        if seen >= half:
            return width
    return 0
