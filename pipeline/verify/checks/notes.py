"""The notes: the mark of each leads to the note that belongs there, and not to another."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.letters import comparable, readings, shown
from pipeline.verify.observed import Observed


def compared(expected: Expected, observed: Observed) -> int:
    """Return how many notes are compared."""
    return 0 if observed.note_texts is None else len(expected.note_texts)


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield the first mark, by its number, that leads to another text; how many there are is counted elsewhere."""
    same = comparable(observed.paged)
    for number, (wanted, found) in enumerate(
        zip(expected.note_texts, observed.note_texts or (), strict=False), start=1
    ):
        if same(wanted) not in {same(found), *readings(found, same)}:
            yield Difference("notes", f"the note of mark {number}", shown(wanted), shown(found))
            return
