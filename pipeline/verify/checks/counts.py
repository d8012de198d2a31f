"""How many notes, tables, images, items of lists, blocks of code and pairs there are, and if the pictures are these."""

from __future__ import annotations

from collections import Counter
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
        ("items of lists", expected.items, observed.item_count),
        ("blocks of code", expected.codes, observed.code_count),
        ("texts beside their translation", expected.pairs, observed.pair_count),
    )
    for kind, wanted, found in counted:
        if found is not None and wanted != found:
            yield Difference("counts", kind, str(wanted), str(found))
    yield from _pictures(expected, observed)


def _pictures(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield each picture that is not shown as often as it should be, where the format keeps pictures to the byte."""
    if observed.pictures is None or len(observed.pictures) != expected.images:
        return
    lacking = Counter(digest for _, digest in expected.pictures) - Counter(observed.pictures)
    for name, digest in dict(expected.pictures).items():
        if lacking[digest]:
            yield Difference("pictures", f"the picture {name}", "its bytes", "those of another picture")
