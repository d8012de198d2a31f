"""Pages to read a book online, made from its EPUB: the text word by word, in the frame of the catalog.

The first page has what a book begins with, title page and contents; then comes a page for each file of the text, and
the colophon. They bear the names of the files in the book: `chapter-001.html`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

from pipeline.addresses import is_address
from pipeline.catalog.book import PICTURE, XHTML, Book, kinds, opened
from pipeline.catalog.hypertext import html
from pipeline.catalog.markup import Html, element, joined, known, label
from pipeline.catalog.page import Page, switch
from pipeline.catalog.places import reading_folder, relative, work_page
from pipeline.catalog.thumbnail import thumbnail
from pipeline.facts import FALLBACK
from pipeline.languages import Language, language
from pipeline.records import Record

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_INDEX, _COLOPHON = "index.html", "colophon.html"
_CONTENTS = "-contents"
_HEADINGS = tuple(f"{XHTML}h{level}" for level in range(1, 7))


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the book: its file here, the root of its tree, its title, and the id of the first heading in it."""

    file: str
    root: Element
    title: str
    heading: str


@dataclass(frozen=True, slots=True)
class Reader:
    """A book on its way to pages: `front` is its title page, `leaves` are its text and what follows it.

    `files` has for each page of the book the file that shows it.
    """

    record: Record
    book: Book
    languages: tuple[str, ...]
    front: Element | None
    leaves: tuple[Leaf, ...]
    files: Mapping[str, str]

    @property
    def within(self) -> Language:
        """The language of the pages."""
        return known(self.record.language) or language(FALLBACK)

    def place(self, file: str) -> str:
        """Return the path of a file of these pages in the exports folder."""
        return f"{reading_folder(self.record)}/{file}"

    def html(self, root: Element) -> Html:
        """Return an element of the book as HTML."""
        return html(root, self._refer, self.within.label("table"))

    def _refer(self, name: str, value: str) -> str | None:
        """Return a reference of the book as it is among these pages; nothing if it leads to nothing that is there."""
        if name == "src":
            return value if self.book.picture(value) else None
        path, fragment = urldefrag(value)
        if not path or is_address(value):
            return value
        file = self.files.get(unquote(path))
        return relative(self.place(file), self.place(file), unquote(fragment)) if file else None


def pages(record: Record, data: bytes, languages: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of each page, of each picture in them, and of the small cover."""
    book = opened(data)
    front = next((root for _, root in _roots(book) if "titlepage" in kinds(root)), None)
    leaves = tuple(_leaves(book))
    own = {leaf.file for leaf in leaves}
    files = {page: file if (file := _renamed(page)) in own else _INDEX for page in book.pages}
    reader = Reader(record, book, languages, front, leaves, files)
    yield reader.place(_INDEX), _first(reader).written()
    for number, leaf in enumerate(reader.leaves):
        yield reader.place(leaf.file), _leaf(reader, number).written()
    for name in sorted({name for leaf in leaves for name in _pictures(leaf.root) if book.picture(name)}):
        yield reader.place(name), book.picture(name)
    if small := thumbnail(book.picture(book.cover)):
        suffix, picture = small
        yield reader.place(f"cover.{suffix}"), picture


def _roots(book: Book) -> Iterator[tuple[str, Element]]:
    return ((name, book.page(name)) for name in book.pages)


def _leaves(book: Book) -> Iterator[Leaf]:
    """Yield the pages of the text and those after it; cover, title page and contents are on the first page."""
    for name, root in _roots(book):
        if name != book.contents and kinds(root).isdisjoint({"cover", "titlepage"}):
            title = (root.findtext(f"{XHTML}head/{XHTML}title") or "").strip()
            yield Leaf(_renamed(name), root, title, next((each.get("id", "") for each in root.iter(*_HEADINGS)), ""))


def _renamed(name: str) -> str:
    return f"{name.removesuffix('.xhtml')}.html"


def _pictures(root: Element) -> Iterator[str]:
    return (source for image in root.iter(f"{XHTML}img") if PICTURE.fullmatch(source := image.get("src", "")))


def _first(reader: Reader) -> Page:
    """Return the page that a book begins with."""
    leaves = reader.leaves
    start = element("a", label("start", reader.within), href=leaves[0].file, class_="read") if leaves else None
    parts = (_front(reader), element("p", start, class_="begin"), _contents(reader))
    return _framed(reader, _opening(reader), joined((*parts, _turn(reader, None, leaves[0] if leaves else None))))


def _opening(reader: Reader) -> Leaf:
    """Return the first page as one of the book's, for what leads to it."""
    return Leaf(_INDEX, reader.book.page(reader.book.contents), reader.record.title, "")


def _front(reader: Reader) -> Html:
    body = next(reader.front.iter(f"{XHTML}body"), None) if reader.front is not None else None
    return element("h1", reader.record.title) if body is None else reader.html(body)


def _contents(reader: Reader) -> Html:
    """Return the contents. Each line has the id of its heading, which is the same in every language."""
    listed = next(reader.book.page(reader.book.contents).iter(f"{XHTML}ol"), None)
    if listed is None:
        return Html()
    for link in listed.iter(f"{XHTML}a"):
        if name := urldefrag(link.get("href", "")).fragment:
            link.set("id", unquote(name))
    heading = element("h2", label("contents", reader.within), id=_CONTENTS)
    return element("nav", heading, reader.html(listed), class_="contents", aria_labelledby=_CONTENTS)


def _leaf(reader: Reader, number: int) -> Page:
    """Return a page of the text. One that goes on with a chapter has its title again: each page has a heading."""
    leaf, leaves = reader.leaves[number], reader.leaves
    body = next(leaf.root.iter(f"{XHTML}body"))
    headed = next(leaf.root.iter(_HEADINGS[0]), None) is not None
    title = None if headed else element("h1", leaf.title, class_="running")
    before = leaves[number - 1] if number else _opening(reader)
    after = leaves[number + 1] if number + 1 < len(leaves) else None
    return _framed(reader, leaf, joined((title, reader.html(body), _turn(reader, before, after))))


def _turn(reader: Reader, before: Leaf | None, after: Leaf | None) -> Html:
    """Return the ways to the pages before and after."""
    said = reader.within.label
    ways = (("previous", "prev", before), ("next", "next", after))
    links = (
        element(
            "a",
            element("span", label(key, reader.within), class_="label"),
            " ",
            element("bdi", leaf.title, class_="title"),
            href=leaf.file,
            rel=relation,
            class_=key,
        )
        for key, relation, leaf in ways
        if leaf
    )
    return element("nav", *links, class_="turn", aria_label=f"{said('previous')} – {said('next')}")


def _framed(reader: Reader, leaf: Leaf, main: Html) -> Page:
    path, within, title = reader.place(leaf.file), reader.within, reader.record.title
    first = leaf.file == _INDEX
    home = element("a", element("bdi", title), href=relative(path, work_page(reader.record)))
    contents = None if first else element("p", element("a", label("contents", within), href=_INDEX), class_="up")
    choices = (_choice(reader, tag, leaf) for tag in reader.languages)
    return Page(
        path,
        within,
        title if leaf.title == title else f"{leaf.title} – {title}",
        "reading",
        main=main,
        header=joined((element("p", home, class_="home"), contents, switch(within, "this_page", choices))),
        scripted=first,
    )


def _choice(reader: Reader, tag: str, leaf: Leaf) -> tuple[str, str, bool]:
    """Return where another language goes on: the line of its contents that has the heading of this page.

    Texts may be divided in other places in another language; the colophon is always a page of its own.
    """
    if tag == reader.record.language and not reader.record.beside:
        return tag, leaf.file, True
    last = leaf.file == _COLOPHON
    there = f"{reader.record.work}/read/{tag}/{_COLOPHON if last else _INDEX}"
    return tag, relative(reader.place(leaf.file), there, "" if last else leaf.heading), False
