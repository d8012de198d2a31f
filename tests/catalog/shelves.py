"""Records as a build leaves them, and a catalog opened again with lxml, for the tests beside this file."""

from __future__ import annotations

import json
import posixpath
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml import html

from pipeline.catalog import Site, catalog
from pipeline.catalog.places import reading_folder
from pipeline.model import Agent, Metadata, Provenance
from pipeline.records import Kept, Manifest, Record

MACHINE = Provenance("en", "The tides", "Argos Translate", "en → es", "1.9", demonstration=True)


def record(
    work: str = "tides",
    language: str = "en",
    format: str = "epub",
    *,
    beside: str = "",
    original: bool = True,
    read: bool = True,
    coverage: float = 1.0,
    **about: Any,
) -> Record:
    """Return the record of one file, with pages to read it online if it is an EPUB and `read`."""
    name = f"{work}.{'-'.join(filter(None, (beside, language)))}"
    made = Record(
        work=work,
        language=language,
        format=format,
        file=f"{work}/{name}.{format}",
        title=about.get("title", "The tides"),
        sha256="0123456789abcdef" * 4,
        size=312_456,
        stamp=1_700_000_000,
        digest="",
        original=original,
        beside=beside,
        identifier=f"urn:uuid:{name}",
        coverage=coverage,
        metadata=Metadata(**({"title": "The tides", "language": language} | about)),
        verified={"text": 3},
    )
    folder = reading_folder(made)
    pages = tuple(Kept(f"{folder}/{file}", "", 1) for file in ("cover.png", "index.html"))
    return replace(made, pages=pages) if format == "epub" and read else made


def library() -> Manifest:
    """Return two works: one in two languages and in both beside each other, one in Arabic without an EPUB."""
    spanish = {"title": "Las mareas", "translation": MACHINE, "creators": (Agent("A. Writer"),)}
    english = {
        "creators": (Agent("A. Writer"), Agent("E. Ditor", "edt")),
        "description": "Of water.",
        "date": "2026-03",
    }
    return Manifest(
        (
            *(record(format=form, **english) for form in ("docx", "epub", "pdf")),
            *(record(language="es", format=form, original=False, **spanish) for form in ("epub", "pdf")),
            record(language="es", beside="en", original=False, **spanish),
            record("lamps", "ar", "docx", title="مصابيح", creators=(Agent("ليلى"),)),
        )
    )


class Shown:
    """The files of a catalog, each page parsed when it is asked for."""

    def __init__(self, manifest: Manifest, site: Site = Site()) -> None:  # noqa: B008  (frozen)
        self.manifest = manifest
        self.files = catalog(manifest, site)

    @property
    def pages(self) -> list[str]:
        return [file for file in self.files if file.endswith(".html")]

    def text(self, file: str) -> str:
        return self.files[file].decode()

    def page(self, file: str) -> Any:
        return html.document_fromstring(self.text(file))

    def data(self, file: str) -> Any:
        """Return the linked data on a page."""
        (found,) = self.page(file).xpath("//script[@type='application/ld+json']")
        return json.loads(found.text)

    def there(self) -> set[str]:
        """Return every file that a page may lead to."""
        kept = {page.file for record in self.manifest.records for page in record.pages}
        return {*self.files, *kept, *(record.file for record in self.manifest.records)}


def references(file: str, page: Any) -> set[str]:
    """Return the files that a page refers to, by their paths in the folder; addresses elsewhere are left out."""
    found = (value for value in page.xpath("//@href | //@src") if not urlsplit(value).scheme)
    paths = (
        unquote(urldefrag(urljoin(f"https://site/{file}", value)).url.removeprefix("https://site/")) for value in found
    )
    return {posixpath.normpath(path) for path in paths}
