"""The styles part, written from the table in `styles`.

Kept from edition to edition: every style and its name. Different: what the theme, the page and the script of the
edition ask for, its direction, and whether the work is laid out as a book or as a short piece.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.emit.docx.look import Look
from pipeline.emit.docx.scripts import in_language
from pipeline.emit.docx.styled import NamedStyle, fonts, size
from pipeline.emit.docx.styles import BUILT_IN
from pipeline.emit.docx.xml import NOTHING, Markup, join, part
from pipeline.languages import Language


def styles_part(look: Look, language: Language, styles: Iterable[NamedStyle]) -> bytes:
    """Return the part: what holds where no style says otherwise, what every file has, and `styles`."""
    return part("w:styles", join((_defaults(look, language), _basic(language), *map(_style, styles))))


def _defaults(look: Look, language: Language) -> Markup:
    """Return what holds where no style says otherwise."""
    body = look.theme.body
    return Markup(
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(body.face.family, look)}{size(body.size, look)}"
        f"{in_language(language.tag)}</w:rPr></w:rPrDefault>"
        "<w:pPrDefault><w:pPr><w:widowControl/>"
        f'<w:spacing w:before="0" w:after="0" w:line="{look.line}" w:lineRule="atLeast"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )


def _basic(language: Language) -> Markup:
    bidi = "<w:pPr><w:bidi/></w:pPr>" if language.direction == "rtl" else ""
    return Markup(
        f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"{bidi}</w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )


_BASES = {"character": "DefaultParagraphFont", "table": "TableNormal"}
_PROPERTIES = {"paragraph": "pPr", "table": "tblPr"}


def _style(style: NamedStyle) -> Markup:
    custom = "" if style.name in BUILT_IN else ' w:customStyle="1"'
    element = _PROPERTIES.get(style.kind)
    then = f'<w:next w:val="{style.then}"/>' if style.then else ""
    return Markup(
        f'<w:style w:type="{style.kind}"{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{_BASES.get(style.kind, style.based)}"/>{then}<w:qFormat/>'
        f"{f'<w:{element}>{style.paragraph}</w:{element}>' if style.paragraph else NOTHING}"
        f"{f'<w:rPr>{style.run}</w:rPr>' if style.run else NOTHING}</w:style>"
    )
