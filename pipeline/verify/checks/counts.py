"""How many notes, tables, images, items of lists, blocks of code and pairs of texts there are."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.observed import Observed


def compared(expected: Expected, observed: Observed) -> int:
    """Return how many kinds are counted."""
    return sum(found is not None for _, _, found in _counted(expected, observed))


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield each kind of which there are more or fewer than expected."""
    for kind, wanted, found in _counted(expected, observed):
        if found is not None and wanted != found:
            yield Difference("counts", kind, str(wanted), str(found))


def _counted(expected: Expected, observed: Observed) -> tuple[tuple[str, int, int | None], ...]:
    """Return each kind, how many are wanted, and how many there are, or None where the format does not tell.

    A printed page may repeat the head of a table, and with it a picture, so there may be more pictures.
    """
    images = min(observed.image_count, expected.images) if observed.paged else observed.image_count
    return (
        ("notes", expected.notes, observed.note_count),
        ("tables", expected.tables, observed.table_count),
        ("images", expected.images, images),
        ("items of lists", expected.items, observed.item_count),
        ("blocks of code", expected.codes, observed.code_count),
        ("texts beside their translation", expected.pairs, observed.pair_count),
    )
