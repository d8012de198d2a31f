"""The parts of an edition, each with a digest: two builds then show which chapter, page or picture differs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from hashlib import sha256


def parts(format_name: str, data: bytes) -> dict[str, str]:
    """Return the SHA-256 of each part of a file: the entries of a DOCX or EPUB by name, `page 1` and so on of a PDF.

    Of a page it is what is painted on it; the `metadata` of a PDF are a part, too. Only for a file that was opened
    and found well: an archive here is trusted to unpack to what it says.
    """
    found = _pdf(data) if format_name == "pdf" else _archive(data)
    return {name: sha256(part).hexdigest() for name, part in found}


def _archive(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            yield name, archive.read(name)


def _pdf(data: bytes) -> Iterator[tuple[str, bytes]]:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        if pikepdf.Name.Metadata in document.Root:
            yield "metadata", document.Root.Metadata.read_bytes()
        for number, page in enumerate(document.pages, start=1):
            page.contents_coalesce()
            yield f"page {number}", page.Contents.read_bytes()
