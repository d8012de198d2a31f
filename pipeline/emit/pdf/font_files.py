"""One face of a font: where it lies, what it is, and its bytes; and the fonts that come with Polyfolio's packages.

The packaged fonts are listed with the scripts they have, so that none need be opened to know that it will not do. All
are under the SIL Open Font License; symbols, mathematics, music and Fira Mono have CFF outlines, the others TrueType's.
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from pipeline.emit.font_folders import MAX_BYTES
from pipeline.report import PipelineError

if TYPE_CHECKING:
    import uharfbuzz

PACKAGE = "package:"
MAX_FACES = 64
"""The most faces of one collection that are looked at."""
_VERSIONS = frozenset({b"\0\1\0\0", b"OTTO", b"true"})


@dataclass(frozen=True, slots=True)
class FontFile:
    """One face. `source` is a path, or `package:<package>:<name>`; `index` is the place within a collection, else 0.

    `family` is the typographic family, `weight` that of the OS/2 table (400 is regular, 700 bold).
    """

    source: str
    index: int
    family: str
    weight: int
    italic: bool

    def read(self) -> uharfbuzz.Blob:
        """Return the whole file, mapped into memory where it is a file of its own.

        Raise `PipelineError` naming it where it has vanished, cannot be read, is cut off or is no font.
        """
        import uharfbuzz

        try:
            if self.source.startswith(PACKAGE):
                return uharfbuzz.Blob(_packaged(self.source))
            with Path(self.source).open("rb") as file:
                directories(file)[self.index]
            return uharfbuzz.Blob.from_file_path(self.source)
        except (OSError, ValueError, LookupError, ImportError, uharfbuzz.HarfBuzzError) as error:
            raise _unreadable(self, error) from error


class Facts(NamedTuple):
    """What is known of a face before it is opened.

    `names` are its family names in every language, case-folded; `genre` is serif, sans or mono; `regions` are the
    places (JP, SC, KR, TC, HK) whose forms of Han characters it has; `plain` is neither variable nor of unusual width;
    `coverage` counts its characters by script (ISO 15924); `fault` says why it must not be used, and is mostly empty.
    """

    file: FontFile
    names: tuple[str, ...]
    genre: str
    regions: tuple[str, ...]
    plain: bool
    coverage: Mapping[str, int]
    fault: str = ""


def directories(file: BinaryIO) -> list[dict[str, tuple[int, int]]]:
    """Return for each face of a font file where its tables lie: offset and length by tag (OpenType 1.9, "otff").

    Raise `ValueError` where `file` is no font, is too long, or has a table that reaches beyond its end.
    """
    size = file.seek(0, os.SEEK_END)
    if size > MAX_BYTES:
        raise ValueError(f"it has more than {MAX_BYTES:,} bytes")
    head = _bytes(file, 0, 12)
    if head[:4] != b"ttcf":
        return [_directory(file, 0, size)]
    count = min(struct.unpack(">L", head[8:])[0], MAX_FACES)
    offsets = struct.unpack(f">{count}L", _bytes(file, 12, 4 * count))
    return [_directory(file, offset, size) for offset in offsets]


def _directory(file: BinaryIO, offset: int, size: int) -> dict[str, tuple[int, int]]:
    version, count = struct.unpack(">4sH", _bytes(file, offset, 6))
    if version not in _VERSIONS:
        raise ValueError("it is no TrueType or OpenType font")
    records = struct.iter_unpack(">4s4xLL", _bytes(file, offset + 12, 16 * count))
    tables = {tag.decode("latin-1"): (start, length) for tag, start, length in records}
    if any(start + length > size for start, length in tables.values()):
        raise ValueError("it is cut off")
    return tables


def _bytes(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    data = file.read(length)
    if len(data) < length:
        raise ValueError("it is cut off")
    return data


def _packaged(source: str) -> bytes:
    _, package, name = source.split(":")
    if package == "pymupdf_fonts":
        import pymupdf_fonts

        data = bytes(pymupdf_fonts.fontbuffers[name]())
    else:
        data = (_folder(package) / f"{name}.ttf").read_bytes()
    directories(io.BytesIO(data))
    return data


def _folder(package: str) -> Path:
    """Return where a package keeps its fonts; the two import names differ in nothing else."""
    if package == "font_source_serif_pro":
        import font_source_serif_pro as fonts
    else:
        import font_source_sans_pro as fonts
    return Path(fonts.font_directory)


def _unreadable(font: FontFile, error: Exception) -> PipelineError:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    packaged = font.source.startswith(PACKAGE)
    return PipelineError(
        f"the font {font.family} ({font.source}) cannot be read: {said}",
        hint="install Polyfolio's packages anew" if packaged else "install the font anew, or remove it",
        code="pdf.font",
    )


def _family(  # noqa: PLR0913, PLR0917  (a row of the table below)
    family: str, genre: str, package: str, upright: str, italic: str = "", scripts: str = "", slanted: str = ""
) -> list[Facts]:
    """Return the faces of a family: names by weight, and the scripts of the upright ones and of the italics."""
    rows = ((False, upright, scripts), (True, italic, slanted or scripts))
    return [
        Facts(
            FontFile(f"{PACKAGE}{package}:{name}", 0, family, int(weight), leans),
            (family.casefold(),),
            genre,
            (),
            True,
            dict.fromkeys(has.split(), 1),
        )
        for leans, names, has in rows
        for weight, name in (pair.split("=") for pair in names.split())
    ]


_ALL = "Latn Zyyy Zinh"
_MUPDF = "pymupdf_fonts"
PACKAGED: tuple[Facts, ...] = (
    *_family(
        "Source Serif Pro",
        "serif",
        "font_source_serif_pro",
        "400=SourceSerifPro-Regular 600=SourceSerifPro-Semibold 700=SourceSerifPro-Bold",
        "400=SourceSerifPro-It 600=SourceSerifPro-SemiboldIt 700=SourceSerifPro-BoldIt",
        f"{_ALL} Grek Cyrl",
        f"{_ALL} Grek",
    ),
    *_family(
        "Source Sans Pro",
        "sans",
        "font_source_sans_pro",
        "400=SourceSansPro-Regular 600=SourceSansPro-Semibold 700=SourceSansPro-Bold",
        "400=SourceSansPro-It 600=SourceSansPro-SemiboldIt 700=SourceSansPro-BoldIt",
        f"{_ALL} Grek Cyrl",
        f"{_ALL} Grek",
    ),
    *_family(
        "Cascadia Mono",
        "mono",
        _MUPDF,
        "400=cascadia 700=cascadiab",
        "400=cascadiai 700=cascadiabi",
        f"{_ALL} Grek Cyrl Arab Hebr Brai",
        f"{_ALL} Grek Cyrl Brai",
    ),
    *_family("Fira Mono", "mono", _MUPDF, "400=fimo 700=fimbo", "", f"{_ALL} Grek Cyrl"),
    *_family("Noto Sans", "sans", _MUPDF, "400=notos 700=notosbo", "400=notosit 700=notosbi", f"{_ALL} Grek Cyrl Bopo"),
    *_family(
        "FiraGO",
        "sans",
        _MUPDF,
        "400=figo 700=figbo",
        "400=figit 700=figbi",
        f"{_ALL} Grek Cyrl Arab Hebr Deva Thai Geor",
    ),
    *_family("Noto Sans Symbols", "sans", _MUPDF, "400=symbol1", "", _ALL),
    *_family("Noto Sans Symbols2", "sans", _MUPDF, "400=symbol2", "", "Zyyy Zinh Grek Arab Brai"),
    *_family("Noto Sans Math", "sans", _MUPDF, "400=math", "", f"{_ALL} Grek Arab"),
    *_family("Noto Music", "sans", _MUPDF, "400=music", "", "Zyyy Zinh Grek"),
)
"""The packaged faces, with the scripts of which they have some characters.

FiraGO has Arabic for most languages, Hebrew with points, Devanagari, Thai, and Georgian without capitals; FiraGO, Noto
Sans and Cascadia Mono shape and place marks by GSUB and GPOS. Bopomofo in Noto Sans is two tone marks, Arabic in the
symbol fonts is mathematical letters and signs.
"""
