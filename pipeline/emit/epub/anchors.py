"""Names for places in the book: heading ids become XML names, and links find the file that holds their target."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from urllib.parse import quote, unquote

from pipeline.addresses import start
from pipeline.emit.epub.xhtml import value
from pipeline.model import Inline, Inlines, Link, Note, Paragraph
from pipeline.walk import query, walk

MARK = "\x02"
"""Stands before the target of a link inside the book until its file is known. No text holds it: it is not XML."""

_LETTERS = "A-Za-z_À-ÖØ-öø-ʯΆΈ-ώЀ-ҁא-תء-غف-يぁ-んァ-ヶ一-鿋가-힣"
_NAME = re.compile(rf"(?!(?:note|ref)-\d+$)[{_LETTERS}][{_LETTERS}0-9.-]*")
_UNSAFE = re.compile(r"""[\s"<>\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})""")


class Anchors:
    """The names given to headings so far; `of` maps an id to the name of the first heading that bears it."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}
        self.of: dict[str, str] = {}

    def give(self, identifier: str) -> str:
        """Return a name for the heading `identifier`, unique in the book: the id itself where it is an XML name.

        Names of the form `note-1` and `ref-1` are kept for notes.
        """
        plain = bool(_NAME.fullmatch(identifier))
        name = base = identifier if plain else "h-" + re.sub("[^A-Za-z0-9.-]", _code, identifier)
        number = self._last.get(base, 1)
        while name in self._taken:
            number += 1
            name = f"{base}-{number}"
        self._last[base] = number
        self._taken.add(name)
        self.of.setdefault(identifier, name)
        return name


def _code(match: re.Match[str]) -> str:
    return f"_{ord(match[0]):x}"


def reference(target: str) -> str | None:
    """Return the `href` of a link before its file is known, or nothing where a book cannot link to `target`.

    A book can link into itself and to the web; not to a file beside the source, which readers of the book do not have
    (EPUB 3.3, 3.6: a relative URL must name a resource of the publication, and `file:` is forbidden).
    """
    if target.startswith("#"):
        return MARK + value(target[1:])
    address = target.strip()
    host = start(address)
    return value(host + _UNSAFE.sub(lambda match: quote(match[0]), address[len(host) :])) if host else None


def parted(link: Link) -> tuple[Inlines, tuple[Note, ...]]:
    """Return what stands in a link, and the notes in it, whose marks are links and have to stand after it.

    No link holds another (HTML, 4.5.1): one inside keeps its words alone.
    """
    notes = tuple(query(link.content, Note, into_notes=False))

    def alone(node: Inline) -> Inlines:
        return () if isinstance(node, Note) else node.content if isinstance(node, Link) else (node,)

    (within,) = walk((Paragraph(link.content),), inline=alone, into_notes=False)
    return (within.content if isinstance(within, Paragraph) else ()), notes


def resolve(
    page: str, here: str, files: Mapping[str, str], anchors: Mapping[str, str], lost: Callable[[str], None]
) -> str:
    """Return `page`, which lies in the file `here`, with its marked links resolved.

    `files` says in which file each name lies. A link without a target keeps its text and loses its address; `lost` is
    told its target.
    """

    def address(match: re.Match[str]) -> str:
        wanted = unescape(match[1])
        name = anchors.get(wanted) or anchors.get(unquote(wanted))
        if name is None:
            lost(wanted)
            return ""
        return f' href="{"" if files[name] == here else files[name]}#{name}"'

    return re.sub(f' href="{MARK}([^"]*)"', address, page)
