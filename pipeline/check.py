"""Open an exports folder again and compare every file with what the manifest says must be in it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pipeline import files, publish
from pipeline.report import Finding, Location, PipelineError, Severity
from pipeline.verify import Expected, compare, from_json, verify


def check_folder(folder: Path) -> Iterator[Finding]:
    """Yield everything that is not as the manifest of `folder` says; raise `PipelineError` if there is no manifest."""
    path = folder / publish.MANIFEST
    if not path.is_file():
        raise PipelineError("there are no editions here", Location(str(folder)), "build them first: polyfolio build")
    manifest = publish.parse(files.read_bytes(path))
    works: defaultdict[str, list[tuple[str, Expected]]] = defaultdict(list)
    for record in manifest.records:
        expected = from_json(record.expected)
        works[record.work].append((record.file, expected))
        yield from _check_file(folder, record, expected)
    for editions in works.values():
        yield from compare(editions)
    sums = files.read_bytes(folder / publish.SUMS) if (folder / publish.SUMS).is_file() else b""
    if sums != publish.files(manifest)[publish.SUMS]:
        yield _difference(publish.SUMS, "the checksums are not those of the manifest")


def _check_file(folder: Path, record: publish.Record, expected: Expected) -> Iterator[Finding]:
    path = (folder / record.file).resolve()
    if not path.is_relative_to(folder.resolve()):
        yield _difference(record.file, "the manifest names a file outside the folder")
    elif not path.is_file():
        yield _difference(record.file, "the file is missing")
    else:
        data = files.read_bytes(path)
        if hashlib.sha256(data).hexdigest() != record.sha256:
            yield _difference(record.file, "the file has changed since it was made: its checksum differs")
        yield from verify(record.format, data, expected, record.file)


def _difference(file: str, message: str) -> Finding:
    return Finding("verify.folder", message, Severity.ERROR, Location(file), "build again")
