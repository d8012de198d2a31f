"""The server: how many clients it serves at a time, and who has to make room."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from pipeline.serve.answer import answer
from pipeline.serve.hosts import Door
from pipeline.serve.talk import READ, Limits, Talk, Tell


class Server:
    """Serves one folder, at one door."""

    def __init__(self, folder: Path, door: Door, tell: Tell, limits: Limits | None = None) -> None:
        self.door = door
        self.limits = limits or Limits()
        self._talk = partial(Talk, respond=partial(answer, folder, door.names), tell=tell, limits=self.limits)
        self._talks = dict[asyncio.Task[None], Talk]()

    async def serve(self) -> None:
        """Serve until cancelled; then nobody is waited for."""
        backlog = self.limits.connections
        server = await asyncio.start_server(self._come, sock=self.door.socket, limit=READ, backlog=backlog)
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            server.close()
            for task in self._talks:
                task.cancel()
            await asyncio.gather(*self._talks, return_exceptions=True)

    def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Begin to talk with a client that has come."""
        busy = len(self._talks) >= self.limits.connections and not self._make_room()
        talk = self._talk(reader, writer)
        task = asyncio.get_running_loop().create_task(talk.hold(busy=busy))
        self._talks[task] = talk
        task.add_done_callback(partial(self._go, writer))

    def _make_room(self) -> bool:
        """Send away the client that has been waited for longest, if any: saying nothing keeps nobody out."""
        waited = {task: talk.since for task, talk in self._talks.items() if talk.since is not None}
        if waited:
            silent = min(waited, key=waited.__getitem__)
            self._talks.pop(silent)
            silent.cancel()
        return bool(waited)

    def _go(self, writer: asyncio.StreamWriter, task: asyncio.Task[None]) -> None:
        self._talks.pop(task, None)
        writer.transport.abort()
        if not task.cancelled() and (error := task.exception()):
            raise error  # an error of the program: the loop tells it, and goes on with the others
