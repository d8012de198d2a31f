"""What is wrong with a DOCX file whatever its document, where neither schema nor SDK looks (ECMA-376 parts 1 and 2).

Undefined styles and lists of paragraphs, links to nowhere and doubled bookmarks are seen by the observer on its way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.archive import Entries
from pipeline.verify.docx_content import is_on
from pipeline.verify.docx_parts import DOCUMENT, NOTES, STYLES, W
from pipeline.verify.forms import is_moment, is_tag, number
from pipeline.verify.letters import right_to_left, shown
from pipeline.verify.observed import Loose

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NUMBERING = "word/numbering.xml"
_CORE = "docProps/core.xml"
_TYPES = "[Content_Types].xml"
_T = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_DCTERMS = "{http://purl.org/dc/terms/}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_LANGUAGES = tuple(f"{W}{slot}" for slot in ("val", "bidi", "eastAsia"))
_POINTS = re.compile(r"\s*(?:PAGEREF|REF|NOTEREF)\s+(\S+)")
_LATIN = re.compile("[A-Za-z]")
_LARGEST_NOTE = 32767
"""The largest id of a note that every Word opens."""

Parts = Mapping[str, "Element"]


def faults(files: Entries) -> Iterator[Loose]:
    """Yield every fault of the file; raise `PipelineError` if a part is no XML."""
    names = [name for name in files if re.fullmatch(r"word/(?:\w+)\.xml", name)]
    parts = {name: files.part(name) for name in names}
    for check in _OF_PARTS:
        yield from check(parts)
    yield from _moments(files)
    yield from _types(files)


def _fields(parts: Parts) -> Iterator[Loose]:
    """Yield each field that is not closed (17.16.18), and each that points at no bookmark."""
    bookmarks = {mark.get(f"{W}name") for root in parts.values() for mark in root.iter(f"{W}bookmarkStart")}
    for name, root in parts.items():
        open_ = 0
        for found in root.iter(f"{W}fldChar", f"{W}instrText"):
            step = {"begin": 1, "end": -1}.get(found.get(f"{W}fldCharType", ""), 0)
            open_ += step
            if open_ < 0:
                yield Loose(name, "a field that ends without a beginning")
                open_ = 0
            points = _POINTS.match(found.text or "") if found.tag == f"{W}instrText" else None
            if points and points[1] not in bookmarks:
                yield Loose(name, f"a field that points at the bookmark {points[1]}, which is not there")
        if open_:
            yield Loose(name, f"{open_} fields that are not closed")


def _cells(parts: Parts) -> Iterator[Loose]:
    """Yield each cell that does not end in a paragraph (17.4.65), and each row with other columns than its table."""
    for name, root in parts.items():
        for at, table in enumerate(root.iter(f"{W}tbl"), start=1):
            columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
            for row in table.findall(f"{W}tr"):
                cells = row.findall(f"{W}tc")
                if any(len(cell) == 0 or cell[-1].tag != f"{W}p" for cell in cells):
                    yield Loose(name, f"a cell of table {at} that does not end in a paragraph")
                if columns and sum(map(_span, cells)) != columns:
                    yield Loose(name, f"a row of table {at} with other than its {columns} columns")


def _span(cell: Element) -> int:
    found = cell.find(f"{W}tcPr/{W}gridSpan")
    return number(found.get(f"{W}val", "1")) if found is not None else 1


def _tags(parts: Parts) -> Iterator[Loose]:
    """Yield each language that is no tag (17.18.51)."""
    for name, root in parts.items():
        told = {found.get(slot) for found in root.iter(f"{W}lang", f"{W}themeFontLang") for slot in _LANGUAGES}
        yield from (
            Loose(name, f"the language {tag}, which is no tag") for tag in sorted(filter(None, told)) if not is_tag(tag)
        )


def _doubles(parts: Parts) -> Iterator[Loose]:
    """Yield each number that stands for two things: bookmarks, drawings, notes, styles, lists; and open bookmarks."""
    for name, root in parts.items():
        starts = [mark.get(f"{W}id", "") for mark in root.iter(f"{W}bookmarkStart")]
        ends = [mark.get(f"{W}id", "") for mark in root.iter(f"{W}bookmarkEnd")]
        counted = {
            "bookmark number": starts,
            "drawing number": [found.get("id", "") for found in root.iter(_DRAWN)],
            "note": [note.get(f"{W}id", "") for note in root.iter(f"{W}footnote")],
            "style": [style.get(f"{W}styleId", "") for style in root.iter(f"{W}style")],
            "list": [one.get(f"{W}numId", "") for one in root.iter(f"{W}num")],
        }
        for what, ids in counted.items():
            yield from (Loose(name, f"the {what} {id_} twice") for id_, times in Counter(ids).items() if times > 1)
        if Counter(starts) != Counter(ends):
            yield Loose(name, "a bookmark that is not closed, or closed without being opened")


def _styles(parts: Parts) -> Iterator[Loose]:
    """Yield each style that a run, a table or another style names and that is not there."""
    known = {style.get(f"{W}styleId") for style in parts[STYLES].iter(f"{W}style")} if STYLES in parts else set()
    for name, root in parts.items():
        naming = root.iter(*(f"{W}{tag}" for tag in ("rStyle", "tblStyle", "basedOn", "next", "link")))
        wanted = {found.get(f"{W}val", "") for found in naming}
        yield from (Loose(name, f"the style {style}, which is not there") for style in sorted(wanted - known))


def _hidden(parts: Parts) -> Iterator[Loose]:
    """Yield text that no reader sees, or that one may still have to accept (17.3.2.41, 17.13.5)."""
    for name, root in parts.items():
        if next(root.iter(*(f"{W}{tag}" for tag in ("vanish", "del", "ins", "moveFrom", "moveTo"))), None) is not None:
            yield Loose(name, "hidden text, or a change that nobody accepted")


def _lists(parts: Parts) -> Iterator[Loose]:
    """Yield each list without a definition (17.9.15), and each item deeper than the nine levels there are (17.9.3)."""
    root = parts.get(_NUMBERING)
    found = root.iter(f"{W}abstractNum") if root is not None else ()
    known = {one.get(f"{W}abstractNumId") for one in found}
    for used in root.findall(f"{W}num/{W}abstractNumId") if root is not None else ():
        if used.get(f"{W}val") not in known:
            yield Loose(_NUMBERING, f"a list of the definition {used.get(f'{W}val')}, which is not there")
    for name, one in parts.items():
        levels = {level.get(f"{W}val", "") for level in one.iter(f"{W}ilvl")}
        yield from (Loose(name, f"an item at level {level}") for level in sorted(levels - set("012345678")))


def _notes(parts: Parts) -> Iterator[Loose]:
    """Yield each note whose number Word does not bear, and a missing line between text and notes (17.11.23)."""
    if NOTES not in parts:
        return
    found = list(parts[NOTES].iter(f"{W}footnote"))
    for note in found:
        id_ = note.get(f"{W}id", "")
        if not re.fullmatch(r"-?\d{1,5}", id_) or not -1 <= int(id_) <= _LARGEST_NOTE:
            yield Loose(NOTES, f"the number {id_} of a note")
    if {"separator", "continuationSeparator"} - {note.get(f"{W}type", "") for note in found}:
        yield Loose(NOTES, "no line between text and notes")


def _runs(parts: Parts) -> Iterator[Loose]:
    """Yield the first run of each part whose letters run otherwise than it says (17.3.2.30); code runs as it stands."""
    codes = {style.get(f"{W}styleId") for style in _coded(parts)}
    for name in (DOCUMENT, NOTES):
        runs = parts[name].iter(f"{W}r") if name in parts else ()
        yield from (Loose(name, what) for what in islice(_astray(runs, codes), 1))


def _coded(parts: Parts) -> Iterator[Element]:
    for style in parts[STYLES].iter(f"{W}style") if STYLES in parts else ():
        name = style.find(f"{W}name")
        if name is not None and "code" in name.get(f"{W}val", "").lower():
            yield style


def _astray(runs: Iterable[Element], codes: set[str | None]) -> Iterator[str]:
    for run in runs:
        text = "".join(found.text or "" for found in run.iter(f"{W}t"))
        is_rtl = is_on(run.find(f"{W}rPr/{W}rtl"))
        wrong = bool(_LATIN.search(text)) if is_rtl else right_to_left(text)
        if wrong and not codes & {_named(run, f"{W}rPr/{W}rStyle"), _named(run.getparent(), f"{W}pPr/{W}pStyle")}:
            yield f"a run {'from right to left' if is_rtl else 'from left to right'}: {shown(text)}"


def _named(element: Element | None, path: str) -> str | None:
    found = element.find(path) if element is not None else None
    return found.get(f"{W}val") if found is not None else None


def _moments(files: Entries) -> Iterator[Loose]:
    """Yield each date of the core properties that is none, or is not there (part 2, 11.1)."""
    root = files.part(_CORE)
    for field in ("created", "modified"):
        said = [found.text or "" for found in root.iter(f"{_DCTERMS}{field}")]
        if len(said) != 1 or not is_moment(said[0]):
            yield Loose(_CORE, f"the date {field}: {', '.join(said) or 'none'}")


def _types(files: Entries) -> Iterator[Loose]:
    """Yield each part without a media type, and each media type without a part (part 2, 7.3)."""
    root = files.part(_TYPES)
    endings = {found.get("Extension", "").lower() for found in root.iter(f"{_T}Default")}
    named = {found.get("PartName", "").removeprefix("/") for found in root.iter(f"{_T}Override")}
    for name in files:
        if name != _TYPES and name not in named and name.rpartition(".")[2].lower() not in endings:
            yield Loose(_TYPES, f"no media type for {name}")
    yield from (Loose(_TYPES, f"a media type for {name}, which is not there") for name in sorted(named - files.keys()))


_OF_PARTS: tuple[Callable[[Parts], Iterator[Loose]], ...] = (
    _fields, _cells, _tags, _doubles, _styles, _hidden, _lists, _notes, _runs,
)  # fmt: skip
