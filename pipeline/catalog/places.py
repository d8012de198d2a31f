"""Where everything lies in the exports folder, and how one page refers to another.

The slug of a work and the tags of its languages are the same in every file of an edition: `tides/tides.es.epub` has its
page at `tides/tides.es.html`, and is read online from `tides/read/es/index.html`.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import quote

from pipeline.addresses import start
from pipeline.records import Record

STYLE, SCRIPT, ICON = "catalog/style.css", "catalog/catalog.js", "catalog/icon.svg"
MEDIA_TYPES = {
    "epub": "application/epub+zip",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""The media types of editions (IANA), by format."""
_WEB = re.compile("https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Site:
    """What the catalog as a whole is called, and where it will lie on the web.

    Without a `title` it has the label of each page's language. `base_url` ends with `/`; if it is empty, the place is
    unknown and all references are relative.
    """

    title: str = ""
    base_url: str = ""

    def address(self, here: str, there: str) -> str:
        """Return the whole address of the file `there`, or where that is unknown, its place seen from `here`."""
        return self.base_url + quoted(there) if self.base_url else relative(here, there)


def on_web(value: str) -> bool:
    """Return whether a text is an address of the web, and nothing else."""
    return bool(_WEB.match(start(value))) and not any(map(str.isspace, value))


def tongues(record: Record) -> str:
    """Return the part of an edition's name that says its languages: `es`, or `en-es` where it has two."""
    return "-".join(filter(None, (record.beside, record.language)))


def work_page(record: Record) -> str:
    """Return the path of the page about an edition, the same for each of its formats."""
    return f"{record.work}/{record.work}.{tongues(record)}.html"


def reading_folder(record: Record) -> str:
    """Return the folder with the pages to read an edition online, and its cover."""
    return f"{record.work}/read/{tongues(record)}"


def index_page(tag: str, main: str) -> str:
    """Return the path of the list of all works in the language `tag`; `main` is the catalog's own."""
    return "index.html" if tag == main else f"index.{tag}.html"


def relative(here: str, there: str, fragment: str = "") -> str:
    """Return the reference from the file `here` to the file `there`, percent-encoded (RFC 3986, 4.2)."""
    path = posixpath.relpath(there, posixpath.dirname(here) or ".")
    return quoted(path) + (f"#{quote(fragment, errors='replace')}" if fragment else "")


def quoted(path: str) -> str:
    """Return a path as an address has it; a colon could be taken for the end of a scheme, so it is encoded, too."""
    return quote(path, safe="/", errors="replace")
