"""Pictures: the files that images name, fetched, checked and put into the document.

Pictures made of pixels are set right where not every program would (`raster.py`); SVG drawings are kept to the byte if
they are harmless (`svg.py`), with a PNG beside them for what shows no SVG (`drawing.py`). Anything else is an error
that says what to do. Bytes and pixels are bounded, and no name leads out of the work's folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.model import (
    SVG,
    Block,
    BulletList,
    CodeBlock,
    DefinitionList,
    Div,
    Document,
    Figure,
    Heading,
    Image,
    Inline,
    OrderedList,
    Paragraph,
    Quote,
    Resource,
    Table,
    ThematicBreak,
)
from pipeline.read.drawing import NotDrawnError, draw
from pipeline.read.raster import MAX_BYTES, moving, pixels, too_large
from pipeline.read.svg import is_svg, looked_through
from pipeline.report import Finding, Location, Outcome, PipelineError
from pipeline.walk import query, walk

Fetch = Callable[[str], bytes]
Letters = Callable[[str, str], tuple[Sequence[bytes | Path], tuple[str, str, str]]]
"""Font files, or their bytes, for a text in a language, and the families meant by serif, sans-serif and monospace."""


def load(document: Document, fetch: Fetch, letters: Letters) -> Outcome[Document]:
    """Return the document with a resource for each picture it names, in reading order, the cover first.

    `fetch` returns the bytes of a file beside the source by its relative name, with `/` between folders, or raises
    `FileNotFoundError`; `letters` finds fonts for the words in drawings, or raises `PipelineError`. Names are
    normalized (`./a/../b.png` is `b.png`) and images renamed with them. Raises `PipelineError` for a name outside the
    work's folder and for a picture that is missing, broken, too large, unsafe or of another kind, with the place of the
    block that holds it. Findings: what may look otherwise than its author meant.
    """
    resources: dict[str, Resource] = {}
    findings: list[Finding] = []
    names: dict[str, str] = {}
    for source, place in _named(document):
        if source not in names:
            read = _resource(_inside(source, place), fetch, letters, document.metadata.language, place)
            names[source] = read.value.name
            if resources.setdefault(read.value.name, read.value) is read.value:
                findings.extend(read.findings)

    def renamed(inline: Inline) -> tuple[Inline, ...]:
        return (replace(inline, source=names[inline.source]) if isinstance(inline, Image) else inline,)

    cover = document.metadata.cover_image
    return Outcome(
        replace(
            document,
            metadata=replace(document.metadata, cover_image=names.get(cover, "")),
            blocks=walk(document.blocks, inline=renamed) if names else document.blocks,
            resources=tuple(resources.values()),
        ),
        tuple(findings),
    )


def _named(document: Document) -> Iterator[tuple[str, Location | None]]:
    """Yield each picture's name with the place of the block it stands in."""
    if document.metadata.cover_image:
        yield document.metadata.cover_image, None
    place: Location | None = None
    for node in query(document.blocks, Image, *_BLOCKS):
        if isinstance(node, Image):
            yield node.source, place
        else:
            place = node.location or place


def _inside(source: str, place: Location | None) -> str:
    """Return a name as a path below the work's folder."""
    parts: list[str] = []
    for part in source.split("/"):
        if part == "..":
            if not parts:
                raise _outside(source, place)
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    if source.startswith("/") or not parts or "\\" in source or "\0" in source or ":" in parts[0]:
        raise _outside(source, place)
    return "/".join(parts)


def _outside(source: str, place: Location | None) -> PipelineError:
    hint = "put it beside the source and write its name, as in images/light.png"
    return PipelineError(f"the picture {source!r} does not lie in the work's folder", place, hint, "picture.outside")


def _resource(name: str, fetch: Fetch, letters: Letters, language: str, place: Location | None) -> Outcome[Resource]:
    try:
        data = fetch(name)
    except FileNotFoundError as error:
        hint = "put it there, or correct its name (capitals count)"
        raise PipelineError(f"the picture {name} is not there", place, hint, "picture.missing") from error
    if len(data) > MAX_BYTES:
        raise too_large(name, f"{len(data) // 1024**2} MB", place)
    if is_svg(data):
        return _drawn(name, data, letters, language, place)
    read = pixels(name, data, place)
    return Outcome(Resource(name, read.media_type, read.data, read.width, read.height), read.findings)


def _drawn(name: str, data: bytes, letters: Letters, language: str, place: Location | None) -> Outcome[Resource]:
    """Return an SVG drawing with a picture of it."""
    drawing = looked_through(name, data, place)
    scale = min(_LARGEST_SCALE, _WIDEST / drawing.width, _TALLEST / drawing.height)
    try:
        fonts, (serif, sans, mono) = letters(drawing.words, language) if drawing.words else ((), ("", "", ""))
        families = (serif if _SERIF.search(drawing.text) else sans, sans, mono)
        shown, lacking = draw(drawing.text, max(round(drawing.width * scale), 1), fonts, families)
    except PipelineError as error:
        raise PipelineError(f"the drawing {name}: {error.message}", place, _FONTS, error.code) from error
    except NotDrawnError as error:
        raise PipelineError(f"the drawing {name} cannot be drawn: {error}", place, _AS_PNG, "picture.svg") from error
    if lacking:
        message = f"the drawing {name} has words in scripts that no one font has together: {lacking[:_SHOWN]}"
        raise PipelineError(message, place, f"give each script a text element of its own, or {_FONTS}", "picture.svg")
    found = (moving(name, place),) if drawing.moves else ()
    return Outcome(Resource(name, SVG, data, drawing.width, drawing.height, shown), found)


_SERIF = re.compile(r"(?<!sans-)\bserif\b|\bTimes\b|\bGeorgia\b", re.I)
"""Names of fonts by which a drawing asks for serifs. Others are mostly without: Arial, Helvetica, Verdana."""
_LARGEST_SCALE, _WIDEST, _TALLEST = 8.0, 2000.0, 2800.0
"""How many pixels the picture of a drawing has for each of CSS's, and at most: 300 to the inch over the text."""
_SHOWN = 10
_FONTS = "install fonts for it (Debian: fonts-noto-core fonts-noto-cjk), or turn the drawing's words into paths"
_AS_PNG = "save it simpler, or as PNG, at least 1600 pixels wide"
_BLOCKS: tuple[type[Block], ...] = (
    Heading,
    Paragraph,
    BulletList,
    OrderedList,
    DefinitionList,
    Quote,
    CodeBlock,
    Table,
    Figure,
    ThematicBreak,
    Div,
)
