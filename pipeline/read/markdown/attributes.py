"""Attributes in braces: `{#id .class key=value key="two words"}`.

The syntax is that of Pandoc's `attributes` (Pandoc User's Guide, "Header identifiers" and "Divs and Spans"). Anything
in the braces that is no attribute makes the whole no attributes, and the braces stay text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stood between two braces: an identifier, classes and key-value pairs, each perhaps empty."""

    id: str = ""
    classes: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def match(text: str, start: int, end: int) -> tuple[Attributes, int] | None:
    """Return the attributes that open at `text[start]` and the position after their closing brace; None if none do."""
    found = _BRACES.match(text, start, end)
    attributes = found and parse(found[1])
    return (attributes, found.end()) if found and attributes else None


def parse(inside: str) -> Attributes | None:
    """Return the attributes written in `inside`, without its braces; None if something there is no attribute."""
    items = [(found.lastgroup, found) for found in _ITEM.finditer(inside)]
    if any(kind == "other" for kind, _ in items):
        return None
    return Attributes(
        next((found["id"] for kind, found in items if kind == "id"), ""),
        tuple(found["class"] for kind, found in items if kind == "class"),
        MappingProxyType({found["key"]: _value(found["value"]) for kind, found in items if kind == "value"}),
    )


def _value(written: str) -> str:
    quoted = written[:1] in ('"', "'")
    return re.sub(r"\\(.)", r"\1", written[1:-1]) if quoted else written


_QUOTED = r""""(?:[^"\\]|\\.){0,2000}"|'(?:[^'\\]|\\.){0,2000}'"""
# Lengths are bounded so that a page of opening braces without a closing one costs linear time.
_BRACES = re.compile(rf"\{{((?:[^{{}}\"']|{_QUOTED}){{0,2000}})\}}", re.DOTALL)
_ITEM = re.compile(
    rf"\#(?P<id>[^\s{{}}#.=\"']+)(?!\S)"
    rf"|\.(?P<class>[^\s{{}}#.=\"']+)(?!\S)"
    rf"|(?P<key>[A-Za-z_:][\w:.-]*)=(?P<value>{_QUOTED}|[^\s\"'{{}}=]*)(?!\S)"
    rf"|(?P<dash>-)(?!\S)"  # Pandoc's short form of .unnumbered
    rf"|(?P<other>\S+)",
    re.DOTALL,
)
