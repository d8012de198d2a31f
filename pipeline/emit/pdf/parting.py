"""Words at the ends of lines: parted by hyphens, or cut where even that does not help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.emit.pdf import hyphens
from pipeline.emit.pdf.glyph_font import SOFT_HYPHEN
from pipeline.emit.pdf.words import NO_GLUE, Part, Word, again, hang_of, word_of

_JOINER, _END = "\u2060", "\u200b"
_HYPHENS = ("-", "\u2010")


def halves(word: Word) -> Sequence[tuple[int, float, float]]:
    """Return where a word may be parted: the offset, and about how wide its head with a hyphen and its tail are."""
    if word.halves is None:
        word.halves = _halves(word) if word.text else ()
    return word.halves


def _halves(word: Word) -> tuple[tuple[int, float, float], ...]:
    part, text = word.parts[0], word.text
    places = hyphens.positions(text, part.ink.language) if not part.level else ()
    if not places:
        return ()
    # the kerning of a head is not known before it is shaped: it is taken to be that of the word
    sizes = [0 if character == SOFT_HYPHEN else part.font.width_of(character) for character in text]
    whole, hyphen = sum(sizes) or 1, part.font.width_of("-") * part.ink.size / 1000
    shares = [(at, word.width * sum(sizes[:at]) / whole) for at in places]
    return tuple((at, head + hyphen, word.width - head) for at, head in shares)


def parted(word: Word, start: int, end: int | None) -> Word:
    """Return the letters of a word from `start` to `end`, with a hyphen unless that is the word's end."""
    part, letters = word.parts[0], word.text[start:end]
    if not letters:
        return Word((), 0.0, word.glue, ends=word.ends)
    new = again(part, letters)
    if end is None:
        return replace(word, parts=(new,), width=new.width, text="", notes=())
    head = _hyphened(new, SOFT_HYPHEN)
    return replace(word, parts=(head,), width=head.width, glue=NO_GLUE, ends=False, text="", hang=hang_of(head))


def ends_in_hyphen(word: Word) -> bool:
    """Tell whether a word ends in a hyphen of the writer."""
    last = word.parts[-1] if word.parts else None
    return bool(last and last.text.endswith(_HYPHENS) and not last.level)


def kept(word: Word, *, goes_on: bool = True) -> Word:
    """Return a word whose last letter is a hyphen of the writer as it is set at a line's end.

    Readers of the file take a hyphen there for one of the line and leave it out, unless a character without width
    follows: it says whether the word goes on in the next line.
    """
    last = word.parts[-1]
    letters, hyphen = last.text[:-1], last.text[-1]
    new = again(last, letters) if letters else last._replace(code="", width=0.0, over=(), text="")
    parts = (*word.parts[:-1], _hyphened(new, hyphen + (_JOINER if goes_on else _END)))
    return replace(word, parts=parts, width=sum([part.width for part in parts]))


def _hyphened(part: Part, told: str) -> Part:
    """Return a part with a hyphen after it that tells what it is."""
    code, advance, _ = part.font.hyphen(told)
    width = part.width + advance * part.ink.size / 1000
    return part._replace(code=part.code + code, width=width, text=part.text + told)


def cut(word: Word, room: float) -> list[Word]:
    """Return a word in pieces none of which is wider than `room`, if one letter at a time is not."""
    pieces: list[Word] = []
    parts: list[Part] = []
    left = room
    for part in (small for whole in word.parts for small in _divided(whole, room)):
        if parts and part.width > left:
            pieces.append(word_of(parts))
            parts, left = [], room
        parts.append(part)
        left -= part.width
    pieces.append(replace(word_of(parts), glue=word.glue, breaks=word.breaks, ends=word.ends))
    pieces[0].notes = word.notes
    return pieces


def _divided(part: Part, room: float) -> Iterator[Part]:
    """Yield a part in pieces that are no wider than `room`, cut before letters and never before marks on them."""
    if part.width <= room or not part.text:
        yield part
        return
    start, used = 0, 0.0
    for at, character in enumerate(part.text):
        width = part.font.width_of(character) * part.ink.size / 1000
        if at > start and used + width > 0.97 * room and width:
            yield again(part, part.text[start:at])
            start, used = at, 0.0
        used += width
    yield again(part, part.text[start:])
