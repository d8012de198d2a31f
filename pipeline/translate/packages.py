"""Find, list, install and remove translation models, and choose the engine for a pair of languages.

An installed package always wins over the embedded demonstration model. These functions touch files, and
`install_pair` alone the network; the command line calls them, never the stage.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeAlias

from pipeline.languages import standard
from pipeline.report import PipelineError
from pipeline.translate.archive import unpack
from pipeline.translate.argos import (
    MODEL,
    Package,
    embedded,
    fetch,
    index_address,
    links_of,
    package_of,
    packages_folder,
)
from pipeline.translate.chains import chain
from pipeline.translate.codes import closeness
from pipeline.translate.engine import Engine, Pivot, Settings
from pipeline.translate.runner import Model, load
from pipeline.translate.worker import Worker

Wrap: TypeAlias = Callable[[Engine], Engine]
"""Puts something before an engine, such as a memory."""

_Stamp: TypeAlias = tuple[int, ...]
"""What changes when another model is installed in the place of one."""

Trial: TypeAlias = Callable[[Package], None]
"""Tries a package out, and raises `PipelineError` if it is not to be installed."""

_INDEX_SECONDS, _PACKAGE_SECONDS = 10, 60
_SETTINGS = Settings()


def _bare(engine: Engine) -> Engine:
    """Put nothing before an engine."""
    return engine


def _untried(_package: Package) -> None:
    """Refuse nothing."""


def installed(folder: Path | None = None) -> tuple[Package, ...]:
    """Return the packages in `folder` (by default Argos' own) by languages, the newest first; all else is ignored."""
    place = folder or packages_folder()
    found = (_read(path) for path in sorted(place.iterdir())) if place.is_dir() else ()
    return tuple(sorted((package for package in found if package), key=_by_age))


def strays(folder: Path | None = None) -> tuple[Path, ...]:
    """Return the folders among the packages that hold a model and cannot be read as a package."""
    place = folder or packages_folder()
    inside = sorted(place.iterdir()) if place.is_dir() else []
    return tuple(path for path in inside if (path / "model").is_dir() and _read(path) is None)


def available(folder: Path | None = None) -> tuple[Package, ...]:
    """Return the installed packages, and the embedded one last: it can be used even where nothing can be installed."""
    try:
        return (*installed(folder), embedded())
    except PipelineError:
        return (embedded(),)


def engine_for(
    source: str,
    target: str,
    folder: Path | None = None,
    settings: Settings = _SETTINGS,
    wrap: Wrap = _bare,
) -> Engine:
    """Return the engine from one BCP 47 language to another: one package, or the shortest chain of packages.

    Every engine of a single model passes through `wrap`, so that a memory may stand before it; the same package,
    settings and `wrap` give one and the same object. Raise `PipelineError` if no packages lead there, naming what there
    is and how to get it. Nothing is loaded yet.
    """
    return engine_of(chosen(source, target, folder), settings, wrap)


def engine_among(
    packages: Sequence[Package], source: str, target: str, settings: Settings = _SETTINGS, wrap: Wrap = _bare
) -> Engine:
    """Return the engine for a pair out of given packages; earlier ones win over equally good later ones."""
    return engine_of(_legs(packages, source, target), settings, wrap)


def chosen(source: str, target: str, folder: Path | None = None) -> tuple[Package, ...]:
    """Return the packages that lead from one BCP 47 language to another, in order; raise `PipelineError` if none do."""
    return _legs(available(folder), standard(source), standard(target))


def _legs(packages: Sequence[Package], source: str, target: str) -> tuple[Package, ...]:
    legs = chain(packages, source, target)
    if not legs:
        raise _missing(packages, source, target)
    return legs


def engine_of(legs: tuple[Package, ...], settings: Settings = _SETTINGS, wrap: Wrap = _bare) -> Engine:
    """Return the engine that goes through given packages one after the other; see `engine_for`."""
    return _engine(legs, settings, wrap, tuple(map(_stamp, legs)))


def install_file(path: Path, folder: Path | None = None, trial: Trial = _untried) -> Package:
    """Check a `.argosmodel` file, install and return it; raise `PipelineError`, leaving nothing, if it is bad.

    `trial` is given the package before it takes its place, and refuses it by raising `PipelineError`.
    """
    place = unpack(path, folder or packages_folder(), lambda unpacked: trial(_known(unpacked)))
    return _known(place)


def install_pair(
    source: str, target: str, folder: Path | None = None, index: str | None = None, trial: Trial = _untried
) -> Package:
    """Download the package for a pair from Argos' index and install it; the one function that opens the network."""
    source, target = standard(source), standard(target)
    listed = fetch(index or index_address(), _INDEX_SECONDS)
    if listed is None:
        raise _offline(source, target)
    offers = sorted(_offers(listed, source, target), key=lambda offer: _by_age(offer[0]))
    if not offers:
        raise PipelineError(
            f"Argos offers no model for {source} → {target}",
            hint="both languages may be reached through English: install the models to and from en",
            code="models.none",
        )
    data = next((found for link in offers[0][1] if (found := fetch(link, _PACKAGE_SECONDS))), None)
    if data is None:
        raise _offline(source, target)
    with tempfile.TemporaryDirectory() as work:
        file = Path(work) / f"{source}_{target}.argosmodel"
        file.write_bytes(data)
        return install_file(file, folder, trial)


def remove(source: str, target: str, folder: Path | None = None) -> tuple[Package, ...]:
    """Remove the installed packages for exactly this pair and return them; raise `PipelineError` if there are none."""
    pair = standard(source), standard(target)
    gone = tuple(package for package in installed(folder) if pair in ((package.source, package.target), package.codes))
    if not gone:
        raise PipelineError(
            f"no model for {pair[0]} → {pair[1]} is installed",
            hint=_listing(available(folder)) + "; the embedded one cannot be removed",
            code="models.none",
        )
    for package in gone:
        if package.folder:
            _delete(package.folder)
    return gone


def worker(package: Package, settings: Settings = _SETTINGS) -> Worker:
    """Return an engine that runs one package in a process of its own; `close` it when it is no longer needed."""
    return Worker(Model(package, settings), partial(load, package, settings))


@lru_cache(maxsize=256)
def _engine(legs: tuple[Package, ...], settings: Settings, wrap: Wrap, stamps: tuple[_Stamp, ...]) -> Engine:
    """Return one engine for each chain; longer ones share the engines of their legs."""
    if len(legs) == 1:
        return wrap(_worker(legs[0], settings, stamps[0]))
    return Pivot(
        _engine(legs[:-1], settings, wrap, stamps[:-1]),
        _engine(legs[-1:], settings, wrap, stamps[-1:]),
    )


@lru_cache(maxsize=256)
def _worker(package: Package, settings: Settings, _stamp: _Stamp) -> Worker:
    """Return one worker for each package, so that a model is loaded once and works share their batches."""
    return worker(package, settings)


def _stamp(package: Package) -> _Stamp:
    """Return what changes when another model is installed in the same place."""
    try:
        found = (package.folder / MODEL).stat() if package.folder else None
    except OSError:
        found = None
    return (found.st_ino, found.st_size, found.st_mtime_ns) if found else ()


def _by_age(package: Package) -> tuple[str, str, tuple[int, ...]]:
    """Order by languages, a later version before an earlier one."""
    numbers = (part for part in package.version.replace("-", ".").split(".") if part.isdecimal())
    return package.source, package.target, tuple(-int(number) for number in numbers)


def _known(place: Path) -> Package:
    """Return the package that was unpacked in a folder."""
    package = _read(place)
    if package is None:
        raise PipelineError(f"{place.name} was unpacked but cannot be read", code="models.refused")
    return package


def _read(path: Path) -> Package | None:
    """Return the package in a folder; none if it is no package, which must not keep others from being found."""
    try:
        return package_of(json.loads((path / "metadata.json").read_text("utf-8")), path)
    except (OSError, ValueError, RecursionError, PipelineError):
        return None


def _offers(listed: bytes, source: str, target: str) -> list[tuple[Package, tuple[str, ...]]]:
    """Return what the index offers for a pair, with its links."""
    try:
        entries = json.loads(listed)
    except (ValueError, RecursionError):
        entries = []
    result: list[tuple[Package, tuple[str, ...]]] = []
    for entry in entries if isinstance(entries, list) else []:
        package = _described(entry)
        if package and closeness(source, package.source) < 2 and closeness(target, package.target) < 2:
            result.append((package, links_of(entry)))
    return result


def _described(entry: object) -> Package | None:
    try:
        return package_of(entry, Path())
    except PipelineError:
        return None


def _delete(folder: Path) -> None:
    """Delete a package so that no half of one is ever seen: it leaves its place first, then goes file by file."""
    try:
        with tempfile.TemporaryDirectory(prefix=".remove-", dir=folder.parent) as work:
            shutil.move(folder, Path(work) / folder.name)
    except OSError as error:
        raise PipelineError(f"{folder} cannot be removed: {error.strerror or error}", code="models.folder") from error


def _listing(packages: Sequence[Package]) -> str:
    pairs = dict.fromkeys(
        package.name + (" (embedded demonstration)" if package.embedded else "") for package in packages
    )
    return "there is " + ", ".join(pairs)


def _missing(packages: Sequence[Package], source: str, target: str) -> PipelineError:
    return PipelineError(
        f"no model for {source} → {target}; {_listing(packages)}",
        hint=f"polyfolio models install {source} {target}, or install a .argosmodel file",
        code="models.none",
    )


def _offline(source: str, target: str) -> PipelineError:
    return PipelineError(
        f"the model {source} → {target} cannot be downloaded: there is no network, or Argos' index cannot be reached",
        hint="copy the .argosmodel file here and run: polyfolio models install FILE",
        code="models.offline",
    )
