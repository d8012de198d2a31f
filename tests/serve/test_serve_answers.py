"""What a server answers to requests that mean well, over real sockets."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from serving import Reply, Site, serving

PAGE = b"<!doctype html><title>Tides</title>"
BOOK = bytes(range(256)) * 40
ODD = "tide “table” 'x' & \"y\" 🌊 \u200fمد.pdf"
FOLDER = "a 🌊?b#c"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("exports")
    (top / "index.html").write_bytes(PAGE)
    (top / "empty.txt").touch()
    (top / "tides").mkdir()
    (top / "tides" / "index.html").write_bytes(PAGE)
    (top / "tides" / "tides.en.epub").write_bytes(BOOK)
    (top / "tides" / ODD).write_bytes(b"odd")
    (top / "bare").mkdir()
    (top / FOLDER).mkdir()
    (top / "bare" / "text.txt").write_bytes(b"text")
    (top / "linked").symlink_to("tides")
    for hidden in (".lock", ".unfinished"):
        (top / hidden).write_bytes(b"hidden")
    (top / "shown").symlink_to(".lock")
    os.mkfifo(top / "pipe.txt")
    return top


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    with serving(folder) as site:
        yield site


def test_a_folder_is_its_index_page(site: Site) -> None:
    reply = site.ask("/")
    assert (reply.status, reply.body) == (200, PAGE)
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert site.ask("/tides/").body == PAGE
    assert site.ask("/tides/?from=x").body == PAGE


def test_a_folder_without_a_slash_is_sent_to_the_one_with_it(site: Site) -> None:
    reply = site.ask("/tides")
    assert (reply.status, reply.headers["location"]) == (301, "/tides/")
    assert site.ask(f"/{quote(FOLDER)}").headers["location"] == f"/{quote(FOLDER)}/"


@pytest.mark.parametrize(
    "target", ["//tides", "//evil.example", "//evil.example/", "/\\evil.example", "/%2Fevil.example", "/tides//"]
)
def test_no_redirect_leads_to_another_host(site: Site, target: str) -> None:
    reply = site.ask(target)
    assert (reply.status, reply.headers.get("location")) == (404, None)


def test_a_folder_without_an_index_page_is_never_listed(site: Site) -> None:
    reply = site.ask("/bare/")
    assert reply.status == 404
    assert b"text.txt" not in reply.body


def test_names_may_have_any_letters(site: Site) -> None:
    reply = site.ask("/tides/" + quote(ODD))
    assert (reply.status, reply.body) == (200, b"odd")


@pytest.mark.parametrize(
    "target", ["/.lock", "/%2elock", "/.unfinished", "/tides/../.lock", "/shown", "/pipe.txt", "/tides/tides.en.epub/"]
)
def test_hidden_files_and_what_is_no_file_are_not_there(site: Site, target: str) -> None:
    assert site.ask(target).status == 404


def test_a_link_within_the_folder_is_followed(site: Site) -> None:
    assert site.ask("/linked/tides.en.epub").body == BOOK


def test_a_head_is_an_answer_without_its_body(site: Site) -> None:
    whole, head = site.ask("/tides/tides.en.epub"), site.ask("/tides/tides.en.epub", method="HEAD")
    assert head.body == b""
    assert {**head.headers, "date": ""} == {**whole.headers, "date": ""}
    assert int(head.headers["content-length"]) == len(BOOK)
    assert site.ask("/tides/tides.en.epub", "Range: bytes=0-3", method="HEAD").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "CONNECT"])
def test_nothing_else_than_get_and_head_is_done(site: Site, method: str) -> None:
    reply = site.ask("/", method=method)
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")


def _ranged(site: Site, wanted: str, *more: str) -> Reply:
    return site.ask("/tides/tides.en.epub", f"Range: {wanted}", *more)


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=10230-", 10230, 10239),
        ("bytes=-10", 10230, 10239),
        ("bytes=-99999", 0, 10239),
        ("bytes=10000-99999", 10000, 10239),
    ],
)
def test_a_range_is_answered_with_just_its_bytes(site: Site, wanted: str, first: int, last: int) -> None:
    reply = _ranged(site, wanted)
    assert (reply.status, reply.body) == (206, BOOK[first : last + 1])
    assert reply.headers["content-range"] == f"bytes {first}-{last}/10240"
    assert reply.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize("wanted", ["bytes=10240-", "bytes=99999-100000", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused(site: Site, wanted: str) -> None:
    reply = _ranged(site, wanted)
    assert (reply.status, reply.headers["content-range"]) == (416, "bytes */10240")


@pytest.mark.parametrize("wanted", ["bytes=0-1,5-6", "bytes=5-1", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=٣-٤", ""])
def test_what_is_no_single_range_is_answered_with_the_whole(site: Site, wanted: str) -> None:
    reply = _ranged(site, wanted)
    assert (reply.status, reply.body) == (200, BOOK)


def test_an_empty_file_has_no_range(site: Site) -> None:
    assert site.ask("/empty.txt").status == 200
    assert site.ask("/empty.txt", "Range: bytes=0-").status == 416


def test_what_the_client_has_is_not_sent_again(site: Site) -> None:
    seen = site.ask("/tides/tides.en.epub").headers
    for condition in (f"If-None-Match: {seen['etag']}", f"If-Modified-Since: {seen['last-modified']}"):
        reply = site.ask("/tides/tides.en.epub", condition)
        assert (reply.status, reply.body, reply.headers["etag"]) == (304, b"", seen["etag"])


def test_a_part_is_sent_only_if_it_fits_what_the_client_has(site: Site) -> None:
    seen = site.ask("/tides/tides.en.epub").headers
    assert not seen["etag"].startswith("W/")
    assert _ranged(site, "bytes=0-3", f"If-Range: {seen['etag']}").status == 206
    assert _ranged(site, "bytes=0-3", 'If-Range: "another"').status == 200


def test_pages_of_other_sites_may_neither_guess_types_nor_take_anything_in(site: Site) -> None:
    headers = site.ask("/").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8000", "[::1]", "localhost."])
def test_the_names_of_this_machine_are_answered_to(site: Site, host: str) -> None:
    assert site.ask("/", host=host).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "192.0.2.1", "localhost.evil.example", "a@localhost", "", "[::2]"]
)
def test_other_names_are_not_answered_to(site: Site, host: str) -> None:
    reply = site.ask("/", host=host)
    assert reply.status == 421
    assert PAGE not in reply.body


def test_a_whole_address_as_target_brings_its_own_host(site: Site) -> None:
    assert site.ask("http://localhost/").body == PAGE
    assert site.ask("http://127.0.0.1:80").body == PAGE
    assert site.ask("http://evil.example/").status == 421
    assert site.ask("http://evil.example/", host="evil.example").status == 421


def test_a_connection_serves_one_request_after_the_other(site: Site) -> None:
    one = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert site.send(one * 3).count(PAGE) == 3


def test_each_request_is_told_in_one_line_that_a_terminal_does_not_obey(site: Site) -> None:
    site.told.clear()
    site.ask("/tides/%1b%5b31m%0a%e2%80%ae%ff%C3%A9")
    assert [str(each) for each in site.told] == [r"127.0.0.1 GET /tides/\x1b[31m\n\u202e\xffé 404 39"]
