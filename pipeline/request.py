"""What the user asked a build for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.emit import EMITTERS
from pipeline.emit.edition import Layout
from pipeline.translating import Means


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for.

    `to` adds to the languages that a work asks for itself; tags are BCP 47. `bilingual` adds an edition with both
    languages beside each other for each translation. `jobs` is how many processes there may be. `stamp` is in seconds
    since 1970; `fixed` says that it comes from SOURCE_DATE_EPOCH and so wins over the stamps in the manifest. `prune`
    takes out of the folder what these sources do not make any more. `debug` lets an unforeseen error stop everything,
    so that its traceback can be seen. `layout` is how pages are set, `title` and `base_url` what the
    catalog is called and where it will lie; without them they stay as they were.
    """

    sources: tuple[Path, ...]
    to: tuple[str, ...] = ()
    language: str | None = None
    formats: tuple[str, ...] = EMITTERS
    out: Path = Path("exports")
    jobs: int = 1
    means: Means = field(default_factory=Means)
    bilingual: bool = False
    layout: Layout = field(default_factory=Layout)
    stamp: int = 0
    fixed: bool = False
    prune: bool = False
    title: str | None = None
    base_url: str | None = None
    debug: bool = False
