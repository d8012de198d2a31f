"""How many notes, tables and images there are."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.observed import Observed


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield each kind of which there are more or fewer than expected.

    A printed page may repeat the head of a table, and with it a picture, so there may be more pictures.
    """
    counted = (
        ("notes", expected.notes, observed.note_count),
        ("tables", expected.tables, observed.table_count),
        (
            "images",
            expected.images,
            min(observed.image_count, expected.images) if observed.paged else observed.image_count,
        ),
    )
    for kind, wanted, found in counted:
        if wanted != found:
            yield Difference("counts", kind, str(wanted), str(found))
