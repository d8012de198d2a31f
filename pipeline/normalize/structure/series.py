"""Series: short lines that belong together because they share a word or bear running numbers.

`Article 1`, `Article 2`… share their first word, `1. člen`, `2. člen`… their last, `第一条`, `第二条`… a sign at either
end. Lines with nothing in common but a number that runs on are a series too. Regular lines need no blank lines,
indentation or capitals to be recognized, and no word has to be known.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.normalize.structure.lines import Line
from pipeline.normalize.structure.lists import is_item
from pipeline.normalize.structure.signs import bare_numbers, label, without_numbers

FEWEST = 3
"""So many lines make a series."""

MANY = 5
"""So many lines with running numbers make a series that nothing else has to support."""


def find_series(lines: Sequence[Line], candidates: Sequence[int], regular: bool) -> dict[int, str]:
    """Return the lines among `candidates` that form series, each with the name of its series.

    `regular` says that the layout itself tells headings: then a shared word is enough even if the lines end like
    sentences.
    """
    found: dict[int, str] = {}
    groups = defaultdict(list)
    for index in candidates:
        for key in _keys(lines[index].text):
            groups[key].append(index)
    for key, group in sorted(groups.items(), key=lambda item: -len(item[1])):
        opening = [index for index in group if lines[index].first]
        members = opening if len(opening) >= FEWEST else group
        if _is_series(lines, members, regular):
            for index in members:
                found.setdefault(index, key)
    for kind, chain in _running(lines, candidates):
        named = Counter(found[index] for index in chain if index in found).most_common(1)
        for index in chain:
            found.setdefault(index, named[0][0] if named else kind)
    return found


_SPLIT = re.compile(r"[\s་፡·.,:;()\[\]–—-]+")


def _keys(text: str) -> Iterator[str]:
    """Yield what the line may share with others: its first and last word, or sign where words are not spaced."""
    bare = without_numbers(text)
    words = [word.casefold() for word in _SPLIT.split(bare) if any(char.isalnum() for char in word)]
    if not words:
        if bare_numbers(text):
            yield "number"
        return
    wide = "\u2e80" <= words[0][0] <= "\u9fff"
    yield f"first {words[0][0] if wide else words[0]}"
    yield f"last {words[-1][-1] if wide else words[-1]}"
    if len(words) > 1 and not wide:
        yield f"inner {words[1] if len(words) > 2 else words[0]}"


def _is_series(lines: Sequence[Line], members: list[int], regular: bool) -> bool:
    """Tell whether lines that share a word are a series: apart, unlike, each opening something."""
    if len(members) < FEWEST or len({lines[index].text for index in members}) < 0.8 * len(members):
        return False
    if not _apart(members):
        return False
    heading = sum(lines[index].first and _above_longer(lines, index) for index in members) >= 0.8 * len(members)
    opening = sum(opens_run(lines, index) for index in members) >= 0.4 * len(members)
    numbered = _ascending(lines, members) >= 0.6 * len(members)
    return (heading and opening and (regular or numbered)) or (numbered and len(members) >= MANY)


def _above_longer(lines: Sequence[Line], index: int) -> bool:
    """Tell whether the line after this one is longer."""
    return index + 1 < len(lines) and lines[index + 1].width > lines[index].width


def opens_run(lines: Sequence[Line], index: int) -> bool:
    """Tell whether the line stands after a blank one and right before a longer one that is not indented below it."""
    line = lines[index]
    if not line.first or line.last:
        return False
    below = lines[index + 1]
    return below.width > line.width and not (is_item(line.text) and below.indent > line.indent + 1)


def _apart(members: Sequence[int]) -> bool:
    """Tell whether something stands between most members: side by side they would be a list."""
    apart = sum(below - above > 1 for above, below in pairwise(members))
    return apart >= 0.8 * (len(members) - 1)


def _ascending(lines: Sequence[Line], members: Sequence[int]) -> int:
    """Return how many members bear the number after that of the member before."""
    values = [bare_numbers(lines[index].text) for index in members]
    steps = sum(bool(set(below) & {number + 1 for number in above}) for above, below in pairwise(values))
    return steps + 1 if steps else 0


def _running(lines: Sequence[Line], candidates: Sequence[int]) -> Iterator[tuple[str, list[int]]]:
    """Yield the longest chain of lines with running numbers for each way of numbering (`(a)`, `1.`, bare)."""
    chains: dict[tuple[str, int], list[int]] = {}
    for index in candidates:
        for kind, number in dict.fromkeys(_numbered(lines, index)):
            above = chains.get((kind, number - 1), [])
            if len(above) + 1 > len(chains.get((kind, number), [])):
                chains[kind, number] = [*above, index] if len(above) < _LONGEST else [index]
    for kind in dict.fromkeys(kind for kind, _ in chains):
        best = max((chain for (of, _), chain in chains.items() if of == kind), key=len)
        if len(best) >= MANY and _apart(best):
            yield f"number {kind}", best


_LONGEST = 400
"""Chains are not followed further: they are copied, and this keeps the time linear."""


def _numbered(lines: Sequence[Line], index: int) -> Iterator[tuple[str, int]]:
    """Yield the numbers a line can have in a chain: its label's, and any number if a blank line stands before it."""
    line = lines[index]
    numbered = label(line.text)
    if numbered is not None and (line.first or _above_longer(lines, index)):
        for style, value in numbered.values:
            yield f"{style} {numbered.delimiter}", value
    if line.first:
        for value in bare_numbers(line.text)[:1]:
            yield "bare", value
