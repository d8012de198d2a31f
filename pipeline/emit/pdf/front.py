"""Front and back matter as boxes: title page, contents, colophon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.emit import matter
from pipeline.emit.edition import Edition
from pipeline.emit.pdf.boxes import Box, TextBox, stacked
from pipeline.emit.pdf.inlines import Inking
from pipeline.emit.pdf.navigation import Entry
from pipeline.emit.pdf.runs import Ink, Item, Link, Mark, Run
from pipeline.emit.pdf.tags import Element
from pipeline.emit.pdf.text import Composer
from pipeline.emit.pdf.title_page import FrameBox, RuleBox, drop, evened, fitted, pair
from pipeline.emit.theme import GREY, Face, Style, Theme
from pipeline.facts import Line

COLOPHON = "colophon"
"""The destination of the colophon."""


def titling(edition: Edition) -> Iterator[str]:
    """Yield every text that stands on the title page."""
    metadata = edition.document.metadata
    yield from (metadata.title, metadata.subtitle, *matter.authors(edition))
    yield from (line.text for line in matter.original_titles(edition))
    yield from (line.shown(edition.language) for line in matter.imprint(edition))


class Matter:
    """Makes the boxes of one edition's matter. `top` is the element of the whole document."""

    def __init__(self, edition: Edition, theme: Theme, composer: Composer, ink: Inking) -> None:
        self._edition, self._theme, self._composer, self._ink = edition, theme, composer, ink
        self._tag = edition.document.metadata.language
        self._turned = edition.language.direction == "rtl"
        self._colours = pair(edition.work)

    def _line(self, text: str, style: Style, element: Element, language: str = "") -> TextBox:
        return self._box(self._ink.plain(text, style, language or self._tag), style, element)

    def _box(self, items: Sequence[Item], style: Style, element: Element) -> TextBox:
        return TextBox(
            items=items,
            style=style,
            composer=self._composer,
            base=int(self._turned),
            before=style.before,
            after=style.after,
            keep=style.keep,
            turned=self._turned,
            element=element,
        )

    def title(self, top: Element, *, alone: bool) -> list[Box]:
        """Return title, subtitle, authors and imprint: on a page of their own, or as the head of a short work."""
        title, part = self._edition.document.metadata.title, top.child("Sect")
        # the elements of the structure are made in the order of reading
        first = self._large(title, part) if alone else self._small(title, part)
        head = [*first, *(self._titled(part, *line, alone=alone) for line in self._beneath())]
        imprint = [line.shown(self._edition.language) for line in matter.imprint(self._edition)]
        foot = [self._titled(part, line, self._theme.imprint, "", alone=alone) for line in imprint]
        if alone:
            return self._page(head, foot)
        for box in [*head, *foot]:
            box.keep = True
        return [*head, *foot, Space(height=10.0)]

    def _beneath(self) -> Iterator[tuple[str, Style, str]]:
        """Yield what stands below the title: text, style, and the language if it is another."""
        metadata, theme = self._edition.document.metadata, self._theme
        if metadata.subtitle:
            yield metadata.subtitle, theme.subtitle, ""
        for line in matter.original_titles(self._edition):
            yield line.text, theme.subtitle, line.language
        if authors := ", ".join(matter.authors(self._edition)):
            yield authors, theme.author, ""

    def _titled(self, part: Element, text: str, style: Style, language: str, *, alone: bool) -> TextBox:
        """Return a line of the title: in even lines on its page, or where lines start above a short work."""
        element = Element("P", part, language=language if language != self._tag else "")
        if alone:
            return evened(lambda: self._line(text, style, element, language), self._theme.measure)
        return self._line(text, replace(style, align="start", before=min(style.before, 10.0)), element, language)

    def _small(self, title: str, part: Element) -> list[Box]:
        """Return the title as it stands above a short work: the longer, the smaller."""
        scale = 1.0 if len(title) < 40 else 0.84 if len(title) < 90 else 0.68 if len(title) < 250 else 0.5
        style = self._theme.title
        sized = replace(style, size=style.size * scale, leading=style.leading * scale)
        return [self._titled(part, title, sized, "", alone=False)] if title else []

    def _large(self, title: str, part: Element) -> list[Box]:
        """Return the title as it stands on its own page, and the ornament beneath it."""
        theme, scale = self._theme, self._theme.paper.scale
        element = Element("P", part)
        rule = RuleBox(pair=self._colours, scale=scale, align=theme.title.align, turned=self._turned)
        rule.height, rule.before, rule.after = 6.0 * scale, 16.0 * scale, 12.0 * scale
        return [fitted(lambda style: self._line(title, style, element), theme), rule] if title else []

    def _page(self, head: Sequence[Box], foot: Sequence[Box]) -> list[Box]:
        """Return the title page: framed, the head in its upper half, the imprint at its foot."""
        theme = self._theme
        used = stacked(head, theme.measure) + stacked(foot, theme.measure)
        free = theme.depth - used - max((box.after for box in head[-1:]), default=0.0) - 1.0
        frame = FrameBox(paper=theme.paper, pair=self._colours, height=drop(free))
        room = max(20.0, free - frame.height)
        return [frame, *head, *([Space(height=room), *foot] if foot else [])]

    def contents(self, top: Element, entries: Sequence[Entry], pages: Mapping[str, str]) -> list[Box]:
        """Return the contents: every heading with its page, both leading there."""
        part = top.child("Sect")
        heading = self._line(self._edition.language.label("contents"), self._theme.matter_heading, part.child("H1"))
        lists = [part.child("TOC")]
        made: list[Box] = []
        for entry in entries:
            # a deeper list stands in the last item of the one above it
            del lists[entry.level + 1 :]
            while len(lists) <= entry.level:
                lists.append((lists[-1].kids[-1] if lists[-1].kids else lists[-1].child("TOCI")).child("TOC"))
            made.append(self._entry(entry, pages.get(entry.name, ""), lists[-1].child("TOCI")))
        return [replace(heading, opens=True), *made]

    def _entry(self, entry: Entry, page: str, item: Element) -> TextBox:
        theme = self._theme
        style = theme.contents[min(entry.level, len(theme.contents) - 1)]
        element = item.child("Reference").child("Link")
        mark = Mark(element, 0, Link(f"#{entry.name}", entry.title, element))
        ink = Ink(style.face, style.size, style.colour, language=self._tag)
        folio = Ink(Face("sans"), theme.folio.size, GREY, language=self._tag)
        box = self._box((Run(entry.title, ink, mark),), style, element)
        far, near = 40.0, entry.level * 14.0
        box.left, box.right = (far, near) if self._turned else (near, far)
        box.leader = (Run(page, folio, Mark(element, 1, mark.link)),) if page else ()
        return box

    def colophon(self, top: Element, *, alone: bool) -> list[Box]:
        """Return the colophon, on a page of its own or at the end of a short work."""
        theme, part = self._theme, top.child("Sect")
        style = theme.matter_heading if alone else replace(theme.heading(4), before=26)
        heading = self._line(self._edition.language.label("colophon"), style, part.child("H1"))
        lines: list[Box] = [self._pair(line, part.child("P")) for line in matter.colophon(self._edition)]
        return [replace(heading, opens=alone, anchors=(COLOPHON,)), *lines]

    def _pair(self, line: Line, element: Element) -> TextBox:
        style = self._theme.colophon
        label = Ink(Face("sans", bold=True), style.size, GREY, language=self._tag)
        text = Run(line.text, Ink(style.face, style.size, style.colour, language=line.language or self._tag))
        items = (Run(line.lead(self._edition.language), label), text) if line.label else (text,)
        return self._box(items, style, element)


class Space(Box):
    """Nothing but height."""
