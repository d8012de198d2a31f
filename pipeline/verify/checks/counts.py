"""How many notes, tables and images there are."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.observed import Observed


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield each kind of which there are more or fewer than expected."""
    counted = (
        ("notes", expected.notes, observed.note_count),
        ("tables", expected.tables, observed.table_count),
        ("images", expected.images, observed.image_count),
    )
    for kind, wanted, found in counted:
        if wanted != found:
            yield Difference("counts", kind, str(wanted), str(found))
