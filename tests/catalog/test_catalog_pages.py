"""Lists and pages of editions: what they say, where they lead, and that nothing in a record can become markup."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree
from shelves import MACHINE, Shown, library, record, references

from pipeline.catalog import Site
from pipeline.model import Agent, Metadata
from pipeline.records import Manifest

HOSTILE = (
    """</title></script><script>alert(1)</script><img src=x onerror=alert(1)> " ' & \u202eabc\u0000\ud800 👩‍👩‍👧"""
)


def test_every_reference_leads_to_a_file_that_is_there() -> None:
    shown = Shown(library())
    for file in shown.pages:
        assert references(file, shown.page(file)) <= shown.there(), file


def test_there_is_a_list_for_each_language_and_a_page_for_each_edition() -> None:
    shown = Shown(library())
    assert shown.pages == [
        "index.en.html",
        "index.es.html",
        "index.html",
        "lamps/lamps.ar.html",
        "tides/tides.en-es.html",
        "tides/tides.en.html",
        "tides/tides.es.html",
    ]


def test_the_main_language_is_that_of_most_originals() -> None:
    shown = Shown(Manifest((*library().records, record("nets", "en", "docx"))))
    assert shown.page("index.html").get("lang") == "en"
    assert shown.page("index.ar.html").get("dir") == "rtl"


def test_a_list_shows_each_work_in_its_language_and_others_in_their_own() -> None:
    works = Shown(library()).page("index.es.html").xpath("//li[contains(@class, 'work')]")
    assert [(work.findtext(".//h2/a"), work.get("lang"), work.get("dir")) for work in works] == [
        ("Las mareas", "es", "ltr"),
        ("مصابيح", "ar", "rtl"),
    ]


def test_titles_are_sorted_as_the_language_sorts_them() -> None:
    titles = ("Zebra", "Äpfel", "Apfel", "öl")
    records = tuple(record(f"w{n}", "de", title=title) for n, title in enumerate(titles))
    found = Shown(Manifest(records)).page("index.html").xpath("//h2/a/text()")
    assert found == ["Apfel", "Äpfel", "öl", "Zebra"]


def test_languages_have_their_own_names_and_lead_to_each_edition() -> None:
    links = Shown(library()).page("index.es.html").xpath("(//ul[@class='editions'])[1]//a")
    assert [("".join(link.itertext()), link.get("href")) for link in links] == [
        ("English", "tides/tides.en.html"),
        ("español", "tides/tides.es.html"),
    ]


def test_editions_in_two_languages_stand_apart_on_the_page_of_a_work() -> None:
    page = Shown(library()).page("tides/tides.en.html")
    found = {part.findtext("h2"): part.xpath(".//a/@href") for part in page.xpath("//section[ul[@class='editions']]")}
    assert found == {"Languages": ["tides.es.html"], "In two languages": ["tides.en-es.html"]}


@pytest.mark.parametrize(("count", "folded"), [(2, 0), (8, 0), (9, 1)])
def test_many_languages_are_folded_away_above_a_work_but_not_above_the_list(count: int, folded: int) -> None:
    tags = ("en", "es", "fr", "de", "cs", "el", "ru", "ar", "zh")[:count]
    shown = Shown(Manifest(tuple(record(language=tag) for tag in tags)))
    nav = "//nav[@class='tongues']"
    assert len(shown.page("tides/tides.es.html").xpath(f"{nav}/details[summary='Idiomas']")) == folded
    assert shown.page("index.html").xpath(f"count({nav}//a)") == count
    assert not shown.page("index.html").xpath(f"{nav}/details")


def test_languages_stand_in_the_order_of_their_own_names() -> None:
    records = tuple(record(language=tag) for tag in ("ru", "sv", "es", "cs", "el", "de"))
    page = Shown(Manifest(records)).page("tides/tides.ru.html")
    names = page.xpath("//nav[@class='tongues']//a/text()")
    assert names == ["čeština", "Deutsch", "español", "svenska", "Ελληνικά", "русский"]


def test_what_the_catalog_is_called_runs_in_the_direction_of_its_own_letters() -> None:
    shown = Shown(library(), Site("Press (1)!"))
    assert shown.page("index.html").findtext(".//h1/bdi") == "Press (1)!"
    assert shown.page("lamps/lamps.ar.html").xpath("string(//p[@class='home']/a/bdi)") == "Press (1)!"


def test_a_colon_has_the_space_of_its_language() -> None:
    records = (record(language="fr", beside="en"), record(language="en"))
    page = Shown(Manifest(records)).page("tides/tides.en-fr.html")
    assert page.xpath("string(//p[@class='both'])") == "En deux langues\u00a0: anglais – français"
    assert page.xpath("string(//footer/p)").startswith("Pour les logiciels de lecture\u00a0: ")


def test_a_page_names_each_format_with_its_size_and_its_whole_checksum() -> None:
    files = Shown(library()).page("tides/tides.en.html").xpath("//ul[@class='files']/li")
    assert [file.xpath("string(.//a)") for file in files] == ["EPUB 312 kB", "PDF 312 kB", "DOCX 312 kB"]
    assert {file.xpath("string(.//code)") for file in files} == {"0123456789abcdef" * 4}


def test_a_translation_says_by_what_it_was_made_and_that_nobody_read_it() -> None:
    notice = Shown(library()).page("tides/tides.es.html").xpath("string(//div[@role='note'])")
    for said in ("Argos Translate", "en → es 1.9", "The tides", "No revisado por ninguna persona.", "demostración"):
        assert said in notice


def test_a_part_that_is_not_translated_is_told_and_never_rounded_up() -> None:
    shown = Shown(Manifest((record(language="es", coverage=0.9999, translation=MACHINE),)))
    assert "99" in shown.page("tides/tides.es.html").xpath("string(//div[@role='note'])")
    assert "%" not in Shown(library()).page("tides/tides.es.html").xpath("string(//div[@role='note'])")


def test_an_original_has_no_notice_and_a_checked_edition_says_so() -> None:
    page = Shown(library()).page("tides/tides.en.html")
    assert page.xpath("//div[@role='note']") == []
    assert page.xpath("string(//p[@class='checked'])") == "Opened again after it was made, and compared with the text."
    unchecked = Shown(Manifest((replace(record(), verified={}),)))
    assert unchecked.page("tides/tides.en.html").xpath("//p[@class='checked']") == []


def test_people_stand_by_their_roles_and_dates_in_words() -> None:
    page = Shown(library()).page("tides/tides.en.html")
    facts = {row.findtext("dt"): row.xpath("string(dd)") for row in page.xpath("//dl/div")}
    assert facts["Editor"] == "E. Ditor"
    assert facts["Date"] == "March 2026"
    assert facts["Updated"] == "November 14, 2023"


def test_an_address_can_be_followed_and_nothing_else_can() -> None:
    shown = Shown(Manifest((record(rights="https://example.org/a?b=1&c", source="javascript:alert(1)"),)))
    page = shown.page("tides/tides.en.html")
    assert page.xpath("//a[text()='https://example.org/a?b=1&c']/@href") == ["https://example.org/a?b=1&c"]
    assert page.xpath("//dd[contains(., 'javascript')]//a") == []


def test_a_work_without_an_epub_has_a_cover_set_in_type_and_nothing_to_read_online() -> None:
    page = Shown(library()).page("lamps/lamps.ar.html")
    assert page.xpath("string(//div[contains(@class, 'set')])") == "مصابيحليلى"
    assert page.xpath("//a[@class='read']") == []


def test_each_language_of_a_page_is_told_to_search_engines() -> None:
    links = Shown(library()).page("tides/tides.es.html").xpath("//link[@hreflang]")
    assert [(link.get("hreflang"), link.get("href")) for link in links] == [
        ("en", "tides.en.html"),
        ("es", "tides.es.html"),
        ("x-default", "tides.en.html"),
    ]


def test_with_a_base_address_search_engines_are_given_whole_addresses_and_readers_relative_ones() -> None:
    shown = Shown(library(), Site("Our press", "https://example.org/books/"))
    page = shown.page("tides/tides.es.html")
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://example.org/books/tides/tides.es.html"]
    assert page.xpath("//link[@hreflang='en']/@href") == ["https://example.org/books/tides/tides.en.html"]
    assert shown.data("tides/tides.es.html")["url"] == "https://example.org/books/tides/tides.es.html"
    assert all("//" not in link for link in page.xpath("//a/@href"))
    assert page.xpath("string(//p[@class='home'])") == "Our press"


@pytest.mark.parametrize(
    ("rights", "key"), [("https://example.org/by/4.0/", "license"), ("see https://example.org", "copyrightNotice")]
)
def test_linked_data_tell_a_licence_by_its_address(rights: str, key: str) -> None:
    told = Shown(Manifest((record(rights=rights),))).data("tides/tides.en.html")
    assert [each for each in told if each in {"license", "copyrightNotice"}] == [key]
    assert told[key] == rights


def test_linked_data_tell_the_files_and_the_translations_both_ways() -> None:
    shown = Shown(library())
    original, translation = shown.data("tides/tides.en.html"), shown.data("tides/tides.es.html")
    assert [each["@id"] for each in original["workTranslation"]] == ["urn:uuid:tides.es", "urn:uuid:tides.en-es"]
    assert translation["translationOfWork"]["@id"] == original["@id"] == "urn:uuid:tides.en"
    assert translation["encoding"][0] == {
        "@type": "MediaObject",
        "contentSize": "312456 B",
        "contentUrl": "tides.es.epub",
        "encodingFormat": "application/epub+zip",
        "sha256": "0123456789abcdef" * 4,
    }
    assert original["editor"] == [{"@type": "Person", "name": "E. Ditor"}]
    assert shown.data("tides/tides.en-es.html")["inLanguage"] == ["es", "en"]


@pytest.mark.parametrize("field", ["title", "subtitle", "description", "publisher", "rights", "date", "identifier"])
def test_no_text_of_a_record_becomes_markup_whatever_it_holds(field: str) -> None:
    agents = (Agent(HOSTILE), Agent(HOSTILE, "edt"))
    about = {field: HOSTILE, "creators": agents, "subjects": (HOSTILE,), "translation": replace(MACHINE, model=HOSTILE)}
    shown = Shown(Manifest((record(read=False, **about), record(format="pdf", read=False, **about))))
    plain = Shown(Manifest((record(read=False), record(format="pdf", read=False))))
    for file in shown.pages:
        page = shown.page(file)
        assert len(page.xpath("//script")) == len(plain.page(file).xpath("//script"))
        assert page.xpath("//main//img | //@onerror | //@style") == []
        assert etree.tostring(page).count(b"alert(1)") > 0
    name = shown.data("tides/tides.en.html")["author"][0]["name"]
    assert name == HOSTILE.replace("\ud800", "?")


def test_names_of_files_are_percent_encoded() -> None:
    odd = replace(record(read=False), work="a b'\"é👧", file="a b'\"é👧/a b'\"é👧.en.epub")
    shown = Shown(Manifest((odd,)))
    assert references("index.html", shown.page("index.html")) >= {"a b'\"é👧/a b'\"é👧.en.html"}
    hrefs = shown.page("index.html").xpath("//h2/a/@href")
    assert hrefs == ["a%20b%27%22%C3%A9%F0%9F%91%A7/a%20b%27%22%C3%A9%F0%9F%91%A7.en.html"]


def test_a_name_as_long_as_a_file_s_may_be_is_no_fault() -> None:
    slug = "é" * 120
    shown = Shown(Manifest((record(slug, title="t" * 5000),)))
    assert references("index.html", shown.page("index.html")) <= shown.there()


def test_labels_of_another_language_are_marked_where_a_language_has_none() -> None:
    page = Shown(Manifest((record(language="is", title="Sjávarföllin"),))).page("tides/tides.is.html")
    (heading,) = page.xpath("//h2[@id='-downloads']")
    assert (page.get("lang"), heading[0].get("lang"), heading[0].text) == ("is", "en", "Downloads")


def test_no_page_asks_for_anything_from_elsewhere_or_has_a_script_of_its_own() -> None:
    shown = Shown(library())
    for file in shown.pages:
        page = shown.page(file)
        assert page.xpath("//style | //@style | //script[not(@src) and @type != 'application/ld+json']") == []
        assert [each for each in page.xpath("//link/@href | //@src") if "//" in each or each.startswith("/")] == []


def test_every_page_has_one_main_heading_and_its_ids_once() -> None:
    shown = Shown(library())
    for file in shown.pages:
        page = shown.page(file)
        ids = page.xpath("//@id")
        assert len(page.xpath("//h1")) == 1, file
        assert len(ids) == len(set(ids)), file


def test_the_same_records_give_the_same_bytes_in_any_order() -> None:
    manifest = library()
    turned = replace(manifest, records=manifest.records[::-1])
    assert Shown(manifest).files == Shown(turned).files


def test_an_empty_folder_has_an_empty_list() -> None:
    shown = Shown(Manifest())
    assert shown.pages == ["index.html"]
    assert shown.page("index.html").xpath("//main//li") == []


def test_a_record_that_knows_only_its_file_is_shown_by_its_name() -> None:
    bare = replace(record(read=False), title="", metadata=Metadata())
    assert Shown(Manifest((bare,))).page("tides/tides.en.html").findtext(".//h1") == "tides"
