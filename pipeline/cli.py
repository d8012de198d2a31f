"""The command line: parse, call the stages, show what they tell, and give the exit status.

0 all well; 1 a work or a check failed (the others were still made); 2 wrong usage; 130 stopped by Ctrl-C, 143 by
SIGTERM.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pipeline.cli_bundle import bundle, kit
from pipeline.cli_models import memory, models
from pipeline.cli_serve import with_options_of
from pipeline.options import (
    MEMORY,
    SOURCES,
    engine_options,
    fixed_stamp,
    json_option,
    layout_options,
    memory_option,
    site_options,
    split,
)

if TYPE_CHECKING:
    from pipeline.request import Request
    from pipeline.translating import Means

_SIGNALLED = 128
"""Shells give a program ended by a signal this status and the number of the signal."""


class Command(click.Group):
    """A group whose commands turn a `PipelineError` into one clear line and a hint; `--debug` shows the traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; exit with 1 if it cannot go on."""
        from pipeline.report import PipelineError

        _bear_any_name()
        try:
            with _stopped_by_terminating():
                return super().invoke(ctx)
        except PipelineError as error:
            if ctx.params.get("debug"):
                raise
            from pipeline.show import show_error

            show_error(error.finding(), as_json="--json" in sys.argv)
            ctx.exit(2 if error.code == "language.unknown" else 1)
        except KeyboardInterrupt as stop:
            click.echo("stopped; what was made is kept, and the next build goes on from there", err=True)
            ctx.exit(_SIGNALLED + (stop.args[0] if stop.args else signal.SIGINT))


def _bear_any_name() -> None:
    """Let names be printed that the terminal's encoding has no letters for, or that are no letters at all."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


@contextmanager
def _stopped_by_terminating() -> Iterator[None]:
    """Let SIGTERM stop a command as Ctrl-C does: what was made is entered in the manifest, and no process stays."""
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(number: int, _: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt(number)


@click.group(cls=Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="polyfolio", prog_name="polyfolio")
def main(debug: bool) -> None:
    """One source, every language, every edition: DOCX, PDF and EPUB that agree, translated offline."""


@main.command()
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--to", multiple=True, metavar="LANG", callback=split, help="A language to translate into (repeat, or commas)."
)
@click.option(
    "--from",
    "language",
    metavar="LANG",
    help="The sources' language, where they do not say it; of several texts of a work, the original's.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    callback=split,
    help="docx, epub or pdf; all of them unless given.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("exports"),
    show_default=True,
    help="Where editions go.",
)
@click.option(
    "--jobs", type=click.IntRange(min=1), default=None, help="Processes to use; one for each core unless given."
)
@click.option("--explain", is_flag=True, help="Say of each edition why it is made, or why it is not.")
@click.option("--prune", is_flag=True, help="Remove editions that SOURCES (whole folders) do not make any more.")
@click.option("--bilingual", is_flag=True, help="Also make editions with both languages beside each other.")
@click.option(
    "--glossary",
    "glossaries",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Terms for every work, as CSV or TBX (may repeat); a glossary.csv beside a text is used for it.",
)
@click.option("--strict", is_flag=True, help="Fail a translation that has any doubtful sentence.")
@click.option(
    "--coverage",
    type=click.FloatRange(0, 1),
    default=0.8,
    show_default=True,
    help="The least part of a text that must be translated.",
)
@layout_options
@site_options
@engine_options
@memory_option
@json_option
def build(as_json: bool, explain: bool, **asked: object) -> None:
    """Make the editions of SOURCES: files and folders, or ./sources.

    With --json, every event of the build is one line of JSON.
    """
    from pipeline.run import build as run
    from pipeline.show_build import Show

    request = _request(asked)
    with Show(as_json, explain=explain) as show:
        clean = run(request, show)
    sys.exit(0 if clean else 1)


def _request(asked: Mapping[str, Any]) -> Request:
    """Return what a build is asked for by the options of its command, by their names."""
    from pipeline import files
    from pipeline.emit.edition import Layout
    from pipeline.languages import standard
    from pipeline.request import Request

    if asked["prune"] and not all(source.is_dir() for source in asked["sources"]):
        raise click.UsageError("--prune needs SOURCES that are whole folders: other works would lose their editions.")
    stamp, fixed = _stamp()
    return Request(
        sources=_sources(asked["sources"]),
        to=tuple(map(standard, asked["to"])),
        language=standard(asked["language"]) if asked["language"] else None,
        formats=_formats(asked["formats"]),
        jobs=asked["jobs"] or os.cpu_count() or 1,
        means=_means(asked),
        layout=Layout(asked["theme"], asked["page"], asked["fonts"], tuple(map(files.digest, asked["fonts"]))),
        stamp=stamp,
        fixed=fixed,
        debug=bool(click.get_current_context().find_root().params.get("debug")),
        **{name: asked[name] for name in ("out", "bilingual", "prune", "title", "base_url")},
    )


def _formats(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the formats of these names, or all there are."""
    from pipeline.emit import EMITTERS

    formats = tuple(name.lower() for name in names)
    unknown = [name for name in formats if name not in EMITTERS]
    if unknown:
        raise click.BadParameter(f"{unknown[0]!r} is none of {', '.join(EMITTERS)}.", param_hint="--format")
    return formats or EMITTERS


def _means(asked: Mapping[str, Any]) -> Means:
    from pipeline.translate.engine import Settings
    from pipeline.translating import Means

    settings = Settings(asked["device"], asked["beam"], asked["compute"])
    memory = asked["memory"] or asked["out"].parent / MEMORY
    return Means(settings, asked["glossaries"], memory, asked["strict"], asked["coverage"])


def _sources(given: tuple[Path, ...]) -> tuple[Path, ...]:
    if not given and not SOURCES.is_dir():
        raise click.UsageError("no SOURCE given, and there is no folder named sources here.")
    return given or (SOURCES,)


def _stamp() -> tuple[int, bool]:
    """Return the time of this build in seconds since 1970, and whether the user fixed it."""
    import time

    fixed = fixed_stamp()
    return (max(int(time.time()), 0), False) if fixed is None else (fixed, True)


@main.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--from", "language", metavar="LANG", help="The source's language, where it does not say it.")
@json_option
def inspect(source: Path, language: str | None, as_json: bool) -> None:
    """Show outline, metadata, and what was normalized and why."""
    from pipeline import files
    from pipeline.drafts import prepare
    from pipeline.languages import standard
    from pipeline.report import PipelineError
    from pipeline.show import show_inspection

    for work in files.find((source,), language):
        if isinstance(work, PipelineError):
            raise work
        show_inspection(prepare(work, standard(language) if language else None), as_json)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("exports"))
@json_option
def verify(folder: Path, as_json: bool) -> None:
    """Open every edition in FOLDER again and compare."""
    from pipeline.check import check_folder
    from pipeline.show import show_report

    sys.exit(1 if show_report(check_folder(folder), as_json, f"{folder}: every edition is as it should be") else 0)


for command in (with_options_of(build), bundle, kit, models, memory):
    main.add_command(command)
