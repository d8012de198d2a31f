"""Examine a translation model: its parts, its hashes, whether it loads, and what it makes of everyday sentences.

A package may be whole and still sick: some of Argos' index have answered “Home” to everything, or words that are none.
Twenty sentences in one batch show that in a second; `symptoms.py` says what they show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.languages import language
from pipeline.languages.calendar import calendar
from pipeline.report import PipelineError
from pipeline.translate.archive import SUMS
from pipeline.translate.argos import MODEL, TOKENIZERS, Package
from pipeline.translate.engine import Engine, Request, Translated, batches
from pipeline.translate.symptoms import Fault, Heard, Tongues, faults

_VOCABULARY = ("model/shared_vocabulary", "model/source_vocabulary", "model/target_vocabulary")
_ENDINGS = (".json", ".txt")  # CTranslate2 looks for either, the older one last
_SUM = re.compile(r"([0-9a-f]{64}) [ *]([^\0\n]+)")
_LEAST = 16
"""Bytes; a file with fewer holds nothing, an empty list at most."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the doctor found out about a package; `sentences` is what it was asked and what it said."""

    package: Package
    faults: tuple[Fault, ...] = ()
    sentences: tuple[tuple[str, str], ...] = ()

    @property
    def well(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.faults


def examine(package: Package, engine: Engine) -> Diagnosis:
    """Return what is wrong with a package, or that nothing is; `engine` runs this package and no other.

    A package that is not whole, or not what was installed, is not run. Whatever keeps the engine from loading it is a
    fault, never an exception.
    """
    found = tuple(_lacking(package)) or tuple(_altered(package))
    if found:
        return Diagnosis(package, found)
    try:
        heard = _heard(package, engine)
    except PipelineError as error:
        return Diagnosis(package, (_unusable(package, error),))
    said = tuple((each.asked, each.came) for each in heard)
    return Diagnosis(package, faults(heard, Tongues(package.source, package.target)), said)


def unreadable(folder: Path) -> Diagnosis:
    """Return the diagnosis of a folder that holds a model and cannot be read as a package."""
    package = Package(folder.name, "?", "", folder)
    hint = "remove the folder, and install the model again"
    return Diagnosis(package, (Fault("models.incomplete", f"{folder}: its metadata.json is missing or broken", hint),))


def refuse(diagnosis: Diagnosis) -> PipelineError:
    """Return the error that refuses a sick package: its name, the first reason, and what to try."""
    package, fault = diagnosis.package, diagnosis.faults[0]
    again = f"polyfolio models remove {package.source} {package.target}, then install a model from another source"
    hint = fault.hint or ("install the program again" if package.embedded else again)
    return PipelineError(f"the model {package.name} is sick: {fault.message}", hint=hint, code="models.sick")


def canaries(source: str, target: str) -> tuple[tuple[str, str], ...]:
    """Return what to ask a model from one language to another, each with a right answer, or nothing if none is known.

    These are the sentences of the languages' data files. If the source has none, days, months and languages are asked
    by the names that CLDR gives them; if it does not know the source either, there is nothing to ask.
    """
    asked, right = language(source).canary, language(target).canary
    if not asked:
        asked, right = _names(source), _names(target)
    return tuple(zip(asked, right or ("",) * len(asked), strict=True)) if asked else ()


def _names(tag: str) -> tuple[str, ...]:
    """Return lists of a day, a month and a language each, all different, in a language; nothing if CLDR lacks it."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return ()
    days, months = (calendar(tag)[part]["stand-alone"]["wide"] for part in ("days", "months"))
    named = [locale.languages.get(name, name) for name in _LANGUAGES]
    return tuple(f"{days[at % 7]}, {months[at % 12 + 1]}, {name}" for at, name in enumerate(named))


_LANGUAGES = (
    "ar",
    "bg",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "fi",
    "fr",
    "hi",
    "hu",
    "it",
    "ja",
    "ko",
    "pl",
    "pt",
    "ru",
    "tr",
    "zh",
)


def _heard(package: Package, engine: Engine) -> tuple[Heard, ...]:
    """Ask the engine; what it does not answer at all counts as a failure."""
    pairs = canaries(package.source, package.target)
    asked = batches(Request(text) for text, _ in pairs)
    answers = {request.text: answer for answered in engine.translate(asked) for request, answer in answered}
    silent = Translated("", fault="nothing came back")
    return tuple(Heard(text, answers.get(text, silent), right) for text, right in pairs)


def _unusable(package: Package, error: PipelineError) -> Fault:
    reason = error.message.removeprefix(f"the model {package.name} cannot be used: ")
    return Fault(error.code, f"it cannot be used: {reason}", error.hint)


def _lacking(package: Package) -> Iterator[Fault]:
    """Yield a fault for each part that is needed and missing or empty (CTranslate2 4.8, `ModelLoader`)."""
    shared, source, target = ([name + ending for ending in _ENDINGS] for name in _VOCABULARY)
    vocabularies = [source, target] if any(map(package.has, (*source, *target))) else [shared]
    for names in (["metadata.json"], [MODEL], *vocabularies, [*TOKENIZERS]):
        there = [name for name in names if package.has(name)]
        if not there:
            yield Fault("models.incomplete", f"it lacks {' or '.join(names)}")
        elif package.folder and (package.folder / there[0]).stat().st_size < _LEAST:
            yield Fault("models.incomplete", f"its {there[0]} is empty")


def _altered(package: Package) -> Iterator[Fault]:
    """Yield a fault for each file that is no longer as it was installed; nothing where no hashes were kept."""
    if not package.has(SUMS):
        return
    try:
        lines = package.read(SUMS).decode("utf-8").splitlines()
    except (OSError, ValueError) as error:
        yield Fault("models.altered", f"its list of hashes cannot be read: {error}")
        return
    for line in lines:
        found = _SUM.fullmatch(line)
        if not found or _digest(package, found[2]) != found[1]:
            yield Fault("models.altered", f"{found[2] if found else SUMS} is not as it was installed")


def _digest(package: Package, name: str) -> str:
    try:
        return package.digest(name) if ".." not in name and not name.startswith("/") else ""
    except (OSError, KeyError):
        return ""
