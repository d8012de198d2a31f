"""The look as a table of named styles, so that a person can change each of them in Word in one place.

Sizes, distances and faces are those of the theme, as the PDF has them; the names are those that Word knows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.emit.docx.look import Look, code, twips
from pipeline.emit.docx.styled import SIDES, NamedStyle, border, cell_margins, fonts, ink, named, size, weight
from pipeline.emit.theme import BLACK, GREY, LINK, RULE, TINT, Face


@dataclass(frozen=True, slots=True)
class Extent:
    """What of the styles depends on the text.

    `title` is the size of its title in sizes of the theme's; `brief`: the title stands above the text; `chapters`: each
    heading of level 1 opens a page; `parallel`: there are two columns; `cells` are the numbers of the sizes in tables.
    """

    title: float
    brief: bool
    chapters: bool
    parallel: bool
    cells: frozenset[int]


def styles(look: Look, extent: Extent) -> tuple[NamedStyle, ...]:
    """Return every style that an edition uses, and no other."""
    columns = (_parallel(look),) if extent.parallel else ()
    cells = (style for number in sorted({0} | extent.cells) for style in _cells(look, number))
    around = (*_titles(look, extent), *_headings(look, chapters=extent.chapters), *_matter(look, brief=extent.brief))
    return (*around, *_text(look, brief=extent.brief), *_objects(look), *cells, *columns, *_characters(look))


def _titles(look: Look, extent: Extent) -> tuple[NamedStyle, ...]:
    """Return the styles of the title page, or of the head of a short piece, whose lines begin where the text's do."""
    theme = look.theme
    title = replace(theme.title.scaled(extent.title), before=0.0 if extent.brief else 0.2 * theme.depth)
    known = {
        ("Title", "Title", "Subtitle"): title,
        ("Subtitle", "Subtitle", "Author"): theme.subtitle,
        ("OriginalTitle", "Original Title", "Author"): theme.subtitle,
        ("Author", "Author", "Author"): theme.author,
        ("Imprint", "Imprint", "Imprint"): theme.imprint,
    }
    if extent.brief:
        known = {names: replace(one, align="start", before=min(one.before, 10.0)) for names, one in known.items()}
    return tuple(
        named(look, id_, name, replace(style, keep=id_ != "Imprint"), then)
        for (id_, name, then), style in known.items()
        if extent.parallel or id_ != "OriginalTitle"
    )


def _headings(look: Look, *, chapters: bool) -> tuple[NamedStyle, ...]:
    first, *others = look.theme.headings
    opened = replace(first, before=look.theme.drop, after=1.5 * first.after) if chapters else first
    early = ("<w:pageBreakBefore/>" if chapters else "", *[""] * len(others))
    return tuple(
        named(look, f"Heading{at}", f"heading {at}", style, "FirstParagraph", early=one, late=_outline(at))
        for at, (style, one) in enumerate(zip((opened, *others), early, strict=True), 1)
    )


def _outline(level: int) -> str:
    return f'<w:outlineLvl w:val="{level - 1}"/>'


def _matter(look: Look, *, brief: bool) -> tuple[NamedStyle, ...]:
    """Return the styles of what stands around the text: contents, colophon, running head and foot."""
    theme = look.theme
    above = replace(theme.headings[3], before=26.0) if brief else theme.matter_heading
    rule = border(("bottom",), 3, 4, RULE)
    listed = (
        named(look, f"TOC{at}", f"toc {at}", style, early=_tab(look), indent=_listed(look, at))
        for at, style in enumerate(theme.contents, 1)
    )
    return (
        NamedStyle("Cover", "Cover", "", '<w:jc w:val="center"/>'),
        named(look, "ContentsHeading", "Contents Heading", theme.matter_heading),
        *listed,
        named(look, "Header", "header", replace(theme.head, hyphenate=False), early=rule),
        named(look, "Footer", "footer", theme.folio),
        named(look, "MatterHeading", "Matter Heading", above, "Colophon", late=_outline(1)),
        named(look, "Colophon", "Colophon", replace(theme.colophon, hyphenate=False), "Colophon"),
    )


def _tab(look: Look) -> str:
    """Return the place at the end of the line where a page number stands, once Word has filled it in."""
    return f'<w:tabs><w:tab w:val="right" w:pos="{look.measure}"/></w:tabs>'


def _listed(look: Look, level: int) -> str:
    return f'<w:ind w:left="{(level - 1) * look.step * 3 // 4}" w:right="{look.step}"/>'


def _text(look: Look, *, brief: bool) -> tuple[NamedStyle, ...]:
    """Return the styles of paragraphs of text; one that resumes it after something else stands off from that."""
    theme = look.theme
    body, tight = theme.body, max(theme.body.before, 0.3 * theme.body.leading)
    opening = replace(body, before=12.0 if brief else body.before)
    resuming = replace(body, before=max(theme.gap, body.before))
    flush, term = f'<w:ind w:firstLine="{twips(theme.opening)}"/>', theme.term
    quote, item = theme.quote, replace(body, before=tight)
    return (
        named(look, "BodyText", "Body Text", body, "BodyText", indent=f'<w:ind w:firstLine="{twips(theme.indent)}"/>'),
        replace(named(look, "FirstParagraph", "First Paragraph", opening, "BodyText", indent=flush), based="BodyText"),
        replace(
            named(look, "ResumedParagraph", "Resumed Paragraph", resuming, "BodyText", indent=flush),
            based="FirstParagraph",
        ),
        named(look, "Quote", "Quote", quote, "Quote", indent=_margins(look, "Quote")),
        named(look, "Epigraph", "Epigraph", replace(quote, align="start"), indent=_margins(look, "Epigraph")),
        named(look, "BoxedText", "Boxed Text", replace(quote, before=0.3 * quote.leading, after=0.0), "BoxedText"),
        named(look, "ListParagraph", "List Paragraph", item, "ListParagraph"),
        named(look, "DefinitionTerm", "Definition Term", term, "Definition"),
        named(look, "Definition", "Definition", replace(body, before=1.0), indent=_margins(look, "Definition")),
        named(look, "FootnoteText", "footnote text", theme.note, "FootnoteText"),
    )


def _margins(look: Look, style: str) -> str:
    left, right = look.margins(style)
    return f'<w:ind w:left="{left}" w:right="{right}"/>'


def _objects(look: Look) -> tuple[NamedStyle, ...]:
    """Return the styles of code, tables, pictures and what parts the text."""
    theme = look.theme
    tint = f'{border(SIDES, 4, 6, TINT)}<w:shd w:val="clear" w:color="auto" w:fill="{code(TINT)}"/>'
    around = theme.gap + 4
    coded = replace(theme.code, before=around, after=around)
    third = f'<w:ind w:left="{look.measure // 3}" w:right="{look.measure // 3}"/>'
    shown = replace(theme.caption, before=around, after=theme.gap, align="center")
    return (
        named(
            look, "CodeBlock", "Code Block", coded, "ResumedParagraph", early=tint, indent=_margins(look, "CodeBlock")
        ),
        named(look, "Picture", "Picture", shown, "Caption"),
        named(look, "Caption", "caption", theme.caption, "ResumedParagraph"),
        NamedStyle(
            *("ThematicBreak", "Thematic Break", "ResumedParagraph"),
            f'{border(("bottom",), 6, 1, GREY)}<w:spacing w:before="0" w:after="{twips(around)}"/>{third}',
        ),
        NamedStyle(
            *("Spacer", "Spacer", ""),
            '<w:keepNext/><w:spacing w:before="80" w:after="0" w:line="240" w:lineRule="auto"/>',
            size(2, look),
        ),
    )


def _cells(look: Look, number: int) -> tuple[NamedStyle, ...]:
    """Return the styles of a table's cells in the size of a number; the first size has none in its name."""
    which, size_ = f" {number + 1}" if number else "", look.theme.cells[number]
    text, head = (look.theme.cell(size_, head=head, align="start") for head in (False, True))
    made = (("Table Text", text), ("Table Heading", replace(head, keep=True, hyphenate=False)))
    return tuple(
        named(look, f"{name}{which}".replace(" ", ""), f"{name}{which}", style, f"TableText{which.strip()}")
        for name, style in made
    )


def _parallel(look: Look) -> NamedStyle:
    column = look.theme.column
    return named(look, "ParallelText", "Parallel Text", replace(column, after=0.4 * column.leading), "ParallelText")


def _characters(look: Look) -> tuple[NamedStyle, ...]:
    """Return the styles of letters; where the edition is in letters of the Far East dots stand for stress."""
    dots = '<w:bCs/><w:em w:val="dot"/>'
    stressed = dots if look.stress == "dots" else weight(Face(italic=True), look)
    known = {
        "Emphasis": stressed,
        "Strong": weight(Face(bold=True), look),
        "Inline Code": f"{fonts('mono', look)}<w:noProof/>",
        "Hyperlink": f'{ink(LINK)}<w:u w:val="single" w:color="{code(RULE)}"/>',
        "footnote reference": '<w:vertAlign w:val="superscript"/>',
        "Matter Label": weight(Face(bold=True), look) + ink(GREY),
    }
    return tuple(
        NamedStyle(name.title().replace(" ", ""), name, run=run, kind="character") for name, run in known.items()
    )


BUILT_IN = frozenset(
    {*(f"heading {level}" for level in range(1, 7)), *(f"toc {level}" for level in range(1, 4))}
    | {"Title", "Subtitle", "Body Text", "Quote", "List Paragraph", "caption", "footnote text", "footnote reference"}
    | {"header", "footer", "Emphasis", "Strong", "Hyperlink"}
)
"""The names that Word has itself ([MS-OI29500] 2.1.232); it translates them in its list of styles."""


def table_styles(look: Look, *, parallel: bool) -> tuple[NamedStyle, ...]:
    """Return the styles of tables: rules above and below, thin ones between rows, none upright; and of two columns."""
    rules = (("top", 8, BLACK), ("bottom", 8, BLACK), ("insideH", 4, RULE))
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{breadth}" w:space="0" w:color="{code(colour)}"/>'
        for side, breadth, colour in rules
    )
    around = {side: 50 if side in {"top", "bottom"} else look.padding for side in SIDES}
    book = f"<w:tblBorders>{borders}</w:tblBorders>{cell_margins(around)}"
    both = cell_margins(dict.fromkeys(("left", "right"), look.gutter // 2))
    known = (("BookTable", "Book Table", book), ("Parallel", "Parallel", both))[: 1 + parallel]
    return tuple(NamedStyle(id_, name, paragraph=inside, kind="table") for id_, name, inside in known)
