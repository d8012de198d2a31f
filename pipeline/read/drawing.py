"""Draw an SVG picture as a PNG, in a process of its own that may not take long. The only door to resvg.

resvg opens no file and no address here: what it draws has been looked through before (`svg.py`). But a short file can
ask for hours of work or all memory, by layers on layers or patterns within patterns, so that time and memory are
bounded from outside.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

SECONDS = 20
"""Of the processor's time; by the clock it may be three times as many. A map of 9 MB takes some two."""
MEMORY = 2 * 1024**3
_CODE = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from pipeline.read.drawing import main; main()"
_LACKING = re.compile(r"No fonts with a .*?/U\+([0-9A-F]+) character were found")
_GIVEN_UP = "it takes too much time or memory"


class NotDrawnError(Exception):
    """A drawing that cannot be drawn; says why."""


def draw(svg: str, width: int, fonts: Sequence[bytes | Path], families: Sequence[str]) -> tuple[bytes, str]:
    """Return a drawing as a PNG, `width` pixels wide, and those of its characters that could not be set.

    `fonts` are font files or their bytes; a character that a font lacks is set in the next one that has it. `families`
    are the names of those that are meant by serif, sans-serif and monospace; the first stands in for unknown names.
    The same bytes come out for the same drawing and fonts. Raises `NotDrawnError` for what resvg cannot draw in bounds.
    """
    import subprocess

    with TemporaryDirectory() as folder:
        files = [str(path) for path in _as_files(fonts, Path(folder))]
        arguments = [json.dumps(sys.path), json.dumps([width, files, *families]), str(SECONDS), str(MEMORY)]
        try:
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-P", "-c", _CODE, *arguments],
                input=svg.encode(),
                capture_output=True,
                timeout=3 * SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise NotDrawnError(_GIVEN_UP) from error
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode < 0 or not done.stdout:
        raise NotDrawnError(_reason(said, done.returncode))
    return done.stdout, "".join(dict.fromkeys(chr(int(number, 16)) for number in _LACKING.findall(said)))


def _reason(said: str, code: int) -> str:
    """Return why nothing came out: what resvg says, or that the process was ended."""
    kind, _, reason = said.rstrip().rpartition("\n")[2].partition(": ")
    return reason if code > 0 and kind == "ValueError" else _GIVEN_UP


def _as_files(fonts: Iterable[bytes | Path], folder: Path) -> Iterable[Path]:
    for number, font in enumerate(fonts):
        if isinstance(font, Path):
            yield font
        else:
            path = folder / f"{number}.ttf"
            path.write_bytes(font)
            yield path


def main() -> None:
    """Draw what stands on standard input; the picture goes to standard output, warnings and errors to the other."""
    import os

    width, files, serif, sans, mono = json.loads(sys.argv[2])
    _bound(int(sys.argv[3]), int(sys.argv[4]))
    out = os.dup(1)
    os.dup2(2, 1)  # resvg prints its warnings
    import resvg_py

    data = resvg_py.svg_to_bytes(
        svg_string=sys.stdin.buffer.read().decode(),
        width=width,
        dpi=96,
        log_information=True,
        skip_system_fonts=True,
        font_files=files,
        font_family=serif,
        serif_family=serif,
        sans_serif_family=sans,
        monospace_family=mono,
        cursive_family=serif,
        fantasy_family=sans,
    )
    with os.fdopen(out, "wb") as file:
        file.write(data)


def _bound(seconds: int, memory: int) -> None:
    """Bound this process where the system can do so; elsewhere only the clock of the other process does."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
