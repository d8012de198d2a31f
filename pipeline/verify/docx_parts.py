"""What a DOCX file holds around its text: styles, relationships, notes, properties (ECMA-376 parts 1 and 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.archive import DAMAGED, Entries
from pipeline.properties import PROPERTIES, expanded
from pipeline.report import PipelineError
from pipeline.verify.observed import Claim, spaced

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
_SLOTS = tuple(f"{W}{slot}" for slot in ("val", "bidi", "eastAsia"))
DOCUMENT, NOTES, STYLES = "word/document.xml", "word/footnotes.xml", "word/styles.xml"


def style_names(styles: Element) -> dict[str, str]:
    """Return the name of each style by id, in lower case: Word writes `heading 1` and shows `Heading 1`."""
    named = ((style.get(f"{W}styleId", ""), style.find(f"{W}name")) for style in styles.iter(f"{W}style"))
    return {id_: name.get(f"{W}val", "").lower() for id_, name in named if name is not None}


def relations(files: Entries, name: str) -> dict[str, str]:
    """Return the targets of the relationships of the part `name` by id (ECMA-376 part 2, 8.2)."""
    folder, _, file = name.rpartition("/")
    path = f"{folder}/_rels/{file}.rels"
    found = files.part(path) if path in files else ()
    relations = {}
    for relation in found:
        target = relation.get("Target", "")
        inside = relation.get("TargetMode") != "External"
        if inside and absolute(folder, target) not in files:
            raise PipelineError(f"the file is damaged: {absolute(folder, target)} is missing", code=DAMAGED)
        relations[relation.get("Id", "")] = target
    return relations


def absolute(folder: str, target: str) -> str:
    """Return the name in the archive of a target that is given from a folder."""
    return target[1:] if target.startswith("/") else f"{folder}/{target}"


def notes(files: Entries) -> dict[str, Element]:
    """Return the footnotes by id; those with a type are the lines between text and notes (17.11.17)."""
    if NOTES not in files:
        return {}
    notes = files.part(NOTES).iter(f"{W}footnote")
    return {note.get(f"{W}id", ""): note for note in notes if note.get(f"{W}type", "normal") == "normal"}


def lists(files: Entries) -> frozenset[str]:
    """Return the lists that paragraphs can belong to, by id (part 1, 17.9.15)."""
    name = "word/numbering.xml"
    found = files.part(name).iter(f"{W}num") if name in files else ()
    return frozenset(number.get(f"{W}numId", "") for number in found)


def pointed_at(notes: Iterable[Element]) -> frozenset[str]:
    """Return the bookmarks that the notes point at with `NOTEREF` (part 1, 17.16.5.40)."""
    fields = (found.text or "" for note in notes for found in note.iter(f"{W}instrText"))
    return frozenset(words[1] for field in fields if (words := field.split())[:1] == ["NOTEREF"] and len(words) > 1)


def core(files: Entries) -> Iterator[Claim]:
    """Yield what the core properties say (part 2, 11.1)."""
    place = "docProps/core.xml"
    root = files.part(place)
    for field, named in PROPERTIES.items():
        if named.core:
            texts = (spaced(found.text or "") for found in root.iter(expanded(named.core)))
            yield Claim(place, field, tuple(filter(None, texts)))


def custom(files: Entries) -> Iterator[Claim]:
    """Yield what the custom properties say (part 1, 22.3)."""
    place = "docProps/custom.xml"
    values: dict[str, list[str]] = {}
    for found in files.part(place).iter(_CUSTOM) if place in files else ():
        values.setdefault(found.get("name", ""), []).append(spaced("".join(map(str, found.itertext()))))
    for field, named in PROPERTIES.items():
        if named.custom:
            yield Claim(place, field, tuple(filter(None, values.get(named.custom, ()))))


def main_languages(styles: Element) -> tuple[str, ...]:
    """Return the languages of the document defaults, each once: for Latin, East Asian, complex scripts (17.3.2.20)."""
    found = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    return tuple(dict.fromkeys(filter(None, (found.get(slot) for slot in _SLOTS)))) if found is not None else ()


def inner_languages(root: Element) -> Iterator[str]:
    """Yield the languages that runs under `root` are marked with."""
    for found in root.iter(f"{W}lang"):
        yield from filter(None, (found.get(slot) for slot in _SLOTS))


def run_marks(run: Element) -> tuple[str, frozenset[str]]:
    """Return the character style of a run, and the languages that it is marked with."""
    style = run.find(f"{W}rPr/{W}rStyle")
    return style.get(f"{W}val", "") if style is not None else "", frozenset(inner_languages(run))
