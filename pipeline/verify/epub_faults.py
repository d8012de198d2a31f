"""What is wrong with an EPUB whatever its document, beyond what EPUBCheck says (EPUB 3.3; EPUB Accessibility 1.1)."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from pipeline.archive import Entries
from pipeline.properties import NAMESPACES
from pipeline.verify.epub_parts import XHTML, inside, role
from pipeline.verify.forms import is_moment, is_tag, number
from pipeline.verify.observed import Loose

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OPF = "{http://www.idpf.org/2007/opf}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_DC = f"{{{NAMESPACES['dc']}}}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SEEN = frozenset({"img", "svg", "math", "hr", "table", "ul", "ol", "dl", "pre", "blockquote"})
"""What is something to a reader even without words, as an empty form is."""
_MARKS = ("toc", "bodymatter")


class Book(NamedTuple):
    """A book opened: the path of its package, the package, all files, and the pages of the manifest by path."""

    path: str
    package: Element
    files: Entries
    pages: Mapping[str, Element]


def faults(
    path: str, package: Element, items: Mapping[str, str], files: Entries, spoken: Collection[str]
) -> Iterator[Loose]:
    """Yield every fault; `items` are the paths of the manifest's items by id, `spoken` the languages of the text.

    Raise `PipelineError` for broken XML.
    """
    kinds = {item.get("id"): item.get("media-type") for item in package.iter(f"{_OPF}item")}
    named = [name for id_, name in items.items() if kinds.get(id_) == "application/xhtml+xml" and name in files]
    book = Book(path, package, files, {name: files.part(name) for name in named})
    yield from (Loose(path, f"{name} twice") for name, times in Counter(items.values()).items() if times > 1)
    yield from (Loose(path, f"no item for {name}") for name in sorted(_unlisted(book, items)))
    tongues = {found.text for found in package.iter(f"{_DC}language")}
    yield from (Loose(path, f"no dc:language {tag}, which is in the text") for tag in sorted({*spoken} - tongues))
    for check in _OF_BOOKS:
        yield from check(book)
    for name, page in book.pages.items():
        yield from (Loose(name, what) for check in _OF_PAGES for what in check(page))
        yield from (Loose(name, what) for what in _titled(name, page))


def _unlisted(book: Book, items: Mapping[str, str]) -> set[str]:
    return {name for name in book.files if not name.startswith("META-INF/")} - {*items.values(), "mimetype", book.path}


def _package(book: Book) -> Iterator[Loose]:
    """Yield what the package lacks: one moment of change (5.5.4), the identifier that it names, tags that are tags."""
    moments = [meta.text or "" for meta in _metas(book, "dcterms:modified")]
    if len(moments) != 1 or not is_moment(moments[0]):
        yield Loose(book.path, f"dcterms:modified: {', '.join(moments) or 'none'}")
    named = book.package.get("unique-identifier", "")
    known = {found.get("id"): (found.text or "").strip() for found in book.package.iter(f"{_DC}identifier")}
    if not known.get(named):
        yield Loose(book.path, f"the unique identifier {named or '(none)'}, which is not there")
    for tag in (found.text or "" for found in book.package.iter(f"{_DC}language")):
        if not is_tag(tag):
            yield Loose(book.path, f"the language {tag or '(none)'}, which is no tag")
    if any(reference.get("linear") == "no" for reference in book.package.iter(f"{_OPF}itemref")):
        yield Loose(book.path, "a page out of the order of reading (linear)")
    yield from _old_contents(book, known.get(named, ""))


def _old_contents(book: Book, identifier: str) -> Iterator[Loose]:
    """Yield an NCX that is of another book (OPF 2.0.1, 2.4.1)."""
    for name in (name for name in book.files if name.endswith(".ncx")):
        said = [
            meta.get("content") for meta in book.files.part(name).iter(f"{_NCX}meta") if meta.get("name") == "dtb:uid"
        ]
        if said != [identifier]:
            yield Loose(name, f"dtb:uid {', '.join(filter(None, said)) or 'none'} where {identifier} should be")


def _landmarks(book: Book) -> Iterator[Loose]:
    """Yield landmarks that are not there (EPUB 3.3, 7.4.3)."""
    for name, page in book.pages.items():
        navs = {kind: nav for nav in page.iter(f"{XHTML}nav") for kind in role(nav)}
        if "landmarks" in navs:
            marks = {kind for link in navs["landmarks"].iter(f"{XHTML}a") for kind in role(link)}
            wanted = _MARKS if "toc" in navs and len(list(navs["toc"].iter(f"{XHTML}li"))) > 2 else _MARKS[1:]
            yield from (Loose(name, f"no landmark {mark}") for mark in wanted if mark not in marks and _has_text(book))


def _has_text(book: Book) -> bool:
    return any("bodymatter" in role(body) for page in book.pages.values() for body in page.iter(f"{XHTML}body"))


def _backs(book: Book) -> Iterator[Loose]:
    """Yield each note whose way back does not lead to the mark that leads to it (DPUB-ARIA 1.1, doc-backlink)."""
    marks = {
        f"{name}#{link.get('id')}": inside(name, link.get("href", ""))
        for name, page in book.pages.items()
        for link in page.iter(f"{XHTML}a")
        if "doc-noteref" in role(link)
    }
    for name, page in book.pages.items():
        for note in (aside for aside in page.iter(f"{XHTML}aside") if "doc-footnote" in role(aside)):
            ways = [inside(name, a.get("href", "")) for a in note.iter(f"{XHTML}a") if "doc-backlink" in role(a)]
            if not any(marks.get(way) == f"{name}#{note.get('id')}" for way in ways):
                yield Loose(name, f"the note {note.get('id')}, whose way back does not lead to its mark")


def _claims(book: Book) -> Iterator[Loose]:
    """Yield each claim about accessibility that the book does not keep (EPUB Accessibility 1.1, 2.2)."""
    modes, features = _said(book, "schema:accessMode"), _said(book, "schema:accessibilityFeature")
    pictures = [image for page in book.pages.values() if not _is_cover(page) for image in page.iter(f"{XHTML}img")]
    silent = any(not image.get("alt") for image in pictures if _is_figure(image))
    if pictures and "visual" not in modes:
        yield Loose(book.path, "no accessMode visual, and pictures")
    if silent and ("alternativeText" in features or any(_metas(book, "dcterms:conformsTo"))):
        yield Loose(book.path, "the claim that all pictures have descriptions, and a figure without")


def _metas(book: Book, name: str) -> Iterator[Element]:
    return (meta for meta in book.package.iter(f"{_OPF}meta") if meta.get("property") == name)


def _said(book: Book, name: str) -> set[str]:
    return {(meta.text or "").strip() for meta in _metas(book, name)}


def _is_cover(page: Element) -> bool:
    return any("cover" in role(body) for body in page.iter(f"{XHTML}body"))


def _is_figure(image: Element) -> bool:
    above = image.getparent()
    return above is not None and above.tag == f"{XHTML}figure"


def _titled(name: str, page: Element) -> Iterator[str]:
    """Yield a title that is none, or the name of the file."""
    title = "".join("".join(map(str, found.itertext())) for found in page.iter(f"{XHTML}title")).strip()
    if title in ("", posixpath.basename(name)):
        yield f"the title {title or '(none)'}"


def _whole(page: Element) -> Iterator[str]:
    """Yield what a page lacks as a whole: languages and directions, something to read."""
    if not page.get("lang") or page.get("lang") != page.get(_LANG):
        yield "no language, or two"
    body = next(page.iter(f"{XHTML}body"), None)
    if body is None or {page.get("dir"), body.get("dir")} - {"ltr", "rtl"}:
        yield "no direction"
    elif not "".join(map(str, body.itertext())).strip() and not _pictured(body):
        yield "nothing to read"


def _pictured(body: Element) -> bool:
    return any(str(element.tag).rpartition("}")[2] in _SEEN for element in body.iter())


def _cells(page: Element) -> Iterator[str]:
    """Yield each head of a column or row without a scope, and each table whose rows differ in length (HTML, 4.9)."""
    for cell in page.iter(f"{XHTML}th"):
        if cell.get("scope") not in {"col", "row", "colgroup", "rowgroup"}:
            yield "a head cell without scope"
    for table in page.iter(f"{XHTML}table"):
        rows = (row for row in table.iter(f"{XHTML}tr") if next(row.iterancestors(f"{XHTML}table")) is table)
        lengths = {sum(number(cell.get("colspan", "1")) for cell in row) for row in rows}
        if len(lengths) > 1:
            yield f"a table with rows of {' and '.join(map(str, sorted(lengths)))} cells"


def _pictures(page: Element) -> Iterator[str]:
    """Yield each picture without an alternative or a size, and whatever is fetched from elsewhere."""
    for image in page.iter(f"{XHTML}img"):
        name = posixpath.basename(image.get("src", ""))
        if image.get("alt") is None:
            yield f"the picture {name} without alt"
        if not all((image.get(side) or "").isdecimal() for side in ("width", "height")):
            yield f"the picture {name} without a size"
    if any(element.get("style") is not None for element in page.iter()):
        yield "a style of its own, which may hide what it is on"
    for element in page.iter(f"{XHTML}img", f"{XHTML}link", f"{XHTML}script"):
        if ":" in (element.get("src") or element.get("href") or ""):
            yield "something that is fetched from elsewhere"


def _tags(page: Element) -> Iterator[str]:
    for tag in sorted({element.get("lang", "") for element in page.iter() if element.get("lang") is not None}):
        if not is_tag(tag):
            yield f"the language {tag or '(none)'}, which is no tag"


_OF_BOOKS: tuple[Callable[[Book], Iterator[Loose]], ...] = (_package, _landmarks, _backs, _claims)
_OF_PAGES: tuple[Callable[[Element], Iterator[str]], ...] = (_whole, _cells, _pictures, _tags)
