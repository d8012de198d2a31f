"""The one table that maps metadata to the three formats: what emitters write by, and what verify looks for.

Sources of the names: DCMI Metadata Terms; ECMA-376 part 2, 11.1 (core properties) and part 1, 22.3 (custom properties);
ISO 32000-1, 14.3.3 (document information); XMP part 1, 8.3 (Dublin Core); EPUB 3.3, 5.5 (metadata).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Property:
    """How one metadata field is called in each format; an empty name means that the format has no place for it.

    `core` is the element of a core property of DOCX, `custom` the name of a custom one; `info` a key of the PDF
    information dictionary; `xmp` a qualified XMP name; `opf` an element of EPUB package metadata, or after `meta:` the
    property of a `meta` element.
    """

    core: str = ""
    custom: str = ""
    info: str = ""
    xmp: str = ""
    opf: str = ""


PROPERTIES: dict[str, Property] = {
    "title": Property("dc:title", info="Title", xmp="dc:title", opf="dc:title"),
    "subtitle": Property(custom="Subtitle", xmp="prism:subtitle", opf="dc:title"),
    "creators": Property("dc:creator", info="Author", xmp="dc:creator", opf="dc:creator"),
    "contributors": Property(custom="Contributor", xmp="dc:contributor", opf="dc:contributor"),
    "language": Property("dc:language", xmp="dc:language", opf="dc:language"),
    "date": Property(custom="Date", xmp="dc:date", opf="dc:date"),
    "publisher": Property(custom="Publisher", xmp="dc:publisher", opf="dc:publisher"),
    "subjects": Property("cp:keywords", info="Keywords", xmp="dc:subject", opf="dc:subject"),
    "description": Property("dc:description", info="Subject", xmp="dc:description", opf="dc:description"),
    "rights": Property(custom="Rights", xmp="dc:rights", opf="dc:rights"),
    "identifier": Property("dc:identifier", xmp="dc:identifier", opf="dc:identifier"),
    "source": Property(custom="Source", xmp="dc:source", opf="dc:source"),
    "coverage": Property(custom="Coverage", xmp="dc:coverage", opf="dc:coverage"),
    "series": Property(custom="Series", xmp="prism:seriesTitle", opf="meta:belongs-to-collection"),
    "original": Property(custom="Original", xmp="xmpMM:DerivedFrom", opf="meta:schema:translationOfWork"),
    "engine": Property(custom="Translation engine", xmp="xmp:Label", opf="meta:dcterms:provenance"),
    "review": Property(custom="Translation review", xmp="xmp:Nickname"),
}
"""By field. EPUB parts title and subtitle, which share an element, by a refinement (`title-type`)."""

SEPARATOR = "; "
"""What stands between several values where a format has room for one text only."""

NAMESPACES = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}
"""The namespaces of the qualified names above, by prefix."""


def expanded(name: str) -> str:
    """Return a qualified name as XML parsers give it: the namespace in braces, then the local name."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
