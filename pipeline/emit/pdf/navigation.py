"""PDF objects that lead through a file: outline, destinations, page labels; and small ones that others are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.emit.pdf.arabic import plain

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFObjectReference


class Entry(NamedTuple):
    """One line of the outline: `level` from 0, and the name of the destination."""

    level: int
    title: str
    name: str


def new_document() -> Any:  # noqa: ANN401  (ReportLab sets the attributes used here without declaring them)
    """Return an empty PDF 1.7 document whose identity comes from its content, set as `fingerprint` when it is known."""
    from reportlab.pdfbase.pdfdoc import PDFDocument

    class Document(PDFDocument):
        fingerprint = ""

        def ID(self) -> bytes:  # noqa: N802  (ReportLab's name)
            return f"[<{self.fingerprint}><{self.fingerprint}>]".encode("ascii")

    return Document(compression=1, invariant=1, pdfVersion=(1, 7))


def reference(document: Any, thing: object) -> PDFObjectReference:  # noqa: ANN401  (as above)
    """Put an object into the file and return the reference to it."""
    found: PDFObjectReference = document.Reference(thing)
    return found


def array(numbers: Iterable[float]) -> PDFArray:
    """Return numbers as a PDF array, rounded to hundredths of a point."""
    from reportlab.pdfbase.pdfdoc import PDFArray

    return PDFArray([round(number, 2) for number in numbers])


def dictionary(values: Mapping[str, str]) -> PDFDictionary:
    """Return texts as a PDF dictionary."""
    from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFString

    return PDFDictionary({key: PDFString(value) for key, value in values.items()})


def destinations(
    document: Any,  # noqa: ANN401  (as above)
    places: Mapping[str, tuple[PDFObjectReference, float, float]],
) -> PDFDictionary:
    """Return the name tree of destinations (ISO 32000-1, 7.9.6 and 12.3.2.3), its keys sorted by their bytes."""
    from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

    pairs: list[object] = []
    for name in sorted(places, key=_bytes):
        page, x, y = places[name]
        place = PDFArray([page, PDFName("XYZ"), round(x, 2), round(y, 2), "null"])
        pairs += [PDFString(name), place]
    tree = PDFDictionary({"Names": PDFArray(pairs)})
    return PDFDictionary({"Dests": reference(document, tree)})


def labels(names: Sequence[str]) -> PDFDictionary:
    """Return page labels (12.4.2): lower-case roman numbers for the front matter, then decimal ones from 1."""
    from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName

    numbers: list[object] = []
    at = 0
    for decimal, group in groupby(names, key=str.isdecimal):
        numbers += [at, PDFDictionary({"S": PDFName("D" if decimal else "r")})]
        at += len(list(group))
    return PDFDictionary({"Nums": PDFArray(numbers)})


def outline(document: Any, entries: Sequence[Entry]) -> PDFDictionary | None:  # noqa: ANN401  (as above)
    """Return the outline (12.3.3), or none if there are no entries; a level deeper by more than one is taken as one."""
    from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFString

    if not entries:
        return None
    root = PDFDictionary({"Type": PDFName("Outlines")})
    made = [PDFDictionary({"Title": PDFString(e.title), "Dest": PDFString(e.name)}) for e in entries]
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


def unicode_map(subset: Sequence[int]) -> str:
    """Return a ToUnicode CMap (9.10.3) for a font subset: code → the text that the glyph stands for.

    Lam-alef stands for its letters from left to right, as all right-to-left text is drawn: readers turn them round.
    """
    pairs = [(code, plain(chr(point))[::-1] if point else "\ufffd") for code, point in enumerate(subset)]
    lines = [f"<{code:02X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in pairs]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    mapped = "\n".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar" for block in blocks)
    return _CMAP.format(last=len(subset) - 1, mapped=mapped)


def _bytes(name: str) -> bytes:
    """Return a text string as it stands in the file (7.9.2.2)."""
    try:
        return name.encode("pdfdoc")
    except UnicodeEncodeError:
        return b"\xfe\xff" + name.encode("utf-16-be")


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <{last:02X}>
endcodespacerange
{mapped}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
