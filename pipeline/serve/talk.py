"""One connection: HTTP/1.1 by h11, which no other module imports, within bounds of time and size."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from typing import TypeAlias
from urllib.parse import unquote

import h11

from pipeline.serve.answer import Answer, Request, refusal

CHUNK = 64 * 1024
READ = 4096
_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Limits:
    """How much clients may take of the server, in seconds, bytes and numbers.

    A request has to be there whole `patience` after the server began to wait for it; each 64 KiB of an answer have to
    be taken within `pace`. RFC 9112 (section 3) recommends that targets of 8000 bytes be understood.
    """

    connections: int = 64
    requests: int = 100
    head: int = 16 * 1024
    target: int = 8 * 1024
    patience: float = 10
    pace: float = 20
    farewell: float = 1


@dataclass(frozen=True, slots=True)
class Served:
    """What is told of each request: who asked, for what, and what was sent; `cut` says that not all of it could be."""

    client: str
    method: str
    target: str
    status: int
    size: int
    cut: bool = False

    def __str__(self) -> str:
        """Return one line of printable characters, whatever the target holds: a terminal obeys some of the others."""
        target = unquote(self.target[:_SHOWN], errors="backslashreplace")
        shown = "".join(each if each.isprintable() else repr(each)[1:-1] for each in target)
        return f"{self.client} {self.method} {shown} {self.status} {self.size}{' cut off' if self.cut else ''}"


Respond: TypeAlias = Callable[[Request, float], Answer]
Tell: TypeAlias = Callable[[Served], None]
_UNREAD = Request("?", b"?", {})


class RefusedError(Exception):
    """A request cannot be read; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Talk:
    """Requests of one client, read and answered one after the other.

    `since` is the time (`time.monotonic`) from which the server has been waiting for the client, or none.
    """

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, respond: Respond, tell: Tell, limits: Limits
    ) -> None:
        self.reader, self.writer, self.respond, self.tell, self.limits = reader, writer, respond, tell, limits
        self.link = h11.Connection(h11.SERVER, max_incomplete_event_size=limits.head)
        self.client = str((writer.get_extra_info("peername") or "?")[0])
        self.since: float | None = time.monotonic()

    async def hold(self, *, busy: bool) -> None:
        """Talk until either side has had enough; say no more than that if the server is `busy`."""
        self.writer.transport.set_write_buffer_limits(0)  # so that draining waits for the client, not for a buffer
        with suppress(OSError, TimeoutError, h11.LocalProtocolError):  # the client has gone, or a file has shrunk
            if busy:
                await self._send(_UNREAD, refusal(503), last=True)
            else:
                await self._exchanges()
            await self._farewell()

    async def _exchanges(self) -> None:
        for left in reversed(range(self.limits.requests)):
            if not await self._exchange(last=not left):
                return

    async def _exchange(self, *, last: bool) -> bool:
        """Read a request and answer it; return whether there may be another."""
        try:
            request = await self._heard()
        except RefusedError as refused:
            await self._send(_UNREAD, refusal(refused.status), last=True)
            return False
        if request is None:
            return False
        # what follows a request that says it has a body is not read, so nothing after it can be told from it
        await self._send(
            request, self.respond(request, time.time()), last=last or self.link.their_state is h11.SEND_BODY
        )
        if self.link.our_state is not h11.DONE or self.link.their_state is not h11.DONE:
            return False
        self.link.start_next_cycle()
        return True

    async def _heard(self) -> Request | None:
        """Return the next request; none if the client sends nothing more. Raise `RefusedError`."""
        self.since = time.monotonic()
        try:
            async with asyncio.timeout(self.limits.patience):
                event = await self._next()
            self.link.next_event()
        except TimeoutError:
            if self.link.trailing_data[0]:
                raise RefusedError(408) from None
            return None
        except h11.RemoteProtocolError as error:
            raise RefusedError(self._fault(error)) from error
        self.since = None
        return self._request(event) if isinstance(event, h11.Request) else None

    async def _next(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        while (event := self.link.next_event()) is h11.NEED_DATA:
            self.link.receive_data(await self.reader.read(READ))
        return event

    def _fault(self, error: h11.RemoteProtocolError) -> int:
        """Return the status for what is no request, or too long a one: its first line, or what follows it."""
        long_line = error.error_status_hint == 431 and b"\n" not in self.link.trailing_data[0]
        return 414 if long_line else error.error_status_hint

    def _request(self, event: h11.Request) -> Request:
        if len(event.target) > self.limits.target:
            raise RefusedError(414)
        headers = dict[str, str]()
        for name, value in ((name.decode("ascii"), value.decode("latin-1")) for name, value in event.headers):
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        return Request(event.method.decode("ascii"), event.target, headers)

    async def _send(self, request: Request, reply: Answer, *, last: bool) -> None:
        """Send an answer, without its body if only its head is wanted, and tell of it, however it ended."""
        fields = [*reply.headers, ("Date", formatdate(usegmt=True)), *([("Connection", "close")] if last else [])]
        wanted = len(reply.part) if request.method != "HEAD" else 0
        sent = 0
        try:
            reason = HTTPStatus(reply.status).phrase
            await self._write(h11.Response(status_code=reply.status, headers=fields, reason=reason))
            for data in _pieces(reply) if wanted else ():
                await self._write(h11.Data(data))
                sent += len(data)
            await self._write(h11.EndOfMessage())
        finally:
            reply.file.close()
            target = request.target.decode("latin-1")
            self.tell(Served(self.client, request.method, target, reply.status, sent, cut=sent < wanted))

    async def _write(self, event: h11.Event) -> None:
        """Send a part of an answer; raise `TimeoutError` if the client does not take it."""
        self.writer.write(self.link.send(event) or b"")
        async with asyncio.timeout(self.limits.pace):
            await self.writer.drain()

    async def _farewell(self) -> None:
        """Read on a little after the end: to close with bytes unread would take the answer away (RFC 9112, 9.6)."""
        self.since = time.monotonic()
        self.writer.write_eof()
        async with asyncio.timeout(self.limits.farewell):
            while await self.reader.read(READ):
                pass


def _pieces(reply: Answer) -> Iterator[bytes]:
    """Yield the bytes of an answer, 64 KiB at a time; fewer than it promised if the file has been cut meanwhile."""
    reply.file.seek(reply.part.start)
    left = len(reply.part)
    while left and (data := reply.file.read(min(left, CHUNK))):
        left -= len(data)
        yield data
