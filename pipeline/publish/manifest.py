"""The manifest of an exports folder: every edition, what it was made from, and what must be found in it.

`expected` holds what the verify stage needs to check a file without its source. `digest` is over everything the file
was made from; an edition whose digest has not changed is not made again and keeps its stamp.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from pipeline.report import PipelineError

VERSION = 1
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Record:
    """One file of one edition. `file` is relative to the folder, with `/`; `stamp` is in seconds since 1970, UTC."""

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


@dataclass(frozen=True, slots=True)
class Manifest:
    """All records of a folder, in order of file."""

    records: tuple[Record, ...] = ()

    def find(self, file: str) -> Record | None:
        """Return the record of a file, or none."""
        return next((record for record in self.records if record.file == file), None)


def updated(manifest: Manifest, records: Iterable[Record]) -> Manifest:
    """Return the manifest with `records` in the place of those of the same files."""
    merged = {record.file: record for record in (*manifest.records, *records)}
    return Manifest(tuple(merged[file] for file in sorted(merged)))


def files(manifest: Manifest) -> dict[str, bytes]:
    """Return the files that describe the folder, by name: the manifest and the checksums (as sha256sum reads them)."""
    values = {"polyfolio": VERSION, "editions": [asdict(record) for record in manifest.records]}
    text = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    sums = "".join(f"{record.sha256}  {record.file}\n" for record in manifest.records)
    return {MANIFEST: text.encode(), SUMS: sums.encode()}


def parse(data: bytes) -> Manifest:
    """Return the manifest that `files` wrote; raise `PipelineError` if it is damaged or of another version."""
    try:
        values = json.loads(data)
        if values["polyfolio"] != VERSION:
            raise PipelineError(f"the manifest is of version {values['polyfolio']}, not {VERSION}", hint="build again")
        return Manifest(tuple(Record(**record) for record in values["editions"]))
    except (ValueError, TypeError, KeyError) as error:
        raise PipelineError("the manifest is damaged", hint="build again: it is made anew") from error
