"""Options that commands share, and what makes a value one of theirs; wrong values are wrong usage.

Nothing heavy is imported unless an option is given.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
COMPUTE = ("default", "auto", "int8", "int8_float16", "int8_bfloat16", "int8_float32", "int16", "float16", "bfloat16",
           "float32")  # fmt: skip
"""The compute types of CTranslate2; `default` is the one that a model is stored in."""
LOOKS = ("book", "report", "large")
"""The themes of pages, by the names that `pipeline.emit.theme.THEMES` has; `large` is large print."""
SOURCES = Path("sources")
"""Where a project keeps its works."""
MEMORY = Path(".polyfolio") / "memory.db"
"""Where a project keeps its translation memory."""


def json_option(function: F) -> F:
    """Add the option to print JSON."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)


def engine_options(function: F) -> F:
    """Add the options that say how models are run."""
    for option in (
        click.option("--compute-type", "compute", type=click.Choice(COMPUTE), default="default", help="Of weights."),
        click.option("--beam", type=click.IntRange(1, 32), default=4, show_default=True, help="Width of the search."),
        click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", help="Where models run."),
    ):
        function = option(function)
    return function


def _page(_: click.Context, parameter: click.Parameter, value: str) -> str:
    """Return the size of a page, if there is one of that name."""
    if value == "6x9":
        return value
    from pipeline.emit.paper import paper
    from pipeline.report import PipelineError

    try:
        paper(value)
    except PipelineError as error:
        raise click.BadParameter(f"{error.message}; {error.hint}.", param=parameter) from error
    return value


def _fonts(_: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of fonts, if there are fonts of all these names."""
    if not values:
        return ()
    from pipeline.emit.pdf.font_stacks import check_wanted
    from pipeline.report import PipelineError

    try:
        check_wanted(values)
    except PipelineError as error:
        raise click.BadParameter(f"{error.message}; {error.hint}.", param=parameter) from error
    return values


def layout_options(function: F) -> F:
    """Add the options that say how pages are set."""
    for option in (
        click.option(
            "--font",
            "fonts",
            multiple=True,
            metavar="NAME",
            callback=_fonts,
            help="In PDFs, a font family or file before all others (may repeat).",
        ),
        click.option("--theme", type=click.Choice(LOOKS), default=LOOKS[0], show_default=True, help="How pages look."),
        click.option(
            "--page",
            metavar="SIZE",
            default="6x9",
            show_default=True,
            callback=_page,
            help="a4, a5, letter, 6x9 (inches), or a size as 148x210mm.",
        ),
    ):
        function = option(function)
    return function


def _base_url(_: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Return the address of a folder on the web, with a slash at its end; nothing and none stay what they are."""
    from urllib.parse import urlsplit

    if not value:
        return value
    try:
        parts = urlsplit(value)
        plain = parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment)
    except ValueError:  # brackets that are no IPv6 address
        plain = False
    if not plain:
        raise click.BadParameter("give an address such as https://example.org/books/.", param=parameter)
    return value if value.endswith("/") else f"{value}/"


def _stripped(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    return value and value.strip()


def site_options(function: F) -> F:
    """Add the options that say what the catalog is called and where it will lie."""
    for option in (
        click.option(
            "--base-url",
            metavar="URL",
            callback=_base_url,
            help="Where the folder will lie on the web from now on; feeds then have whole addresses, and a sitemap.",
        ),
        click.option(
            "--title",
            metavar="TEXT",
            callback=_stripped,
            help="What the catalog is called; it stays so until another is given.",
        ),
    ):
        function = option(function)
    return function


def memory_option(function: F) -> F:
    """Add the option that says where the translation memory is."""
    return click.option(
        "--memory",
        type=click.Path(path_type=Path, dir_okay=False),
        help=f"The translation memory; {MEMORY} beside the folder of editions unless given.",
    )(function)


def split(_: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of an option that may repeat or take commas or spaces."""
    parts = tuple(part for value in values for part in value.replace(",", " ").split())
    if values and not parts:
        raise click.BadParameter("nothing is given.", param=parameter)
    return parts


def fixed_stamp() -> int | None:
    """Return the time that the user fixed by SOURCE_DATE_EPOCH, in seconds since 1970 (reproducible-builds.org)."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return None
    if not given.isdecimal() or int(given) >= 2**32:
        raise click.UsageError(f"SOURCE_DATE_EPOCH must be whole seconds since 1970, not {given!r}.")
    return int(given)
