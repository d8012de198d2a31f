"""The text alternatives: every picture says what it shows, as the document has it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.letters import shown
from pipeline.verify.observed import Observed, spaced


def compared(expected: Expected, observed: Observed) -> int:
    """Return how many pictures are compared."""
    return 0 if observed.alts is None else len(_told(expected.alts, observed))


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield the first picture with another alternative.

    On printed pages a picture without one is decoration, and tags do not know it.
    """
    if observed.alts is None or (not expected.alts and expected.images):
        return
    wanted, found = _told(expected.alts, observed), _told(observed.alts, observed)
    for number, (there, here) in enumerate(zip_longest(wanted, found), start=1):
        if there != here:
            yield Difference("alternatives", f"picture {number}", _named(there), _named(here))
            return


def _told(alts: tuple[str, ...], observed: Observed) -> list[str]:
    texts = map(spaced, alts)
    return [text for text in texts if text] if observed.paged else list(texts)


def _named(alt: str | None) -> str:
    return "no picture" if alt is None else shown(alt, 160)
