"""Ids: every heading gets one, unique and made from its text, and every link inside the document finds its heading.

An id that the author gave is kept, as long as XML can hold it (Namespaces in XML, NCName) and no other heading has it.
Others are made as Pandoc and GitHub do: lower case, letters and digits of any script, hyphens for spaces; the second of
a name ends in `-2`. A link finds its heading by its id, by the id in another case or normal form, or by the name that
GitHub would have given; a link that finds none is dissolved, its text kept, with a finding.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from pipeline.model import Block, Blocks, Document, Heading, Inline, Inlines, Link
from pipeline.normalize.flows import merged
from pipeline.normalize.ledger import Ledger
from pipeline.report import Change, Finding, Outcome, Severity
from pipeline.walk import plain, walk

NAME = "ids"

_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
"""NameStartChar of XML 1.0 (fifth edition) §2.3, without the colon that namespaces take."""
_NAME = re.compile(f"[{_START}][-.0-9\u00b7\u0300-\u036f\u203f\u2040{_START}]*")
_NO_NAME = re.compile(f"[^-.0-9\u00b7\u0300-\u036f\u203f\u2040{_START}]+")


def apply(document: Document) -> Outcome[Document]:
    """Return the document with an id for each heading and each inner link pointing at one."""
    ledger = Ledger()
    names = _named(document)
    ids = iter(names.ids)

    def block(node: Block) -> Blocks:
        if isinstance(node, Heading):
            given, node = node.id, replace(node, id=next(ids))
            if given not in ("", node.id):
                _told_of_renaming(ledger, given, node.id)
        ledger.block(node)
        return (node,)

    def inline(node: Inline) -> Inlines:
        if isinstance(node, Link) and node.target.startswith("#"):
            return _linked(node, names, ledger)
        return (node,)

    blocks = walk(document.blocks, block=block, inline=inline, inlines=merged)
    return ledger.outcome(replace(document, blocks=blocks))


def made_from(text: str) -> str:
    """Return the id that a heading's text gives, before it is made unique."""
    words = "-".join(unicodedata.normalize("NFC", text.lower()).split())
    kept = (char for char in words if char in "-_" or unicodedata.category(char)[0] in "LMN")
    name = re.sub("--+", "-", _NO_NAME.sub("", "".join(kept))).strip("-")
    return name if _NAME.fullmatch(name) else f"s-{name}" if name else "section"


@dataclass
class _Names:
    """The ids of all headings in the order of `walk`, and by what other names links may call them."""

    ids: list[str] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _counts: dict[str, int] = field(default_factory=dict)

    def take(self, name: str) -> str:
        """Return `name` or, if it is taken, the first free one of `name-2`, `name-3`…; it is taken from then on."""
        free = name
        while free in self._taken:
            self._counts[name] = self._counts.get(name, 1) + 1
            free = f"{name}-{self._counts[name]}"
        self._taken.add(free)
        return free

    def find(self, target: str) -> str | None:
        """Return the id that a link to `target` means."""
        name = unquote(target[1:])
        return name if name in self._taken else self.aliases.get(name) or self.aliases.get(_folded(name))


def _named(document: Document) -> _Names:
    """Return the names of all headings; those that authors gave are taken first."""
    headings: list[Heading] = []

    def collect(node: Block) -> Blocks:
        headings.extend((node,) if isinstance(node, Heading) else ())
        return (node,)

    walk(document.blocks, block=collect)
    names, slugs = _Names(), Counter[str]()
    given = {index: names.take(_as_name(heading.id)) for index, heading in enumerate(headings) if heading.id}
    for index, heading in enumerate(headings):
        text = plain(heading.content)
        name = given.get(index) or names.take(made_from(text))
        names.ids.append(name)
        slug = _slug(text)
        nicks = (heading.id, _folded(heading.id), _folded(name), f"{slug}-{slugs[slug]}" if slugs[slug] else slug)
        slugs[slug] += 1
        for nick in nicks:
            names.aliases.setdefault(nick, name)
    return names


def _as_name(given: str) -> str:
    """Return an id as XML can hold it: the given one wherever possible."""
    return given if _NAME.fullmatch(given) else made_from(given)


def _slug(text: str) -> str:
    """Return the name that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())


def _told_of_renaming(ledger: Ledger, given: str, now: str) -> None:
    reason = "is taken by an earlier heading" if _NAME.fullmatch(given) else "has a form that XML cannot hold"
    message = f"the heading id {given!r} {reason}; the heading is called {now!r}"
    ledger.write(Finding("id.changed", message, Severity.WARNING, hint="give the heading another id"))
    ledger.write(Change(NAME, f"#{given}", f"#{now}"))


def _linked(link: Link, names: _Names, ledger: Ledger) -> Inlines:
    """Return the link with the id it means, or its content alone if it means none."""
    name = names.find(link.target)
    if name is None:
        message = f"no heading has the id of the link to {link.target}; the text stays without the link"
        ledger.write(Finding("link.broken", message, Severity.WARNING, hint="link to the id of a heading"))
        ledger.write(Change(NAME, f"[{plain(link.content)}]({link.target})", plain(link.content)))
        return link.content
    if link.target != f"#{name}":
        ledger.write(Change(NAME, link.target, f"#{name}"))
    return (replace(link, target=f"#{name}"),)
