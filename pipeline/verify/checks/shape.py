"""The shape of the outline between the languages of one work: the same levels and ids in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.letters import shown
from pipeline.verify.observed import Entry


def check(editions: Sequence[tuple[str, Expected]]) -> Iterator[tuple[str, Difference]]:
    """Yield for each edition after the first its name and where its outline first leaves that of the first."""
    for name, edition in editions[1:]:
        first_name, first = editions[0]
        for number, (wanted, found) in enumerate(zip_longest(first.outline, edition.outline), start=1):
            if _shape(wanted) != _shape(found):
                as_first = f"{_named(wanted)} as in {first_name}"
                yield name, Difference("shape", f"heading {number}", as_first, _named(found))
                break


def _shape(entry: Entry | None) -> tuple[int, str] | None:
    return (entry.level, entry.id) if entry else None


def _named(entry: Entry | None) -> str:
    return f"level {entry.level} #{entry.id} {shown(entry.text)}" if entry else "none"
