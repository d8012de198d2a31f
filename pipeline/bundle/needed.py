"""Which installed distributions Polyfolio needs to run: itself, what it asks for, what that asks for, and so on.

Source: Python Packaging User Guide, "Core metadata" (Requires-Dist) and "Dependency specifiers". The only door to
packaging.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pipeline.report import PipelineError

ROOT = "polyfolio"
LEFT_OUT = frozenset({"stanza", "spacy", "minisbd"})
"""What argostranslate asks for and Polyfolio never imports; `tool.uv.override-dependencies` leaves the same out."""


def needed(root: str = ROOT) -> tuple[Distribution, ...]:
    """Return `root` and all that it needs here, by name; raise `PipelineError` naming one that is not installed.

    Markers are evaluated for the Python that runs this.
    """
    found: dict[str, Distribution] = {}
    seen, waiting = set[tuple[str, str]](), [(canonicalize_name(root), "", "this program")]
    while waiting:
        name, extra, wanted_by = waiting.pop()
        if name in LEFT_OUT or (name, extra) in seen:
            continue
        seen.add((name, extra))
        found.setdefault(name, _installed(name, wanted_by))
        for requirement in _requirements(found[name], extra):
            asked = canonicalize_name(requirement.name)
            waiting += [(asked, each, name) for each in ("", *requirement.extras)]
    return tuple(found[name] for name in sorted(found))


def _requirements(asking: Distribution, extra: str) -> Iterator[Requirement]:
    """Yield what a distribution asks for here; with an extra, all that is asked for with it."""
    for line in asking.requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield requirement


def _installed(name: str, wanted_by: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError as error:
        message = f"the package {name}, which {wanted_by} asks for, is not installed"
        raise PipelineError(message, hint="install Polyfolio's packages anew", code="kit.package") from error
