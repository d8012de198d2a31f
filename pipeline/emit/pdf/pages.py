"""Fill pages with boxes: what goes together stays together, notes stand at the foot of the page that refers to them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.emit.paper import Paper
from pipeline.emit.pdf.boxes import Box, paint_placed, paint_stack, stacked
from pipeline.emit.pdf.page import Page
from pipeline.emit.theme import RULE

NOTE_GAP = 14.0
"""The space between the text and the notes, with a short rule in it."""
NOTE_SHARE = 0.4
"""A note takes at most this part of a page from the page that refers to it, and goes on at the foot of the next."""


@dataclass(slots=True, eq=False)
class Sheet:
    """The boxes of one page: each with the gap above it, then the notes at the foot."""

    placed: list[tuple[Box, float]] = field(default_factory=list)
    notes: list[Box] = field(default_factory=list)
    used: float = 0.0
    reserved: float = 0.0

    def paint(self, page: Page, paper: Paper, *, turned: bool = False) -> None:
        """Paint the boxes from the top down and the notes up from the foot, under a short rule where lines start."""
        paint_placed(self.placed, page, paper.side, paper.height - paper.top, paper.measure)
        if self.notes:
            top = paper.bottom + stacked(self.notes, paper.measure)
            page.rule(paper.width - paper.side - 48 if turned else paper.side, top + 6, 48, RULE, 0.5)
            paint_stack(self.notes, page, paper.side, top, paper.measure)


class Paginator:
    """Puts a stream of boxes on sheets."""

    def __init__(self, boxes: Sequence[Box], notes: Mapping[int, Sequence[Box]], paper: Paper) -> None:
        self._queue = deque(boxes)
        self._measure, self._depth = paper.measure, paper.depth
        self._notes = notes
        self._noted: set[int] = set()
        self._sheet = Sheet()

    def sheets(self) -> Iterator[Sheet]:
        """Yield the sheets in order. Each box is on one of them, or in parts on several."""
        while self._queue:
            box = self._queue.popleft()
            box.layout(self._measure)
            if self._sheet.placed and (box.opens or not self._room_for(box)):
                yield self._turn()
            first, rest = self._fit(box)
            if first:
                self._place(first)
            if rest:
                self._queue.appendleft(rest)
            if rest or box.closes:
                yield self._turn()
        while self._sheet.placed or self._sheet.notes:
            yield self._turn()

    def _fit(self, box: Box) -> tuple[Box | None, Box | None]:
        room = self._depth - self._sheet.used - self._gap(box) - self._sheet.reserved
        return box.fit(room, self._cost, force=not self._sheet.placed)

    def _gap(self, box: Box) -> float:
        placed = self._sheet.placed
        return max(placed[-1][0].after, box.before) if placed else 0.0

    def _room_for(self, box: Box) -> bool:
        """Tell whether a box that keeps to the next ones has room together with the beginning of the last of them."""
        chain = [box]
        for following in self._queue:
            if not chain[-1].keep or following.opens or len(chain) > 8:
                break
            following.layout(self._measure)
            chain.append(following)
        *kept, last = chain
        gaps = self._gap(box) + sum(max(a.after, b.before) for a, b in pairwise(chain))
        notes = self._cost([note for part in kept for note in part.notes()])
        room = self._depth - self._sheet.used - self._sheet.reserved - gaps - notes - sum(part.height for part in kept)
        return not kept or (last.least() <= room and (not last.notes() or last.fit(room, self._cost)[0] is not None))

    def _cost(self, numbers: Sequence[int]) -> float:
        """Return what new notes take at the foot of the current sheet."""
        fresh = [n for n in dict.fromkeys(numbers) if n not in self._noted]
        if not fresh:
            return 0.0
        heights = sum(min(self._height(n), NOTE_SHARE * self._depth) for n in fresh)
        return heights + (0.0 if self._sheet.reserved else NOTE_GAP)

    def _height(self, number: int) -> float:
        boxes = self._notes.get(number, ())
        return stacked(boxes, self._measure) + (boxes[0].before if boxes else 0.0)

    def _place(self, box: Box) -> None:
        sheet, gap = self._sheet, self._gap(box)
        sheet.placed.append((box, gap))
        sheet.used += gap + box.height
        self._refer(box.notes())

    def _refer(self, numbers: Sequence[int]) -> None:
        """Put the notes of these numbers on the current sheet, and then the notes that they refer to themselves."""
        self._sheet.reserved += self._cost(numbers)
        for number in numbers:
            if number not in self._noted:
                self._noted.add(number)
                boxes = self._notes.get(number, ())
                stacked(boxes, self._measure)
                self._sheet.notes += boxes
                self._refer([inner for box in boxes for inner in box.notes()])

    def _turn(self) -> Sheet:
        """Return the finished sheet and begin the next, with what is left of its notes."""
        sheet = self._sheet
        room = self._depth - sheet.used - NOTE_GAP
        kept, rest = _divided(sheet.notes, room, force=not sheet.placed)
        sheet.notes = kept
        self._sheet = Sheet(notes=rest)
        if rest:
            height = stacked(rest, self._measure)
            self._sheet.reserved = min(height, NOTE_SHARE * self._depth) + NOTE_GAP
        return sheet


def _divided(notes: list[Box], room: float, *, force: bool) -> tuple[list[Box], list[Box]]:
    """Return the notes that fit, the last of them perhaps in part, and the others."""
    kept: list[Box] = []
    for at, box in enumerate(notes):
        gap = box.before if kept else 0.0
        first, rest = box.fit(room - gap, lambda _: 0.0, force=force and not kept)
        if first:
            kept.append(first)
            room -= gap + first.height
        if rest:
            return kept, [rest, *notes[at + 1 :]]
    return kept, []
