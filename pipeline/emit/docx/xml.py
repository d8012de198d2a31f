"""Markup as text: the namespaces of a DOCX file, escaping, and the frame of a part.

A body of 100,000 words is some 60,000 elements; joined strings make it several times faster than a tree of nodes, and
in a third of the memory. `Markup` is a type of its own, so that the type checker sees text that was not escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NewType

Markup = NewType("Markup", str)
"""Well-formed WordprocessingML: escaped text within whole elements, or a run of them."""

NOTHING = Markup("")

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    }.items()
)

_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document can hold (XML 1.0, 2.2): controls, lone surrogates, non-characters."""


def fit(text: str) -> str:
    """Return `text` without what XML cannot hold; what parts words of it, as a vertical tab does, is a space."""
    return _UNFIT.sub(lambda found: " " if found[0].isspace() else "", text)


def escape(text: str) -> Markup:
    """Return `text` as character data, as far as XML can hold it."""
    return Markup(fit(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def quoted(value: str) -> str:
    """Return `value` as an attribute value in its quotation marks; line breaks and tabs become spaces."""
    return '"' + re.sub(r"\s", " ", escape(value)).replace('"', "&quot;") + '"'


def join(pieces: Iterable[Markup]) -> Markup:
    """Return the pieces one after another."""
    return Markup("".join(pieces))


def part(root: str, content: Markup) -> bytes:
    """Return a whole part: declaration, the element `root` with every namespace, and its content."""
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{declaration}<{root} {NAMESPACES}>{content}</{root}>".encode()
