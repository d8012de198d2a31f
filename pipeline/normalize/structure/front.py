"""How a plain text opens: title, subtitle, date line, and the line from which a news report is sent."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Metadata
from pipeline.normalize.structure.dates import find_date, territories
from pipeline.normalize.structure.lines import Line, body_width
from pipeline.normalize.structure.signs import bracketed, ends_sentence, has_letter, is_caps, label, pauses, starts_low
from pipeline.report import Change, Finding, Location, Severity

_LONGEST_TITLE = 200
_LONGEST_SUBTITLE = 260


@dataclass(frozen=True, slots=True)
class Front:
    """Which lines are the title and the subtitle, if any, and which line is the first after them."""

    title: int | None
    subtitle: int | None
    rest: int


def find_front(lines: Sequence[Line], taken: Collection[int], headings: Collection[int]) -> Front:
    """Return the title and subtitle among the lines; `headings` are found as if there were no title."""
    if not _is_title(lines, taken, headings):
        return _late_title(lines, headings)
    after = 1
    if after in taken or after >= len(lines) or not _is_subtitle(lines, after, headings):
        return Front(0, None, 1)
    return Front(0, after, 2)


def _is_title(lines: Sequence[Line], taken: Collection[int], headings: Collection[int]) -> bool:
    """Tell whether the first line is a title: not a sentence, shorter than a paragraph or set apart."""
    line = lines[0]
    if 0 in taken or len(lines) < 2 or not has_letter(line.text) or bracketed(line.text):
        return False
    if line.width > _LONGEST_TITLE or _in_series(lines, headings):
        return False
    below = lines[1]
    apart = line.last or line.indent < below.indent or 1 in headings
    if starts_low(line.text) and not apart:
        return False
    short = line.width <= 0.6 * body_width(tuple(lines))
    if is_caps(line.text):
        return apart or short
    if ends_sentence(line.text):
        return apart and short
    if pauses(line.text):
        return line.text[-1] in ":：" and not line.last and below.last
    return apart or short


def _in_series(lines: Sequence[Line], headings: Collection[int]) -> bool:
    """Tell whether the first line bears the number before that of a later heading: then it is a heading like that."""
    first = label(lines[0].text)
    if first is None:
        return False
    following = (label(lines[index].text) for index in headings if index)
    return any(
        later is not None and later.value(style) == value + 1 for later in following for style, value in first.values
    )


def _is_subtitle(lines: Sequence[Line], index: int, headings: Collection[int]) -> bool:
    line, others = lines[index], [heading for heading in headings if heading > index]
    if index + 1 >= len(lines) or line.width > _LONGEST_SUBTITLE or not has_letter(line.text) or bracketed(line.text):
        return False
    if ends_sentence(line.text) or pauses(line.text) or starts_low(line.text) or is_date_line(line.text, ""):
        return False
    if others and (index in headings or not line.last):
        return False
    return line.last or lines[index + 1].width > 1.5 * line.width


_LONGEST_PREFACE = 12


def _late_title(lines: Sequence[Line], headings: Collection[int]) -> Front:
    """Return a title that stands after a preface: two headings in a row, or a line that sticks out to the left."""
    if not any(index >= _LONGEST_PREFACE for index in headings):
        return Front(None, None, 0)
    body = body_width(tuple(lines))
    for index, line in enumerate(lines[: min(_LONGEST_PREFACE, len(lines) - 2)]):
        if line.width > 0.7 * body or bracketed(line.text) or not has_letter(line.text) or label(line.text):
            continue
        above, below, then = lines[index - 1] if index else line, lines[index + 1], lines[index + 2]
        sticks_out = index > 0 and line.indent < min(above.indent, below.indent)
        above_heading = below.width < 0.5 * then.width and (index + 1 in headings or not ends_sentence(below.text))
        if sticks_out or (above_heading and not ends_sentence(line.text) and not pauses(line.text) and not line.last):
            return Front(index, None, index + 1)
        if index in headings and index + 1 in headings:
            return Front(index, None, index + 1)
    return Front(None, None, 0)


def is_date_line(text: str, language: str) -> bool:
    """Tell whether a line says a date and hardly anything else."""
    if len(text) > 80 or not any(char.isdigit() for char in text):
        return False
    found = find_date(text, language)
    return found is not None and found.start <= 12 and bool(found.iso) and found.end - found.start > 0.3 * len(text)


def title_of(line: Line) -> tuple[str, tuple[Change, ...]]:
    """Return the title without a list number before it, and the change that says so."""
    numbered = label(line.text)
    if numbered is None or not numbered.rest or not has_letter(numbered.rest) or numbered.values[0][0] != "decimal":
        return line.text, ()
    return numbered.rest, (Change("structure", line.text, numbered.rest, line.location),)


_DASH = re.compile(r"\s*[–—―]\s*|\s+--?\s+")
_PARENTHESIS = re.compile(r"\s*[(（]([^()（）]{2,40})[)）]\s*$")
_LONGEST_DATELINE = 120


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where a report was sent from, by whom and when; each empty if not said."""

    place: str = ""
    agency: str = ""
    date: str = ""


def find_dateline(text: str, language: str) -> Dateline | None:
    """Return the dateline that a paragraph opens with, or None.

    Known forms: `Agency, Place, date – text`, `PLACE, date (Agency) -- text`, `PLACE (Agency) – text`. A single name
    is the place. Of several, the first is the agency if it has more than one word or is an acronym and the last is no
    country; a wrong guess is why there is a finding.
    """
    dash = _DASH.search(text[: _LONGEST_DATELINE + 4])
    if dash is None or dash.start() == 0 or ends_sentence(text[: dash.start()]):
        return None
    head = text[: dash.start()].strip()
    inside = _PARENTHESIS.search(head)
    agency = inside[1].strip() if inside else ""
    head = head[: inside.start()] if inside else head
    found = find_date(head, language)
    if found is None and not inside:
        return None
    names = head if found is None else head[: found.start] if head[: found.start].strip(" ,") else head[found.end :]
    parts = [part.strip(" ,，、") for part in re.split(r"[,，、]", names) if part.strip(" ,，、")]
    if not parts or len(parts) > 4 or any(len(part.split()) > 5 for part in parts):
        return None
    if not agency and len(parts) > 1 and _is_agency(parts, language):
        agency, parts = parts[0], parts[1:]
    return Dateline(", ".join(parts), agency, found.iso if found else "")


def _is_agency(parts: list[str], language: str) -> bool:
    first = parts[0]
    acronym = first.isupper() and len(first) <= 5 and not parts[1].isupper()
    return (len(first.split()) > 1 or acronym) and parts[-1].casefold() not in territories(language)


def with_dateline(metadata: Metadata, found: Dateline, place: Location | None) -> tuple[Metadata, Finding]:
    """Return the metadata with what the dateline says where nothing was known, and the finding that says so."""
    known = replace(
        metadata,
        publisher=metadata.publisher or found.agency,
        coverage=metadata.coverage or found.place,
        date=metadata.date or found.date,
    )
    said = {"agency": found.agency, "place": found.place, "date": found.date}
    message = "the dateline gives " + ", ".join(f"{name} {value!r}" for name, value in said.items() if value)
    hint = "say publisher, place or date in meta.toml if this is not right"
    return known, Finding("structure.dateline", message, Severity.INFO, place, hint)
