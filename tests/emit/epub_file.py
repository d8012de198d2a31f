"""Open a made EPUB with the standard library's zip reader and lxml, for the tests beside this file."""

from __future__ import annotations

import io
import posixpath
import zipfile
from functools import cached_property
from typing import Any

from lxml import etree

from pipeline.emit.edition import Edition
from pipeline.emit.epub import emit
from pipeline.model import Blocks, Document, Metadata, Paragraph, Resource, Text

NAMES = {
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
    "svg": "http://www.w3.org/2000/svg",
}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def edition(*blocks: Any, resources: tuple[Resource, ...] = (), **metadata: Any) -> Edition:
    """Return an edition of the blocks; a text among them is a paragraph."""
    body: Blocks = tuple(Paragraph((Text(block),)) if isinstance(block, str) else block for block in blocks)
    record = Metadata(**({"title": "The Book of Tides", "language": "en"} | metadata))
    return Edition(Document(record, body, resources), "tides")


class Book:
    """The parts of an EPUB file, each parsed when asked for."""

    def __init__(self, made: Edition) -> None:
        outcome = emit(made)
        self.data = outcome.value
        self.findings = outcome.findings
        self.zip = zipfile.ZipFile(io.BytesIO(self.data))
        self.names = self.zip.namelist()

    def text(self, name: str) -> str:
        return self.zip.read(f"EPUB/{name}").decode()

    def tree(self, name: str) -> Any:
        parser = etree.XMLParser(no_network=True, resolve_entities=False)
        return etree.fromstring(self.zip.read(f"EPUB/{name}"), parser)

    @cached_property
    def package(self) -> Any:
        return self.tree("content.opf")

    @cached_property
    def pages(self) -> dict[str, Any]:
        return {name[5:]: self.tree(name[5:]) for name in self.names if name.endswith(".xhtml")}

    @property
    def chapters(self) -> list[str]:
        return [name for name in self.spine if name.startswith("chapter-")]

    @property
    def body(self) -> str:
        """The chapters' bodies, one after the other."""
        return "".join(self.text(name).partition("<section")[2] for name in self.chapters)

    @property
    def hrefs(self) -> dict[str, str]:
        return {item.get("id"): item.get("href") for item in self.find(self.package, "//opf:item")}

    @property
    def spine(self) -> list[str]:
        hrefs = self.hrefs
        return [hrefs[item.get("idref")] for item in self.find(self.package, "//opf:itemref")]

    @staticmethod
    def find(tree: Any, path: str) -> list[Any]:
        return tree.xpath(path, namespaces=NAMES)

    def meta(self, name: str) -> list[str]:
        """Return the values of a metadata element or property."""
        path = f"//{name}" if name.startswith("dc:") else f"//opf:meta[@property='{name}']"
        return [found.text for found in self.find(self.package, path)]

    def refinement(self, identifier: str, name: str) -> list[str]:
        path = f"//opf:meta[@refines='#{identifier}'][@property='{name}']"
        return [found.text for found in self.find(self.package, path)]

    def listed(self) -> list[tuple[int, str]]:
        """Return level and text of each line of the contents."""
        links = self.find(self.pages["nav.xhtml"], "//h:nav[@id='toc']//h:a")
        return [(len(self.find(link, "ancestor::h:ol")), "".join(link.itertext())) for link in links]


def resolved(page: str, reference: str) -> tuple[str, str]:
    """Return the file and the id that a reference in `page` leads to."""
    path, _, name = reference.partition("#")
    return (posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page), name
