"""Checks of a translation against its source: is it in the right language, as long, as much a question, with its names.

Each looks at one thing and understands nothing: a flag asks for a look, it proves nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from itertools import islice

from pipeline import languages
from pipeline.languages.identify import close, guesses, known
from pipeline.languages.ordinary import is_ordinary
from pipeline.translate.case import Case, at_home, has_case, plain, runs, without_accents
from pipeline.translate.review import LOOK, RETRY, Flag
from pipeline.translate.words import extent


def copied(case: Case) -> Flag | None:
    """Flag a translation with the same words as its source, two of which at least ought to be translated.

    Names, numbers, codes and lines of two words may rightly stay as they are; between close languages eight words may.
    """
    enough = 8 if close(case.source, case.target) else 2
    words = sum(1 for word in case.before if plain(word, case.source))
    same = [word.casefold() for word in case.before] == [word.casefold() for word in case.after]
    if not same or words < enough or len(case.before) <= 2:
        return None
    return Flag("translate.copied", "it came back untranslated", RETRY)


_SURE, _UNLIKELY = 0.5, 0.1
_SURE_OF_ANOTHER, _UNLIKELY_OF_ANOTHER = 0.8, 0.03  # a model leaves its source as it is, but does not invent languages
_LETTERS = 20
"""From how many letters on a language is guessed. On right sentences of 54 languages, whole and cut, the guess is held
against 11 in 1000 of 20 to 30 letters, 7 of up to 60, 2 of longer ones; of sentences left in English 998 in 1000 are
found, of everyday sentences in any third language 3 in 4. Galician is taken for Portuguese or Spanish 1 time in 5."""


def in_another_script(case: Case) -> Flag | None:
    """Flag a translation with most of its words in a script that its language is not written in, of any length."""
    words = [word for _, word in _own_words(case) if word[0].isalpha()]
    foreign = sum(1 for word in words if not at_home(word, case.target))
    if foreign * 2 <= len(words):
        return None
    name = languages.name_of(case.target, "en")
    return Flag("translate.script", f"it is not in the script that {name} is written in", RETRY)


def in_another_language(case: Case) -> Flag | None:
    """Flag a translation that is very probably in another language, and surely not in its own nor in a close one.

    Names from the source do not count. Languages that cannot be told from others are not guessed at.
    """
    text = "".join(gap + word for gap, word in _own_words(case))
    if case.target.partition("-")[0] not in known() or close(case.source, case.target) or extent(text) < _LETTERS:
        return None
    found = guesses(text)
    (other, share), own = found[0], sum(share for tag, share in found if close(tag, case.target))
    sure, unlikely = (_SURE, _UNLIKELY) if close(other, case.source) else (_SURE_OF_ANOTHER, _UNLIKELY_OF_ANOTHER)
    if own >= unlikely or share < sure:
        return None
    names = languages.name_of(other, "en"), languages.name_of(case.target, "en")
    return Flag("translate.language", "it seems to be in {}, not in {}".format(*names), RETRY)


def _own_words(case: Case) -> list[tuple[str, str]]:
    """Return the words of the translation, each after what stands before it, without names taken from the source."""
    taken = {word for word in case.before if not plain(word, case.source)}
    return [(gap, word) for gap, word, _, _ in runs(case.answer.text) if word not in taken]


_SLACK = 6
"""How many letters a translation may be off whatever its length: articles, endings, a word spelled out."""
_SHARES = ((0.65, RETRY), (0.7, LOOK))
"""What share of the longer text the shorter one has at least, each measured in English letters. Of the paragraphs of a
text in 19 languages, each with each, 1 in 400 is below the first, 1 in 100 below the second, of everyday sentences 1 in
2500; of translations cut in half 19 in 20 are found, in every language."""
_UNKNOWN = 0.75
"""What is left of a share where it is not known how many letters one of the languages needs."""


def too_short(case: Case) -> Flag | None:
    """Flag a translation that is much shorter than its source, so that words are probably missing."""
    sizes = _sizes(case)
    weight = _difference(sizes[0], sizes[1], case)
    return (
        Flag("translate.short", "it is much shorter than its source; words may be missing", weight) if weight else None
    )


def too_long(case: Case) -> Flag | None:
    """Flag a translation that is much longer than its source, so that words were probably made up."""
    sizes = _sizes(case)
    weight = _difference(sizes[1], sizes[0], case)
    return Flag("translate.long", "it is much longer than its source; words may be made up", weight) if weight else None


def _sizes(case: Case) -> tuple[float, float]:
    """Return how much the source and the translation say, in English letters."""
    return extent(case.sent) / _letters(case.source)[0], extent(case.answer.text) / _letters(case.target)[0]


def _difference(longer: float, shorter: float, case: Case) -> int:
    scale = 1.0 if _letters(case.source)[1] and _letters(case.target)[1] else _UNKNOWN
    return next((weight for share, weight in _SHARES if shorter + _SLACK < scale * share * longer), 0)


@cache
def _letters(tag: str) -> tuple[float, bool]:
    """Return how many letters a language needs for one of English, by its everyday sentences; false if not known."""
    canaries = (languages.language(each).canary for each in (tag, "en"))
    own, english = (sum(map(extent, canary)) for canary in canaries)
    return (own / english, True) if own and english else (1.0, False)


_QUESTION_MARKS = "?\u055e\u061f\u1367\u2048\u2049\u2cfa\u2e2e\uff1f\ufe56"
"""Latin, Armenian, Arabic, Ethiopic, ?!, !?, Old Nubian, reversed, full width, small."""


def not_a_question(case: Case) -> Flag | None:
    """Flag a translation that asks nothing where the source ends as a question, or the other way round."""
    if _ends_asking(case.sent, case.source) and not _asks(case.answer.text, case.target):
        return Flag("translate.question", "the source is a question and it is none", LOOK)
    if _ends_asking(case.answer.text, case.target) and not _asks(case.sent, case.source):
        return Flag("translate.question", "it is a question and the source is none", LOOK)
    return None


def _asks(text: str, tag: str) -> bool:
    """Return whether anywhere in a text a question mark stands, or what its language has in the place of one."""
    return any(each in text for each in (*_QUESTION_MARKS, *languages.language(tag).asks))


def _ends_asking(text: str, tag: str) -> bool:
    """Return whether a question mark stands at the end of a text, or before the quotation marks there."""
    marks = {*_QUESTION_MARKS, *languages.language(tag).asks}
    return not marks.isdisjoint(text.rstrip()[-4:])


def unpaired(case: Case) -> Flag | None:
    """Flag a bracket or quotation mark that lacks its other half or has vanished, where the source has pairs."""
    for name, count in (("bracket", _brackets), ("quotation mark", _quotes)):
        before, after = count(case.sent), count(case.answer.text)
        if before is not None and after is None:
            return Flag("translate.marks", f"a {name} has lost its other half", LOOK)
        if before and after == 0:
            return Flag("translate.marks", f"its {name}s are gone", LOOK)
    return None


def _brackets(text: str) -> int | None:
    """Return how many pairs of brackets a text has, or none if one lacks its other half."""
    waiting, pairs = list[str](), 0
    for character in text:
        match unicodedata.category(character), unicodedata.mirrored(character):
            case "Ps", 1:
                waiting.append(unicodedata.name(character).replace("LEFT", "RIGHT"))
            case "Pe", 1:
                if not waiting or waiting.pop() != unicodedata.name(character):
                    return None
                pairs += 1
    return None if waiting else pairs


def _quotes(text: str) -> int | None:
    """Return how many pairs of double quotation marks a text has, or none if odd; single ones are apostrophes."""
    marks = sum(map(text.count, '"„‟“”«»＂「」『』'))
    return None if marks % 2 else marks // 2


_ALIKE = 0.6
"""How like two spellings of one name are at least: Lisbon and Lisboa 0.83, London and Londres 0.62."""
_LONGEST_NAME, _MOST_NAMES = 40, 20
"""How many letters of a name, and how many names of a sentence, are looked at, so that no sentence takes long."""


def name_lost(case: Case) -> Flag | None:
    """Flag a name from the middle of the source that nothing in the translation is like or stands for.

    Looked for where both languages write names, and not every noun, with a capital.
    """
    if languages.language(case.source).nouns_capitalized or not has_case(case.target):
        return None
    words = [(word, start, end) for _, word, start, end in runs(case.answer.text)]
    names = islice(_names(case), _MOST_NAMES)
    name = next((name for name, at, to in names if not _stands(case, name, at, to, words)), "")
    return Flag("translate.name", f"the name “{name}” is missing", LOOK) if name else None


def _names(case: Case) -> Iterator[tuple[str, int, int]]:
    """Yield the words that a capital in mid-sentence makes a name, with their places; none from a title in capitals."""
    words = list(runs(case.sent))
    if sum(word[0].isupper() for _, word, _, _ in words) * 2 > len(words):
        return
    for gap, word, start, end in words[1:]:
        name = word.replace("’", "'").partition("'")[0]
        if gap.isspace() and len(name) > 2 and name[0].isupper() and not is_ordinary(name, case.source):
            yield name, start, end


def _stands(case: Case, name: str, at: int, to: int, words: list[tuple[str, int, int]]) -> bool:
    """Return whether a word of the translation is spelled like a name, or one with a capital stands for it.

    Where it is not known which word became which, any new word with a capital in mid-sentence will do.
    """
    if any(_alike(name, word) for word, _, _ in words):
        return True
    capitals = [(word, start, end) for word, start, end in words if word[0].isupper()]
    if not case.answer.pairs:
        return any(start > words[0][1] and word not in case.before for word, start, _ in capitals)
    behind = [(pair.at, pair.to) for pair in case.answer.pairs if pair.start < to and at < pair.end]
    return any(start < last and first < end for _, start, end in capitals for first, last in behind)


def _alike(name: str, word: str) -> bool:
    name, word = without_accents(name[:_LONGEST_NAME]), without_accents(word[:_LONGEST_NAME])
    return name in word or SequenceMatcher(None, name, word, autojunk=False).ratio() >= _ALIKE
