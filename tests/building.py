"""What tests of whole builds share: a build in a folder of its own, and what it told."""

from __future__ import annotations

from pathlib import Path

from pipeline.desk import Event
from pipeline.report import Finding, Severity
from pipeline.request import Request
from pipeline.run import build

STAMP = 1_700_000_000
TEXT = "---\ntitle: {title}\nlang: en\n---\n\n# The moon\n\nThe moon pulls the water. The sun pulls it too.\n"


class Log(list[Event]):
    """Keeps what a build tells."""

    def __call__(self, event: Event) -> None:
        self.append(event)

    def findings(self, *codes: str) -> list[Finding]:
        """Return the findings with these codes, or all of them."""
        return [event.finding for event in self if event.finding and (event.finding.code in codes or not codes)]

    def errors(self) -> list[str]:
        """Return the errors, as the user sees them."""
        return [str(each) for each in self.findings() if each.severity is Severity.ERROR]

    def files(self, kind: str) -> list[str]:
        """Return the names of the files made, kept or removed."""
        return [Path(event.text).name for event in self if event.kind == kind]

    def why(self) -> dict[str, str]:
        """Return for each file made why it was."""
        return {Path(event.text).name: event.why for event in self if event.kind == "made"}


def sources(home: Path, *titles: str) -> Path:
    """Write a text for each title into a folder of sources, and return the folder."""
    folder = home / "sources"
    folder.mkdir(exist_ok=True)
    for title in titles:
        (folder / f"{title.lower()}.md").write_text(TEXT.format(title=title))
    return folder


def attempt(home: Path, **options: object) -> tuple[bool, Log]:
    """Build the sources of `home` into its folder `out`; return whether all went well, and what was told."""
    log = Log()
    defaults: dict[str, object] = {"sources": (home / "sources",), "out": home / "out", "stamp": STAMP}
    request = Request(**{**defaults, "formats": ("docx",), **options})  # type: ignore[arg-type]
    return build(request, log), log


def built(home: Path, **options: object) -> Log:
    """Build as `attempt` does, where all goes well."""
    clean, log = attempt(home, **options)
    assert clean, log.errors()
    return log


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files under a folder, by their paths in it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def stats(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what changes when anything in a folder is written, of files and of folders."""
    paths = (folder, *folder.rglob("*"))
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in paths}
