"""The file: pages, fonts, pictures, links, destinations, outline and structure become PDF objects.

ISO 32000-1 is the source of every key written here, ISO 19005-2 (PDF/A-2) and ISO 14289-1 (PDF/UA-1) of what must be
there.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from reportlab.pdfbase.pdfdoc import BasicFonts, PDFDictionary, PDFName, PDFObjectReference

from pipeline.emit.pdf import icc, navigation, objects
from pipeline.emit.pdf.font_objects import embed
from pipeline.emit.pdf.navigation import Entry
from pipeline.emit.pdf.objects import Raw
from pipeline.emit.pdf.page import Hotspot, Page
from pipeline.emit.pdf.pictures import Raster
from pipeline.emit.pdf.tag_tree import Tree
from pipeline.emit.pdf.tags import Annotated, Element

if TYPE_CHECKING:
    from pipeline.emit.paper import Paper
    from pipeline.emit.pdf.glyph_font import GlyphFont

_URI_SAFE = "!#$%&'()*+,/:;=?@[]~"
"""Characters of an address that stay as they are (RFC 3986); a PDF's addresses are ASCII (12.6.4.7)."""
_PRINTED = 4
"""The flag of an annotation that belongs to the page on paper, too (12.5.3)."""


class About(NamedTuple):
    """What the file says of itself: information dictionary, XMP packet, language, and the direction of reading."""

    information: Mapping[str, str]
    packet: bytes
    language: str
    turned: bool = False


class File:
    """One PDF file while it is written. With `marks_languages`, marked content says its language where it is drawn."""

    def __init__(self, paper: Paper, rasters: Mapping[str, Raster], *, marks_languages: bool = False) -> None:
        self.paper = paper
        self._rasters = rasters
        self.marks_languages = marks_languages
        self.document = objects.new_document()
        self._fonts: dict[str, GlyphFont] = {}
        self._pictures: dict[str, PDFObjectReference] = {}
        self._names: dict[str, str] = {}
        self._digest = hashlib.md5(usedforsecurity=False)
        self.places: dict[str, tuple[Page, float, float]] = {}
        self.pages: list[Page] = []
        self.packer = ThreadPoolExecutor(1)

    def page(self, label: str) -> Page:
        """Return a new page."""
        page = Page(self, len(self.pages))
        page.label = label
        self.pages.append(page)
        return page

    def use(self, font: GlyphFont) -> None:
        """Note that a font is shown on some page."""
        self._fonts.setdefault(font.name, font)

    def stream(self, data: bytes, values: Mapping[str, object], encoding: str = "") -> PDFObjectReference:
        """Put a stream into the file: compressed here, unless it is encoded already."""
        self._digest.update(data)
        packed = data if encoding else zlib.compress(data)
        return objects.stream(self.document, packed, values, encoding or "FlateDecode")

    def picture(self, name: str) -> str:
        """Put a picture into the file once, and return its resource name."""
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

    def finish(self, pages: Sequence[Page], outline: Sequence[Entry], about: About, top: Element) -> bytes:
        """Return the file's bytes. `pages` are in reading order, whatever order they were drawn in."""
        document = self.document
        catalog, tree = document.Catalog, document.Pages
        shared = f"{self._number(self._resources())} 0 R"
        parent = f"{objects.number_of(document, objects.reference(document, tree))} 0 R"
        made = {page: Raw("") for page in pages}
        references = {page: objects.reference(document, raw) for page, raw in made.items()}
        tree.pages = list(references.values())
        linked: list[Element] = []
        for key, page in enumerate(pages):
            made[page].code = self._page(page, key, (parent, shared), references[page], linked, len(pages))
        places = {name: (references[page], x, y) for name, (page, x, y) in self.places.items() if page in references}
        catalog.Names = navigation.destinations(document, places)
        catalog.PageLabels = navigation.labels([page.label for page in pages])
        catalog.Outlines = navigation.outline(document, outline)
        numbers = {page.number: objects.number_of(document, references[page]) for page in pages}
        catalog.StructTreeRoot = objects.reference(
            document, Tree(document, numbers).write(top, [page.owners for page in pages], linked)
        )
        self._describe(about)
        fonts = document.idToObject[BasicFonts].dict
        for name, font in self._fonts.items():
            fonts[name] = embed(document, font)
            self._digest.update(repr((font.postscript_name, font.glyphs, font.texts)).encode("utf-8", "replace"))
        document.info = objects.dictionary(about.information)
        document.fingerprint = self._digest.hexdigest()
        self.packer.shutdown()
        data: bytes = document.format()
        return data

    def _number(self, thing: object) -> int:
        return objects.number_of(self.document, objects.reference(self.document, thing))

    def _page(  # noqa: PLR0913, PLR0917  (what a page object refers to)
        self,
        page: Page,
        key: int,
        above: tuple[str, str],
        own: PDFObjectReference,
        linked: list[Element],
        first: int,
    ) -> str:
        """Return the code of a page; the elements of its links go to `linked`, numbered from `first` on."""
        number = objects.number_of(self.document, own)
        content = self.stream(page.packed.result() if page.packed else b"", {}, "FlateDecode")
        annotations = []
        for spot in page.hotspots.values():
            annotation = objects.reference(self.document, Raw(self._annotation(spot, number, first + len(linked))))
            linked.append(spot.link.element)
            spot.link.element.objects.append(Annotated(page.number, annotation))
            annotations.append(f"{objects.number_of(self.document, annotation)} 0 R")
        width, height = (f"{side:g}" for side in (self.paper.width, self.paper.height))
        listed = f"/Annots[{' '.join(annotations)}]" if annotations else ""
        return (
            f"<</Type/Page/Parent {above[0]}/MediaBox[0 0 {width} {height}]/Resources {above[1]}"
            f"/Contents {objects.number_of(self.document, content)} 0 R/StructParents {key}/Tabs/S{listed}>>"
        )

    def _annotation(self, spot: Hotspot, page: int, key: int) -> str:
        """Return one link (12.5.6.5); one that runs over several lines has a quadrilateral for each."""
        link = spot.link
        left, bottom, right, top = zip(*spot.rects, strict=True)
        corners = [n for a, b, c, d in spot.rects for n in (a, d, c, d, a, b, c, b)] if len(spot.rects) > 1 else []
        if link.target.startswith("#"):
            goes = f"/Dest {objects.string(link.target[1:])}"
        else:
            goes = f"/A<</S/URI/URI{objects.string(quote(link.target, safe=_URI_SAFE, errors='replace'))}>>"
        quads = f"/QuadPoints[{_plain(corners)}]" if corners else ""
        return (
            f"<</Type/Annot/Subtype/Link/Rect[{_plain((min(left), min(bottom), max(right), max(top)))}]/Border[0 0 0]"
            f"/F {_PRINTED}/P {page} 0 R/StructParent {key}/Contents{objects.string(link.title)}"
            f"{quads}{goes}>>"
        )

    def _resources(self) -> PDFDictionary:
        fonts = {"Font": PDFObjectReference(BasicFonts)}
        return PDFDictionary(fonts | ({"XObject": PDFDictionary(self._pictures)} if self._pictures else {}))

    def _describe(self, about: About) -> None:
        """Fill the catalog (7.7.2): metadata, language, colours, and how a viewer opens the file."""
        document, catalog = self.document, self.document.Catalog
        named = {"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}
        self._digest.update(about.packet)
        catalog.Metadata = objects.stream(document, about.packet, named)
        if about.language:
            catalog.Lang = Raw(objects.string(about.language))
        catalog.PageMode = PDFName("UseOutlines" if catalog.Outlines else "UseNone")
        direction = PDFName("R2L" if about.turned else "L2R")
        catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true", "Direction": direction})
        catalog.MarkInfo = Raw("<</Marked true>>")
        profile = objects.number_of(document, self.stream(icc.srgb(), {"N": 3}))
        catalog.OutputIntents = Raw(
            f"[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier{objects.string(icc.DESCRIPTION)}"
            f"/Info{objects.string(icc.DESCRIPTION)}/DestOutputProfile {profile} 0 R>>]"
        )
        # ReportLab writes only the keys of a catalog that it knows
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]


def _plain(numbers: Sequence[float]) -> str:
    return " ".join(f"{number:.2f}" for number in numbers)
