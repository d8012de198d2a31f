"""What one reading of a Markdown text gathers on its way: findings, and the notes the text defines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from pipeline import languages
from pipeline.model import Blocks, Direction
from pipeline.read.markdown.attributes import Attributes
from pipeline.read.markdown.tree import Node
from pipeline.report import Finding, Location, PipelineError, Severity


@dataclass(slots=True)
class Reading:
    """The state of one reading.

    `offset` is the number of lines that front matter takes before the text. `blocks` builds the blocks inside a node.
    `open_notes` holds the labels of the notes being built, outermost first, and `moved` the blocks of notes found
    inside the outermost one.
    """

    file: str
    offset: int
    blocks: Callable[[Reading, Node], Blocks]
    notes: dict[str, Node] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    references: Counter[str] = field(default_factory=Counter)
    open_notes: list[str] = field(default_factory=list)
    moved: list[Blocks] = field(default_factory=list)
    once: set[str] = field(default_factory=set)

    def place(self, line: int) -> Location:
        """Return the place of a line of the text, counted from 0."""
        return Location(self.file, line + self.offset + 1)

    def find(self, code: str, message: str, line: int, hint: str = "", severity: Severity = Severity.WARNING) -> None:
        """Record a finding."""
        self.findings.append(Finding(f"markdown.{code}", message, severity, self.place(line), hint))

    def find_once(
        self, code: str, message: str, line: int, hint: str = "", severity: Severity = Severity.WARNING
    ) -> None:
        """Record a finding, unless the same message was already recorded."""
        if message not in self.once:
            self.once.add(message)
            self.find(code, message, line, hint, severity)

    def dropped(self, kind: str, names: Collection[str], line: int) -> None:
        """Record, once for each kind of thing, that attributes of it have no place in the model."""
        if names:
            message = f"what else is said of a {kind} ({', '.join(sorted(names))}) is not kept"
            self.find_once("attributes", message, line, severity=Severity.INFO)

    def language(self, attributes: Attributes, line: int) -> str | None:
        """Return the language that `lang` names, or None; an unknown tag is a finding."""
        tag = attributes.values.get("lang")
        if not tag:
            return None
        try:
            return languages.standard(tag)
        except PipelineError as error:
            self.find("language", f"{error.message}; the text is read without it", line, error.hint)
            return None

    def direction(self, attributes: Attributes, line: int) -> Direction | None:
        """Return the direction that `dir` names, or None; another word than `ltr` or `rtl` is a finding."""
        word = attributes.values.get("dir")
        if word not in (None, "auto", *_DIRECTIONS):
            self.find("direction", f"{word!r} is not a direction", line, "write dir=ltr or dir=rtl")
        return _DIRECTIONS.get(word) if word else None


_DIRECTIONS: dict[str, Direction] = {"ltr": "ltr", "rtl": "rtl"}
