"""The tables: row by row and cell by cell what the document has, with as many rows for a head."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.letters import comparable, shown
from pipeline.verify.observed import Grid, Observed


def compared(expected: Expected, observed: Observed) -> int:
    """Return how many cells are compared."""
    return 0 if observed.grids is None else sum(len(row) for grid in expected.grids for row in grid.rows)


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield the first difference of each table; how many there are is counted elsewhere."""
    same = comparable(observed.paged)
    for number, (wanted, found) in enumerate(zip(expected.grids, observed.grids or (), strict=False), start=1):
        if (difference := next(_differing(wanted, found, same), None)) is not None:
            place, there, here = difference
            yield Difference("tables", f"table {number}, {place}", there, here)


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
