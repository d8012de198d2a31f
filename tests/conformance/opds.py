"""Readium's r2-opds-js, which Thorium Reader reads catalogs with: OPDS 1 and 2, page after page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import json_lines
from catalog_told import Told, dead, differences, lacking, local, wanted
from faults import Fault
from json_lines import Line
from tools import node_modules, program, run

PACKAGE = "r2-opds-js@1.0.47"
_PROGRAM = Path(__file__).with_name("opds.cjs")
_SECONDS = 120


def checker(first: str) -> Callable[[Sequence[Path]], list[Fault]]:
    """Return a check of feeds of one kind; `first` is the name of the feed that all pages of all editions follow."""

    def check(files: Sequence[Path]) -> list[Fault]:
        want = {folder: wanted(folder) for folder in {file.parent for file in files}}
        by_place = {str(file.resolve()): file for file in files}
        settings = {"NODE_PATH": str(node_modules(PACKAGE))}
        done = run([program("node", "nodejs"), str(_PROGRAM), *by_place], _SECONDS, settings=settings)
        if done.returncode:
            raise SystemExit(f"r2-opds-js gave no report:\n{done.stderr[-2000:]}")
        return faults(json_lines.read(done.stdout), by_place, want, first)

    return check


def faults(
    lines: Sequence[Line], files: Mapping[str, Path], want: Mapping[Path, Mapping[str, Told]], first: str
) -> list[Fault]:
    """Return what a reader gets wrongly; `want` says by folder what the records have."""
    ends = [line for line in lines if "end" in line]
    read = {files[line["file"]]: line for line in lines if "end" not in line}
    found = json_lines.faults(ends, files, lambda file, line: Fault(file, line["rule"], ""))
    for file, line in read.items():
        own = _own(line)
        editions = dict(_editions(file, line, own))
        # of an entry's languages the reader keeps the first: a feed in XML tells it one
        known = {urn: _as_read(told, file) for urn, told in want[file.parent].items()}
        found += differences(file, editions, known)
        found += dead(file, (local(each["href"], own, file) for each in _all_links(line)))
        if file.name == first:
            found += lacking(file, _followed(file, read), want[file.parent])
    return found


def _own(line: Line) -> str:
    return next((str(link["href"]) for link in line["links"] if "self" in link["rel"]), "")


def _as_read(told: Told, file: Path) -> Told:
    tongues = told.languages if file.suffix == ".json" else told.languages[:1]
    return Told(told.title, tongues, told.authors, told.modified, told.files)


def _editions(file: Path, line: Line, own: str) -> Iterator[tuple[str, Told]]:
    for each in line["publications"]:
        taken = (link for link in each["links"] if any("acquisition" in rel for rel in link["rel"]))
        files = frozenset(local(link["href"], own, file) for link in taken)
        texts = tuple(each["languages"]), tuple(each["authors"])
        yield each["identifier"], Told(each["title"], *texts, int(each["modified"] or 0), files)


def _all_links(line: Line) -> Iterator[Line]:
    parts = ([line["links"], line["facets"]], *([each["links"], each["images"]] for each in line["publications"]))
    for lists in parts:
        for links in lists:
            yield from links


def _followed(file: Path, read: Mapping[Path, Line]) -> Iterable[str]:
    """Yield the identifiers on a feed and on all that follow it, each page once."""
    seen: set[Path] = set()
    while file in read and file not in seen:
        seen.add(file)
        line = read[file]
        yield from (each["identifier"] for each in line["publications"])
        following = next((link["href"] for link in line["links"] if "next" in link["rel"]), "")
        file = file.parent / (local(following, _own(line), file) or file.name)
