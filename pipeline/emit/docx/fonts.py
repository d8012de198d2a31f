"""The text fonts, embedded, so that a page looks the same where they are not installed.

Word and LibreOffice read embedded TrueType fonts from a file whose first bytes are mixed with a key (ECMA-376 part 4,
14.2.1: font embedding). The Source fonts may be embedded (their OS/2.fsType is 0) and are under the SIL Open Font
License. They cover Latin, Greek and Cyrillic; other scripts take the fonts named in `scripts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from uuid import NAMESPACE_URL, UUID, uuid5

from pipeline.emit.docx.look import Look
from pipeline.emit.docx.scripts import SCRIPTS
from pipeline.emit.docx.xml import Markup, join, part
from pipeline.emit.theme import Family

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"


@dataclass(frozen=True, slots=True)
class Font:
    """A font by name: what may stand for it, what tells programs its kind, and the faces that are embedded.

    `faces` are the elements of `w:font` in the schema's order, and the names of their files without suffix.
    """

    name: str
    instead: str
    kind: str
    package: str = ""
    faces: Mapping[str, str] = field(default_factory=dict)


_ROMAN = (
    '<w:panose1 w:val="02040603050405020204"/><w:charset w:val="00"/><w:family w:val="roman"/>'
    '<w:pitch w:val="variable"/>'
)
_SWISS = (
    '<w:panose1 w:val="020B0503030403020204"/><w:charset w:val="00"/><w:family w:val="swiss"/>'
    '<w:pitch w:val="variable"/>'
)
_EVEN = (
    '<w:panose1 w:val="020B0609020204030204"/><w:charset w:val="00"/><w:family w:val="modern"/><w:pitch w:val="fixed"/>'
)
_FACES = {"embedRegular": "Regular", "embedBold": "Bold", "embedItalic": "It", "embedBoldItalic": "BoldIt"}
FONTS: dict[Family, Font] = {
    "serif": Font(
        *("Source Serif Pro", "Source Serif 4", _ROMAN, "font_source_serif_pro"),
        {element: f"SourceSerifPro-{face}" for element, face in _FACES.items()},
    ),
    "display": Font(
        *("Source Serif Pro Semibold", "Source Serif 4 SemiBold", _ROMAN, "font_source_serif_pro"),
        {"embedRegular": "SourceSerifPro-Semibold", "embedItalic": "SourceSerifPro-SemiboldIt"},
    ),
    "sans": Font(
        *("Source Sans Pro", "Source Sans 3", _SWISS, "font_source_sans_pro"),
        {element: f"SourceSansPro-{face}" for element, face in _FACES.items()},
    ),
    "mono": Font("Consolas", "Courier New", _EVEN),
}
"""The families of the theme. Word knows a weight other than regular and bold as a family of its own."""


def embedded(look: Look) -> dict[str, str]:
    """Return the faces that an edition of this look embeds, and the packages that have them.

    Beside serifs there are no slanted letters without: these stand in tables, captions and labels, and weigh much.
    """
    if look.sans:
        return _packages("sans", *_FACES)
    display = _packages("display", *_FACES) if look.covered else {}
    return _packages("serif", *_FACES) | display | _packages("sans", "embedRegular", "embedBold")


def _packages(family: Family, *elements: str) -> dict[str, str]:
    font = FONTS[family]
    return {face: font.package for element, face in font.faces.items() if element in elements}


def key(face: str) -> UUID:
    """Return the key of a face: any unique one serves, and the same one each time keeps files the same."""
    return uuid5(NAMESPACE_URL, f"https://polyfolio.invalid/fonts/{face}")


@cache
def mixed(face: str, package: str) -> bytes:
    """Return the font file of a face with its first 32 bytes mixed with the key, last byte of the key first."""
    data, mask = resources.files(package).joinpath("files", f"{face}.ttf").read_bytes(), key(face).bytes[::-1] * 2
    return bytes(one ^ two for one, two in zip(data, mask, strict=False)) + data[32:]


def font_part(look: Look) -> bytes:
    """Return the font table: what serves when a font is missing, and the relationship of each embedded face."""
    faces = embedded(look)
    own = [_font(font, faces) for font in FONTS.values() if not font.faces or faces.keys() & {*font.faces.values()}]
    instead = {name: one.instead for one in SCRIPTS.values() if one.instead for name in (one.font, one.sans)}
    others = (
        Markup(f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>') for name, other in instead.items()
    )
    return part("w:fonts", join((*own, *others)))


def _font(font: Font, faces: Mapping[str, str]) -> Markup:
    files = join(
        Markup(f'<w:{element} r:id="{face}" w:fontKey="{{{str(key(face)).upper()}}}"/>')
        for element, face in font.faces.items()
        if face in faces
    )
    return Markup(f'<w:font w:name="{font.name}"><w:altName w:val="{font.instead}"/>{font.kind}{files}</w:font>')
