"""A server on a port of its own in a thread, and a client that says just what it is told to."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.serve import Served, listen
from pipeline.serve.server import Server
from pipeline.serve.talk import Limits

PATIENCE = 30
"""Seconds after which a test gives up; nothing takes this long, however busy the machine is."""


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Site:
    port: int
    told: list[Served] = field(default_factory=list)

    def connect(self, buffer: int = 0) -> socket.socket:
        client = socket.socket()
        client.settimeout(PATIENCE)
        if buffer:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        client.connect(("127.0.0.1", self.port))
        return client

    def send(self, raw: bytes) -> bytes:
        """Send bytes and nothing more, and return all that comes back until the server closes."""
        with self.connect() as client:
            client.sendall(raw)
            client.shutdown(socket.SHUT_WR)
            return read_all(client)

    def ask(self, target: str | bytes, *fields: str, method: str = "GET", host: str = "localhost") -> Reply:
        line = target if isinstance(target, bytes) else target.encode()
        lines = [f"Host: {host}", "Connection: close", *fields]
        raw = method.encode() + b" " + line + b" HTTP/1.1\r\n" + "\r\n".join(lines).encode() + b"\r\n\r\n"
        return parse(self.send(raw))


def read_all(client: socket.socket) -> bytes:
    parts = []
    while part := client.recv(65536):
        parts.append(part)
    return b"".join(parts)


def parse(raw: bytes) -> Reply:
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    return Reply(int(first.split(" ")[1]), {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}, body)


@contextmanager
def serving(folder: Path, limits: Limits | None = None) -> Iterator[Site]:
    door = listen(port=0)
    site = Site(door.socket.getsockname()[1])
    loop, ready = asyncio.new_event_loop(), threading.Event()

    async def serve() -> None:
        site_task.append(asyncio.ensure_future(Server(folder, door, site.told.append, limits).serve()))
        ready.set()
        await asyncio.gather(*site_task, return_exceptions=True)

    site_task: list[asyncio.Future[None]] = []
    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(PATIENCE)
    try:
        yield site
    finally:
        loop.call_soon_threadsafe(site_task[0].cancel)
        thread.join(PATIENCE)
        assert not thread.is_alive()
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def until(true: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)
