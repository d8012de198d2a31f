"""What mending a translation takes: which of its words stand for words of the source, and how to replace them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.translate.engine import Pair, Translated
from pipeline.translate.review import Flag
from pipeline.translate.stems import Token, tokens

Range = tuple[int, int]
_CLEAR, _FAINT = 0.5, 0.3
"""How much of a word has to come from some words of the source to stand for them; the less where nothing is clear."""
_SHORT = 3  # letters of a word that is most likely an article, a preposition or a pronoun
_MORE = 2  # words beyond those of a term, after which they say more than the term


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `new` at the characters `at` to `to` of a translation; it stands for `start` to `end` of the source."""

    at: int
    to: int
    new: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mending:
    """Edits of a translation, what is to be said of them, and of what could not be mended."""

    edits: tuple[Edit, ...] = ()
    made: tuple[Flag, ...] = ()
    left: tuple[Flag, ...] = ()


def repaired(
    answer: Translated, mend: Callable[[Translated], Mending], most: int
) -> tuple[Translated, tuple[Flag, ...]]:
    """Return a translation mended until nothing more can be, with all flags.

    If `most` times are not enough it stays as it was (`repair.undone`, weight 10): what is put in then reads as
    something else where it stands. So mending again what was mended changes nothing, whatever `mend` does, as long as
    it does the same to the same translation.
    """
    made, now, first = list[Flag](), answer, mend(answer)
    mending = first
    for _ in range(most + 1):
        after = edited(now, mending.edits)
        if after == now:
            return now, (*made, *mending.left)
        made += mending.made
        now, mending = after, mend(after)
    undone = Flag("repair.undone", "what would be put in reads as something else where it would stand", 10)
    return answer, (*first.left, undone)


def edited(answer: Translated, edits: Iterable[Edit]) -> Translated:
    """Return a translation with edits made (they must not overlap), all else kept and the pairs moved along.

    What was put in is paired with what it stands for, and with nothing else.
    """
    ordered = sorted(edits, key=lambda edit: (edit.at, edit.to))
    if not ordered:
        return answer
    text, at, moved, pairs = list[str](), 0, [0], list[Pair]()
    for edit in ordered:
        text += (answer.text[at : edit.at], edit.new)
        start = edit.at + moved[-1]
        pairs.append(Pair(edit.start, edit.end, start, start + len(edit.new), 1.0))
        moved.append(moved[-1] + len(edit.new) - (edit.to - edit.at))
        at = edit.to
    ends = [edit.to for edit in ordered]
    for pair in answer.pairs:
        count = bisect_right(ends, pair.at)
        if count == len(ordered) or pair.to <= ordered[count].at:
            pairs.append(replace(pair, at=pair.at + moved[count], to=pair.to + moved[count]))
    pairs = [pair for pair in pairs if pair.to > pair.at] if answer.pairs else []
    ordered_pairs = tuple(sorted(pairs, key=lambda pair: (pair.at, pair.to, pair.start, pair.end)))
    return replace(answer, text="".join((*text, answer.text[at:])), pairs=ordered_pairs)


def shares(answer: Translated, words: Sequence[Token], start: int, end: int) -> list[float]:
    """Return how much of what stands behind each word of the translation lies at `start` to `end` of the source."""
    starts = [word.start for word in words]
    whole, inside = [0.0] * len(words), [0.0] * len(words)
    for pair in answer.pairs:
        number = max(0, bisect_right(starts, pair.at) - 1)
        while number < len(words) and words[number].start < pair.to:
            if pair.at < words[number].end:
                whole[number] += pair.weight
                inside[number] += pair.weight * (pair.start < end and start < pair.end)
            number += 1
    return [part / all_ if all_ else 0.0 for part, all_ in zip(inside, whole, strict=True)]


def standing_for(sent: str, answer: Translated, start: int, end: int, size: int) -> Range | str:
    """Return where the words of a translation stand that mean `start` to `end` of its source, or why nobody can say.

    They are one run of about `size` words, in which one word may be missing, and hold no name or number that stands
    elsewhere in the source, too. Short words at its edges (articles) are left out, and so are those at the edge that
    owe least to the source where there are a few too many: a model looks at a noun for the words around it, too.
    """
    if not answer.pairs:
        return "it is not known which words stand for it"
    words = [word for word in tokens(answer.text) if word.is_word]
    found = shares(answer, words, start, end)
    best = max(found, default=0.0)
    if best < _FAINT:
        return "no words of the translation stand for it"
    chosen = _core([number for number, share in enumerate(found) if share >= min(best, _CLEAR)], words, size)
    run = words[chosen[0] : chosen[-1] + 1]
    apart = any(after - before > 2 for before, after in pairwise(chosen))
    if apart or any(not _joined(answer.text, *two) for two in pairwise(run)):
        return "the words that stand for it are apart"
    if len(run) > size + _MORE:
        return "the words that stand for it say more than that"
    if not _is_spaceless(run[0]):
        run = _best(run, found[chosen[0] : chosen[-1] + 1], size)
    elsewhere = {word.text for word in tokens(sent) if not (start < word.end and word.start < end)}
    if any(word.text in elsewhere and not word.text.islower() for word in run):
        return "the words that stand for it stand for others, too"
    return run[0].start, run[-1].end


def _core(chosen: list[int], words: Sequence[Token], size: int) -> list[int]:
    """Return the chosen words without short ones in front, or behind if they are more than `size`, if others remain."""
    long = [number for number in chosen if _is_long(words[number])]
    if not long:
        return chosen
    last = long[-1] if chosen[-1] - long[0] >= size else chosen[-1]
    return [number for number in chosen if long[0] <= number <= last]


def _best(run: list[Token], share: Sequence[float], size: int) -> list[Token]:
    """Return the `size` words in a row that owe most to the source; short ones between them are not counted."""
    long = [number for number, word in enumerate(run) if _is_long(word)]
    if len(long) <= size:
        return run
    windows = (long[at : at + size] for at in range(len(long) - size + 1))
    best = max(windows, key=lambda window: sum(share[number] for number in window))
    return run[best[0] : best[-1] + 1]


def _is_long(word: Token) -> bool:
    return len(word.text) > _SHORT or _is_spaceless(word)


def _is_spaceless(word: Token) -> bool:
    return len(word.text) == 1 and not word.text.isdecimal() and word.text.lower() == word.text.upper()


def _joined(text: str, one: Token, other: Token) -> bool:
    return text[one.end : other.start].strip() in {"", "-", "'", "’"}


def overlap(one: Range, other: Range) -> bool:
    """Return whether two ranges have a character in common."""
    return one[0] < other[1] and other[0] < one[1]
