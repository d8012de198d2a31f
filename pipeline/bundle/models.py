"""Installed translation models as the `.argosmodel` files that they came in, for another machine to install."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.bundle.zipped import EARLIEST, Entry, pack, whole
from pipeline.languages import standard
from pipeline.report import Location, PipelineError
from pipeline.translate import archive, packages
from pipeline.translate.argos import Package


def chosen(pairs: Sequence[tuple[str, str]] | None) -> tuple[Package, ...]:
    """Return the installed models from one language to another, or all if no pairs are given.

    A pair of BCP 47 tags may be reached through other languages: then all models on the way are returned. The embedded
    model comes with the program. Raise `PipelineError` for a pair that no models lead to.
    """
    if pairs is None:
        return packages.installed()
    legs = [leg for source, target in pairs for leg in packages.chosen(standard(source), standard(target))]
    return tuple(dict.fromkeys(leg for leg in legs if not leg.embedded))


def model(package: Package, into: Path) -> Path:
    """Write an installed model into a folder as `.argosmodel`, the same bytes each time, and return the file.

    Raise `PipelineError` if it is not as it was installed, or no file that `models install` would take.
    """
    place = package.folder
    if place is None:
        raise PipelineError("the embedded model comes with the program", code="kit.model")
    _check(package, place)
    inside = (path.relative_to(place).as_posix() for path in sorted(place.rglob("*")) if path.is_file())
    target = into / f"{place.name}.argosmodel"
    with whole(target) as file:
        pack(file, [Entry(f"{place.name}/{name}", place / name) for name in inside if name != archive.SUMS], EARLIEST)
    archive.check(target)
    return target


def _check(package: Package, place: Path) -> None:
    """Raise `PipelineError` if a model differs from the hashes that were kept when it was installed."""
    kept = place / archive.SUMS
    if kept.is_file() and kept.read_text("utf-8") != archive.sums(place):
        message = f"the model {package.name} is not as it was installed"
        raise PipelineError(message, Location(str(place)), "install it anew", code="kit.model")
