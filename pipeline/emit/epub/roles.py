"""What a Div is in a book: a part with a role of its own, or only a language or a direction."""

from __future__ import annotations

from pipeline.emit.epub.xhtml import spoken
from pipeline.model import Div, Paragraph

_ROLES = {
    "epigraph": ' epub:type="epigraph" role="doc-epigraph"',
    "dedication": ' epub:type="dedication" role="doc-dedication"',
    "example": ' role="doc-example"',
    "tip": ' role="doc-tip"',
    "note": ' role="note"',
    "important": ' role="note"',
    "caution": ' role="note"',
    "warning": ' role="note"',
}
"""What a Div of a role is to software (EPUB Structural Semantics Vocabulary 1.1, DPUB-ARIA 1.1); else it is a class."""


def attributes(block: Div) -> str:
    """Return the attributes of a Div's element, each after a space.

    Without a role it is a `passage`: its blocks stand among those around it. It is `prose` where it ends in a
    paragraph, so that the paragraph after it is set as one that follows another.
    """
    ends = isinstance(block.blocks[-1] if block.blocks else None, Paragraph)
    kind = (block.role,) if block.role else ("passage", "prose") if ends else ("passage",)
    return spoken(block.language, block.direction, *kind) + _ROLES.get(block.role, "")
