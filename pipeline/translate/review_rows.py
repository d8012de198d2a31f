"""The rows of a review's page: a sentence and its translation side by side, its place, and what is to be said of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from html import escape

from pipeline import languages
from pipeline.translate.review import RETRY, UNUSABLE, Entry, Flag, Review, Sentence

_GROUPS = (
    (UNUSABLE, "unusable", "Could not be used"),
    (RETRY, "wrong", "Probably wrong"),
    (0, "doubtful", "Worth a look"),
)
"""How much the flags of a sentence weigh at least in a group, the class of its marks, and its heading."""


def group(weight: int) -> tuple[str, str]:
    """Return the class and the heading for what flags weigh together."""
    return next((name, heading) for least, name, heading in _GROUPS if weight >= least)


def clean(text: str) -> str:
    """Return text for HTML: escaped, and without the control characters that HTML does not allow."""
    return escape("".join(each if each >= " " or each in "\t\n" else "\ufffd" for each in text))


def tagged(tag: str, language: str, text: str) -> str:
    """Return a text in an element that says its language and direction; what is in it disturbs nothing around it."""
    known = languages.language(language)
    return f'<{tag} lang="{escape(language)}" dir="{known.direction}">{clean(text)}</{tag}>'


def table(review: Review, rows: Iterable[str]) -> Iterator[str]:
    """Yield a table of rows under the names of both languages, each in itself."""
    names = (tagged("div", tag, languages.language(tag).name) for tag in (review.source, review.target))
    columns = "".join(f'<th scope="col">{name}</th>' for name in ("Place", *names))
    yield f'<table class="sheet"><thead><tr>{columns}</tr></thead>'
    yield from rows
    yield "</table>"


def row(review: Review, anchor: str, margin: Iterable[str], sentence: Sentence, full: bool) -> str:
    """Return a sentence and its translation side by side, with what is to be said of it if `full`.

    `margin` has lines of HTML on where it stands; what stayed in the source language is tagged so.
    """
    spoken = review.source if sentence.origin == "source" else review.target
    notes = _notes(review, sentence) if full else ""
    return (
        f'<tr id="{anchor}">{beside(margin)}<td>{tagged("p", review.source, sentence.text)}</td>'
        f"<td>{tagged('p', spoken, sentence.translation)}{notes}</td></tr>"
    )


def beside(margin: Iterable[str]) -> str:
    """Return the head of a row: lines of HTML, one under the other, empty ones left out."""
    lines = "".join(f"<div>{line}</div>" for line in margin if line)
    return f'<th scope="row">{lines}</th>'


def _notes(review: Review, sentence: Sentence) -> str:
    flags = "".join(f"<li>{flag_text(flag)}</li>" for flag in sorted(sentence.flags, key=lambda each: -each.weight))
    before = tagged("bdi", review.target, sentence.earlier)
    earlier = f'<p class="earlier">A person’s words for an earlier state: {before}</p>'
    codes = ", ".join(_code(*code) for code in sentence.codes)
    return "".join(
        (
            f'<ul class="flags">{flags}</ul>' if flags else "",
            earlier if sentence.earlier else "",
            f'<p class="codes">{codes}</p>' if codes else "",
        )
    )


def flag_text(flag: Flag) -> str:
    """Return what a flag says, marked by how much it weighs."""
    message = flag.message[:1].upper() + flag.message[1:]
    return f'<span class="{group(flag.weight)[0]}">{clean(message)}</span>'


_PLACED = {
    "edge": "at the edge",
    "literal": "by words that stayed as they were",
    "attention": "by what the model looked at",
    "alone": "by its words translated alone",
    "statistics": "by how the work’s sentences are translated",
    "proportion": "a guess",
}
"""How each rung of the ladder finds a place, in words."""


def _code(name: str, over: str, rung: str) -> str:
    words = f" on <bdi>{clean(over)}</bdi>" if over.strip() else ""
    return f"{clean(name)}{words}" + (f" ({clean(_PLACED.get(rung, rung))})" if rung else "")


def place(entry: Entry) -> tuple[str, str]:
    """Return the place of a segment in the source, or nothing, and its address."""
    where = clean(str(entry.location)) if entry.location else ""
    return f"<strong>{where}</strong>" if where else "", f"<code>{clean(entry.address)}</code>"


def origin(sentence: Sentence) -> str:
    """Return who worded a sentence, and of a machine how sure it was and at which try."""
    match sentence.origin:
        case "person":
            return "worded by a person"
        case "source":
            return "not translated"
        case "machine":
            sure = f"{math.exp(min(sentence.score, 0.0)):.0%} sure" if sentence.score else ""
            return clean(", ".join(part for part in ("machine", sure, sentence.attempt) if part))
