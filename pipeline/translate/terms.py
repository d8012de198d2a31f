"""Find the terms of a glossary in a sentence, in any of their forms, and see to it that its translation has them.

A term that the translation lacks is put in where the words stand that the model wrote for it. Nobody then bends the
words around it, so that this is said, and nothing is done where it cannot be done well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.model import Metadata
from pipeline.translate.codes import closeness
from pipeline.translate.engine import Translated
from pipeline.translate.glossary import Glossary, Term
from pipeline.translate.repair import Edit, Mending, Range, overlap, repaired, shares, standing_for
from pipeline.translate.review import Flag
from pipeline.translate.stems import Token, alike, shared_letters, stem, tokens
from pipeline.translate.term import cleaned

_EVERY = 3  # a term for every language comes after those for the language itself


@dataclass(frozen=True, slots=True)
class Found:
    """A term at `start` to `end` of a sentence that is translated into `language`.

    `others` are terms for the same words that differ in their part of speech: whichever was meant, it may be any.
    """

    start: int
    end: int
    term: Term
    others: tuple[Term, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A term with its words; of two that match equally well, the one with the smaller `order` counts."""

    order: int
    term: Term
    words: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class _Index:
    """Terms by the stems of their words, and by the first stem of each how many words they have."""

    entries: Mapping[tuple[str, ...], Sequence[_Entry]]
    sizes: Mapping[str, Set[int]]


@lru_cache(maxsize=8)
def _prepared(glossary: Glossary, language: str) -> _Index:
    """Return the terms of a glossary, ready for texts in `language`; a large one takes seconds."""
    return _indexed(glossary.terms, language)


def _indexed(terms: Iterable[Term], language: str) -> _Index:
    entries, sizes = dict[tuple[str, ...], list[_Entry]](), dict[str, set[int]]()
    for order, term in enumerate(terms):
        if words := tokens(term.source):
            key = _key(words, language)
            entries.setdefault(key, []).append(_Entry(order, term, words))
            sizes.setdefault(key[0], set()).add(len(key))
    return _Index(entries, sizes)


def _key(words: Iterable[Token], language: str) -> tuple[str, ...]:
    return tuple(stem(word.text, language) if word.is_word else word.text for word in words)


class Terms:
    """The terms of a glossary that are for one pair of languages (BCP 47), and `more` that it overrules.

    Preparing a glossary takes time once for each source language; `more` should be few.
    """

    def __init__(
        self, glossary: Glossary, source_language: str, target_language: str, more: Sequence[Term] = ()
    ) -> None:
        self.source_language = source_language
        self.target_language = target_language
        indexes = (_prepared(glossary, source_language), _indexed(more, source_language))
        self._indexes = tuple(index for index in indexes if index.entries)

    def find(self, text: str) -> tuple[Found, ...]:
        """Return the terms in a text in the source language, in order, the longest of those that begin together."""
        return tuple(self._found(text)) if self._indexes else ()

    def _found(self, text: str) -> Iterator[Found]:
        words = tokens(text)
        keys, at = _key(words, self.source_language), 0
        while at < len(words):
            sizes = {size for index in self._indexes for size in index.sizes.get(keys[at], ())}
            fitting = (self._at(words, keys, at, size) for size in sorted(sizes, reverse=True))
            found = next((found for found in fitting if found), None)
            if found:
                yield found[0]
            at += found[1] if found else 1

    def _at(self, words: Sequence[Token], keys: tuple[str, ...], at: int, size: int) -> tuple[Found, int] | None:
        """Return the term of `size` words that begins at a word, and the size, or none."""
        here = words[at : at + size]
        fit = list(self._fitting(keys[at : at + size], here))
        if not fit:
            return None
        _, near, _, best = min(fit)  # no two of an index have the same order, so that terms are never compared
        rivals = (term for _, other, _, term in fit if other == near and _is_rival(term, best))
        return Found(here[0].start, here[-1].end, best, tuple(rivals), self.target_language), size

    def _fitting(self, key: tuple[str, ...], here: Sequence[Token]) -> Iterator[tuple[bool, Range, int, Term]]:
        """Yield each term with these words, behind what it is ranked by: spelling, index and language, order."""
        for number, index in enumerate(self._indexes):
            for entry in index.entries.get(key, ()):
                near, term = _nearness(self.target_language, entry.term.language), entry.term
                if near < _EVERY and _matches(term, entry.words, here, self.source_language, term.case):
                    yield not _literal(entry.words, here), (number, near), entry.order, term


@cache
def _nearness(wanted: str, offered: str) -> int:
    """Return how well a term for one language serves another, 0 best, `_EVERY` not at all."""
    return closeness(wanted, offered) if offered else _EVERY - 1


def terms_for(glossary: Glossary, metadata: Metadata, source: str, target: str) -> Terms:
    """Return the terms for a work that is translated from `source` to `target` (BCP 47): a glossary, and its people.

    What the glossary says of a name counts. It is prepared once for all works in a language.
    """
    return Terms(glossary, source, target, names(metadata))


def names(metadata: Metadata) -> tuple[Term, ...]:
    """Return the names of a work's people as terms to keep.

    Only whole ones: a word of a name (`Mary White`, `World Health Organization`) may be any other word in the text.
    """
    people = (cleaned(agent.name) for agent in (*metadata.creators, *metadata.contributors))
    return tuple(Term(name, name, case=True, keep=True) for name in dict.fromkeys(people) if name)


def enforce(sent: str, answer: Translated, found: Sequence[Found]) -> tuple[Translated, tuple[Flag, ...]]:
    """Return the translation of `sent` with the terms found in it put in where they are missing, and what to look at.

    A term that is there in any of its forms is left alone. A missing one takes the place of the words aligned to it, if
    they are one run, no other term's, and not far more than the term (`term.placed`, weight 1); else it is only told
    (`term.missed`, weight 10), and so is one that may be either of two.
    """
    if not found:
        return answer, ()
    return repaired(answer, lambda now: _mending(sent, now, found), len(found))


def _mending(sent: str, answer: Translated, found: Sequence[Found]) -> Mending:
    words = tokens(answer.text)
    there = _there(answer, words, found)
    occupied: list[Range] = [(words[first].start, words[last - 1].end) for first, last in there.values()]
    edits, made, left = list[Edit](), list[Flag](), list[Flag]()
    for each in (each for number, each in enumerate(found) if number not in there):
        edit = _edit(sent, answer, each, occupied)
        if isinstance(edit, Edit):
            edits.append(edit)
            occupied.append((edit.at, edit.to))
            message = f"“{edit.new}” was put in for “{each.term.source}”, instead of “{answer.text[edit.at : edit.to]}”"
            made.append(Flag("term.placed", f"{message}: the words around it may not agree with it"))
        else:
            left.append(Flag("term.missed", f"“{each.term.source}” should be {_wanted(each)}: {edit}", 10))
    return Mending(tuple(edits), tuple(made), tuple(left))


def _wanted(found: Found) -> str:
    return " or ".join(f"“{target}”" for target in dict.fromkeys(term.target for term in (found.term, *found.others)))


def _is_rival(term: Term, best: Term) -> bool:
    return term.source.casefold() == best.source.casefold() and term.target != best.target


def _there(answer: Translated, words: Sequence[Token], found: Sequence[Found]) -> dict[int, Range]:
    """Return which of the terms found (by number) the translation has, and over which of its words.

    No word serves two terms; longer ones choose first, and then those that the model looked at while it wrote.
    """
    offers = list[tuple[int, float, int, int, int]]()
    for number, each in enumerate(found):
        share = shares(answer, words, each.start, each.end)
        for term in (each.term, *each.others):
            for first, last in _occurrences(term, words, each.language):
                offers.append((first - last, -max(share[first:last]), number, first, last))
    taken, used = dict[int, Range](), set[int]()
    for _, _, number, first, last in sorted(offers):
        if number not in taken and used.isdisjoint(range(first, last)):
            taken[number] = first, last
            used.update(range(first, last))
    return taken


def _occurrences(term: Term, words: Sequence[Token], language: str) -> Iterator[Range]:
    """Yield where the target of a term stands in a translation, as (first, behind the last) word."""
    wanted = tokens(term.target)
    for at in range(len(words) - len(wanted) + 1 if wanted else 0):
        if _matches(term, wanted, words[at : at + len(wanted)], language, term.keep):
            yield at, at + len(wanted)


def _matches(term: Term, wanted: Sequence[Token], words: Sequence[Token], language: str, case: bool) -> bool:
    """Return whether words are those of a term, in any form; one that is to be kept has but one."""
    for number, (one, other) in enumerate(zip(wanted, words, strict=True)):
        if number and one.spaced != other.spaced:
            return False
        if not _same(one.text, other.text, language, case, literal=term.keep or not one.is_word):
            return False
    return True


def _same(wanted: str, word: str, language: str, case: bool, literal: bool) -> bool:
    """Return whether a word is the wanted one, or a form of it; what is all capitals (WHO) is so everywhere."""
    if wanted == word:
        return True
    if (wanted.isupper() and len(wanted) > 1) or (literal and case):
        return False
    small, other = wanted.casefold(), word.casefold()
    if literal or small == other:
        return small == other and not case
    if stem(wanted, language) != stem(word, language) or not alike(wanted, word, language):
        return False
    shared = shared_letters(small, other)
    return not case or wanted[:shared] == word[:shared]


def _literal(wanted: Sequence[Token], words: Sequence[Token]) -> bool:
    return all(one.text.casefold() == other.text.casefold() for one, other in zip(wanted, words, strict=True))


def _edit(sent: str, answer: Translated, found: Found, occupied: Sequence[Range]) -> Edit | str:
    """Return the edit that puts a term in its place, or why it cannot be put anywhere."""
    if found.others:
        return "which of them is meant depends on the sentence"
    size = max(_length(found.term.source), _length(found.term.target))
    place = standing_for(sent, answer, found.start, found.end, size)
    if isinstance(place, str):
        return place
    if any(overlap(place, other) for other in occupied):
        return "the words that stand for it stand for another term, too"
    old, new = answer.text[slice(*place)], found.term.target
    first = not any(word.is_word for word in tokens(answer.text[: place[0]]))
    if first and old[0].isupper() and not found.term.keep:
        new = new[0].upper() + new[1:]
    return Edit(*place, new, found.start, found.end)


def _length(words: str) -> int:
    return sum(word.is_word for word in tokens(words))
