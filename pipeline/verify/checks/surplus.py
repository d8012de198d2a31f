"""What is too much: a paragraph that stands twice, or that nobody wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.letters import letters, readings, shown
from pipeline.verify.observed import Line, Observed
from pipeline.verify.reading import WHOLE


def compared(expected: Expected, observed: Observed) -> int:
    """Return how many lines are looked for in the document."""
    return 0 if observed.paged or not expected.text else len(observed.body) + len(observed.notes)


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield the first paragraph of the text and the first of the notes that the document does not have as often.

    Not of printed pages, whose lines are not paragraphs, nor of title page and colophon.
    """
    if observed.paged or not expected.text:
        return
    body = (piece.text for piece in expected.text if WHOLE.get(piece.stream, piece.stream) != "note")
    notes = (piece.text for piece in expected.text if WHOLE.get(piece.stream, piece.stream) == "note")
    # a note that does not begin with words has its number on a line of its own
    alone = (f"{number}." for number in range(1, expected.notes + 1))
    yield from _first(body, observed.body)
    yield from _first((*notes, *alone), observed.notes)


def _first(texts: Iterable[str], lines: Iterable[Line]) -> Iterator[Difference]:
    left = Counter(map(letters, texts))
    for line in lines:
        if line.matter or not letters(line.text):
            continue
        known = next((text for text in readings(line.text) if left[text]), None)
        if known is None:
            yield Difference("surplus", line.place, "only the text of the document", shown(line.text))
            return
        left[known] -= 1
