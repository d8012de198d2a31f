"""Typography: what a typewriter could not write, as the language writes it.

Straight quotation marks, dashes written as hyphens, three dots, and the spaces of French punctuation, each by the rules
of the language in force where it stands: the document's, or that of a div or span. What is typographic already is not
changed to another convention. Code is never touched; neither are addresses.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from pipeline.model import Document, Inlines
from pipeline.normalize.edit import Edit, Rule, rewrite
from pipeline.normalize.flows import Place, map_content
from pipeline.normalize.marks import dashes, ellipses, ranges, spaces
from pipeline.normalize.quotes import quotes
from pipeline.normalize.whitespace import tidy
from pipeline.report import Outcome

NAME = "typography"

_AROUND = "\"'<>()[]«»“”‘’.,;:!?\ufffc"
"""What stands around an address and is no part of it."""
_ADDRESS_SIGNS = ("://", "www.", "@", "mailto:")


def apply(document: Document) -> Outcome[Document]:
    """Return the document with its typography mended, and a change for each place."""
    outcome = rewrite(document, NAME, RULES)
    if not outcome.changes:
        return outcome

    def content(nodes: Inlines, _: Place) -> Inlines:
        return tidy(nodes)

    return replace(outcome, value=replace(outcome.value, blocks=map_content(outcome.value, content)))


def outside_addresses(rule: Rule) -> Rule:
    """Return the rule without its edits inside web and mail addresses, and for text in a known language only."""

    def careful(text: str, tag: str) -> Iterator[Edit]:
        if not tag:
            return
        spans = deque(_addresses(text))
        for edit in rule(text, tag):
            while spans and spans[0][1] <= edit.start:
                spans.popleft()
            if not spans or edit.end <= spans[0][0]:
                yield edit

    return careful


def _addresses(text: str) -> list[tuple[int, int]]:
    if not any(sign in text for sign in _ADDRESS_SIGNS):
        return []
    spans = []
    for token in re.finditer(r"\S+", text):
        address = token[0].strip(_AROUND)
        if any(sign in address for sign in _ADDRESS_SIGNS):
            start = token.start() + token[0].index(address)
            spans.append((start, start + len(address)))
    return spans


RULES: tuple[Rule, ...] = tuple(outside_addresses(rule) for rule in (dashes, ranges, ellipses, quotes, spaces))
