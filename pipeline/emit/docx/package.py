"""The only door to python-docx: parts, their relationships, and the archive around them.

The package is built in python-docx's `opc` layer without its template, so nothing of a template is left in it. The
archive itself is written here: python-docx would put the time of day into each entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pipeline.emit.docx.xml import quoted

if TYPE_CHECKING:
    from docx.opc.package import OpcPackage
    from docx.opc.part import Part

_KINDS = {
    "document": ("OFFICE_DOCUMENT", "WML_DOCUMENT_MAIN"),
    "styles": ("STYLES", "WML_STYLES"),
    "numbering": ("NUMBERING", "WML_NUMBERING"),
    "settings": ("SETTINGS", "WML_SETTINGS"),
    "fonts": ("FONT_TABLE", "WML_FONT_TABLE"),
    "footnotes": ("FOOTNOTES", "WML_FOOTNOTES"),
    "header": ("HEADER", "WML_HEADER"),
    "footer": ("FOOTER", "WML_FOOTER"),
    "core": ("CORE_PROPERTIES", "OPC_CORE_PROPERTIES"),
    "extended": ("EXTENDED_PROPERTIES", "OFC_EXTENDED_PROPERTIES"),
    "custom": ("CUSTOM_PROPERTIES", "OFC_CUSTOM_PROPERTIES"),
    "font": ("FONT", ""),
    "image": ("IMAGE", ""),
}
"""For each kind of part the names of its relationship and media type in `docx.opc.constants`."""


_LEVEL = 3
"""How hard parts are packed: zlib's own 6 takes three times as long for a file that is a twentieth smaller."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One part: its kind, its name in the package, and its bytes.

    `pieces` are the parts that it points at and `links` the addresses, both by relationship id. `media_type` is given
    only where the kind does not say it.
    """

    kind: str
    name: str
    data: bytes = field(repr=False)
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    media_type: str = ""


def archive(pieces: Mapping[str, Piece], stamp: datetime) -> bytes:
    """Return the file made of `pieces` and all they point at; each entry of the archive bears `stamp`."""
    from docx.opc.package import OpcPackage

    package = OpcPackage()
    made: dict[str, Part] = {}
    for relation, piece in pieces.items():
        package.load_rel(_relationship(piece.kind), _part(piece, package, made), relation)
    result = BytesIO()
    with ZipFile(result, "w", ZIP_DEFLATED) as archived:
        for name, data in _entries(package):
            entry = ZipInfo(name, stamp.timetuple()[:6])
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            archived.writestr(entry, data, compresslevel=_LEVEL)
    return result.getvalue()


def _part(piece: Piece, package: OpcPackage, made: dict[str, Part]) -> Part:
    """Return python-docx's part for a piece, the same for the same name, with its relationships."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    if piece.name in made:
        return made[piece.name]
    media_type = piece.media_type or str(getattr(CONTENT_TYPE, _KINDS[piece.kind][1]))
    part = made[piece.name] = Part(PackURI(piece.name), media_type, piece.data)
    for relation, inner in piece.pieces.items():
        part.load_rel(_relationship(inner.kind), _part(inner, package, made), relation)
    for relation, address in piece.links.items():
        part.load_rel(RELATIONSHIP_TYPE.HYPERLINK, address, relation, is_external=True)
    return part


def _relationship(kind: str) -> str:
    from docx.opc.constants import RELATIONSHIP_TYPE

    return str(getattr(RELATIONSHIP_TYPE, _KINDS[kind][0]))


def _entries(package: OpcPackage) -> Iterator[tuple[str, str | bytes]]:
    """Yield the names and bytes of the archive's entries; the media types come first, as readers of streams expect."""
    parts = package.parts
    yield "[Content_Types].xml", _content_types(parts)
    yield "_rels/.rels", package.rels.xml
    for part in parts:
        yield part.partname.membername, part.blob
        if part.rels:
            yield part.partname.rels_uri.membername, part.rels.xml


def _content_types(parts: list[Part]) -> bytes:
    """Return the media type of every part by its name (ECMA-376 part 2, 10.1.2.2)."""
    rows = (f"<Override PartName={quoted(part.partname)} ContentType={quoted(part.content_type)}/>" for part in parts)
    relations = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    xml = '<Default Extension="xml" ContentType="application/xml"/>'
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{declaration}<Types xmlns="{namespace}">{relations}{xml}{"".join(rows)}</Types>'.encode()


def resolution(data: bytes) -> int:
    """Return how many dots to the inch a picture asks for, or 96 where it asks for none or cannot be read.

    So it does for 72, which many programs write without a thought, and for more than any printer has.
    """
    from docx.image.image import Image

    try:
        dots = int(Image.from_blob(data).horz_dpi)
    except Exception:  # python-docx raises nothing narrower at the end of a damaged head
        return 96
    return dots if 72 < dots <= _FINEST else 96


_FINEST = 2400
