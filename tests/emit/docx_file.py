"""Read a DOCX file as the tests do, and find what the schema does not: names and numbers that lead nowhere."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import langcodes
from lxml import etree
from PIL import Image as Picture

from pipeline.emit.docx import emit
from pipeline.emit.edition import Edition, Layout
from pipeline.emit.paper import paper
from pipeline.model import Document, Heading, Metadata, Paragraph, Resource, Text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MEASURE = round(20 * paper("6x9").measure)
"""The breadth of a line on the usual page, in twips."""
STAMP = datetime(2023, 11, 8, 9, 30, 0, tzinfo=UTC)


def edition(*blocks, language="en", **fields) -> Edition:
    resources, layout = fields.pop("resources", ()), fields.pop("layout", Layout())
    metadata = Metadata(**{"title": "The tide", "language": language, **fields})
    return Edition(Document(metadata, tuple(blocks), resources), "tide", STAMP, layout=layout)


class File:
    """A DOCX file with its XML parts parsed."""

    def __init__(self, made: Edition) -> None:
        outcome = emit(made)
        self.data, self.findings = outcome.value, outcome.findings
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            self.entries = archive.infolist()
            files = {entry.filename: archive.read(entry) for entry in self.entries}
        self.files = files
        self.parts = {name: etree.fromstring(data) for name, data in files.items() if name.endswith((".xml", ".rels"))}

    @property
    def body(self) -> etree._Element:
        return self.parts["word/document.xml"]

    @property
    def notes(self) -> list[etree._Element]:
        return [note for note in self.parts["word/footnotes.xml"] if note.get(f"{W}type") is None]

    def text(self) -> str:
        stories = (self.body, *self.notes)
        return "".join(node.text or "" for story in stories for node in story.iter(f"{W}t"))

    def paragraphs(self, style: str) -> list[etree._Element]:
        return [found for found in self.body.iter(f"{W}p") if style_of(found) == style]

    def style(self, name: str) -> etree._Element:
        (found,) = (one for one in self.parts["word/styles.xml"].iter(f"{W}style") if one.get(f"{W}styleId") == name)
        return found


def file(*blocks, **fields) -> File:
    return File(edition(*blocks, **fields))


def values(root: etree._Element, tag: str, attribute: str = "val") -> list[str]:
    return [found.get(f"{W}{attribute}") for found in root.iter(f"{W}{tag}") if found.get(f"{W}{attribute}")]


def style_of(paragraph: etree._Element) -> str:
    return next(iter(values(paragraph.find(f"{W}pPr"), "pStyle")), "")


def words(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def para(*content):
    return Paragraph(tuple(Text(one) if isinstance(one, str) else one for one in content))


def heading(level, text, identifier=""):
    return Heading(level, (Text(text),), identifier or text.lower())


def png(width, height, dots=None):
    data = io.BytesIO()
    Picture.new("RGB", (width, height)).save(data, "PNG", **({"dpi": (dots, dots)} if dots else {}))
    return Resource(f"{width}.png", "image/png", data.getvalue(), width, height)


def run_of(found, text):
    """Return the run that holds a text."""
    (node,) = (node for node in found.body.iter(f"{W}t") if node.text == text)
    return node.getparent()


def names(run):
    properties = run.find(f"{W}rPr")
    return [] if properties is None else [one.tag.removeprefix(W) for one in properties]


def faults(found: File) -> list[str]:
    """Return everything in the file that leads nowhere, stands twice or is not closed."""
    return [fault for check in CHECKS for fault in check(found)]


def _stories(found: File) -> list[etree._Element]:
    return [found.body, found.parts["word/footnotes.xml"], found.parts["word/header1.xml"]]


def _undefined_styles(found: File) -> Iterator[str]:
    defined = {style.get(f"{W}styleId") for style in found.parts["word/styles.xml"].iter(f"{W}style")}
    for story in (*_stories(found), found.parts["word/styles.xml"]):
        for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next"):
            yield from (f"style {name} is not there" for name in values(story, tag) if name not in defined)


def _undefined_numbers(found: File) -> Iterator[str]:
    numbering = found.parts["word/numbering.xml"]
    lists, definitions = set(values(numbering, "num", "numId")), set(values(numbering, "abstractNum", "abstractNumId"))
    for story in _stories(found):
        yield from (f"list {number} is not there" for number in values(story, "numId") if number not in lists)
    used = (number for one in numbering.iter(f"{W}num") for number in values(one, "abstractNumId"))
    yield from (f"definition {number} is not there" for number in used if number not in definitions)


def _loose_bookmarks(found: File) -> Iterator[str]:
    names = values(found.body, "bookmarkStart", "name")
    yield from (
        f"bookmark {name} stands twice" for name, times in Counter(map(str.casefold, names)).items() if times > 1
    )
    yield from (f"bookmark {name} is no name" for name in names if not re.fullmatch(r"[^\W\d]\w{0,39}", name))
    if values(found.body, "bookmarkStart", "id") != values(found.body, "bookmarkEnd", "id"):
        yield "bookmarks are not closed in order"
    fields = " ".join(node.text or "" for story in _stories(found) for node in story.iter(f"{W}instrText"))
    wanted = [name for story in _stories(found) for name in values(story, "hyperlink", "anchor")]
    wanted += re.findall(r"(?:PAGEREF|NOTEREF) (\S+)", fields)
    yield from (f"bookmark {name} is not there" for name in wanted if name not in names)


def _loose_relations(found: File) -> Iterator[str]:
    for name in ("document", "footnotes", "fontTable"):
        relations = found.parts.get(f"word/_rels/{name}.xml.rels")
        known = {one.get("Id") for one in relations} if relations is not None else set()
        root = found.parts[f"word/{name}.xml"]
        used = [value for node in root.iter("*") for key, value in node.attrib.items() if key.startswith(R)]
        yield from (f"relationship {one} of {name} is not there" for one in used if one not in known)


def _open_fields(found: File) -> Iterator[str]:
    for story in _stories(found):
        depth = 0
        for kind in values(story, "fldChar", "fldCharType"):
            depth += {"begin": 1, "end": -1, "separate": 0}[kind]
            if depth < 0:
                yield "a field ends that did not begin"
        if depth:
            yield "a field does not end"


def _cells_without_end(found: File) -> Iterator[str]:
    for story in _stories(found):
        for cell in story.iter(f"{W}tc", f"{W}footnote"):
            if len(cell) == 0 or cell[-1].tag != f"{W}p":
                yield f"a {cell.tag.removeprefix(W)} does not end in a paragraph"
        for table in story.iter(f"{W}tbl"):
            after = table.getnext()
            if after is None or after.tag == f"{W}tbl":
                yield "a table touches another or the end"


def _languages(found: File) -> Iterator[str]:
    for root in (*_stories(found), found.parts["word/styles.xml"]):
        for slot in ("val", "bidi", "eastAsia"):
            for tag in values(root, "lang", slot):
                if not langcodes.tag_is_valid(tag):
                    yield f"{tag} is no language"


def _notes(found: File) -> Iterator[str]:
    marks = values(found.body, "footnoteReference", "id")
    notes = [note.get(f"{W}id") for note in found.notes]
    if not marks == notes == [str(number) for number in range(1, len(notes) + 1)]:
        yield f"marks {marks} and notes {notes} differ, or are not numbered from 1"


def _drawings(found: File) -> Iterator[str]:
    numbers = [node.get("id") for story in _stories(found) for node in story.iter("{*}docPr")]
    if len(numbers) != len(set(numbers)):
        yield "two drawings bear one number"


CHECKS = (
    _undefined_styles,
    _undefined_numbers,
    _loose_bookmarks,
    _loose_relations,
    _open_fields,
    _cells_without_end,
    _languages,
    _notes,
    _drawings,
)
