"""The metadata: every place that a format has for a field says what the document says, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.letters import shown
from pipeline.verify.observed import Claim, Observed

_JOINTS = re.compile(r"[\s;,]+")
"""A format with room for one text holds a list as one, with commas or semicolons between."""

_ONE_TEXT = ("docProps/", "document information")
"""Where a field has one text, however many values it has."""
_IDENTIFIERS = frozenset({"identifier", "original"})


def compared(expected: Expected, observed: Observed) -> int:  # noqa: ARG001  (every check has both)
    """Return how many places are compared."""
    return len(observed.metadata)


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield each place that says something else; identifiers are compared only where the edition's own is known."""
    known = "identifier" in expected.metadata
    for claim in observed.metadata:
        wanted = expected.metadata.get(claim.field, ())
        same = _joined(wanted) == _joined(claim.values) if claim.place.startswith(_ONE_TEXT) else wanted == claim.values
        if not same and (known or claim.field not in _IDENTIFIERS):
            yield Difference("metadata", _place(claim), _named(wanted), _named(claim.values))


def _joined(values: tuple[str, ...]) -> str:
    return _JOINTS.sub(" ", " ".join(values)).strip()


def _place(claim: Claim) -> str:
    return f"{claim.place}, {claim.field}"


def _named(values: tuple[str, ...]) -> str:
    return ", ".join(shown(value, 160) for value in values) or "none"
