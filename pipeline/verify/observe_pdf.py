"""Open a PDF file again: its printed lines, and what it holds beside them (ISO 32000-1)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.properties import PROPERTIES, expanded
from pipeline.verify import pdf_parts, pdf_reading, pdf_structure, pdf_tags, pdf_text, pdf_tree, pixels
from pipeline.verify.letters import printed_letters, right_to_left, shown
from pipeline.verify.observed import MOST_FAULTS, Claim, Entry, Line, Loose, Observed
from pipeline.verify.pdf_reading import Contents
from pipeline.verify.pdf_tree import Tree

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_NOTE, _TABLE, _HEADING = re.compile(r"note-\d+"), re.compile(r"table-\d+"), "h-"


def observe(data: bytes) -> Observed:
    """Return what stands in the file; raise `PipelineError` if it is damaged.

    Its faults are what is wrong with its structure (PDF/UA-1) and its claim to last (PDF/A-2a). Headings are the
    bookmarks, since a printed page does not say what is one; each has to lead to a page with its text. Notes and
    tables are counted by their destinations, `note-<n>` and `table-<n>`.
    """
    with pdf_structure.opened(data) as pdf:
        tree, contents = pdf_tree.read(pdf), pdf_reading.contents(pdf)
        lines = tuple(_lines(data, pdf, tree, contents))
        marks = tuple(pdf_structure.outline(pdf))
        places = pdf_structure.destinations(pdf)
        links = tuple(pdf_structure.links(pdf))
        numbers = {name: number for number, (_, name) in enumerate(marks) if name}
        drawn = list(pdf_structure.images(pdf))
        covered, goals = _is_covered(lines), pdf_parts.targets(pdf, numbers)
        parts = pdf_parts.parts(tree, contents, goals, covered=covered) if tree.roots else None
        shown = [thing for page, thing in drawn if page > 0 or not covered]
        return Observed(
            outline=tuple(entry for entry, _ in marks),
            metadata=tuple(_metadata(pdf)),
            spoken=frozenset().union(*(line.languages for line in lines)) or None,
            languages=(Claim("catalog, Lang", "language", tuple(filter(None, (pdf_structure.language(pdf),)))),),
            directions=(Claim("catalog, Direction", "direction", (pdf_structure.direction(pdf),)),),
            alts=parts.alts if parts else None,
            grids=parts.grids if parts else None,
            note_texts=parts.note_texts if parts else None,
            linked=parts.linked if parts else None,
            note_count=_count(_NOTE, places),
            table_count=_count(_TABLE, places),
            image_count=len(shown),
            pictures=tuple(_digests(shown)),
            links=tuple(_resolved(target, numbers) for _, target in links),
            fragments=True,
            loose=(*_dangling(links, places), *_astray(marks, places, lines, {page for page, _ in drawn})),
            faults=tuple(islice(pdf_tags.faults(pdf, tree), MOST_FAULTS)),
            body=lines,
            paged=True,
        )


def _lines(data: bytes, pdf: Pdf, tree: Tree, contents: Sequence[Contents]) -> Iterator[Line]:
    """Yield the lines of the text: as pdfium finds them on the pages, or where it has to guess, by the structure.

    It guesses the order of what runs from right to left.
    """
    marked = pdf_structure.marks_languages(pdf)
    if not tree.roots:
        yield from pdf_text.lines(data, marked=marked)
        return
    told = list(pdf_reading.lines(contents, tree))
    if any(right_to_left(line.text) for line in told):
        yield from told
    else:
        yield from pdf_text.lines(data, marked=marked)


def _metadata(pdf: Pdf) -> Iterator[Claim]:
    information, xmp = pdf_structure.information(pdf), pdf_structure.xmp(pdf)
    for field, named in PROPERTIES.items():
        if named.info:
            yield Claim("document information", field, tuple(filter(None, (information.get(named.info, ""),))))
        if named.xmp:
            yield Claim("XMP", field, xmp.get(expanded(named.xmp), ()))


def _count(pattern: re.Pattern[str], names: Collection[str]) -> int:
    return sum(1 for name in names if pattern.fullmatch(name))


def _is_covered(lines: tuple[Line, ...]) -> bool:
    """Return whether the first page is a cover: one without any text."""
    return not any(line.text.strip() for line in lines if line.place == "page 1")


def _digests(pictures: Iterable[Object]) -> Iterator[str]:
    """Yield the digest of each picture; one that is drawn again is not read again."""
    known: dict[tuple[int, int], str] = {}
    for picture in pictures:
        if picture.objgen not in known:
            known[picture.objgen] = pixels.of_stream(picture)
        yield known[picture.objgen]


def _resolved(target: str, numbers: Mapping[str, int]) -> str:
    name = target[1:] if target.startswith("#") else ""
    return f"#{numbers[name]}" if name in numbers else target


def _dangling(links: tuple[tuple[int, str], ...], places: Mapping[str, int]) -> Iterator[Loose]:
    for page, target in links:
        if target.startswith("#") and target[1:] not in places:
            yield Loose(f"page {page + 1}", f"a link to the destination {target[1:] or '(none)'}, which is not there")


def _astray(
    marks: tuple[tuple[Entry, str | None], ...],
    places: Mapping[str, int],
    lines: tuple[Line, ...],
    pictured: Collection[int],
) -> Iterator[Loose]:
    """Yield each bookmark that leads nowhere, or to a page on which its words do not stand.

    On a page with pictures they need not: a heading may be one.
    """
    texts: dict[str, list[str]] = {}
    for line in lines:
        texts.setdefault(line.place, []).append(printed_letters(line.text))
    pages = {place: "".join(text) for place, text in texts.items()}
    for entry, name in marks:
        page = f"page {places[name] + 1}" if name is not None and name in places else ""
        words = (printed_letters(word) for word in entry.text.split() if not right_to_left(word))
        there = bool(page) and (places[name or ""] in pictured or all(word in pages.get(page, "") for word in words))
        if not there:
            yield Loose("bookmarks", f"{shown(entry.text)}, which leads to {page or 'nowhere'} where it does not stand")
