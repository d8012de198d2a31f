"""The feeds as a whole: where they lie, what they are called, and that they stay the same."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from listed_records import edition, manifest, many, some
from lxml import etree

from pipeline.catalog import sitemap
from pipeline.catalog.feeds import feeds
from pipeline.catalog.listing import main_language
from pipeline.catalog.places import Site
from pipeline.records import Manifest
from pipeline.report import PipelineError

WEB = Site("Books", "https://books.example/lib/")
SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def identifier(whole: Manifest, site: Site) -> str:
    return json.loads(feeds(whole, site)["opds.json"])["metadata"]["identifier"]


def test_there_is_a_feed_of_each_kind_and_a_list_of_each_language():
    lists = {"opds.json", "opds.en.json", "opds.es.json", "catalog.xml", "catalog.en.xml", "catalog.es.xml"}
    assert set(feeds(many(1), Site())) == {*lists, "feed.xml"}


def test_without_editions_there_are_no_feeds():
    assert feeds(Manifest(), WEB) == {}


def test_the_order_of_the_records_changes_nothing():
    backwards = Manifest(some().records[::-1])
    assert feeds(backwards, WEB) == feeds(some(), WEB)


def test_without_a_base_url_every_link_is_relative_and_with_one_none():
    for file, data in feeds(some(), Site()).items():
        assert b'href="http' not in data and b'"href": "http' not in data, file
    for file, data in feeds(some(), WEB).items():
        assert data.count(b"href=") == data.count(b'href="https://books.example/lib/'), file
        assert data.count(b'"href"') == data.count(b'"href": "https://books.example/lib/'), file


def test_a_feed_keeps_its_identifier_as_long_as_the_catalog_has_its_name():
    assert identifier(some(), WEB) == identifier(many(3), WEB)
    assert identifier(some(), WEB) != identifier(some(), replace(WEB, base_url="https://other.example/"))
    assert identifier(some(), Site("Books")) == identifier(many(3), Site("Books"))
    assert identifier(some(), Site()) != identifier(many(3), Site())


def test_a_path_is_encoded_so_that_it_cannot_be_another_address():
    made = feeds(manifest(edition("a:b ü", "en")), Site())
    href = json.loads(made["opds.json"])["publications"][0]["links"][0]["href"]
    assert href == "a%3Ab%20%C3%BC/a%3Ab%20%C3%BC.en.epub"


def test_the_main_language_is_that_of_most_originals():
    assert main_language(some()) == "en"
    spanish = [tuple(replace(each, original=True) for each in edition(work, "es")) for work in "abc"]
    assert main_language(manifest(*spanish, edition("d", "en"))) == "es"
    assert main_language(manifest(edition("d", "fr"), edition("d", "es"))) == "es"
    assert main_language(Manifest()) == "en"


def test_the_catalog_is_called_as_its_language_says():
    spanish = manifest(tuple(replace(each, original=True) for each in edition("a", "es")))
    assert json.loads(feeds(spanish, Site())["opds.json"])["metadata"]["title"] == "Catálogo"


def test_a_time_that_no_calendar_holds_is_told_as_the_last():
    made = json.loads(feeds(manifest(edition(stamp=10**15)), Site())["opds.json"])
    assert made["metadata"]["modified"] == "9999-12-31T23:59:59Z"


def test_a_record_in_no_language_is_an_error_with_a_hint():
    with pytest.raises(PipelineError) as caught:
        feeds(manifest(edition(tag="no language")), Site())
    assert caught.value.hint


def locations(data: bytes) -> dict[str, list[tuple[str, str]]]:
    """Return the pages of a sitemap with their links to other languages."""
    urls = etree.fromstring(data).iter(f"{SITE}url")
    return {
        url.findtext(f"{SITE}loc").removeprefix(WEB.base_url): [
            (link.get("hreflang"), link.get("href").removeprefix(WEB.base_url)) for link in url.iter(f"{XHTML}link")
        ]
        for url in urls
    }


def test_there_is_a_sitemap_only_with_a_base_url():
    assert "sitemap.xml" not in feeds(some(), Site())
    pages = locations(feeds(some(), WEB)["sitemap.xml"])
    assert {"index.html", "index.ar.html", "moon/moon.es.html", "moon/read/es/chapter-001.html"} <= set(pages)
    assert not any(file.endswith(".png") for file in pages)


def test_a_page_in_the_sitemap_names_itself_and_its_like_in_other_languages():
    pages = locations(feeds(some(), WEB)["sitemap.xml"])
    both = [("en", "moon/moon.en.html"), ("es", "moon/moon.es.html")]
    assert pages["moon/moon.es.html"] == pages["moon/moon.en.html"] == both
    assert pages["tides/tides.en-es.html"] == []
    assert pages["index.es.html"][-1] == ("x-default", "index.html")
    assert ("zh-Hant", "index.zh-Hant.html") in pages["index.html"]


def test_a_long_sitemap_is_an_index_of_others(monkeypatch):
    monkeypatch.setattr(sitemap, "PER_FILE", 5)
    made = {file: data for file, data in feeds(some(), WEB).items() if file.startswith("sitemap")}
    listed = [each.text for each in etree.fromstring(made.pop("sitemap.xml")).iter(f"{SITE}loc")]
    assert listed == [WEB.base_url + file for file in made]
    assert sum(len(locations(data)) for data in made.values()) == 4 + 7 + 7 * 2
