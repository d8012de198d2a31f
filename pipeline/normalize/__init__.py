"""Normalize a document: one readable table of passes, each `Document → Outcome[Document]`.

Kept: every letter and digit, except the page furniture that changes account for; code to the letter; all that an author
marked. Normalizing twice changes nothing. Each change says which pass made it, where, and the text before and after.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from pipeline.model import Document
from pipeline.normalize import (
    characters,
    furniture,
    headings,
    ids,
    structure,
    suspicious,
    typography,
    unwrap,
    whitespace,
)
from pipeline.report import Outcome

Pass: TypeAlias = Callable[[Document], Outcome[Document]]

PASSES: tuple[tuple[str, Pass], ...] = (
    ("characters", characters.clean_lines),  # so that no invisible character hides the shape of a line
    ("furniture", furniture.apply),  # while pages still have lines
    ("unwrap", unwrap.apply),  # lines to paragraphs
    ("structure", structure.apply),  # paragraphs to headings, lists, quotes and metadata
    ("characters", characters.apply),  # once there are paragraphs, within which direction controls pair up
    ("whitespace", whitespace.apply),  # once leading spaces have told what they had to tell
    ("headings", headings.apply),
    ("ids", ids.apply),  # once it is known which headings there are
    ("typography", typography.apply),
    ("suspicious", suspicious.apply),  # last, on the text as it will be read
)


def normalize(document: Document) -> Outcome[Document]:
    """Return the document after every pass, with all that the passes found and changed."""
    outcome = Outcome(document)
    for _, apply in PASSES:
        outcome = outcome.then(apply(outcome.value))
    return outcome
