"""Building anew when a source has changed. No other module imports watchfiles."""

from __future__ import annotations

import asyncio
import os
import signal
from asyncio.subprocess import Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL

from pipeline.report import PipelineError

_QUIET = 200
_LONGEST = 2000
"""Milliseconds without a change before a build begins, and those after which it begins although changes go on."""
_GRACE = 0.5
"""Seconds that a build has to end when it is told to."""


@dataclass(frozen=True, slots=True)
class Build:
    """The command that builds, what it reads (files and folders), and what it writes, which must not start it again.

    The command runs in a process of its own: whatever becomes of it, serving goes on; and it can be ended at once.
    """

    command: tuple[str, ...]
    sources: tuple[Path, ...]
    written: tuple[Path, ...]

    def roots(self) -> tuple[Path, ...]:
        """Return the folders to watch: that of a file has its pictures, and sees it replaced by another file."""
        return tuple(dict.fromkeys((each if each.is_dir() else each.parent).resolve() for each in self.sources))

    def concerns(self, _: object, name: str) -> bool:
        """Return whether a changed file may change editions: one that is neither written, hidden nor an editor's."""
        path = Path(name)
        inside = next((path.relative_to(top).parts for top in self.roots() if path.is_relative_to(top)), ())
        own = any(path.is_relative_to(each.resolve()) for each in self.written)
        return (
            bool(inside) and not own and not any(part.startswith((".", "#")) or part.endswith("~") for part in inside)
        )


async def rebuild(build: Build, say: Callable[[str], None]) -> None:
    """Build once, and again after changes, until cancelled; what changes during a build starts another one.

    Raise `PipelineError` if the system cannot watch the sources. A build that fails is no reason to stop.
    """
    from watchfiles import awatch

    # the first word of the watcher is that there is nothing new: from then on no change is missed
    changes = awatch(
        *build.roots(),
        watch_filter=build.concerns,
        debounce=_LONGEST,
        step=_QUIET,
        rust_timeout=_QUIET,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    first = True
    try:
        async for changed in changes:
            if changed:
                say(f"changed: {', '.join(sorted({_shown(name) for _, name in changed}))}")
            if (changed or first) and await _run(build.command):
                say("the build failed; what was made before is still served, and the next change starts another build")
            first = False
    except OSError as error:
        hint = "raise the system's limit of watched files (Linux: fs.inotify.max_user_watches), or watch fewer folders"
        raise PipelineError(f"cannot watch the sources: {error}", hint=hint, code="serve.watch") from error


def _shown(name: str) -> str:
    """Return a path as the user knows it, from where they are, in printable characters."""
    path = Path(name)
    shown = str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    return shown if shown.isprintable() else ascii(shown)


async def _run(command: tuple[str, ...]) -> int:
    """Run a command in a group of processes of its own and return its status; end all of them if cancelled."""
    process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, process_group=0)
    try:
        return await process.wait()
    finally:
        if process.returncode is None:
            await _end(process)


async def _end(process: Process) -> None:
    """End a group of processes; those that tidy up after others may outlive the first by a moment."""
    _signal(process, signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), _GRACE)
    except TimeoutError:
        _signal(process, signal.SIGKILL)
        await process.wait()


def _signal(process: Process, number: signal.Signals) -> None:
    """Send a signal to a group of processes, if any of it is left."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
