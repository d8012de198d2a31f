"""Names of files, of media types and of hosts."""

import pytest

from pipeline.report import PipelineError
from pipeline.serve import listen
from pipeline.serve.hosts import Names
from pipeline.serve.media import media_type, policy
from pipeline.serve.target import names


@pytest.mark.parametrize(
    "path",
    [b"/C:/x", b"/x::$DATA", b"/con", b"/a/NUL.txt", b"/com1.en.pdf", b"/lpt9", b"/x.", b"/x%20", b"/a%3Fb", b"/Aux"],
)
def test_windows_has_names_that_are_others(path: bytes) -> None:
    assert names(path, windows=True) is None
    assert names(path, windows=False) is not None


def test_a_path_is_parted_before_it_is_decoded() -> None:
    assert names(b"/tides/a%20b%25.pdf?x=/../y") == ("tides", "a b%.pdf")
    assert names(b"/tides/") == ("tides", "")
    assert names(b"/") == ("",)
    assert names(b"/console/com10/context.pdf", windows=True) == ("console", "com10", "context.pdf")
    assert names(b"/a%2Fb") is names(b"/%ff") is names(b"") is names(b"a") is names(b"/a%0Ab") is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("opds.json", "application/opds+json"),
        ("opds.es.2.json", "application/opds+json"),
        ("opds/opds.es.review.json", "application/json"),
        ("manifest.json", "application/json"),
        ("catalog.xml", "application/atom+xml;profile=opds-catalog;kind=acquisition"),
        ("feed.xml", "application/atom+xml"),
        ("sitemap.xml", "application/xml"),
        ("catalog/style.css", "text/css; charset=utf-8"),
        ("catalog/catalog.js", "text/javascript; charset=utf-8"),
        ("tides/tides.en.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("tides/tides.en.epub", "application/epub+zip"),
        ("tides/tides.en.pdf", "application/pdf"),
        ("tides/read/en/way.SVG", "image/svg+xml"),
        ("tides/read/en/way.webp", "image/webp"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
        ("tides/odd.bin", "application/octet-stream"),
    ],
)
def test_every_kind_of_file_has_its_media_type(path: str, expected: str) -> None:
    assert media_type(path) == expected


def test_no_page_may_run_words_that_stand_within_it() -> None:
    for path in ("index.html", "tides/read/en/chapter-001.html", "tides/tides.es.review.html", "way.svg"):
        assert "script-src" not in policy(path)
        assert policy(path).startswith(("default-src 'self';", "default-src 'none';"))
    assert "style-src 'unsafe-inline'" in policy("tides/tides.es.review.html")


def test_the_machine_alone_is_served_unless_another_address_is_named() -> None:
    door = listen(port=0)
    with door.socket:
        assert door.socket.getsockname()[0] == "127.0.0.1"
        assert not door.public
        assert door.url == f"http://127.0.0.1:{door.socket.getsockname()[1]}/"
        assert not door.names.admit("192.0.2.1")


def test_an_address_in_digits_is_a_name_where_all_are_served() -> None:
    door = listen("0.0.0.0", 0)  # noqa: S104
    with door.socket:
        assert door.public
        assert door.names.admit("192.0.2.1:8000")
        assert door.names.admit("[2001:db8::1]")
        assert not door.names.admit("evil.example")


def test_a_port_that_is_taken_is_passed_over_unless_it_was_asked_for() -> None:
    first = listen()
    with first.socket:
        port = first.socket.getsockname()[1]
        with listen().socket as second:
            assert second.getsockname()[1] != port
        with pytest.raises(PipelineError, match=f"port {port}") as caught:
            listen(port=port)
        assert caught.value.code == "serve.port"
        assert "leave --port away" in caught.value.hint


@pytest.mark.parametrize("host", ["", "192.0.2.1", "a b", "256.1.1.1", "ü" * 70, "[::1]", "127.0.0.1:80"])
def test_a_host_that_is_none_of_this_machine_is_refused(host: str) -> None:
    with pytest.raises(PipelineError) as caught:
        listen(host, 0)
    assert caught.value.code == "serve.host"


@pytest.mark.parametrize(
    "header",
    ["", ":80", "localhost:", "localhost:x", "localhost, localhost", "localhost/", "[::1", "::1", "local host"],
)
def test_what_is_no_host_is_no_name(header: str) -> None:
    assert not Names().admit(header)
