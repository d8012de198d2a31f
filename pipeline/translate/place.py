"""Find the places of a sentence's marks in its translation: a ladder of rungs, from certain to guessed.

1. `edge`: what wraps the sentence or stands at its edge does so in the translation.
2. `literal`: a number, name or stand-in that comes back as it was, as often as it was sent.
3. `alone`: the marked words translated alone, if exactly these stand in the translation once.
4. `attention`: the words that the model looked at while it wrote.
5. `proportion`: as far into the translation as into the source, at the nearest end of a word.

Atoms and links always get a place, by the last rung if need be; other marks that the first four do not place are lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Link
from pipeline.translate.engine import Pair
from pipeline.translate.markup import Mark, Marked
from pipeline.translate.settle import outside
from pipeline.translate.words import core, has_word, occurrences, spans_of_words

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence as it was sent, its translation, the pairs between them, and translations of marked words alone."""

    sent: str
    text: str
    pairs: tuple[Pair, ...] = ()
    alone: Mapping[str, str] | None = None


def edge(scene: Scene, start: int, end: int) -> Range | None:
    """Place what has no word outside it on its left and right."""
    left, right = _edge(scene, start), _edge(scene, end)
    outside = has_word(scene.sent[:start]) or has_word(scene.sent[end:])
    if left is None or right is None or (outside and start != end):
        return None
    return left, max(left, right)


def _edge(scene: Scene, at: int) -> int | None:
    """Return the place in the translation for a place before all or after all words of the source."""
    first, last = core(scene.text)
    head, tail = scene.sent[:at], scene.sent[at:]
    if not has_word(head):
        return len(head) if scene.text.startswith(head) else first
    if not has_word(tail):
        return len(scene.text) - len(tail) if scene.text.endswith(tail) else last
    return None


def literal(scene: Scene, start: int, end: int) -> Range | None:
    """Place words that came back as they were, as many times as they were sent: the third stays the third.

    Part of a word (the 2 of `mc2`) goes where the whole word went.
    """
    first, last = _whole(scene.sent, start, end)
    words = scene.sent[first:last]
    if len(words) < 3 and words.islower():
        return None
    sent, came = occurrences(words, scene.sent), occurrences(words, scene.text)
    if len(sent) != len(came) or (first, last) not in sent:
        return None
    at = came[sent.index((first, last))][0]
    return at + start - first, at + end - first


def _whole(text: str, start: int, end: int) -> Range:
    """Return the place of the words that the characters from start to end belong to."""
    if start == end:
        return start, end
    touched = [word for word in spans_of_words(text) if word[0] < end and start < word[1]]
    return min([start, *(word[0] for word in touched)]), max([end, *(word[1] for word in touched)])


def alone(scene: Scene, start: int, end: int) -> Range | None:
    """Place words whose own translation stands in the translation of the sentence exactly once."""
    words = (scene.alone or {}).get(scene.sent[start:end], "")
    came = occurrences(words[slice(*core(words))], scene.text)
    return came[0] if len(came) == 1 and has_word(words) and len(words) > 1 else None


def attention(scene: Scene, start: int, end: int) -> Range | None:
    """Place words where the model looked at them: the run of translated words that owe most to them."""
    words = spans_of_words(scene.text)
    shares = [_share(scene.pairs, word, start, end) for word in words]
    best = max(shares, default=0.0)
    if best < 0.3:
        return None
    chosen = [i for i, share in enumerate(shares) if share >= min(best, 0.5)]
    run = max(_runs(chosen), key=lambda run: sum(shares[run[0] : run[1] + 1]))
    wide = run[1] - run[0] + 1 > 3 * len(spans_of_words(scene.sent[start:end])) + 2
    return None if wide else (words[run[0]][0], words[run[1]][1])


def _share(pairs: Sequence[Pair], word: Range, start: int, end: int) -> float:
    """Return how much of what stands behind a translated word lies between `start` and `end` of the source."""
    behind = [pair for pair in pairs if pair.at < word[1] and word[0] < pair.to]
    whole = sum(pair.weight for pair in behind)
    return sum(pair.weight for pair in behind if pair.start < end and start < pair.end) / whole if whole else 0.0


def _runs(chosen: list[int]) -> list[Range]:
    """Return runs of word numbers as (first, last); one missing word (an article) does not end a run."""
    runs: list[Range] = []
    for number in chosen:
        if runs and number - runs[-1][1] <= 2:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def proportion(scene: Scene, start: int, end: int) -> Range | None:
    """Place by how far into the sentence it stands, over whole words (for a point: after a word)."""
    words = spans_of_words(scene.text)
    if not words:
        return (len(scene.text), len(scene.text))
    scale = len(scene.text) / max(1, len(scene.sent))
    last = min(words, key=lambda word: abs(word[1] - end * scale))
    if start == end:
        return last[1], last[1]
    first = min((word for word in words if word[0] <= last[0]), key=lambda word: abs(word[0] - start * scale))
    return first[0], last[1]


Rung = Callable[[Scene, int, int], Range | None]
LADDER: tuple[Rung, ...] = (edge, literal, alone, attention)


def place(scene: Scene, sentence: Marked) -> tuple[Mark, ...] | None:
    """Return the marks of `sentence` (whose places are those in `scene.sent`) at their places in the translation.

    None if some link can be given no word of its own: then the sentence is better left as it is.
    """
    wide = [mark for mark in sentence.marks if mark.end > mark.start]
    atoms = [_atom(scene, mark) for mark in wide if sentence.tags[mark.tag].atom]
    links: list[Mark] = []
    for mark in wide:
        if isinstance(sentence.tags[mark.tag].node, Link):
            found = _linked(scene, mark, links, [atom for atom in atoms if not sentence.within(mark.tag, atom.tag)])
            if found is None:
                return None
            links.append(found)
    points = (_point(scene, mark) for mark in sentence.marks if mark.end == mark.start)
    in_order = sorted(links, key=lambda mark: mark.start)
    done = {mark.tag for mark in (*atoms, *links)}
    spans = (_climb(scene, mark, LADDER) for mark in wide if mark.tag not in done)
    return (*atoms, *links, *(outside(sentence, mark, in_order) for mark in points), *(mark for mark in spans if mark))


def _atom(scene: Scene, mark: Mark) -> Mark:
    """Return the mark over its stand-in, which came back exactly once, or else was never sent."""
    found = _climb(scene, mark, (literal,))
    return found or replace(mark, start=len(scene.text), end=len(scene.text))


def _climb(scene: Scene, mark: Mark, ladder: Sequence[Rung]) -> Mark | None:
    """Return the mark where the first rung that knows a place puts it; its punctuation at the edges stays outside."""
    lead, trail = core(scene.sent[mark.start : mark.end])
    for rung in ladder:
        start, end = (mark.start, mark.end) if rung is edge else (mark.start + lead, mark.start + trail)
        if found := rung(scene, start, end):
            return replace(mark, start=found[0], end=found[1], rung=rung.__name__)
    return None


def _linked(scene: Scene, mark: Mark, links: Sequence[Mark], foreign: Sequence[Mark]) -> Mark | None:
    """Return a place for a link that touches no other link and no atom but its own, or none."""
    taken = (*links, *foreign)
    for rung in (*LADDER, proportion):
        found = _climb(scene, mark, (rung,))
        if found and found.start < found.end and _free(found, taken):
            return found
    words = (replace(mark, start=start, end=end, rung=proportion.__name__) for start, end in spans_of_words(scene.text))
    middle = (mark.start + mark.end) * len(scene.text) / len(scene.sent)
    return min(
        (word for word in words if _free(word, taken)),
        key=lambda word: abs(word.start + word.end - middle),
        default=None,
    )


def _free(mark: Mark, taken: Sequence[Mark]) -> bool:
    return all(mark.end <= other.start or other.end <= mark.start for other in taken)


def _point(scene: Scene, mark: Mark) -> Mark:
    """Return a place for what has no width: where the word before it went, with the punctuation between kept."""
    at = mark.start
    if found := edge(scene, at, at):
        return replace(mark, start=found[0], end=found[0], rung=edge.__name__)
    before = [word for word in spans_of_words(scene.sent) if word[1] <= at]
    for rung in (literal, attention) if before else ():
        if found := rung(scene, *before[-1]):
            between = scene.sent[before[-1][1] : at]
            after = found[1] + (len(between) if scene.text.startswith(between, found[1]) else 0)
            return replace(mark, start=after, end=after, rung=rung.__name__)
    start, _ = proportion(scene, at, at) or (len(scene.text), 0)
    return replace(mark, start=start, end=start, rung=proportion.__name__)
