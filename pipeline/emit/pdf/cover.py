"""The title page as a picture, for formats that show a cover: set as in the PDF, then drawn by pdfium.

The one door to pypdfium2 in this emitter. Neither page nor picture bears a time, and all fonts are in the page, so that
the same edition gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

from pipeline.emit.edition import Edition
from pipeline.emit.pdf.characters import printable
from pipeline.emit.pdf.font_stacks import check_wanted
from pipeline.emit.pdf.fonts import Fonts
from pipeline.emit.pdf.front import Matter, titling
from pipeline.emit.pdf.furniture import Book
from pipeline.emit.pdf.inlines import Inking
from pipeline.emit.pdf.tags import Element
from pipeline.emit.pdf.text import Composer
from pipeline.emit.pdf.title_page import Pair, pair
from pipeline.emit.pdf.writer import About, File
from pipeline.emit.theme import BLACK, GREY, theme

WIDTH = 1600
"""Pixels. The height is that of the paper."""
TALLEST = 4800
"""Pixels. A page that would be taller becomes a narrower picture."""
_SHADES = ((BLACK, 16), (GREY, 8))
"""The colours of the text, and in how many steps the edges of its letters fade into the paper."""
_FADING = 4
"""The steps of the two colours of a work, whose edges are straight."""


def cover(edition: Edition) -> bytes:
    """Return the edition's title page as a PNG picture; of its text only what the title page bears is looked at.

    A book without a title bears its slug. Raise `PipelineError` as the PDF emitter does: if no font has a character, or
    if page, theme or font are unknown.
    """
    document = edition.document
    named = replace(document.metadata, title=document.metadata.title or edition.slug)
    return _drawn(
        _page(printable(replace(edition, document=replace(document, metadata=named, blocks=()))).value),
        pair(edition.work),
    )


def _page(edition: Edition) -> bytes:
    """Return a PDF file that begins with the title page."""
    layout, language = edition.layout, edition.language
    look = theme(layout.theme, layout.page, language.script)
    check_wanted(layout.fonts)
    fonts = Fonts(layout.fonts)
    fonts.check("".join(titling(edition)), language.tag)
    composer, top, file = Composer(fonts), Element("Document", language=language.tag), File(look.paper, {})
    book = Book(edition, look, file, composer, ())
    book.front(Matter(edition, look, composer, Inking(look, {}, lambda *_: None)).title(top, alone=True))
    return book.finish((), About({}, b"", language.tag), top)


def _drawn(data: bytes, colours: Pair) -> bytes:
    """Return the first page of a PDF file as a picture, in no other colours than its own and what lies between them."""
    import pypdfium2
    from PIL import Image

    with pypdfium2.PdfDocument(data) as document:
        width, height = document[0].get_size()
        # pdfium rounds up: without the trifle a page of 432 points would be 1601 pixels wide
        scale = min(WIDTH / width, TALLEST / height) * (1 - 1e-7)
        image = document[0].render(scale=scale).to_pil()
    into = io.BytesIO()
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for shade in _shades(colours) for part in shade])
    image.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE).save(into, "PNG", optimize=True)
    return into.getvalue()


def _shades(colours: Pair) -> Iterator[tuple[int, ...]]:
    """Yield white, and each colour of the page in steps from it."""
    yield 255, 255, 255
    for colour, steps in (*_SHADES, *((colour, _FADING) for colour in colours)):
        for step in range(1, steps + 1):
            yield tuple(round(255 * (1 - (1 - part) * step / steps)) for part in colour)
