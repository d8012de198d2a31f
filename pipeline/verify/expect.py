"""What must be found in every edition of a document.

The expectation travels in the manifest (`as_json`), without the text, so that editions can be checked long after they
were made; the text itself is checked only while the document is at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from pipeline.addresses import is_address
from pipeline.languages import language
from pipeline.model import (
    BulletList,
    CodeBlock,
    Div,
    Document,
    Heading,
    Link,
    Metadata,
    Note,
    OrderedList,
    Resource,
    Table,
)
from pipeline.report import PipelineError
from pipeline.verify import expect_parts, pixels
from pipeline.verify.observed import Entry, Grid, spaced
from pipeline.verify.reading import Piece, read_aloud
from pipeline.walk import plain, query


@dataclass(frozen=True, slots=True)
class Expected:
    """What every edition of one document must hold, whatever its format.

    `metadata` has a tuple of values for each field that has any; `colophon` is the heading of the back matter, which a
    list of headings may end with; `items` are those of lists, `codes` the blocks of code, `pairs` the texts of a
    bilingual edition that have their translation beside them, `pictures` name and digest of each picture shown;
    `links` are addresses, or `#id` for a link to a heading, `linked` text and target of each; `alts` are the text
    alternatives of the pictures, `grids` the tables cell by cell, `note_texts` the notes in reading order. All that is
    text and no heading, from `text` on, is empty in an expectation that was read from a manifest.
    """

    outline: tuple[Entry, ...] = ()
    metadata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    language: str = ""
    spoken: frozenset[str] = frozenset()
    colophon: str = ""
    notes: int = 0
    tables: int = 0
    images: int = 0
    items: int = 0
    codes: int = 0
    pairs: int = 0
    pictures: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()
    text: tuple[Piece, ...] = ()
    alts: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    note_texts: tuple[str, ...] = ()
    linked: tuple[tuple[str, str], ...] = ()


def expected(
    document: Document, *, identifier: str = "", original: str = "", beside: str = "", format_name: str = ""
) -> Expected:
    """Return what must be found in the editions of `document`; an `identifier` given is looked for too.

    `original` is the identifier of the edition that it was translated from, `beside` the other language of a bilingual
    edition. The format says where marks stand and what pictures are compared by: a PDF holds them as
    pixels (`pixels`), not as the files that they were.

    Not expected, since no edition can show it: an image without bytes, a link to a heading that is not there, or to a
    file beside the source.
    """
    blocks, metadata = document.blocks, document.metadata
    headings = tuple(query(blocks, Heading))
    digest = _shown if format_name == "pdf" else _digest
    digests = {resource.name: digest(resource) for resource in reversed(document.resources)}
    images = expect_parts.images(document, digests)
    text, spoken = read_aloud(document, beside, marks_after_links=format_name == "epub")
    targets = {f"#{heading.id}" for heading in headings if heading.id}
    return Expected(
        outline=tuple(Entry(heading.level, spaced(plain(heading.content)), heading.id) for heading in headings),
        metadata=_metadata(metadata, beside) | _identifiers(identifier, original),
        language=metadata.language,
        spoken=spoken - {metadata.language},
        colophon=language(metadata.language).label("colophon") if metadata.language else "",
        notes=sum(1 for _ in query(blocks, Note)),
        tables=sum(1 for _ in query(blocks, Table)),
        images=len(images),
        items=sum(len(found.items) for found in query(blocks, BulletList, OrderedList)),
        codes=sum(1 for _ in query(blocks, CodeBlock)),
        pairs=sum(map(_is_pair, query(blocks, Div))),
        pictures=tuple((image.source, digests[image.source]) for image in images),
        links=tuple(link.target for link in query(blocks, Link) if link.target in targets or is_address(link.target)),
        text=text,
        alts=tuple(image.alt for image in images),
        grids=expect_parts.grids(document),
        note_texts=expect_parts.note_texts(document),
        linked=expect_parts.linked(document, targets),
    )


def _digest(resource: Resource) -> str:
    return sha256(resource.data).hexdigest()


def _shown(resource: Resource) -> str:
    return pixels.of_file(resource.raster or resource.data)


def _is_pair(node: Div) -> bool:
    match node:
        case Div(role="parallel", blocks=(Div(), Div())):
            return True
        case _:
            return False


def _identifiers(identifier: str, original: str) -> dict[str, tuple[str, ...]]:
    named = {"identifier": identifier, "original": original if identifier else ""}
    return {field: (value,) for field, value in named.items() if value}


def _metadata(metadata: Metadata, beside: str) -> dict[str, tuple[str, ...]]:
    single = ("title", "subtitle", "date", "publisher", "description", "rights", "source", "coverage")
    translation, agents = metadata.translation, metadata.creators + metadata.contributors
    values: dict[str, tuple[str, ...]] = {
        **{name: (str(getattr(metadata, name)),) for name in (*single, "series")},
        "language": (metadata.language, beside),
        "creators": tuple(agent.name for agent in metadata.creators),
        "contributors": tuple(agent.name for agent in metadata.contributors),
        "subjects": metadata.subjects,
        "roles": tuple(f"{agent.name}: {agent.role}" for agent in agents),
        "file_as": tuple(f"{agent.name}: {agent.file_as}" for agent in agents if agent.file_as),
    }
    if translation:
        made_by = (translation.engine, translation.model, translation.model_version)
        values["engine"] = (" ".join(filter(None, made_by)),)
        by_machine = "reviewed machine translation" if translation.reviewed else "unreviewed machine translation"
        values["review"] = (by_machine if translation.engine else "human translation",)
    cleaned = {name: tuple(filter(None, map(spaced, texts))) for name, texts in values.items()}
    return {name: texts for name, texts in cleaned.items() if texts}


def as_json(expectation: Expected) -> dict[str, object]:
    """Return the expectation as plain JSON values, without the text; pairs only where there are some."""
    return {
        "outline": [[entry.level, entry.text, entry.id] for entry in expectation.outline],
        "metadata": {name: list(values) for name, values in sorted(expectation.metadata.items())},
        "language": expectation.language,
        "spoken": sorted(expectation.spoken),
        "colophon": expectation.colophon,
        "notes": expectation.notes,
        "tables": expectation.tables,
        "images": expectation.images,
        "items": expectation.items,
        "codes": expectation.codes,
        "pictures": [list(picture) for picture in expectation.pictures],
        "links": list(expectation.links),
    } | ({"pairs": expectation.pairs} if expectation.pairs else {})


def from_json(values: object) -> Expected:
    """Return the expectation that `as_json` was given, without its text; raise `PipelineError` for another shape."""
    match values:
        case {
            "outline": list(outline),
            "metadata": dict(metadata),
            "language": str(tag),
            "spoken": list(spoken),
            "colophon": str(colophon),
            "notes": int(notes),
            "tables": int(tables),
            "images": int(images),
            "items": int(items),
            "codes": int(codes),
            "pictures": list(pictures),
            "links": list(links),
            **others,
        }:
            fields = {str(name): tuple(map(str, texts)) for name, texts in metadata.items() if isinstance(texts, list)}
            inside, targets = frozenset(map(str, spoken)), tuple(map(str, links))
            pairs = others.get("pairs", 0)
            counted = (notes, tables, images, items, codes, pairs if isinstance(pairs, int) else 0)
            return Expected(_entries(outline), fields, tag, inside, colophon, *counted, _pictures(pictures), targets)
        case _:
            raise PipelineError("the manifest does not say what the edition holds", hint="build the edition again")


def _entries(outline: list[object]) -> tuple[Entry, ...]:
    entries = []
    for line in outline:
        match line:
            case [int(level), str(text), str(id_)]:
                entries.append(Entry(level, text, id_))
            case _:
                raise PipelineError(f"the manifest holds no outline: {line!r}", hint="build the edition again")
    return tuple(entries)


def _pictures(pictures: list[object]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for picture in pictures:
        match picture:
            case [str(name), str(digest)]:
                pairs.append((name, digest))
            case _:
                raise PipelineError(f"the manifest holds no picture: {picture!r}", hint="build the edition again")
    return tuple(pairs)
