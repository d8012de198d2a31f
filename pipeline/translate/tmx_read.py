"""Read a translation memory of any tool: TMX 1.1 to 1.4b, as well as can be.

Files are not trusted: no entities, no DTD, no network, and size, depth and number are bounded. What cannot be used is a
finding with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import permutations
from typing import TYPE_CHECKING

from pipeline.report import Finding, Location, Outcome, PipelineError
from pipeline.translate.codes import same_language
from pipeline.translate.codings import mismatch
from pipeline.translate.memory_units import Origin, Unit, key_of
from pipeline.translate.term import standard_or_none
from pipeline.translate.tmx_codes import SegmentError, coded_segments

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TOOL = "polyfolio"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MOST_BYTES = 256 * 1024 * 1024
_MOST_UNITS = 1_000_000
_MOST_VARIANTS = 20  # of a unit without a source language, of which each is paired with each
_MOST_FINDINGS = 50
_SPACE = re.compile("(?: |&#(?:9|10|13);)+")


def digest(target: str) -> str:
    """Return what tells whether a translation was changed since it was exported."""
    return key_of(target).hex()[:16]


def read(data: bytes, name: str) -> Outcome[tuple[Unit, ...]]:
    """Return the units of a TMX file called `name`, in order, with a finding for each that cannot be used.

    A unit in several languages gives one unit for each translation; if it names no source language, for each pair. Kept
    are text, codes, and our own properties; not kept are other tools' properties, dates, and text within codes. Raise
    `PipelineError` if the file is no TMX.
    """
    if len(data) > _MOST_BYTES:
        hint = "split it into several files"
        raise PipelineError(f"the file is larger than {_MOST_BYTES // 2**20} MiB", Location(name), hint, "tmx.size")
    units, findings = list[Unit](), list[Finding]()
    for item in _items(data, name):
        if isinstance(item, Finding):
            findings.append(item)
        elif len(units) >= _MOST_UNITS:
            hint = "split it into several files"
            raise PipelineError(f"the file has more than {_MOST_UNITS} units", Location(name), hint, "tmx.size")
        else:
            units.append(item)
    more = len(findings) - _MOST_FINDINGS
    if more > 0:
        findings[_MOST_FINDINGS:] = [Finding("tmx.more", f"{more} more units cannot be used", location=Location(name))]
    return Outcome(tuple(units), tuple(findings))


def _items(data: bytes, name: str) -> Iterator[Unit | Finding]:
    """Yield the units of a file one by one, so that never all of its tree is in memory."""
    from lxml import etree

    header: Mapping[str, str] = {}
    events = etree.iterparse(
        BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for number, (event, element) in enumerate(events):
            kind = _name(element)
            if number == 0 and kind != "tmx":
                raise _no_tmx(f"its root is <{kind}>", Location(name, _line(element)))
            if kind == "header" and event == "start":
                header = {str(key): str(value) for key, value in element.attrib.items()}
            if kind == "tu" and event == "end":
                yield from _units(element, header, name)
                _forget(element)
    except etree.XMLSyntaxError as error:
        place = Location(name, _positive(error.lineno))
        raise _no_tmx(f"it is not well-formed XML: {error.msg}", place) from error


def _no_tmx(why: str, location: Location) -> PipelineError:
    return PipelineError(f"this is no TMX file: {why}", location, "export it again as TMX 1.4", code="tmx.invalid")


def _name(element: Element) -> str:
    """Return an element's name without its namespace; empty for an entity."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _line(element: Element) -> int | None:
    return _positive(element.sourceline)


def _positive(line: object) -> int | None:
    return line if isinstance(line, int) and line > 0 else None


def _forget(element: Element) -> None:
    element.clear()
    parent = element.getparent()
    if parent is not None:
        del parent[: parent.index(element)]


@dataclass(frozen=True, slots=True)
class _Variant:
    """One language of a unit."""

    language: str
    segment: Element
    line: int | None


def _units(element: Element, header: Mapping[str, str], name: str) -> Iterator[Unit | Finding]:
    """Yield what one `tu` gives."""
    said = {str(prop.get("type")): "".join(map(str, prop.itertext())) for prop in element if _name(prop) == "prop"}
    variants = list[_Variant]()
    for child in element:
        if _name(child) == "tuv":
            found = _variant(child, name)
            if isinstance(found, Finding):
                yield found
            else:
                variants.append(found)
    srclang = element.get("srclang") or header.get("srclang") or "*all*"
    try:
        pairs = list(_pairs(variants, str(srclang)))
    except SegmentError as error:
        yield _finding("language", str(error), name, _line(element))
        return
    for source, target in pairs:
        try:
            line, translation = coded_segments(source.segment, target.segment)
            if header.get("creationtool") != TOOL:
                line, translation = _tidy(line), _tidy(translation)
            yield _unit(source, target, line, translation, said)
        except SegmentError as error:
            yield _finding("codes", str(error), name, target.line)


def _tidy(line: str) -> str:
    """Return a sentence of another tool's file without the line breaks that only lay the file out."""
    return _SPACE.sub(" ", line).strip()


def _variant(element: Element, name: str) -> _Variant | Finding:
    said = element.get(_LANG) or element.get("lang") or ""
    segment = next((child for child in element if _name(child) == "seg"), None)
    language = standard_or_none(str(said))
    if not language:
        return _finding("language", f"{said!r} is not a language tag (BCP 47)", name, _line(element))
    if segment is None or not "".join(map(str, segment.itertext())).strip():
        return _finding("segment", f"there is no segment in {language}", name, _line(element))
    return _Variant(language, segment, _line(element))


def _pairs(variants: list[_Variant], srclang: str) -> Iterator[tuple[_Variant, _Variant]]:
    """Yield each source with each translation; raise `SegmentError` if there is none in the source language."""
    if len(variants) < 2:
        return
    if srclang.casefold() == "*all*" and len(variants) <= _MOST_VARIANTS:
        yield from (pair for pair in permutations(variants, 2) if pair[0].language != pair[1].language)
        return
    wanted = standard_or_none(srclang)
    exact = [each for each in variants if each.language == wanted]
    close = [each for each in variants if wanted and same_language(each.language, wanted)]
    sources = exact or close or (variants if srclang.casefold() == "*all*" else [])
    if not sources:
        raise SegmentError(f"there is no segment in the source language, {srclang}")
    for target in variants:
        if target.language != sources[0].language:
            yield sources[0], target


def _unit(source: _Variant, target: _Variant, line: str, translation: str, said: Mapping[str, str]) -> Unit:
    """Return a unit; raise `SegmentError` if its codes do not fit."""
    if why := mismatch(line, translation):
        raise SegmentError(f"the codes in {target.language} are not those in {source.language}: {why}")
    work, address, model, glossary, settings = (
        said.get(f"x-{each}", "") for each in ("work", "address", "model", "glossary", "settings")
    )
    origin = _origin(said, translation)
    return Unit(source.language, target.language, line, translation, origin, work, address, model, glossary, settings)


def _origin(said: Mapping[str, str], translation: str) -> Origin:
    """Return who worded a translation, as far as the file tells."""
    match said.get("x-origin"), said.get("x-unchanged"):
        case "person", _:
            return "person"
        case "machine", str(before):
            return "machine" if before == digest(translation) else "person"
        case _:
            return "unknown"


def _finding(code: str, message: str, name: str, line: int | None) -> Finding:
    hint = "mend it in the tool that wrote the file; the other units are used"
    return Finding(f"tmx.{code}", message, location=Location(name, line), hint=hint)
