"""The checks, one in each file, which bears its name: `check` yields differences, `compared` counts what it looks at.

A difference of the check `text` is a finding with the code `verify.text`. `shape` and `parity`, which compare languages
with each other, are run by `pipeline.verify.compare`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from pipeline.verify.checks import (
    alternatives,
    counts,
    direction,
    language,
    links,
    metadata,
    notes,
    outline,
    pictures,
    structure,
    surplus,
    tables,
    text,
)
from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.observed import Observed


class Check(NamedTuple):
    """One check: its differences, and how many things it compares, 0 where it can compare nothing."""

    check: Callable[[Expected, Observed], Iterator[Difference]]
    compared: Callable[[Expected, Observed], int]


CHECKS = {
    "metadata": Check(metadata.check, metadata.compared),
    "language": Check(language.check, language.compared),
    "direction": Check(direction.check, direction.compared),
    "outline": Check(outline.check, outline.compared),
    "counts": Check(counts.check, counts.compared),
    "pictures": Check(pictures.check, pictures.compared),
    "alternatives": Check(alternatives.check, alternatives.compared),
    "tables": Check(tables.check, tables.compared),
    "notes": Check(notes.check, notes.compared),
    "links": Check(links.check, links.compared),
    "text": Check(text.check, text.compared),
    "surplus": Check(surplus.check, surplus.compared),
    "structure": Check(structure.check, structure.compared),
}
"""By name, in the order in which they are told."""
