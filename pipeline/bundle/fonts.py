"""The system's fonts that pages in a language need: those that the PDF emitter itself would take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import get_args

from pipeline.emit.pdf.font_facts import licence
from pipeline.emit.pdf.font_files import PACKAGE
from pipeline.emit.pdf.font_scripts import exemplars
from pipeline.emit.pdf.font_stacks import check_wanted, named
from pipeline.emit.pdf.fonts import Fonts
from pipeline.emit.theme import Face, Family
from pipeline.languages import standard
from pipeline.report import Finding, Location, PipelineError

_FREE = ("open font license", "ofl", "apache", "gnu ", "gpl", "bitstream vera", "ubuntu font", "public domain", "mit ")
"""What the licences say that let everybody pass a font on."""
_FACES = tuple(Face(*each) for each in product(get_args(Family), (False, True), (False, True)))


def fonts_of(language: str) -> tuple[Path, ...]:
    """Return the files of the system's fonts that a PDF in a language takes, those of Polyfolio's packages left out.

    Raise `PipelineError` if there is no font for the language's letters (CLDR, exemplar characters), or no such letters
    are known.
    """
    letters = exemplars(standard(language))
    if not letters:
        raise PipelineError(f"CLDR names no letters of {language}", hint="name a font with --font", code="kit.font")
    fonts = Fonts()
    try:
        files = {file.source for face in _FACES for file in fonts.files(letters, face, language)}
    finally:
        fonts.close()
    return tuple(Path(source) for source in sorted(files) if not source.startswith(PACKAGE))


def fonts_named(names: Sequence[str]) -> tuple[Path, ...]:
    """Return the files of the fonts that the user named, families or files; raise `PipelineError` as a build does."""
    check_wanted(names)
    sources = (facts.file.source for name in names for facts in named(name))
    return tuple(Path(source) for source in dict.fromkeys(sources) if not source.startswith(PACKAGE))


def doubts(files: Sequence[Path]) -> Iterator[Finding]:
    """Yield a warning for each font whose licence does not say that everybody may pass it on."""
    for file in files:
        said = licence(str(file))
        if not any(word in said.casefold() for word in _FREE):
            message = "it does not say that it may be passed on" + (f": {said[:100]}" if said else "")
            hint = "read its licence before you give the kit to others"
            yield Finding("kit.licence", message, location=Location(str(file)), hint=hint)
