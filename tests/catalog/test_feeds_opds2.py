"""OPDS 2.0: what a reading program gets of each edition."""

from __future__ import annotations

import json

from listed_records import edition, manifest, many, some

from pipeline.catalog.feeds import feeds
from pipeline.catalog.places import Site
from pipeline.model import Agent, Provenance

WEB = Site("Books", "https://books.example/lib/")


def feed(whole, site=Site(), file="opds.json"):  # noqa: B008  (it is frozen)
    return json.loads(feeds(whole, site)[file])


def one(**about):
    """Return the only publication of a catalog whose edition is so described."""
    (publication,) = feed(manifest(edition(tag="es", **about)))["publications"]
    return publication


def links(publication, rel):
    return [link for link in publication["links"] if link["rel"] == rel]


def test_a_publication_is_one_edition_with_a_file_in_each_format():
    publications = feed(some())["publications"]
    assert len(publications) == 7
    files = links(publications[0], "http://opds-spec.org/acquisition/open-access")
    assert [(link["href"], link["type"], link["size"]) for link in files] == [
        ("moon/moon.en.epub", "application/epub+zip", 41000),
        ("moon/moon.en.pdf", "application/pdf", 52000),
        (
            "moon/moon.en.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            23000,
        ),
    ]
    assert publications[0]["images"] == [{"href": "moon/read/en/cover.png", "type": "image/png"}]


def test_metadata_are_in_the_terms_of_the_format():
    agents = (Agent("Ana W", file_as="W, Ana"), Agent("E", "edt"), Agent("C", "cmp"))
    found = one(
        title="Las mareas",
        subtitle="Un libro",
        creators=agents[:1],
        contributors=agents[1:],
        publisher="P",
        series="S",
        identifier="978",
        translation=None,
    )["metadata"]
    assert found.pop("identifier").startswith("urn:uuid:")
    assert found == {
        "@type": "http://schema.org/Book",
        "altIdentifier": [{"value": "978"}],
        "title": "Las mareas",
        "subtitle": "Un libro",
        "author": [{"name": "Ana W", "sortAs": "W, Ana"}],
        "editor": [{"name": "E"}],
        "contributor": [{"name": "C", "role": "cmp"}],
        "language": "es",
        "modified": "2023-11-14T22:13:20Z",
        "published": "2023-11-08",
        "publisher": "P",
        "subject": ["sea", "moon"],
        "description": "How the sea comes and goes.",
        "belongsTo": {"series": "S"},
    }


def test_a_date_that_is_not_whole_is_left_out():
    assert "published" not in one(date="2023-11")["metadata"]


def test_nothing_blank_is_told():
    found = one(description="", translation=None, creators=(), subjects=())["metadata"]
    assert set(found) == {"@type", "identifier", "title", "language", "modified", "published"}


def test_a_translation_says_who_made_it():
    def told(**about):
        return one(description="", translation=Provenance("en", **about))["metadata"]["description"]

    assert told() == "Traducido por una persona."
    assert told(engine="Argos", reviewed=True) == "Traducción automática: Revisado por una persona."
    assert "modelo" in told(engine="Argos", demonstration=True)


def test_a_book_from_right_to_left_says_so():
    pages = feed(some(), file="opds.ar.json")["publications"]
    assert [each["metadata"]["readingProgression"] for each in pages] == ["rtl"]


def test_an_edition_leads_to_its_page_and_to_those_of_other_languages():
    (publication,) = feed(some(), WEB, "opds.ar.json")["publications"]
    assert [(link["href"].rpartition("/")[2], link["language"]) for link in links(publication, "alternate")] == [
        ("tides.ar.html", "ar"),
        ("tides.en.html", "en"),
        ("tides.es.html", "es"),
        ("tides.zh-Hant.html", "zh-Hant"),
    ]
    assert [link["language"] for link in links(publication, "related")] == [["es", "en"]]


def test_an_address_of_a_licence_is_a_link():
    address = "https://example.org/licence"
    assert links(one(rights=address), "license") == [{"rel": "license", "href": address}]
    assert not links(one(rights="All rights reserved"), "license")


def test_an_edition_in_two_languages_is_in_the_list_of_each():
    facet = feed(some())["facets"][0]
    assert facet["metadata"] == {"title": "Language"}
    counts = [len(feed(some(), file=link["href"])["publications"]) for link in facet["links"]]
    assert counts == [link["properties"]["numberOfItems"] for link in facet["links"]] == [7, 1, 3, 3, 1]


def test_a_long_list_has_pages():
    made = feeds(many(120), WEB)
    second = json.loads(made["opds.2.json"])
    assert second["metadata"]["numberOfItems"] == 240
    assert (second["metadata"]["itemsPerPage"], second["metadata"]["currentPage"]) == (100, 2)
    assert {link["rel"]: link["href"] for link in second["links"]} == {
        "self": "https://books.example/lib/opds.2.json",
        "start": "https://books.example/lib/opds.json",
        "alternate": "https://books.example/lib/index.html",
        "first": "https://books.example/lib/opds.json",
        "previous": "https://books.example/lib/opds.json",
        "next": "https://books.example/lib/opds.3.json",
        "last": "https://books.example/lib/opds.3.json",
    }
    pages = [json.loads(made[file])["publications"] for file in ("opds.json", "opds.2.json", "opds.3.json")]
    assert len({each["metadata"]["identifier"] for page in pages for each in page}) == 240
