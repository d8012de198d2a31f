"""One term of a glossary, how terms are checked and gathered, and findings about many of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.languages import standard
from pipeline.report import Finding, Location, Outcome, PipelineError, Severity
from pipeline.translate.codes import same_language

_LONGEST = 400  # characters of a term: what is longer is a sentence
_MANY = 50  # findings of one kind, after which they are counted only


@dataclass(frozen=True, slots=True)
class Term:
    """Words and what they are to be in a translation into `language` (BCP 47; empty: into every language).

    With `case`, letters must be capital or small as in `source`. With `keep` the words are not translated, and `target`
    is `source`. `part_of_speech` is as the glossary has it.
    """

    source: str
    target: str
    language: str = ""
    case: bool = False
    part_of_speech: str = ""
    keep: bool = False
    location: Location | None = field(default=None, compare=False)


def gathered(terms: Iterable[Term]) -> Outcome[tuple[Term, ...]]:
    """Return the first term of each source, language and part of speech, and what is to be said of the others."""
    first: dict[tuple[str, str, str], Term] = {}
    findings = list[Finding]()
    for term in terms:
        before = first.setdefault(_key(term), term)
        if before is not term:
            findings.append(_twice(before, term))
    return Outcome(tuple(first.values()), tuple(findings))


def checked(
    source: str, target: str, language: str, keep: bool, place: Location
) -> Outcome[tuple[tuple[str, str, str], ...]]:
    """Return source, target and standard language tag of a term that can be used, or why it cannot."""
    tag = standard_or_none(language) if language else ""
    if not source or not (target or keep):
        side = "translation" if source else "source term"
        return Outcome((), (Finding("glossary.empty", f"a term has no {side}", location=place, hint="fill it in"),))
    if language and not tag:
        message, hint = f"{language!r} is not a language tag (BCP 47)", "give a tag such as es, pt-BR or zh-Hant"
        return Outcome((), (Finding("glossary.language", message, location=place, hint=hint),))
    if max(len(source), len(target)) > _LONGEST:
        return Outcome(
            (), (misfit(f"a term has more than {_LONGEST} characters", place, "terms are words, not texts"),)
        )
    if keep and target not in {"", source}:
        message = f"“{source}” is not to be translated, so that “{target}” is not used"
        found = Finding("glossary.keep", message, location=place, hint="leave out one of the two")
        return Outcome(((source, source, tag),), (found,))
    return Outcome(((source, source if keep else target, tag),))


def misfit(message: str, place: Location, hint: str) -> Finding:
    """Return a finding for a row or term that is left out."""
    return Finding("glossary.row", message, location=place, hint=hint)


def cleaned(text: str) -> str:
    """Return a term as it is compared: composed characters (NFC), single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def bounded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings, of each code the first `_MANY` and then one that says how many more there are."""
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    return tuple(finding for code, found in by_code.items() for finding in _first(code, found))


def _first(code: str, found: Sequence[Finding]) -> Iterator[Finding]:
    yield from found[:_MANY]
    if len(found) > _MANY:
        place = found[_MANY].location
        where = Location(place.file) if place else None
        yield Finding(code, f"and {len(found) - _MANY} more like these", found[0].severity, where, found[0].hint)


@cache
def standard_or_none(tag: str) -> str:
    """Return a tag in its standard form, or nothing if it names no language."""
    try:
        return standard(tag)
    except PipelineError:
        return ""


@cache
def same(tag: str, other: str) -> bool:
    """Return whether two tags name one language, whatever the country; nothing is the same as no language."""
    return bool(tag and other) and same_language(tag, other)


def _key(term: Term) -> tuple[str, str, str]:
    source = term.source if term.case else term.source.casefold()
    return source, term.language, term.part_of_speech.casefold()


def _twice(before: Term, term: Term) -> Finding:
    where = f" (line {before.location.line})" if before.location else ""
    if (before.target, before.keep) == (term.target, term.keep):
        message = f"“{term.source}” is there twice{where}"
        return Finding("glossary.repeated", message, Severity.INFO, term.location, "delete one of the two")
    message = f"“{term.source}” is to be “{before.target}”{where} and “{term.target}”; the first counts"
    hint = "delete one of the two, or say which part of speech each is"
    return Finding("glossary.duplicate", message, Severity.WARNING, term.location, hint)
