"""XML documents, element by element. The only door to lxml of this stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

Element = etree._Element
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/terms/",
    "opds": "http://opds-spec.org/2010/catalog",
    "search": "http://a9.com/-/spec/opensearch/1.1/",
    "site": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "thr": "http://purl.org/syndication/thread/1.0",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
"""By the prefix that names have here; `root` says which of them has none in the document."""


def root(name: str, *prefixes: str, **attributes: str) -> Element:
    """Return the root of a document whose own namespace is the default one; `prefixes` are those that it uses besides.

    Names are `prefix:local`; of an attribute's name, `__` stands for the colon.
    """
    default = {None: NAMESPACES[name.partition(":")[0]]}
    spaces: Any = default | {prefix: NAMESPACES[prefix] for prefix in prefixes}  # the stubs know no default namespace
    element = etree.Element(_expanded(name), nsmap=spaces)
    _set(element, attributes)
    return element


def add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """Append an element with a text that XML can hold, and return it; an attribute with an empty value is left out."""
    element = etree.SubElement(parent, _expanded(name))
    element.text = text or None
    _set(element, attributes)
    return element


def document(element: Element) -> bytes:
    """Return the bytes of a document, in UTF-8, with its declaration."""
    data: bytes = etree.tostring(element, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


def _expanded(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local


def _set(element: Element, attributes: Mapping[str, str]) -> None:
    for name, value in attributes.items():
        if value:
            element.set(_expanded(name.replace("__", ":")), value)
