"""What programs read of a catalog's feeds is compared with its records, page after page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import feeds
import opds
import pytest
from catalog_told import Told, local, wanted
from faults import Missing

from pipeline import publish
from pipeline.model import Agent, Metadata
from pipeline.publish import Manifest, Record

ACQUISITION = "http://opds-spec.org/acquisition/open-access"
TIDES = Told("The tides", ("en", "es"), ("Ana",), 9, frozenset({"tides/tides.epub"}))


def publication(identifier: str = "urn:1", href: str = "tides/tides.epub", **others: Any) -> dict[str, Any]:
    links = [{"rel": [ACQUISITION], "href": href, "type": "application/epub+zip"}]
    said = {"title": "\u200eThe  tides", "languages": ["en", "es"], "authors": ["Ana"], "modified": 9}
    return {"identifier": identifier, "links": links, "images": [], **said, **others}


def line(file: Path, *publications: dict[str, Any], following: str = "", own: str = "") -> dict[str, Any]:
    links = [{"rel": ["self"], "href": own or file.name}, {"rel": ["next"], "href": following}]
    kept = [link for link in links if link["href"]]
    return {"file": str(file), "publications": list(publications), "links": kept, "facets": []}


def found(folder: Path, *lines: dict[str, Any], want: dict[str, Told] | None = None) -> list[tuple[str, str, str]]:
    """Return the faults of feeds in a folder that has the edition and all the feeds."""
    (folder / "tides").mkdir(exist_ok=True)
    for file in ("tides/tides.epub", *(Path(each["file"]).name for each in lines)):
        (folder / file).touch()
    ends = [{"file": each["file"], "end": ""} for each in lines]
    places = {each["file"]: Path(each["file"]) for each in lines}
    faults = opds.faults([*lines, *ends], places, {folder: want or {"urn:1": TIDES}}, "opds.json")
    return [(fault.file.name, fault.rule, fault.first) for fault in faults]


def test_what_is_read_as_the_records_say_it_has_no_fault(tmp_path: Path) -> None:
    assert found(tmp_path, line(tmp_path / "opds.json", publication())) == []


def test_a_catalog_on_the_web_is_compared_by_the_paths_below_its_address(tmp_path: Path) -> None:
    there = "https://books.example/"
    own = line(tmp_path / "opds.json", publication(href=f"{there}tides/tides.epub"), own=f"{there}opds.json")
    assert found(tmp_path, own) == []


@pytest.mark.parametrize(
    ("change", "rule", "first"),
    [
        ({"title": "Tides"}, "title", "Tides: 'Tides' and not 'The tides'"),
        ({"languages": ["es"]}, "languages", "\u200eThe  tides: ('es',) and not ('en', 'es')"),
        ({"modified": None}, "modified", "\u200eThe  tides: 0 and not 9"),
        ({"identifier": "urn:2"}, "identifier", "urn:2"),
    ],
)
def test_what_is_read_otherwise_is_a_fault(tmp_path: Path, change: dict[str, Any], rule: str, first: str) -> None:
    assert ("opds.json", rule, first) in found(tmp_path, line(tmp_path / "opds.json", publication(**change)))


def test_of_a_feed_in_xml_one_language_is_wanted(tmp_path: Path) -> None:
    assert found(tmp_path, line(tmp_path / "catalog.xml", publication(languages=["en"]))) == []


def test_a_link_to_nothing_is_a_fault(tmp_path: Path) -> None:
    page = {"rel": ["alternate"], "href": "tides/tides%20en.html", "type": "text/html"}
    own = line(tmp_path / "opds.json", publication(images=[page]))
    assert found(tmp_path, own) == [("opds.json", "links", "tides/tides en.html")]


def test_pages_are_followed_to_the_last(tmp_path: Path) -> None:
    want = {"urn:1": TIDES, "urn:2": TIDES}
    first = line(tmp_path / "opds.json", publication(), following="opds.2.json")
    second = line(tmp_path / "opds.2.json", publication("urn:2"), following="opds.json")
    assert found(tmp_path, first, second, want=want) == []
    alone = line(tmp_path / "opds.json", publication())
    assert found(tmp_path, alone, second, want=want) == [("opds.json", "complete", "The tides")]


def test_a_feed_that_could_not_be_read_has_a_fault(tmp_path: Path) -> None:
    lines = [{"file": "opds.json", "end": "SyntaxError"}]
    (fault,) = opds.faults(lines, {"opds.json": tmp_path / "opds.json"}, {}, "opds.json")
    assert (fault.rule, fault.meaning) == ("not judged", "SyntaxError")


def test_what_is_wanted_comes_from_the_manifest(tmp_path: Path) -> None:
    with pytest.raises(Missing):
        wanted(tmp_path)
    about = Metadata("The tides", creators=(Agent("Ana"), Agent("Ed", "edt")), language="en")
    kinds = [("epub", 8), ("pdf", 9)]
    records = [
        Record(
            "t", "en", kind, f"t/t.en.{kind}", "The tides", "", 1, stamp, "", True, identifier="urn:1", metadata=about
        )
        for kind, stamp in kinds
    ]
    (tmp_path / publish.MANIFEST).write_bytes(publish.files(Manifest(tuple(records)))[publish.MANIFEST])
    files = frozenset({"t/t.en.epub", "t/t.en.pdf"})
    assert wanted(tmp_path) == {"urn:1": Told("The tides", ("en",), ("Ana",), 9, files)}


def test_a_link_to_another_site_stays() -> None:
    file = Path("opds.json")
    assert (
        local("https://example.org/licence", "https://books.example/opds.json", file) == "https://example.org/licence"
    )


def test_a_validator_gets_a_feed_as_a_program_has_it_that_fetched_it() -> None:
    feed = {"links": [{"href": "opds.json"}], "images": [{"href": "https://example.org/a"}], "title": "href"}
    assert feeds.absolute(feed) == {
        "links": [{"href": "https://catalog.invalid/opds.json"}],
        "images": [{"href": "https://example.org/a"}],
        "title": "href",
    }
