"""The book: sheets become pages, with running heads and page numbers around the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.emit.edition import Edition
from pipeline.emit.pdf.boxes import Box, TextBox
from pipeline.emit.pdf.lines import Line
from pipeline.emit.pdf.navigation import Entry
from pipeline.emit.pdf.numbers import roman
from pipeline.emit.pdf.pages import Paginator, Sheet
from pipeline.emit.pdf.paint import paint_line
from pipeline.emit.pdf.pair import PairBox
from pipeline.emit.pdf.pictures import Raster
from pipeline.emit.pdf.text import Composer, Ink, Run, Word
from pipeline.emit.pdf.theme import FOLIO_Y, GREY, HEAD_Y, MARGIN_SIDE, MEASURE, PAGE_HEIGHT, PAGE_WIDTH, RULE, Face
from pipeline.emit.pdf.writer import About, File, Page

_HEAD = Ink(Face("sans"), 8.0, GREY)
_FOLIO = Ink(Face("sans"), 8.6, GREY)


class Book:
    """Collects the pages of one edition. `folios` holds the page number of each destination in the body."""

    def __init__(
        self, edition: Edition, file: File, composer: Composer, outline: Sequence[Entry], *, chapters: bool
    ) -> None:
        self._file, self._composer, self._chapters = file, composer, chapters
        self._title = edition.document.metadata.title
        self._tops = {entry.name: entry.title for entry in outline if entry.level == 0}
        self._body: list[Page] = []
        self._front: list[Page] = []
        self._chapter = ""
        self.folios: dict[str, str] = {}

    def body(self, boxes: Sequence[Box], notes: Mapping[int, Sequence[Box]]) -> None:
        """Set the body: pages numbered from 1."""
        for count, sheet in enumerate(Paginator(boxes, notes).sheets(), start=1):
            page = self._page(str(count), self._body)
            names = _anchors(sheet)
            self.folios |= {name: page.label for name in names if name not in self.folios}
            opening = bool(sheet.placed) and (sheet.placed[0][0].opens or count == 1)
            chapter = self._chapter_of(sheet)
            if not opening:
                self._head(page, self._title, chapter)
            sheet.paint(page)
            self._foot(page)

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

    def cover(self, name: str, raster: Raster) -> None:
        """Set a picture, as large as the page has room for, on a page of its own before all others."""
        page = self._page(roman(1), self._front)
        scale = min(PAGE_WIDTH / raster.width, PAGE_HEIGHT / raster.height)
        width, height = raster.width * scale, raster.height * scale
        page.picture(name, ((PAGE_WIDTH - width) / 2, (PAGE_HEIGHT - height) / 2, width, height))

    def front(self, boxes: Sequence[Box]) -> None:
        """Set the front matter: pages numbered i, ii…, the title page without a number."""
        first = 1 + len(self._front)
        for count, sheet in enumerate(Paginator(boxes, {}).sheets(), start=first):
            page = self._page(roman(count), self._front)
            sheet.paint(page)
            if count > first:
                self._foot(page)

    def finish(self, outline: Sequence[Entry], about: About) -> bytes:
        """Return the file, front matter first."""
        return self._file.finish([*self._front, *self._body], outline, about)

    def _page(self, label: str, pages: list[Page]) -> Page:
        page = Page(self._file)
        page.label = label
        pages.append(page)
        return page

    def _head(self, page: Page, left: str, right: str) -> None:
        """Set the running heads: the work at the left, the chapter at the right, each cut to its share."""
        first = self._cut(left, 0.5 if right else 1.0)
        second = self._cut(right, 0.46) if right != left else []
        paint_line(page, _line(first), MARGIN_SIDE, HEAD_Y)
        paint_line(page, _line(second), PAGE_WIDTH - MARGIN_SIDE - _width(second), HEAD_Y)
        page.rule(MARGIN_SIDE, HEAD_Y - 6.5, MEASURE, RULE, 0.35)

    def _cut(self, text: str, share: float) -> list[Word]:
        """Return as many words as fit into a share of the measure; an ellipsis says that there are more."""
        words = self._composer.words((Run(text, _HEAD),))
        if _width(words) <= share * MEASURE:
            return words
        more = self._composer.words((Run("…", _HEAD),))
        while words and _width(words) + _width(more) > share * MEASURE:
            words.pop()
        return [*words[:-1], words[-1]._replace(gap=None), *more] if words else more

    def _foot(self, page: Page) -> None:
        words = self._composer.words((Run(page.label, _FOLIO),))
        paint_line(page, _line(words), (PAGE_WIDTH - _width(words)) / 2, FOLIO_Y)


def _line(words: Sequence[Word]) -> Line:
    return Line(tuple(words), 0.0, 0.0, 0.0, turned=any(part.level for word in words for part in word.parts))


def _width(words: Sequence[Word]) -> float:
    return sum(word.width + word.space for word in words)


def _anchors(sheet: Sheet, first: int | None = None) -> list[str]:
    """Return the destinations on a sheet, or only those of its `first` boxes."""
    return [name for box, _ in sheet.placed[:first] for name in _named(box)]


def _named(box: Box) -> Iterator[str]:
    match box:
        case TextBox():
            yield from box.anchors
        case PairBox():
            yield from box.names()
