"""Words without their endings, so that a term is found in any of its forms. The only door to snowballstemmer.

Snowball has stemmers for 34 languages (snowballstem.org). For any other language two words are taken for forms of one
if they differ in a short ending only, which is right for most words of languages that inflect at the end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib import import_module
from typing import NamedTuple

from pipeline.translate.words import SPACELESS, marks

_STEMMERS: Mapping[str, str] = {
    **{"ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish", "nl": "dutch"},
    **{"en": "english", "eo": "esperanto", "et": "estonian", "fi": "finnish", "fr": "french", "de": "german"},
    **{"el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "ga": "irish", "it": "italian"},
    **{"lt": "lithuanian", "ne": "nepali", "no": "norwegian", "nb": "norwegian", "nn": "norwegian", "fa": "persian"},
    **{"pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "hr": "serbian"},
    **{"bs": "serbian", "st": "sesotho", "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish"},
    **{"yi": "yiddish"},
}
"""Bosnian and Croatian inflect as Serbian does, whose stemmer reads both scripts."""
_SHARED, _ENDING = 4, 3


class Token(NamedTuple):
    """A word, or one character that belongs to none, at `start` to `end`; `spaced` says that white space is before."""

    start: int
    end: int
    text: str
    spaced: bool

    @property
    def is_word(self) -> bool:
        """Return whether the token has a letter or digit."""
        return self.text[0].isalnum()


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words and other characters of a text, white space left out; an apostrophe parts words.

    In scripts without spaces each character is a word. Marks (Unicode, category M) belong to the letter before them.
    """
    pattern = _PLAIN if max(text, default="") < _FIRST_MARK else _token()
    found = (match.span() for match in pattern.finditer(text))
    return tuple(Token(start, end, text[start:end], text[start - 1 : start].isspace()) for start, end in found)


_FIRST_MARK = "\u0300"
_PLAIN = re.compile(r"[^\W_]+|\S")  # does what the other does where there are no marks, in a fifth of the time


@cache
def _token() -> re.Pattern[str]:
    return re.compile(rf"[{SPACELESS}][{marks()}]*+|(?:[^\W_{SPACELESS}][{marks()}]*+)++|\S")


@lru_cache(maxsize=1 << 17)
def stem(word: str, language: str) -> str:
    """Return what the forms of a word in `language` (BCP 47) have in common, in small letters.

    Without a stemmer this is the beginning of the word, which others have too: see `alike`.
    """
    plain = unicodedata.normalize("NFC", word.casefold())
    stemmer = _stemmer(language.partition("-")[0])
    return stemmer(plain) if stemmer else plain[:_SHARED]


def alike(one: str, other: str, language: str) -> bool:
    """Return whether two words with the same `stem` are forms of one word."""
    if _stemmer(language.partition("-")[0]):
        return True
    one, other = one.casefold(), other.casefold()
    shared = shared_letters(one, other)
    rest = max(len(one), len(other)) - shared
    return one == other or (shared >= _SHARED and rest <= _ENDING and rest < shared)


def shared_letters(one: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


@cache
def _stemmer(language: str) -> Callable[[str], str] | None:
    """Return the stemmer of a language: always the one in Python, whatever else is installed, so that builds agree."""
    name = _STEMMERS.get(language)
    if name is None:
        return None
    made = getattr(import_module(f"snowballstemmer.{name}_stemmer"), f"{name.title()}Stemmer")()
    work: Callable[[str], str] = made.stemWord
    return work
