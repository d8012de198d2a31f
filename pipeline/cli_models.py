"""The commands that look after models and the translation memory."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.options import MEMORY, engine_options, json_option, memory_option

if TYPE_CHECKING:
    from pipeline.translate.engine import Device


@click.group()
def models() -> None:
    """List, install or remove translation models."""


@models.command("list")
@json_option
def list_models(as_json: bool) -> None:
    """List the models, the embedded one too."""
    from pipeline.show import show_models
    from pipeline.translate import packages

    show_models(packages.available(), as_json)


@models.command()
@click.argument("what", nargs=-1, required=True, metavar="FILE.argosmodel | FROM TO")
def install(what: tuple[str, ...]) -> None:
    """Install a model from a file, or from Argos' index if there is a network; a sick one is refused."""
    from pipeline.translate import packages
    from pipeline.upkeep import trial

    if len(what) == 1:
        package = packages.install_file(Path(what[0]), trial=trial)
    elif len(what) == 2:
        package = packages.install_pair(*what, trial=trial)
    else:
        raise click.UsageError("give a file, or a language to translate from and one to translate to.")
    click.echo(f"installed {package.name} {package.version}")


@models.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def remove(source: str, target: str) -> None:
    """Remove the installed model for a pair of languages."""
    from pipeline.translate import packages

    for package in packages.remove(source, target):
        click.echo(f"removed {package.name} {package.version}")


@models.command()
@engine_options
@json_option
def doctor(device: Device, beam: int, compute: str, as_json: bool) -> None:
    """Examine every model: its parts, its hashes, whether it loads, and what it says."""
    from pipeline.show import show_diagnoses
    from pipeline.translate.engine import Settings
    from pipeline.upkeep import examinations

    sys.exit(0 if show_diagnoses(examinations(Settings(device, beam, compute)), as_json) else 1)


@click.group()
def memory() -> None:
    """Take translations out of the memory, and put a person's in."""


@memory.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@memory_option
def export_memory(file: Path, memory: Path | None) -> None:
    """Write every translated sentence to FILE as TMX."""
    from pipeline.show import show_findings
    from pipeline.upkeep import export_units

    outcome = export_units(memory or MEMORY, file)
    sys.exit(1 if show_findings(list(outcome.findings), False, f"{file}: {outcome.value} sentences") else 0)


@memory.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@memory_option
@json_option
def import_memory(file: Path, memory: Path | None, as_json: bool) -> None:
    """Take what a person worded from FILE, a TMX; builds then use it instead of the machine's."""
    from pipeline.show import show_findings
    from pipeline.upkeep import import_units

    outcome = import_units(memory or MEMORY, file)
    said = f"{file}: {outcome.value} sentences of a person"
    sys.exit(1 if show_findings(list(outcome.findings), as_json, said) else 0)
