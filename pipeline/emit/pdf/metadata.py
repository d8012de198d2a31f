"""What a file says of itself, twice and alike: the information dictionary and the XMP packet.

The values come from `PROPERTIES`; the forms (text, bag, sequence, language alternative, structure) are those that the
XMP specification gives each property (ISO 16684-1, 8.3 to 8.5; PRISM 2.0).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from pipeline.emit.edition import Edition
from pipeline.emit.properties import PROPERTIES

PRODUCER = "Polyfolio (ReportLab)"
CREATOR = "Polyfolio"
SEPARATOR = "; "
"""What stands between several values where a format has room for one text only."""
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def information(edition: Edition) -> dict[str, str]:
    """Return the information dictionary (ISO 32000-1, 14.3.3)."""
    named = {entry.info: SEPARATOR.join(entry.values(edition)) for entry in PROPERTIES.values() if entry.info}
    stamp = edition.modified.strftime("D:%Y%m%d%H%M%SZ")
    made = {"Creator": CREATOR, "Producer": PRODUCER, "CreationDate": stamp, "ModDate": stamp}
    return {key: _clean(value) for key, value in (named | made).items() if value}


def packet(edition: Edition) -> bytes:
    """Return the XMP packet."""
    stamp = edition.modified.strftime("%Y-%m-%dT%H:%M:%SZ")
    made = {
        "xmp:CreateDate": stamp,
        "xmp:ModifyDate": stamp,
        "xmp:MetadataDate": stamp,
        "xmp:CreatorTool": CREATOR,
        "pdf:Producer": PRODUCER,
        "pdf:Keywords": SEPARATOR.join(PROPERTIES["subjects"].values(edition)),
        "xmpMM:DocumentID": edition.identifier,
    }
    lines = [_text(name, [value]) for name, value in made.items() if value]
    for entry in PROPERTIES.values():
        values = [_clean(value) for value in entry.values(edition)]
        if entry.xmp and values:
            lines.append(_FORMS.get(entry.xmp, _text)(entry.xmp, values))
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    body = "\n".join(lines)
    return _PACKET.format(rdf=_RDF, spaces=spaces, body=body).encode("utf-8")


def _text(name: str, values: Sequence[str]) -> str:
    return f"<{name}>{escape(SEPARATOR.join(values))}</{name}>"


def _container(kind: str) -> Callable[[str, Sequence[str]], str]:
    def form(name: str, values: Sequence[str]) -> str:
        items = "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values)
        return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"

    return form


def _alternative(name: str, values: Sequence[str]) -> str:
    text = escape(SEPARATOR.join(values))
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></{name}>'


def _reference(name: str, values: Sequence[str]) -> str:
    return f'<{name} rdf:parseType="Resource"><stRef:documentID>{escape(values[0])}</stRef:documentID></{name}>'


_FORMS: dict[str, Callable[[str, Sequence[str]], str]] = {
    "dc:title": _alternative,
    "dc:description": _alternative,
    "dc:rights": _alternative,
    "dc:creator": _container("Seq"),
    "dc:date": _container("Seq"),
    "dc:contributor": _container("Bag"),
    "dc:language": _container("Bag"),
    "dc:publisher": _container("Bag"),
    "dc:subject": _container("Bag"),
    "xmpMM:DerivedFrom": _reference,
}


def _clean(text: str) -> str:
    """Return the text without characters that XML cannot hold (XML 1.0, 2.2)."""
    return "".join(c for c in text if c >= " " and not 0xD800 <= ord(c) < 0xE000 and c not in "\ufffe\uffff")


_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="{rdf}">
<rdf:Description rdf:about=""{spaces}>
{body}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
