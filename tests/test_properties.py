"""The one table of metadata: every field has a place in every format, and no two share one by mistake."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.emit.edition import Edition
from pipeline.emit.properties import values
from pipeline.model import Document, Metadata
from pipeline.properties import PROPERTIES, expanded

PLACES = ("core", "custom", "info", "xmp", "opf")


def test_every_field_is_in_every_format_but_the_review_in_epub() -> None:
    for field, named in PROPERTIES.items():
        assert named.core or named.custom, field
        assert named.xmp, field
        assert named.opf or field == "review", field


@pytest.mark.parametrize("place", PLACES)
def test_no_name_serves_two_fields(place: str) -> None:
    shared = {"dc:title"} if place == "opf" else set()
    names = Counter(filter(None, (getattr(named, place) for named in PROPERTIES.values())))
    assert {name for name, count in names.items() if count > 1} == shared


def test_an_edition_has_values_for_just_the_fields_of_the_table() -> None:
    assert list(values(Edition(Document(Metadata(title="Tides", language="en")), "tides"))) == list(PROPERTIES)


def test_qualified_names_are_expanded_as_parsers_give_them() -> None:
    assert expanded("dc:title") == "{http://purl.org/dc/elements/1.1/}title"
    assert expanded("cp:keywords").endswith("/metadata/core-properties}keywords")
