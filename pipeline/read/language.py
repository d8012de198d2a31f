"""The source language of a work: from its metadata, from the person who calls, or detected."""

from __future__ import annotations

from pipeline import languages
from pipeline.languages.identify import guesses
from pipeline.model import Blocks, Text
from pipeline.read.values import standard
from pipeline.report import Finding, Location, Outcome, Severity
from pipeline.walk import query

SAMPLE = 20_000
"""How many characters are looked at; more does not make detection surer."""
SURE = 0.6
"""Below this the finding is a warning. In 176-way detection a wrong best guess rarely reaches half."""

ENOUGH = 15
"""Of fewer letters no guess is sure."""


def source_language(blocks: Blocks, name: str, given: tuple[str, Location] | None, told: str | None) -> Outcome[str]:
    """Return the BCP 47 tag of a work's language.

    `given` is what its metadata says, with the place; `told` what `--from` or the file name says. The first there is
    counts; without either the language is detected, with a finding that says how sure that is. Raises `PipelineError`
    for a tag that names no language.
    """
    if given:
        tag = standard(given[0], given[1])
        return Outcome(tag, _differ(tag, told, given[1]))
    if told:
        return Outcome(standard(told, Location(name)))
    return _detected(blocks, name)


def _differ(tag: str, told: str | None, place: Location) -> tuple[Finding, ...]:
    if not told or standard(told, place) == tag:
        return ()
    message = f"the metadata says {tag}, the call or the file name says {told}; the metadata counts"
    return (Finding("language.differs", message, Severity.WARNING, place, "correct lang: or --from"),)


def _detected(blocks: Blocks, name: str) -> Outcome[str]:
    sample = _sample(blocks)
    label, score = guesses(sample, 1)[0]
    tag = languages.standard(label)
    sure = score >= SURE and sum(map(str.isalpha, sample)) >= ENOUGH
    message = f"the language was detected: {languages.name_of(tag, 'en')} ({tag}), {score:.0%} sure"
    severity = Severity.INFO if sure else Severity.WARNING
    hint = f"say it with `lang: {tag}` in the metadata, or with --from {tag}"
    return Outcome(tag, (Finding("language.detected", message, severity, Location(name), hint),))


def _sample(blocks: Blocks) -> str:
    parts: list[str] = []
    length = 0
    for text in query(blocks, Text):
        parts.append(text.text[:SAMPLE])
        length += len(parts[-1])
        if length >= SAMPLE:
            break
    return " ".join(" ".join(parts).split())[:SAMPLE]
