"""What in a text no model should see: literals (addresses, files, dates, emoji…), formulas, phrases in another script.

All of it is copied. Literals are listed in `literals.py`. A formula is a word with raised or lowered characters glued
to it (`H₂O`, `mc²`, `10⁶`), in markup or in Unicode. A word of the language with such a mark behind it (`treaty³`,
which refers to a note) is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TypeAlias

from pipeline import languages
from pipeline.model import Emphasis, Inline, Inlines, Strikeout, Strong, Subscript, Superscript, Text
from pipeline.translate.literals import LITERAL
from pipeline.translate.scripts import foreign_to
from pipeline.walk import plain, query


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Content that goes through a translation letter by letter."""

    content: Inlines


Part: TypeAlias = Inline | Verbatim


def cut(nodes: Inlines, language: str) -> Iterator[Part]:
    """Yield sibling nodes of a text in `language` (BCP 47, or empty) with what is verbatim in them as nodes apart.

    The nodes and the content of the verbatim ones, adjacent texts merged, are the nodes again.
    """
    apart = [part for node in nodes for part in _split(node, LITERAL, _whole)]
    for part in _formulas(apart):
        yield from _split(part, foreign_to(_script(language)), _verbatim)


@cache
def _script(language: str) -> str:
    return languages.language(language).script if language else ""


def _whole(found: str) -> Iterator[Part]:
    yield Verbatim((Text(found),))


def _verbatim(found: str) -> Iterator[Part]:
    """Yield what was found as one, and the punctuation behind it as text."""
    core = found.rstrip(_CLOSING)
    yield Verbatim((Text(core),))
    yield from _texts(found[len(core) :])


def _texts(text: str) -> Iterator[Part]:
    if text:
        yield Text(text)


def _split(part: Part, pattern: re.Pattern[str], found: Callable[[str], Iterator[Part]]) -> Iterator[Part]:
    """Yield a text in pieces: what the pattern finds as `found` has it, and what lies between; any other node whole."""
    if not isinstance(part, Text):
        yield part
        return
    at = 0
    for match in pattern.finditer(part.text):
        yield from _texts(part.text[at : match.start()])
        yield from found(match.group())
        at = match.end()
    yield from _texts(part.text[at:])


def _formulas(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield the parts with those of each formula made one."""
    if not any(_RAISED.search(part.text) if isinstance(part, Text) else _shifts(part) for part in parts):
        yield from parts
        return
    for glued, run in groupby((word for part in parts for word in _split(part, _WORD, _texts)), _is_glued):
        content = tuple(run)
        inlines = tuple(part for part in content if not isinstance(part, Verbatim))
        if glued and _is_formula(inlines):
            yield Verbatim(inlines)
        else:
            yield from content


def _is_glued(part: Part) -> bool:
    """Return whether a part can stand within a word: letters and digits, or markup over one piece of text."""
    if isinstance(part, Text):
        return _WORD.fullmatch(part.text) is not None
    if not isinstance(part, _MARKUP):
        return False
    inner = plain((part,))
    return (
        bool(inner) and not _SPACE.search(inner) and all(isinstance(node, _SIMPLE) for node in query((part,), object))
    )


def _shifts(part: Part) -> bool:
    return isinstance(part, _MARKUP) and any(query((part,), Subscript, Superscript))


def _is_formula(content: Inlines) -> bool:
    """Return whether something is raised or lowered beside what is not, and that is no word of a language."""
    base = plain(tuple(part for part in content if not isinstance(part, Subscript | Superscript)))
    shifted = any(map(_shifts, content)) or _RAISED.search(base)
    letters = _RAISED.sub(" ", base)
    return bool(shifted) and bool(letters.strip()) and not any(map(_is_word, _LETTERS.findall(letters)))


def _is_word(letters: str) -> bool:
    """Return whether a run of letters is a word: three or more with none but the first a capital, or without case."""
    return letters.lower() == letters.upper() or (len(letters) > 2 and letters[1:] == letters[1:].lower())


_MARKUP = (Emphasis, Strong, Strikeout, Subscript, Superscript)
_SIMPLE = (Text, *_MARKUP)
_SPACE = re.compile(r"\s")
_CLOSING = ".,;:!?…'’)]}»”"
_SIGNS = "\u00b2\u00b3\u00b9\u2070-\u209c"
"""Superscripts and Subscripts (Unicode), and the three that Latin-1 has."""
_RAISED = re.compile(f"[{_SIGNS}]")
_LETTERS = re.compile(r"[^\W\d_]+")
_PIECE = rf"(?:[\w{_SIGNS}]++|\([\w{_SIGNS}]{{1,20}}\))"
_WORD = re.compile(rf"{_PIECE}++(?:(?:(?<=\d)[.,](?=\d)|[×·/=+−]){_PIECE}++)*")
