"""A review of a translation as JSON, for programs, and as one HTML page, for a person who checks the translation.

The page needs nothing but itself: no script, no font, no picture, no network. The same review gives the same bytes.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import TypeAlias

from pipeline import languages
from pipeline.model import Provenance
from pipeline.report import Location
from pipeline.translate.review import Entry, Flag, Review, Sentence
from pipeline.translate.review_rows import beside, clean, flag_text, group, origin, place, row, table, tagged

VERSION = 1
"""The version of the JSON form; it grows when a field changes its meaning or goes."""

Numbered: TypeAlias = tuple[int, Entry, Sentence]
"""A sentence with its number in reading order, from 1, and its segment."""


def as_json(review: Review) -> bytes:
    """Return a review as JSON in UTF-8: what it is of, counts, then every segment in reading order.

    Fields without a value are left out. A score is the mean log-probability of a token.
    """
    counts = _counts(review)
    values: dict[str, object] = {
        "version": VERSION,
        "title": review.title,
        "source": review.source,
        "target": review.target,
        "made_by": _provenance(review.provenance),
        "coverage": round(review.coverage, 4),
        "sentences": review.count,
        "flagged": review.flagged,
        **{name: dict(sorted(count.items())) for name, count in counts.items()},
        "segments": [_segment(entry) for entry in review.entries],
    }
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _counts(review: Review) -> dict[str, Counter[str]]:
    """Return how many segments have each decision, how many sentences each origin, and how many flags each code."""
    found = [sentence for _, sentence in review.sentences()]
    return {
        "decisions": Counter(entry.decision for entry in review.entries),
        "origins": Counter[str](sentence.origin for sentence in found),
        "flags": Counter(flag.code for sentence in found for flag in sentence.flags),
    }


def _provenance(said: Provenance) -> dict[str, object]:
    known = {"engine": said.engine, "model": said.model, "version": said.model_version, "hash": said.model_hash}
    return _filled(known | {"demonstration": said.demonstration, "reviewed": said.reviewed})


def _segment(entry: Entry) -> dict[str, object]:
    place = entry.location or Location("")
    where = {"file": place.file, "line": place.line, "column": place.column}
    sentences = [_sentence(sentence) for sentence in entry.sentences]
    values = {"address": entry.address, "decision": entry.decision, "why": entry.why, "text": entry.text}
    return _filled(values | where | {"sentences": sentences})


def _sentence(sentence: Sentence) -> dict[str, object]:
    return _filled(
        {
            "text": sentence.text,
            "translation": sentence.translation,
            "origin": sentence.origin,
            "flags": [{"code": each.code, "message": each.message, "weight": each.weight} for each in sentence.flags],
            "score": sentence.score,
            "attempt": sentence.attempt,
            "codes": [{"code": code, "over": over, "placed": rung} for code, over, rung in sentence.codes],
            "earlier": sentence.earlier,
        }
    )


def _filled(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value or key in {"text", "translation"}}


def as_html(review: Review) -> bytes:
    """Return a review as one HTML page in UTF-8, what needs a look first: worst first, then in reading order.

    Every text is escaped and tagged with its language and direction.
    """
    numbered = [(number, *pair) for number, pair in enumerate(review.sentences(), 1)]
    style = resources.files("pipeline.translate").joinpath("data", "review.css").read_text("utf-8")
    title = f"Review: {review.title or 'untitled'} ({review.source} → {review.target})"
    head = (
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{clean(title)}</title>",
        f"<style>\n{style}</style>",
    )
    body = (*_head(review), *_doubtful(review, numbered), *_everything(review, numbered), *_untouched(review))
    lines = ("<!DOCTYPE html>", '<html lang="en">', "<head>", *head, "</head>", "<body>", *body, "</body>", "</html>")
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _head(review: Review) -> Iterator[str]:
    source, target = (languages.language(tag) for tag in (review.source, review.target))
    yield "<header>"
    yield '<p class="kind">Translation review</p>'
    yield f"<h1>{tagged('span', review.source, review.title) if review.title else 'Untitled'}</h1>"
    yield (
        f'<p class="way">{tagged("bdi", review.source, source.name)} <span class="arrow">→</span> '
        f"{tagged('bdi', review.target, target.name)}</p>"
    )
    yield f'<p class="model">{clean(_made_by(review.provenance))}</p>'
    yield "</header>"
    yield "<main>"
    yield from _summary(review)


def _made_by(said: Provenance) -> str:
    parts = (
        said.engine or "Translated by a person",
        said.model,
        said.model_version and f"version {said.model_version}",
    )
    demonstration = "a small demonstration model that is often wrong" if said.demonstration else ""
    return ", ".join(part for part in (*parts, demonstration) if part)


def _summary(review: Review) -> Iterator[str]:
    origins = _counts(review)["origins"]
    language = languages.name_of(review.target, "en")
    facts = (
        (f"{_floor(review.coverage)}%", f"of the text to be translated is in {language}, by length"),
        (f"{review.count:,}", "sentences were to be translated"),
        (f"{review.flagged:,}", "of them should be looked at"),
        (f"{origins['source']:,}", f"stayed in {languages.name_of(review.source, 'en')}: no translation could be used"),
        (f"{origins['person']:,}", "were worded by a person"),
        (f"{len(_left(review)):,}", "texts are not to be translated: protected or skipped"),
    )
    yield '<dl class="facts">'
    yield from (f"<div><dt>{clean(meaning)}</dt><dd>{number}</dd></div>" for number, meaning in facts)
    yield "</dl>"
    yield from _found(review)


def _floor(share: float) -> str:
    """Return a share in per cent with one decimal, rounded down, so that only a whole is called 100."""
    return f"{math.floor(share * 1000 + 1e-9) / 10:g}"


def _found(review: Review) -> Iterator[str]:
    """Yield a table of what was found: each code, the heaviest first, with how often, and its first message."""
    first: dict[str, Flag] = {}
    for _, sentence in review.sentences():
        for flag in sentence.flags:
            first.setdefault(flag.code, flag)
    count = _counts(review)["flags"]
    if not first:
        return
    yield '<table class="found"><caption>What was found</caption>'
    yield '<thead><tr><th scope="col">Times</th><th scope="col">Kind</th><th scope="col">For example</th></tr></thead>'
    yield "<tbody>"
    for flag in sorted(first.values(), key=lambda each: (-each.weight, -count[each.code], each.code)):
        kind = f'<th scope="row"><code>{clean(flag.code)}</code></th>'
        yield f'<tr><td class="number">{count[flag.code]:,}</td>{kind}<td>{flag_text(flag)}</td></tr>'
    yield "</tbody></table>"


def _doubtful(review: Review, numbered: Sequence[Numbered]) -> Iterator[str]:
    flagged = sorted((each for each in numbered if each[2].flags), key=lambda each: (-_weight(each[2]), each[0]))
    yield '<section aria-labelledby="look"><h2 id="look">What needs a look</h2>'
    if not flagged:
        yield "<p>Nothing: no check found anything doubtful. That does not make the translation good.</p></section>"
        return
    yield "<p>The worst first. A flag proves nothing: it says where to look.</p>"
    yield from table(review, _grouped(review, flagged))
    yield "</section>"


def _weight(sentence: Sentence) -> int:
    return sum(flag.weight for flag in sentence.flags)


def _grouped(review: Review, flagged: Iterable[Numbered]) -> Iterator[str]:
    """Yield the rows of the flagged sentences, a body of the table for each group."""
    heading = ""
    for number, entry, sentence in flagged:
        _, now = group(_weight(sentence))
        if now != heading:
            closed = "</tbody>" if heading else ""
            yield f'{closed}<tbody><tr class="heading"><th class="group" colspan="3" scope="rowgroup">{now}</th></tr>'
            heading = now
        link = f'<a href="#s{number}">sentence {number:,}</a>'
        yield row(review, f"f{number}", (*place(entry), origin(sentence), link), sentence, full=True)
    yield "</tbody>"


def _everything(review: Review, numbered: Sequence[Numbered]) -> Iterator[str]:
    yield f"<details><summary>Every sentence in reading order ({len(numbered):,})</summary>"
    yield from table(review, ("<tbody>", *(_plain_row(review, *each) for each in numbered), "</tbody>"))
    yield "</details>"


def _plain_row(review: Review, number: int, entry: Entry, sentence: Sentence) -> str:
    look = f'<a href="#f{number}">to look at</a>' if sentence.flags else ""
    margin = (f"{number:,}", place(entry)[0], "" if sentence.origin == "machine" else origin(sentence), look)
    return row(review, f"s{number}", margin, sentence, full=False)


def _left(review: Review) -> list[Entry]:
    """Return the segments without a sentence that was to be translated; the others are in the tables of sentences."""
    return [entry for entry in review.entries if not entry.sentences]


def _untouched(review: Review) -> Iterator[str]:
    """Yield the texts that are not translated, each with its reason."""
    entries = _left(review)
    yield f"<details><summary>Texts that are not to be translated ({len(entries):,})</summary>"
    if entries:
        columns = "".join(f'<th scope="col">{name}</th>' for name in ("Place", "Text", "Why"))
        yield f'<table class="sheet why"><thead><tr>{columns}</tr></thead><tbody>'
        for entry in entries:
            why = f"{clean(entry.decision)}: {clean(entry.why)}" if entry.why else clean(entry.decision)
            yield f'<tr>{beside(place(entry))}<td><p dir="auto">{clean(entry.text)}</p></td><td>{why}</td></tr>'
        yield "</tbody></table>"
    yield "</details></main>"
