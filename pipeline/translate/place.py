"""Find the places of a sentence's marks in its translation: a ladder of rungs, from certain to guessed.

1. `edge`: what wraps the sentence or stands at its edge does so in the translation.
2. `literal`: a number, name or stand-in of an atom that comes back as it was, as often as it was sent.
3. `attention`: the words that the model looked at while it wrote, by vote with the next two.
4. `alone`: the marked words translated alone.
5. `statistics`: the words that go together all through the work (see `lexicon.py`).
6. `proportion`: as far into the translation as into the source, over whole words.

Every mark gets a place. The rungs 3 to 5 hold one vote, for each is right where another errs (of 215 marked phrases in
`tests/translate/spans` the vote finds 92 in 100 exactly, attention by itself 69); the mark records the first of them
that had anything to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from pipeline.model import Link
from pipeline.translate.alignment import Range, Votes, by_word, elected, votes
from pipeline.translate.engine import Pair
from pipeline.translate.lexicon import Lexicon
from pipeline.translate.markup import Mark, Marked
from pipeline.translate.settle import outside
from pipeline.translate.words import core, has_word, occurrences, spans_of_words


@dataclass(frozen=True, eq=False)
class Scene:
    """A sentence as it was sent, its translation, and what is known of how they belong together.

    `pairs` come from the engine, `alone` has translations of marked words, `lexicon` returns what the work teaches and
    is called only if it is needed. `bounds` is where in the translation to look first.
    """

    sent: str
    text: str
    pairs: tuple[Pair, ...] = ()
    alone: Mapping[str, str] | None = None
    lexicon: Callable[[], Lexicon] | None = None
    bounds: Range | None = None

    @cached_property
    def words(self) -> list[Range]:
        """Return the words of the translation."""
        return spans_of_words(self.text)

    @cached_property
    def looked(self) -> list[list[Pair]]:
        """Return the model's pairs behind each word."""
        return by_word(self.pairs, self.words)

    @cached_property
    def learned(self) -> list[list[Pair]]:
        """Return the lexicon's pairs behind each word."""
        return by_word(self.lexicon().pairs(self.sent, self.text) if self.lexicon else (), self.words)


def edge(scene: Scene, start: int, end: int) -> Range | None:
    """Place what has no word outside it on its left and right."""
    left, right = _edge(scene, start), _edge(scene, end)
    beside = has_word(scene.sent[:start]) or has_word(scene.sent[end:])
    if left is None or right is None or (beside and start != end):
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


def attention(scene: Scene, start: int, end: int) -> Range | None:
    """Place words where the model looked at them and the second opinions agree."""
    return _voted(scene, start, end) if scene.pairs else None


def alone(scene: Scene, start: int, end: int) -> Range | None:
    """Place words by their own translation, if that stands in the translation of the sentence."""
    return _voted(scene, start, end) if scene.alone and scene.sent[start:end] in scene.alone else None


def statistics(scene: Scene, start: int, end: int) -> Range | None:
    """Place words by what the work teaches of them."""
    return _voted(scene, start, end) if any(scene.learned) else None


def _voted(scene: Scene, start: int, end: int) -> Range | None:
    """Return the run of words that attention, the words alone and the lexicon choose, within the bounds if it can."""
    ballots = [votes(scene.looked, start, end), votes(scene.learned, start, end), _said(scene, start, end)]
    run = elected([*ballots, _near(scene)]) or elected(ballots)
    if run is None or run[1] - run[0] + 1 > 3 * len(spans_of_words(scene.sent[start:end])) + 2:
        return None
    return scene.words[run[0]][0], scene.words[run[1]][1]


def _said(scene: Scene, start: int, end: int) -> Votes:
    """Return what the translation of the marked words alone says: much if it stands there once, else a little."""
    words = (scene.alone or {}).get(scene.sent[start:end], "")
    came = occurrences(words[slice(*core(words))], scene.text) if has_word(words) and len(words) > 1 else []
    if len(came) == 1:
        return [(float(word[0] < came[0][1] and came[0][0] < word[1]), 1.0) for word in scene.words]
    said = {words[slice(*word)].casefold() for word in spans_of_words(words)}
    known = _LOOSE if said else 0.0
    return [(known * (scene.text[slice(*word)].casefold() in said), known) for word in scene.words]


def _near(scene: Scene) -> Votes:
    """Return the votes against words out of bounds, which outweigh all others."""
    first, last = scene.bounds or (0, len(scene.text))
    return [(0.0, 0.0 if first <= word[0] and word[1] <= last else _AGAINST) for word in scene.words]


_LOOSE, _AGAINST = 0.25, 9.0


def proportion(scene: Scene, start: int, end: int) -> Range | None:
    """Place by how far into the sentence it stands, over whole words (for a point: after a word)."""
    words = scene.words
    if not words:
        return (len(scene.text) if start == end else 0), len(scene.text)
    scale = len(scene.text) / max(1, len(scene.sent))
    last = min(words, key=lambda word: abs(word[1] - end * scale))
    if start == end:
        return last[1], last[1]
    first = min((word for word in words if word[0] <= last[0]), key=lambda word: abs(word[0] - start * scale))
    return first[0], last[1]


Rung: TypeAlias = Callable[[Scene, int, int], Range | None]
LADDER: tuple[Rung, ...] = (edge, literal, attention, alone, statistics, proportion)


def place(scene: Scene, sentence: Marked, ladder: Sequence[Rung] = LADDER) -> tuple[Mark, ...] | None:
    """Return the marks of `sentence` (whose places are those in `scene.sent`) at their places in the translation.

    Every mark comes back once, in no order; marks may cross (see `settle`), links never touch. What a rung that is left
    out of the ladder would know is not known to the others either. None if links cannot have a word each: then the
    sentence is better left as it is.
    """
    scene = _seen(scene, ladder)
    wide = [mark for mark in sentence.marks if mark.end > mark.start]
    atoms = [_atom(scene, mark, ladder) for mark in wide if sentence.tags[mark.tag].atom]
    links = _links(scene, sentence, atoms, ladder)
    if links is None:
        return None
    points = (_point(scene, mark, ladder) for mark in sentence.marks if mark.end == mark.start)
    in_order = sorted(links, key=lambda mark: mark.start)
    done = {mark.tag: mark for mark in (*atoms, *links)}
    for mark in wide:
        if mark.tag not in done:
            around = done.get(sentence.tags[mark.tag].parent)
            bounds = (around.start, around.end) if around else None
            done[mark.tag] = _climb(replace(scene, bounds=bounds) if bounds else scene, mark, ladder)
    return (*done.values(), *(outside(sentence, mark, in_order) for mark in points))


def _seen(scene: Scene, ladder: Sequence[Rung]) -> Scene:
    """Return the scene without what rungs that are not on the ladder would know."""
    return replace(
        scene,
        pairs=scene.pairs if attention in ladder else (),
        alone=scene.alone if alone in ladder else None,
        lexicon=scene.lexicon if statistics in ladder else None,
    )


def _climb(scene: Scene, mark: Mark, ladder: Sequence[Rung]) -> Mark:
    """Return the mark where the first rung that knows a place puts it, with its punctuation; the last always does."""
    start, end = mark.start, mark.end
    lead, trail = core(scene.sent[start:end])
    for rung in ladder:
        if rung is edge:
            found = rung(scene, start, end)
        elif found := rung(scene, start + lead, start + trail):
            found = _dressed(scene.text, found, scene.sent[start : start + lead], scene.sent[start + trail : end])
        if found and found[0] < found[1]:
            return replace(mark, start=found[0], end=found[1], rung=rung.__name__)
    start, end = proportion(scene, start, end) or (0, len(scene.text))
    return replace(mark, start=start, end=end, rung=proportion.__name__)


def _dressed(text: str, found: Range, before: str, after: str) -> Range:
    """Return the place with such punctuation around it as the mark has in the source."""
    start, end = found
    for sign in after:
        end += _alike(sign, text[end : end + 1])
    for sign in reversed(before):
        start -= _alike(sign, text[max(0, start - 1) : start])
    return start, end


def _alike(sign: str, other: str) -> bool:
    return sign == other or (sign in _QUOTES and other != "" and other in _QUOTES)


_QUOTES = "\"'“”„«»‘’‚‹›「」『』"


def _atom(scene: Scene, mark: Mark, ladder: Sequence[Rung]) -> Mark:
    """Return the mark over its stand-in, which came back once; else as a point where it would stand."""
    if found := literal(scene, mark.start, mark.end):
        return replace(mark, start=found[0], end=found[1], rung=literal.__name__)
    return _point(scene, replace(mark, end=mark.start), ladder)


def _point(scene: Scene, mark: Mark, ladder: Sequence[Rung]) -> Mark:
    """Return a place for what has no width: where the word before it went, with the punctuation between kept."""
    at = mark.start
    if edge in ladder and (found := edge(scene, at, at)):
        return replace(mark, start=found[0], end=found[1], rung=edge.__name__)
    before = [word for word in spans_of_words(scene.sent) if word[1] <= at]
    for rung in ladder if before else ():
        if rung not in {edge, proportion} and (found := rung(scene, *before[-1])):
            after = _dressed(scene.text, found, "", scene.sent[before[-1][1] : at])[1]
            return replace(mark, start=after, end=after, rung=rung.__name__)
    start, _ = proportion(scene, at, at) or (len(scene.text), 0)
    return replace(mark, start=start, end=start, rung=proportion.__name__)


def _links(scene: Scene, sentence: Marked, atoms: Sequence[Mark], ladder: Sequence[Rung]) -> list[Mark] | None:
    """Return a place for each link such that none touches another or an atom that is not its own, or none."""
    mine = [mark for mark in sentence.marks if mark.end > mark.start and _is_link(sentence, mark)]
    done: list[Mark] = []
    for mark in mine:
        foreign = [atom for atom in atoms if not sentence.within(mark.tag, atom.tag)]
        found = _linked(scene, mark, [*done, *foreign], ladder)
        if found is None:
            return _dealt(scene, sentence, mine, atoms)
        done.append(found)
    return done


def _is_link(sentence: Marked, mark: Mark) -> bool:
    return isinstance(sentence.tags[mark.tag].node, Link)


def _linked(scene: Scene, mark: Mark, taken: Sequence[Mark], ladder: Sequence[Rung]) -> Mark | None:
    """Return the first place on the ladder that touches nothing taken, or else the nearest word that does not."""
    for rung in (*ladder, proportion):
        found = _climb(scene, mark, (rung,))
        if found.rung == rung.__name__ and _free(found, taken):
            return found
    middle = (mark.start + mark.end) * len(scene.text) / max(1, len(scene.sent))
    words = (replace(mark, start=start, end=end, rung=proportion.__name__) for start, end in scene.words)
    free = (word for word in words if _free(word, taken))
    return min(free, key=lambda word: abs(word.start + word.end - middle), default=None)


def _free(mark: Mark, taken: Sequence[Mark]) -> bool:
    return mark.start < mark.end and all(mark.end <= other.start or other.end <= mark.start for other in taken)


def _dealt(scene: Scene, sentence: Marked, links: Sequence[Mark], atoms: Sequence[Mark]) -> list[Mark] | None:
    """Return one word for each link, in order, where places as good as they can be would leave some without."""
    own = {mark.tag: atom for mark in links for atom in atoms if sentence.within(mark.tag, atom.tag)}
    wide = [atom for atom in atoms if atom.start < atom.end]
    free = iter([word for word in scene.words if all(word[1] <= atom.start or atom.end <= word[0] for atom in wide)])
    dealt: list[Mark] = []
    for mark in links:
        atom = own.get(mark.tag)
        word = (atom.start, atom.end) if atom and atom.start < atom.end else next(free, None)
        if word is None:
            return None
        dealt.append(replace(mark, start=word[0], end=word[1], rung=proportion.__name__))
    return dealt
