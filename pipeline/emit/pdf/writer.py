"""The file: pages of drawing operators, fonts, pictures, links, destinations and outline as PDF objects.

The one door to ReportLab's PDF objects. Positions are in points from the lower left corner. ISO 32000-1 is the source
of every key written here.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from pipeline.emit.pdf import navigation
from pipeline.emit.pdf.fonts import SLANT, Font
from pipeline.emit.pdf.navigation import Entry
from pipeline.emit.pdf.pictures import Raster
from pipeline.emit.pdf.theme import PAGE_HEIGHT, PAGE_WIDTH, Colour

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFObjectReference

Rect = tuple[float, float, float, float]
_URI_SAFE = "!#$%&'()*+,/:;=?@[]~"
"""Characters of an address that stay as they are (RFC 3986); a PDF's addresses are ASCII (12.6.4.7)."""
_ESCAPES = {ord("("): "\\(", ord(")"): "\\)", ord("\\"): "\\\\", 10: "\\n", 13: "\\r"}


class Letters(NamedTuple):
    """How text is drawn: each space is widened by `extra`; the language is empty where it is nobody's."""

    font: Font
    size: float
    colour: Colour
    extra: float = 0.0
    language: str = ""


class About(NamedTuple):
    """What the file says of itself: information dictionary, XMP packet and language."""

    information: Mapping[str, str]
    packet: bytes
    language: str


@dataclass(slots=True)
class _Hotspot:
    target: str
    title: str
    rects: list[Rect] = field(default_factory=list)


class Page:
    """One page while it is drawn."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._code: list[str] = []
        self._state: dict[str, str] = {}
        self._hotspots: dict[int, _Hotspot] = {}
        self._spoken = ""
        self.label = ""

    def _put(self, operator: str, value: str) -> None:
        """Write a graphics state operator unless it holds already."""
        if self._state.get(operator) != value:
            self._state[operator] = value
            self._code.append(f"{value} {operator}")

    def _fill(self, colour: Colour) -> None:
        self._put("rg", _numbers(*colour))

    def show(self, x: float, y: float, text: str, letters: Letters) -> None:
        """Draw text whose baseline starts at a point."""
        font, size, colour, extra, language = letters
        self._speak(language)
        self._fill(colour)
        self._put("Tw", _numbers(extra))
        lean = _number(SLANT) if font.slanted else "0"
        code = ["BT", f"1 0 {lean} 1 {_numbers(x, y)} Tm"]
        for name, codes in self._file.encoded(font, text):
            setting = f"{name} {_number(size)}"
            if self._state.get("Tf") != setting:
                self._state["Tf"] = setting
                code.append(f"{setting} Tf")
            code.append(f"({codes.decode('latin-1').translate(_ESCAPES)}) Tj")
        self._code.append(" ".join((*code, "ET")))

    def _speak(self, language: str) -> None:
        """Go on in another language: in a file that marks languages, its text is marked with it (14.9.2.3)."""
        if self._file.marks_languages and language != self._spoken:
            self._code += ["EMC"] * bool(self._spoken)
            self._code += [f"/Span <</Lang ({language})>> BDC"] * bool(language)
            self._spoken = language

    def fill(self, rect: Rect, colour: Colour) -> None:
        """Fill a rectangle given by its lower left corner, width and height."""
        self._fill(colour)
        self._code.append(f"{_numbers(*rect)} re f")

    def rule(self, x: float, y: float, width: float, colour: Colour, weight: float = 0.5) -> None:
        """Draw a horizontal line."""
        self.fill((x, y - weight / 2, width, weight), colour)

    def dots(self, start: float, end: float, y: float, colour: Colour) -> None:
        """Draw a row of dots that ends at `end`: a leader."""
        if end - start > 8:
            phase = (end - start) % 4.0
            code = (
                f"q 1 J 0.9 w [0 4] 0 d {_numbers(*colour)} RG {_numbers(start + phase, y)} m {_numbers(end, y)} l S Q"
            )
            self._code.append(code)

    def strokes(self, points: Sequence[tuple[float, float]], colour: Colour, weight: float) -> None:
        """Draw a line from point to point."""
        (x, y), *rest = points
        path = " ".join(f"{_numbers(*point)} l" for point in rest)
        self._code.append(f"q {_number(weight)} w {_numbers(*colour)} RG {_numbers(x, y)} m {path} S Q")

    def diamond(self, x: float, y: float, reach: float, colour: Colour) -> None:
        """Fill a diamond around a point."""
        self._fill(colour)
        corners = ((x, y + reach), (x + reach, y), (x, y - reach))
        path = " ".join(f"{_numbers(*corner)} l" for corner in corners)
        self._code.append(f"{_numbers(x - reach, y)} m {path} f")

    def picture(self, name: str, rect: Rect) -> None:
        """Draw a picture into a rectangle given by its lower left corner, width and height."""
        x, y, width, height = rect
        self._code.append(f"q {_numbers(width, 0, 0, height, x, y)} cm /{self._file.picture(name)} Do Q")

    def link(self, key: int, target: str, title: str, rect: Rect) -> None:
        """Make a rectangle (left, bottom, right, top) lead to an address, or with `#` to a destination."""
        self._hotspots.setdefault(key, _Hotspot(target, title)).rects.append(rect)

    def anchor(self, name: str, x: float, y: float) -> None:
        """Name the place whose top left corner is the point."""
        self._file.places.setdefault(name, (self, x, min(y, PAGE_HEIGHT)))

    def object(self, parent: PDFObjectReference, resources: PDFObjectReference) -> PDFDictionary:
        """Return the page as a PDF object, and forget its code."""
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName

        self._speak("")
        content = "\n".join(self._code).encode("latin-1")
        self._code.clear()
        values: dict[str, object] = {
            "Type": PDFName("Page"),
            "Parent": parent,
            "MediaBox": PDFArray([0, 0, int(PAGE_WIDTH), int(PAGE_HEIGHT)]),
            "Resources": resources,
            "Contents": self._file.stream(content, {}),
        }
        if self._hotspots:
            links = [self._file.reference(self._annotation(spot)) for spot in self._hotspots.values()]
            values["Annots"] = PDFArray(links)
        return PDFDictionary(values)

    def _annotation(self, spot: _Hotspot) -> PDFDictionary:
        """Return one link (12.5.6.5); one that runs over several lines has a quadrilateral for each."""
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

        left, bottom, right, top = zip(*spot.rects, strict=True)
        values: dict[str, object] = {
            "Type": PDFName("Annot"),
            "Subtype": PDFName("Link"),
            "Rect": navigation.array((min(left), min(bottom), max(right), max(top))),
            "Border": PDFArray([0, 0, 0]),
            "F": 4,
        }
        if len(spot.rects) > 1:
            corners = [n for a, b, c, d in spot.rects for n in (a, d, c, d, a, b, c, b)]
            values["QuadPoints"] = navigation.array(corners)
        if spot.title:
            values["Contents"] = PDFString(spot.title)
        if spot.target.startswith("#"):
            values["Dest"] = PDFString(spot.target[1:])
        else:
            values["A"] = PDFDictionary({"S": PDFName("URI"), "URI": PDFString(quote(spot.target, safe=_URI_SAFE))})
        return PDFDictionary(values)


class File:
    """One PDF file while it is written."""

    def __init__(self, rasters: Mapping[str, Raster], *, marks_languages: bool = False) -> None:
        self._rasters = rasters
        self.marks_languages = marks_languages
        self.document = navigation.new_document()
        self._pictures: dict[str, PDFObjectReference] = {}
        self._names: dict[str, str] = {}
        self._digest = hashlib.md5(usedforsecurity=False)
        self.places: dict[str, tuple[Page, float, float]] = {}

    def encoded(self, font: Font, text: str) -> list[tuple[str, bytes]]:
        """Return the text as strings in the font's subsets, each with the subset's resource name."""
        document = self.document
        parts = font.ttf.splitString(text, document)
        return [(font.ttf.getSubsetInternalName(subset, document), letters) for subset, letters in parts]

    def reference(self, thing: object) -> PDFObjectReference:
        """Put an object into the file and return the reference to it."""
        return navigation.reference(self.document, thing)

    def stream(self, content: bytes, values: Mapping[str, object], encoding: str = "") -> PDFObjectReference:
        """Put a stream into the file: compressed here, unless it is encoded already."""
        from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream

        self._digest.update(content)
        data = content if encoding else zlib.compress(content)
        named = {**values, "Filter": PDFName(encoding or "FlateDecode")}
        return self.reference(PDFStream(PDFDictionary(named), data if encoding else data + b"\n"))

    def picture(self, name: str) -> str:
        """Put a picture into the file once, and return its resource name."""
        from reportlab.pdfbase.pdfdoc import PDFName

        if name not in self._names:
            raster = self._rasters[name]
            label = self._names[name] = f"Im{len(self._names) + 1}"
            values: dict[str, object] = {
                "Type": PDFName("XObject"),
                "Subtype": PDFName("Image"),
                "Width": raster.width,
                "Height": raster.height,
                "BitsPerComponent": 8,
            }
            extra: dict[str, object] = {"ColorSpace": PDFName(raster.space)}
            if raster.mask:
                grey = {**values, "ColorSpace": PDFName("DeviceGray")}
                extra["SMask"] = self.stream(raster.mask, grey)
            self._pictures[label] = self.stream(raster.data, values | extra, raster.encoding)
        return self._names[name]

    def finish(self, pages: Sequence[Page], outline: Sequence[Entry], about: About) -> bytes:
        """Return the file's bytes. `pages` are in reading order, whatever order they were drawn in."""
        document = self.document
        catalog, tree = document.Catalog, document.Pages
        resources = self.reference(self._resources())
        parent = self.reference(tree)
        objects = {page: self.reference(page.object(parent, resources)) for page in pages}
        tree.pages = list(objects.values())
        places = {name: (objects[page], x, y) for name, (page, x, y) in self.places.items() if page in objects}
        catalog.Names = navigation.destinations(document, places)
        catalog.PageLabels = navigation.labels([page.label for page in pages])
        catalog.Outlines = navigation.outline(document, outline)
        self._describe(about)
        self._embed_fonts()
        document.info = navigation.dictionary(about.information)
        self._digest.update(about.packet)
        document.fingerprint = self._digest.hexdigest()
        data: bytes = document.format()
        return data

    def _resources(self) -> PDFDictionary:
        from reportlab.pdfbase.pdfdoc import BasicFonts, PDFDictionary, PDFObjectReference

        fonts = {"Font": PDFObjectReference(BasicFonts)}
        return PDFDictionary(fonts | ({"XObject": PDFDictionary(self._pictures)} if self._pictures else {}))

    def _describe(self, about: About) -> None:
        """Fill the catalog (7.7.2): metadata, language, and how a viewer opens the file."""
        from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream, PDFString

        catalog = self.document.Catalog
        packet = PDFStream(PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}), about.packet)
        catalog.Metadata = self.reference(packet)
        catalog.Lang = PDFString(about.language)
        catalog.PageMode = PDFName("UseOutlines" if catalog.Outlines else "UseNone")
        catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true", "Direction": PDFName("L2R")})

    def _embed_fonts(self) -> None:
        """Write the fonts' subsets, each with a map back to Unicode in which joined Arabic letters are plain ones."""
        document, objects = self.document, self.document.idToObject
        fonts = objects["BasicFonts"].dict
        for font in document.delayedFonts:
            state = font.state[document]
            font.addObjects(document)
            for number, subset in enumerate(state.subsets):
                embedded = fonts[f"{state.internalName}+{number}"]
                objects[embedded.ToUnicode.name].content = navigation.unicode_map(subset)
        document.delayedFonts = []


def _number(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _numbers(*values: float) -> str:
    return " ".join(map(_number, values))
