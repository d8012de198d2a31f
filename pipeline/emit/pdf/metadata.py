"""What a file says of itself, twice and alike: the information dictionary and the XMP packet.

The values come from `PROPERTIES`; the forms (text, bag, sequence, language alternative, structure) are those that the
XMP specification gives each property (ISO 16684-1, 8.3 to 8.5; PRISM 2.0). The packet also claims PDF/A-2a and
PDF/UA-1, and describes each property that PDF/A does not know (ISO 19005-2, 6.6.2.3 and 6.6.4; ISO 14289-1, 5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from pipeline.emit import properties
from pipeline.emit.edition import Edition
from pipeline.properties import NAMESPACES, PROPERTIES, SEPARATOR

PRODUCER = "Polyfolio (ReportLab)"
CREATOR = "Polyfolio"
_NAMESPACES = {prefix: NAMESPACES[prefix] for prefix in ("dc", "prism", "xmp", "xmpMM")} | {
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
}
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_CLAIMS = {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
_OUTSIDE_XML = {
    code: " " if chr(code).isspace() else None for code in (*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
}


class _Described(NamedTuple):
    """A property that PDF/A does not know: `kind` is `internal` if only software may change it, else `external`."""

    name: str
    value_type: str
    kind: str
    meaning: str


_EXTENSIONS = {
    ("pdfuaid", "PDF/UA identification schema"): (
        _Described("part", "Integer", "internal", "Part of ISO 14289 that the file conforms to"),
    ),
    ("prism", "PRISM basic metadata"): (
        _Described("seriesTitle", "Text", "external", "Title of the series that the work belongs to"),
        _Described("subtitle", "Text", "external", "Subtitle of the work"),
    ),
}
"""The schemas that are described, by prefix and title (ISO 19005-2, 6.6.2.3.3)."""

_FORMS = {
    "dc:title": "Alt",
    "dc:description": "Alt",
    "dc:rights": "Alt",
    "dc:creator": "Seq",
    "dc:date": "Seq",
    "dc:contributor": "Bag",
    "dc:language": "Bag",
    "dc:publisher": "Bag",
    "dc:subject": "Bag",
    "xmpMM:DerivedFrom": "reference",
}
"""The form of each property that is not plain text."""
_IN_ITS_LANGUAGE = {"dc:title", "dc:description"}
"""What an edition says in its own language; a statement of rights stays in that of the source."""


def information(edition: Edition) -> dict[str, str]:
    """Return the information dictionary (ISO 32000-1, 14.3.3)."""
    values = _values(edition)
    named = {entry.info: SEPARATOR.join(values.get(field, ())) for field, entry in PROPERTIES.items() if entry.info}
    stamp = edition.modified.strftime("D:%Y%m%d%H%M%SZ")
    made = {"Creator": CREATOR, "Producer": PRODUCER, "CreationDate": stamp, "ModDate": stamp}
    return {key: value for key, value in (named | made).items() if value}


def packet(edition: Edition) -> bytes:
    """Return the XMP packet; what the information dictionary says stands in it too, with the same values."""
    values = _values(edition)
    made = {name: (value,) for name, value in _made(edition, values).items() if value}
    named = {entry.xmp: values[field] for field, entry in PROPERTIES.items() if entry.xmp and field in values}
    language = edition.document.metadata.language
    lines = [_property(name, texts, language) for name, texts in (made | named).items()]
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    body = "\n".join([*lines, _extensions()])
    return _PACKET.format(rdf=_RDF, spaces=spaces, body=body).encode("utf-8")


def _values(edition: Edition) -> dict[str, tuple[str, ...]]:
    """Return the values of each field that has any, fit for XML; the slug stands in for a title (ISO 14289-1, 7.1)."""
    cleaned = {field: tuple(filter(None, map(_clean, texts))) for field, texts in properties.values(edition).items()}
    cleaned["title"] = cleaned["title"] or (edition.slug,)
    return {field: values for field, values in cleaned.items() if values}


def _clean(text: str) -> str:
    """Return the text on one line, without characters that XML cannot hold (XML 1.0, 2.2)."""
    return text.translate(_OUTSIDE_XML).strip()


def _made(edition: Edition, values: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the properties that come from the making of the file, and the one that repeats the subjects."""
    stamp = edition.modified.strftime("%Y-%m-%dT%H:%M:%SZ")
    return _CLAIMS | {
        "xmp:CreateDate": stamp,
        "xmp:ModifyDate": stamp,
        "xmp:MetadataDate": stamp,
        "xmp:CreatorTool": CREATOR,
        "pdf:Producer": PRODUCER,
        "pdf:Keywords": SEPARATOR.join(values.get("subjects", ())),
        "xmpMM:DocumentID": edition.identifier,
    }


def _property(name: str, values: Sequence[str], language: str) -> str:
    """Return a property in its form; `language` is the edition's."""
    match _FORMS.get(name):
        case "Alt":
            own = [language] if language and name in _IN_ITS_LANGUAGE else []
            return _alternative(name, SEPARATOR.join(values), ["x-default", *own])
        case "reference":
            return _element(name, _element("stRef:documentID", escape(values[0])), resource=True)
        case "Bag" | "Seq" as kind:
            items = "".join(_element("rdf:li", escape(value)) for value in values)
            return _element(name, _element(f"rdf:{kind}", items))
        case _:
            return _element(name, escape(SEPARATOR.join(values)))


def _alternative(name: str, text: str, languages: Sequence[str]) -> str:
    items = "".join(f'<rdf:li xml:lang="{escape(language)}">{escape(text)}</rdf:li>' for language in languages)
    return _element(name, _element("rdf:Alt", items))


def _element(name: str, content: str, *, resource: bool = False) -> str:
    """Return an element; the content of a `resource` is properties of its own."""
    kind = ' rdf:parseType="Resource"' if resource else ""
    return f"<{name}{kind}>{content}</{name}>"


def _extensions() -> str:
    """Return the descriptions of schemas (ISO 19005-2, 6.6.2.3.3), the same in every file."""
    schemas = "\n".join(_schema(*names, properties) for names, properties in _EXTENSIONS.items())
    return _element("pdfaExtension:schemas", _element("rdf:Bag", f"\n{schemas}\n"))


def _schema(prefix: str, title: str, properties: Sequence[_Described]) -> str:
    described = "".join(_description(entry) for entry in properties)
    fields = {
        "pdfaSchema:schema": escape(title),
        "pdfaSchema:namespaceURI": escape(_NAMESPACES[prefix]),
        "pdfaSchema:prefix": prefix,
        "pdfaSchema:property": _element("rdf:Seq", described),
    }
    return _structure(fields)


def _description(entry: _Described) -> str:
    fields = {
        "pdfaProperty:name": entry.name,
        "pdfaProperty:valueType": entry.value_type,
        "pdfaProperty:category": entry.kind,
        "pdfaProperty:description": escape(entry.meaning),
    }
    return _structure(fields)


def _structure(fields: Mapping[str, str]) -> str:
    return _element("rdf:li", "".join(_element(name, content) for name, content in fields.items()), resource=True)


_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="{rdf}">
<rdf:Description rdf:about=""{spaces}>
{body}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
