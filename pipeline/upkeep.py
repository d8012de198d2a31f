"""Looking after what translation rests on: examining models, and taking sentences out of and into the memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import files
from pipeline.report import Location, Outcome, PipelineError
from pipeline.translate.engine import Settings

if TYPE_CHECKING:
    from pipeline.translate.argos import Package
    from pipeline.translate.doctor import Diagnosis


def examinations(settings: Settings) -> Iterator[Diagnosis]:
    """Yield what the doctor says of every model there is."""
    from pipeline.translate.doctor import unreadable
    from pipeline.translate.packages import available, strays

    for package in available():
        yield _examined(package, settings)
    yield from map(unreadable, strays())


def trial(package: Package) -> None:
    """Examine a model that is to be installed; raise `PipelineError` if it is sick."""
    from pipeline.translate.doctor import refuse

    diagnosis = _examined(package, Settings())
    if not diagnosis.well:
        sick = refuse(diagnosis)
        hint = "nothing was installed, and what was installed before stays; get this model from another source"
        raise PipelineError(sick.message, hint=hint, code=sick.code)


def _examined(package: Package, settings: Settings) -> Diagnosis:
    """Examine a model in a process that ends with it, without a memory: what it says now is what counts."""
    from contextlib import closing

    from pipeline.translate.doctor import examine
    from pipeline.translate.packages import worker

    with closing(worker(package, settings)) as engine:
        return examine(package, engine)


def export_units(memory: Path, file: Path) -> Outcome[int]:
    """Write the sentences of a memory to a TMX file, and return how many there are.

    Raise `PipelineError` if there is no memory, or no sentence in it.
    """
    from pipeline.translate.memory import open_memory
    from pipeline.translate.tmx import export

    if not memory.exists():
        raise PipelineError("there is no memory", Location(str(memory)), "build a translation first, or say --memory")
    found = open_memory(memory)
    with found.value as opened:
        units = opened.units()
        findings = (*found.findings, *opened.findings)
    if units or not findings:
        files.write(file, export(units))
    return Outcome(len(units), findings)


def import_units(memory: Path, file: Path) -> Outcome[int]:
    """Take what a person worded from a TMX file into a memory, and return how many sentences that is."""
    from pipeline.translate.memory import open_memory
    from pipeline.translate.tmx import adopt, read

    found = read(files.read_bytes(file), str(file))
    kept = open_memory(memory)
    with kept.value as opened:
        adopted = adopt(found.value, opened)
    return Outcome(adopted.value.persons, (*kept.findings, *found.findings, *adopted.findings))
