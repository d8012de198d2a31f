"""Clients that want too much or take too long, and what they keep others from: nothing."""

import os
import socket
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from serving import Site, parse, read_all, serving, until

from pipeline.serve.talk import Limits

PAGE = b"<!doctype html>"
HUGE = 16 * 1024 * 1024
GET_HUGE = b"GET /huge.epub HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_bytes(PAGE)
    with (tmp_path / "huge.epub").open("wb") as file:
        file.truncate(HUGE)  # more than what any buffer on the way takes; on most disks it needs no room
    return tmp_path


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET /" + b"a" * 900_000, 414),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 900_000, 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 100_000, 431),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET /\r\n\r\n", 400),
    ],
)
def test_what_is_too_long_or_no_request_is_refused(folder: Path, head: bytes, status: int) -> None:
    with serving(folder) as site, site.connect() as client:
        client.sendall(head)
        reply = parse(read_all(client))
        assert (reply.status, reply.headers["connection"]) == (status, "close")
        assert site.ask("/").body == PAGE


def test_a_request_within_what_is_recommended_is_understood(folder: Path) -> None:
    with serving(folder) as site:
        assert site.ask("/?" + "a" * 7990, *(f"X-{n}: {'a' * 70}" for n in range(80))).status == 200


def test_what_follows_a_request_with_a_body_is_no_request(folder: Path) -> None:
    with serving(folder) as site:
        came = site.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40\r\n\r\n" + GET_HUGE)
        assert (came.count(b"HTTP/1.1 200"), came.count(b"Connection: close")) == (1, 1)
        assert len(site.told) == 1


def test_a_connection_is_closed_after_enough_requests(folder: Path) -> None:
    with serving(folder, Limits(requests=3)) as site, site.connect() as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 5)
        came = read_all(client)
    assert (came.count(PAGE), came.count(b"Connection: close")) == (3, 1)


def test_a_request_that_does_not_come_to_its_end_is_not_waited_for(folder: Path) -> None:
    with serving(folder, Limits(patience=0.2)) as site, site.connect() as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: lo")
        assert parse(read_all(client)).status == 408


def test_a_request_that_comes_byte_by_byte_is_not_waited_for(folder: Path) -> None:
    with serving(folder, Limits(patience=0.2, farewell=0.1)) as site, site.connect() as client:
        client.sendall(b"GET / HTTP/1.1\r\n")
        client.settimeout(0.02)
        came, sent = b"", 0
        while not came:
            client.sendall(b"x")
            sent += 1
            assert sent < 1000
            try:
                came = client.recv(100)
            except TimeoutError:
                continue
        assert b" 408 " in came


def test_a_client_that_says_nothing_is_let_go_without_a_word(folder: Path) -> None:
    with serving(folder, Limits(patience=0.1)) as site, site.connect() as client:
        assert read_all(client) == b""
        assert site.told == []


def _takes_nothing(site: Site, stack: ExitStack) -> socket.socket:
    client = stack.enter_context(site.connect(buffer=4096))
    client.sendall(GET_HUGE)
    client.recv(1)
    return client


def test_a_client_that_does_not_take_its_answer_is_let_go_and_holds_nobody_up(folder: Path) -> None:
    with serving(folder, Limits(pace=0.5)) as site, ExitStack() as stack:
        _takes_nothing(site, stack)
        assert site.ask("/").body == PAGE
        until(lambda: len(site.told) == 2)
        assert [(each.target, each.cut) for each in site.told] == [("/", False), ("/huge.epub", True)]


def test_silent_clients_make_room_for_others(folder: Path) -> None:
    with serving(folder, Limits(connections=4)) as site, ExitStack() as stack:
        silent = [stack.enter_context(site.connect()) for _ in range(12)]
        for client in silent:
            client.sendall(b"GET / HT")
        assert site.ask("/").body == PAGE
        for client in silent[:8]:
            with suppress(ConnectionResetError):
                assert client.recv(10) == b""


def test_there_are_never_more_clients_than_agreed(folder: Path) -> None:
    with serving(folder, Limits(connections=3)) as site, ExitStack() as stack:
        for _ in range(3):
            _takes_nothing(site, stack)
        assert site.ask("/").status == 503
        stack.close()
        until(lambda: site.ask("/").status == 200)


def test_a_server_that_ends_waits_for_nobody(folder: Path) -> None:
    with ExitStack() as stack, serving(folder, Limits(patience=600, pace=600)) as site:
        stack.enter_context(site.connect()).sendall(b"GET / HT")
        _takes_nothing(site, stack)


def test_an_edition_that_is_replaced_while_it_is_sent_is_sent_whole(folder: Path) -> None:
    new = folder / "new.epub"
    with new.open("wb") as file:
        file.truncate(HUGE - 3)
        file.seek(0, os.SEEK_END)
        file.write(b"new")
    with serving(folder) as site, site.connect(buffer=4096) as client:
        tag = site.ask("/huge.epub", method="HEAD").headers["etag"]
        client.sendall(GET_HUGE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        start = client.recv(1)
        os.replace(new, folder / "huge.epub")  # noqa: PTH105
        reply = parse(start + read_all(client))
        assert reply.body == bytes(HUGE)
        again = site.ask("/huge.epub", "Range: bytes=0-3", f"If-Range: {tag}")
        assert (again.status, again.body[-3:], len(again.body)) == (200, b"new", HUGE)
        assert again.headers["etag"] != tag


def test_an_edition_that_is_cut_off_while_it_is_sent_is_not_passed_off_as_whole(folder: Path) -> None:
    with serving(folder) as site, site.connect(buffer=4096) as client:
        client.sendall(GET_HUGE)
        start = client.recv(1)
        os.truncate(folder / "huge.epub", 100)
        reply = parse(start + read_all(client))
        assert len(reply.body) < HUGE == int(reply.headers["content-length"])
        until(lambda: site.told)
        assert site.told[0].cut
