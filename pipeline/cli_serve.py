"""The command `serve`: the editions in a browser, built anew as their sources change if it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from pipeline.options import MEMORY, SOURCES
from pipeline.report import Finding, Location, PipelineError

if TYPE_CHECKING:
    from pipeline.serve import Build, Door

_NOT_PASSED = frozenset({"out", "as_json"})
"""Options of `build` that make no sense here: the folder is an argument, and a person reads what is said."""


def with_options_of(build: click.Command) -> click.Command:
    """Return the command `serve`, which takes what `build` takes, to hand it on."""
    serve.params += [each for each in build.params if isinstance(each, click.Option) and each.name not in _NOT_PASSED]
    return serve


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("exports"))
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--port", type=click.IntRange(0, 65535), help="8000, or the next free one, unless given.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; other machines need it named.")
@click.option("--open", "browse", is_flag=True, help="Open a browser.")
@click.option("--quiet", is_flag=True, help="Do not show requests.")
@click.option("--watch", is_flag=True, help="Build now, and again whenever SOURCES (or ./sources) change.")
def serve(
    folder: Path,
    sources: tuple[Path, ...],
    port: int | None,
    host: str,
    browse: bool,
    quiet: bool,
    watch: bool,
    **options: object,
) -> None:
    """Show the editions in FOLDER in a browser, to this machine alone. Ctrl-C ends it.

    With --watch, the editions are built anew whenever a source changes; all other options are those of build.
    """
    from pipeline.serve import preview

    context = click.get_current_context()
    given = list(_given(context, options))
    if (given or sources) and not watch:
        raise click.UsageError(f"{given[0].partition('=')[0] if given else 'SOURCES'} needs --watch.")
    build = _build(context, folder, sources, given) if watch else None
    _check(folder, watch=watch)
    door = _door(host, port)
    _announce(folder, door, browse=browse)
    preview(folder, door, (lambda _: None) if quiet else _say, _say, build)


def _given(context: click.Context, options: dict[str, object]) -> Iterator[str]:
    """Yield the options of `build` that the user gave, as arguments for it."""
    for option in context.command.params:
        name = option.name or ""
        if name not in options or context.get_parameter_source(name) is not ParameterSource.COMMANDLINE:
            continue
        value = options[name]
        if isinstance(value, bool):
            yield option.opts[0]
        else:
            yield from (f"{option.opts[0]}={each}" for each in (value if isinstance(value, tuple) else (value,)))


def _build(context: click.Context, folder: Path, sources: tuple[Path, ...], options: list[str]) -> Build:
    """Return the build to watch for: `polyfolio build`, as the user would call it."""
    from pipeline.serve import Build

    if not sources and not SOURCES.is_dir():
        raise click.UsageError("no SOURCE given, and there is no folder named sources here.")
    asked = context.params
    debug = ["--debug"] if context.find_root().params.get("debug") else []
    command = [
        sys.executable,
        "-P",
        "-m",
        "pipeline",
        *debug,
        "build",
        f"--out={folder}",
        *options,
        "--",
        *map(str, sources),
    ]
    memory = asked.get("memory") or folder.parent / MEMORY
    database = (memory.with_name(f"{memory.name}{end}") for end in ("", "-journal", "-wal", "-shm"))  # SQLite's files
    return Build(tuple(command), (*(sources or (SOURCES,)), *asked.get("glossaries", ())), (folder, *database))


def _check(folder: Path, *, watch: bool) -> None:
    """Raise `PipelineError` if there is nothing to serve and nothing will be built."""
    from pipeline.publish import MANIFEST

    where, hint = Location(str(folder)), "build first: `polyfolio build`, or let `polyfolio serve --watch` do it"
    if folder.exists() and not folder.is_dir():
        raise PipelineError("this is no folder", where, "FOLDER comes first, then SOURCES: `polyfolio serve --help`")
    if watch:
        _make(folder)
    elif not folder.exists():
        raise PipelineError("there is no such folder", where, hint)
    elif not (folder / MANIFEST).is_file():
        raise PipelineError("the folder holds no editions", where, hint)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        hint = "name a folder that you may write to"
        raise PipelineError(f"cannot make this folder: {error.strerror}", Location(str(folder)), hint) from error


def _door(host: str, port: int | None) -> Door:
    from pipeline.serve import listen

    try:
        return listen(host, port)
    except PipelineError as error:
        if error.code != "serve.host":
            raise
        raise click.BadParameter(f"{error.message}; {error.hint}.", param_hint="--host") from error


def _announce(folder: Path, door: Door, *, browse: bool) -> None:
    """Say where the editions are to be seen, and who else can see them."""
    if door.public:
        from pipeline.show import show_error

        message = f"everyone who can reach this machine over a network can read all of {folder}"
        show_error(Finding("serve.public", message, hint="leave --host away to serve to this machine alone"))
    click.echo(f"{folder}: {door.url} (Ctrl-C ends it)")
    if browse:
        click.launch(door.url)


def _say(line: object) -> None:
    """Write a line to standard error; where that has been closed, nobody wants to know."""
    with suppress(OSError):
        click.echo(line, err=True)
