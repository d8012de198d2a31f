"""The manifest of an exports folder: every edition, what it was made from, and what must be found in it.

`expected` holds what the verify stage needs to check a file without its source. `digest` is over everything the file
was made from; an edition whose digest has not changed is not made again and keeps its stamp.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import TypeVar

from pipeline.publish.verdicts import REPORT, Examined, report
from pipeline.report import PipelineError

T = TypeVar("T")
R = TypeVar("R", "Record", "Review", "Work")
VERSION = 1
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Record:
    """One file of one edition. `file` is relative to the folder, with `/`; `stamp` is in seconds since 1970, UTC.

    `verified` has for each check how many things it compared when the file was made, and found as they should be.
    """

    work: str
    language: str
    format: str
    file: str
    title: str
    sha256: str
    size: int
    stamp: int
    digest: str
    original: bool
    expected: dict[str, object] = field(default_factory=dict)
    verified: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Review:
    """A file beside the editions that shows a person what to check in a translation."""

    file: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Work:
    """A work that was built whole: a digest of all that was read for it, its pictures, and the files that it left."""

    slug: str
    digest: str
    pictures: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """All editions of a folder, the reviews that lie beside them, and the works that were built whole, in order."""

    records: tuple[Record, ...] = ()
    reviews: tuple[Review, ...] = ()
    works: tuple[Work, ...] = ()

    def find(self, file: str) -> Record | None:
        """Return the record of a file, or none."""
        return next((record for record in self.records if record.file == file), None)


def updated(
    manifest: Manifest, records: Iterable[Record] = (), reviews: Iterable[Review] = (), works: Iterable[Work] = ()
) -> Manifest:
    """Return the manifest with `records`, `reviews` and `works` in the place of those of the same files and slugs."""
    return Manifest(
        _merged((*manifest.records, *records), lambda record: record.file),
        _merged((*manifest.reviews, *reviews), lambda review: review.file),
        _merged((*manifest.works, *works), lambda work: work.slug),
    )


def _merged(items: Iterable[T], key: Callable[[T], str]) -> tuple[T, ...]:
    """Return the last item of each key, in order of the keys."""
    found = {key(item): item for item in items}
    return tuple(found[each] for each in sorted(found))


def files(manifest: Manifest) -> dict[str, bytes]:
    """Return the files that describe the folder, by name: manifest, checksums (as sha256sum reads them), and report."""
    values = {
        "polyfolio": VERSION,
        "editions": [asdict(record) for record in manifest.records],
        "reviews": [asdict(review) for review in manifest.reviews],
        "works": [asdict(work) for work in manifest.works],
    }
    listed = {each.file: each.sha256 for each in manifest.records} | {
        each.file: each.sha256 for each in manifest.reviews
    }
    sums = "".join(f"{listed[file]}  {file}\n" for file in sorted(listed))
    verdicts = report(Examined(each.file, each.sha256, (), each.verified) for each in manifest.records)
    return {MANIFEST: _json(values), SUMS: sums.encode(), REPORT: _json(verdicts)}


def _json(values: object) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def parse(data: bytes) -> Manifest:
    """Return the manifest that `files` wrote; raise `PipelineError` if it is damaged or of another version."""
    try:
        values = json.loads(data)
        if values["polyfolio"] != VERSION:
            raise PipelineError(f"the manifest is of version {values['polyfolio']}, not {VERSION}", hint="build again")
        records = tuple(_typed(Record(**record)) for record in values["editions"])
        reviews = tuple(_typed(Review(**review)) for review in values.get("reviews", ()))
        return Manifest(records, reviews, tuple(_typed(_work(**work)) for work in values.get("works", ())))
    except (ValueError, TypeError, KeyError) as error:
        raise PipelineError("the manifest is damaged", hint="build again: it is made anew") from error


_TYPES = {
    "str": str,
    "int": int,
    "bool": bool,
    "tuple[str, ...]": tuple,
    "dict[str, object]": dict,
    "dict[str, int]": dict,
}


def _typed(item: R) -> R:
    """Return a record whose fields have their types; raise `TypeError` for one of a manifest that was altered."""
    for each in fields(item):
        if not isinstance(getattr(item, each.name), _TYPES[str(each.type)]):
            raise TypeError(f"{each.name} of another type")
    return item


def _work(slug: str, digest: str, pictures: list[str], files: list[str]) -> Work:
    return Work(slug, digest, tuple(pictures), tuple(files))
