"""The forms in which a sentence is tried on the engine, best first, and the way back from each.

Models are weak where they saw little in training: code inside a sentence, words in capitals, headings. So code,
addresses and foreign words are replaced by short stand-ins that models copy, capitals are sent in sentence case, and a
heading whose first word came back untouched is asked again in lower case. Each form is checked, never trusted: if a
stand-in does not come back exactly once the next form is tried, and the last one leaves the atoms out of the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.languages import language
from pipeline.translate.markup import Mark, Marked, text_of
from pipeline.translate.words import occurrences, spans_of_words

Edit = tuple[int, int, str]
"""Replace the characters from start to end by a text."""

_STAND_INS = {"first": "X{}", "numbers for code": "73{:02}", "code left out": ""}
"""What atoms are called: a name and a number; the demonstration model copies both where it mangles `make all`."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to send a sentence: its name, its text and the places of its marks in it.

    `capitals` says that the translation is to be set in capitals, `opening` that its first letter is. `stand_ins` are
    the words in the text that stand for atoms; each must come back exactly once.
    """

    name: str
    text: str
    marks: tuple[Mark, ...]
    stand_ins: tuple[str, ...] = ()
    capitals: bool = False
    opening: bool = False

    def finished(self, text: str) -> str:
        """Return a translation with capitals where the source has them, and without a full stop that it lacks."""
        text = unstopped(self.text, text)
        if self.capitals:
            return _same_size(text, text.upper())
        return _opened(text) if self.opening else text


def unstopped(sent: str, text: str) -> str:
    """Return a translation without a full stop where what was sent has none."""
    last = sent.rstrip()[-1:]
    stopped = text.endswith(".") and not text.endswith("..")
    return text[:-1] if stopped and last and (last.isalnum() or last in _GOES_ON) else text


def continued(sent: str, text: str, target: str) -> str:
    """Return the translation of what goes on with a sentence, without the capital that only a sentence would have.

    A word that was sent with its capital is a name, and keeps it; so does any in a language of capital nouns.
    """
    if language(target).nouns_capitalized:
        return text
    before, after = spans_of_words(sent), spans_of_words(text)
    if not before or not after or not sent[before[0][0]].islower():
        return text
    word = text[slice(*after[0])]
    if not word.istitle() or word in sent:
        return text
    at = after[0][0]
    return _same_size(text, text[:at] + text[at].lower() + text[at + 1 :])


_GOES_ON = ",;:–—،؛，、；："
"""What a part of a sentence may end with, after which the sentence goes on."""


def forms(sentence: Marked, fragment: bool) -> tuple[Form, ...]:
    """Return every form of a sentence that is worth a try, best first; a fragment is a line without a full stop."""
    cased = _cased(sentence.text)
    names = tuple(_STAND_INS) if atoms(sentence) else ("first",)
    result = [
        replace(_with_stand_ins(replace(sentence, text=cased), name), capitals=cased != sentence.text) for name in names
    ]
    lowered = _same_size(result[0].text, result[0].text[:1].lower() + result[0].text[1:])
    if fragment and lowered != result[0].text and result[0].text[1:2].islower():
        result.insert(1, replace(result[0], name="lower case", text=lowered, opening=True))
    return tuple(result)


def broken(form: Form, text: str) -> str:
    """Return why a translation of a form cannot be used, in a few words, or nothing."""
    if any(len(occurrences(name, text)) != 1 for name in form.stand_ins):
        return "code or an address in it was lost or doubled"
    return ""


def copied_opening(form: Form, text: str) -> bool:
    """Return whether the first word of a form came back untouched, which for a heading is a sign of a weak model."""
    words = spans_of_words(form.text)
    if not words or words[0][1] - words[0][0] < 3:
        return False
    first = form.text[slice(*words[0])]
    return first not in form.stand_ins and bool(occurrences(first, text))


def substituted(
    text: str, marks: Sequence[Mark], edits: Sequence[Edit]
) -> tuple[str, tuple[Mark, ...], tuple[tuple[int, int], ...]]:
    """Return the text with the edits made (in order, not overlapping), the marks moved along, and each edit's place.

    A mark over an edited part stands over what replaces it; what is inserted at the edge of a mark stays outside.
    """
    pieces, at, size = list[str](), 0, 0
    starts, ends, places = list[int](), list[int](), list[tuple[int, int]]()
    for start, end, new in edits:
        pieces += (text[at:start], new)
        size += start - at
        places.append((size, size + len(new)))
        starts.append(start)
        ends.append(end)
        size, at = size + len(new), end
    pieces.append(text[at:])

    def opened(position: int) -> int:
        count = bisect_right(ends, position)
        if count < len(starts) and starts[count] < position:
            return places[count][0]
        return places[count - 1][1] + position - ends[count - 1] if count else position

    def closed(position: int) -> int:
        count = bisect_left(starts, position)
        if count and position < ends[count - 1]:
            return places[count - 1][0]
        return places[count - 1][1] + position - ends[count - 1] if count else position

    along = (
        replace(mark, start=(opened if mark.end > mark.start else closed)(mark.start), end=closed(mark.end))
        for mark in marks
    )
    return "".join(pieces), tuple(along), tuple(places)


def atoms(marked: Marked) -> list[Mark]:
    """Return the marks of the atoms that have a text of their own, in order."""
    return [mark for mark in marked.marks if marked.tags[mark.tag].atom and text_of(marked.tags[mark.tag].node)]


def _with_stand_ins(sentence: Marked, form: str) -> Form:
    """Return the sentence with each atom's text replaced; an empty pattern leaves atoms out, with one space of two."""
    edits, names, number, pattern = list[Edit](), list[str](), 0, _STAND_INS[form]
    for mark in atoms(sentence):
        name = ""
        while pattern and (not name or occurrences(name, sentence.text)):
            number += 1
            name = pattern.format(number)
        names += [name] if name else []
        start = mark.start - (not name and sentence.text[: mark.start].endswith(" "))
        edits.append((max(start, edits[-1][1] if edits else 0), mark.end, name))
    text, marks, _ = substituted(sentence.text, sentence.marks, edits)
    return Form(form, text, marks, tuple(names))


def _cased(text: str) -> str:
    """Return a text in capitals in sentence case, any other text as it is. Short ones may be abbreviations."""
    if not text.isupper() or sum(map(str.isalpha, text)) < 4:
        return text
    return _opened(_same_size(text, text.lower()))


def _opened(text: str) -> str:
    words = spans_of_words(text)
    if not words:
        return text
    at = words[0][0]
    return _same_size(text, text[:at] + text[at].upper() + text[at + 1 :])


def _same_size(text: str, changed: str) -> str:
    """Return the changed text, or the text itself where changing case changes its length (`ß`), so that marks hold."""
    return changed if len(changed) == len(text) else text
