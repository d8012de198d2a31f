"""The text and the tables of a DOCX file as wholes, and which way paragraphs run (ECMA-376 part 1, 17)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.verify.docx_parts import STYLES, W
from pipeline.verify.observed import Claim, Grid, Line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OFF = frozenset({"0", "false", "off"})
_STEPS = 20
"""More styles than this are not based on each other."""


def said(element: Element, marks: Collection[str]) -> str:
    """Return the text in an element without that of runs whose style is one of `marks`, the signs of notes."""
    return "".join(text.text or "" for text in element.iter(f"{W}t") if _style(text.getparent()) not in marks)


def _style(run: Element | None) -> str:
    named = run.find(f"{W}rPr/{W}rStyle") if run is not None else None
    return named.get(f"{W}val", "") if named is not None else ""


def grid(table: Element, marks: Collection[str]) -> Grid:
    """Return a table's cells, and how many rows are marked as its head (17.4.49)."""
    rows = table.findall(f"{W}tr")
    cells = tuple(tuple(said(cell, marks) for cell in row.findall(f"{W}tc")) for row in rows)
    return Grid(cells, sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows))


def is_on(flag: Element | None) -> bool:
    """Return whether a toggle, such as `w:bidi`, is there and on (17.17.4)."""
    return flag is not None and flag.get(f"{W}val", "1") not in _OFF


def directions(styles: Element) -> dict[str, str]:
    """Return the direction that paragraphs of each style run in; under the empty name that of the default style."""
    known = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}
    found = {name: _towards(name, known) for name in known}
    kind = [name for name, style in known.items() if _is_default(style)]
    return found | {"": found[kind[0]] if kind else "ltr"}


def _is_default(style: Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") not in _OFF


def _towards(name: str, known: Mapping[str, Element]) -> str:
    """Return the direction of a style: its own, else that of the style that it is based on (17.7.4.3)."""
    for _ in range(_STEPS):
        flag = known[name].find(f"{W}pPr/{W}bidi")
        if flag is not None:
            return "rtl" if is_on(flag) else "ltr"
        based = known[name].find(f"{W}basedOn")
        name = based.get(f"{W}val", "") if based is not None else ""
        if name not in known:
            break
    return "ltr"


def main_directions(document: Element, styles: Mapping[str, str]) -> Iterator[Claim]:
    """Yield which way the whole runs: by the default style, and by each section, whose margins follow it."""
    yield Claim(f"{STYLES}, default", "direction", (styles.get("", "ltr"),))
    for number, section in enumerate(document.iter(f"{W}sectPr"), start=1):
        towards = "rtl" if is_on(section.find(f"{W}bidi")) else "ltr"
        yield Claim(f"section {number}", "direction", (towards,))


def framed(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines; what stands between lines of the text belongs to it, whatever its style."""
    inside = [at for at, line in enumerate(lines) if not line.matter]
    for at, line in enumerate(lines):
        within = bool(inside) and inside[0] < at < inside[-1]
        yield replace(line, matter=line.matter and not within)
