"""The links: every one is there and leads where it should, and nothing in the file leads nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from pipeline.addresses import is_address
from pipeline.verify.difference import Difference
from pipeline.verify.expect import Expected
from pipeline.verify.letters import comparable, shown
from pipeline.verify.observed import Entry, Observed

_LISTED = 3
"""Contents link to the headings of these levels at least, where there are two headings or more."""


def compared(expected: Expected, observed: Observed) -> int:  # noqa: ARG001  (every check has both)
    """Return how many links are compared."""
    return len(expected.links)


def check(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield each reference that leads nowhere, and each address or heading with fewer or more links than expected.

    Where one link stands as several (`fragments`), only too few are found, and addresses that nobody asked for.
    """
    for loose in observed.loose:
        yield Difference("links", loose.place, "references that lead somewhere", loose.what)
    wanted = Counter(_wanted(expected, observed.fragments))
    led = map(unquote, observed.links)
    found = Counter(target for target in led if target.startswith("#") or is_address(target))
    for target in sorted(wanted.keys() | found.keys()):
        enough = found[target] >= wanted[target] and (target in wanted or target.startswith("#"))
        if found[target] != wanted[target] and not (observed.fragments and enough):
            yield Difference("links", _named(target, expected.outline), f"{wanted[target]} links", f"{found[target]}")
    yield from _exchanged(expected, observed)


def _exchanged(expected: Expected, observed: Observed) -> Iterator[Difference]:
    """Yield the first text of a link that leads elsewhere, where the format says which text leads where."""
    if observed.linked is None or not expected.linked:
        return
    same, numbers = comparable(observed.paged), _numbers(expected)
    links = [(same(text), _target(target, numbers)) for text, target in expected.linked]
    found = Counter((same(text), unquote(target)) for text, target in observed.linked)
    wanted = Counter(links)
    for link, (text, target) in zip(links, expected.linked, strict=True):
        if found[link] < wanted[link]:
            there = (to for words, to in found if words == link[0])
            yield Difference("links", f"the link {shown(text)}", target, ", ".join(there) or "none")
            return


def _numbers(expected: Expected) -> dict[str, str]:
    return {f"#{entry.id}": f"#{number}" for number, entry in enumerate(expected.outline)}


def _target(target: str, numbers: Mapping[str, str]) -> str:
    """Return a link's target as observers give it: a heading by its number, an address unquoted."""
    return numbers.get(target) or unquote(target.strip())


def _wanted(expected: Expected, with_contents: bool) -> Iterator[str]:
    numbers = _numbers(expected)
    yield from (_target(target, numbers) for target in expected.links)
    if with_contents and len(expected.outline) > 1:
        yield from (f"#{number}" for number, entry in enumerate(expected.outline) if entry.level <= _LISTED)


def _named(target: str, outline: tuple[Entry, ...]) -> str:
    number = target[1:] if target.startswith("#") else ""
    known = number.isdecimal() and int(number) < len(outline)
    return f"links to the heading “{outline[int(number)].text}”" if known else f"links to {target}"
