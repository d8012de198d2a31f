"""Where blocks stand: what a paragraph has from the blocks around it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.emit.docx.inline import Format, spoken
from pipeline.emit.docx.look import Look, code
from pipeline.emit.docx.xml import NOTHING, Markup
from pipeline.emit.theme import GREY, RULE, TINT, Colour
from pipeline.model import Alignment, Div

_PLAIN = Format()


@dataclass(frozen=True, slots=True)
class Place:
    """Where blocks stand: the style of plain paragraphs there, margins in twips, list depth, and the frame around.

    In a place with `flow` paragraphs are those of running text: the first one flush, the following ones indented.
    """

    style: str
    measure: int
    flow: bool = True
    left: int = 0
    right: int = 0
    depth: int = 0
    alignment: Alignment = "default"
    frame: Markup = NOTHING
    form: Format = _PLAIN

    @property
    def room(self) -> int:
        """The width that is left between the margins."""
        return self.measure - self.left - self.right

    def within(self, left: int = 0, right: int = 0, style: str = "") -> Place:
        """Return a place set in by some margins, with another style unless notes, cells and columns keep theirs.

        However deep it is, half of the measure is left.
        """
        kept = self.style.startswith(("FootnoteText", "Table", "ParallelText"))
        left, right = min(self.left + left, int(0.35 * self.measure)), min(self.right + right, int(0.15 * self.measure))
        form = replace(self.form, room=self.measure - left - right)
        name = self.style if kept or not style else style
        return replace(self, left=left, right=right, flow=False, form=form, style=name)


_INSET = 200
"""How far a box is set in."""


def _box(colour: Colour, size: int) -> Markup:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{code(colour)}"/>'
        for side, space in (("top", 6), ("left", 9), ("bottom", 6), ("right", 9))
    )
    return Markup(f'<w:pBdr>{sides}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{code(TINT)}"/>')


BOXES = {
    "note": _box(RULE, 4),
    "tip": _box(RULE, 4),
    "important": _box(GREY, 8),
    "caution": _box(GREY, 8),
    "warning": _box(GREY, 12),
}
ROLES = {"epigraph": "Epigraph"}


def within(node: Div, place: Place, look: Look) -> Place:
    """Return the place within a division: its language and direction, and the box or style of its role."""
    place = replace(place, form=spoken(place.form, node.language, node.direction))
    if node.role in BOXES:
        return replace(place.within(_INSET, _INSET, "BoxedText"), frame=BOXES[node.role])
    if node.role in ROLES:
        style = ROLES[node.role]
        return place.within(*look.margins(style), style)
    return place
