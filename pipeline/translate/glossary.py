"""Glossaries: which words of the source are to become which words of the target, and which are not to be translated.

A glossary is a table (`table.py`) or a TBX file (`tbx.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pipeline.report import Location, Outcome, PipelineError
from pipeline.translate.table import read_table
from pipeline.translate.tbx import read_tbx
from pipeline.translate.term import Term, bounded, gathered

__all__ = ["Glossary", "Term", "join", "read_glossary"]

_LARGEST = 1 << 26  # bytes; a million terms are about half of it


@dataclass(frozen=True)
class Glossary:
    """Terms in the order of their file, no two with the same source, language and part of speech."""

    terms: tuple[Term, ...] = ()

    @cached_property
    def hash(self) -> str:
        """Return a SHA-256 of what the terms say, wherever they come from; nothing for an empty glossary."""
        records = [
            (term.source, term.target, term.language, term.case, term.part_of_speech, term.keep) for term in self.terms
        ]
        return hashlib.sha256(json.dumps(records).encode()).hexdigest() if records else ""

    def __hash__(self) -> int:
        """Return the hash once made: hashing every term each time would cost as much as reading them."""
        return hash(self.hash)

    def joined(self, other: Glossary) -> Glossary:
        """Return both as one; where they say different things this one counts."""
        return join((self, other)).value


def join(glossaries: Iterable[Glossary]) -> Outcome[Glossary]:
    """Return one glossary of several; where two say different things the earlier counts, with a finding."""
    found = gathered(term for glossary in glossaries for term in glossary.terms)
    return Outcome(Glossary(found.value), bounded(found.findings))


def read_glossary(data: bytes, name: str, source_language: str = "") -> Outcome[Glossary]:
    """Return the glossary in a file called `name`: TBX if it begins as XML does, else CSV in UTF-8.

    A CSV file has comma, semicolon or tab between its columns and a header row that names them, in any order and in
    many spellings (see `table.py`); a column may also be named by a language (`en`, `pt-BR`), which then is that
    language's words. Without a column of translations every term is one to keep. Of a TBX file, and of columns named by
    languages, the words in `source_language` (BCP 47) are the source.

    What cannot be used is left out, each with a finding that has its line. Raise `PipelineError` if the file is too
    large, is not UTF-8, is broken XML, or has no column of source terms.
    """
    if len(data) > _LARGEST:
        raise PipelineError(f"{name} is too large for a glossary", Location(name), "divide it", "glossary.large")
    is_xml = data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    read = (read_tbx if is_xml else read_table)(data, name, source_language)
    found = gathered(read.value)
    return Outcome(Glossary(found.value), bounded((*read.findings, *found.findings)))
