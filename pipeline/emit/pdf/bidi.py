"""The order of letters on a line where right-to-left and left-to-right text meet (Unicode Standard Annex 9).

Rules W1–W7, N1, N2, I1, I2, L1, L2 and L4 over the characters as they are; explicit embeddings and isolates (X1–X10)
and paired brackets (N0) are not followed: direction comes from the letters, and from the base that the caller gives.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeVar

T = TypeVar("T")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200f\U00010800-\U00010fff\U0001e800-\U0001efff]")
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_MIRRORS = str.maketrans("()[]{}<>«»‹›≤≥⟨⟩", ")(][}{><»«›‹≥≤⟩⟨")


def base_of(text: str) -> int:
    """Return the base level of a paragraph by its first strong character (rules P2, P3)."""
    strong = (unicodedata.bidirectional(c) for c in text)
    return int(next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L")


def levels(text: str, base: int) -> list[int]:
    """Return the embedding level of every character of a paragraph whose own level is `base`."""
    kinds = _weak([unicodedata.bidirectional(c) or "L" for c in text], "R" if base else "L")
    kinds = _neutral(kinds, "R" if base else "L")
    return [_implicit(kind, base) for kind in kinds]


def visual(items: Sequence[T], level: Callable[[T], int]) -> list[T]:
    """Return the items of one line in the order in which they stand from left to right (rule L2)."""
    order = list(items)
    if not order:
        return order
    for depth in range(max(map(level, order)), 0, -1):
        parts: list[T] = []
        for inside, group in groupby(order, key=lambda item: level(item) >= depth):
            run = list(group)
            parts += reversed(run) if inside else run
        order = parts
    return order


def mirrored(text: str) -> str:
    """Return right-to-left `text` as it is drawn from left to right: reversed, brackets mirrored (rules L2, L4)."""
    return text[::-1].translate(_MIRRORS)


def _weak(kinds: list[str], start: str) -> list[str]:
    """Resolve weak types (W1–W7); a mark follows its letter, a number its surroundings."""
    out: list[str] = []
    strong = start
    for at, kind in enumerate(kinds):
        found = kind
        if kind == "NSM":
            found = out[-1] if out else start
        elif kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN":
            found = {"AL": "AN", "L": "L"}.get(strong, "EN")
        elif kind in ("ES", "CS"):
            found = _separator(out, kinds[at + 1 : at + 2], kind)
        elif kind == "ET":
            numbered = (out and out[-1] == "EN") or _next_other(kinds, at) == "EN"
            found = ("L" if strong == "L" else "EN") if numbered and strong != "AL" else "ON"
        out.append(found)
    return ["R" if kind == "AL" else kind for kind in out]


def _separator(before: list[str], after: list[str], kind: str) -> str:
    """Return what one separator between two numbers of a kind becomes (W4, W6)."""
    last = before[-1] if before else ""
    number = {"EN": "EN", "L": "EN"}.get(last, last)
    if after == ["EN"] and number in ("EN", "AN") and (kind == "CS" or number == "EN"):
        return last
    return last if kind == "CS" and after == ["AN"] and last == "AN" else "ON"


def _next_other(kinds: list[str], at: int) -> str:
    """Return the first type after `at` that is not a number's sign."""
    return next((kind for kind in kinds[at + 1 : at + 9] if kind != "ET"), "")


def _neutral(kinds: list[str], base: str) -> list[str]:
    """Resolve neutrals (N1, N2): between two of one direction they take it, else the paragraph's."""
    out: list[str] = []
    runs = [(kind, list(group)) for kind, group in groupby(kinds, key=lambda k: "ON" if k in _NEUTRAL else k)]
    side = {"EN": "R", "AN": "R"}
    for at, (kind, group) in enumerate(runs):
        before = runs[at - 1][0] if at else base
        after = runs[at + 1][0] if at + 1 < len(runs) else base
        before, after = side.get(before, before), side.get(after, after)
        out += [(before if before == after else base) if kind == "ON" else kind] * len(group)
    return out


def _implicit(kind: str, base: int) -> int:
    """Return the level of a resolved type (I1, I2)."""
    if base:
        return 1 if kind == "R" else 2
    return {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)
