"""Match the lines of a file with the texts of a document by their letters, and say which line is not as its text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from pipeline.verify.letters import letters, readings
from pipeline.verify.observed import Line
from pipeline.verify.reading import Piece

K = TypeVar("K", bound=Hashable)


def astray(
    pieces: Iterable[Piece], lines: Iterable[Line], key: Callable[[Piece | Line], K], near: Callable[[K, K], bool]
) -> Iterator[tuple[Line, Piece]]:
    """Yield each line whose `key` no text of its letters has, with such a text; title page and colophon are left out.

    A text is taken once. `near` says whether the key of a text (first) is that of a line but for a label before it.
    Lines of other letters than any text are left to the check of the text. The work is linear, however often the same
    words stand in a document.
    """
    left: defaultdict[str, defaultdict[K, list[Piece]]] = defaultdict(lambda: defaultdict(list))
    for piece in pieces:
        left[letters(piece.text)][key(piece)].append(piece)
    for line in lines:
        text = next((text for text in readings(line.text) if left.get(text)), None)
        if line.matter or text is None:
            continue
        known, seen = left[text], key(line)
        found = seen if seen in known else next((each for each in known if near(each, seen)), None)
        if found is None:
            yield line, next(iter(known.values()))[0]
            return
        known[found].pop()
        if not known[found]:
            del known[found]
