"""Open an exports folder again and compare every file with what the manifest says must be in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline import files, publish
from pipeline.folder import UNFINISHED, manifest_of
from pipeline.publish import Examined, Manifest, Record
from pipeline.report import Finding, Location, PipelineError, Severity
from pipeline.verify import compare, examine
from pipeline.verify.directory import check_files
from pipeline.verify.expect import Expected, from_json

_AGAIN = "build again: it is made anew"


@dataclass(frozen=True, slots=True)
class Report:
    """What was found of each edition, and of the folder as a whole."""

    editions: tuple[Examined, ...]
    folder: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found, the folder's first."""
        return (*self.folder, *(finding for each in self.editions for finding in each.findings))


def check_folder(folder: Path) -> Report:
    """Return everything that is not as the manifest of `folder` says; raise `PipelineError` if there is no manifest.

    Without the source at hand text is not compared: that was done when the editions were made.
    """
    manifest = manifest_of(folder)
    digests = {file: files.digest(str(folder / file)) for file in _names(folder)}
    there = (record for record in manifest.records if record.file in digests)
    editions = tuple(_examined(folder, record, digests[record.file]) for record in there)
    return Report(editions, (*_whole(folder, manifest, digests), *_compared(manifest)))


def _whole(folder: Path, manifest: Manifest, digests: dict[str, str]) -> Iterator[Finding]:
    """Yield what is wrong with the folder: a build that did not end, files that are missing, altered or foreign.

    Where a build did not end, what no line tells of may be its own, and is not told one by one.
    """
    unfinished = (folder / UNFINISHED).exists()
    if unfinished:
        message, place = "a build did not end: files may be newer than the manifest", Location(str(folder))
        yield Finding("verify.unfinished", message, Severity.ERROR, place, "build again: what is there is kept")
    sums = files.read_bytes(folder / publish.SUMS, files.MOST_MANIFEST) if publish.SUMS in digests else b""
    found = check_files(sums.decode("utf-8", "replace"), digests)
    yield from (each for each in found if not (unfinished and each.code == "verify.unexpected"))
    for name, data in publish.files(manifest).items():
        if name not in digests:
            yield Finding("verify.missing", "it is not there", Severity.ERROR, Location(name), _AGAIN)
        elif name == publish.SUMS and sums != data:
            yield Finding(
                "verify.sums", "it does not say what the manifest says", Severity.ERROR, Location(name), _AGAIN
            )


def _examined(folder: Path, record: Record, digest: str) -> Examined:
    """Open one edition; one that cannot be read, or is larger than any edition, is a finding."""
    try:
        data = files.read_bytes(folder / record.file, files.MOST_EDITION)
        verdict = examine(record.format, data, from_json(record.expected), record.file)
    except PipelineError as error:
        found = Finding("verify.damaged", error.message, Severity.ERROR, Location(record.file), error.hint)
        return Examined(record.file, digest, (found,))
    return Examined(record.file, digest, verdict.findings, verdict.compared)


def _compared(manifest: Manifest) -> Iterator[Finding]:
    """Yield where the languages of a work differ from the original's."""
    works: defaultdict[str, list[tuple[str, Expected]]] = defaultdict(list)
    for record in sorted(manifest.records, key=lambda each: (not each.original, each.file)):
        with suppress(PipelineError):  # it was told of its edition
            works[record.work].append((record.file, from_json(record.expected)))
    for editions in works.values():
        yield from compare(editions)


def _names(folder: Path) -> list[str]:
    """Return the path of every file under the folder that is not hidden, relative to it."""
    paths = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.as_posix() for path in paths if not any(part.startswith(".") for part in path.parts)]
