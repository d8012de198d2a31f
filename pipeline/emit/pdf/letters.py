"""The fonts that a page would have, for what draws the words of pictures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.emit.pdf.font_files import FontFile
    from pipeline.emit.theme import Family

_FAMILIES = ("Source Serif Pro", "Source Sans Pro", "Cascadia Mono")
_ORDER: tuple[Family, ...] = ("sans", "serif", "mono")
"""What stands in for what: most drawings have letters without serifs."""


def letters(text: str, language: str) -> tuple[Sequence[bytes | Path], tuple[str, str, str]]:
    """Return the fonts for `text` in every style, as files or as their bytes, and the names of the packaged families.

    These come first, and stand for serif, sans-serif and monospace. Raise `PipelineError` naming the characters that no
    font has.
    """
    from pipeline.emit.pdf.fonts import Fonts
    from pipeline.emit.theme import Face

    fonts = Fonts()
    fonts.check(text, language)
    faces = [Face(family, bold, italic) for family, bold, italic in product(_ORDER, (False, True), (False, True))]
    files = dict.fromkeys(file for face in faces for part in ("a", text) for file in fonts.files(part, face, language))
    return [_contents(file) for file in files], _FAMILIES


def _contents(file: FontFile) -> bytes | Path:
    from pipeline.emit.pdf.font_files import PACKAGE

    return file.read().data if file.source.startswith(PACKAGE) else Path(file.source)
