"""The look as a table of named styles, so that a person can change each of them in Word in one place."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.emit.docx.look import (
    ACCENT,
    CODE_INSET,
    GREY,
    GUTTER,
    INK,
    LINK,
    MONO,
    PADDING,
    RULE,
    SHADE,
    STEP,
    TEXT_WIDTH,
)


@dataclass(frozen=True, slots=True)
class Style:
    """One style; `paragraph`, `run`, size and `after` are properties in the order of the schema.

    `name` is what Word knows it by. `size` is in half-points, for Latin letters; 0 leaves it as it is around.
    """

    id: str
    name: str
    then: str = ""
    paragraph: str = ""
    run: str = ""
    size: float = 0
    after: str = ""
    based: str = "Normal"
    kind: str = "paragraph"


def _space(before: int, after: int, line: int = 0) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def _colour(value: str) -> str:
    return f'<w:color w:val="{value}"/>'


def _border(sides: tuple[str, ...], size: int, space: int, colour: str) -> str:
    rule = f'w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"'
    return f"<w:pBdr>{''.join(f'<w:{side} {rule}/>' for side in sides)}</w:pBdr>"


SIDES = ("top", "left", "bottom", "right")
_STILL = "<w:suppressAutoHyphens/>"
_HELD = f"<w:keepNext/><w:keepLines/>{_STILL}"
_CENTRE, _LEADING, _JUSTIFIED = '<w:jc w:val="center"/>', '<w:jc w:val="left"/>', '<w:jc w:val="both"/>'
_BOLD = "<w:b/><w:bCs/>"
_MONO = f'<w:rFonts w:ascii="{MONO}" w:hAnsi="{MONO}" w:cs="{MONO}"/><w:noProof/>'

TEXT_SIZE = 21


def _heading(
    level: int, size: float, space: tuple[int, int], run: str, early: str = "<w:keepNext/><w:keepLines/>"
) -> Style:
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    paragraph = f"{early}{_STILL}{_space(*space, 252)}{_LEADING}{outline}"
    return Style(f"Heading{level}", f"heading {level}", "FirstParagraph", paragraph, run, size)


def _contents(level: int) -> Style:
    """Return the style of a contents entry: a page number, once Word has filled it in, stands at the right margin."""
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    indent = f'<w:ind w:left="{(level - 1) * 340}" w:right="{STEP}"/>'
    before, run = ((160, _BOLD), (30, ""), (10, _colour(GREY)))[level - 1]
    paragraph = f"{tab}{_STILL}{_space(before, 30, 264)}{indent}"
    return Style(f"TOC{level}", f"toc {level}", "", paragraph, run, 20 if level > 1 else 21)


def _title(style: str, then: str, space: tuple[int, int], run: str, size: float) -> Style:
    return Style(style, style, then, f"<w:keepNext/>{_STILL}{_space(*space, 252)}{_CENTRE}", run, size)


STYLES = (
    _title("Title", "Subtitle", (2600, 260), _colour(INK), 60),
    _title("Subtitle", "Author", (0, 560), f"<w:i/>{_colour(GREY)}", 29),
    Style("Author", "Author", "Author", f"{_STILL}{_space(0, 80)}{_CENTRE}", "", 25),
    Style("Imprint", "Imprint", "Imprint", f"{_STILL}{_space(0, 50)}{_CENTRE}", _colour(GREY), 19),
    Style("Cover", "Cover", "", _CENTRE),
    Style("ContentsHeading", "Contents Heading", "", f"{_HELD}{_space(480, 360, 252)}", _colour(INK), 40),
    *(_contents(level) for level in (1, 2, 3)),
    _heading(1, 40, (560, 280), _colour(INK)),
    _heading(2, 28, (440, 150), f"{_BOLD}{_colour(INK)}"),
    _heading(3, 24, (340, 100), f"{_BOLD}{_colour(ACCENT)}"),
    _heading(4, 22, (280, 70), f"{_BOLD}<w:i/>{_colour(INK)}"),
    _heading(5, 21, (240, 60), f"<w:bCs/><w:i/>{_colour(ACCENT)}"),
    _heading(6, 20, (240, 60), f'<w:bCs/><w:smallCaps/>{_colour(GREY)}<w:spacing w:val="20"/>'),
    Style("BodyText", "Body Text", "BodyText", f'<w:ind w:firstLine="300"/>{_JUSTIFIED}'),
    Style("FirstParagraph", "First Paragraph", "BodyText", '<w:ind w:firstLine="0"/>', based="BodyText"),
    Style("ResumedParagraph", "Resumed Paragraph", "BodyText", _space(200, 0), based="FirstParagraph"),
    Style(
        "Quote", "Quote", "Quote", f'{_space(120, 120)}<w:ind w:left="{STEP}" w:right="{STEP}"/>{_JUSTIFIED}', "", 20
    ),
    Style("Epigraph", "Epigraph", "", f'{_STILL}{_space(60, 160)}<w:ind w:left="{4 * STEP}"/>', "<w:i/>", 20),
    Style("BoxedText", "Boxed Text", "BoxedText", _space(40, 40), "", 20),
    Style("ListParagraph", "List Paragraph", "ListParagraph", _space(70, 50)),
    Style("DefinitionTerm", "Definition Term", "Definition", f"<w:keepNext/>{_space(140, 20)}", _BOLD),
    Style("Definition", "Definition", "Definition", f'{_space(0, 60)}<w:ind w:left="{STEP}"/>'),
    Style(
        *("CodeBlock", "Code Block", "ResumedParagraph"),
        f'{_border(SIDES, 4, 6, SHADE)}<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>'
        f'{_STILL}{_space(240, 240, 264)}<w:ind w:left="{CODE_INSET}" w:right="{CODE_INSET}"/>{_LEADING}',
        *(_MONO, 17),
    ),
    Style("TableText", "Table Text", "TableText", _space(0, 0, 252), "", 19),
    Style("TableHeading", "Table Heading", "TableText", f"<w:keepNext/>{_STILL}", _BOLD, based="TableText"),
    Style("Picture", "Picture", "Caption", f"{_space(220, 120, 240)}{_CENTRE}"),
    Style(
        *("Caption", "caption", "ResumedParagraph"),
        f"<w:keepLines/>{_STILL}{_space(180, 110, 252)}{_CENTRE}",
        *(f"<w:i/>{_colour(GREY)}", 19),
    ),
    Style(
        *("ThematicBreak", "Thematic Break", "ResumedParagraph"),
        f'{_border(("bottom",), 6, 1, GREY)}{_space(60, 260)}<w:ind w:left="3000" w:right="3000"/>',
    ),
    Style("FootnoteText", "footnote text", "FootnoteText", _space(0, 40, 252), "", 17),
    Style("Header", "header", "", f"{_STILL}{_CENTRE}", f"<w:i/>{_colour(GREY)}", 17),
    Style("Footer", "footer", "", _CENTRE, _colour(GREY), 18),
    Style(
        *("MatterHeading", "Matter Heading", "Colophon"),
        f'{_HELD}{_space(480, 260, 252)}<w:outlineLvl w:val="0"/>',
        *(_colour(INK), 28),
    ),
    Style("Colophon", "Colophon", "Colophon", f"<w:keepLines/>{_STILL}{_space(0, 80, 264)}", "", 18),
    Style("Spacer", "Spacer", "", f"<w:keepNext/>{_space(80, 0, 240)}", "", 4),
    Style("Emphasis", "Emphasis", kind="character"),
    Style("Strong", "Strong", run=_BOLD, kind="character"),
    Style("InlineCode", "Inline Code", run=_MONO, size=19, kind="character"),
    Style(
        *("Hyperlink", "Hyperlink", "", "", _colour(LINK), 0, f'<w:u w:val="single" w:color="{RULE}"/>'),
        kind="character",
    ),
    Style(
        *("FootnoteReference", "footnote reference", "", "", "", 0, '<w:vertAlign w:val="superscript"/>'),
        kind="character",
    ),
    Style("MatterLabel", "Matter Label", run=_colour(GREY), kind="character"),
)
"""Every style that the emitter uses, and no other."""

BRIEF = {
    "Title": _title("Title", "Subtitle", (0, 140), _colour(INK), 46),
    "Subtitle": _title("Subtitle", "Author", (0, 220), f"<w:i/>{_colour(GREY)}", 25),
    "OriginalTitle": _title("OriginalTitle", "Author", (0, 140), f"<w:i/>{_colour(GREY)}", 25),
    "Author": Style("Author", "Author", "Author", f"{_STILL}{_space(0, 40)}{_CENTRE}", "", 21),
    "FirstParagraph": Style(
        *("FirstParagraph", "First Paragraph", "BodyText"),
        f'{_space(300, 0)}<w:ind w:firstLine="0"/>',
        based="BodyText",
    ),
    "MatterHeading": Style(
        *("MatterHeading", "Matter Heading", "Colophon"),
        f"<w:keepNext/><w:keepLines/>{_border(('top',), 4, 10, RULE)}{_STILL}{_space(700, 140, 252)}"
        '<w:outlineLvl w:val="0"/>',
        *(_colour(INK), 22),
    ),
}
"""What changes when the title stands above a short text instead of on a page of its own."""

CHAPTER = {"Heading1": _heading(1, 44, (1100, 480), _colour(INK), "<w:keepNext/><w:keepLines/><w:pageBreakBefore/>")}
"""What changes when parts of level 1 are so long that each opens a page."""

BUILT_IN = frozenset(
    {style.name for style in STYLES if style.name[:4] in {"head", "toc "}}
    | {"Title", "Subtitle", "Body Text", "Quote", "List Paragraph", "caption", "footnote text", "footnote reference"}
    | {"header", "footer", "Emphasis", "Strong", "Hyperlink"}
)
"""The names that Word has itself ([MS-OI29500] 2.1.232); it translates them in its list of styles."""

TABLE = (
    "<w:tblPr><w:tblBorders>"
    f'<w:top w:val="single" w:sz="8" w:space="0" w:color="{INK}"/>'
    f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK}"/>'
    f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
    f'</w:tblBorders><w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="{PADDING}" w:type="dxa"/>'
    f'<w:bottom w:w="50" w:type="dxa"/><w:right w:w="{PADDING}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)
"""Rules above and below a table, thin ones between rows, none upright."""

PARALLEL = (
    _title("OriginalTitle", "Author", (0, 160), f"<w:i/>{_colour(GREY)}", 29),
    Style("ParallelText", "Parallel Text", "ParallelText", f"{_space(0, 120, 264)}{_LEADING}", "", 19),
)
"""What a bilingual edition has beside all others."""

PARALLEL_TABLE = (
    f'<w:tblPr><w:tblCellMar><w:left w:w="{GUTTER // 2}" w:type="dxa"/><w:right w:w="{GUTTER // 2}" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr>"
)
"""Two columns without rules."""
