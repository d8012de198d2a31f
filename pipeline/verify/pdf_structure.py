"""What a PDF holds beside its text (ISO 32000-1); with the modules named `pdf_…` beside it, the door to pikepdf.

Every list in the file is read with a bound, since a broken or hostile file may lead in circles.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.archive import DAMAGED, parse
from pipeline.report import PipelineError
from pipeline.verify.observed import Entry, spaced

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
    from pikepdf import Object, Pdf

_MOST = 200_000
"""More bookmarks, names or annotations than this no edition has."""
_DEPTH = 50
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


_PACKED = re.compile(rb"stream\r?\n(?=x)")
"""The beginning of a stream that is packed (ISO 32000-1, 7.3.8.1, 7.4.4): zlib's first byte says `x` (RFC 1950)."""
_STREAM_BYTES = 256 * 2**20
_ALL_BYTES = 1024 * 2**20
_SLICE = 2**16


def _check_bounds(data: bytes) -> None:
    """Raise `PipelineError` for a file made to burst: no reader of PDF bounds what it unpacks."""
    left = _ALL_BYTES
    for found in _PACKED.finditer(data):
        left -= _unpacked(data, found.end(), min(left, _STREAM_BYTES))
        if left <= 0:
            raise PipelineError("the file is too large to open: its streams are made to burst", code=DAMAGED)


def _unpacked(data: bytes, start: int, most: int) -> int:
    """Return how many bytes the packed stream at `start` has; more than `most` is more than there may be in all."""
    unpacker, size = zlib.decompressobj(), 0
    packed = data[start : start + _SLICE]
    try:
        while packed and not unpacker.eof:
            size += len(unpacker.decompress(packed, _SLICE * 16))
            if size > most:
                return _ALL_BYTES
            start += 0 if unpacker.unconsumed_tail else _SLICE
            packed = unpacker.unconsumed_tail or data[start : start + _SLICE]
    except zlib.error:
        pass  # it is no packed stream, or a broken one: whoever reads it will say so
    return size


@contextmanager
def opened(data: bytes) -> Iterator[Pdf]:
    """Open the file; whatever is found broken while it is read becomes a `PipelineError`."""
    import pikepdf

    _check_bounds(data)
    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            yield pdf
    except pikepdf.PasswordError as error:
        raise PipelineError("the file is encrypted, and cannot be opened without a password", code=DAMAGED) from error
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, LookupError, NotImplementedError) as error:
        reason = str(error).rpartition(">: ")[2]  # pikepdf names the stream, which tells a reader nothing
        raise PipelineError(f"the file is damaged: it is not a whole PDF ({reason})", code=DAMAGED) from error


def outline(pdf: Pdf) -> Iterator[tuple[Entry, str | None]]:
    """Yield the bookmarks in order with the destinations they name (ISO 32000-1, 12.3.3)."""
    root = pdf.Root.get("/Outlines")
    yield from _bookmarks(_item(root, "/First"), 1, set())


def _bookmarks(item: Object | None, level: int, seen: set[tuple[int, int]]) -> Iterator[tuple[Entry, str | None]]:
    while item is not None:
        if item.objgen in seen or level > _DEPTH or len(seen) > _MOST:
            raise ValueError("the bookmarks lead in circles")
        seen.add(item.objgen)
        yield Entry(level, spaced(str(item.get("/Title", "")))), _destination(item)
        yield from _bookmarks(_item(item, "/First"), level + 1, seen)
        item = _item(item, "/Next")


def _item(holder: Object | None, key: str) -> Object | None:
    return holder.get(key) if holder is not None else None


def _destination(holder: Object) -> str | None:
    """Return the destination that a bookmark or a link names, or None where it names none (12.3.2.3, 12.6.4.2)."""
    import pikepdf

    action = holder.get("/A")
    goes = holder.get("/Dest") if action is None else action.get("/D")
    return str(goes).removeprefix("/") if isinstance(goes, (pikepdf.String, pikepdf.Name)) else None


def destinations(pdf: Pdf) -> dict[str, int]:
    """Return the page, from 0, of each named destination (12.3.2.3): of the name tree, and of the older dictionary."""
    import pikepdf

    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    names, old = pdf.Root.get("/Names"), pdf.Root.get("/Dests")
    tree = names.get("/Dests") if names is not None else None
    found = dict(pikepdf.NameTree(tree).items()) if tree is not None else {}
    found |= {name.removeprefix("/"): goal for name, goal in old.items()} if old is not None else {}
    goals = ((name, goal.get("/D") if isinstance(goal, pikepdf.Dictionary) else goal) for name, goal in found.items())
    return {str(name): pages[goal[0].objgen] for name, goal in goals if goal is not None and goal[0].objgen in pages}


def links(pdf: Pdf) -> Iterator[tuple[int, str]]:
    """Yield page, from 0, and target of each link: an address, or `#` and the destination it names (12.5.6.5)."""
    for number, page in enumerate(pdf.pages):
        for note in page.obj.get("/Annots", ()):
            if str(note.get("/Subtype")) == "/Link":
                yield number, goal(note)


def goal(link: Object) -> str:
    """Return where a link annotation leads: an address, or `#` and the destination it names."""
    action = link.get("/A")
    address = action.get("/URI") if action is not None else None
    return str(address) if address is not None else f"#{_destination(link) or ''}"


def images(pdf: Pdf) -> Iterator[tuple[int, Object]]:
    """Yield each picture that is drawn, as often as it is, with the page it is on, from 0 (8.8, 8.10)."""
    for number, page in enumerate(pdf.pages):
        yield from ((number, thing) for thing in _drawn(page.obj, page.resources, 0))


def _drawn(content: Object, resources: Object | None, depth: int) -> Iterator[Object]:
    import pikepdf

    objects = resources.get("/XObject") if resources is not None else None
    if objects is None or depth > _DEPTH:
        return
    for instruction in pikepdf.parse_content_stream(content, "Do"):
        thing = objects.get(str(instruction.operands[0]))
        if thing is not None and str(thing.get("/Subtype")) == "/Image":
            yield thing
        elif thing is not None:
            yield from _drawn(thing, thing.get("/Resources") or resources, depth + 1)


def marks_languages(pdf: Pdf) -> bool:
    """Return whether some text is marked with its language (14.9.2.3)."""
    return any(b"/Lang" in stream.read_bytes() for page in pdf.pages for stream in _streams(page.obj.get("/Contents")))


def _streams(contents: Object | None) -> Iterator[Object]:
    """Yield the streams of a page: one, or an array of them (7.7.3.3)."""
    import pikepdf

    if isinstance(contents, pikepdf.Array):
        yield from contents
    elif contents is not None:
        yield contents


def information(pdf: Pdf) -> dict[str, str]:
    """Return the document information dictionary (14.3.3)."""
    found = pdf.trailer.get("/Info")
    return {name.removeprefix("/"): spaced(str(value)) for name, value in found.items()} if found is not None else {}


def language(pdf: Pdf) -> str:
    """Return the language of the whole (14.9.2)."""
    return str(pdf.Root.get("/Lang", ""))


def direction(pdf: Pdf) -> str:
    """Return which way the pages are turned (12.2, ViewerPreferences): from left to right where nothing is said."""
    wishes = pdf.Root.get("/ViewerPreferences")
    return "rtl" if wishes is not None and str(wishes.get("/Direction", "/L2R")) == "/R2L" else "ltr"


def xmp(pdf: Pdf) -> dict[str, tuple[str, ...]]:
    """Return the XMP properties by their name in braces (XMP part 1, 7): the items of a list, or the one text."""
    stream = pdf.Root.get("/Metadata")
    if stream is None:
        return {}
    root = parse(stream.read_bytes(), "XMP metadata")
    values: dict[str, tuple[str, ...]] = {}
    for description in root.iter(f"{_RDF}Description"):
        values.update({str(name): (spaced(str(text)),) for name, text in description.attrib.items()})
        values.update({str(child.tag): _values(child) for child in description})
    return values


def _values(element: Element) -> tuple[str, ...]:
    """Return the values of a property; of one worded in several languages the default, which comes first."""
    chosen = element.find(f"{_RDF}Alt")
    items = tuple(element.iter(f"{_RDF}li")) or (element,)
    items = items[:1] if chosen is not None else items
    return tuple(filter(None, (spaced("".join(map(str, item.itertext()))) for item in items)))
