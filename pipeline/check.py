"""Open an exports folder again and compare every file with what the manifest says must be in it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pipeline import files, publish
from pipeline.report import Finding, Location, PipelineError, Severity
from pipeline.verify import compare, verify
from pipeline.verify.directory import check_files
from pipeline.verify.expect import Expected, from_json


def check_folder(folder: Path) -> Iterator[Finding]:
    """Yield everything that is not as the manifest of `folder` says; raise `PipelineError` if there is no manifest."""
    if (folder / files.UNFINISHED).exists():
        message, place = "a build did not end: files may be newer than the manifest", Location(str(folder))
        yield Finding("verify.unfinished", message, Severity.ERROR, place, "build again: what is there is kept")
    manifest = publish.parse(_read(folder, publish.MANIFEST))
    digests = {file: hashlib.sha256(_read(folder, file)).hexdigest() for file in _names(folder)}
    sums = _read(folder, publish.SUMS) if publish.SUMS in digests else b""
    yield from check_files(sums.decode("utf-8", "replace"), digests)
    if sums != publish.files(manifest)[publish.SUMS]:
        yield Finding(
            "verify.sums", "the checksums are not those of the manifest", Severity.ERROR, Location(publish.SUMS)
        )
    works: defaultdict[str, list[tuple[str, Expected]]] = defaultdict(list)
    for record in manifest.records:
        expected = from_json(record.expected)
        works[record.work].append((record.file, expected))
        if record.file in digests:
            yield from verify(record.format, _read(folder, record.file), expected, record.file)
    for editions in works.values():
        yield from compare(editions)


def _names(folder: Path) -> list[str]:
    """Return the path of every file under the folder that is not hidden, relative to it."""
    paths = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.as_posix() for path in paths if not any(part.startswith(".") for part in path.parts)]


def _read(folder: Path, name: str) -> bytes:
    if not (folder / name).is_file():
        raise PipelineError("there are no editions here", Location(str(folder)), "build them first: polyfolio build")
    return files.read_bytes(folder / name)
