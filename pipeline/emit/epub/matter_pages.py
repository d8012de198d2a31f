"""The pages around the text: cover, title page, colophon."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from pipeline.emit import matter
from pipeline.emit.edition import Edition
from pipeline.emit.epub.pictures import Picture
from pipeline.emit.epub.xhtml import content, label, page, spoken, value
from pipeline.facts import Line
from pipeline.languages import Language


def book_title(edition: Edition) -> str:
    """Return the title, or the slug where there is none: a book has to have one (EPUB 3.3, 5.5.3.2)."""
    return edition.document.metadata.title or edition.slug


def cover_page(edition: Edition, picture: Picture) -> str:
    """Return the page that shows the cover; its text alternative says what is printed on it, but for the imprint."""
    language, subtitle = edition.language, edition.document.metadata.subtitle
    originals = (line.text for line in matter.original_titles(edition))
    said = ", ".join(filter(None, (book_title(edition), subtitle, *originals, *matter.authors(edition))))
    width, height = picture.resource.width, picture.resource.height
    size = f' width="{width}" height="{height}"' if width and height else ""
    alternative = Line(language.label("cover"), said).shown(language)
    body = (
        f'<section epub:type="cover">\n<img class="cover" src="{picture.path}"{size} role="doc-cover" '
        f'alt="{value(alternative)}"/>\n</section>'
    )
    return page(language, language.label("cover"), body, "cover")


def title_page(edition: Edition) -> str:
    """Return the title page: title, subtitle, those of the original, authors, and the imprint at its foot."""
    subtitle = edition.document.metadata.subtitle
    parts = (
        f'<h1 class="title">{content(book_title(edition))}</h1>',
        f'<p class="subtitle" epub:type="subtitle" role="doc-subtitle">{content(subtitle)}</p>' if subtitle else "",
        *(_original(line) for line in matter.original_titles(edition)),
        *(f'<p class="author">{_isolated(name)}</p>' for name in matter.authors(edition)),
        *(f'<p class="imprint">{_labelled(line, edition.language)}</p>' for line in matter.imprint(edition)),
    )
    body = f'<section class="title-page" epub:type="titlepage">\n{_lines(parts)}\n</section>'
    return page(edition.language, book_title(edition), body, "frontmatter")


def _original(line: Line) -> str:
    return f"<p{spoken(line.language, None, 'original-title')}>{content(line.text)}</p>"


def colophon_page(edition: Edition) -> str:
    """Return the colophon: paragraphs for lines without a label, lists of terms for runs of lines with one."""
    runs = groupby(matter.colophon(edition), key=lambda line: bool(line.label))
    parts = (_terms(lines, edition.language) if labelled else _paragraphs(lines) for labelled, lines in runs)
    name = edition.language.label("colophon")
    body = (
        '<section class="colophon" epub:type="colophon" role="doc-colophon" aria-labelledby="colophon">\n'
        f'<h1 id="colophon">{label(name, edition.language)}</h1>\n{_lines(parts)}\n</section>'
    )
    return page(edition.language, name, body, "backmatter")


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(filter(None, parts))


def _labelled(line: Line, within: Language) -> str:
    lead = line.lead(within).rstrip(" ")
    before = f'<span class="label">{label(lead, within)}</span> ' if lead else ""
    return f"{before}{_isolated(line.text, line.language)}"


def _isolated(text: str, tag: str = "") -> str:
    """Return a value whose own letters say in which direction it runs: names and titles come from every language."""
    return f"<bdi{spoken(tag, 'auto')}>{content(text)}</bdi>" if tag else f"<bdi>{content(text)}</bdi>"


def _paragraphs(lines: Iterable[Line]) -> str:
    return "\n".join(f"<p{spoken(line.language, 'auto')}>{content(line.text)}</p>" for line in lines)


def _terms(lines: Iterable[Line], within: Language) -> str:
    terms = (
        f"<div><dt>{label(line.label, within)}</dt> <dd>{_isolated(line.text, line.language)}</dd></div>"
        for line in lines
    )
    return f"<dl>\n{_lines(terms)}\n</dl>"
