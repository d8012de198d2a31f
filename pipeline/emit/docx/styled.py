"""What a style of the theme is in WordprocessingML: sizes, distances and faces as properties of runs and paragraphs."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.emit.docx.fonts import FONTS
from pipeline.emit.docx.look import Look, code, twips
from pipeline.emit.docx.scripts import SCRIPTS
from pipeline.emit.theme import BLACK, Align, Colour, Face, Family, Style


@dataclass(frozen=True, slots=True)
class NamedStyle:
    """One style; `paragraph` and `run` are properties in the order of the schema. `name` is what Word knows it by."""

    id: str
    name: str
    then: str = ""
    paragraph: str = ""
    run: str = ""
    based: str = "Normal"
    kind: str = "paragraph"


_ALIGNED: dict[Align, str] = {"start": "left", "left": "left", "center": "center", "right": "right", "justify": "both"}
"""Alignments; `left` is in Word where lines start (17.3.1.13)."""
SIDES = ("top", "left", "bottom", "right")


def ink(colour: Colour) -> str:
    """Return the property of a colour; black is what a screen makes of it."""
    return "" if colour == BLACK else f'<w:color w:val="{code(colour)}"/>'


def border(sides: tuple[str, ...], size: int, space: int, colour: Colour) -> str:
    """Return rules on some sides of a paragraph, `size` in eighths of a point, `space` in points."""
    rule = f'w:val="single" w:sz="{size}" w:space="{space}" w:color="{code(colour)}"'
    return f"<w:pBdr>{''.join(f'<w:{side} {rule}/>' for side in sides)}</w:pBdr>"


def size(points: float, look: Look) -> str:
    """Return a size for Latin letters and the one for complex scripts that looks the same, in half-points."""
    scale = look.script.scale if look.script.slot == "bidi" else SCRIPTS["Arab"].scale
    return f'<w:sz w:val="{round(2 * points)}"/><w:szCs w:val="{round(2 * points * scale)}"/>'


def fonts(family: Family, look: Look) -> str:
    """Return the fonts of a family for each of the scripts that Word tells apart."""
    name, sans = FONTS[family].name, family == "sans"
    complex_ = look.script if look.script.slot == "bidi" else SCRIPTS["Arab"]
    asian = look.script if look.script.slot == "eastAsia" else SCRIPTS["Jpan"]
    others = (f'w:{slot}="{one.sans if sans else one.font}"' for slot, one in (("eastAsia", asian), ("cs", complex_)))
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" {" ".join(others)}/>'


def weight(face: Face, look: Look) -> str:
    """Return bold and slant of a face; where letters of a script do not slant, they have more weight instead."""
    slanted = face.italic and look.stress == "slant"
    heavy = face.bold or (face.family == "display" and not look.covered) or (face.italic and not slanted)
    complex_ = heavy or face.italic or face.family == "display"
    return f"{'<w:b/>' * heavy}{'<w:bCs/>' * complex_}{'<w:i/>' * slanted}"


def letters(style: Style, look: Look) -> str:
    """Return the run properties of a style of the theme, as far as they are not those of the text around.

    Display letters are a font, where there is one.
    """
    face = look.face(style.face)
    family: Family = "serif" if face.family == "display" and not look.covered else face.family
    shown = fonts(family, look) if family != look.theme.body.face.family else ""
    own = size(style.size, look) if style.size != look.theme.body.size else ""
    return f"{shown}{weight(face, look)}{ink(style.colour)}{own}"


def lines(style: Style, look: Look, *, early: str = "", indent: str = "", late: str = "") -> str:
    """Return the paragraph properties of a style of the theme; `early` and `late` are others, in the schema's order.

    Lines stand at least as far apart as the theme says: a font that needs more room, or a picture, gets it.
    """
    line = f' w:line="{twips(style.leading)}" w:lineRule="atLeast"' if twips(style.leading) != look.line else ""
    still = "" if style.hyphenate else "<w:suppressAutoHyphens/>"
    held = "<w:keepNext/><w:keepLines/>" if style.keep else ""
    spaced = f'<w:spacing w:before="{twips(style.before)}" w:after="{twips(style.after)}"{line}/>'
    return f'{held}{early}{still}{spaced}{indent}<w:jc w:val="{_ALIGNED[look.align(style.align)]}"/>{late}'


def named(  # noqa: PLR0913  (what a style has)
    look: Look, id_: str, name: str, style: Style, then: str = "", *, early: str = "", indent: str = "", late: str = ""
) -> NamedStyle:
    """Return a style of the theme under a name of Word's."""
    return NamedStyle(id_, name, then, lines(style, look, early=early, indent=indent, late=late), letters(style, look))


def cell_margins(margins: dict[str, int]) -> str:
    """Return the property of a table that says how far, in twips, the content of its cells stands from their sides."""
    inside = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in margins.items())
    return f"<w:tblCellMar>{inside}</w:tblCellMar>"
