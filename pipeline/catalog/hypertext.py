"""Pages of a book as HTML: the XHTML that our own books are written in, without what only reading systems look at.

Kept: every text, and the elements and attributes that our emitter writes. Lost: `epub:type`, `xml:lang` (`lang` says
the same), and whatever is not in the tables below; so nothing that acts can come through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipeline.catalog.book import XHTML
from pipeline.catalog.markup import Html, element, joined, text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NAMES = (
    "a aside bdi blockquote br caption code dd div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr img li nav ol p pre "
    "s section span strong sub sup table tbody td th thead tr ul"
)
_KEPT = "id class lang dir title translate role aria-label aria-labelledby href src alt width height type start scope"
_ELEMENTS, _ATTRIBUTES = frozenset(_NAMES.split()), tuple(_KEPT.split())
_CALLED = {"aside": "div"}
"""A note says by its role what it is; as an `aside` it would be a landmark without a name, and there may be many."""
_UNSEEN = frozenset({"script", "style", "template"})

Refer = Callable[[str, str], str | None]
"""Turns a reference of an attribute (`href` or `src`) into that of the page, or into nothing."""


def html(root: Element, refer: Refer, table: str) -> Html:
    """Return an element of a book as HTML. `refer` turns references; `table` is what a table is called aloud.

    A table too wide for its page can be scrolled by itself, with keys, too (WCAG 2.2, 1.4.10 and 2.1.1).
    """
    name = str(root.tag).removeprefix(XHTML)
    if name in _UNSEEN:
        return Html()
    parts = [text(root.text or "")]
    for child in root:
        parts += html(child, refer, table), text(child.tail or "")
    inside = joined(parts, "")
    if name not in _ELEMENTS:
        return inside
    made = element(_CALLED.get(name, name), inside, **dict(_attributes(root, refer)))
    return (
        element("div", made, class_="scroll", role="group", tabindex="0", aria_label=table) if name == "table" else made
    )


def _attributes(root: Element, refer: Refer) -> Iterator[tuple[str, str | None]]:
    for name in _ATTRIBUTES:
        value = root.get(name)
        if value is not None:
            yield name, refer(name, value) if name in {"href", "src"} else value
