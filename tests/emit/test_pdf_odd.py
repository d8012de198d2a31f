"""Odd documents become PDF files all the same, with every word inside the page."""

from __future__ import annotations

from collections import Counter

import pytest
from odd_documents import ODD, heading
from pdf_file import inside, letters, made, pages, text_of

from pipeline.emit.edition import Edition
from pipeline.emit.pdf import emit
from pipeline.model import Document, Text
from pipeline.walk import query


@pytest.mark.parametrize("document", ODD.values(), ids=ODD)
def test_an_odd_document_is_printed_inside_the_page(document: Document) -> None:
    data = emit(Edition(document, "odd")).value
    assert inside(data)
    said = "".join(letters(node.text) for node in query(document.blocks, Text))
    assert not Counter(said) - Counter(letters(text_of(data)))


def test_a_line_of_contents_over_two_pages_has_its_page_number_at_its_end_alone() -> None:
    contents = pages(made(*(heading("ebb " * 600 + name, name) for name in "ab")))[1:]
    assert contents[0].strip().endswith("ebb ii")
