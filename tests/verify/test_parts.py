"""The digests of an edition's parts: what differs between two builds is where they differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.emit import EMITTERS, emit
from pipeline.emit.edition import Edition
from pipeline.model import Document, Heading, Metadata, Paragraph, Text
from pipeline.verify.parts import parts

CHAPTERS = ("The moon", "The sun", "The wind")


def book(*texts: str) -> Edition:
    """Return a book with a chapter for each text, of a page or more."""
    blocks = tuple(
        block
        for title, text in zip(CHAPTERS, texts, strict=True)
        for block in (Heading(1, (Text(title),), id=title), *(Paragraph((Text(text),)) for _ in range(40)))
    )
    return Edition(Document(Metadata(title="Tides", language="en"), blocks), "tides")


def digests(edition: Edition, form: str) -> dict[str, str]:
    return parts(form, emit(form, edition).value)


@pytest.mark.parametrize("form", EMITTERS)
def test_the_same_edition_has_the_same_parts(form: str) -> None:
    assert digests(book("It pulls.", "It shines.", "It blows."), form) == digests(
        book("It pulls.", "It shines.", "It blows."), form
    )


def test_a_changed_chapter_of_an_epub_is_the_part_that_differs() -> None:
    before, after = (digests(book("It pulls.", text, "It blows."), "epub") for text in ("It shines.", "It warms us."))
    assert [name for name in before if before[name] != after[name]] == ["EPUB/chapter-002.xhtml"]


def test_a_changed_word_of_a_pdf_is_on_the_page_that_differs() -> None:
    before, after = (digests(book("It pulls.", "It shines.", text), "pdf") for text in ("It blows.", "It flows."))
    differing = {name for name in before if before[name] != after[name]}
    last = max(int(name.removeprefix("page ")) for name in before if name.startswith("page "))
    assert differing <= {f"page {last - back}" for back in range(3)}
    assert differing


def test_another_title_changes_the_metadata_of_a_pdf() -> None:
    one = book("It pulls.", "It shines.", "It blows.")
    other = replace(one, document=replace(one.document, metadata=replace(one.document.metadata, title="Winds")))
    assert digests(one, "pdf")["metadata"] != digests(other, "pdf")["metadata"]
