"""The package and the archive: what a page holds beside XHTML is told, and every page arrives as it was given."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from pipeline.emit.edition import EPOCH
from pipeline.emit.epub.package import Item, archive, package
from pipeline.languages import language

PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>{}</body></html>'
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4" preserveAspectRatio="none">
  <defs><linearGradient id="g" gradientUnits="userSpaceOnUse"><stop offset="0"/></linearGradient></defs>
  <foreignObject width="4" height="4"><p xmlns="http://www.w3.org/1999/xhtml">a <b>b</b><i>c</i></p></foreignObject>
</svg>"""
FORMULA = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi><mo>=</mo><mn>2</mn></math>'
PREFIXED = '<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi>x</m:mi></m:math>'


def told(item: Item) -> list[str]:
    """Return the properties that the manifest gives an item."""
    document = etree.fromstring(package((item,), language("en"), "").encode())
    (found,) = document.iter("{http://www.idpf.org/2007/opf}item")
    return found.get("properties", "").split()


def page(body: str, properties: str = "") -> Item:
    return Item("page", "page.xhtml", PAGE.format(body).encode(), properties=properties, read=True)


@pytest.mark.parametrize(
    ("body", "properties"),
    [
        ("<p>text</p>", []),
        (DRAWING, ["svg"]),
        (FORMULA, ["mathml"]),
        (PREFIXED, ["mathml"]),
        (FORMULA + DRAWING, ["mathml", "svg"]),
        ("<p>&lt;svg> and &lt;math></p>", []),
    ],
)
def test_a_page_that_holds_drawings_or_formulas_says_so(body: str, properties: list[str]) -> None:
    assert told(page(body)) == properties
    assert told(page(body, "nav")) == ["nav", *properties]


def test_a_drawing_in_a_file_of_its_own_is_no_page() -> None:
    assert not told(Item("image", "image.svg", DRAWING.encode(), "image/svg+xml"))


def test_pages_arrive_byte_for_byte() -> None:
    given = page(f"{DRAWING}<p>漢<em>字</em> x</p>\n<pre> a\n  b</pre>{FORMULA}")
    data = archive((given,), package((given,), language("en"), ""), "urn:uuid:0", EPOCH)
    assert zipfile.ZipFile(io.BytesIO(data)).read("EPUB/page.xhtml") == given.data
