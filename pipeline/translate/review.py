"""What became of every text of a document on its way into another language: values, for a report and for checks.

Every segment is accounted for: translated, protected or skipped with a reason. A translated one has its sentences, each
with the text that was published, where it comes from, and what a person should look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pipeline.model import Provenance
from pipeline.report import Location
from pipeline.translate.words import extent, has_word

Origin: TypeAlias = Literal["machine", "person", "source"]
"""Who worded a sentence; `source`: it stays in the source language, since no translation could be used."""


LOOK, RETRY, UNUSABLE = 1, 10, 100
"""Weights of flags: look at it, another try is worth it, the translation cannot be used."""


COPIED = "translate.copied"
"""The code of a sentence that came back as it was sent."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something doubtful in a translated sentence, in a few words of plain English."""

    code: str
    message: str
    weight: int = LOOK


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as it was and as it is published; `text` and `translation` are plain, codes included as their text.

    `attempt` names the try that won (`first`, `no repeats`…). `codes` says for each code what it is, over which words
    of the translation it stands, and which rung of the ladder put it there. `score` is the model's (0: not known);
    `earlier` is a person's wording of an earlier state of this sentence.
    """

    text: str
    translation: str
    origin: Origin = "machine"
    flags: tuple[Flag, ...] = ()
    score: float = 0.0
    attempt: str = ""
    codes: tuple[tuple[str, str, str], ...] = ()
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One segment: its stable address, its place in the source, the decision, and why it is not translated, if so."""

    address: str
    text: str
    decision: str
    why: str = ""
    location: Location | None = None
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """A whole document's translation, in reading order.

    `forgotten` are sentences that a person has worded and that stand nowhere any more, nor anything like them.
    """

    title: str
    source: str
    target: str
    provenance: Provenance
    entries: tuple[Entry, ...] = field(default=())
    forgotten: tuple[str, ...] = ()

    def sentences(self) -> Iterator[tuple[Entry, Sentence]]:
        """Yield every sentence that was to be translated, with its segment."""
        for entry in self.entries:
            for sentence in entry.sentences:
                yield entry, sentence

    @property
    def count(self) -> int:
        """Return how many sentences were to be translated."""
        return sum(len(entry.sentences) for entry in self.entries)

    @property
    def flagged(self) -> int:
        """Return how many sentences have a flag."""
        return sum(1 for _, sentence in self.sentences() if sentence.flags)

    @property
    def coverage(self) -> float:
        """Return the share of the text to be translated, by extent, that is in the target language: 0 to 1.

        What stayed in the source language, or came back as it was sent, is not covered.
        """
        sizes = [(extent(each.text), self._is_covered(each)) for _, each in self.sentences() if has_word(each.text)]
        whole = sum(size for size, _ in sizes)
        return sum(size for size, covered in sizes if covered) / whole if whole else 1.0

    @staticmethod
    def _is_covered(sentence: Sentence) -> bool:
        return sentence.origin != "source" and not any(flag.code == COPIED for flag in sentence.flags)
