"""Checks of what came back by itself: is it a whole text, without damage and without saying things again and again.

Each looks at one thing, and holds nothing against a translation that its source has itself.
"""

from __future__ import annotations

import math
import unicodedata
from itertools import pairwise

from pipeline import languages
from pipeline.translate.case import Case, repeated
from pipeline.translate.review import LOOK, UNUSABLE, Flag
from pipeline.translate.words import spans_of_words

UNSURE = -0.9
"""Mean log-probability of a token below which a model did not know what to say: less than e^-0.9 = 0.41 for a token.

Of 211 plain sentences through the demonstration model 3 are below it, of 400 from political speeches, which are too
hard for it, 1 in 7; all of those that were looked at are wrong.
"""

_UNKNOWN = "\ufffd\u2047"
"""The replacement character, and the mark that SentencePiece writes for a token it does not know."""


def failed(case: Case) -> Flag | None:
    """Flag what the engine itself cannot vouch for: the text was cut off, the model crashed."""
    return Flag("translate.fault", case.answer.fault, UNUSABLE) if case.answer.fault else None


def empty(case: Case) -> Flag | None:
    """Flag a translation without any word, of a source with words."""
    return Flag("translate.empty", "nothing came back", UNUSABLE) if case.before and not case.after else None


def damaged(case: Case) -> Flag | None:
    """Flag a character that no writing has: a replacement mark, a control, an unassigned or a private one."""
    bad = next((each for each in case.answer.text if _is_damage(each) and each not in case.sent), "")
    return (
        Flag("translate.damaged", f"it came back with a damaged character (U+{ord(bad):04X})", UNUSABLE)
        if bad
        else None
    )


def _is_damage(character: str) -> bool:
    kind = unicodedata.category(character)
    return character in _UNKNOWN or (kind in {"Cc", "Cn", "Co", "Cs"} and not character.isspace())


def looping(case: Case) -> Flag | None:
    """Flag a phrase that stands there three times in a row, or a word four times, and more often than in the source."""
    phrase, times = repeated(case.after)
    if times < (3 if len(phrase) > 1 else 4) or times <= repeated(case.before)[1]:
        return None
    return Flag("translate.loop", f"it says “{' '.join(phrase)}” {times} times in a row", UNUSABLE)


def doubled(case: Case) -> Flag | None:
    """Flag a word that stands there twice with only a space between, where the source doubles none.

    Some words of a language may (`nous nous` in French), and in some languages any word may: see `Language.doubled`.
    """
    allowed = languages.language(case.target).doubled
    if "*" in allowed or repeated(case.before, 1)[1] > 1:
        return None
    text = case.answer.text
    for (start, end), (at, to) in pairwise(spans_of_words(text)):
        word = text[start:end]
        alike = text[end:at].isspace() and word.casefold() == text[at:to].casefold()
        if alike and word.isalpha() and word.casefold() not in allowed:
            return Flag("translate.doubled", f"“{word}” stands there twice", LOOK)
    return None


def unsure(case: Case) -> Flag | None:
    """Flag a translation whose tokens the model itself gave little probability."""
    message = f"the model was unsure of it ({math.exp(case.answer.score):.0%} for a token)"
    return Flag("translate.unsure", message, LOOK) if case.answer.score < UNSURE else None
