"""The book: sheets become pages, with running heads and page numbers around the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.emit.edition import Edition
from pipeline.emit.pdf.boxes import Box, TextBox
from pipeline.emit.pdf.lines import Line
from pipeline.emit.pdf.navigation import Entry
from pipeline.emit.pdf.numbers import roman
from pipeline.emit.pdf.page import Page
from pipeline.emit.pdf.pages import Paginator, Sheet
from pipeline.emit.pdf.paint import paint_line
from pipeline.emit.pdf.pair import PairBox
from pipeline.emit.pdf.pictures import Raster
from pipeline.emit.pdf.runs import Ink, Run
from pipeline.emit.pdf.tags import Element
from pipeline.emit.pdf.text import Composer
from pipeline.emit.pdf.words import Word
from pipeline.emit.pdf.writer import About, File
from pipeline.emit.theme import RULE, Style, Theme

_SHARES = 0.5, 0.46
"""What parts of the measure the two running heads may take, if there are two."""


class Book:
    """Collects the pages of one edition. `folios` holds the page number of each destination in the body."""

    def __init__(
        self, edition: Edition, theme: Theme, file: File, composer: Composer, outline: Sequence[Entry]
    ) -> None:
        self._file, self._composer, self._theme = file, composer, theme
        self._language = edition.language
        self._turned = edition.language.direction == "rtl"
        self._title = edition.document.metadata.title
        self._tops = {entry.name: entry.title for entry in outline if entry.level == 0}
        self._body: list[Page] = []
        self._front: list[Page] = []
        self._chapter = ""
        self.folios: dict[str, str] = {}

    def body(self, boxes: Sequence[Box], notes: Mapping[int, Sequence[Box]]) -> None:
        """Set the body: pages numbered from 1."""
        for count, sheet in enumerate(Paginator(boxes, notes, self._theme.paper).sheets(), start=1):
            page = self._page(str(count), self._body)
            names = _anchors(sheet)
            self.folios |= {name: page.label for name in names if name not in self.folios}
            first = sheet.placed[0][0] if sheet.placed else None
            chapter = self._chapter_of(sheet)
            if not (first and (first.opens or count == 1)):
                self._head(page, self._title, chapter)
            sheet.paint(page, self._theme.paper, turned=self._turned)
            if not (first and first.closes):
                self._foot(page)
            page.seal()

    def _chapter_of(self, sheet: Sheet) -> str:
        """Return the chapter that the running head of the next sheet names.

        It is the one that the top of the page belongs to, as in a printed book: one that begins there, else the one
        that goes on; before the first chapter, the first that begins on the page.
        """
        begun = [self._tops[name] for name in _anchors(sheet) if name in self._tops]
        top = [self._tops[name] for name in _anchors(sheet, 1) if name in self._tops]
        chapter = "".join(top[:1]) or self._chapter or "".join(begun[:1])
        self._chapter = begun[-1] if begun else self._chapter
        return chapter

    def cover(self, name: str, raster: Raster, element: Element) -> None:
        """Set a picture, as large as the page has room for, on a page of its own before all others."""
        paper, page = self._theme.paper, self._page(roman(1), self._front)
        scale = min(paper.width / raster.width, paper.height / raster.height)
        width, height = raster.width * scale, raster.height * scale
        page.picture(name, ((paper.width - width) / 2, (paper.height - height) / 2, width, height), element)
        page.seal()

    def front(self, boxes: Sequence[Box]) -> None:
        """Set the front matter: pages numbered i, ii…, the title page without a number."""
        first = 1 + len(self._front)
        for count, sheet in enumerate(Paginator(boxes, {}, self._theme.paper).sheets(), start=first):
            page = self._page(roman(count), self._front)
            sheet.paint(page, self._theme.paper, turned=self._turned)
            if count > first:
                self._foot(page)
            page.seal()

    def finish(self, outline: Sequence[Entry], about: About, top: Element) -> bytes:
        """Return the file, front matter first."""
        return self._file.finish([*self._front, *self._body], outline, about, top)

    def _page(self, label: str, pages: list[Page]) -> Page:
        page = self._file.page(label)
        pages.append(page)
        return page

    def _head(self, page: Page, work: str, chapter: str) -> None:
        """Set the running heads: the work where lines start, the chapter where they end, each cut to its share."""
        paper = self._theme.paper
        baseline = paper.height - 0.65 * paper.top
        first = self._cut(work, _SHARES[0] if chapter else 1.0)
        second = self._cut(chapter, _SHARES[1]) if chapter != work else []
        left, right = (second, first) if self._turned else (first, second)
        with page.margin("Header"):
            self._show(page, left, paper.side, baseline)
            self._show(page, right, paper.width - paper.side - _width(right), baseline)
            page.rule(paper.side, baseline - 0.8 * self._theme.head.size, paper.measure, RULE, 0.35)

    def _cut(self, text: str, share: float) -> list[Word]:
        """Return as many words as fit into a share of the measure; an ellipsis says that there are more."""
        words, room = self._words(text, self._theme.head), share * self._theme.measure
        if _width(words) <= room:
            return words
        more = self._words("…", self._theme.head)
        kept, used = 0, _width(more)
        for word in words:
            used += word.width + word.glue.width
            if used > room:
                break
            kept += 1
        words = words[:kept]
        return (
            [*words[:-1], replace(words[-1], glue=words[-1].glue._replace(gap=None, width=0.0)), *more]
            if words
            else more
        )

    def _words(self, text: str, style: Style) -> list[Word]:
        ink = Ink(style.face, style.size, style.colour, language=self._language.tag)
        return self._composer.words((Run(text, ink),), int(self._turned)) if text else []

    def _show(self, page: Page, words: Sequence[Word], x: float, baseline: float) -> None:
        turned = any(part.level for word in words for part in word.parts)
        paint_line(page, Line(words, 0.0, 0.0, 0.0, turned=turned), x, baseline, None)

    def _foot(self, page: Page) -> None:
        paper = self._theme.paper
        words = self._words(page.label, self._theme.folio)
        with page.margin("Footer"):
            self._show(page, words, (paper.width - _width(words)) / 2, 0.55 * paper.bottom)


def _width(words: Sequence[Word]) -> float:
    return sum([word.width for word in words]) + sum([word.glue.width for word in words[:-1]])


def _anchors(sheet: Sheet, first: int | None = None) -> list[str]:
    """Return the destinations on a sheet, or only those of its `first` boxes."""
    return [name for box, _ in sheet.placed[:first] for name in _named(box)]


def _named(box: Box) -> Iterator[str]:
    match box:
        case TextBox():
            yield from box.anchors
        case PairBox():
            yield from box.names()
