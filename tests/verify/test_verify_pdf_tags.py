"""A tagged PDF made by hand has no faults, and each damage to it is found and named."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from handmade_tags import element, shown, tagged
from pikepdf import Array, Dictionary, Name, Pdf

from pipeline.verify import pdf_structure, pdf_tags

Damage = Callable[[Pdf], object]


def found(book: Pdf) -> list[str]:
    return [f"{fault.place}: {fault.what}" for fault in pdf_tags.faults(book)]


def saved(book: Pdf, **options: Any) -> bytes:
    buffer = BytesIO()
    book.save(buffer, **options)
    return buffer.getvalue()


def test_a_well_tagged_file_has_no_faults() -> None:
    assert found(tagged()) == []


def test_a_file_that_was_saved_and_opened_has_no_faults() -> None:
    with pdf_structure.opened(saved(tagged())) as book:
        assert found(book) == []


def painted(before: str, after: str, page: int = 0) -> Damage:
    """Return what writes something else in a page's content."""

    def damage(book: Pdf) -> None:
        stream = book.pages[page].obj.Contents
        data = stream.read_bytes()
        assert before.encode() in data
        stream.write(data.replace(before.encode(), after.encode(), 1))

    return damage


def put(kind: str, key: str, value: Any, number: int = 1) -> Damage:
    """Return what sets an entry of an element; None takes it away."""

    def damage(book: Pdf) -> None:
        if value is None:
            del element(book, kind, number)[key]
        else:
            element(book, kind, number)[key] = value

    return damage


def root(key: str, value: Any) -> Damage:
    return lambda book: book.Root.__setitem__(key, value)


def noted(key: str, value: Any, page: int = 0) -> Damage:
    return lambda book: book.pages[page].obj.Annots[0].__setitem__(key, value)


def paged(key: str, value: Any) -> Damage:
    return lambda book: book.pages[0].obj.__setitem__(key, value)


def metadata(before: bytes, after: bytes) -> Damage:
    def damage(book: Pdf) -> None:
        data = book.Root.Metadata.read_bytes()
        assert before in data
        book.Root.Metadata.write(data.replace(before, after))

    return damage


def fonted(change: Callable[[Dictionary, Dictionary], object]) -> Damage:
    """Return what changes the font and its descendant."""

    def damage(book: Pdf) -> None:
        font = book.pages[0].obj.Resources.Font["/F"]
        change(font, font.DescendantFonts[0])

    return damage


def _drop_last(book: Pdf) -> None:
    del book.Root.StructTreeRoot.ParentTree.Nums[1][11]


def _swap(book: Pdf) -> None:
    listed = book.Root.StructTreeRoot.ParentTree.Nums[1]
    listed[0], listed[1] = listed[1], listed[0]


def _surplus(book: Pdf) -> None:
    book.Root.StructTreeRoot.ParentTree.Nums[1].append(element(book, "P"))


def _circle(book: Pdf) -> None:
    element(book, "LI").K.append(element(book, "L"))


def _twice(book: Pdf) -> None:
    element(book, "Document").K.append(element(book, "P"))


def _refer_twice(book: Pdf) -> None:
    element(book, "H2").K.append(1)


def _deep(book: Pdf) -> None:
    above = element(book, "Document")
    for _ in range(260):
        below = book.make_indirect(Dictionary(S=Name.Sect, P=above, K=Array()))
        above.K.append(below)
        above = below


def _lonely_row(book: Pdf) -> None:
    row = element(book, "TR", 2)
    del element(book, "TBody").K[0]
    row.P = element(book, "Document")
    row.P.K.append(row)


def _uncompress(book: Pdf) -> None:
    book.Root.Metadata = book.make_stream(book.Root.Metadata.read_bytes().hex().encode(), Filter=Name.ASCIIHexDecode)


def _form(before: bytes, after: bytes) -> Damage:
    def damage(book: Pdf) -> None:
        form = book.pages[0].obj.Resources.XObject["/Fm"]
        form.write(form.read_bytes().replace(before, after))

    return damage


def _narrow(_: Dictionary, descendant: Dictionary) -> None:
    descendant.W[1][0] = 251.5


def _misread(font: Dictionary, _: Dictionary) -> None:
    font.ToUnicode.write(font.ToUnicode.read_bytes().replace(b"<0054>", b"<FEFF>"))


def _misread_all(font: Dictionary, _: Dictionary) -> None:
    font.ToUnicode.write(b"")


TABLE = {"O": Name.Table}
UNMARKED = "BT /F 12 Tf {} Tj ET"
DAMAGE: list[tuple[str, Damage, str]] = [
    ("unmarked", root("/MarkInfo", Dictionary()), "catalog: MarkInfo does not say that the file is Marked"),
    ("suspects", root("/MarkInfo", Dictionary(Marked=True, Suspects=True)), "catalog: MarkInfo says that marks are"),
    ("no tree", lambda book: book.Root.__delitem__("/StructTreeRoot"), "catalog: no StructTreeRoot"),
    ("no language", lambda book: book.Root.__delitem__("/Lang"), "catalog: the Lang (none)"),
    ("odd language", root("/Lang", "English!"), "catalog: the Lang English!, which is no language tag"),
    ("no title shown", root("/ViewerPreferences", Dictionary()), "catalog: ViewerPreferences do not ask"),
    ("no metadata", lambda book: book.Root.__delitem__("/Metadata"), "XMP: no metadata"),
    ("packed metadata", _uncompress, "XMP: metadata that is compressed"),
    ("another part", metadata(b"uaid:part>1", b"uaid:part>3"), "XMP: pdfuaid:part is 3 where 1"),
    ("no claim", metadata(b"conformance", b"conform"), "XMP: pdfaid:conformance is not there where A should be"),
    ("no extension", metadata(b"ext:schemas", b"ext:schema"), "XMP: no extension schema that describes pdfuaid"),
    ("no title", metadata(b"dc:title", b"dc:name"), "XMP: no dc:title"),
    ("no intent", root("/OutputIntents", Array()), "output intents: none for PDF/A"),
    ("no profile", root("/OutputIntents", Array([Dictionary(S=Name.GTS_PDFA1)])), "output intents: no colour profile"),
    ("no file ID", lambda book: book.trailer.__delitem__("/ID"), "trailer: no file ID"),
    ("tab order", paged("/Tabs", Name.R), "page 1: annotations, but a tab order"),
    (
        "no StructParents",
        lambda book: book.pages[0].obj.__delitem__("/StructParents"),
        "page 1: marked content with MCIDs",
    ),
    ("shared StructParents", paged("/StructParents", 1), "pages: StructParents 1 more than once"),
    ("text outside", painted("/P <</MCID 1>> BDC", "/P BMC"), "page 1: text outside all marked content"),
    ("path outside", painted(" S EMC", " EMC S"), "page 1: a path outside all marked content"),
    ("picture outside", painted("/Im Do EMC", "EMC /Im Do"), "page 1: a picture outside all marked content"),
    ("shading outside", painted("/Fm Do", "/Fm Do /Sh sh"), "page 1: a shading outside all marked content"),
    ("inline outside", painted("/Artifact BMC BI", "/P BMC BI", 1), "page 2: an inline image outside all marked"),
    ("in a form", _form(b"/Formula <</MCID 0>> BDC", b"/Formula BMC"), "page 1: text outside all marked content"),
    ("no end", painted("EMC", "", 1), "page 2: marked content that is never closed"),
    ("no beginning", painted("/Fm Do", "EMC /Fm Do"), "page 1: EMC without marked content that it could close"),
    ("nested", painted("EMC\n/P <</MCID 1>> BDC", "/P <</MCID 1>> BDC EMC"), "page 1: MCID 1 inside MCID 0"),
    ("artifact within", painted("Tj ET EMC", "Tj ET /Artifact BMC EMC EMC"), "page 1: an artifact inside MCID 0"),
    (
        "within artifact",
        painted("/H1 <<", "/Artifact BMC EMC /Artifact BMC /H1 <<"),
        "page 1: MCID 0 inside an artifact",
    ),
    ("twice", painted("MCID 2>>", "MCID 1>>"), "page 1: MCID 1 twice"),
    ("across", painted("Tj ET EMC", "Tj EMC ET"), "page 1: marked content that begins and ends in different text"),
    ("a form twice", painted("/Fm Do", "/Fm Do /Fm Do"), "page 1: a form with marked content of its own that is drawn"),
    ("lost object", painted("/Im Do", "/In Do"), "page 1: the object In, which the page does not have"),
    ("lost font", painted("/F 12", "/G 12"), "page 1: text in the font G, which the page does not have"),
    ("lost properties", painted("<</MCID 1>>", "/MC1"), "page 1: the properties MC1, which the page does not have"),
    ("unreadable", painted("/Fm Do", "(((/Fm Do"), "page 1: content that cannot be read from byte"),
    ("no end of image", painted("EI EMC", "EMC", 1), "page 2: content that cannot be read from byte"),
    ("spoken", painted("/H1 <<", "/H1 <</Lang (e_n)"), "page 1: the Lang e_n, which is no language tag"),
    ("not there", painted("/P <</MCID 1>>", "/P <</MCID 31>>"), "structure, P 1: MCID 1 of page 1, which is not there"),
    ("no element", put("H2", "/K", Array([0])), "page 1: MCID 10 to which no element refers"),
    ("several elements", _refer_twice, "page 1: MCID 1 to which several elements refer"),
    ("no parent entry", _drop_last, "page 1: MCID 11 that the ParentTree does not have"),
    ("parent entries", _surplus, "page 1: MCID 12 that the ParentTree has and the page has not"),
    ("other parents", _swap, "page 1: MCID 0, 1 for which the ParentTree has another element"),
    ("no page", put("H2", "/Pg", Dictionary()), "structure, H2 1: MCID 10 of no page"),
    ("reached twice", _twice, "structure, Document 1: an element that is reached twice"),
    ("a circle", _circle, "structure, LI 1: an element that is reached twice"),
    ("too deep", _deep, "structure, Sect 220: elements within elements without end"),
    ("odd kid", put("P", "/K", Array([Name.K])), "structure, P 1: a kid that is neither an element nor a reference"),
    (
        "another parent",
        lambda book: put("LI", "/P", element(book, "P"))(book),
        "LI 1: a parent (P) that is not the L 1",
    ),
    ("empty", put("P", "/K", Array()), "structure, P 1: nothing in it"),
    ("no document", put("Document", "/S", Name.Sect), "structure, root: Sect where one Document should be"),
    ("made up", put("P", "/S", Name.Verse), "structure, Verse 1: the type Verse is not a standard one"),
    (
        "other role",
        lambda book: book.Root.StructTreeRoot.RoleMap.__setitem__("/P", Name.H1),
        "the standard type P is given",
    ),
    ("list", put("LI", "/S", Name.P), "structure, L 1: P in L"),
    ("item", put("LBody", "/S", Name.P), "structure, LI 1: P in LI"),
    ("body", put("LI", "/S", Name.Sect), "structure, Sect 1: LBody in Sect"),
    ("cell", put("TD", "/S", Name.P), "structure, TR 2: P in TR"),
    ("content in a row", put("TR", "/K", Array([6])), "structure, TR 1: content directly in TR"),
    ("row", _lonely_row, "structure, Document 1: TR in Document"),
    ("contents", put("TOCI", "/S", Name.P), "structure, TOC 1: P in TOC"),
    ("no first heading", put("Title", "/S", Name.P), "structure, H2 1: H2 after no heading"),
    ("left out level", put("H2", "/S", Name.H3), "structure, H3 1: H3 after H1"),
    ("mixed headings", put("H2", "/S", Name.H), "structure, H 1: headings with and without numbers"),
    ("no scope", put("TH", "/A", None), "structure, TH 1: no Scope"),
    ("odd scope", put("TH", "/A", Dictionary(Scope=Name.All, **TABLE)), "structure, TH 1: the Scope All"),
    ("short row", put("TD", "/A", None, 3), "structure, Table 1: row 3 with 1 columns, where row 1 has 2"),
    ("span", put("TD", "/A", Dictionary(ColSpan=2, RowSpan=2, **TABLE), 3), "Table 1: a cell that spans more rows"),
    ("no Alt", put("Figure", "/Alt", None), "structure, Figure 1: neither Alt nor ActualText"),
    ("blank Alt", put("Figure", "/Alt", " "), "structure, Figure 1: neither Alt nor ActualText"),
    ("formula", put("Formula", "/ActualText", None), "structure, Formula 1: neither Alt nor ActualText"),
    ("no ID", put("Note", "/ID", None), "structure, Note 1: no ID"),
    ("the same ID", put("P", "/ID", "n1"), "structure, Note 1: the ID n1, which another element has too"),
    ("language inside", put("Figure", "/Lang", "en-"), "structure, Figure 1: the Lang en-, which is no language tag"),
    ("no object", put("Link", "/K", Array([2])), "structure, Link 1: no OBJR to a link annotation"),
    ("no Contents", noted("/Contents", ""), "page 1, annotation 1 (Link): no Contents"),
    ("hidden", noted("/F", 6), "page 1, annotation 1 (Link): flags (F)"),
    (
        "no StructParent",
        lambda book: book.pages[0].obj.Annots[0].__delitem__("/StructParent"),
        "(Link): no StructParent",
    ),
    ("lost StructParent", noted("/StructParent", 99), "(Link): a StructParent that leads to no element"),
    ("another's link", noted("/StructParent", 21), "a StructParent that leads to Link 2, which does not hold it"),
    ("not a link", put("Link", "/S", Name.Span), "a StructParent that leads to Span 1 and not to a Link"),
    ("lost goal", noted("/Dest", "nowhere", 1), "page 2, annotation 2 (Link): neither an address nor a destination"),
    ("lost page", noted("/Dest", Array([Dictionary(), Name.Fit]), 1), "neither an address nor a destination"),
    ("no address", noted("/A", Dictionary(S=Name.URI, URI="")), "neither an address nor a destination"),
    (
        "lost annotation",
        paged("/Annots", Array()),
        "structure, Link 1: an OBJR to an annotation that its page does not",
    ),
    ("no program", fonted(lambda _, font: font.FontDescriptor.__delitem__("/FontFile2")), "(page 1): not embedded"),
    ("bad program", fonted(lambda _, font: font.FontDescriptor.FontFile2.write(b"x")), "a font program that cannot be"),
    ("no glyph map", fonted(lambda _, font: font.__delitem__("/CIDToGIDMap")), "SourceSerif (page 1): no CIDToGIDMap"),
    ("width", fonted(_narrow), "with another width than its glyph"),
    ("no ToUnicode", fonted(lambda font, _: font.__delitem__("/ToUnicode")), "(page 1): no ToUnicode"),
    ("no sense", fonted(_misread), f"font SourceSerif (page 1): code {shown('T')[1:-1]} without a meaning"),
    ("no sense at all", fonted(_misread_all), "and more without a meaning in ToUnicode"),
    ("no glyph", painted("Tj", "Tj <0000> Tj"), "font SourceSerif (page 1): code 0000 shown as .notdef"),
    ("beyond glyphs", painted("Tj", "Tj <FFFF> Tj"), "code FFFF without a glyph in the font program"),
    ("half a code", painted("Tj", "Tj <00> Tj"), "font SourceSerif (page 1): a string with half a code"),
]


@pytest.mark.parametrize(("damage", "said"), [pytest.param(*row[1:], id=row[0]) for row in DAMAGE])
def test_damage_is_found(damage: Damage, said: str) -> None:
    book = tagged()
    damage(book)
    assert any(said in fault for fault in found(book)), found(book)


def test_encryption_is_a_fault() -> None:
    data = saved(tagged(), encryption=pikepdf.Encryption(owner="o", user=""))
    with pdf_structure.opened(data) as book:
        assert "trailer: encryption" in found(book)
