"""Tables: column widths from what is in them, and the frame of rows and cells around finished content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from unicodedata import east_asian_width

from pipeline.emit.docx.look import Look, twips
from pipeline.emit.docx.styled import cell_margins
from pipeline.emit.docx.xml import NOTHING, Markup, join, quoted
from pipeline.model import Alignment, Blocks, Code, CodeBlock, Row, Table, Text
from pipeline.walk import plain, query

_LETTER = 0.6
"""The width of a wide letter of a table's text in sizes of it, so that no word is cut."""
_LONGEST = 60
"""Where a column stops asking for more: a cell this long can as well run over lines."""
COLUMNS = 63
"""The most cells that Word takes in a row."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a table fits its place: the number of its letters' size in the theme, and in twips padding and columns."""

    number: int
    padding: int
    columns: tuple[int, ...]


def regular(table: Table) -> Table:
    """Return the table with a row at least, as many cells in every row, and no more of them than Word takes.

    A longer row goes on in the next. Nothing is lost but the alignments of what goes on, which are those of the columns
    above.
    """
    count = max(len(table.alignments), *map(len, (*table.head, *table.body)), 1)
    parts = -(-count // COLUMNS)
    width = -(-count // parts)
    unknown: list[Alignment] = ["default"]
    alignments = (*table.alignments, *unknown * count)[:width]
    body = table.body if table.head or table.body else ((),)
    return replace(
        table, alignments=alignments, head=_folded(table.head, width, parts), body=_folded(body, width, parts)
    )


def _folded(rows: tuple[Row, ...], width: int, parts: int) -> tuple[Row, ...]:
    whole = ((*row, *repeat((), width * parts - len(row))) for row in rows)
    return tuple(row[at * width : (at + 1) * width] for row in whole for at in range(parts))


def fit(table: Table, room: int, look: Look, *, fill: bool) -> Fit:
    """Return the largest letters of the theme's in which no word is broken, and the width of each column.

    The columns are `room` wide at most together, or just that with `fill`.
    """
    columns = tuple(zip(*(*table.head, *table.body), strict=True))
    words, cells = zip(*map(_measure, columns), strict=True)
    # letters of a complex script are enlarged beside Latin ones of the size
    sizes = tuple(size * (look.script.scale if look.script.slot == "bidi" else 1.0) for size in look.theme.cells)
    number = next((at for at, size in enumerate(sizes) if sum(_needs(words, size, room)) <= room), len(sizes) - 1)
    least, wanted = _needs(words, sizes[number], room), _needs(cells, sizes[number], room)
    return Fit(number, _padding(sizes[number], room, len(columns)), _widths(least, wanted, room, fill=fill))


def _needs(letters: Sequence[int], size: float, room: int) -> list[int]:
    """Return how wide columns must be for as many letters of a size."""
    around = 2 * _padding(size, room, len(letters))
    return [twips(_LETTER * size) * count + around for count in letters]


def _padding(size: float, room: int, columns: int) -> int:
    """Return the space beside a cell's content: half a letter's height, but no more than a quarter of a column."""
    return min(twips(0.5 * size), room // (8 * columns))


def _widths(least: Sequence[int], wanted: Sequence[int], room: int, *, fill: bool) -> tuple[int, ...]:
    """Return what each column gets: what its longest word needs; what is left goes to those with longer cells."""
    if sum(wanted) <= room:
        return tuple(one * room // sum(wanted) for one in wanted) if fill else tuple(wanted)
    if sum(least) >= room:
        return tuple(room * one // sum(least) for one in least)
    share = (room - sum(least)) / (sum(wanted) - sum(least))
    return tuple(round(low + (high - low) * share) for low, high in zip(least, wanted, strict=True))


def _measure(column: Sequence[Blocks]) -> tuple[int, int]:
    """Return the lengths of the longest word and of the longest cell in a column, in letters, within bounds."""
    texts = ["".join(node.text for node in _texts(cell)) for cell in column]
    word = max((_letters(word) for text in texts for word in text.split()), default=1)
    return min(max(word, 3), 20), min(max(max(map(_letters, texts), default=1), min(word, 20), 4), _LONGEST)


def _letters(text: str) -> int:
    """Return how many letters are as broad as a text: an ideograph is as broad as two (UAX #11)."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _texts(cell: Blocks) -> Iterator[Text | Code | CodeBlock]:
    return (node for node in query(cell, Text, Code, CodeBlock) if isinstance(node, Text | Code | CodeBlock))


def frame(  # noqa: PLR0913  (what a table is made of)
    table: Table, fitted: Fit, rows: Sequence[Sequence[Markup]], *, padding: int, inset: int, rtl: bool
) -> Markup:
    """Return the table around the content of its cells, row after row, head first; `padding` is that of its style."""
    head, columns = len(table.head), fitted.columns
    grid = join(Markup(f'<w:gridCol w:w="{width}"/>') for width in columns)
    lines = join(_row(cells, columns, is_head=at < head, is_last=at == head - 1) for at, cells in enumerate(rows))
    return Markup(
        f"<w:tbl>{_properties(table, fitted, padding, inset, rtl)}<w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
    )


def _properties(table: Table, fitted: Fit, padding: int, inset: int, rtl: bool) -> Markup:
    caption = plain(table.caption)
    return Markup(
        '<w:tblPr><w:tblStyle w:val="BookTable"/>'
        f"{'<w:bidiVisual/>' if rtl else ''}"
        f'<w:tblW w:w="{sum(fitted.columns)}" w:type="dxa"/><w:tblInd w:w="{inset}" w:type="dxa"/>'
        f"{cell_margins(dict.fromkeys(('left', 'right'), fitted.padding)) if fitted.padding != padding else ''}"
        f'<w:tblLook w:val="0{"62" if table.head else "60"}0" w:firstRow="{int(bool(table.head))}" w:lastRow="0"'
        ' w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"{f'<w:tblCaption w:val={quoted(caption)}/>' if caption else ''}</w:tblPr>"
    )


def parallel(rows: Sequence[Sequence[Markup]], width: int, gutter: int, *, inset: int, rtl: bool) -> Markup:
    """Return pairs of finished content side by side in columns of `width`; `rtl`: the first at the right.

    The table reaches beyond the text by the padding of its cells, so that their content stands at its margins. A row
    may break over pages.
    """
    cell = width + gutter
    start, grid = f'<w:tc><w:tcPr><w:tcW w:w="{cell}" w:type="dxa"/></w:tcPr>', f'<w:gridCol w:w="{cell}"/>' * 2
    lines = "".join(f"<w:tr>{''.join(f'{start}{side}</w:tc>' for side in row)}</w:tr>" for row in rows)
    return Markup(
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Parallel"/>{"<w:bidiVisual/>" if rtl else ""}'
        f'<w:tblW w:w="{2 * cell}" w:type="dxa"/><w:tblInd w:w="{inset - gutter // 2}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0600" w:firstRow="0" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>'
    )


def _row(cells: Sequence[Markup], columns: Sequence[int], *, is_head: bool, is_last: bool) -> Markup:
    header = "<w:tblHeader/>" if is_head else ""
    rule = '<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/></w:tcBorders>'
    line = Markup(rule) if is_last else NOTHING
    content = join(
        Markup(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{line}</w:tcPr>{cell}</w:tc>')
        for width, cell in zip(columns, cells, strict=True)
    )
    return Markup(f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{content}</w:tr>")
