"""The language: every place that names the language of the whole names the right one; the others inside are marked."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.observed import Observed


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield each claim of another language, and each language inside that is not marked."""
    for claim in observed.languages:
        if expected.language not in claim.values:
            found = " and ".join(claim.values) or "none"
            yield Difference("language", claim.place, f"language {expected.language}", found)
    if observed.spoken is not None:
        for tag in sorted(expected.spoken - observed.spoken - {expected.language}):
            others = ", ".join(sorted(observed.spoken)) or "none"
            yield Difference("language", "text in another language", f"{tag} marked", others)
