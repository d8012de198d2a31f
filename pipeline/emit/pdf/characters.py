"""Characters that no font can have a shape for: they are left out or replaced, and a finding says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipeline.emit.edition import Edition
from pipeline.emit.pdf.icu_text import kind
from pipeline.model import Agent, Code, CodeBlock, Image, Inline, Inlines, Metadata, Text
from pipeline.report import Finding, Outcome
from pipeline.walk import query, walk

REPLACEMENT = "\ufffd"
_SHAPELESS = {"Cn": "unassigned", "Cs": "half of a pair", "Co": "private use"}
_KEPT = frozenset("\n\t\r")
_BYTE_ORDER = "\ufeff"
"""A mark of the order of bytes; within text it has no width and no use, and no code of a font may mean it (ISO 19005-2,
6.2.11.7.2)."""
_FIELDS = ("title", "subtitle", "publisher", "description", "rights", "source", "coverage", "series")
"""The fields of one text that an edition shows."""
_SHOWN = 10


def printable(edition: Edition) -> Outcome[Edition]:
    """Return the edition with what has no agreed shape as U+FFFD, and without control characters and byte order marks.

    A finding names what was replaced. Private-use characters mean something only beside a font of their own, and an
    archival file must not hold them without saying what they are (ISO 19005-2, 6.2.11.7.3).
    """
    document = edition.document
    texts = [node.text for node in query(document.blocks, Text, Code)]
    texts += [node.text for node in query(document.blocks, CodeBlock)]
    texts += [image.alt for image in query(document.blocks, Image)]
    seen = sorted(set().union(*texts, *_said(document.metadata)) - _KEPT)
    table = {ord(c): REPLACEMENT if kind(c) in _SHAPELESS else None for c in seen if _is_lost(c)}
    if not table:
        return Outcome(edition)
    shapeless = [chr(code) for code, shown in table.items() if shown]
    return Outcome(_translated(edition, table), (_finding(shapeless),) if shapeless else ())


def _is_lost(character: str) -> bool:
    return kind(character) in {*_SHAPELESS, "Cc"} or character == _BYTE_ORDER


def _said(metadata: Metadata) -> Iterator[str]:
    """Yield what the metadata say in words."""
    yield from (getattr(metadata, field) for field in _FIELDS)
    yield from (agent.name for agent in (*metadata.creators, *metadata.contributors))
    yield from metadata.subjects


def _translated(edition: Edition, table: dict[int, str | None]) -> Edition:
    def changed(nodes: Inlines) -> Inlines:
        return tuple(map(clean, nodes))

    def clean(node: Inline) -> Inline:
        if isinstance(node, Image):
            return replace(node, alt=node.alt.translate(table))
        return replace(node, text=node.text.translate(table) or " ") if isinstance(node, Text | Code) else node

    blocks = walk(
        edition.document.blocks,
        block=lambda node: (replace(node, text=node.text.translate(table)) if isinstance(node, CodeBlock) else node,),
        inlines=changed,
    )
    metadata = _reworded(edition.document.metadata, table)
    return replace(edition, document=replace(edition.document, blocks=blocks, metadata=metadata))


def _reworded(metadata: Metadata, table: dict[int, str | None]) -> Metadata:
    def named(agents: tuple[Agent, ...]) -> tuple[Agent, ...]:
        return tuple(replace(agent, name=agent.name.translate(table)) for agent in agents)

    fields: dict[str, Any] = {field: getattr(metadata, field).translate(table) for field in _FIELDS}
    subjects = tuple(subject.translate(table) for subject in metadata.subjects)
    creators, contributors = named(metadata.creators), named(metadata.contributors)
    return replace(metadata, subjects=subjects, creators=creators, contributors=contributors, **fields)


def _finding(characters: list[str]) -> Finding:
    shown = ", ".join(f"U+{ord(c):04X} ({_SHAPELESS[kind(c)]})" for c in characters[:_SHOWN])
    more = f" and {len(characters) - _SHOWN} more" if len(characters) > _SHOWN else ""
    return Finding(
        "pdf.character",
        f"characters without a shape are shown as {REPLACEMENT} in the PDF: {shown}{more}",
        hint="replace them in the source by characters that Unicode assigns",
    )
