"""What the tests of plain text share: the passes in order, and an outline that can be read and compared."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Block, BulletList, Document, Heading, LineBreak, OrderedList, Paragraph, Quote
from pipeline.normalize import furniture, structure, unwrap
from pipeline.read.plain import read_plain
from pipeline.report import Outcome
from pipeline.walk import plain


def structured(text: str) -> Outcome[Document]:
    """Return what the plain-text passes make of a text."""
    outcome = read_plain(text, "test.txt")
    for apply in (furniture.apply, unwrap.apply, structure.apply):
        outcome = outcome.then(apply(outcome.value))
    return outcome


def outline(document: Document) -> str:
    """Return metadata and blocks, one a line."""
    metadata = document.metadata
    fields = ("title", "subtitle", "date", "publisher", "coverage")
    head = [f"{name}: {getattr(metadata, name)}" for name in fields if getattr(metadata, name)]
    return "\n".join([*head, "", *_blocks(document.blocks, "")]) + "\n"


def _blocks(blocks: tuple[Block, ...], indent: str) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, indent)


def _block(block: Block, indent: str) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{indent}{'#' * block.level} {plain(block.content)}"
        case Paragraph():
            yield indent + "".join(" / " if isinstance(part, LineBreak) else part.text for part in block.content)  # type: ignore[union-attr]
        case Quote():
            yield from (f"{indent}> {line}" for line in _blocks(block.blocks, ""))
        case BulletList() | OrderedList():
            for number, item in enumerate(block.items):
                mark = "-" if isinstance(block, BulletList) else f"{block.start + number} {block.style}"
                first, *rest = _blocks(item, indent)
                yield f"{indent}{mark}: {first.strip()}"
                yield from (f"  {line}" for line in rest)
        case _:
            yield f"{indent}{type(block).__name__}"
