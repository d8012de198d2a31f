"""What the manifest of an exports folder holds: records of editions, of works, and of the files beside them."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.model import Metadata

_NOTHING = Metadata()


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is no edition but lies among them: a review, a page to read online, a page of the catalog.

    `file` is relative to the exports folder, with `/`; `size` is in bytes.
    """

    file: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Record:
    """One file of one edition. `file` is relative to the folder, with `/`; `stamp` is in seconds since 1970, UTC.

    `language` is that of the text, `beside` the other one in a bilingual edition, else empty; `original` says that the
    work was written in it. `source` is the SHA-256 of the text it was made from, `digest` that of all it was made
    from; `parts` has that of each part of the file: the entries of an archive, the pages of a PDF. `metadata` is
    the document's, with where a translation comes from, and `coverage` the part of the text that is translated (0 to
    1). `expected` is what the verify stage must find in it, `verified` for each check how many things it compared when
    the file was made, and found as they should be. `tools` are the versions of the programs that made it. `fonts`
    tells, where the system's fonts were looked at, which these were. `pages` are the files to read it online.
    """

    work: str
    language: str
    format: str
    file: str
    title: str
    sha256: str
    size: int
    stamp: int
    digest: str
    original: bool
    beside: str = ""
    identifier: str = ""
    source: str = ""
    coverage: float = 1.0
    fonts: str = ""
    metadata: Metadata = _NOTHING
    expected: dict[str, object] = field(default_factory=dict)
    verified: dict[str, int] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    tools: dict[str, str] = field(default_factory=dict)
    pages: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A work that was built whole, and the files that it left.

    `inputs` has a digest for everything that was read for it or that its editions depend on, by name: `text tides.md`,
    `picture way.png`, `program`; a work whose inputs are the same need not be looked at.
    """

    slug: str
    inputs: dict[str, str]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The pages and feeds over all works; `digest` is over all that they were made from.

    `title` is what the user called the catalog, `base_url` where it will lie on the web; both may be empty.
    """

    digest: str = ""
    files: tuple[Kept, ...] = ()
    title: str = ""
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """All editions of a folder, the reviews beside them, the works that were built whole, in order, and the catalog."""

    records: tuple[Record, ...] = ()
    reviews: tuple[Kept, ...] = ()
    works: tuple[Work, ...] = ()
    catalog: Catalog = Catalog()

    def find(self, file: str) -> Record | None:
        """Return the record of a file, or none."""
        return next((record for record in self.records if record.file == file), None)

    def sums(self) -> dict[str, str]:
        """Return the SHA-256 of every file that the manifest knows, by its path."""
        pages = (page for record in self.records for page in record.pages)
        kept = {each.file: each.sha256 for each in (*self.reviews, *self.catalog.files, *pages)}
        return kept | {record.file: record.sha256 for record in self.records}
