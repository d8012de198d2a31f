"""How well markup finds its place: span F1 over our own sentences, with the rungs of the ladder switched off in turn.

`by_hand.txt` has phrases, with references put by hand on what the embedded model says; `unchanged.txt` has names,
numbers and code, with references found by the words that came back as they were, and the few that did not by hand. Each
sentence has two lines, source and translation, with the marks of both in braces: `b` bold, `i` italics, `s` struck out,
`l` a link, `c` code, `n` a note. A mark that the translation lacks has no words there: it is counted and left out.

Every third sentence is held out: rules are never made for them.

    python tests/translate/spans/evaluate.py [--all | --held-out] [--verbose]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from pipeline.model import (
    Code,
    Document,
    Emphasis,
    Inline,
    Inlines,
    Link,
    Metadata,
    Note,
    Paragraph,
    Strikeout,
    Strong,
    Text,
)
from pipeline.translate import rendering
from pipeline.translate.engine import Answer, Batch, Engine, Request, Translated
from pipeline.translate.markup import Mark, Marked, flatten
from pipeline.translate.packages import engine_for
from pipeline.translate.place import LADDER, Rung, Scene, alone, attention, place, statistics
from pipeline.translate.stage import Job, translate
from pipeline.translate.words import spans_of_words

FILES = ("by_hand.txt", "unchanged.txt")
_TOKEN = re.compile(r"\{(\w+) ?|\}|[^{}]+")
_ENCLOSING: Mapping[str, type[Strong | Emphasis | Strikeout]] = {"b": Strong, "i": Emphasis, "s": Strikeout}

Spans = dict[str, list[tuple[int, int]]]
"""For each mark its name and the pieces of text that it stands over."""


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence with marks, and what the model says with the marks where they belong."""

    source: str
    wanted: str
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Score:
    """One mark: how many of its words are right (F1), and whether all are."""

    kind: str
    f1: float
    exact: bool
    story: str


@dataclass(slots=True)
class Result:
    """The scores of all marks, how many marks the translations lack, and translations that are not as stored."""

    scores: list[Score] = field(default_factory=list)
    absent: int = 0
    changed: list[tuple[str, str]] = field(default_factory=list)

    def mean(self, *kinds: str) -> tuple[int, float, float]:
        """Return how many marks are of these kinds (all, if none are named), their mean F1, and the share exact."""
        mine = [score for score in self.scores if not kinds or score.kind in kinds]
        count = len(mine)
        return count, sum(score.f1 for score in mine) / count, sum(score.exact for score in mine) / count


@dataclass(eq=False)
class Recalling:
    """An engine that is asked everything only once, however often the ladder changes."""

    engine: Engine
    known: dict[Request, Translated] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.provenance, self.identity = self.engine.provenance, self.engine.identity
        self.limit, self.length = self.engine.limit, self.engine.length

    def translate(self, batches: Sequence[Batch]) -> Iterator[Sequence[Answer]]:
        new = [tuple(request for request in batch if request not in self.known) for batch in batches]
        for answers in self.engine.translate([batch for batch in new if batch]):
            self.known.update(answers)
        yield [(request, self.known[request]) for batch in batches for request in batch]


def cases(held_out: bool | None = False) -> list[Case]:
    """Return the sentences to learn from, or those held out, or (None) all."""
    found: list[Case] = []
    for name in FILES:
        lines = (Path(__file__).parent / name).read_text("utf-8").split("\n")
        stored = [line for line in lines if line and not line.startswith("#")]
        pairs = zip(stored[::2], stored[1::2], strict=True)
        found += [
            Case(source, wanted, name == FILES[0])
            for number, (source, wanted) in enumerate(pairs)
            if held_out is None or (number % 3 == 2) == held_out
        ]
    return found


def plain_and_spans(line: str) -> tuple[str, Spans]:
    """Return a line without its braces, and where its marks stand."""
    text, spans, inside = "", Spans(), list[tuple[str, int]]()
    for found in _TOKEN.finditer(line):
        if found.group().startswith("{"):
            inside.append((found.group(1), len(text)))
        elif found.group() == "}":
            name, start = inside.pop()
            spans.setdefault(name, []).append((start, len(text)))
        else:
            text += found.group()
    return text, spans


def content(line: str) -> Inlines:
    """Return a line as the content of a paragraph; a link and a note carry their names."""
    inside: list[tuple[str, list[Inline]]] = [("", [])]
    for found in _TOKEN.finditer(line):
        if found.group().startswith("{"):
            inside.append((found.group(1), []))
        elif found.group() == "}":
            name, inner = inside.pop()
            inside[-1][1].append(_node(name, tuple(inner)))
        else:
            inside[-1][1].append(Text(found.group()))
    return tuple(inside[0][1])


def _node(name: str, inner: Inlines) -> Inline:
    if name[0] in _ENCLOSING:
        return _ENCLOSING[name[0]](inner)
    if name[0] == "l":
        return Link(inner, f"#{name}")
    if name[0] == "n":
        return Note((Paragraph((Text(name),)),))
    (text,) = inner
    assert isinstance(text, Text)
    return Code(text.text)


def _found(inlines: Inlines, case: Case) -> tuple[str, Spans]:
    """Return the text of a translated paragraph and where its marks stand, by name."""
    marked, spans = flatten(inlines, "es"), Spans()
    text, sent = plain_and_spans(case.source)
    codes = {text[slice(*place)]: name for name, places in sent.items() for place in places if name[0] == "c"}
    for mark in marked.marks:
        match marked.tags[mark.tag].node:
            case Link(target=target):
                name = target[1:]
            case Note(blocks=(Paragraph(content=(Text(text=text),)),)):
                name = text
            case Code(text=text):
                name = codes[text]
            case node:
                name = next(name for name, kind in _ENCLOSING.items() if isinstance(node, kind))
        spans.setdefault(name, []).append((mark.start, mark.end))
    return marked.text, spans


def evaluate(engine: Engine, some: Sequence[Case], ladder: Sequence[Rung] = LADDER) -> Result:
    """Translate the sentences as one work, through the stage, with a ladder of these rungs; return the scores."""

    def placed(scene: Scene, sentence: Marked) -> tuple[Mark, ...] | None:
        return place(scene, sentence, ladder)

    work = Document(Metadata(language="en", title="Spans"), tuple(Paragraph(content(case.source)) for case in some))
    with patch.object(rendering, "place", placed):
        (done,) = translate([Job(work, "es", engine)])
    result = Result()
    for case, block in zip(some, done.document.blocks, strict=True):
        assert isinstance(block, Paragraph)
        _judge(case, *_found(block.content, case), result)
    return result


def _judge(case: Case, text: str, found: Spans, result: Result) -> None:
    source, sent = plain_and_spans(case.source)
    stored, wanted = plain_and_spans(case.wanted)
    if text != stored:
        result.changed.append((stored, text))
        return
    for name, places in sent.items():
        if name not in wanted:
            result.absent += 1
            continue
        same = [source[slice(*place)] for place in places] == [text[slice(*place)] for place in wanted[name]]
        kind = {"n": "points", "c": "code"}.get(name[0]) or ("literal" if same else "phrases")
        if kind == "phrases" and not case.by_hand:
            kind = "changed"
        got = found.get(name, [])
        f1, exact = _agreement(text, wanted[name], got)
        shown = " | ".join(text[start:end] or f"…{text[:start][-20:]}^" for start, end in got)
        result.scores.append(Score(kind, f1, exact, f"{kind} {name} {f1:.2f}: {case.wanted}  got: {shown}"))


def _agreement(text: str, wanted: list[tuple[int, int]], got: list[tuple[int, int]]) -> tuple[float, bool]:
    """Return the F1 of the words under two spans and whether they are the same; points must be in the same place."""
    ours, theirs = _words(text, wanted), _words(text, got)
    if not ours or not theirs:
        return float(wanted == got), wanted == got
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)), ours == theirs


def _words(text: str, spans: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    words = spans_of_words(text)
    return {word for word in words for start, end in spans if word[0] < end and start < word[1]}


LADDERS: Mapping[str, Sequence[Rung]] = {
    "all rungs": LADDER,
    **{f"without {rung.__name__}": tuple(other for other in LADDER if other is not rung) for rung in LADDER},
    "no second opinions": tuple(rung for rung in LADDER if rung not in {alone, statistics}),
    "no alignment": tuple(rung for rung in LADDER if rung not in {attention, alone, statistics}),
    "proportion alone": LADDER[-1:],
}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "literal": ("literal",),
    "phrases": ("phrases",),
    "changed": ("changed",),
    "code": ("code",),
    "points": ("points",),
    "all": (),
}


def table(engine: Engine, some: Sequence[Case]) -> Iterator[str]:
    """Yield the lines of a table: for each ladder and kind of mark, F1 and share exact in percent."""
    yield "".join((f"{'':20}", *(f"{name:>14}" for name in COLUMNS)))
    for name, ladder in LADDERS.items():
        result = evaluate(engine, some, ladder)
        means = [result.mean(*kinds) for kinds in COLUMNS.values()]
        if ladder is LADDER:
            yield "".join((f"{'marks':20}", *(f"{count:14}" for count, _, _ in means)))
        yield "".join((f"{name:20}", *(f"{100 * f1:7.1f} {100 * exact:6.1f}" for _, f1, exact in means)))
    yield f"{result.absent} marks have no words there; {len(result.changed)} translations are not as stored"


def report(engine: Engine, some: Sequence[Case], verbose: bool) -> Iterator[str]:
    """Yield the table, and if asked for every mark that is not exactly in its place."""
    yield f"{len(some)} sentences: F1 of words, and share of marks exactly in place, in percent"
    yield from table(engine, some)
    if verbose:
        result = evaluate(engine, some)
        yield from (score.story for score in result.scores if not score.exact)
        yield from (f"stored: {stored}\nnow:    {came}" for stored, came in result.changed)


if __name__ == "__main__":
    chosen = cases(None if "--all" in sys.argv else "--held-out" in sys.argv)
    for line in report(Recalling(engine_for("en", "es")), chosen, "--verbose" in sys.argv):
        sys.stdout.write(f"{line}\n")
