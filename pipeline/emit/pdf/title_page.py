"""The title page as a cover: its title as large as it may be, an ornament beneath it, and a frame around the page.

Text is black or grey, so that it reads well on every screen and printer; colour is left to frame and ornament. It
belongs to the work, so that all its languages look like one edition.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

from pipeline.emit.paper import Paper
from pipeline.emit.pdf.boxes import Box, TextBox
from pipeline.emit.pdf.page import Page
from pipeline.emit.theme import TITLE_SIZES, Align, Colour, Style, Theme


def _colour(code: int) -> Colour:
    """Return the colour that a web page writes as `#rrggbb`."""
    return (round((code >> 16) / 255, 3), round((code >> 8 & 255) / 255, 3), round((code & 255) / 255, 3))


class Pair(NamedTuple):
    """The two colours of a work."""

    deep: Colour
    warm: Colour


PAIRS = tuple(
    Pair(_colour(deep), _colour(warm))
    for deep, warm in (
        (0x1F2F46, 0x8F6A1E),
        (0x23402F, 0x86702A),
        (0x5A1F2B, 0x96642A),
        (0x3B2A4D, 0x8A5A74),
        (0x173F45, 0x8C6D20),
        (0x4A2F1D, 0x976320),
        (0x2B2D33, 0x916A2C),
        (0x0F3A5D, 0x8A6F2B),
    )
)
"""Each colour has a contrast above 4.5 to white (WCAG 2.2, 1.4.3)."""
_BREAKING = 0.7
"""Below this size words that are longer than a line are parted; above it a smaller size is tried instead."""
_SHARES = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Parts of the measure that are tried to make the lines of the title even."""
_EDGE, _GAP = 0.052, 3.4
"""How far the outer line of the frame stands from the page's edge, as a part of its shorter side; and the inner one
from the outer, in points."""
_DROP = 0.34
"""What part of the room that is left stands above the title."""


def pair(work: UUID) -> Pair:
    """Return the colours of a work, the same for all its languages and formats."""
    return PAIRS[work.int % len(PAIRS)]


def drop(room: float) -> float:
    """Return how far below the top of the text the title stands, if all of the page leaves so much room."""
    return max(0.0, _DROP * room)


def fitted(make: Callable[[Style], TextBox], theme: Theme) -> TextBox:
    """Return the title, laid out in the largest size at which no word is parted and much of the page stays free.

    Nothing of it is lost: a title that is too long even in the smallest size goes on on another page.
    """
    for scale, share in TITLE_SIZES:
        small = scale < _BREAKING
        style = replace(theme.title, hyphenate=small).scaled(scale)
        box, (least, _) = make(style), make(style).extent()
        box.layout(theme.measure)
        if box.height <= share * theme.depth and (small or least <= theme.measure):
            break
    return evened(lambda: make(style), theme.measure)


def evened(make: Callable[[], TextBox], measure: float) -> TextBox:
    """Return the text that `make` gives, laid out in as few lines as it needs, and these as even as they can be."""
    box = make()
    box.layout(measure)
    for share in _SHARES:
        narrow, inset = make(), (1 - share) * measure
        if box.style.align == "center":
            narrow.left = narrow.right = inset / 2
        else:
            narrow.left, narrow.right = (inset, 0.0) if box.turned else (0.0, inset)
        least, _ = narrow.extent()
        narrow.layout(measure)
        if least <= measure and narrow.height <= box.height:
            return narrow
    return box


@dataclass(slots=True, eq=False, kw_only=True)
class FrameBox(Box):
    """Two lines around the page, whatever room the box itself takes: its height is what is free above the title."""

    paper: Paper
    pair: Pair

    def paint(self, page: Page, x: float, top: float, width: float) -> None:  # noqa: ARG002  (it is the page's frame)
        """Paint the box."""
        paper, scale = self.paper, self.paper.scale
        edge = _EDGE * min(paper.width, paper.height)
        for inset, colour, weight in (
            (edge, self.pair.deep, 1.5 * scale),
            (edge + _GAP * scale, self.pair.warm, 0.5 * scale),
        ):
            page.frame((inset, inset, paper.width - 2 * inset, paper.height - 2 * inset), colour, weight)


@dataclass(slots=True, eq=False, kw_only=True)
class RuleBox(Box):
    """A short rule with a diamond in its middle, where the lines of the title are aligned to."""

    pair: Pair
    scale: float
    align: Align

    def paint(self, page: Page, x: float, top: float, width: float) -> None:
        """Paint the box."""
        reach, arm, y = 2.4 * self.scale, 30.0 * self.scale, top - self.height / 2
        at_start = x + width - arm if self.turned else x + arm
        middle = x + width / 2 if self.align == "center" else at_start
        page.diamond(middle, y, reach, self.pair.deep)
        gap = reach + 3.2 * self.scale
        for left in (middle - arm, middle + gap):
            page.rule(left, y, arm - gap, self.pair.warm, 0.6 * self.scale)
