"""One edition: a document in one language, with all that an emitter may know beyond it.

An emitter sees no file, clock or network: what it needs of them (the stamp, the identifiers) is given here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from pipeline.languages import Language, language
from pipeline.model import Div, Document, Span
from pipeline.walk import query

_WORKS = uuid5(NAMESPACE_URL, "https://polyfolio.invalid/works")
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The earliest time a zip archive can hold (APPNOTE 4.4.6); the stamp when none is given."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How pages are set, where a format has pages of its own.

    `theme` is the name of a look, `page` that of a size (`a4`, `6x9`, `148x210mm`); `fonts` are families or files that
    come before all others, `digests` those of the files' contents, so that another font makes another edition.
    """

    theme: str = "book"
    page: str = "6x9"
    fonts: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """A document ready to be emitted.

    `slug` names the work in file names; `modified` is in UTC with whole seconds; `languages` are the tags of all
    editions of the work, the source's first. `beside` is the tag of the other language in a bilingual edition. `cover`
    is a picture of the title page (PNG) for formats that show one.
    """

    document: Document
    slug: str
    modified: datetime = EPOCH
    languages: tuple[str, ...] = ()
    beside: str = ""
    layout: Layout = Layout()
    cover: bytes = field(default=b"", repr=False)

    @property
    def name(self) -> str:
        """The name of its files, without suffix: `tides.es`, or `tides.en-es` in two languages."""
        tags = (self.beside, self.document.metadata.language)
        return f"{self.slug}.{'-'.join(tag for tag in tags if tag)}"

    @property
    def archived(self) -> datetime:
        """`modified`, or the nearest time that an entry of a zip archive can bear (APPNOTE 4.4.6: 1980 to 2107)."""
        return min(max(self.modified, EPOCH), EPOCH.replace(year=2107))

    @property
    def language(self) -> Language:
        """The language of this edition."""
        return language(self.document.metadata.language)

    @property
    def tongues(self) -> tuple[Language, ...]:
        """The languages that the edition is in: its own, and in a bilingual edition the one beside it."""
        return (self.language, *((language(self.beside),) if self.beside else ()))

    @property
    def work(self) -> UUID:
        """The identifier of the work, the same for every language and format and every later build."""
        name = self.document.metadata.identifier or self.slug
        # half a pair of surrogates has no bytes in UTF-8
        return uuid5(_WORKS, name.encode("utf-8", "replace").decode())

    @property
    def identifier(self) -> str:
        """The identifier of this language's edition, as a URN (RFC 9562)."""
        return uuid5(self.work, self.name.removeprefix(f"{self.slug}.")).urn

    @property
    def original(self) -> str | None:
        """The identifier of the edition that this one was translated from."""
        translation = self.document.metadata.translation
        return uuid5(self.work, translation.source_language).urn if translation else None

    @property
    def spoken(self) -> tuple[str, ...]:
        """Every language in the text, the edition's own first, then in order of appearance."""
        inside = (node.language for node in query(self.document.blocks, Span, Div) if node.language)
        return tuple(dict.fromkeys((self.document.metadata.language, *inside)))
