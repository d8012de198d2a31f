"""The look of one DOCX edition in numbers, made from the theme that the PDF is set in too.

Lengths are in twentieths of a point (twips), as WordprocessingML has them; the theme's own are in points.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.emit.docx.scripts import COVERED, Script, Stress, script, stress_of
from pipeline.emit.edition import Layout
from pipeline.emit.paper import paper
from pipeline.emit.theme import Align, Colour, Face, Theme, theme
from pipeline.languages import Language

EMU = 635
"""English Metric Units in a twip: 914400 to the inch (ECMA-376 part 1, 20.1.2.1)."""
_LARGEST = 22 * 72
"""The longest side of a page in Word, in points."""


def twips(points: float) -> int:
    """Return a length in twentieths of a point."""
    return round(20 * points)


def code(colour: Colour) -> str:
    """Return a colour as six hexadecimal digits."""
    return "".join(f"{round(255 * part):02X}" for part in colour)


@dataclass(frozen=True, slots=True)
class Look:
    """The measures of one edition.

    `script` is what its language needs, `stress` how that stresses words; `covered` says whether the embedded fonts
    have its letters.

    `step` is how far a list, a quotation or a definition stands in; `inset` how far code does, so that the tint around
    it ends at the margins of the text; `padding` the space on each side of a cell's content; `gutter` that between two
    columns of text; `line` the height of a line of text.
    """

    theme: Theme
    script: Script
    stress: Stress
    covered: bool
    width: int
    height: int
    side: int
    top: int
    bottom: int
    step: int
    inset: int
    padding: int
    gutter: int
    line: int

    @property
    def measure(self) -> int:
        """The breadth of a line of text."""
        return self.width - 2 * self.side

    @property
    def depth(self) -> int:
        """The height of the text on a page."""
        return self.height - self.top - self.bottom

    @property
    def sans(self) -> bool:
        """Whether the edition has no serifs anywhere."""
        return self.theme.body.face.family == "sans"

    def face(self, face: Face) -> Face:
        """Return the face that stands for one of the theme's: where there are no serifs, display letters are bold."""
        if not self.sans or face.family in {"sans", "mono"}:
            return face
        return Face("sans", face.bold or face.family == "display", face.italic)

    def align(self, align: Align) -> Align:
        """Return how lines are set: none is justified where the text is not."""
        return self.theme.body.align if align == "justify" else align

    def margins(self, style: str) -> tuple[int, int]:
        """Return the margins, where lines start and where they end, that a style itself has."""
        match style:
            case "Quote":
                return self.step, self.step
            case "Epigraph":
                return min(4 * self.step, self.measure // 3), 0
            case "Definition":
                return self.step, 0
            case "CodeBlock":
                return self.inset, self.inset
            case _:
                return 0, 0


def fitting(page: str) -> str:
    """Return the name of a page, or of the one that Word has instead of a larger one."""
    sheet = paper(page)
    if max(sheet.width, sheet.height) <= _LARGEST:
        return page
    return "x".join(f"{min(side, _LARGEST):.2f}" for side in (sheet.width, sheet.height)) + "pt"


def new_look(layout: Layout, language: Language) -> Look:
    """Return the look of a layout in a language; raise `PipelineError` for a theme or a page that is none."""
    made = theme(layout.theme, fitting(layout.page), language.script)
    sheet = made.paper
    return Look(
        theme=made,
        script=script(language.tag),
        stress=stress_of(language.tag),
        covered=language.script in COVERED,
        width=twips(sheet.width),
        height=twips(sheet.height),
        side=twips(sheet.side),
        top=twips(sheet.top),
        bottom=twips(sheet.bottom),
        step=twips(made.step),
        inset=twips(0.6 * made.body.size),
        padding=twips(0.5 * made.cells[0]),
        gutter=twips(made.gutter),
        line=twips(made.body.leading),
    )
