"""PDF objects as this emitter makes them (ISO 32000-1, 7.3): the door to ReportLab's document and its numbering."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObject,
    PDFObjectReference,
    PDFStream,
)


class Raw(PDFObject):
    """An object whose code is written already."""

    def __init__(self, code: str) -> None:
        self.code = code

    def format(self, document: object) -> bytes:  # noqa: ARG002  (ReportLab's protocol)
        """Return the code."""
        return self.code.encode("latin-1")


class _Document(PDFDocument):
    """A document whose identity comes from its content, set as `fingerprint` when it is known."""

    fingerprint = ""

    def ID(self) -> bytes:  # noqa: N802  (ReportLab's name)
        return f"[<{self.fingerprint}><{self.fingerprint}>]".encode("ascii")


class _Stream(PDFStream):
    """A stream that ends as PDF/A asks: the end of line before `endstream` is not counted (ISO 19005-2, 6.1.7.1)."""

    def format(self, document: object) -> bytes:
        whole: bytes = super().format(document)
        return whole.removesuffix(b"endstream\n") + b"\nendstream\n"


def new_document() -> Any:  # noqa: ANN401  (ReportLab sets the attributes used here without declaring them)
    """Return an empty PDF 1.7 document."""
    document = _Document(compression=1, invariant=1, pdfVersion=(1, 7))
    # what is to be compressed is compressed before; metadata must not be (ISO 19005-2, 6.6.2.1)
    document.defaultStreamFilters = None
    return document


def reference(document: Any, thing: object) -> PDFObjectReference:  # noqa: ANN401  (as above)
    """Put an object into the file and return the reference to it."""
    found: PDFObjectReference = document.Reference(thing)
    return found


def number_of(document: Any, found: PDFObjectReference) -> int:  # noqa: ANN401  (as above)
    """Return the number of the object that a reference leads to."""
    number: int = document.idToObjectNumberAndVersion[found.name][0]
    return number


def stream(
    document: Any,  # noqa: ANN401  (as above)
    data: bytes,
    values: Mapping[str, object],
    encoding: str = "",
) -> PDFObjectReference:
    """Put a stream into the file; `encoding` names the filter by which `data` are encoded already, if they are."""
    named = {**values, **({"Filter": PDFName(encoding)} if encoding else {})}
    return reference(document, _Stream(PDFDictionary(named), data))


def dictionary(values: Mapping[str, str]) -> PDFDictionary:
    """Return texts as a PDF dictionary."""
    return PDFDictionary({key: Raw(string(value)) for key, value in values.items()})


def string(text: str) -> str:
    """Return a text string as it stands in the file (7.9.2.2): in ASCII where that will do, else in UTF-16."""
    if text.isascii() and text.isprintable():
        return f"({text.translate(_ESCAPES)})"
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


_ESCAPES = {ord("("): "\\(", ord(")"): "\\)", ord("\\"): "\\\\"}
