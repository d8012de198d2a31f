"""Raw HTML in Markdown: which tags have a kind in the model, which are dropped, and which are no tags at all.

Names follow the HTML Living Standard, "Index of elements". A tag counts as one only if its name is there and each of
its attributes has a value: in `a <b and c> d` nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from pipeline.model import Emphasis, Strikeout, Strong, Subscript, Superscript


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a known element."""

    name: str
    closing: bool
    attributes: Mapping[str, str]


def tag(text: str) -> Tag | None:
    """Return the tag that `text` is, or None if it is not one of a known element."""
    found = _TAG.fullmatch(text)
    if not found or found["name"].lower() not in _ELEMENTS:
        return None
    attributes = {name.lower(): unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(found["rest"])}
    return Tag(found["name"].lower(), bool(found["closing"]), attributes)


def is_comment(text: str) -> bool:
    """Whether `text` is a comment, a declaration or an instruction: nothing a reader sees."""
    return text.startswith(("<!", "<?"))


def readable(block: str) -> str:
    """Return a block of HTML without its comments, scripts and styles."""
    return _UNSEEN.sub("", block).strip()


KINDS: Mapping[str, type[Emphasis | Strong | Strikeout | Subscript | Superscript]] = {
    "em": Emphasis,
    "i": Emphasis,
    "strong": Strong,
    "b": Strong,
    "s": Strikeout,
    "del": Strikeout,
    "strike": Strikeout,
    "sub": Subscript,
    "sup": Superscript,
}
"""The elements that have a kind in the model."""

_PHRASING_NAMES = """
    a abbr acronym area audio b bdi bdo big button canvas cite code data datalist del dfn em embed font i iframe img
    input ins kbd label map mark meter object output picture progress q rp rt ruby s samp select small source span
    strike strong sub sup svg time track tt u var video wbr
"""
_OTHER_NAMES = """
    address article aside base blockquote body br caption center col colgroup dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li link main menu
    meta nav noscript ol optgroup option p param pre script section slot style summary table tbody td template
    textarea tfoot th thead title tr ul
"""
PHRASING = frozenset(_PHRASING_NAMES.split())
"""Elements that stand within a line; before and after any other, words do not run together."""

_ELEMENTS = PHRASING | frozenset(_OTHER_NAMES.split())
_TAG = re.compile(
    r"<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)"
    r"(?P<rest>(?:\s+[A-Za-z_:][\w:.-]*\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))*)\s*/?>"
)
_ATTRIBUTE = re.compile(r"([A-Za-z_:][\w:.-]*)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+)")
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<![A-Za-z].*?(?:>|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
