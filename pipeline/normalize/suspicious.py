"""Suspicious text: reported for a person to look at, never changed.

A sentence that starts in lower case after a full stop; a phrase of two or more words said twice with nothing but one
short word between; a word said twice, in languages whose habits are known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipeline.model import Document
from pipeline.normalize.flows import Place, flows
from pipeline.normalize.habits import habits
from pipeline.report import Finding, Outcome, Severity

_LOW_START = re.compile(r"(?<=(\w\w|\w[)\]]))\.[  ]+(?=([^\W\d_][^\s\ufffc]*))")
_LAST_WORD = re.compile(r"[\w.'’-]+$")
_WORD = re.compile(r"\w[\w'’-]*")
_LONGEST = 8
"""Words in the longest phrase that is looked for twice."""
_SHORT = 4
"""Letters in the longest word that may stand between the two."""


def apply(document: Document) -> Outcome[Document]:
    """Return the document as it is, with a finding for each place that looks damaged."""
    findings: list[Finding] = []
    for text, place in flows(document):
        findings += low_starts(text, place)
        findings += doubled(text, place)
    return Outcome(document, tuple(findings))


def low_starts(text: str, place: Place) -> Iterator[Finding]:
    """Yield a finding for each sentence that starts in lower case after a full stop that ends no abbreviation."""
    if ". " not in text:
        return
    hits = (
        (word, found.start() - 20, found.end() + 30)
        for found in _LOW_START.finditer(text)
        if (word := found[2])[0].islower()
        and not _is_name(word)
        and not _is_abbreviation(text, found.start(), place.language)
    )
    for _, shown in _each_once(text, hits):
        yield _finding("suspicious.lower-case", f"a sentence starts in lower case: {shown}", place)


def _each_once(text: str, hits: Iterable[tuple[str, int, int]]) -> Iterator[tuple[str, str]]:
    """Yield each word or phrase with the place where it is hit first and how often it is hit again."""
    first: dict[str, tuple[str, str]] = {}
    times: Counter[str] = Counter()
    for phrase, start, end in hits:
        times[phrase.casefold()] += 1
        if phrase.casefold() not in first:
            first[phrase.casefold()] = phrase, _around(text, start, end)
    for key, (phrase, shown) in first.items():
        yield phrase, shown + (f", and {times[key] - 1} more" if times[key] > 1 else "")


def _is_name(word: str) -> bool:
    """Return whether a word in lower case may well begin a sentence: iPhone, example.org, b), x."""
    core = word.rstrip(".,;:!?")
    return core != core.lower() or any(sign in core for sign in ".@/)_=") or (len(core) == 1 and len(word) > 1)


def _is_abbreviation(text: str, at: int, language: str) -> bool:
    """Return whether the full stop at `at` belongs to an abbreviation or a number rather than ends a sentence."""
    found = _LAST_WORD.search(text, max(0, at - 40), at)
    word = found[0] if found else ""
    known = habits(language).abbreviations
    return "." in word or word.isdecimal() or word.casefold() in known or (not known and len(word) <= 4)


def doubled(text: str, place: Place) -> Iterator[Finding]:
    """Yield a finding for each phrase or word that is said twice, once for all its places."""
    for phrase, shown in _each_once(text, _doubled(text, place.language)):
        yield _finding("suspicious.doubled", f"“{phrase}” is said twice: {shown}", place)


def _doubled(text: str, language: str) -> Iterator[tuple[str, int, int]]:
    """Yield each phrase or word that is said twice, with where to begin and end showing it."""
    words = list(_WORD.finditer(text))
    folded = [word[0].casefold() for word in words]
    at = 0
    while at < len(words) - 1:
        alone = not text.startswith(" ", words[at].end())
        length = 0 if alone else _doubled_length(text, words, folded, at, language)
        if length:
            phrase = text[words[at].start() : words[at + length - 1].end()]
            yield phrase, words[at].start() - 12, words[min(at + 2 * length, len(words) - 1)].end() + 12
        at += 2 * length or 1


def _doubled_length(text: str, words: list[re.Match[str]], folded: list[str], at: int, language: str) -> int:
    """Return how many words from `at` on are said twice, or 0."""
    if folded[at] not in folded[at + 1 : at + _LONGEST + 2]:
        return 0
    for length in range(1, _LONGEST + 1):
        for gap in (0, 1) if length > 1 else (0,):
            second = at + length + gap
            if second + length > len(folded):
                return 0
            if (
                folded[at] == folded[second]
                and folded[at : at + length] == folded[second : second + length]
                and _is_damage(text, words[at : second + length], folded[at : at + length], gap, language)
            ):
                return length
    return 0


def _is_damage(text: str, words: list[re.Match[str]], phrase: list[str], gap: int, language: str) -> bool:
    """Return whether a repetition looks like an accident: nothing but spaces between words, and no figure of speech.

    Two words of which one is short are one: `from place to place to place`, `the people by the people`.
    """
    if any(text[one.end() : two.start()] != " " for one, two in pairwise(words)):
        return False
    if len(phrase) == 1:
        allowed = habits(language).doubled
        return allowed is not None and phrase[0] not in allowed and words[0][0].islower() and phrase[0].isalpha()
    if len(set(phrase)) == 1 or (gap and len(words[len(phrase)][0]) > _SHORT):
        return False
    long_words = sum(len(word) > _SHORT for word in phrase)
    return long_words >= (2 if len(phrase) == 2 else 1)


def _around(text: str, start: int, end: int) -> str:
    """Return a piece of the text cut at words, with signs of what is left out."""
    start = text.rfind(" ", 0, start) + 1 if start > 0 else 0
    stop = text.find(" ", end) if end < len(text) else -1
    piece = text[start : stop if stop >= 0 else len(text)].replace("\n", " ")
    return f"{'… ' if start else ''}{piece}{' …' if stop >= 0 else ''}"


def _finding(code: str, message: str, place: Place) -> Finding:
    return Finding(code, message, Severity.WARNING, place.location, "compare with the original and mend the source")
