"""The parity of the languages of one work: as many notes, tables, pictures, items and links in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected

_COUNTED = ("notes", "tables", "images", "items", "codes")


def check(editions: Sequence[tuple[str, Expected]]) -> Iterator[tuple[str, Difference]]:
    """Yield for each edition after the first its name and each kind of which it has more or fewer than the first.

    A bilingual edition has everything twice, and is left out.
    """
    plain = [(name, edition) for name, edition in editions if not edition.pairs]
    for name, edition in plain[1:]:
        first_name, first = plain[0]
        for kind, wanted, found in zip(("links", *_COUNTED), _counts(first), _counts(edition), strict=True):
            if wanted != found:
                yield name, Difference("parity", kind, f"{wanted} as in {first_name}", str(found))


def _counts(edition: Expected) -> tuple[int, ...]:
    return (len(edition.links), *(getattr(edition, kind) for kind in _COUNTED))
