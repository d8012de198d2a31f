"""Open a DOCX file again: what a word processor would read in it (ECMA-376 part 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.archive import Entries, entries
from pipeline.verify import docx_content, docx_faults, docx_parts
from pipeline.verify.docx_parts import DOCUMENT, NOTES, STYLES, W
from pipeline.verify.observed import MOST_FAULTS, Claim, Entry, Grid, Line, Loose, Observed, spaced
from pipeline.verify.voices import Voice, merged

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_R_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_DESCRIBED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_SVG_BLIP = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
_HEADING = re.compile(r"heading ([1-6])")
_LISTED = re.compile(r"toc ([1-9])")
_MATTER = frozenset({"title", "subtitle", "original title", "author", "imprint", "matter heading", "colophon"})
"""The styles of paragraphs that stand around the text."""


def observe(data: bytes) -> Observed:
    """Return what stands in the file; raise `PipelineError` if it, or a part of it, is missing or broken."""
    files = entries(data)
    document, styles = files.part(DOCUMENT), files.part(STYLES)
    notes = docx_parts.notes(files)
    main = frozenset(docx_parts.main_languages(styles))
    towards = docx_content.directions(styles)
    known = _Known(docx_parts.style_names(styles), docx_parts.lists(files), frozenset(notes), main, towards)
    within = docx_parts.pointed_at(notes.values())
    reading = _Reading(known, docx_parts.relations(files, DOCUMENT), within=within)
    reading.read(document)
    in_notes = _Reading(known, docx_parts.relations(files, NOTES), NOTES)
    for number in reading.order:
        in_notes.read(notes[number])
    headings = len(reading.outline)
    return Observed(
        outline=tuple(reading.outline),
        contents=((("contents", tuple(reading.contents)),) if reading.contents else ()),
        leads=_leads(reading, headings),
        metadata=(*docx_parts.core(files), *docx_parts.custom(files), *reading.titles),
        languages=(Claim(STYLES, "language", docx_parts.main_languages(styles)),),
        directions=tuple(docx_content.main_directions(document, towards)),
        spoken=frozenset(docx_parts.inner_languages(document)).union(*map(docx_parts.inner_languages, notes.values())),
        note_count=len(notes),
        table_count=reading.tables + in_notes.tables,
        image_count=len(reading.pictures) + len(in_notes.pictures),
        item_count=reading.items + in_notes.items,
        code_count=reading.codes + in_notes.codes,
        pair_count=reading.pairs + in_notes.pairs,
        pictures=tuple(_digest(files, target) for target in (*reading.pictures, *in_notes.pictures)),
        alts=(*reading.alts, *in_notes.alts),
        grids=(*reading.grids, *in_notes.grids),
        note_texts=tuple(docx_content.said(notes[number], known.marks) for number in reading.order),
        links=tuple(reading.resolved(target, headings) for target in (*reading.links, *in_notes.links)),
        linked=tuple((text, reading.resolved(to, headings)) for text, to in (*reading.linked, *in_notes.linked)),
        loose=tuple(_loose(reading, in_notes, notes, within)),
        faults=tuple(islice(docx_faults.faults(files), MOST_FAULTS)),
        body=tuple(docx_content.framed(reading.lines)),
        notes=tuple(in_notes.lines),
    )


def _loose(
    reading: _Reading, in_notes: _Reading, notes: Mapping[str, Element], within: frozenset[str]
) -> Iterator[Loose]:
    """Yield what leads nowhere: in the text, in the notes, and between them."""
    for part in (reading, in_notes):
        yield from part.loose
        yield from part.dangling(reading.anchors)
    yield from _unreferenced(notes, reading.order)
    lost = within.difference(reading.anchors)
    yield from (Loose(NOTES, f"the bookmark {name}, which is not there") for name in sorted(lost))


def _leads(reading: _Reading, headings: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return where the lines of the contents lead, if each of them leads anywhere."""
    targets = tuple(reading.resolved(target, headings) for target in reading.listed_links)
    return (("contents", targets),) if targets and len(targets) == len(reading.contents) else ()


def _digest(files: Entries, target: str) -> str:
    return sha256(files.get(docx_parts.absolute("word", target), b"")).hexdigest()


@dataclass(frozen=True, slots=True)
class _Known:
    """What paragraphs may refer to: styles with their names and directions, lists, notes; the language of the whole."""

    styles: Mapping[str, str]
    lists: frozenset[str]
    notes: frozenset[str]
    language: frozenset[str]
    towards: Mapping[str, str]

    @property
    def marks(self) -> frozenset[str]:
        """The styles of the marks of notes."""
        return frozenset(id_ for id_, name in self.styles.items() if name == "footnote reference")


_HANDLERS = {
    f"{W}p": "_start",
    f"{W}pStyle": "_style",
    f"{W}bidi": "_bidi",
    f"{W}numId": "_item",
    f"{W}t": "_text",
    f"{W}tab": "_space",
    f"{W}br": "_space",
    f"{W}cr": "_space",
    f"{W}softHyphen": "_hyphen",
    f"{W}sdt": "_sdt",
    f"{W}tbl": "_table",
    f"{W}drawing": "_drawing",
    f"{W}hyperlink": "_link",
    f"{W}bookmarkStart": "_bookmark",
    f"{W}bookmarkEnd": "_bookmark_end",
    f"{W}footnoteReference": "_note",
}
"""The methods of a reading that take up an element, by its tag."""


class _Reading:
    """Reads one part in document order, paragraph by paragraph."""

    def __init__(
        self,
        known: _Known,
        relations: Mapping[str, str],
        place: str = DOCUMENT,
        within: frozenset[str] = frozenset(),
    ) -> None:
        """Start a part whose relationships are given; `within` are bookmarks around the marks of notes within notes."""
        self.known, self.relations, self.place, self.within = known, relations, place, within
        self.outline: list[Entry] = []
        self.contents: list[Entry] = []
        self.titles: list[Claim] = []
        self.lines: list[Line] = []
        self.links: list[str] = []
        self.linked: list[tuple[str, str]] = []
        self.alts: list[str] = []
        self.grids: list[Grid] = []
        self.listed_links: list[str] = []
        self.loose: list[Loose] = []
        self.order: list[str] = []
        self.anchors: dict[str, int] = {}
        self.pictures: list[str] = []
        self.tables = self.items = self.codes = self.pairs = 0
        self._listed: set[Element] = set()
        self._aside = False
        self._paragraph = _Paragraph()

    def read(self, root: Element) -> None:
        """Read all that stands under `root`."""
        handlers = {tag: getattr(self, name) for tag, name in _HANDLERS.items()}
        for element in root.iter(*handlers):
            handlers[element.tag](element)
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
        self._paragraph = _Paragraph(listed=element in self._listed, towards=self.known.towards.get("", "ltr"))

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
        self.codes += paragraph.style == "code block"
        if text.strip() and not paragraph.listed:
            voices = merged(paragraph.voices)
            heard = frozenset(voice.language for voice in voices if voice.language)
            matter = paragraph.style in _MATTER
            self.lines.append(Line(text, self.place, matter, heard, voices, paragraph.towards))

    def _style(self, element: Element) -> None:
        name = element.get(f"{W}val", "")
        if name not in self.known.styles:
            self.loose.append(Loose(self.place, f"the style {name}, which is not there"))
        self._paragraph.style = self.known.styles.get(name, "")
        self._paragraph.towards = self.known.towards.get(name, "ltr")

    def _bidi(self, element: Element) -> None:
        above = element.getparent()
        if above is not None and above.tag == f"{W}pPr":
            self._paragraph.towards = "rtl" if docx_content.is_on(element) else "ltr"

    def _item(self, element: Element) -> None:
        number = element.get(f"{W}val", "")
        self.items += 1
        if number not in self.known.lists:
            self.loose.append(Loose(self.place, f"an item of list {number}, which is not there"))

    def _text(self, element: Element) -> None:
        self._paragraph.text.append(element.text or "")
        self._paragraph.bare.append(element.text or "")
        run = element.getparent()
        if run is not None:
            style, languages = docx_parts.run_marks(run)
            code = self.known.styles.get(style) == "inline code" or self._paragraph.style == "code block"
            said = " ".join(sorted(languages or self.known.language))
            self._paragraph.voices.append(Voice("" if code else said, "", element.text or ""))

    def _space(self, element: Element) -> None:
        self._paragraph.text.append(" ")
        self._paragraph.bare.append("\t" if element.tag == f"{W}tab" else " ")

    def _hyphen(self, _: Element) -> None:
        self._paragraph.text.append("\u00ad")
        self._paragraph.bare.append("\u00ad")

    def _sdt(self, element: Element) -> None:
        gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if gallery is not None and gallery.get(f"{W}val") == "Table of Contents":
            self._listed.update(element.iter(f"{W}p"))

    def _table(self, element: Element) -> None:
        """Count a table, or the pairs of one that only sets texts side by side."""
        style = element.find(f"{W}tblPr/{W}tblStyle")
        if style is None or self.known.styles.get(style.get(f"{W}val", "")) != "parallel":
            self.tables += 1
            self.grids.append(docx_content.grid(element, self.known.marks))
            return
        cells = [len(row.findall(f"{W}tc")) for row in element.findall(f"{W}tr")]
        self.pairs += len(cells)
        self.loose.extend(Loose(self.place, f"a pair of {count} columns") for count in cells if count != 2)

    def _drawing(self, element: Element) -> None:
        """Note a picture; of a drawing with a PNG beside it the drawing ([MS-ODRAWXML], svgBlip)."""
        blips = (*element.iter(_SVG_BLIP), *element.iter(_BLIP))
        targets = [self._relation(blip.get(_R_EMBED, "")) for blip in blips]
        if self._paragraph.style != "cover":
            self.pictures.append("".join(targets[:1]))
            self.alts.append("".join(found.get("descr", "") for found in element.iter(_DESCRIBED)))

    def _link(self, element: Element) -> None:
        anchor, relation = element.get(f"{W}anchor"), element.get(_R_ID)
        target = f"#{anchor}" if anchor and not relation else self._relation(relation or "")
        (self.listed_links if self._paragraph.listed else self.links).append(target)
        if not self._paragraph.listed:
            self.linked.append((docx_content.said(element, self.known.marks), target))

    def _relation(self, name: str) -> str:
        if name not in self.relations:
            self.loose.append(Loose(self.place, f"the relationship {name or '(none)'}, which is not there"))
        return self.relations.get(name, "")

    def _bookmark(self, element: Element) -> None:
        name = element.get(f"{W}name", "")
        if name in self.anchors:
            self.loose.append(Loose(self.place, f"the bookmark {name} twice"))
        self.anchors[name] = len(self.outline)
        self._aside = self._aside or name in self.within

    def _bookmark_end(self, _: Element) -> None:
        self._aside = False

    def _note(self, element: Element) -> None:
        """Count a mark. That of a note within a note stands beside the outer one's, but belongs to the note's text."""
        number = element.get(f"{W}id", "")
        if number in self.known.notes:
            self.order.append(number)
            self._paragraph.text.append("" if self._aside else str(len(self.order)))
        else:
            self.loose.append(Loose(self.place, f"a mark of note {number}, which is not there"))


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is read: its style's name and direction, its text with note numbers and without."""

    style: str = ""
    towards: str = "ltr"
    text: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)
    listed: bool = False


def _unreferenced(notes: Mapping[str, Element], order: list[str]) -> Iterator[Loose]:
    for number in sorted(set(notes).difference(order)):
        yield Loose(NOTES, f"note {number}, which no mark leads to")
