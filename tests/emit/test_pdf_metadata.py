"""What a PDF says of itself: the information dictionary and the XMP packet, without a file around them."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.emit.edition import Edition
from pipeline.emit.pdf.metadata import information, packet
from pipeline.model import Agent, Document, Metadata, Provenance

SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "extension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "property": "http://www.aiim.org/pdfa/ns/property#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
KNOWN = {"dc", "pdf", "pdfaExtension", "pdfaid", "xmp", "xmpMM"}
"""The prefixes of what PDF/A-2 knows without a description."""
FULL = Metadata(
    title="Mareas",
    subtitle="Cómo un puerto mide el tiempo",
    creators=(Agent("Ada Example"), Agent("Ben Sample")),
    language="es",
    date="2023-11",
    subjects=("mareas", "puertos & <muelles>"),
    description="Un puerto y\nsu reloj.",
    rights="All rights reserved",
    series="Puertos",
    translation=Provenance("en", engine="argos", model="en-es"),
)


def edition(metadata: Metadata) -> Edition:
    return Edition(Document(metadata), "tides", datetime(2023, 11, 8, 12, 30, 5, tzinfo=UTC))


def texts(metadata: Metadata, path: str) -> list[str]:
    found = etree.fromstring(packet(edition(metadata))).xpath(
        f"//rdf:RDF/rdf:Description/{path}/text()", namespaces=SPACES
    )
    return [str(text) for text in found]


def test_it_claims_both_standards() -> None:
    assert [texts(FULL, path) for path in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")] == [
        ["2"],
        ["A"],
        ["1"],
    ]


def test_each_property_is_known_to_the_standard_or_described() -> None:
    root = etree.fromstring(packet(edition(FULL)))
    described = set()
    for schema in root.xpath("//extension:schemas/rdf:Bag/rdf:li", namespaces=SPACES):
        prefix = schema.findtext("schema:prefix", namespaces=SPACES)
        assert schema.findtext("schema:namespaceURI", namespaces=SPACES) == root[0][0].nsmap[prefix]
        described |= {(prefix, name.text) for name in schema.iterfind(".//property:name", SPACES)}
    used = {(child.prefix, etree.QName(child).localname) for child in root[0][0]}
    assert {entry for entry in used if entry[0] not in KNOWN} == described


def test_information_says_what_the_packet_says() -> None:
    said = information(edition(FULL))
    default = 'rdf:Alt/rdf:li[@xml:lang="x-default"]'
    assert [said["Title"]] == texts(FULL, f"dc:title/{default}")
    assert [said["Subject"]] == texts(FULL, f"dc:description/{default}") == ["Un puerto y su reloj."]
    assert said["Author"].split("; ") == texts(FULL, "dc:creator/rdf:Seq/rdf:li")
    assert [said["Keywords"]] == texts(FULL, "pdf:Keywords")
    assert [said["Creator"], said["Producer"]] == texts(FULL, "xmp:CreatorTool") + texts(FULL, "pdf:Producer")
    assert said["CreationDate"] == said["ModDate"] == "D:20231108123005Z"
    assert texts(FULL, "xmp:CreateDate") == texts(FULL, "xmp:ModifyDate") == ["2023-11-08T12:30:05Z"]


def test_only_what_an_edition_says_itself_is_in_its_language() -> None:
    root = etree.fromstring(packet(edition(FULL)))
    for name, languages in (("title", ["x-default", "es"]), ("rights", ["x-default"])):
        assert root.xpath(f"//dc:{name}/rdf:Alt/rdf:li/@xml:lang", namespaces=SPACES) == languages


def test_the_slug_stands_in_for_a_title() -> None:
    assert information(edition(Metadata(title="\x01")))["Title"] == "tides"
    assert texts(Metadata(), "dc:title/rdf:Alt/rdf:li") == ["tides"]


@given(st.text(), st.text())
def test_no_text_breaks_the_packet(title: str, subject: str) -> None:
    metadata = Metadata(title=title, subjects=(subject,), language="en")
    said = information(edition(metadata))
    assert texts(metadata, "dc:title/rdf:Alt/rdf:li") == [said["Title"]] * 2
    assert "".join(texts(metadata, "pdf:Keywords")) == said.get("Keywords", "")
