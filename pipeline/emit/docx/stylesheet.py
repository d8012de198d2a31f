"""The styles part, written from the table in `styles`; what differs between editions is decided here.

Kept from edition to edition: every style and its name. Different: fonts, sizes and emphasis that the script of the
edition asks for, its direction, and whether the work is laid out as a book or as a short piece.
"""

from __future__ import annotations

from pipeline.emit.docx.look import SCRIPTS, SERIF, Script, in_language, script
from pipeline.emit.docx.styles import (
    BRIEF,
    BUILT_IN,
    CHAPTER,
    PARALLEL,
    PARALLEL_TABLE,
    STYLES,
    TABLE,
    TEXT_SIZE,
    Style,
)
from pipeline.emit.docx.xml import NOTHING, Markup, join, part
from pipeline.languages import Language


def styles_part(language: Language, *, brief: bool, chapters: bool, parallel: bool) -> bytes:
    """Return the part. `brief`: the title stands above the text; `chapters`: each heading of level 1 opens a page.

    `parallel`: it has the styles of two columns.
    """
    needs = script(language.tag)
    changed = (BRIEF if brief else {}) | (CHAPTER if chapters else {})
    used = (*STYLES, *(PARALLEL if parallel else ()))
    rows = join(_style(changed.get(style.id, style), needs) for style in used)
    tables = join(_table_style(*table) for table in _TABLES[: 1 + parallel])
    return part("w:styles", join((_defaults(language, needs), _basic(language), rows, tables)))


def _defaults(language: Language, needs: Script) -> Markup:
    """Return what holds where no style says otherwise."""
    complex_font = needs.font if needs.slot == "bidi" else SCRIPTS["Arab"].font
    asian_font = needs.font if needs.slot == "eastAsia" else SCRIPTS["Jpan"].font
    fonts = f'w:ascii="{SERIF}" w:hAnsi="{SERIF}" w:eastAsia="{asian_font}" w:cs="{complex_font}"'
    return Markup(
        f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>{_size(TEXT_SIZE, needs)}"
        f"{in_language(language.tag)}</w:rPr></w:rPrDefault>"
        "<w:pPrDefault><w:pPr><w:widowControl/>"
        '<w:spacing w:before="0" w:after="0" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )


def _size(size: float, needs: Script) -> str:
    """Return a size for Latin letters and the one for complex scripts that looks the same."""
    scale = needs.scale if needs.slot == "bidi" else SCRIPTS["Arab"].scale
    return f'<w:sz w:val="{round(size)}"/><w:szCs w:val="{round(size * scale)}"/>'


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


def _style(style: Style, needs: Script) -> Markup:
    run = _emphasis(needs) if style.id == "Emphasis" else style.run
    run = run + (_size(style.size, needs) if style.size else "") + style.after
    custom = "" if style.name in BUILT_IN else ' w:customStyle="1"'
    based = "DefaultParagraphFont" if style.kind == "character" else style.based
    return Markup(
        f'<w:style w:type="{style.kind}"{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{based}"/>{f"""<w:next w:val="{style.then}"/>""" if style.then else NOTHING}<w:qFormat/>'
        f"{f'<w:pPr>{style.paragraph}</w:pPr>' if style.paragraph else NOTHING}"
        f"{f'<w:rPr>{run}</w:rPr>' if run else NOTHING}</w:style>"
    )


def _emphasis(needs: Script) -> str:
    """Return how emphasis is set: italics for Latin, bold for complex scripts, dots where the edition is in Han."""
    return '<w:bCs/><w:em w:val="dot"/>' if needs.slot == "eastAsia" else "<w:bCs/><w:i/>"


def _table_style(identifier: str, name: str, properties: str) -> Markup:
    return Markup(
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/>{properties}</w:style>'
    )


_TABLES = (("BookTable", "Book Table", TABLE), ("Parallel", "Parallel", PARALLEL_TABLE))
"""Every table style; the second only where there are two columns."""
