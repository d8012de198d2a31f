"""PDF objects that lead through a file: outline, destinations, page labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference

from pipeline.emit.pdf.objects import Raw, reference, string


class Entry(NamedTuple):
    """One line of the outline: `level` from 0, and the name of the destination."""

    level: int
    title: str
    name: str


def destinations(
    document: Any,  # noqa: ANN401  (ReportLab has no types here)
    places: Mapping[str, tuple[PDFObjectReference, float, float]],
) -> PDFDictionary:
    """Return the name tree of destinations (ISO 32000-1, 7.9.6 and 12.3.2.3), its keys sorted by their bytes."""
    pairs: list[object] = []
    for name in sorted(places, key=_bytes):
        page, x, y = places[name]
        place = PDFArray([page, PDFName("XYZ"), round(x, 2), round(y, 2), "null"])
        pairs += [Raw(string(name)), place]
    tree = PDFDictionary({"Names": PDFArray(pairs)})
    return PDFDictionary({"Dests": reference(document, tree)})


def labels(names: Sequence[str]) -> PDFDictionary:
    """Return page labels (12.4.2): lower-case roman numbers for the front matter, then decimal ones from 1."""
    numbers: list[object] = []
    at = 0
    for decimal, group in groupby(names, key=str.isdecimal):
        numbers += [at, PDFDictionary({"S": PDFName("D" if decimal else "r")})]
        at += len(list(group))
    return PDFDictionary({"Nums": PDFArray(numbers)})


def outline(document: Any, entries: Sequence[Entry]) -> PDFDictionary | None:  # noqa: ANN401  (as above)
    """Return the outline (12.3.3), or none if there are no entries; a level deeper by more than one is taken as one."""
    if not entries:
        return None
    root = PDFDictionary({"Type": PDFName("Outlines")})
    made = [PDFDictionary({"Title": Raw(string(e.title)), "Dest": Raw(string(e.name))}) for e in entries]
    references = [reference(document, item) for item in made]
    parents = _parents([entry.level for entry in entries])
    lasts: dict[int, int] = {}
    for at, parent in enumerate(parents):
        above = root if parent < 0 else made[parent]
        made[at]["Parent"] = reference(document, above)
        above.dict.setdefault("First", references[at])
        if "Last" in above:
            before = lasts[parent]
            made[at]["Prev"], made[before]["Next"] = references[before], references[at]
        above["Last"], lasts[parent] = references[at], at
        while parent >= 0:
            made[parent]["Count"] = made[parent].dict.get("Count", 0) + 1
            parent = parents[parent]  # noqa: PLW2901  (up to the root: every entry is open)
    root["Count"] = len(entries)
    return root


def _parents(levels: Sequence[int]) -> list[int]:
    """Return for each level the index of the entry it belongs under, or -1."""
    path: list[tuple[int, int]] = []
    parents: list[int] = []
    for at, level in enumerate(levels):
        while path and path[-1][0] >= level:
            path.pop()
        parents.append(path[-1][1] if path else -1)
        path.append((level, at))
    return parents


def _bytes(name: str) -> bytes:
    """Return a text string as it stands in the file (7.9.2.2), without its escapes."""
    return (
        name.encode("ascii")
        if name.isascii() and name.isprintable()
        else b"\xfe\xff" + name.encode("utf-16-be", "replace")
    )
