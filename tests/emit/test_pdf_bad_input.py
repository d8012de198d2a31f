"""What no sane source holds becomes a PDF all the same: inside the page, whole, well tagged; or an error that helps.

Only fonts that come as packages are taken for granted; where a text needs others, `pdf.font` says so and is enough.
"""

from __future__ import annotations

import io
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from bad_documents import TEXTS, THINGS, grid, line
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odd_documents import DOT, TALL, THIN, document, nested, table
from pdf_file import STAMP, drawn, paragraph, text_of
from strategies import PICTURE, WORDS, blocks, numbered

from pipeline.emit.edition import Edition, Layout
from pipeline.emit.pdf import emit
from pipeline.emit.theme import THEMES
from pipeline.model import (
    Agent,
    Block,
    Blocks,
    BulletList,
    Code,
    CodeBlock,
    Div,
    Document,
    Heading,
    Image,
    Metadata,
    Text,
)
from pipeline.report import PipelineError
from pipeline.verify.pdf_tags import faults
from pipeline.walk import query

EDGE = 8
"""Points from the edge of a page within which there is no ink."""
SHOWN = 6
"""How many pages of a file are drawn; of the others only the places of the letters are looked at."""
LANGUAGES = ("en", "ar", "he", "hi", "th", "zh", "ja", "ko")
PAGES = ("2x2", "2x9in", "9 x 2", "148x210mm", "200x200in")
_SAID = [word for word in WORDS if max(word) < "\U00010000"]
words = st.lists(st.sampled_from(_SAID), min_size=1, max_size=5).map(" ".join)
"""Words in all scripts, without emoji, which few fonts have, and without pairs, which pdfium turns round."""
NO_PAGES = ("", "nope", "1x1", "31x31", "6x9furlong", "-6x9", "99999x9")


def made(document: Document, layout: Layout = Layout()) -> bytes:  # noqa: B008  (frozen)
    """Return the PDF file; skip the test if it needs a font that is not there."""
    try:
        return emit(Edition(document, "bad", STAMP, layout=layout)).value
    except PipelineError as error:
        assert error.hint
        if error.code == "pdf.font":
            pytest.skip(error.message)
        raise


def assert_sound(document: Document, data: bytes, edge: int = EDGE) -> None:
    said = [node.text for node in query(document.blocks, Text, Code, CodeBlock)]
    assert not list(beyond(data, edge, 1 if document.metadata.cover_image else 0))
    assert not Counter(told(" ".join(said))) - Counter(told(text_of(data)))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not [str(fault) for fault in faults(pdf)]


def told(text: str) -> str:
    """Return letters and digits alone, those of different looks as one."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def beyond(data: bytes, edge: int, first: int) -> Iterator[tuple[int, object]]:
    """Yield page and place of letters outside the page, and pages from `first` on with ink at an edge."""
    with pypdfium2.PdfDocument(data) as pdf:
        for number, page in enumerate(pdf):
            width, height = page.get_size()
            text = page.get_textpage()
            for left, bottom, right, top in map(text.get_rect, range(text.count_rects())):
                if left < 0 or bottom < 0 or right > width or top > height:
                    yield number, (left, bottom, right, top)
            if edge and first <= number < SHOWN and width * height < 1e6:
                shown = page.render(grayscale=True).to_numpy()
                if min(part.min() for part in (shown[:edge], shown[-edge:], shown[:, :edge], shown[:, -edge:])) < 200:
                    yield number, "ink at the edge"


def _cases(documents: Mapping[str, Document]) -> list[Any]:
    return [pytest.param(case, id=name) for name, case in documents.items()]


@pytest.mark.parametrize("document", _cases(TEXTS))
def test_odd_characters_are_printed(document: Document) -> None:
    assert_sound(document, made(document))


@pytest.mark.parametrize("document", _cases(THINGS))
def test_odd_things_are_printed(document: Document) -> None:
    assert_sound(document, made(document))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("look", THEMES)
def test_a_page_of_any_size_holds_the_text(look: str, page: str) -> None:
    names = ("directions within directions", "pictures in narrow places", "notes everywhere", "headings anywhere")
    whole = tuple(block for name in names for block in THINGS[name].blocks if not isinstance(block, Heading))
    document = Document(Metadata("Tides", language="en"), whole, (THIN, TALL, DOT))
    assert_sound(document, made(document, Layout(look, page)), edge=0)


@pytest.mark.parametrize("name", NO_PAGES)
def test_a_page_that_is_none_is_an_error_with_a_hint(name: str) -> None:
    with pytest.raises(PipelineError) as raised:
        emit(Edition(document(paragraph("ebb")), "bad", STAMP, layout=Layout(page=name)))
    assert raised.value.hint


@pytest.mark.parametrize("name", ["", "Books"])
def test_a_theme_that_is_none_is_an_error_with_a_hint(name: str) -> None:
    with pytest.raises(PipelineError) as raised:
        emit(Edition(document(paragraph("ebb")), "bad", STAMP, layout=Layout(name)))
    assert raised.value.hint


@pytest.mark.parametrize(
    "data", [b"", b"ebb" * 99, b"\0\1\0\0" + bytes(500), b"OTTO" + bytes(500), b"ttcf" + b"\xff" * 99], ids=len
)
def test_a_font_that_is_none_is_an_error_with_a_hint(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "tides.ttf"
    path.write_bytes(data)
    for name in (str(path), str(tmp_path / "nope.ttf"), "No Such Family", ""):
        with pytest.raises(PipelineError) as raised:
            emit(Edition(document(paragraph("ebb")), "bad", STAMP, layout=Layout(fonts=(name,))))
        assert raised.value.hint


def test_characters_without_a_shape_are_named_in_a_finding() -> None:
    odd = "ebb \ud800 \ue000 \u0378 flow"
    data = document(paragraph(odd), title=odd)
    data = replace(data, metadata=replace(data.metadata, publisher=odd, creators=(Agent(odd),), subjects=(odd,)))
    outcome = emit(Edition(data, "bad", STAMP))
    assert [finding.code for finding in outcome.findings] == ["pdf.character"]
    assert all(sign in outcome.findings[0].message for sign in ("U+D800", "U+E000", "U+0378"))
    assert not list(beyond(outcome.value, EDGE, 0))
    assert "flow" in text_of(outcome.value)


def test_a_picture_alone_stays_within_what_it_stands_in() -> None:
    data = replace(
        document(grid(3, *(((line(Image(THIN.name, "one")),),) * 3)), nested(9, lambda inner: BulletList((inner,)))),
        resources=(THIN,),
    )
    corners = drawn(made(data))
    assert len(corners) == 3
    assert all(right < 373 for _, _, right, _ in corners)
    assert all(first[2] < second[0] for first, second in pairwise(corners))


@pytest.mark.parametrize("tag", ["hi", "he", "th", "ko", "ja"])
def test_words_in_another_font_than_the_language_has_have_its_spaces(tag: str) -> None:
    words = "œuvre Ærø naïve straße"
    data = made(Document(Metadata("Tides", language=tag), (Div((paragraph(words),), tag, "ltr"),)))
    assert set(words.split()) <= set(text_of(data).split())


@pytest.mark.parametrize("kind", ["rows", "words"])
def test_time_grows_with_the_text_and_not_faster(kind: str) -> None:
    def spent(count: int) -> float:
        blocks: tuple[Block, ...] = (table(count),) if kind == "rows" else (paragraph("tide ebb flow " * 4 * count),)
        start = time.process_time()
        made(document(*blocks))
        return time.process_time() - start

    spent(100)
    assert spent(2400) < 9 * spent(600) + 0.5


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(blocks(words), st.sampled_from(LANGUAGES), st.sampled_from(("6x9", "2x3", "letter")), st.sampled_from([*THEMES]))
def test_any_document_is_printed(body: Blocks, tag: str, page: str, look: str) -> None:
    assert_printed(numbered(body), tag, Layout(look, page))


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(blocks(words), blocks(words), st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
def test_any_two_texts_stand_side_by_side(first: Blocks, second: Blocks, one: str, other: str) -> None:
    pairs = (Div((Div(first, one), Div(second, other)), None, way, "parallel") for way in ("ltr", "rtl"))
    for pair in pairs:
        assert_printed(numbered((pair,)), one, Layout())


def assert_printed(body: Blocks, tag: str, layout: Layout) -> None:
    document = Document(Metadata("Tides", language=tag), body, (PICTURE,))
    try:
        data = emit(Edition(document, "bad", STAMP, layout=layout)).value
    except PipelineError as error:
        assert error.code == "pdf.font"
        assert error.hint
    else:
        assert_sound(document, data, edge=0)
