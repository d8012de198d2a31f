"""Open a DOCX file again: what a word processor would read in it (ECMA-376 part 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.report import PipelineError
from pipeline.verify.archive import DAMAGED, entries, part
from pipeline.verify.observed import Claim, Entry, Line, Loose, Observed, spaced

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_R_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
_CORE_FIELDS = {
    "title": f"{_DC}title",
    "creators": f"{_DC}creator",
    "language": f"{_DC}language",
    "description": f"{_DC}description",
    "subjects": f"{_CP}keywords",
    "identifier": f"{_DC}identifier",
}
_CUSTOM_FIELDS = {
    "subtitle": "Subtitle",
    "contributors": "Contributor",
    "date": "Date",
    "publisher": "Publisher",
    "rights": "Rights",
    "source": "Source",
    "coverage": "Coverage",
    "series": "Series",
    "engine": "Translation engine",
}
_HEADING = re.compile(r"heading ([1-6])")
_LISTED = re.compile(r"toc ([1-9])")
_SLOTS = tuple(f"{W}{slot}" for slot in ("val", "bidi", "eastAsia"))
_DOCUMENT, _NOTES, _STYLES = "word/document.xml", "word/footnotes.xml", "word/styles.xml"


def observe(data: bytes) -> Observed:
    """Return what stands in the file; raise `PipelineError` if it, or a part of it, is missing or broken."""
    files = entries(data)
    document, styles = part(files, _DOCUMENT), part(files, _STYLES)
    notes = _notes(files)
    reading = _Reading(_style_names(styles), _relations(files, _DOCUMENT), set(notes))
    reading.read(document)
    in_notes = _Reading(reading.styles, _relations(files, _NOTES), set(notes), place=_NOTES)
    for number in reading.order:
        in_notes.read(notes[number])
    headings = len(reading.outline)
    return Observed(
        outline=tuple(reading.outline),
        contents=((("contents", tuple(reading.contents)),) if reading.contents else ()),
        metadata=(*_core(files), *_custom(files), *reading.titles),
        languages=(Claim(_STYLES, "language", _main_languages(styles)),),
        spoken=frozenset(_inner_languages(document)).union(*map(_inner_languages, notes.values())),
        note_count=len(notes),
        table_count=reading.tables + in_notes.tables,
        image_count=reading.images + in_notes.images,
        links=tuple(reading.resolved(target, headings) for target in (*reading.links, *in_notes.links)),
        loose=(
            *(loose for part_read in (reading, in_notes) for loose in part_read.loose),
            *(loose for part_read in (reading, in_notes) for loose in part_read.dangling(reading.anchors)),
            *_unreferenced(notes, reading.order),
        ),
        body=tuple(reading.lines),
        notes=tuple(in_notes.lines),
    )


class _Reading:
    """Reads one part in document order, paragraph by paragraph."""

    def __init__(
        self, styles: Mapping[str, str], relations: Mapping[str, str], notes: set[str], place: str = _DOCUMENT
    ) -> None:
        self.styles, self.relations, self.notes, self.place = styles, relations, notes, place
        self.outline: list[Entry] = []
        self.contents: list[Entry] = []
        self.titles: list[Claim] = []
        self.lines: list[Line] = []
        self.links: list[str] = []
        self.listed_links: list[str] = []
        self.loose: list[Loose] = []
        self.order: list[str] = []
        self.anchors: dict[str, int] = {}
        self.tables = self.images = 0
        self._listed: set[Element] = set()
        self._paragraph = _Paragraph()
        self._handlers = {
            f"{W}p": self._start,
            f"{W}pStyle": self._style,
            f"{W}t": self._text,
            f"{W}tab": self._space,
            f"{W}br": self._space,
            f"{W}cr": self._space,
            f"{W}sdt": self._sdt,
            f"{W}tbl": self._table,
            f"{W}drawing": self._drawing,
            f"{W}hyperlink": self._link,
            f"{W}bookmarkStart": self._bookmark,
            f"{W}footnoteReference": self._note,
        }

    def read(self, root: Element) -> None:
        """Read all that stands under `root`."""
        for element in root.iter(*self._handlers):
            self._handlers[element.tag](element)
        self._end()

    def resolved(self, target: str, headings: int) -> str:
        """Return a link's target with the bookmark of a heading as `#n`, the heading's number."""
        number = self.anchors.get(target[1:], headings) if target.startswith("#") else headings
        return f"#{number}" if number < headings else target

    def dangling(self, anchors: Mapping[str, int]) -> Iterator[Loose]:
        """Yield each link to a bookmark that is not one of `anchors`."""
        for target in (*self.links, *self.listed_links):
            if target.startswith("#") and target[1:] not in anchors:
                yield Loose(self.place, f"a link to the bookmark {target[1:]}, which is not there")

    def _start(self, element: Element) -> None:
        self._end()
        self._paragraph = _Paragraph(listed=element in self._listed)

    def _end(self) -> None:
        """Take what the paragraph read so far says; its text without note numbers is what an outline shows."""
        paragraph, self._paragraph = self._paragraph, _Paragraph()
        text, bare = "".join(paragraph.text), spaced("".join(paragraph.bare))
        if heading := _HEADING.fullmatch(paragraph.style):
            self.outline.append(Entry(int(heading[1]), bare))
        elif entry := _LISTED.fullmatch(paragraph.style):
            self.contents.append(Entry(int(entry[1]), spaced("".join(paragraph.bare).rpartition("\t")[0]) or bare))
        elif paragraph.style in ("title", "subtitle"):
            self.titles.append(Claim("title page", paragraph.style, (bare,)))
        if text.strip() and not paragraph.listed:
            self.lines.append(Line(text, self.place))

    def _style(self, element: Element) -> None:
        name = element.get(f"{W}val", "")
        if name not in self.styles:
            self.loose.append(Loose(self.place, f"the style {name}, which is not there"))
        self._paragraph.style = self.styles.get(name, "")

    def _text(self, element: Element) -> None:
        self._paragraph.text.append(element.text or "")
        self._paragraph.bare.append(element.text or "")

    def _space(self, element: Element) -> None:
        self._paragraph.text.append(" ")
        self._paragraph.bare.append("\t" if element.tag == f"{W}tab" else " ")

    def _sdt(self, element: Element) -> None:
        gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if gallery is not None and gallery.get(f"{W}val") == "Table of Contents":
            self._listed.update(element.iter(f"{W}p"))

    def _table(self, _: Element) -> None:
        self.tables += 1

    def _drawing(self, element: Element) -> None:
        self.images += self._paragraph.style != "cover"
        for blip in element.iter(_BLIP):
            self._relation(blip.get(_R_EMBED, ""))

    def _link(self, element: Element) -> None:
        anchor, relation = element.get(f"{W}anchor"), element.get(_R_ID)
        target = f"#{anchor}" if anchor and not relation else self._relation(relation or "")
        (self.listed_links if self._paragraph.listed else self.links).append(target)

    def _relation(self, name: str) -> str:
        if name not in self.relations:
            self.loose.append(Loose(self.place, f"the relationship {name or '(none)'}, which is not there"))
        return self.relations.get(name, "")

    def _bookmark(self, element: Element) -> None:
        name = element.get(f"{W}name", "")
        if name in self.anchors:
            self.loose.append(Loose(self.place, f"the bookmark {name} twice"))
        self.anchors[name] = len(self.outline)

    def _note(self, element: Element) -> None:
        number = element.get(f"{W}id", "")
        if number in self.notes:
            self.order.append(number)
            self._paragraph.text.append(str(len(self.order)))
        else:
            self.loose.append(Loose(self.place, f"a mark of note {number}, which is not there"))


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is read: its style's name, its text with note numbers and without, if it is contents."""

    style: str = ""
    text: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    listed: bool = False


def _style_names(styles: Element) -> dict[str, str]:
    """Return the name of each style by id, in lower case: Word writes `heading 1` and shows `Heading 1`."""
    named = ((style.get(f"{W}styleId", ""), style.find(f"{W}name")) for style in styles.iter(f"{W}style"))
    return {id_: name.get(f"{W}val", "").lower() for id_, name in named if name is not None}


def _relations(files: Mapping[str, bytes], name: str) -> dict[str, str]:
    """Return the targets of the relationships of the part `name` by id (ECMA-376 part 2, 8.2)."""
    folder, _, file = name.rpartition("/")
    path = f"{folder}/_rels/{file}.rels"
    found = part(files, path) if path in files else ()
    relations = {}
    for relation in found:
        target = relation.get("Target", "")
        inside = relation.get("TargetMode") != "External"
        if inside and _absolute(folder, target) not in files:
            raise PipelineError(f"the file is damaged: {_absolute(folder, target)} is missing", code=DAMAGED)
        relations[relation.get("Id", "")] = target
    return relations


def _absolute(folder: str, target: str) -> str:
    return target[1:] if target.startswith("/") else f"{folder}/{target}"


def _notes(files: Mapping[str, bytes]) -> dict[str, Element]:
    """Return the footnotes by id; those with a type are the lines between text and notes (17.11.17)."""
    if _NOTES not in files:
        return {}
    notes = part(files, _NOTES).iter(f"{W}footnote")
    return {note.get(f"{W}id", ""): note for note in notes if note.get(f"{W}type", "normal") == "normal"}


def _unreferenced(notes: Mapping[str, Element], order: list[str]) -> Iterator[Loose]:
    for number in sorted(set(notes).difference(order)):
        yield Loose(_NOTES, f"note {number}, which no mark leads to")


def _core(files: Mapping[str, bytes]) -> Iterator[Claim]:
    place = "docProps/core.xml"
    root = part(files, place)
    for name, tag in _CORE_FIELDS.items():
        yield Claim(place, name, tuple(filter(None, (spaced(found.text or "") for found in root.iter(tag)))))


def _custom(files: Mapping[str, bytes]) -> Iterator[Claim]:
    place = "docProps/custom.xml"
    values: dict[str, list[str]] = {}
    for found in part(files, place).iter(_CUSTOM) if place in files else ():
        values.setdefault(found.get("name", ""), []).append(spaced("".join(map(str, found.itertext()))))
    for name, called in _CUSTOM_FIELDS.items():
        yield Claim(place, name, tuple(filter(None, values.get(called, ()))))


def _main_languages(styles: Element) -> tuple[str, ...]:
    """Return the language of the whole: that of the document defaults, in the slot that is not what Word expects.

    A right-to-left language stands in `bidi`, an East Asian one in `eastAsia`, any other in `val` (17.3.2.20).
    """
    found = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    return tuple(dict.fromkeys(filter(None, (found.get(slot) for slot in _SLOTS)))) if found is not None else ()


def _inner_languages(root: Element) -> Iterator[str]:
    for found in root.iter(f"{W}lang"):
        yield from filter(None, (found.get(slot) for slot in _SLOTS))
