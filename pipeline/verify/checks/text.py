"""The text: every visible character of the document is in the file, in order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.letters import letters, printed_letters, shown
from pipeline.verify.observed import Observed
from pipeline.verify.reading import WHOLE, Stream
from pipeline.verify.sequence import Break, first_break


def compared(expected: Expected, observed: Observed) -> int:  # noqa: ARG001  (every check has both)
    """Return how many texts are compared: paragraphs, headings, cells, captions."""
    return len(expected.text)


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield the first break in the body, in the captions of tables, and in the notes.

    Hyphens and white space do not count, since a line may end in one. On printed pages the notes stand between the
    lines of the text, so all lines are searched for each; so they are for captions, which may stand above or below, and
    for what stands beside the text.
    """
    comparable = cache(printed_letters if observed.paged else letters)
    streams: tuple[Stream, ...] = ("body", "caption", "note", *(WHOLE if observed.paged else ()))
    for stream in streams:
        together = {stream} if observed.paged else {stream, *(part for part, whole in WHOLE.items() if whole == stream)}
        pieces = tuple(piece for piece in expected.text if piece.stream in together)
        lines = observed.notes if stream == "note" and not observed.paged else observed.body
        if found := first_break(pieces, lines, comparable, printed=observed.paged):
            yield _difference(found, stream)


def _difference(found: Break, stream: str) -> Difference:
    under = f"under “{found.piece.under}”" if found.piece.under else "at the start"
    place = f"{stream} {under}" + (f" ({found.line.place})" if found.line else "")
    there = shown(_rest(found.line.text, found.agreed)) if found.line else "the end"
    hint = f"it comes from {found.piece.location}" if found.piece.location else ""
    return Difference("text", place, shown(_rest(found.piece.text, found.offset)), there, hint)


def _rest(text: str, offset: int) -> str:
    """Return `text` from the word before the one in which the visible character `offset` stands."""
    position = 0
    while position < len(text) and offset >= (width := len(letters(text[position]))):
        offset -= width
        position += 1
    start = text.rfind(" ", 0, position)
    return text[text.rfind(" ", 0, max(start, 0)) + 1 :]
