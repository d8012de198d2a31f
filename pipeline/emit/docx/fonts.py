"""The text font, embedded, so that a page looks the same where it is not installed.

Word and LibreOffice read embedded TrueType fonts from a file whose first bytes are mixed with a key (ECMA-376 part 4,
14.2.1: font embedding). Source Serif Pro may be embedded (its OS/2.fsType is 0) and is under the SIL Open Font License.
It covers Latin, Greek and Cyrillic; other scripts take the fonts named in `look`.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from uuid import NAMESPACE_URL, UUID, uuid5

from pipeline.emit.docx.look import MONO, SCRIPTS, SERIF
from pipeline.emit.docx.xml import Markup, join, part

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
FACES = {"embedRegular": "Regular", "embedBold": "Bold", "embedItalic": "It", "embedBoldItalic": "BoldIt"}
"""The elements of `w:font`, in the schema's order, and the faces of the font."""


def key(face: str) -> UUID:
    """Return the key of a face: any unique one serves, and the same one each time keeps files the same."""
    return uuid5(NAMESPACE_URL, f"https://polyfolio.invalid/fonts/{face}")


@cache
def embedded(face: str) -> bytes:
    """Return the font file of a face with its first 32 bytes mixed with the key, last byte of the key first."""
    file = resources.files("font_source_serif_pro").joinpath("files", f"SourceSerifPro-{face}.ttf")
    data, mask = file.read_bytes(), key(face).bytes[::-1] * 2
    return bytes(one ^ two for one, two in zip(data, mask, strict=False)) + data[32:]


def font_part() -> bytes:
    """Return the font table: what serves when a font is missing, and the relationship of each embedded face."""
    faces = join(
        Markup(f'<w:{element} r:id="{face}" w:fontKey="{{{str(key(face)).upper()}}}"/>')
        for element, face in FACES.items()
    )
    serif = (
        f'<w:font w:name="{SERIF}"><w:altName w:val="Source Serif 4"/><w:panose1 w:val="02040603050405020204"/>'
        f'<w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/>{faces}</w:font>'
    )
    others = "".join(
        f'<w:font w:name="{script.font}"><w:altName w:val="{script.instead}"/></w:font>'
        for script in SCRIPTS.values()
        if script.instead
    )
    mono = (
        f'<w:font w:name="{MONO}"><w:panose1 w:val="020B0609020204030204"/><w:charset w:val="00"/>'
        '<w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>'
    )
    return part("w:fonts", Markup(serif + mono + others))
