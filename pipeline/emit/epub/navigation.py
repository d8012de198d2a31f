"""The lists of headings: `nav.xhtml` (EPUB 3.3, 7), which is also the printed contents, and the NCX of older readers.

Both hold every heading, nested by level, and the colophon after them (OPF 2.0.1, 2.4.1 for the NCX).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.emit.epub.xhtml import content, label, page, value
from pipeline.languages import Language


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the lists: its level, where it leads, its bare text, its text with languages marked.

    `called` is what it is called aloud, for a heading without text.
    """

    level: int
    href: str
    text: str
    html: str
    called: str


@dataclass(frozen=True, slots=True)
class Landmark:
    """A part of the book that software can go to: its kind (`epub:type`), where it lies and what it is called."""

    kind: str
    href: str
    text: str


def nav(within: Language, points: Sequence[Point], landmarks: Sequence[Landmark]) -> str:
    """Return the navigation page."""
    contents = label(within.label("contents"), within)
    places = "\n".join(
        f'<li><a epub:type="{mark.kind}" href="{mark.href}">{label(mark.text, within)}</a></li>' for mark in landmarks
    )
    towards = f'dir="{within.direction}"'
    body = (
        f'<nav id="toc" epub:type="toc" role="doc-toc" aria-labelledby="toc-title" {towards}>\n'
        f'<h1 id="toc-title">{contents}</h1>\n<ol>\n{_nested(points, _line, "<ol>", "</ol>", "</li>")}</ol>\n</nav>\n'
        f'<nav id="landmarks" epub:type="landmarks" hidden="hidden" '
        f"{towards}>\n<ol>\n{places}\n</ol>\n</nav>"
    )
    return page(within, within.label("contents"), body, "frontmatter")


def ncx(within: Language, identifier: str, title: str, points: Sequence[Point]) -> str:
    """Return the NCX."""
    depth = max((point.level for point in points), default=1)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" '
        f'xml:lang="{within.tag}" dir="{within.direction}">\n<head>\n'
        f'<meta name="dtb:uid" content="{value(identifier)}"/>\n<meta name="dtb:depth" content="{depth}"/>\n'
        '<meta name="dtb:totalPageCount" content="0"/>\n<meta name="dtb:maxPageNumber" content="0"/>\n</head>\n'
        f"<docTitle><text>{content(title)}</text></docTitle>\n<navMap>\n"
        f"{_nested(points, _nav_point, '', '', '</navPoint>')}</navMap>\n</ncx>\n"
    )


def _line(point: Point, _number: int) -> str:
    aloud = "" if point.text else f' aria-label="{value(point.called)}"'
    return f'<li><a href="{point.href}"{aloud}>{point.html}</a>'


def _nav_point(point: Point, number: int) -> str:
    name = content(point.text or point.called)
    return (
        f'<navPoint id="point-{number}" playOrder="{number}"><navLabel><text>{name}</text></navLabel>'
        f'<content src="{point.href}"/>'
    )


def _nested(points: Sequence[Point], write: Callable[[Point, int], str], opening: str, closing: str, end: str) -> str:
    """Return the points one inside the other by level; a level left out makes no empty step between.

    `write` begins an item, `end` ends it; `opening` and `closing` stand around the items inside another.
    """

    def parts() -> Iterator[str]:
        above: list[int] = []
        for number, point in enumerate(points, start=1):
            if above and point.level > above[-1]:
                yield opening
            elif above:
                yield from ended(above, point.level)
            above.append(point.level)
            yield write(point, number)
        if above:
            yield from ended(above, 0)

    def ended(above: list[int], level: int) -> Iterator[str]:
        above.pop()
        yield f"{end}\n"
        while above and above[-1] >= level:
            above.pop()
            yield f"{closing}{end}\n"

    return "".join(parts())
