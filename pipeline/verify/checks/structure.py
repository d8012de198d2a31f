"""The structure of the file itself: what a format promises beyond the document, such as tags in a PDF."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.observed import Observed


def compared(expected: Expected, observed: Observed) -> int:  # noqa: ARG001  (every check has both)
    """Return 1: the file, which its observer has looked at whole."""
    return 1


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:  # noqa: ARG001  (every check has both)
    """Yield each fault that the observer of the format saw."""
    for fault in observed.faults:
        yield Difference("structure", fault.place, "a well-made file", fault.what)
