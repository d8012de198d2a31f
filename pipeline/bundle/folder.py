"""One zip of a folder of editions: proved to be whole before, and proved again when it is packed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path

from pipeline import files, publish
from pipeline.bundle.names import unwelcome
from pipeline.bundle.zipped import EARLIEST, Entry, Made, make
from pipeline.folder import UNFINISHED
from pipeline.report import Finding, Location, Outcome, PipelineError, Severity
from pipeline.verify.directory import check_files

_AGAIN = "build again: what is missing or altered is made anew"
_SHOWN = 5


def bundle(folder: Path, file: Path | None = None, stamp: int | None = None) -> Outcome[Made | None]:
    """Pack the editions of `folder`, all that lies with them and its checksums; return none if it is not whole.

    `file` is the zip, by default beside the folder and named after it. `stamp` is the time of all entries in seconds
    since 1970, by default that of the newest edition. What the manifest does not know is left out, with a finding.
    Raise `PipelineError` if there is no manifest, or the zip cannot be written.
    """
    manifest, place = _manifest(folder), folder.resolve()
    target = file or (folder if folder.name == place.name else place).with_name(f"{place.name}.zip")
    _check_outside(target, place)
    described = publish.files(manifest)
    sums = manifest.sums() | {name: hashlib.sha256(data).hexdigest() for name, data in described.items()}
    faults = tuple(_faults(folder, sums, described))
    if any(fault.severity is Severity.ERROR for fault in faults):
        return Outcome(None, faults)
    newest = max((record.stamp for record in manifest.records), default=EARLIEST)
    entries = [Entry(f"{place.name}/{name}", folder / name) for name in sorted(sums)]
    expected = {f"{place.name}/{name}": digest for name, digest in sums.items()}
    made = make(target, entries, newest if stamp is None else stamp, expected)
    return Outcome(made, (*faults, *unwelcome(sorted(expected))))


def _check_outside(target: Path, folder: Path) -> None:
    if target.resolve().is_relative_to(folder):
        message, hint = "the zip would lie in the folder that it is made of", "choose another place for it with --file"
        raise PipelineError(message, Location(str(target)), hint)


def _faults(folder: Path, sums: dict[str, str], described: dict[str, bytes]) -> Iterator[Finding]:
    """Yield errors for a build that did not end and what is missing or altered, and a warning for what is foreign."""
    if (folder / UNFINISHED).exists():
        message, hint = "a build did not end, or goes on: the folder is not whole", "build again, or wait for its end"
        yield Finding("bundle.unfinished", message, Severity.ERROR, Location(str(folder)), hint)
    digests = {name: digest for name in sums if (digest := files.digest(str(folder / name)))}
    for found in check_files(described[publish.SUMS].decode(), digests):
        yield Finding(found.code, found.message, found.severity, found.location, _AGAIN)
    if digests.get(publish.SUMS) != sums[publish.SUMS]:
        message = "it is missing, or does not say what the manifest says"
        yield Finding("verify.sums", message, Severity.ERROR, Location(publish.SUMS), _AGAIN)
    foreign = list(_foreign(folder, sums))
    if foreign:
        more = f" and {len(foreign) - _SHOWN} more" if len(foreign) > _SHOWN else ""
        message = f"left out, since the manifest does not know them: {', '.join(foreign[:_SHOWN])}{more}"
        yield Finding("bundle.foreign", message, location=Location(str(folder)))


def _foreign(folder: Path, known: Collection[str]) -> Iterator[str]:
    """Yield the files under the folder that are neither known nor hidden."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if not hidden and inside.as_posix() not in known and path.is_file():
            yield inside.as_posix()


def _manifest(folder: Path) -> publish.Manifest:
    path = folder / publish.MANIFEST
    if not folder.is_dir():
        hint = "name the folder of the editions, or make them: polyfolio build"
        raise PipelineError("there is no such folder", Location(str(folder)), hint)
    if not path.is_file():
        hint = "build them first, or again: polyfolio build"
        raise PipelineError(f"there are no editions here: {path.name} is missing", Location(str(folder)), hint)
    try:
        return publish.parse(files.read_bytes(path, files.MOST_EDITION))
    except PipelineError as error:
        raise PipelineError(error.message, Location(str(path)), error.hint, error.code) from error
