"""Core and custom properties, named by the one table of `pipeline.properties`.

The core ones are written here because python-docx refuses more than 255 characters, and a description is often longer.
"""

from __future__ import annotations

from pipeline.emit.docx.xml import Markup, escape, join, quoted
from pipeline.emit.edition import Edition
from pipeline.emit.properties import values
from pipeline.properties import NAMESPACES, PROPERTIES, SEPARATOR

_CORE = (
    f'xmlns:cp="{NAMESPACES["cp"]}" xmlns:dc="{NAMESPACES["dc"]}" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_CUSTOM = (
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
)
_EXTENDED = 'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"'
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The format id of properties that a user defines ([MS-OSHARED] 2.3.3.2.3)."""


def _part(root: str, namespaces: str, content: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<{root} {namespaces}>{content}</{root}>'.encode()


def _values(edition: Edition, place: str) -> dict[str, str]:
    """Return the names and values of one place (`core` or `custom`); several values are parted by semicolons."""
    said = values(edition)
    found = ((getattr(named, place), SEPARATOR.join(said[field])) for field, named in PROPERTIES.items())
    return {name: value for name, value in found if name and value}


def core_part(edition: Edition) -> bytes:
    """Return the core properties; both dates are the edition's stamp."""
    stamp = edition.modified.strftime("%Y-%m-%dT%H:%M:%SZ")
    known = (f"<{name}>{escape(value)}</{name}>" for name, value in _values(edition, "core").items())
    dates = (f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{name}>' for name in ("created", "modified"))
    return _part("cp:coreProperties", _CORE, "".join((*known, *dates)))


def custom_part(edition: Edition) -> bytes:
    """Return the custom properties, numbered from 2 as the format asks (ECMA-376 part 1, 22.3.2.2)."""
    return _part(
        "Properties",
        _CUSTOM,
        join(
            Markup(
                f'<property fmtid="{_FORMAT}" pid="{number}" name={quoted(name)}>'
                f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
            )
            for number, (name, value) in enumerate(_values(edition, "custom").items(), 2)
        ),
    )


def application_part() -> bytes:
    """Return the extended properties: by what the file was made."""
    return _part("Properties", _EXTENDED, "<Application>Polyfolio</Application>")
