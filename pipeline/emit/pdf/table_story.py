"""Tables in the story: rows and cells as boxes, in letters as large as the columns allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.emit.pdf.boxes import Box, spaced
from pipeline.emit.pdf.place import Place
from pipeline.emit.pdf.table import Row, TableBox, extent
from pipeline.emit.theme import Style
from pipeline.model import Row as TableRow
from pipeline.model import Table

if TYPE_CHECKING:
    from pipeline.emit.pdf.story import Story


def table(story: Story, block: Table, place: Place) -> list[Box]:
    """Return the boxes of a table: its caption, and itself in the largest letters in which no word is broken."""
    if not block.head and not block.body:
        # the structure of a table has rows (ISO 32000-1, table 337): without any, its caption is a line of text
        return [story.text(block.caption, story.theme.caption, place)] if block.caption else []
    story.tables += 1
    anchor = f"table-{story.tables}"
    room = place.measure - place.left - place.right
    count = max(len(block.alignments), 1)
    element = story.new("Table", place)
    inside = replace(place, element=element, top=False)
    style = replace(story.theme.caption, keep=True)
    caption = [story.text(block.caption, style, inside, "Caption")] if block.caption else []
    before = (story.tables, story.ink.notes, dict(story.notes), len(element.kids))
    levels = story.openings.mark()
    for size in (*place.sizes, *_tiny(place.sizes[-1], room / count)):
        story.tables, story.ink.notes, story.notes = before[0], before[1], dict(before[2])
        del element.kids[before[3] :]
        story.openings.back(levels)
        head = _rows(story, block, size, inside, head=True)
        body = _rows(story, block, size, inside, head=False)
        shares = _shares(head + body, len(block.alignments))
        gap = min(size, 0.25 * room / count)
        if sum(least for least, _ in shares) + gap * (count - 1) <= room:
            break
    box = TableBox(
        head=head,
        body=body,
        shares=shares,
        gap=gap,
        depth=story.theme.depth,
        left=place.left,
        right=place.right,
        bars=place.bars,
        turned=place.turned,
    )
    box.anchors = (anchor,)
    return spaced([*caption, box], story.theme.gap + 3)


def _rows(story: Story, block: Table, size: float, place: Place, *, head: bool) -> list[Row]:
    rows = block.head if head else block.body
    # a head needs a body (ISO 14289-1, 7.2): without one, its rows are those of the table
    holder = place.element.child("THead" if head else "TBody") if block.body else place.element
    within = replace(place, element=holder)
    styles = [story.theme.cell(size, head=head, align="start" if a == "default" else a) for a in block.alignments]
    return [_row(story, row, styles, replace(within, sizes=(size,)), head=head) for row in rows]


def _row(story: Story, row: TableRow, styles: Sequence[Style], place: Place, *, head: bool) -> Row:
    element, cells = place.element.child("TR"), []
    for at, style in enumerate(styles):
        own = element.child("TH" if head else "TD")
        if head:
            own.owner, own.attributes = "Table", {"Scope": "/Column"}
        inside = replace(place, element=own, style=style, left=0.0, right=0.0, bars=(), tight=True, depth=0)
        cells.append(story.stack(row[at] if at < len(row) else (), inside))
    return Row(cells, story.theme.row_gap)


def _shares(rows: Sequence[Row], count: int) -> list[tuple[float, float]]:
    """Return the least and natural width of each column: the largest of its cells'."""
    extents = [[extent(content) for content in row.cells] for row in rows]
    columns = zip(*extents, strict=True) if extents else [[(0.0, 0.0)] for _ in range(count)]
    return [(max(low for low, _ in column), max(high for _, high in column)) for column in columns]


def _tiny(least: float, column: float) -> tuple[float, ...]:
    """Return the size of letters that still stand beside each other where columns are narrower than one letter."""
    return (round(0.7 * column, 2),) if 0.7 * column < least else ()
