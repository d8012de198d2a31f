"""One small work and its three editions, written out by hand: what verify reads when no emitter is at work.

Each edition is a dictionary of parts or a list of pages, so that a test can damage one thing and pack it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import PIL.Image
from strategies import PICTURE

from pipeline.model import (
    Agent,
    Document,
    Figure,
    Heading,
    Image,
    Link,
    Metadata,
    Note,
    Paragraph,
    Span,
    Table,
    Text,
)
from pipeline.report import Location

_LOW_WATER = (Paragraph((Text("Low water"),)),)
WORK = Document(
    Metadata(
        title="Tides",
        subtitle="A short book",
        creators=(Agent("Harbour Office"), Agent("Moon Office")),
        language="en",
        date="2023-11-08",
        subjects=("sea", "moon"),
    ),
    (
        Paragraph((Text("Before all headings."),), Location("tides.md", 3)),
        Heading(1, (Text("The moon"),), "moon", Location("tides.md", 5)),
        Paragraph(
            (
                Text("It draws"),
                Note((Paragraph((Text("And so does the sun."),)),)),
                Text(" the water; see "),
                Link((Text("the harbour"),), "#harbour"),
                Text(" and "),
                Link((Text("the web"),), "https://example.org/a?b=ñ"),
                Text("."),
            ),
            Location("tides.md", 7),
        ),
        Heading(2, (Text("The harbour"),), "harbour", Location("tides.md", 9)),
        Paragraph((Text("They say "), Span((Text("la marea alta"),), "es"), Text(" here.")), Location("tides.md", 11)),
        Table(("left",), body=((_LOW_WATER,),), caption=(Text("Times"),)),
        Figure(Image(PICTURE.name, "A tide"), (Text("The tide"),)),
    ),
    (PICTURE,),
)

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
_STYLE_NAMES = ("Title", "Subtitle", "Author", "heading 1", "heading 2", "toc 1", "toc 2", "Normal")


def _p(style: str, content: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def _r(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _toc(style: str, anchor: str, text: str) -> str:
    return _p(style, f'<w:hyperlink w:anchor="{anchor}">{_r(text)}<w:r><w:tab/></w:r>{_r("3")}</w:hyperlink>')


def _mark(name: str, number: int) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'


def _docx_body() -> str:
    paragraphs = (
        _p("Title", _r("Tides")),
        _p("Subtitle", _r("A short book")),
        _p("Author", _r("Harbour Office")),
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent>",
        _toc("Toc1", "moon", "The moon"),
        _toc("Toc2", "harbour", "The harbour"),
        "</w:sdtContent></w:sdt>",
        _p("Normal", _r("Before all headings.")),
        _p("Heading1", _mark("moon", 1) + _r("The moon")),
        _p(
            "Normal",
            _r("It draws")
            + '<w:r><w:footnoteReference w:id="1"/></w:r>'
            + _r(" the water; see ")
            + f'<w:hyperlink w:anchor="harbour">{_r("the harbour")}</w:hyperlink>'
            + _r(" and ")
            + f'<w:hyperlink r:id="rId1">{_r("the web")}</w:hyperlink>'
            + _r("."),
        ),
        _p("Heading2", _mark("harbour", 2) + _r("The harbour")),
        _p(
            "Normal",
            _r("They say ") + '<w:r><w:rPr><w:lang w:val="es"/></w:rPr><w:t>la marea alta</w:t></w:r>' + _r(" here."),
        ),
        _p("Normal", _r("Table 1. Times")),
        f"<w:tbl><w:tr><w:tc>{_p('Normal', _r('Low water'))}</w:tc></w:tr></w:tbl>",
        _p("Normal", '<w:r><w:drawing><wp:docPr descr="A tide"/><a:blip r:embed="rId2"/></w:drawing></w:r>'),
        _p("Normal", _r("The tide")),
    )
    return f"<w:document {_NAMES}><w:body>{''.join(paragraphs)}</w:body></w:document>"


def _docx_styles() -> str:
    styles = "".join(
        f'<w:style w:styleId="{name.replace(" ", "").capitalize()}"><w:name w:val="{name}"/></w:style>'
        for name in _STYLE_NAMES
    )
    return (
        f"<w:styles {_NAMES}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:lang w:val="en"/></w:rPr></w:rPrDefault></w:docDefaults>{styles}</w:styles>'
    )


def docx_parts() -> dict[str, str]:
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    core = (
        "<dc:title>Tides</dc:title><dc:creator>Harbour Office; Moon Office</dc:creator><dc:language>en</dc:language>"
        "<cp:keywords>sea, moon</cp:keywords>"
        "<dcterms:created>2023-11-08T09:30:00Z</dcterms:created><dcterms:modified>2023-11-08T09:30:00Z</dcterms:modified>"
    )
    custom = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    return {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/x"/><Default Extension="png" ContentType="image/png"/>'
        "</Types>",
        "word/document.xml": _docx_body(),
        "word/styles.xml": _docx_styles(),
        "word/footnotes.xml": f'<w:footnotes {_NAMES}><w:footnote w:type="separator" w:id="-1"/>'
        '<w:footnote w:type="continuationSeparator" w:id="0"/>'
        f'<w:footnote w:id="1">{_p("Normal", _r("And so does the sun."))}</w:footnote></w:footnotes>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{rels}">'
        '<Relationship Id="rId1" TargetMode="External" Target="https://example.org/a?b=%C3%B1"/>'
        '<Relationship Id="rId2" Target="media/tide.png"/></Relationships>',
        "word/media/tide.png": "picture",
        "docProps/core.xml": '<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:cp="'
        f'http://schemas.openxmlformats.org/package/2006/metadata/core-properties">{core}</cp:coreProperties>',
        "docProps/custom.xml": f'<Properties xmlns="{custom}"><property name="Subtitle"><v>A short book</v></property>'
        '<property name="Date"><v>2023-11-08</v></property></Properties>',
    }


def _page(body: str, kind: str = "") -> str:
    return (
        '<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" '
        f'xml:lang="en" dir="ltr"><head><title>x</title></head><body dir="ltr" epub:type="{kind}">{body}</body></html>'
    )


def epub_parts() -> dict[str, str]:
    metadata = (
        "<dc:title>Tides</dc:title><dc:title>A short book</dc:title>"
        '<dc:creator id="a">Harbour Office</dc:creator>'
        '<meta refines="#a" property="role">aut</meta><dc:creator id="b">Moon Office</dc:creator>'
        '<meta refines="#b" property="role">aut</meta>'
        "<dc:language>en</dc:language><dc:language>es</dc:language>"
        "<dc:date>2023-11-08</dc:date><dc:subject>sea</dc:subject><dc:subject>moon</dc:subject>"
        '<dc:identifier id="x">urn:x</dc:identifier><meta property="dcterms:modified">2023-11-08T09:30:00Z</meta>'
        '<meta property="schema:accessMode">visual</meta>'
    )
    one = (
        '<p>Before all headings.</p><section id="moon"><h1>The moon</h1><p>It draws<a role="doc-noteref" '
        'href="#note-1" id="ref-1"><sup>1</sup></a> the water; see <a href="two.xhtml#harbour">the harbour</a> and '
        '<a href="https://example.org/a?b=%C3%B1">the web</a>.</p></section>'
        '<aside role="doc-footnote" id="note-1"><p>1. And so does the sun. '
        '<a role="doc-backlink" href="#ref-1">↩</a></p>'
        "</aside>"
    )
    two = (
        '<h2 id="harbour">The harbour</h2><p>They say <i lang="es" xml:lang="es">la marea alta</i> here.</p>'
        "<table><caption>Table 1. Times</caption><tbody><tr><td>Low water</td></tr></tbody></table>"
        '<figure><img src="tide.png" alt="A tide" width="1" height="1"/><figcaption>The tide</figcaption></figure>'
    )
    nav = (
        '<nav epub:type="toc"><ol><li><a href="one.xhtml#moon">The moon</a><ol><li><a href="two.xhtml#harbour">'
        'The harbour</a></li></ol></li><li><a href="end.xhtml">About this edition</a></li></ol></nav>'
    )
    end = '<section role="doc-colophon"><h1>About this edition</h1><p>Made with care.</p></section>'
    names = {"title": "title.xhtml", "one": "one.xhtml", "two": "two.xhtml", "end": "end.xhtml"}
    items = "".join(
        f'<item id="{key}" href="{name}" media-type="application/xhtml+xml"/>' for key, name in names.items()
    )
    spine = "".join(f'<itemref idref="{key}"/>' for key in names)
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="EPUB/book.opf"/></rootfiles></container>',
        "EPUB/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xml:lang="en" unique-identifier="x"><metadata>{metadata}</metadata><manifest>{items}'
        '<item id="nav" properties="nav" href="nav.xhtml"/>'
        f'<item id="i" href="tide.png" media-type="image/png"/></manifest><spine>{spine}</spine></package>',
        "EPUB/title.xhtml": _page(
            '<section epub:type="titlepage"><h1 class="title">Tides</h1><p class="subtitle">A short book</p>'
            "<p>Harbour Office</p></section>"
        ),
        "EPUB/one.xhtml": _page(one),
        "EPUB/two.xhtml": _page(two),
        "EPUB/end.xhtml": _page(end),
        "EPUB/nav.xhtml": _page(nav),
        "EPUB/tide.png": "picture",
    }


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, PICTURE.data if text == "picture" else text)
    return buffer.getvalue()


PAGES = (
    ("Tides", "A short book", "Harbour Office"),
    ("Contents", "The moon 3", "The harbour 4"),
    ("Tides", "Before all headings.", "The moon", "It draws1 the water; see the har-", "1 And so does the sun.", "3"),
    ("Tides", "bour and the web.", "The harbour", "They say la marea alta here.", "Low water", "Table 1. Times", "4"),
    ("Tides", "The tide", "5"),
    ("About this edition", "Made with care."),
)
_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">'
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Tides</rdf:li></rdf:Alt></dc:title>'
    "<prism:subtitle>A short book</prism:subtitle>"
    "<dc:creator><rdf:Seq><rdf:li>Harbour Office</rdf:li><rdf:li>Moon Office</rdf:li></rdf:Seq></dc:creator>"
    "<dc:language><rdf:Bag><rdf:li>en</rdf:li></rdf:Bag></dc:language>"
    "<dc:date><rdf:Seq><rdf:li>2023-11-08</rdf:li></rdf:Seq></dc:date>"
    "<dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li>moon</rdf:li></rdf:Bag></dc:subject>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def pdf(pages: tuple[tuple[str, ...], ...] = PAGES) -> pikepdf.Pdf:
    """Return the PDF edition, open; `saved` gives its bytes."""
    book = pikepdf.new()
    font = book.make_indirect(pikepdf.Dictionary(Type="/Font", Subtype="/Type1", BaseFont="/Helvetica"))
    image = _picture(book)
    for number, lines in enumerate(pages):
        shown = "".join(f"1 0 0 1 72 {760 - 24 * at} Tm ({line}) Tj " for at, line in enumerate(lines))
        page = book.add_blank_page()
        page.obj.Contents = book.make_stream(f"BT /F 12 Tf {shown}ET{' /Im Do' if number == 4 else ''}".encode())
        page.obj.Resources = pikepdf.Dictionary(Font={"/F": font}, XObject={"/Im": image})
    places = {"h-moon": 2, "h-harbour": 3, "note-1": 2, "ref-1": 2, "table-1": 3, "end": 5}
    goals = [part for name in sorted(places) for part in (name, _goal(book, places[name]))]
    book.Root.Names = pikepdf.Dictionary(Dests=book.make_indirect(pikepdf.Dictionary(Names=goals)))
    leads = ((1, "h-moon"), (1, "h-harbour"), (2, "note-1"), (2, "h-harbour"), (3, "https://example.org/a?b=%C3%B1"))
    for at, target in leads:
        _link(book, at, target)
    with book.open_outline() as outline:
        moon = pikepdf.OutlineItem("The moon", "h-moon")
        moon.children.append(pikepdf.OutlineItem("The harbour", "h-harbour"))
        outline.root.extend((moon, pikepdf.OutlineItem("About this edition", "end")))
    book.Root.Lang = "en"
    book.trailer.Info = book.make_indirect(
        pikepdf.Dictionary(Title="Tides", Author="Harbour Office, Moon Office", Keywords="sea, moon")
    )
    book.Root.Metadata = book.make_stream(_XMP.encode(), Type="/Metadata", Subtype="/XML")
    return book


def _picture(book: pikepdf.Pdf) -> pikepdf.Object:
    shape = {"Type": "/XObject", "Subtype": "/Image", "Width": 1, "Height": 1, "BitsPerComponent": 8}
    with PIL.Image.open(BytesIO(PICTURE.data)) as picture:
        mask = book.make_stream(picture.getchannel("A").tobytes(), ColorSpace="/DeviceGray", **shape)
        return book.make_stream(picture.convert("RGB").tobytes(), ColorSpace="/DeviceRGB", SMask=mask, **shape)


def _goal(book: pikepdf.Pdf, page: int) -> pikepdf.Array:
    return pikepdf.Array([book.pages[page].obj, pikepdf.Name.XYZ, 0, 700, 0])


def _link(book: pikepdf.Pdf, at: int, target: str) -> None:
    link = pikepdf.Dictionary(Type="/Annot", Subtype="/Link", Rect=[0, 0, 9, 9])
    if ":" in target:
        link.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=target)
    else:
        link.Dest = pikepdf.String(target)
    page = book.pages[at].obj
    page.Annots = pikepdf.Array([*page.get("/Annots", ()), book.make_indirect(link)])


def saved(book: pikepdf.Pdf) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
