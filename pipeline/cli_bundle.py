"""The commands that make one file to hand on: `bundle` for readers, `kit` for machines without a network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.options import fixed_stamp, json_option, split

if TYPE_CHECKING:
    from pipeline.bundle.zipped import Made
    from pipeline.report import Outcome


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("exports"))
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The zip to write; one beside FOLDER, named after it, unless given.",
)
@json_option
def bundle(folder: Path, file: Path | None, as_json: bool) -> None:
    """Pack the editions in FOLDER into one zip, after a check that all are whole."""
    from pipeline.bundle.folder import bundle as pack

    _show(pack(folder, file, fixed_stamp()), as_json)


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("polyfolio-kit.zip"),
    show_default=True,
    help="The zip to write.",
)
@click.option(
    "--model",
    "pairs",
    nargs=2,
    multiple=True,
    metavar="FROM TO",
    help="A pair of languages whose installed models go in (may repeat); all installed ones unless given.",
)
@click.option("--no-models", is_flag=True, help="Leave installed models out.")
@click.option("--font", "fonts", multiple=True, metavar="NAME", help="A font family or file to go in (may repeat).")
@click.option(
    "--for",
    "languages",
    multiple=True,
    metavar="LANG",
    callback=split,
    help="A language whose letters need fonts of this system (repeat, or commas).",
)
@json_option
def kit(
    out: Path,
    pairs: tuple[tuple[str, str], ...],
    no_models: bool,
    fonts: tuple[str, ...],
    languages: tuple[str, ...],
    as_json: bool,
) -> None:
    """Pack Polyfolio with all that it needs into one zip, to install where there is no network.

    The kit is for this version of Python and this kind of machine.
    """
    if pairs and no_models:
        raise click.UsageError("--model and --no-models contradict each other.")
    from pipeline.bundle.kit import Wish
    from pipeline.bundle.kit import kit as make

    wish = Wish(() if no_models else pairs or None, fonts, languages)
    _show(make(out, wish, fixed_stamp(), lambda text: click.echo(text, err=True)), as_json)


def _show(outcome: Outcome[Made] | Outcome[Made | None], as_json: bool) -> None:
    """Show what was found and what was made, and exit with 1 if nothing was."""
    import json
    from dataclasses import asdict

    from pipeline.show import show_findings

    made, findings = outcome.value, list(outcome.findings)
    if as_json:
        told = {"made": asdict(made) if made else None, "findings": [finding.as_json() for finding in findings]}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        said = f"{made.file}: {made.entries} files, {made.size:,} bytes, SHA-256 {made.sha256}" if made else ""
        show_findings(findings, False, said)
    sys.exit(0 if made else 1)
