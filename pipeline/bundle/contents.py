"""What a kit holds beside its texts: packages as wheels, pip, models and fonts, and what is to be told of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import Distribution
from pathlib import Path

from pipeline import files
from pipeline.bundle.models import model
from pipeline.bundle.needed import needed
from pipeline.bundle.tools import pip_wheel
from pipeline.bundle.wheels import wheel
from pipeline.emit.pdf.font_facts import licence
from pipeline.translate.argos import Package

_GLIBC = re.compile(r"manylinux_(\d+)_(\d+)_")
_OLD = {"manylinux1_": "manylinux_2_5_", "manylinux2010_": "manylinux_2_12_", "manylinux2014_": "manylinux_2_17_"}
"""What older names of platforms stand for (PEP 600)."""
_LICENCE_FILE = re.compile(r"(ofl|licen[cs]e|copying|copyright)\b", re.IGNORECASE)
_DPKG, _DOC = Path("/var/lib/dpkg/info"), Path("/usr/share/doc")


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a kit, by its name there, and what is told of it beside its name, size and hash."""

    name: str
    path: Path
    about: Mapping[str, str] = field(default_factory=dict)


def packages(work: Path, tell: Callable[[str], None]) -> Iterator[Part]:
    """Yield the wheels of Polyfolio, of all that it needs, and of pip; new ones are made in the folder `work`."""
    for installed in needed():
        tell(f"{installed.name} {installed.version}")
        path = wheel(installed, work)
        about = {"name": installed.name, "version": installed.version, "licence": _licence(installed)}
        yield Part(f"wheels/{path.name}", path, about)
    pip = pip_wheel(work)
    yield Part(f"pip/{pip.name}", pip)


def models(chosen: Iterable[Package], work: Path, tell: Callable[[str], None]) -> Iterator[Part]:
    """Yield models as files that can be installed; they are made in the folder `work`."""
    for package in chosen:
        tell(f"model {package.name} {package.version}")
        path = model(package, work)
        about = {"from": package.source, "to": package.target, "version": package.version}
        yield Part(f"models/{path.name}", path, about)


def fonts(chosen: Iterable[Path]) -> Iterator[Part]:
    """Yield fonts with what they say of their licences, and the licences' texts where the system has them."""
    texts: dict[str, Path] = {}
    for number, path in enumerate(chosen):
        yield Part(f"fonts/{number:02}-{path.name}", path, {"licence": licence(str(path))})
        texts |= dict(_licences(path))
    yield from (Part(f"fonts/{name}", text) for name, text in sorted(texts.items()))


def _licences(font: Path) -> Iterator[tuple[str, Path]]:
    """Yield the licences beside a font, and that of the Debian package that it is of, by a name to give them."""
    for path in sorted(font.parent.iterdir()):
        if _LICENCE_FILE.match(path.name) and path.is_file():
            yield f"{font.parent.name}-{path.name}", path
    for listing in sorted(_DPKG.glob("fonts-*.list")):
        text = _DOC / listing.stem / "copyright"
        if text.is_file() and f"\n{font}\n" in listing.read_text("utf-8"):
            yield f"{listing.stem}-copyright.txt", text


def glibc(parts: Iterable[Part]) -> str:
    """Return the least version of glibc that all wheels run with; empty if none of them is for Linux with glibc.

    Each wheel names the versions it can do with (PEP 600); the lowest of them counts, and the highest of all wheels.
    """
    needs = [min(found) for part in parts if (found := _versions(Path(part.name).name))]
    return "{}.{}".format(*max(needs)) if needs else ""


def _versions(wheel_name: str) -> list[tuple[int, int]]:
    for old, new in _OLD.items():
        wheel_name = wheel_name.replace(old, new)
    return [(int(major), int(minor)) for major, minor in _GLIBC.findall(wheel_name)]


def _licence(installed: Distribution) -> str:
    """Return what a package says of its licence, on one line: an expression, a name, or what it is classified as."""
    about = installed.metadata
    classes = [each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or () if each.startswith("License")]
    named = [
        name.partition("\n")[0] for field in ("License-Expression", "License") for name in about.get_all(field, ())
    ]
    return ", ".join(classes or named)[:100]


def told(part: Part) -> dict[str, object]:
    """Return what `kit.json` says of a file."""
    size = part.path.stat().st_size
    return {"file": part.name, "size": size, "sha256": files.digest(str(part.path)), **part.about}
