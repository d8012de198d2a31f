"""The tables: row by row and cell by cell what the document has, with as many rows for a head."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.letters import comparable, shown
from pipeline.verify.observed import Grid, Observed

_WIDEST = 63
"""The most cells that Word takes in a row."""


def compared(expected: Expected, observed: Observed) -> int:
    """Return how many cells are compared."""
    return 0 if observed.grids is None else sum(len(row) for grid in expected.grids for row in grid.rows)


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield the first difference of each table; how many there are is counted elsewhere."""
    same = comparable(observed.paged)
    for number, (wanted, found) in enumerate(zip(expected.grids, observed.grids or (), strict=False), start=1):
        fitted = _headed(wanted) if observed.paged else _fitted(wanted, found)
        if (difference := next(_differing(fitted, found, same), None)) is not None:
            place, there, here = difference
            yield Difference("tables", f"table {number}, {place}", there, here)


def _headed(wanted: Grid) -> Grid:
    """Return a table as tags can hold it: rows without any below them are no head (ISO 14289-1, 7.5)."""
    return wanted if len(wanted.rows) > wanted.heads else Grid(wanted.rows, 0)


def _fitted(wanted: Grid, found: Grid) -> Grid:
    """Return a table as a file can hold it: one without rows has an empty one, and rows that are too long go on below.

    They may only where they have more cells than the most that a row can have in any format.
    """
    width = max(map(len, found.rows), default=0)
    longest = max(map(len, wanted.rows), default=0)
    if not wanted.rows and not any(map("".join, found.rows)):
        return Grid(found.rows, found.heads)
    if longest <= _WIDEST or not 0 < width < longest:
        return wanted
    parts = -(-longest // width)
    rows = [(*row, *[""] * (parts * width - len(row))) for row in wanted.rows]
    return Grid(tuple(row[at : at + width] for row in rows for at in range(0, len(row), width)), wanted.heads * parts)


def _differing(wanted: Grid, found: Grid, same: Callable[[str], str]) -> Iterator[tuple[str, str, str]]:
    if wanted.heads != found.heads:
        yield "head", f"{wanted.heads} rows", f"{found.heads}"
    for row, (cells, seen) in enumerate(zip_longest(wanted.rows, found.rows), start=1):
        if cells is None or seen is None:
            yield "rows", f"{len(wanted.rows)}", f"{len(found.rows)}"
            return
        if len(cells) != len(seen):
            yield f"row {row}", f"{len(cells)} cells", f"{len(seen)}"
        for column, (cell, there) in enumerate(zip(cells, seen, strict=False), start=1):
            if same(cell) != same(there):
                yield f"row {row}, cell {column}", shown(cell), shown(there)
