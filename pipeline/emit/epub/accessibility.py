"""What the package says of the book's accessibility (EPUB Accessibility 1.1, with the vocabulary of schema.org)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pipeline.emit.edition import Edition
from pipeline.emit.epub.pictures import may_move
from pipeline.emit.epub.xhtml import known
from pipeline.model import Blocks, Code, Figure, Heading, Image, Inlines, Link, Table, Text
from pipeline.walk import plain, query

_CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
_CERTIFIER = "Polyfolio"
_FEATURES = ("tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability")


def accessible(edition: Edition, pictured: bool) -> Iterator[str]:
    """Yield the `meta` elements; `pictured`: there are pictures. Conformance is claimed where it `conforms`.

    An image without a description is decoration, which needs none; a figure without one is not.
    """
    told = all(_named((figure.image,)) for figure in query(edition.document.blocks, Figure))
    claims = (
        ("accessMode", "textual"),
        *((("accessMode", "visual"),) if pictured else ()),
        ("accessModeSufficient", "textual" if told or not pictured else "textual,visual"),
        *(("accessibilityFeature", feature) for feature in _FEATURES),
        *((("accessibilityFeature", "alternativeText"),) if pictured and told else ()),
        ("accessibilityHazard", "unknown" if any(map(may_move, edition.document.resources)) else "none"),
    )
    yield from (f'<meta property="schema:{name}">{text}</meta>' for name, text in claims)
    summary = _summary(pictured, told)
    yield f'<meta property="schema:accessibilitySummary" xml:lang="en" dir="ltr">{summary}</meta>'
    if conforms(edition):
        yield f'<meta property="dcterms:conformsTo" id="conformance">{_CONFORMANCE}</meta>'
        yield f'<meta refines="#conformance" property="a11y:certifiedBy">{_CERTIFIER}</meta>'


def conforms(edition: Edition) -> bool:
    """Tell whether all holds that can be checked of WCAG 2.1 AA in a document; emitters see to the rest.

    Every figure, link and heading has words or a picture with a description (1.1.1, 2.4.4, 2.4.6); an image in the text
    without one is decoration. No heading is more than one level below the one before it, and every table has a row of
    heads (1.3.1). Every language is known (3.1.1, 3.1.2). No picture may move (2.2.2, 2.3.1). Whether a description is
    a good one only a person can tell.
    """
    kinds: dict[type, list[Any]] = {Figure: [], Heading: [], Link: [], Table: []}
    for node in query(edition.document.blocks, Figure, Heading, Link, Table):
        kinds[type(node)].append(node)
    return (
        all(_named((figure.image,)) for figure in kinds[Figure])
        and all(_named(node.content) for node in (*kinds[Link], *kinds[Heading]))
        and all(after.level <= before.level + 1 for before, after in pairwise(kinds[Heading]))
        and all(any(_said(cell) for row in table.head for cell in row) for table in kinds[Table])
        and all(known(tag) for tag in edition.spoken)
        and not any(map(may_move, edition.document.resources))
    )


def _named(content: Inlines) -> bool:
    """Tell whether something has words, or a picture with a description."""
    return bool(plain(content).strip()) or any(image.alt.strip() for image in query(content, Image))


def _said(cell: Blocks) -> bool:
    return any(node.text.strip() for node in query(cell, Text, Code))


def _summary(pictured: bool, told: bool) -> str:
    text = "Headings, contents, notes and languages are marked up for reading software. "
    if not pictured:
        return f"{text}There are no pictures."
    return f"{text}{'Pictures have descriptions.' if told else 'Some pictures have no description.'}"
