"""Read the pages of an EPUB in the order of its spine (EPUB 3.3, 6.1; DPUB-ARIA 1.1 for the roles)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.archive import Entries
from pipeline.verify.epub_parts import XHTML, Parts, inside, role
from pipeline.verify.observed import Claim, Entry, Line, Loose, spaced
from pipeline.verify.voices import Voice, merged

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BLOCK_NAMES = (
    "address article aside blockquote body caption dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr "
    "li main ol p pre section table tbody td tfoot th thead tr ul"
)
_LINES = frozenset(XHTML + name for name in _BLOCK_NAMES.split())
"""Elements that begin and end a line of text."""
_UNSEEN = frozenset(f"{XHTML}{name}" for name in ("head", "nav", "script", "style", "template"))
_NAV = f"{XHTML}nav"
_APART = frozenset({"cover", "colophon", "doc-colophon", "doc-cover", "titlepage"})
_HEADINGS = {f"{XHTML}h{level}": level for level in range(1, 7)}
_NOT_DIGITS = re.compile(r"\D+")


class Pages:
    """Reads page after page, and gathers what stands in all of them."""

    def __init__(self, files: Entries) -> None:
        self.files = files
        self.parts = Parts()
        self.outline: list[Entry] = []
        self.titles: list[Claim] = []
        self.languages: list[Claim] = []
        self.directions: list[Claim] = []
        self.spoken: set[str] = set()
        self.links: list[str] = []
        self.loose: list[Loose] = []
        self.lines: list[Line] = []
        self.notes: list[Line] = []
        self.tables = self.items = self.codes = self.pairs = self.note_count = 0
        self._tongue = self._towards = self._block_towards = ""
        self._text_page = False
        self._heard: list[Voice] = []
        self._apart = False
        self._inner_links: list[tuple[str, str]] = []
        self._anchors: dict[str, int] = {}
        self._line: list[str] = []
        self._bare: list[str] | None = None
        self._place = ""

    def read(self, path: str) -> None:
        """Read the page at `path` in the archive."""
        root = self.files.part(path)
        self._place = path
        self._tongue, self._towards = _tongue(root, ""), root.get("dir", "ltr")
        self._anchors[path] = len(self.outline)
        for name, key in (("lang", "lang"), ("xml:lang", XML_LANG)):
            self.languages.append(Claim(f"{path}, {name}", "language", tuple(filter(None, (root.get(key),)))))
        self.directions.append(Claim(f"{path}, dir", "direction", (self._towards,)))
        covers, self._text_page = "cover" in _types(root), "bodymatter" in _types(root)
        self.parts.read(root, path, cover=covers)
        self._children(root, matter=covers, into=self.lines)

    def resolved(self, target: str) -> str:
        """Return a link's target; inside the book it is `#n`, the number of the heading there."""
        return f"#{self._anchors[target]}" if target in self._anchors else target

    def dangling(self) -> Iterator[Loose]:
        """Yield each link inside the book that leads nowhere."""
        for place, target in self._inner_links:
            if target not in self._anchors and (target not in self.files):
                yield Loose(place, f"a link to {target}, which is not there")

    def _children(self, element: Element, matter: bool, into: list[Line]) -> None:
        self._text(element.text)
        for child in element:
            outer = self._tongue, self._towards
            self._tongue, self._towards = _tongue(child, self._tongue), child.get("dir", self._towards)
            self._element(child, matter, into)
            self._tongue, self._towards = outer
            self._text(child.tail)

    def _element(self, element: Element, matter: bool, into: list[Line]) -> None:
        """Read one element; `matter`: headings and images are not the document's, its text goes `into`."""
        tag, is_a = str(element.tag), role(element)
        self._anchor(element)
        self._language(element)
        if (tag in _UNSEEN and not (self._text_page and tag == _NAV)) or element.get("hidden") is not None:
            self._unseen(element)
        elif "doc-backlink" in is_a or "doc-noteref" in is_a:
            self._note_link(element, "doc-noteref" in is_a)
        elif tag in _LINES:
            self._end(into)
            outer, self._block_towards = self._block_towards, self._towards
            self._block(element, tag, is_a, matter, into)
            self._block_towards = outer
        else:
            self._inline(element, tag, matter)
            self._children(element, matter, into)

    def _block(self, element: Element, tag: str, is_a: frozenset[str], matter: bool, into: list[Line]) -> None:
        # within the pages of the text nothing stands apart from it, whatever it says that it is
        is_a = is_a - _APART if self._text_page else is_a
        matter = matter or bool(is_a & (_APART - {"titlepage"}))
        outer, self._apart = self._apart, self._apart or bool(is_a & _APART) or matter
        if "doc-footnote" in is_a:
            self.note_count += 1
            into = self.notes
        self.tables += tag == f"{XHTML}table"
        self.items += tag == f"{XHTML}li"
        self.codes += tag == f"{XHTML}pre"
        self._pair(element)
        heading = tag in _HEADINGS and not matter
        self._bare = [] if heading else self._bare
        self._children(element, matter, into)
        if heading:
            self._heading(element, _HEADINGS[tag])
        elif "subtitle" in element.get("class", "").split():
            self.titles.append(Claim(f"{self._place}, title page", "subtitle", (spaced("".join(self._line)),)))
        self._end(into)
        self._apart = outer

    def _pair(self, element: Element) -> None:
        """Count a text and its translation, if both are there."""
        paired = [child.tag for child in element] == [f"{XHTML}div"] * 2
        self.pairs += paired and "parallel" in element.get("class", "").split()

    def _heading(self, element: Element, level: int) -> None:
        text, self._bare = spaced("".join(self._bare or ())), None
        if "title" in element.get("class", "").split():
            self.titles.append(Claim(f"{self._place}, title page", "title", (text,)))
        else:
            self.outline.append(Entry(level, text, element.get("id", "")))

    def _inline(self, element: Element, tag: str, matter: bool) -> None:
        if tag == f"{XHTML}br":
            self._text(" ")
        elif tag == f"{XHTML}img" and not matter:
            self._inside(element.get("src", ""), record=False)
        elif tag == f"{XHTML}a" and element.get("href") is not None:
            self._inside(element.get("href", ""))

    def _unseen(self, element: Element) -> None:
        for link in element.iter(f"{XHTML}a"):
            self._inside(link.get("href", ""), record=False)

    def _note_link(self, element: Element, mark: bool) -> None:
        """Keep of a note's mark its number, and nothing of the way back; both have to lead somewhere."""
        self._inside(element.get("href", ""), record=False)
        if mark:
            self._line.append(_NOT_DIGITS.sub("", "".join(map(str, element.itertext()))))
        for inner in element.iterdescendants():
            self._anchor(inner)

    def _inside(self, reference: str, record: bool = True) -> str:
        """Note a reference and return it; one inside the book becomes `path#id`."""
        target = inside(self._place, reference)
        if target != reference or ":" not in reference:
            self._inner_links.append((self._place, target))
        if record:
            self.links.append(target)
        return target

    def _anchor(self, element: Element) -> None:
        name = element.get("id")
        if name is None:
            return
        key = f"{self._place}#{name}"
        if key in self._anchors:
            self.loose.append(Loose(self._place, f"the id {name} twice"))
        self._anchors[key] = len(self.outline)

    def _language(self, element: Element) -> None:
        plain, xml = element.get("lang"), element.get(XML_LANG)
        self.spoken.update(filter(None, (plain, xml)))
        if plain != xml:
            self.languages.append(Claim(f"{self._place}, {plain or xml}", "language", ()))

    def _text(self, text: str | None) -> None:
        if text:
            self._line.append(text)
            self._heard.append(Voice(self._tongue, self._towards, text))
            if self._bare is not None:
                self._bare.append(text)

    def _end(self, into: list[Line]) -> None:
        text, self._line = "".join(self._line), []
        voices, self._heard = merged(self._heard), []
        if text.strip():
            heard = frozenset(voice.language for voice in voices if voice.language)
            into.append(Line(text, self._place, self._apart, heard, voices, self._block_towards))


def _tongue(element: Element, outer: str) -> str:
    """Return the language of an element within another language; code is in none."""
    if element.tag == f"{XHTML}code":
        return ""
    return element.get("lang", outer)


def _types(root: Element) -> frozenset[str]:
    body = root.find(f"{XHTML}body")
    return role(body) if body is not None else frozenset()
