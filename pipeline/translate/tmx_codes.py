"""The content of TMX segments as sentences with codes (see `codings.py`).

Codes of a sentence and of its translation belong together by `x`; tools that write none (OmegaT, older Trados) number
both alike by `i`, or give them in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.translate.codings import WORDED, code, escaped

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CHARACTER = "x-character"
"""The type of a placeholder for a character that XML cannot hold; its content is the character's number."""
_MOST = 300  # codes in a segment; each is compared with each


class SegmentError(Exception):
    """A segment cannot be used."""


@dataclass(frozen=True, slots=True)
class _Bit:
    """A piece of a segment: text (no name), a code that opens (`g`), closes (`/g`) or stands alone (`x`)."""

    name: str
    text: str = ""
    i: str = ""
    x: str = ""
    kind: str = ""


def coded_segments(source: Element, target: Element) -> tuple[str, str]:
    """Return a sentence and its translation with codes; raise `SegmentError` if codes overlap or entities stand in it.

    A code of the translation that the source lacks gets a number of its own.
    """
    ours, theirs = _paired(list(_bits(source))), _paired(list(_bits(target)))
    opening = [bit for bit in ours if bit.name in ("g", "x")]
    numbers = list(range(1, len(opening) + 1))
    return "".join(_written(ours, numbers)), "".join(_written(theirs, list(_matched(opening, theirs))))


def _bits(element: Element) -> Iterator[_Bit]:
    """Yield a segment's content in order; text within codes is left out, but for what an atom of ours stands for."""
    yield _Bit("", element.text or "")
    for child in element:
        if not isinstance(child.tag, str):
            raise SegmentError("an entity stands in it that the file would have to define")
        match child.tag.rpartition("}")[2]:
            case "bpt":
                yield _bit("g", child)
            case "ept":
                yield _bit("/g", child)
            case "hi":
                yield _bit("g", child)
                yield from _bits(child)
                yield _Bit("/g")
            case "ph" if child.get("type") == CHARACTER:
                yield _Bit("", _character(child.text or ""))
            case "ph" | "it" | "ut":
                yield _bit("x", child)
            case _:
                yield from _bits(child)
        yield _Bit("", child.tail or "")


def _bit(name: str, element: Element) -> _Bit:
    i, x, kind = (str(element.get(each) or "") for each in ("i", "x", "type"))
    return _Bit(name, (element.text or "") if kind in WORDED else "", i, x, kind)


def _character(number: str) -> str:
    try:
        return chr(int(number, 16))
    except (ValueError, OverflowError):
        raise SegmentError(f"{number!r} is not the number of a character") from None


def _paired(bits: list[_Bit]) -> list[_Bit]:
    """Return the bits with each code that opens or closes alone made one that stands alone.

    Raise `SegmentError` if codes overlap: ours are nested.
    """
    if sum(map(bool, (bit.name for bit in bits))) > _MOST:
        raise SegmentError(f"a segment has more than {_MOST} codes")
    result, inside = list(bits), list[int]()
    for at, bit in enumerate(bits):
        if bit.name == "g":
            inside.append(at)
        elif bit.name == "/g":
            same = [opened for opened in inside if bits[opened].i == bit.i]
            if not same:
                result[at] = replace(bit, name="x")
            elif any(_closes(bits[opened], bits[at + 1 :]) for opened in inside[inside.index(same[-1]) + 1 :]):
                raise SegmentError("its codes overlap")
            else:
                inside = _closed(result, inside, same[-1])
    for opened in inside:
        result[opened] = replace(result[opened], name="x")
    return result


def _closed(result: list[_Bit], inside: list[int], last: int) -> list[int]:
    """Make what opened after `last` and never closes stand alone, and return what is still open around `last`."""
    at = inside.index(last)
    for opened in inside[at + 1 :]:
        result[opened] = replace(result[opened], name="x")
    return inside[:at]


def _closes(opened: _Bit, later: Iterable[_Bit]) -> bool:
    return any(bit.name == "/g" and bit.i == opened.i for bit in later)


def _matched(opening: Sequence[_Bit], bits: Iterable[_Bit]) -> Iterator[int]:
    """Yield for each code of a translation the number of the source's code that it is, or the next free one."""
    free = dict(enumerate(opening, 1))
    extra = len(opening)
    for bit in bits:
        if bit.name not in ("g", "x"):
            continue
        found = next((number for rule in _RULES for number, each in free.items() if rule(each, bit)), None)
        if found is None:
            extra += 1
        else:
            del free[found]
        yield found or extra


_RULES: tuple[Callable[[_Bit, _Bit], bool], ...] = (
    lambda one, other: bool(one.x) and one.x == other.x,
    lambda one, other: not (one.x and other.x) and bool(one.i) and (one.name, one.i) == (other.name, other.i),
    lambda one, other: not (one.x and other.x) and (one.name, one.kind) == (other.name, other.kind),
    lambda one, other: not (one.x and other.x) and one.name == other.name and not (one.kind and other.kind),
)
"""When two codes are one and the same, best first."""


def _written(bits: Iterable[_Bit], numbers: Sequence[int]) -> Iterator[str]:
    given = iter(numbers)
    for bit in bits:
        match bit.name:
            case "g" | "x":
                yield code(bit.name, next(given), bit.kind, bit.text)
            case "/g":
                yield "</g>"
            case _:
                yield escaped(bit.text)
