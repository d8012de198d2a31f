"""A small tagged PDF, written out by hand: PDF/UA-1 and PDF/A-2a as far as `pdf_tags` looks at them.

Two pages. A paragraph and the picture are on the first, the paragraph's end and the contents on the second; the formula
is a form with marked content of its own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import font_source_serif_pro
import pikepdf
import uharfbuzz
from pikepdf import Array, Dictionary, Name, Pdf

_FONT = Path(font_source_serif_pro.__file__).parent / "files" / "SourceSerifPro-Regular.ttf"
_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" '
    'xmlns:ext="http://www.aiim.org/pdfa/ns/extension/" xmlns:schema="http://www.aiim.org/pdfa/ns/schema#">'
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Tides</rdf:li></rdf:Alt></dc:title>'
    "<pdfuaid:part>1</pdfuaid:part><pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
    '<ext:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<schema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</schema:namespaceURI></rdf:li></rdf:Bag></ext:schemas>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)
LETTERS = " ().0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
FIRST = (
    ("H1", "The moon"),
    ("P", "It draws the water and"),
    ("Link", "the web"),
    ("Note", "And so does the sun."),
    ("Lbl", "1."),
    ("LBody", "An item"),
    ("TH", "When"),
    ("TH", "Where"),
    ("TD", "Low water"),
    ("TD", "Harbour"),
    ("H2", "The harbour"),
    ("Figure", ""),
)
"""The marked content of the first page: its tag and its text, or no text for the picture."""
SECOND = (("P", "the ships."), ("Link", "The moon 1"))


@cache
def _face() -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(_FONT.read_bytes()))


@cache
def shown(text: str) -> str:
    """Return the glyphs of a text as a string for `Tj`."""
    return f"<{''.join(f'{_face().get_nominal_glyph(ord(letter)):04X}' for letter in text)}>"


def _font(book: Pdf) -> Dictionary:
    glyphs = {letter: _face().get_nominal_glyph(ord(letter)) for letter in LETTERS}
    widths = [[glyph, [_face().get_glyph_h_advance(glyph)]] for glyph in glyphs.values()]
    lines = "\n".join(f"<{glyph:04X}> <{ord(letter):04X}>" for letter, glyph in glyphs.items())
    program = book.make_stream(_FONT.read_bytes())
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.SourceSerif,
        CIDToGIDMap=Name.Identity,
        FontDescriptor=book.make_indirect(Dictionary(Type=Name.FontDescriptor, FontFile2=program)),
        W=[part for pair in widths for part in pair],
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.SourceSerif,
        Encoding=Name("/Identity-H"),
        DescendantFonts=[book.make_indirect(descendant)],
        ToUnicode=book.make_stream(f"{len(glyphs)} beginbfchar\n{lines}\nendbfchar".encode()),
    )


def _marked(number: int, tag: str, text: str) -> str:
    painted = f"BT /F 12 Tf {shown(text)} Tj ET" if text else "/Im Do"
    return f"/{tag} <</MCID {number}>> BDC {painted} EMC"


def _pages(book: Pdf) -> None:
    font = book.make_indirect(_font(book))
    image = book.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    formula = book.make_stream(
        _marked(0, "Formula", "E").encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], StructParents=9
    )
    formula.Resources = Dictionary(Font={"/F": font})
    for number, pieces in enumerate((FIRST, SECOND)):
        lines = [_marked(mcid, *piece) for mcid, piece in enumerate(pieces)]
        lines.append(f"/Artifact <</Type /Pagination>> BDC BT /F 8 Tf [{shown('1')} 20] TJ ET 0 0 m 9 9 l S EMC")
        lines.append("% (not a string\n/Artifact BMC BI /W 1 /H 1 /BPC 8 /CS /G ID (\0 EI EMC" if number else "/Fm Do")
        page = book.add_blank_page().obj
        page.Contents = book.make_stream("\n".join(lines).encode())
        page.Resources = Dictionary(Font={"/F": font}, XObject={"/Im": image, "/Fm": formula})
        page.StructParents, page.Tabs = number, Name.S


class _Tree:
    """What makes structure elements, and notes which one each piece of marked content belongs to."""

    def __init__(self, book: Pdf) -> None:
        self.book = book
        self.root = book.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.owners: dict[int, dict[int, Dictionary]] = {0: {}, 1: {}, 9: {}}
        self.objects: dict[int, Dictionary] = {}

    def element(self, kind: str, *kids: Any, **entries: Any) -> Dictionary:
        """Return an element; a kid is another, the number of marked content on its page, or a reference."""
        page = self.book.pages[entries.pop("page", 0)].obj
        made = Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), Pg=page, K=list(kids), **entries)
        element = self.book.make_indirect(made)
        for kid in kids:
            if isinstance(kid, int):
                self.owners[page.StructParents][kid] = element
            elif "/S" in kid:
                kid.P = element
            elif "/MCID" in kid:
                self.owners[kid.get("/Stm", kid.Pg).StructParents][int(kid.MCID)] = element
            else:
                self.objects[int(kid.Obj.StructParent)] = element
        return element

    def parents(self) -> Array:
        """Return the numbers of the parent tree."""
        listed = {key: [owners[mcid] for mcid in sorted(owners)] for key, owners in self.owners.items()}
        return Array([part for pair in sorted((listed | self.objects).items()) for part in pair])


def _link(book: Pdf, number: int, key: int, **target: Any) -> Dictionary:
    page = book.pages[number].obj
    link = book.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], F=4, StructParent=key, Contents="x", **target)
    )
    page.Annots = Array([link])
    return Dictionary(Type=Name.OBJR, Pg=page, Obj=link)


def _tree(book: Pdf) -> None:
    tree = _Tree(book)
    one, two = (page.obj for page in book.pages)
    web = _link(book, 0, 20, A=Dictionary(S=Name.URI, URI="https://example.org/"))
    moon = _link(book, 1, 21, Dest=Array([one, Name.XYZ, 0, 0, 0]))
    scope = Dictionary(O=Name.Table, Scope=Name.Column)
    formula = Dictionary(Type=Name.MCR, Pg=one, Stm=one.Resources.XObject["/Fm"], MCID=0)
    e = tree.element
    end = Dictionary(Type=Name.MCR, Pg=two, MCID=0)
    paragraph = e("P", 1, e("Link", 2, web), e("Note", 3, ID="n1"), end)
    items = e("L", e("LI", e("Lbl", 4), e("LBody", 5)))
    heads = e("TR", e("TH", 6, A=scope), e("TH", 7, A=Array([scope, 0])))
    wide = Dictionary(O=Name.Table, ColSpan=2)
    rows = (e("TR", e("TD", 8), e("TD", 9)), e("TR", e("TD", A=wide)))
    table = e("Table", e("THead", heads), e("TBody", *rows))
    figure, equation = e("Figure", 11, Alt="A tide", Lang="en-GB"), e("Formula", formula, ActualText="E")
    listed = e("TOC", e("TOCI", e("Reference", e("Link", 1, moon, page=1))))
    document = e("Document", e("Title", 0), paragraph, items, table, e("H2", 10), figure, equation, listed)
    document.P, tree.root.K = tree.root, document
    tree.root.RoleMap = Dictionary(Title=Name.H1)
    tree.root.ParentTree = book.make_indirect(Dictionary(Nums=tree.parents()))
    book.Root.StructTreeRoot = tree.root


def tagged() -> Pdf:
    """Return the file, open."""
    book = pikepdf.new()
    _pages(book)
    _tree(book)
    book.Root.Lang = "en"
    book.Root.MarkInfo = Dictionary(Marked=True)
    book.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    book.Root.Metadata = book.make_stream(_XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
    profile = book.make_stream(bytes(36) + b"acsp", N=3)
    book.Root.OutputIntents = Array([Dictionary(S=Name.GTS_PDFA1, DestOutputProfile=profile)])
    book.trailer.ID = Array([pikepdf.String("tides"), pikepdf.String("tides")])
    return book


def element(book: Pdf, kind: str, number: int = 1) -> Dictionary:
    """Return the element of this type and number, in the order of the tree."""
    elements = _walk(book.Root.StructTreeRoot.K)
    return [element for element in elements if str(element.S) == f"/{kind}"][number - 1]


def _walk(above: Dictionary) -> list[Dictionary]:
    kids = [kid for kid in above.get("/K", ()) if not isinstance(kid, int) and "/S" in kid]
    return [above, *(element for kid in kids for element in _walk(kid))]
