"""What a reader gets of a DOCX, compared with what its document holds.

The manifest of the exports folder says what that is. Alternative texts and heads of tables, which it does not hold, are
those of the EPUB beside the file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from faults import Fault, Missing
from lxml import etree
from tagged_pdf import File, Tagged

from pipeline import publish
from pipeline.archive import entries, parse
from pipeline.languages import language
from pipeline.report import PipelineError
from pipeline.verify import observe
from pipeline.verify.expect import Expected, from_json
from pipeline.verify.letters import printed_letters, shown, speaks

_XHTML = "{http://www.w3.org/1999/xhtml}"
_SCOPES = {"col": "Column", "row": "Row"}
_HEADING = re.compile("H[1-6]")
_HINT = "`make exports` makes a folder with a manifest, and a DOCX and an EPUB of each text"


class Told(NamedTuple):
    """What an edition tells a reader: of each kind all, in order.

    `headings` begin with their level, `heads` are those of tables with their scope; `languages` are primary subtags.
    """

    title: tuple[str, ...]
    bookmarks: tuple[str, ...]
    headings: tuple[str, ...]
    contents: tuple[str, ...]
    heads: tuple[str, ...]
    alts: tuple[str, ...]
    notes: tuple[str, ...]
    languages: tuple[str, ...]


_MEANINGS = Told(
    title=("another title",),
    bookmarks=("other bookmarks",),
    headings=("other headings",),
    contents=("other contents",),
    heads=("other heads of tables",),
    alts=("other alternative texts",),
    notes=("another number of notes",),
    languages=("other languages",),
)


def expectation(file: Path) -> Expected:
    """Return what the manifest says of a DOCX; raise `Missing` where there is none, or without the EPUB beside it."""
    folder = next((folder for folder in file.resolve().parents[:2] if (folder / publish.MANIFEST).is_file()), None)
    if folder is None or not file.with_suffix(".epub").is_file():
        raise Missing(f"there is no manifest or EPUB beside {file}", _HINT)
    try:
        return from_json(_records(folder)[file.resolve().relative_to(folder).as_posix()])
    except (PipelineError, KeyError) as error:
        raise Missing(f"the manifest does not say what {file} holds", _HINT) from error


@cache
def _records(folder: Path) -> Mapping[str, object]:
    """Return what the manifest of a folder expects of each of its files."""
    records = publish.parse((folder / publish.MANIFEST).read_bytes()).records
    return {record.file: record.expected for record in records}


def wanted(file: Path, expected: Expected) -> Told:
    """Return what a DOCX should tell a reader."""
    pages = list(_pages(file.with_suffix(".epub")))
    heads = (cell for page in pages for cell in page.iter(f"{_XHTML}th"))
    return Told(
        title=expected.metadata.get("title", ()),
        bookmarks=tuple(entry.text for entry in expected.outline),
        headings=tuple(f"{entry.level} {entry.text}" for entry in expected.outline),
        contents=tuple(entry.text for _, listed in observe("docx", file.read_bytes()).contents for entry in listed),
        heads=tuple(
            _head("".join(map(str, cell.itertext())), _SCOPES.get(cell.get("scope", ""), "")) for cell in heads
        ),
        alts=tuple(image.get("alt", "") for page in pages for image in page.iter(f"{_XHTML}img")),
        notes=(str(expected.notes),),
        languages=_audible(expected.language, {expected.language, *expected.spoken}),
    )


def _pages(book: Path) -> Iterator[etree._Element]:
    """Yield the pages of an EPUB without its cover, in the order of their names, which is that of the text."""
    for name, data in sorted(entries(book.read_bytes()).items()):
        if name.endswith(".xhtml") and not (root := parse(data, name)).xpath("//*[@*[name()='epub:type']='cover']"):
            yield root


def _head(text: str, scope: str) -> str:
    return f"{text.strip()} ({scope or 'no scope'})"


def _audible(whole: str, tags: Collection[str]) -> tuple[str, ...]:
    """Return the primary subtags, in order, of languages that run in the direction of the whole.

    The others are left out: LibreOffice 7.4 marks a word that runs against its paragraph before it knows the language.
    """
    direction = language(whole).direction
    return tuple(sorted({tag.partition("-")[0] for tag in tags if language(tag).direction == direction}))


def told(file: File, expected: Expected) -> Told:
    """Return what a PDF tells a reader; a heading of back matter at the end is left out."""
    elements = list(_elements(file.root))
    headings = [f"{element.kind[1:]} {_unmarked(element)}" for element in elements if _HEADING.fullmatch(element.kind)]
    last = -1 if file.bookmarks[-1:] == (expected.colophon,) else None
    heads = (element for element in elements if element.kind == "TH" and element.text().strip())
    return Told(
        title=(file.title,),
        bookmarks=file.bookmarks[:last],
        headings=tuple(headings[:last]),
        contents=tuple(element.text() for element in elements if element.kind == "TOCI"),
        heads=tuple(_head(element.text(), element.scope) for element in heads),
        alts=tuple(element.alt for element in elements if element.kind == "Figure"),
        notes=(str(sum(element.kind == "Note" for element in elements)),),
        languages=_audible(expected.language, set(_spoken(file.root, ""))),
    )


def _elements(root: Tagged) -> Iterator[Tagged]:
    """Yield the elements within, in order, but nothing of a cover, whose picture each edition words in its own way."""
    for kid in root.kids:
        if isinstance(kid, Tagged) and kid.name != "Cover":
            yield kid
            yield from _elements(kid)


def _unmarked(heading: Tagged) -> str:
    """Return the text of a heading without the marks of its notes, which are links that hold a number alone."""
    text = heading.text()
    for mark in (link.text() for link in _elements(heading) if link.kind == "Link"):
        text = text.replace(mark, "", 1) if mark.strip().isdecimal() else text
    return text


def _spoken(element: Tagged, above: str) -> Iterator[str]:
    """Yield the language of each text that has letters: digits and marks are in any."""
    own = element.language or above
    for kid in element.kids:
        if isinstance(kid, Tagged):
            yield from _spoken(kid, own)
        elif speaks(kid):
            yield own


def faults(file: Path, want: Told, got: Told) -> list[Fault]:
    """Return a fault for each kind in which the two differ by more than space and punctuation, with the first place."""
    found = []
    for rule, meaning, wished, given in zip(Told._fields, _MEANINGS, want, got, strict=True):
        alike = _in_order if rule == "bookmarks" else _in_any_order
        pairs = zip_longest(wished, given, fillvalue="nothing")
        if wrong := [pair for pair in pairs if alike(pair[0]) != alike(pair[1])]:
            first = f"{shown(wrong[0][0])} became {shown(wrong[0][1])}"
            found.append(Fault(file, rule, f"a reader gets {meaning[0]} than the document has", len(wrong), first))
    return found


def _in_order(text: str) -> str:
    return printed_letters(text).casefold()


def _in_any_order(text: str) -> str:
    """Return the letters sorted: LibreOffice draws those that the font lacks after the others of their line.

    What their order is, the bookmarks tell.
    """
    return "".join(sorted(_in_order(text)))
