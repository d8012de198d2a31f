"""Each construct of the model, and what it becomes in a chapter."""

from __future__ import annotations

from typing import Any

import pytest
from epub_file import Book, edition
from strategies import PICTURE

from pipeline.model import (
    BulletList,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    Emphasis,
    Figure,
    Heading,
    Image,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Paragraph,
    Quote,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
)
from pipeline.report import Location

TIDE = (Text("tide"),)
SAID = (Paragraph(TIDE),)
MOON = (Paragraph((Text("moon"),)),)


@pytest.mark.parametrize(
    ("inline", "xhtml"),
    [
        (Text("a < b & “c”"), "a &lt; b &amp; “c”"),
        (Emphasis(TIDE), "<em>tide</em>"),
        (Strong(TIDE), "<strong>tide</strong>"),
        (Strikeout(TIDE), "<s>tide</s>"),
        (Superscript(TIDE), "<sup>tide</sup>"),
        (Subscript(TIDE), "<sub>tide</sub>"),
        (Code("a  <b>"), '<code dir="ltr" translate="no">a  &lt;b&gt;</code>'),
        (LineBreak(), "<br/>"),
        (
            Link(TIDE, "https://example.org/?a=1&b=2", 'A "title"'),
            '<a href="https://example.org/?a=1&amp;b=2" title="A &quot;title&quot;">tide</a>',
        ),
        (Link(TIDE, "https://bücher.example/"), '<a href="https://bücher.example/">tide</a>'),
        (Link(TIDE, "mailto:ida@example.org"), '<a href="mailto:ida@example.org">tide</a>'),
        (Link(TIDE, "https://example.org/a b"), '<a href="https://example.org/a%20b">tide</a>'),
        (Link(TIDE, "https://example.org/a[1]?b%zz"), '<a href="https://example.org/a%5B1%5D?b%25zz">tide</a>'),
        (
            Span(TIDE, "ar"),
            '<span class="script-Arab" lang="ar" xml:lang="ar" dir="rtl">tide</span>',
        ),
        (Span(TIDE, None, "rtl"), '<span dir="rtl">tide</span>'),
        (Span(TIDE, "no language"), "<span>tide</span>"),
        (Image("tide.png", "red"), '<img src="images/image-1.png" alt="red" width="1" height="1"/>'),
    ],
)
def test_inlines(inline: Any, xhtml: str) -> None:
    assert f"<p>{xhtml}</p>" in Book(edition(Paragraph((inline,)), resources=(PICTURE,))).body


@pytest.mark.parametrize(
    ("block", "xhtml"),
    [
        (Heading(2, TIDE, "tides"), '<h2 id="tides">tide</h2>'),
        (BulletList((SAID, MOON)), "<ul>\n<li><p>tide</p></li>\n<li><p>moon</p></li>\n</ul>"),
        (OrderedList((SAID,)), '<ol type="1">\n<li><p>tide</p></li>\n</ol>'),
        (
            OrderedList((SAID,), 4, "upper-roman", "parens"),
            '<ol type="I" start="4" class="parens-upper-roman">\n<li><p>tide</p></li>\n</ol>',
        ),
        (
            DefinitionList((Definition(TIDE, (MOON, SAID)),)),
            "<dl>\n<dt>tide</dt>\n<dd><p>moon</p></dd>\n<dd><p>tide</p></dd>\n</dl>",
        ),
        (DefinitionList((Definition(TIDE, ()),)), "<dl>\n<dt>tide</dt>\n<dd></dd>\n</dl>"),
        (Quote(SAID), "<blockquote>\n<p>tide</p>\n</blockquote>"),
        (
            CodeBlock("if a < b:\n  c", "python"),
            '<pre dir="ltr" translate="no"><code class="language-python">if a &lt; b:\n  c</code></pre>',
        ),
        (ThematicBreak(), "<hr/>"),
        (
            Table(("left", "default"), ((SAID, ()),), ((MOON, SAID),), TIDE),
            "<table>\n<caption>tide</caption>\n<thead>\n"
            '<tr><th scope="col" class="left">tide</th><td></td></tr>\n</thead>\n'
            '<tbody>\n<tr><td class="left">moon</td><td>tide</td></tr>\n</tbody>\n</table>',
        ),
        (
            Figure(Image("tide.png", "red"), TIDE),
            '<figure>\n<img src="images/image-1.png" alt="red" width="1" height="1"/>\n'
            "<figcaption>tide</figcaption>\n</figure>",
        ),
        (
            Div(SAID, "he", None, "epigraph"),
            '<div class="epigraph script-Hebr" lang="he" xml:lang="he" dir="rtl" epub:type="epigraph" '
            'role="doc-epigraph">\n<p>tide</p>\n</div>',
        ),
        (Div(SAID, role="warning"), '<div class="warning" role="note">\n<p>tide</p>\n</div>'),
        (Div(SAID, role="of my own"), '<div class="of my own">\n<p>tide</p>\n</div>'),
        (
            Div(SAID, "es"),
            '<div class="passage prose script-Latn" lang="es" xml:lang="es" dir="ltr">\n<p>tide</p>\n</div>',
        ),
        (Div((Quote(SAID),), None, "rtl"), '<div class="passage" dir="rtl">\n<blockquote>'),
        (Quote((BulletList((MOON,)),)), "<blockquote>\n<ul>\n<li><p>moon</p></li>\n</ul>\n</blockquote>"),
    ],
)
def test_blocks(block: Any, xhtml: str) -> None:
    assert xhtml in Book(edition(block, resources=(PICTURE,))).body


RED = Image("tide.png", "red")


@pytest.mark.parametrize("line", [(Text("See "), RED), (Code("tide"), Link((RED,), "https://example.org"))])
def test_a_picture_among_letters_is_an_icon(line: Any) -> None:
    assert 'class="icon"' in Book(edition(Paragraph(line), resources=(PICTURE,))).body


@pytest.mark.parametrize("line", [(RED,), (Link((RED,), "https://example.org"),), (RED, Note(MOON)), (Text(" "), RED)])
def test_a_picture_without_letters_around_it_keeps_its_size(line: Any) -> None:
    assert 'class="icon"' not in Book(edition(Paragraph(line), resources=(PICTURE,))).body


def test_a_note_does_not_change_the_line_that_refers_to_it() -> None:
    line = (Text("See "), Note((Figure(RED), Paragraph((RED,)))), RED)
    book = Book(edition(Paragraph(line), resources=(PICTURE,)))
    assert book.body.count("<img") == 3
    assert book.body.count('class="icon"') == 1


def test_a_note_has_a_mark_a_text_at_the_end_of_its_chapter_and_a_way_back() -> None:
    note = Note((*MOON, CodeBlock("x")))
    book = Book(edition(Paragraph((Text("tide"), note)), "after", Heading(1, TIDE, "b"), Paragraph((Note(SAID),))))
    first, second = book.text("chapter-001.xhtml"), book.text("chapter-002.xhtml")
    assert (
        '<p>tide<a id="ref-1" class="noteref" href="#note-1" role="doc-noteref" epub:type="noteref">1</a></p>\n'
        '<p>after</p>\n<div class="notes">\n<aside id="note-1" class="note" role="doc-footnote" epub:type="footnote">\n'
        '<p><span class="number">1.</span> moon</p>\n<pre'
    ) in first
    assert 'href="#ref-1" role="doc-backlink" title="Back to the text" aria-label="Back to the text">' in first
    assert 'id="note-2"' in second


def test_notes_are_numbered_where_their_marks_stand() -> None:
    inside = Note((Paragraph((Text("outer"), Note(SAID))),))
    words = DefinitionList((Definition((*TIDE, inside), ((Paragraph((Note(MOON),)),),)),))
    body = Book(edition(words)).body
    assert [body.index(f'href="#note-{number}"') for number in (1, 3, 2)] == sorted(
        body.index(f'href="#note-{number}"') for number in (1, 2, 3)
    )
    assert body.index('id="note-1"') < body.index('id="note-2"') < body.index('id="note-3"')


def test_a_link_finds_a_heading_in_another_chapter_and_in_its_own() -> None:
    there, here = Paragraph((Link(TIDE, "#moon"),)), Paragraph((Link(TIDE, "#tides"),))
    book = Book(edition(Heading(1, TIDE, "tides"), there, here, Heading(1, TIDE, "moon")))
    assert '<a href="chapter-002.xhtml#moon">tide</a>' in book.text("chapter-001.xhtml")
    assert '<a href="#tides">tide</a>' in book.text("chapter-001.xhtml")


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("#nowhere", "link.dangling"),
        ("other.md", "link.unreachable"),
        ("file:///etc/hosts", "link.unreachable"),
        ("javascript:alert(1)", "link.unreachable"),
        ("//example.org/", "link.unreachable"),
        ("", "link.unreachable"),
    ],
)
def test_a_link_that_leads_nowhere_keeps_its_text_and_is_reported(target: str, code: str) -> None:
    book = Book(edition(Paragraph((Link(TIDE, target),), Location("tides.md", 7))))
    assert "<p><a>tide</a></p>" in book.body
    assert [finding.code for finding in book.findings] == [code]


def test_a_note_in_a_link_has_its_mark_after_it() -> None:
    link = Link((Text("the "), Emphasis((*TIDE, Note(SAID))), Text("s")), "https://example.org/")
    body = Book(edition(Paragraph((link,)))).body
    assert '<a href="https://example.org/">the <em>tide</em>s</a><a id="ref-1" class="noteref"' in body
    assert 'id="note-1"' in body


def test_a_link_in_a_link_keeps_its_words_alone() -> None:
    link = Link((Text("high "), Link(TIDE, "https://example.net/")), "https://example.org/")
    assert '<p><a href="https://example.org/">high tide</a></p>' in Book(edition(Paragraph((link,)))).body


def test_an_image_without_bytes_says_what_it_shows_and_is_reported() -> None:
    book = Book(edition(Paragraph((Image("gone.png", "a lost chart"),), Location("tides.md", 7))))
    assert '<span class="missing" role="img" aria-label="a lost chart"></span>' in book.body
    assert [(finding.code, str(finding.location)) for finding in book.findings] == [("image.missing", "tides.md:7")]


@pytest.mark.parametrize("name", ["潮 1", "1st", "a b", "ref-1", "note-2", "a:b", "", "<&>", "Aß", "²x"])
def test_any_heading_id_becomes_a_name_that_links_find(name: str) -> None:
    noted = Paragraph((Link(TIDE, f"#{name}"), Note(SAID), Note(SAID)))
    book = Book(edition(noted, Heading(1, TIDE, name), Heading(1, TIDE, name)))
    first, second = (book.find(book.pages[chapter], "//h:h1")[0].get("id") for chapter in book.chapters[1:])
    assert first != second
    assert f'<a href="chapter-002.xhtml#{first}">' in book.body
    assert not {first, second} & {"note-1", "note-2", "ref-1", "ref-2"}
    assert first.replace(".", "").replace("-", "").replace("_", "").isalnum()
    assert not first[0].isdigit()
