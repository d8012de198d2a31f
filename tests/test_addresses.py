"""What an edition can lead to, and what no program could follow."""

from __future__ import annotations

import pytest

from pipeline.addresses import is_address, start


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org",
        "HTTP://example.org/a b?c=ñ#d",
        " https://example.org/[1] ",
        "https://user:word@example.org:8080/",
        "http://[2001:db8::1]:80/a",
        "https://例え.jp/道",
        "ftp://example.org/a",
        "mailto:tide@example.org",
        "urn:isbn:9780000000002",
        "tel:+34",
    ],
)
def test_an_address_is_one(target: str) -> None:
    assert is_address(target)


@pytest.mark.parametrize(
    "target",
    ["", "tides.md", "#moon", "https://", "http://x y/", "http://[/", "http://[zz]/", "http://a^b/", "http://a:b/",
     "javascript:alert(1)", "file:///etc/passwd", "mailto:", "data:text/html,x", "http://a%20b/"],
)  # fmt: skip
def test_what_no_program_could_follow_is_none(target: str) -> None:
    assert not is_address(target)


def test_the_start_of_an_address_ends_with_its_host() -> None:
    assert start("http://[2001:db8::1]:80/[a]") == "http://[2001:db8::1]:80"
    assert start("mailto:tide@example.org") == "mailto:"
