"""What a tagged PDF says of itself as a whole (ISO 14289-1, 7.1, 7.2; ISO 19005-2, 6.1, 6.2.3, 6.6, 6.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.verify import pdf_structure
from pipeline.verify.forms import is_tag
from pipeline.verify.observed import Loose

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_UA = "http://www.aiim.org/pdfua/ns/id/"
_CLAIMS = (
    ("pdfuaid:part", f"{{{_UA}}}part", "1"),
    ("pdfaid:part", "{http://www.aiim.org/pdfa/ns/id/}part", "2"),
    ("pdfaid:conformance", "{http://www.aiim.org/pdfa/ns/id/}conformance", "A"),
)
_SCHEMAS = "{http://www.aiim.org/pdfa/ns/extension/}schemas"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_ID = 2


def faults(pdf: Pdf) -> Iterator[Loose]:
    """Yield what the catalog, the metadata and the trailer lack; raise `PipelineError` if the metadata is not XML."""
    yield from (Loose("catalog", what) for what in _catalog(pdf))
    yield from (Loose("XMP", what) for what in _metadata(pdf))
    yield from (Loose("output intents", what) for what in _colours(pdf.Root.get("/OutputIntents")))
    if pdf.is_encrypted:
        yield Loose("trailer", "encryption")
    known = pdf.trailer.get("/ID")
    if known is None or len(known) != _ID or not all(bytes(part) for part in known):
        yield Loose("trailer", "no file ID")


def _catalog(pdf: Pdf) -> Iterator[str]:
    root = pdf.Root
    if _under(root, "/MarkInfo", "/Marked") is not True:
        yield "MarkInfo does not say that the file is Marked"
    if _under(root, "/MarkInfo", "/Suspects") is True:
        yield "MarkInfo says that marks are Suspects"
    if _under(root, "/ViewerPreferences", "/DisplayDocTitle") is not True:
        yield "ViewerPreferences do not ask to display the title (DisplayDocTitle)"
    if not is_tag(language := pdf_structure.language(pdf)):
        yield f"the Lang {language or '(none)'}, which is no language tag"


def _metadata(pdf: Pdf) -> Iterator[str]:
    stream = pdf.Root.get("/Metadata")
    if stream is None:
        yield "no metadata"
        return
    if "/Filter" in stream:
        yield "metadata that is compressed"
    said = pdf_structure.xmp(pdf)
    for name, key, wanted in _CLAIMS:
        if (found := " ".join(said.get(key, ()))) != wanted:
            yield f"{name} is {found or 'not there'} where {wanted} should be"
    if not said.get(_TITLE):
        yield "no dc:title"
    if not any(_UA in schema for schema in said.get(_SCHEMAS, ())):
        yield "no extension schema that describes pdfuaid"


def _colours(intents: Object | None) -> Iterator[str]:
    profiles = [
        intent.get("/DestOutputProfile")
        for intent in (intents if intents is not None else ())
        if str(intent.get("/S")) == "/GTS_PDFA1"
    ]
    if not profiles:
        yield "none for PDF/A (GTS_PDFA1)"
    for profile in profiles:
        # an ICC profile says so from its byte 36 on (ICC.1, 7.2)
        if profile is None or profile.read_bytes()[36:40] != b"acsp":
            yield "no colour profile"


def _under(holder: Object, *keys: str) -> object:
    found: Object | None = holder
    for key in keys:
        found = found.get(key) if found is not None else None
    return found
