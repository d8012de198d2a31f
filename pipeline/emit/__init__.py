"""Emit: an edition becomes the bytes of a file. One folder for each format, one row in `EMITTERS`."""

from __future__ import annotations

from importlib import import_module

from pipeline.emit.edition import Edition
from pipeline.report import Outcome, PipelineError

EMITTERS = ("docx", "epub", "pdf")
"""The formats, each a folder here with a function `emit(edition) -> Outcome[bytes]`; imported when first used."""


def emit(format_name: str, edition: Edition) -> Outcome[bytes]:
    """Return the file of `edition` in one of `EMITTERS`, with findings; raise `PipelineError` if it cannot be."""
    if format_name not in EMITTERS:
        raise PipelineError(f"there is no format {format_name!r}", hint=f"take one of {', '.join(EMITTERS)}")
    try:
        outcome = import_module(f"pipeline.emit.{format_name}").emit(edition)
    except RecursionError as error:
        hint = "take lists, quotations, tables and notes out of one another: forty levels are sure to be written"
        raise PipelineError(
            "parts of the text lie too deep in one another", hint=hint, code="document.depth"
        ) from error
    assert isinstance(outcome, Outcome)  # noqa: S101  (a module's function has no type here)
    return outcome
