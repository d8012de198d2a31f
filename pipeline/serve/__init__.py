"""Serve: a folder of editions over HTTP, for the eyes of whoever sits at this machine; built anew as sources change.

    door ─▶ server ─▶ talk (HTTP by h11) ─▶ answer ─▶ folder (a file, opened)
                                               └ target, conditions, media: data in, data out

Only files under the folder are read, and nothing is ever written.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.serve.hosts import Door, listen
from pipeline.serve.server import Server
from pipeline.serve.talk import Served
from pipeline.serve.watch import Build, rebuild

__all__ = ["Build", "Door", "Served", "listen", "preview"]


def preview(
    folder: Path, door: Door, tell: Callable[[Served], None], say: Callable[[str], None], build: Build | None = None
) -> None:
    """Serve `folder` until the user interrupts it, and keep it built if it is said how; raise `PipelineError`.

    `tell` is called for each request, `say` with a line on what the builds are at.
    """
    parts = [Server(folder, door, tell).serve(), *([rebuild(build, say)] if build else [])]
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_together(parts))


async def _together(parts: list[Coroutine[Any, Any, None]]) -> None:
    """Run all of them until one fails, or until a signal ends them, Ctrl-C even where a shell has told to ignore it."""
    all_of_them = asyncio.gather(*parts)
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # on Windows Ctrl-C is a KeyboardInterrupt, and there is nothing else
            asyncio.get_running_loop().add_signal_handler(number, all_of_them.cancel)
    await all_of_them
