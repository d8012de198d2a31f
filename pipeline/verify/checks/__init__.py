"""The checks, one in each file: `(Expected, Observed) -> Iterator[Difference]`, in the order of `CHECKS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from pipeline.verify.checks import counts, language, links, metadata, outline, structure, surplus, text
from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.observed import Observed

Check: TypeAlias = Callable[[Expected, Observed], Iterator[Difference]]

CHECKS: tuple[Check, ...] = (
    metadata.check,
    language.check,
    outline.check,
    counts.check,
    links.check,
    text.check,
    surplus.check,
    structure.check,
)
"""`shape`, which compares languages with each other, is run by `pipeline.verify.compare`."""
