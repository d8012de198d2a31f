"""Embeddings, overrides and isolates that pair up around something visible (UAX 9).

A paragraph's end closes them all anyway (P1), so a missing closer is set there; a closer of nothing is dropped, and
so is a pair around nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.normalize.edit import Edit
from pipeline.normalize.flows import OBJECT

_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PDF, _PDI = "\u202c", "\u2069"
_CLOSERS = {**dict.fromkeys("\u202a\u202b\u202d\u202e", _PDF), **dict.fromkeys("\u2066\u2067\u2068", _PDI)}
_INVISIBLE = "\u061c\u200b\u200c\u200d\u200e\u200f\u2060" + "".join(filter(str.isspace, map(chr, range(0x3001))))


def pair(text: str, _: str) -> Iterator[Edit]:
    """Make the direction controls of a flow pair up."""
    if _CONTROLS.search(text):
        edits = _Pairing(text).edits()
        yield from (Edit(index, index + 1, edits[index]) for index in sorted(edits))


@dataclass
class _Pairing:
    """What is open while a text is read from its start."""

    text: str
    opened: list[int] = field(default_factory=list)
    isolates: list[int] = field(default_factory=list)
    seen: int = -1
    """Where the last visible character stands."""
    found: dict[int, str] = field(default_factory=dict)

    def edits(self) -> dict[int, str]:
        """Return what is to stand in place of which characters."""
        at, kept = 0, -1
        for index in (found.start() for found in _CONTROLS.finditer(self.text)):
            self._see(at, index)
            at = index + 1
            if self.text[index] in _CLOSERS:
                self._open(index)
            else:
                self.found[index] = self._close(self.text[index]) if self._closes_something(self.text[index]) else ""
                kept = index if self.found[index] else kept
        self._see(at, len(self.text))
        self._end(max(self.seen, kept))
        return self.found

    def _see(self, low: int, high: int) -> None:
        length = len(self.text[low:high].rstrip(_INVISIBLE))
        self.seen = low + length - 1 if length else self.seen

    def _open(self, index: int) -> None:
        self.opened.append(index)
        if _CLOSERS[self.text[index]] == _PDI:
            self.isolates.append(index)

    def _closes_something(self, closer: str) -> bool:
        """Return whether a PDI has an isolate, or a PDF an embedding inside which no isolate began (BD9, BD11)."""
        if closer == _PDI:
            return bool(self.isolates)
        return bool(self.opened) and _CLOSERS[self.text[self.opened[-1]]] == _PDF

    def _close(self, closer: str) -> str:
        """Close all down to the opener that `closer` belongs to (all, if it is empty); return the closers to set."""
        result = ""
        while self.opened:
            index = self.opened.pop()
            if self.isolates and self.isolates[-1] == index:
                self.isolates.pop()
            if self.seen > index:
                result += _CLOSERS[self.text[index]]
            else:
                self.found[index] = ""
            if _CLOSERS[self.text[index]] == closer:
                break
        return result

    def _end(self, last: int) -> None:
        """Close what is still open behind the last thing kept; if nothing can be written there, drop the openers."""
        unclosed = tuple(self.opened)
        ending = self._close("")
        if ending and self.text[last] == OBJECT:
            self.found |= dict.fromkeys(unclosed, "")
        elif ending:
            self.found[last] = self.found.get(last, self.text[last]) + ending
