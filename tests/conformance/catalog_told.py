"""What programs read of a catalog's feeds, compared with the records of its manifest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from faults import Fault, Missing

from pipeline import publish

_MARKS = str.maketrans("", "", "\u200e\u200f")


@dataclass(frozen=True, slots=True)
class Told:
    """One edition, as a program reads it or as its records say it. `files` are relative to the exports folder."""

    title: str
    languages: tuple[str, ...]
    authors: tuple[str, ...]
    modified: int
    files: frozenset[str] = field(default_factory=frozenset)


def wanted(folder: Path) -> dict[str, Told]:
    """Return what the manifest of a folder says, by the URNs of its editions; raise `Missing` where there is none."""
    manifest = folder / publish.MANIFEST
    if not manifest.is_file():
        raise Missing(f"there is no manifest in {folder}", "`make exports` makes a folder with a manifest and feeds")
    editions: dict[str, list[publish.Record]] = {}
    for record in publish.parse(manifest.read_bytes()).records:
        editions.setdefault(record.identifier, []).append(record)
    return {urn: _told(records) for urn, records in editions.items()}


def _told(records: list[publish.Record]) -> Told:
    about = records[0].metadata
    return Told(
        about.title,
        tuple(tag for tag in (records[0].language, records[0].beside) if tag),
        tuple(agent.name for agent in about.creators if agent.role == "aut"),
        max(record.stamp for record in records),
        frozenset(record.file for record in records),
    )


def local(href: str, own: str, file: Path) -> str:
    """Return the path in the exports folder that a link of a feed leads to; `own` is how the feed links to itself.

    A link to another site stays what it is.
    """
    base = own.removesuffix(file.name)
    return unquote(href.removeprefix(base)) if href.startswith(base) else href


def differences(file: Path, got: Mapping[str, Told], want: Mapping[str, Told]) -> Iterator[Fault]:
    """Yield what a program reads of editions otherwise than their records say it."""
    for urn, told in got.items():
        if urn not in want:
            yield Fault(file, "identifier", "a program reads an edition that has no record", first=urn)
            continue
        for name in Told.__slots__:
            read, said = getattr(told, name), getattr(want[urn], name)
            if _plain(read) != _plain(said):
                first = f"{told.title}: {read!r} and not {said!r}"
                yield Fault(file, name, f"a program reads other {name} than the records say", first=first)


def lacking(file: Path, got: Iterable[str], want: Mapping[str, Told]) -> Iterator[Fault]:
    """Yield a fault if the pages of a list, one after the other, do not have every edition."""
    if left := sorted(set(want) - set(got)):
        first = want[left[0]].title
        yield Fault(file, "complete", "a program that follows the pages misses editions", len(left), first)


def dead(file: Path, paths: Iterable[str]) -> Iterator[Fault]:
    """Yield a fault if links lead to files that are not there."""
    if gone := sorted({path for path in paths if "://" not in path and not (file.parent / path).is_file()}):
        yield Fault(file, "links", "links lead to files that are not there", len(gone), gone[0])


def _plain(value: object) -> object:
    return " ".join(value.translate(_MARKS).split()) if isinstance(value, str) else value
