"""A translation made by a person, put beside its original: the same work, the same ids, never machine-translated.

Kept: every word of the person. Taken from the original: what a translation does not say again (creators, date,
identifier…), and the ids of headings, so that a link works in every language.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Block, Blocks, Document, Heading, Inline, Inlines, Link, Metadata, Provenance
from pipeline.report import Finding, Location, Outcome
from pipeline.walk import plain, query, walk

_INHERITED = (
    "creators",
    "contributors",
    "date",
    "publisher",
    "subjects",
    "rights",
    "identifier",
    "source",
    "coverage",
    "series",
    "cover_image",
)
"""Fields that a translation shares with its original unless it has its own."""


def adopt(original: Document, translation: Document, name: str) -> Outcome[Document]:
    """Return `translation` as an edition of the work `original`, with a finding for each place their outlines differ.

    Where the outlines have the same levels in the same order, headings take the original's ids and links follow them.
    """
    findings = _differences(original, translation, name)
    blocks = translation.blocks if findings else _with_ids(original.blocks, translation.blocks)
    metadata = _inherit(original.metadata, translation.metadata)
    return Outcome(replace(translation, metadata=metadata, blocks=blocks), findings)


def _inherit(original: Metadata, own: Metadata) -> Metadata:
    taken = {field: getattr(own, field) or getattr(original, field) for field in _INHERITED}
    said = own.translation or Provenance(original.language, original.title)
    return replace(own, **taken, translation=said)


def _with_ids(original: Blocks, translated: Blocks) -> Blocks:
    pairs = zip(query(original, Heading), query(translated, Heading), strict=True)
    new = {theirs.id: ours.id for ours, theirs in pairs}

    def block(node: Block) -> Blocks:
        return (replace(node, id=new[node.id]),) if isinstance(node, Heading) else (node,)

    def inline(node: Inline) -> Inlines:
        if isinstance(node, Link) and node.target.startswith("#"):
            return (replace(node, target="#" + new.get(node.target[1:], node.target[1:])),)
        return (node,)

    return walk(translated, block=block, inline=inline)


def _differences(original: Document, translation: Document, name: str) -> tuple[Finding, ...]:
    """Return a finding at the first place where the two outlines part, or none."""
    ours, theirs = tuple(query(original.blocks, Heading)), tuple(query(translation.blocks, Heading))
    if [heading.level for heading in ours] == [heading.level for heading in theirs]:
        return ()
    at = next((i for i, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0].level != pair[1].level), None)
    index = min(len(ours), len(theirs)) if at is None else at
    message = f"the outline differs from the original's at heading {index + 1}: {_shown(ours, index)} in the original, "
    return (
        Finding(
            "outline.differs",
            message + f"{_shown(theirs, index)} here",
            location=theirs[index].location if index < len(theirs) else Location(name),
            hint="give both texts the same headings at the same levels, so that links and contents agree",
        ),
    )


def _shown(headings: tuple[Heading, ...], index: int) -> str:
    if index >= len(headings):
        return "none"
    return f"“{plain(headings[index].content)}” (level {headings[index].level})"
