"""Front and back matter as boxes: title page, contents, colophon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.emit import matter
from pipeline.emit.edition import Edition
from pipeline.emit.pdf import theme
from pipeline.emit.pdf.boxes import Box, TextBox, stacked
from pipeline.emit.pdf.inlines import Inking
from pipeline.emit.pdf.navigation import Entry
from pipeline.emit.pdf.text import Composer, Ink, Run
from pipeline.emit.pdf.theme import DEPTH, MEASURE, Face, Style

COLOPHON = "colophon"
"""The destination of the colophon."""


class Matter:
    """Makes the boxes of one edition's matter."""

    def __init__(self, edition: Edition, composer: Composer, ink: Inking) -> None:
        self._edition, self._composer, self._ink = edition, composer, ink

    def _line(self, text: str, style: Style, language: str = "") -> TextBox:
        return TextBox(
            items=self._ink.plain(text, style, language),
            style=style,
            composer=self._composer,
            before=style.before,
            after=style.after,
            keep=style.keep,
        )

    def title(self, *, alone: bool) -> list[Box]:
        """Return title, subtitle, authors and imprint: on a page of their own, or as the head of a short work."""
        metadata = self._edition.document.metadata
        authors = ", ".join(matter.authors(self._edition))
        lines = [(metadata.title, _title_style(metadata.title), ""), (metadata.subtitle, theme.SUBTITLE, "")]
        lines += [(line.text, theme.SUBTITLE, line.language) for line in matter.original_titles(self._edition)]
        head = [self._line(*line) for line in (*lines, (authors, theme.AUTHOR, "")) if line[0]]
        foot = [self._line(line.shown(self._edition.language), theme.IMPRINT) for line in matter.imprint(self._edition)]
        if not alone:
            for box in head + foot:
                box.keep = True
            return [*head, *foot, Space(height=10.0)]
        head[:1] = [replace(head[0], drop=0.24 * DEPTH)] if head else []
        return [*head, *_at_foot(head, foot)]

    def contents(self, entries: Sequence[Entry], pages: Mapping[str, str]) -> list[Box]:
        """Return the contents: every heading with its page, both leading there."""
        heading = self._line(self._edition.language.label("contents"), theme.MATTER_HEADING)
        return [replace(heading, opens=True), *(self._entry(entry, pages.get(entry.name, "")) for entry in entries)]

    def _entry(self, entry: Entry, page: str) -> TextBox:
        style = theme.CONTENTS[min(entry.level, len(theme.CONTENTS) - 1)]
        link = self._ink.link(f"#{entry.name}")
        ink = Ink(style.face, style.size, style.colour, link=link)
        folio = Ink(Face("sans"), 9.0, theme.GREY, link=link)
        return TextBox(
            items=(Run(entry.title, ink),),
            style=style,
            composer=self._composer,
            before=style.before,
            left=entry.level * 14.0,
            right=40.0,
            leader=(Run(page, folio),) if page else (),
        )

    def colophon(self, *, alone: bool) -> list[Box]:
        """Return the colophon, on a page of its own or at the end of a short work."""
        style = theme.MATTER_HEADING if alone else replace(theme.HEADINGS[3], before=26)
        heading = self._line(self._edition.language.label("colophon"), style)
        lines: list[Box] = [self._pair(line) for line in matter.colophon(self._edition)]
        return [replace(heading, opens=alone, anchors=(COLOPHON,)), *lines]

    def _pair(self, line: matter.Line) -> TextBox:
        style = theme.COLOPHON
        label = Ink(Face("sans", bold=True), style.size, theme.GREY)
        text = Run(line.text, Ink(style.face, style.size, style.colour))
        items = (Run(line.lead(self._edition.language), label), text) if line.label else (text,)
        return TextBox(items=items, style=style, composer=self._composer, before=style.before)


class Space(Box):
    """Nothing but height."""


def _title_style(title: str) -> Style:
    """Return a smaller style for a longer title."""
    scale = 1.0 if len(title) < 40 else 0.84 if len(title) < 90 else 0.68 if len(title) < 250 else 0.5
    return replace(theme.TITLE, size=theme.TITLE.size * scale, leading=theme.TITLE.leading * scale)


def _at_foot(head: Sequence[Box], foot: Sequence[Box]) -> list[Box]:
    """Return the imprint, pushed to the foot of the title page by space."""
    used = stacked(list(head), MEASURE) + stacked(list(foot), MEASURE)
    return [Space(height=max(20.0, DEPTH - used - 40.0)), *foot] if foot else []
