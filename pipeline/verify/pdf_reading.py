"""The text of a tagged PDF in the order of its structure, as assistive programs read it (ISO 32000-1, 14.8.2).

What is shown is told by the codes of the fonts and by ActualText, not guessed from places on the page. In a line that
runs from right to left the codes stand as the line is seen, from left to right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from pipeline.verify.observed import Line
from pipeline.verify.pdf_content import INSTRUCTION, MARK, Spot, content_of
from pipeline.verify.pdf_fonts import to_unicode
from pipeline.verify.pdf_strings import name_of, strings
from pipeline.verify.pdf_tree import Element, Tree

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_STEP = 0.6
"""How far below another a baseline is that of a new line, in sizes of the letters; less is a raised or lowered sign."""


Contents: TypeAlias = Mapping[int, Sequence[tuple[str, str]]]
"""What stands on a page: for each MCID its lines, each with its language."""


def contents(pdf: Pdf) -> list[Contents]:
    """Return what stands on each page. Artifacts, such as running heads, are left out."""
    return [_Content(page.resources).read(content_of(page.obj)) for page in pdf.pages]


def lines(read: Sequence[Contents], tree: Tree) -> Iterator[Line]:
    """Yield the lines of each piece of marked content, in the order of the structure tree.

    A line has the language that its content is marked with.
    """
    for spot in _spots(tree):
        for text, language in read[spot.page].get(spot.mcid, ()) if spot.stream is None else ():
            yield Line(text, f"page {spot.page + 1}", languages=frozenset(filter(None, (language,))))


def _spots(tree: Tree) -> Iterator[Spot]:
    """Yield all places of content, in the order of the tree."""
    left: list[object] = list(reversed(tree.roots))
    while left:
        kid = left.pop()
        if isinstance(kid, Spot):
            yield kid
        elif isinstance(kid, Element):
            left.extend(reversed(kid.kids))


@dataclass(slots=True)
class _Mark:
    """Marked content while it is read: its number on the page, its language, and whether its text was told before."""

    mcid: int | None = None
    language: str = ""
    told: bool = False


@dataclass(slots=True)
class _Content:
    """The content of one page while it is read: for each MCID its lines, each with its language."""

    resources: Object | None
    marks: list[_Mark] = field(default_factory=lambda: [_Mark()])
    found: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    font: Mapping[int, str] = field(default_factory=dict)
    size: float = 1.0
    baseline: float = 0.0
    fresh: float | None = None

    def read(self, data: bytes) -> Mapping[int, list[tuple[str, str]]]:
        """Return the lines of each MCID."""
        for instruction in INSTRUCTION.finditer(data):
            operands, _, operator, stray = instruction.groups()
            if stray:
                break
            match operator:
                case b"BDC":
                    self._begin(operands)
                case b"BMC":
                    self.marks.append(_Mark(told=self.marks[-1].told))
                case b"EMC" if len(self.marks) > 1:
                    self.marks.pop()
                case b"Tf":
                    name, _, size = operands.strip().rpartition(b" ")
                    self.font, self.size = self._meanings(name.strip()[1:]), abs(float(size)) or 1.0
                case b"Tm":
                    self.baseline = float(operands.split()[-1])
                case b"TJ" | b"Tj":
                    self._show(strings(operands))
        return self.found

    def _begin(self, operands: bytes) -> None:
        """Begin marked content: what is within another has its number and language, unless it has its own."""
        import pikepdf

        above, found = self.marks[-1], MARK.match(operands)
        listed = found[3] if found else None
        properties = pikepdf.Object.parse(listed) if listed else pikepdf.Dictionary()
        mark = _Mark(above.mcid, above.language, above.told)
        if found and found[1] == b"Artifact":
            mark = _Mark()
        if "/MCID" in properties:
            mark.mcid = int(properties["/MCID"])
        mark.language = str(properties.get("/Lang", mark.language))
        self.marks.append(mark)
        if "/ActualText" in properties and not mark.told:
            self._tell(str(properties["/ActualText"]))
            mark.told = True

    def _show(self, codes: bytes) -> None:
        if not self.marks[-1].told:
            pairs = zip(codes[::2], codes[1::2], strict=False)
            self._tell("".join([self.font.get(256 * first + second, "") for first, second in pairs]))

    def _tell(self, text: str) -> None:
        """Put text on the last line of its marked content, or on a new one if it stands below that."""
        mark = self.marks[-1]
        if mark.mcid is None or not text:
            return
        kept = self.found.setdefault(mark.mcid, [])
        below = self.fresh is not None and abs(self.fresh - self.baseline) > _STEP * self.size
        if not kept or below:
            kept.append((text, mark.language))
        else:
            kept[-1] = (kept[-1][0] + text, kept[-1][1])
        self.fresh = self.baseline

    def _meanings(self, name: bytes) -> Mapping[int, str]:
        fonts = self.resources.get("/Font") if self.resources is not None else None
        font = fonts.get(f"/{name_of(name)}") if fonts is not None else None
        cmap = font.get("/ToUnicode") if font is not None else None
        return _to_unicode(cmap.read_bytes()) if cmap is not None else {}


@lru_cache(maxsize=64)
def _to_unicode(cmap: bytes) -> Mapping[int, str]:
    return to_unicode(cmap)
