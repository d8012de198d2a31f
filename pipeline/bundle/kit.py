"""A kit that installs Polyfolio on a machine without a network: packages, models, fonts, and what puts them there.

It is made of what is installed here, so it is for this version of Python and this kind of machine, and says so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import resources
from importlib.metadata import distribution
from pathlib import Path
from zipfile import ZipFile

from pipeline import files
from pipeline.bundle import contents, fonts, install, models
from pipeline.bundle.contents import Part
from pipeline.bundle.needed import ROOT
from pipeline.bundle.zipped import EARLIEST, Entry, Made, make, workshop
from pipeline.report import Finding, Outcome, PipelineError
from pipeline.translate.argos import Package

VERSION = 1
"""The version of `kit.json`."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a kit is to hold beside the program.

    `pairs` are models by the languages they lead between, none for all installed ones; `fonts` are families or files,
    `languages` BCP 47 tags whose letters are to have fonts. The languages of the models get theirs anyway.
    """

    pairs: tuple[tuple[str, str], ...] | None = None
    fonts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def kit(target: Path, wish: Wish, stamp: int | None, tell: Callable[[str], None]) -> Outcome[Made]:
    """Write the kit to `target`, a zip with one folder named after it; `tell` hears what goes on.

    `stamp` is the time of all entries in seconds since 1970, by default 1980-01-01. Raise `PipelineError` if a package,
    a model or a font that is wanted is missing or altered, or the zip cannot be written.
    """
    chosen = models.chosen(wish.pairs)
    found = _fonts(wish, chosen)
    with workshop(target) as work:
        parts = [
            *contents.packages(work, tell),
            *contents.models(chosen, work, tell),
            *contents.fonts(found.value),
        ]
        tell("packing")
        top = target.name.removesuffix(".zip") or ROOT
        entries = _with_sums([*_texts(parts), *(Entry(part.name, part.path) for part in parts)])
        placed = [Entry(f"{top}/{each.name}", each.source, each.program) for each in entries]
        made = make(target, placed, EARLIEST if stamp is None else stamp, {each.name: _digest(each) for each in placed})
    return Outcome(made, (*found.findings, *fonts.doubts(found.value)))


def _fonts(wish: Wish, chosen: Iterable[Package]) -> Outcome[tuple[Path, ...]]:
    """Return the system's fonts that go in; that a model's language has none is a finding, else it is an error."""
    wanted = [*fonts.fonts_named(wish.fonts), *(path for tag in wish.languages for path in fonts.fonts_of(tag))]
    findings: list[Finding] = []
    for tag in sorted({tag for package in chosen for tag in (package.source, package.target)}):
        try:
            wanted += fonts.fonts_of(tag)
        except PipelineError as error:
            message = f"the kit has no fonts for {tag}, a language of a model: {error.message}"
            findings.append(Finding("kit.font", message, hint=error.hint))
    return Outcome(tuple(sorted(set(wanted))), tuple(findings))


def _texts(parts: list[Part]) -> list[Entry]:
    """Return what tells of the kit and installs it."""
    about = _about(parts)
    values = {
        "@PYTHON@": str(about["python"]),
        "@VERSION@": str(about["polyfolio"]),
        "@NEEDS@": _needs(about),
        "@SIZE@": f"{_unpacked(parts) // 10**6 + 1} MB",
    }
    data = resources.files("pipeline.bundle").joinpath("data")
    texts = {entry.name: _filled(entry.read_text("utf-8"), values) for entry in data.iterdir() if entry.is_file()}
    texts["install.py"] = Path(install.__file__).read_text("utf-8")
    texts[install.KIT] = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    for name in ("LICENSE", "NOTICE"):
        texts[name] = _licence(name)
    return [Entry(name, _lines(name, text).encode(), name == "install.sh") for name, text in texts.items()]


def _licence(name: str) -> str:
    text = distribution(ROOT).read_text(f"licenses/{name}")
    if text is None:
        raise PipelineError(f"Polyfolio's {name} is missing", hint="install it anew", code="kit.package")
    return text


def _about(parts: list[Part]) -> dict[str, object]:
    """Return what `kit.json` says: what the kit is for, and every part of it."""
    groups = {
        group: [contents.told(part) for part in parts if part.name.startswith(f"{group}/")]
        for group in ("wheels", "pip", "models", "fonts")
    }
    own = {"kit": VERSION, "polyfolio": distribution(ROOT).version, "glibc": contents.glibc(parts)}
    return own | install.here() | groups


def _needs(about: dict[str, object]) -> str:
    libc = f", with glibc {about['glibc']} or later" if about["glibc"] else ""
    return f"Python {about['python']} ({about['implementation']}) on {about['system']}, {about['machine']}{libc}"


def _unpacked(parts: Iterable[Part]) -> int:
    """Return how many bytes the wheels have when they are installed."""
    total = 0
    for part in parts:
        if part.name.startswith("wheels/"):
            with ZipFile(part.path) as archive:
                total += sum(entry.file_size for entry in archive.infolist())
    return total


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def _lines(name: str, text: str) -> str:
    """Return a text with the ends of lines that Windows needs, if it is for Windows alone."""
    return text.replace("\n", "\r\n") if name.endswith(".cmd") else text


def _with_sums(entries: list[Entry]) -> list[Entry]:
    """Return entries in order of their names, with their checksums as sha256sum reads them."""
    ordered = sorted(entries, key=lambda entry: entry.name)
    sums = "".join(f"{_digest(entry)}  {entry.name}\n" for entry in ordered)
    return sorted([*ordered, Entry(install.SUMS, sums.encode())], key=lambda entry: entry.name)


def _digest(entry: Entry) -> str:
    if isinstance(entry.source, bytes):
        return hashlib.sha256(entry.source).hexdigest()
    return files.digest(str(entry.source))
