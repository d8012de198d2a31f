"""SVG drawings: looked through as what they are, files from strangers, and kept to the byte if they are harmless.

A book passes a drawing on to other people's programs. So what it may hold is bounded: no scripts, nothing that is
fetched from elsewhere, no text in a foreign language of markup (foreignObject), no entities, and no more elements than
a map has, those that are drawn again by reference (SVG 2, 5.6) counted each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.read.raster import MAX_PIXELS, pixels
from pipeline.report import Location, PipelineError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_BYTES = 10 * 1024 * 1024
MAX_ELEMENTS = 100_000
MAX_ATTRIBUTES = 1000
"""Of one element; going through them takes time by their square."""
MAX_DEPTH = 100
"""How deep elements may stand, or be drawn, within each other."""
MAX_SIDE = 20_000
"""CSS pixels; five metres."""
_SHOWN = 60

_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_XHTML, _EVENTS = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2001/xml-events}"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_HREFS = frozenset({"href", f"{_XLINK}href", "src"})
_DOCTYPES = frozenset({(None, None), ("-//W3C//DTD SVG 1.1//EN", "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd")})
"""Public and system identifiers of a document type that EPUB allows (EPUB 3.3, 3.9 and B.1)."""

_SUBSET = re.compile(rb"<!DOCTYPE[^<>\[]*\[")

_PLAIN = "save it as plain SVG from the program that it was drawn with"
_LABELS = "let the program export its words as SVG text, or save it as PNG, at least 1600 pixels wide"
_INSIDE = "put what it refers to into the drawing itself: pictures embedded as PNG or JPEG, words as paths"
_SIMPLER = "save it simpler, or as PNG, at least 1600 pixels wide"
_FORBIDDEN = {
    f"{_SVG}script": ("a script", _PLAIN),
    f"{_SVG}handler": ("a script", _PLAIN),
    f"{_SVG}listener": ("a script", _PLAIN),
    f"{_EVENTS}listener": ("a script", _PLAIN),
    f"{_SVG}foreignObject": ("markup that is not SVG (foreignObject), which many programs do not show", _LABELS),
}
_ANIMATIONS = frozenset(f"{_SVG}{name}" for name in ("animate", "animateTransform", "animateMotion", "set"))
_PICTURES = frozenset({f"{_SVG}image", f"{_SVG}feImage"})
_SAID = ("{", "aria-", "data-")
"""How attributes begin that are of another namespace, or hold words."""
_NOT_DRAWN = _ANIMATIONS | {f"{_SVG}a"}
"""Elements whose `href` names something that is not drawn there."""
_LINK = re.compile(r"\s*(#|https?:|mailto:)", re.I)
_EMBEDDED = re.compile(r"\s*data:image/(?:png|jpe?g);base64,", re.I)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.I | re.S)
_FETCHING = re.compile(r"(?:\b(?:url|src|image)|image-set|cross-fade)\(\s*+[\"']?+\s*+(?!#)|@import|@font-face", re.I)
_NAMED = re.compile(r"\burl\(\s*+[\"']?+\s*+#([^)\"'\s]++)", re.I)
_KEYFRAMES = re.compile(r"@(?:-\w+-)?keyframes", re.I)
_LENGTH = re.compile(r"\s*\+?(\d*\.?\d+(?:e[+-]?\d+)?|\d+\.)\s*(px|in|cm|mm|q|pt|pc|r?em|ex)?\s*", re.I)
_UNITS = {"": 1.0, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6, "pt": 4 / 3, "pc": 16}
_UNITS |= {"px": 1.0, "em": 16, "rem": 16, "ex": 8}
"""CSS pixels in each unit of length (CSS Values 4, 6); letters are taken to be 16 pixels large."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is known of a drawing: its size in CSS pixels, its words, each once, its text, and whether it moves."""

    width: int
    height: int
    words: str
    text: str
    moves: bool


class _RefusedError(Exception):
    """A drawing that a book must not hold: what it holds, and what to do."""

    def __init__(self, reason: str, hint: str, element: Element | None = None) -> None:
        super().__init__(reason)
        self.reason, self.hint = reason, hint
        self.line = element.sourceline if element is not None else None


def is_svg(data: bytes) -> bool:
    """Tell whether a file looks like an SVG drawing, whatever its name is."""
    start = data[:8192].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") and re.search(rb"<(?:\w+:)?svg[\s>/]", start) is not None


def looked_through(name: str, data: bytes, place: Location | None) -> Drawing:
    """Return what is known of a drawing; raise `PipelineError` with reason and hint if a book must not hold it."""
    from lxml import etree

    try:
        root = _parsed(data)
        pictures = list(_checked(root))
        _check_drawn(root)
        width, height = _size(root)
        _check_embedded(pictures)
    except _RefusedError as error:
        line = f" (line {error.line})" if error.line else ""
        raise PipelineError(f"the drawing {name} {error.reason}{line}", place, error.hint, "picture.svg") from error
    except etree.XMLSyntaxError as error:
        message = f"the drawing {name} is broken: {error.msg}"
        raise PipelineError(message, place, _PLAIN, "picture.broken") from error
    pieces = (
        str(piece) for text in root.iterfind(f".//{_SVG}text") if not _is_within(text) for piece in text.itertext()
    )
    words = " ".join(dict.fromkeys(word for piece in pieces for word in piece.split()))
    text = data.decode("utf-8-sig")
    moves = next(root.iter(*_ANIMATIONS), None) is not None or _KEYFRAMES.search(text) is not None
    return Drawing(width, height, words, text, moves)


def _is_within(text: Element) -> bool:
    """Tell whether a text stands within another, which will be read with it."""
    return next(text.iterancestors(f"{_SVG}text"), None) is not None


def _parsed(data: bytes) -> Element:
    """Return the root of a drawing: XML in UTF-8, without entities, in the namespace of SVG."""
    from lxml import etree

    if len(data) > MAX_BYTES:
        raise _RefusedError(
            f"is too large ({len(data) // 1024**2} MB)", f"save it simpler: at most {MAX_BYTES // 1024**2} MB"
        )
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True
    )
    root = etree.fromstring(data, parser)
    told = root.getroottree().docinfo
    if (told.encoding or "UTF-8").upper() not in ("UTF-8", "ASCII", "US-ASCII"):
        raise _RefusedError(f"is in {told.encoding}", "save it in UTF-8")
    if (told.public_id, getattr(told, "system_url", None)) not in _DOCTYPES or _SUBSET.search(data):
        raise _RefusedError("has a document type of its own (<!DOCTYPE …>)", f"take that line out of it, or {_PLAIN}")
    if root.tag != f"{_SVG}svg":
        raise _RefusedError("has no svg element of the namespace http://www.w3.org/2000/svg at its root", _PLAIN)
    for before in root.itersiblings(preceding=True):
        if before.tag is etree.ProcessingInstruction and getattr(before, "target", "") == "xml-stylesheet":
            raise _RefusedError("refers to a style sheet outside of it", _INSIDE)
    return root


def _checked(root: Element) -> Iterator[tuple[Element, str]]:
    """Yield the addresses of embedded pictures; raise at the first thing that a drawing must not hold."""
    for count, element in enumerate(root.iter("*"), start=1):
        if count > MAX_ELEMENTS:
            raise _RefusedError(f"has more than {MAX_ELEMENTS} elements", _SIMPLER)
        if len(element.attrib) > MAX_ATTRIBUTES:
            raise _RefusedError(f"has an element with more than {MAX_ATTRIBUTES} attributes", _SIMPLER, element)
        tag = str(element.tag)
        if tag in _FORBIDDEN or tag.startswith(_XHTML):
            what, hint = _FORBIDDEN.get(tag, _FORBIDDEN[f"{_SVG}foreignObject"])
            raise _RefusedError(f"holds {what}", hint, element)
        if tag == f"{_SVG}style":
            _check_style("".join(map(str, element.itertext())), element)
        for name, value in element.items():
            if tag.startswith(_SVG) and (yielded := _check_attribute(element, str(name), str(value))):
                yield element, yielded


def _check_attribute(element: Element, name: str, value: str) -> str:
    """Return the address of a picture that is embedded in an attribute, which is mostly none."""
    tag = element.tag
    told = value.strip().lower() if name == "attributeName" else name.lower()
    if told.startswith("on"):
        raise _RefusedError("holds a script", _PLAIN, element)
    if name == _XML_BASE or (name == "attributeName" and told.rpartition(":")[2] == "href"):
        raise _RefusedError("changes where its references lead", _PLAIN, element)
    if name in _HREFS:
        if tag in _PICTURES and _EMBEDDED.match(value):
            return value
        if not (_LINK.match(value) if tag == f"{_SVG}a" else value.strip().startswith("#")):
            raise _RefusedError(f"refers to something outside of it: {value.strip()[:_SHOWN]!r}", _INSIDE, element)
    elif not name.startswith(_SAID):
        _check_style(value, element)
    return ""


def _check_style(text: str, element: Element) -> None:
    """Raise if a style sheet or a value fetches something, by escapes too (CSS Syntax 3, 4.3.7)."""
    plain = _ESCAPE.sub(lambda found: _character(found[1]) if found[1] else found[2], text)
    for form in (text, plain):
        if found := _FETCHING.search(form):
            said = form[found.start() : found.start() + _SHOWN].strip()
            raise _RefusedError(f"refers to something outside of it: {said!r}", _INSIDE, element)


def _character(number: str) -> str:
    code = int(number, 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _check_drawn(root: Element) -> None:
    """Raise if too many elements are drawn, or too deep, with all that is drawn by reference."""
    named = {element.get("id", ""): element for element in root.iter("*")}
    inner: dict[Element, tuple[Element, ...]] = {}
    drawn, ahead = 1, [(root, 1)]
    while ahead:
        element, depth = ahead.pop()
        if element not in inner:
            inner[element] = (*element, *(named[name] for name in _referred(element) if name in named))
        drawn += len(inner[element])
        if drawn > MAX_ELEMENTS:
            raise _RefusedError(f"draws more than {MAX_ELEMENTS} elements", _SIMPLER)
        if depth > MAX_DEPTH:
            reason = f"has elements that are drawn more than {MAX_DEPTH} deep within each other, or within themselves"
            raise _RefusedError(reason, _SIMPLER, element)
        ahead.extend((each, depth + 1) for each in inner[element])


def _referred(element: Element) -> Iterator[str]:
    """Yield the ids of what is drawn where an element stands."""
    for name, value in element.items():
        if name in _HREFS:
            if element.tag not in _NOT_DRAWN:
                yield str(value).strip()[1:]
        elif "(" in value:
            yield from _NAMED.findall(str(value))


def _check_embedded(pictures: list[tuple[Element, str]]) -> None:
    """Raise if a picture in a drawing is none, or if all of them have too many pixels."""
    left = MAX_PIXELS
    for element, address in pictures:
        try:
            picture = pixels("in it", _decoded(address), None)
        except (ValueError, PipelineError) as error:
            raise _RefusedError(f"holds a picture that cannot be read: {error}", _INSIDE, element) from error
        left -= picture.width * picture.height
        if left < 0 or picture.media_type not in ("image/png", "image/jpeg"):
            raise _RefusedError("holds pictures that are too large, or neither PNG nor JPEG", _INSIDE, element)


def _decoded(address: str) -> bytes:
    """Return the bytes in an address of the scheme `data` (RFC 2397), which may be broken into lines."""
    from base64 import b64decode
    from urllib.parse import unquote_to_bytes

    return b64decode(b"".join(unquote_to_bytes(address.partition(",")[2]).split()), validate=True)


def _size(root: Element) -> tuple[int, int]:
    """Return the size in CSS pixels that a drawing asks for (SVG 2, 8.2 and CSS Images 3, 5.1)."""
    width, height = _length(root.get("width", "")), _length(root.get("height", ""))
    box = _box(root.get("viewBox", ""))
    if box and not (width and height):
        breadth, tallness = box
        if width or height:
            width, height = width or height * breadth / tallness, height or width * tallness / breadth
        else:
            width, height = box
    if not width or not height:
        raise _RefusedError("does not say how large it is", "give it a width and a height, or a viewBox", root)
    if max(width, height) > MAX_SIDE or min(width, height) < 1:
        hint = f"give it a width and a height from 1 to {MAX_SIDE} pixels"
        raise _RefusedError(f"is {width:.6g} × {height:.6g} pixels large", hint, root)
    return round(width), round(height)


def _length(text: str) -> float:
    """Return a length in CSS pixels; 0 for none, or for one that depends on what is around."""
    found = _LENGTH.fullmatch(text[:_SHOWN])
    return float(found[1]) * _UNITS[(found[2] or "").lower()] if found else 0.0


def _box(text: str) -> tuple[float, float] | None:
    try:
        _, _, width, height = map(float, text[: 4 * _SHOWN].replace(",", " ").split())
    except ValueError:
        return None
    return (width, height) if width > 0 and height > 0 else None
