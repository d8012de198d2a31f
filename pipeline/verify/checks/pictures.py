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
    """Yield each picture that is not shown as often as it should be; how many there are is counted elsewhere."""
    if observed.pictures is None or len(observed.pictures) < expected.images:
        return
    lacking = Counter(digest for _, digest in expected.pictures) - Counter(observed.pictures)
    for name, digest in dict(expected.pictures).items():
        if lacking[digest]:
            yield Difference("pictures", f"the picture {name}", "its bytes", "those of another picture")
