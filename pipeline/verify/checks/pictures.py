"""The pictures: to the byte those of the document, or where a format unpacks them, to the pixel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.observed import Observed


def compared(expected: Expected, observed: Observed) -> int:
    """Return how many pictures are compared."""
    return 0 if observed.pictures is None else len(expected.pictures)


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield the first picture that is another; how many there are is counted elsewhere.

    On printed pages, where the head of a table may show a picture again, it is each that is not shown often enough.
    """
    if observed.pictures is None or len(observed.pictures) < expected.images:
        return
    yield from _lacking(expected, observed.pictures) if observed.paged else _others(expected, observed.pictures)


def _others(expected: Expected, shown: tuple[str, ...]) -> Iterator[Difference]:
    for number, ((name, digest), found) in enumerate(zip(expected.pictures, shown, strict=False), start=1):
        if digest != found:
            yield Difference("pictures", f"picture {number}, {name}", "its bytes", "those of another picture")
            return


def _lacking(expected: Expected, shown: tuple[str, ...]) -> Iterator[Difference]:
    lacking = Counter(digest for _, digest in expected.pictures) - Counter(shown)
    for name, digest in dict(expected.pictures).items():
        if lacking[digest]:
            yield Difference("pictures", f"the picture {name}", "its bytes", "those of another picture")
