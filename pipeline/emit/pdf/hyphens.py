"""Where words may be parted at a line's end, by the patterns of their language. The one door to pyphen."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

_LETTERS = re.compile(r"[^\W\d_]{6,}")
"""What is parted: six letters or more. Shorter words are not worth it."""
_BEFORE, _AFTER = 2, 3
"""The least letters before and after a hyphen."""


def positions(text: str, language: str) -> tuple[int, ...]:
    """Return the offsets at which a hyphen may stand in `text`, in rising order; none where the spelling would change.

    Soft hyphens of the writer, if there are any, are the only ones.
    """
    if "\u00ad" in text:
        return tuple(at + 1 for at, character in enumerate(text) if character == "\u00ad")
    return _positions(text, language) if len(text) > _BEFORE + _AFTER else ()


@lru_cache(maxsize=50_000)
def _positions(text: str, language: str) -> tuple[int, ...]:
    patterns, found = _patterns(language), _LETTERS.search(text)
    if patterns is None or not found:
        return ()
    start, length = found.start(), found.end() - found.start()
    ways = patterns(found.group())
    return tuple(at + start for at in ways if _BEFORE <= at <= length - _AFTER and not getattr(at, "data", None))


def _likely(language: str) -> str:
    """Return a language with the place where it is mostly spoken: pyphen's `en` has not the patterns of `en_US`."""
    import langcodes

    found = langcodes.Language.get(language).maximize()
    return f"{found.language}_{found.territory}"


@cache
def _patterns(language: str) -> Callable[[str], list[int]] | None:
    import pyphen

    names = (_likely(language), language.replace("-", "_")) if language else ()
    name = next(filter(None, map(pyphen.language_fallback, names)), None)
    return pyphen.Pyphen(lang=name).positions if name else None
