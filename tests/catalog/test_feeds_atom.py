"""Atom and OPDS 1.2: valid by their specifications, and safe whatever the texts hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from listed_records import edition, manifest, many, some
from lxml import etree

from pipeline.catalog.atom import directed
from pipeline.catalog.feeds import feeds
from pipeline.catalog.places import Site
from pipeline.model import Agent

NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/terms/",
    "opds": "http://opds-spec.org/2010/catalog",
    "thr": "http://purl.org/syndication/thread/1.0",
    "search": "http://a9.com/-/spec/opensearch/1.1/",
}
SCHEMA = etree.RelaxNG(file=str(Path(__file__).with_name("atom.rng")))
WEB = Site("Books & more", "https://books.example/lib/")
ODD = edition(
    "odd",
    "ar",
    title='EPUB\0 <b>& "x"</b> \u202eabc\ud800',
    description="a\n\x1f ]]> &amp;",
    creators=(Agent("\x00"), Agent("T. Ranslator", "trl")),
    subjects=("a<b", "\x01"),
    rights="© \ufffe",
    date="spring",
)


def parsed(made: dict[str, bytes], file: str) -> etree._Element:
    root = etree.fromstring(made[file])
    SCHEMA.assertValid(root)
    return root


def found(root: etree._Element, path: str) -> list[str]:
    return [str(each) for each in root.xpath(path, namespaces=NAMES)]


@pytest.mark.parametrize("whole", [some(), manifest(ODD), many(60)], ids=["some", "odd", "many"])
@pytest.mark.parametrize("site", [Site(), WEB], ids=["relative", "absolute"])
def test_every_feed_is_valid(whole, site):
    made = feeds(whole, site)
    files = [file for file in made if file.startswith(("catalog", "feed"))]
    assert len(files) > 2
    for file in files:
        parsed(made, file)


def test_what_is_new_comes_first_and_then_by_name():
    root = parsed(feeds(some(), Site()), "feed.xml")
    assert found(root, "a:entry/a:title/text()") == [
        "Las mareas", "潮汐", "المد والجزر", "Las mareas", "The moon", "The tides", "La luna",
    ]  # fmt: skip
    assert found(root, "a:updated/text()") == found(root, "a:entry[1]/a:updated/text()") == ["2023-11-14T22:13:29Z"]


def test_the_feed_of_new_editions_is_bounded():
    assert len(found(parsed(feeds(many(60), Site()), "feed.xml"), "a:entry/a:id/text()")) == 50


def test_an_entry_has_the_urn_of_its_edition_and_in_the_catalog_one_of_its_own():
    made = feeds(some(), Site())
    urns = {record.identifier for record in some().records}
    assert set(found(parsed(made, "feed.xml"), "a:entry/a:id/text()")) == urns
    catalog = parsed(made, "catalog.xml")
    assert urns.isdisjoint(found(catalog, "a:entry/a:id/text()"))
    assert set(found(catalog, "a:entry/dc:identifier/text()")) == urns


def test_each_file_of_an_edition_can_be_taken():
    root = parsed(feeds(some(), WEB), "catalog.xml")
    links = "a:entry[a:title='La luna']/a:link[@rel='http://opds-spec.org/acquisition/open-access']"
    assert found(root, f"{links}/@href") == [
        f"https://books.example/lib/moon/moon.es.{kind}" for kind in ("epub", "pdf", "docx")
    ]
    assert found(root, f"{links}/@length") == ["41000", "52000", "23000"]


def test_languages_lead_to_each_other_and_no_two_alternates_are_alike():
    root = parsed(feeds(some(), Site()), "catalog.xml")
    for entry in root.findall("a:entry", NAMES):
        alternates = found(entry, "a:link[@rel='alternate']/@hreflang")
        assert len(set(alternates)) == len(alternates)
    both = root.xpath("a:entry[dc:language[2]]", namespaces=NAMES)
    assert [found(each, "a:link[@rel='related']/@href") for each in both] == [["tides/tides.es.html"]]
    assert found(both[0], "dc:language/text()") == ["es", "en"]


def test_facets_count_the_editions_of_each_language():
    root = parsed(feeds(some(), Site()), "catalog.es.xml")
    facets = "a:link[@rel='http://opds-spec.org/facet']"
    assert found(root, f"{facets}/@title") == ["All works", "العربية", "English", "español", "繁體中文"]
    assert found(root, f"{facets}/@thr:count") == ["7", "1", "3", "3", "1"]
    assert found(root, f"{facets}[@opds:activeFacet]/@href") == ["catalog.es.xml"]
    assert set(found(root, "a:entry/dc:language[1]/text()")) == {"es"}


def test_a_long_list_has_pages_that_lead_to_each_other():
    made = feeds(many(120), Site())
    second = parsed(made, "catalog.2.xml")
    ways = {rel: found(second, f"a:link[@rel='{rel}']/@href") for rel in ("first", "previous", "next", "last")}
    assert ways == {
        "first": ["catalog.xml"], "previous": ["catalog.xml"], "next": ["catalog.3.xml"], "last": ["catalog.3.xml"],
    }  # fmt: skip
    assert found(second, "search:*/text()") == ["240", "100", "101"]
    last = parsed(made, "catalog.3.xml")
    assert found(last, "a:link[@rel='next']/@href") == []
    assert found(last, "a:id/text()") == found(second, "a:id/text()")
    titles = [id for file in ("catalog.xml", "catalog.2.xml", "catalog.3.xml") for id in
              found(parsed(made, file), "a:entry/a:id/text()")]  # fmt: skip
    assert len(set(titles)) == len(titles) == 240


def test_what_xml_cannot_hold_is_left_out_and_markup_is_text():
    entry = parsed(feeds(manifest(ODD), Site()), "feed.xml").find("a:entry", NAMES)
    assert found(entry, "a:title/text()") == ['\u200fEPUB <b>& "x"</b> abc']
    assert found(entry, "a:category/@term") == ["a<b"]
    assert found(entry, "a:author/a:name/text()") == []
    assert found(entry, "a:contributor/a:name/text()") == ["T. Ranslator"]
    assert found(entry, "a:rights/text()") == ["©"]


def test_a_machine_translation_is_said_to_be_one():
    summary = found(parsed(feeds(some(), Site()), "feed.xml"), "a:entry[a:title='La luna']/a:summary/text()")
    assert summary == ["How the sea comes and goes. Traducción automática: No revisado por ninguna persona."]


@pytest.mark.parametrize(
    ("text", "tag", "mark"),
    [
        ("1984 EPUB", "ar", "\u200f"),
        ("كتاب", "en", "\u200e"),
        ("كتاب", "ar", ""),
        ("Sea", "en", ""),
        ("1984", "ar", ""),
    ],
)
def test_a_text_whose_first_letter_misleads_has_a_mark(text, tag, mark):
    assert directed(text, tag) == mark + text


def test_a_cover_is_shown():
    root = parsed(feeds(some(), Site()), "catalog.xml")
    images = "a:entry[a:title='La luna']/a:link[starts-with(@rel, 'http://opds-spec.org/image')]"
    assert found(root, f"{images}/@href") == ["moon/read/es/cover.png"] * 2
