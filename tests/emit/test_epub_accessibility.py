"""What the package says of accessibility is true; conformance is claimed where all holds that can be checked."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from epub_file import Book, edition
from PIL import Image as Pillow
from strategies import PICTURE

from pipeline.emit.epub.accessibility import conforms
from pipeline.model import Div, Figure, Heading, Image, Link, Paragraph, Resource, Span, Table, Text

WORDS = (Text("tide"),)
CELL = (Paragraph(WORDS),)
CLAIM = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
RED, SILENT = Image("tide.png", "red"), Image("tide.png")


def moving(form: str) -> Resource:
    """Return a picture of two frames."""
    into = io.BytesIO()
    first, second = (Pillow.new("RGB", (4, 4), colour) for colour in ("red", "blue"))
    first.save(into, form, save_all=True, append_images=[second])
    return replace(PICTURE, media_type=f"image/{form.lower()}", data=into.getvalue())


def test_metadata_tells_the_truth() -> None:
    plain = Book(edition("text"))
    shown = Book(edition(Figure(RED), resources=(PICTURE,)))
    silent = Book(edition(Figure(SILENT), resources=(PICTURE,)))
    assert plain.meta("schema:accessMode") == ["textual"]
    assert "alternativeText" not in plain.meta("schema:accessibilityFeature")
    assert shown.meta("schema:accessMode") == ["textual", "visual"]
    assert shown.meta("schema:accessModeSufficient") == ["textual"]
    assert "alternativeText" in shown.meta("schema:accessibilityFeature")
    assert silent.meta("schema:accessModeSufficient") == ["textual,visual"]
    assert "alternativeText" not in silent.meta("schema:accessibilityFeature")


def test_a_book_in_which_all_holds_claims_conformance_and_says_who_certifies_it() -> None:
    book = Book(edition(Heading(1, WORDS, "a"), Figure(RED), resources=(PICTURE,)))
    assert book.meta("dcterms:conformsTo") == [CLAIM]
    assert book.refinement("conformance", "a11y:certifiedBy") == ["Polyfolio"]


def test_a_book_in_which_something_is_lacking_claims_nothing() -> None:
    book = Book(edition(Figure(SILENT), resources=(PICTURE,)))
    assert not book.meta("dcterms:conformsTo")
    assert not book.meta("a11y:certifiedBy")


@pytest.mark.parametrize(
    "block",
    [
        Paragraph((Text("a decoration: "), SILENT)),
        Paragraph((Link((RED,), "https://example.org/"),)),
        Heading(2, WORDS, "the first of any level"),
        Heading(1, (RED,), "a picture"),
        Table(("left",), ((CELL,),), ((CELL,), ((),))),
        Div(CELL, "ar"),
    ],
)
def test_these_conform(block: Any) -> None:
    assert conforms(edition(block, resources=(PICTURE,)))


@pytest.mark.parametrize(
    "blocks",
    [
        (Figure(Image("tide.png", " ")),),
        (Paragraph((Link((SILENT,), "https://example.org/"),)),),
        (Paragraph((Link((), "https://example.org/"),)),),
        (Heading(1, (), "silent"),),
        (Heading(1, WORDS, "a"), Heading(3, WORDS, "b")),
        (Table(("left",), (), ((CELL,),)),),
        (Table(("left",), (((),),), ((CELL,),)),),
        (Paragraph((Span(WORDS, "no language"),)),),
    ],
)
def test_these_do_not_conform(blocks: Any) -> None:
    assert not conforms(edition(*blocks, resources=(PICTURE,)))


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_a_picture_that_moves_may_be_a_hazard(form: str) -> None:
    made = edition(Figure(RED), resources=(moving(form),))
    assert not conforms(made)
    assert Book(made).meta("schema:accessibilityHazard") == ["unknown"]
    assert Book(edition(Figure(RED), resources=(PICTURE,))).meta("schema:accessibilityHazard") == ["none"]
