"""A sentence with its translation as the checks of quality see it; which letters and words are those of a language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline import languages
from pipeline.translate.engine import Translated
from pipeline.translate.words import spans_of_words


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence and its translation, the languages as BCP 47 tags, and the words of both texts."""

    sent: str
    answer: Translated
    source: str
    target: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def case_of(sent: str, answer: Translated, source: str, target: str) -> Case:
    """Return the case of a sentence and its translation from `source` to `target` (BCP 47)."""
    return Case(sent, answer, source, target, _words(sent), _words(answer.text))


def _words(text: str) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in spans_of_words(text))


def repeated(words: Sequence[str], longest: int = 6) -> tuple[Sequence[str], int]:
    """Return what is said most often in a row, up to `longest` words, and how often; of equals the shortest.

    Whatever the case of its letters; nothing, and 1, if no words are said again at once.
    """
    found = repeats([word.casefold() for word in words], longest)
    times, size, end = max(found, key=lambda each: each[0])
    return (words[end - size : end], times) if times > 1 else ((), 1)


def repeats(words: Sequence[str], longest: int = 6) -> Iterator[tuple[int, int, int]]:
    """Yield for each size up to `longest` how often at most a run of so many words is said in a row, size, and end."""
    for size in range(1, longest + 1):
        same, times, end = 0, 1, 0
        for at in range(size, len(words)):
            same = same + 1 if words[at] == words[at - size] else 0
            if same // size + 1 > times:
                times, end = same // size + 1, at + 1
        yield times, size, end


def plain(word: str, tag: str) -> bool:
    """Return whether a word is one that is translated: in the script of the language, no number, not with a capital."""
    return word[0].isalpha() and not word[0].isupper() and at_home(word, tag)


def at_home(word: str, tag: str) -> bool:
    """Return whether a word begins with a letter that the language of a tag is written with, or with no letter."""
    home = _home(tag)
    return not home or not word[0].isalpha() or _script(word[0]) in home


def has_case(tag: str) -> bool:
    """Return whether the language of a tag writes names with capitals; Georgian capitals are for whole lines."""
    return any(letter.lower() != letter.title() for letter in languages.language(tag).name)


@cache
def _home(tag: str) -> frozenset[str]:
    """Return the scripts of the language's own name for itself and of its labels; nothing if it has no such name.

    So no list of scripts is needed. A language that CLDR has no name for is named in Latin letters whatever its script.
    """
    language = languages.language(tag)
    labels = language.labels.values() if language.labelled else ()
    found = frozenset(_script(letter) for text in (language.name, *labels) for letter in text if letter.isalpha())
    return frozenset() if language.script != "Latn" and "LATIN" in found else found


@cache
def _script(letter: str) -> str:
    """Return the script of a letter as its name in the Unicode Character Database begins: LATIN, ARABIC, CJK."""
    return unicodedata.name(letter, "").partition(" ")[0]


def without_accents(text: str) -> str:
    """Return a text in lower case and without marks on its letters, to compare spellings of one name."""
    split = unicodedata.normalize("NFD", text.casefold())
    return "".join(character for character in split if not unicodedata.combining(character))


def runs(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield each word of a text with what stands between it and the word before, and its place (start, end)."""
    at = 0
    for start, end in spans_of_words(text):
        yield text[at:start], text[start:end], start, end
        at = end
