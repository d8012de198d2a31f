"""Read a glossary from a table: comma, semicolon or tab between columns, and a header row that names them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.report import Finding, Location, Outcome, PipelineError
from pipeline.translate.term import Term, checked, cleaned, misfit, same, standard_or_none

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "source": ("source", "source term", "source text", "term", "original", "word", "phrase"),
    "target": ("target", "target term", "target text", "translation", "translated", "translate as"),
    "language": ("language", "lang", "target language", "target lang", "to", "locale"),
    "from": ("source language", "source lang", "from"),
    "case": ("case", "case sensitive", "match case", "case sensitivity"),
    "part of speech": ("part of speech", "pos", "word class", "wordclass", "category"),
    "keep": ("keep", "do not translate", "donottranslate", "dnt", "untranslatable", "forbid translation", "protected"),
    "": ("note", "notes", "comment", "comments", "definition", "example", "context", "id"),
}
"""What columns are called; those under the empty name are known, and not read."""
NAMED: Mapping[str, str] = {spelling: column for column, spellings in _COLUMNS.items() for spelling in spellings}
_VALUES: Mapping[str, bool] = {
    **dict.fromkeys(("yes", "y", "true", "t", "1", "x", "✓", "sensitive"), True),
    **dict.fromkeys(("no", "n", "false", "f", "0", "", "-", "insensitive"), False),
}
_HINT = "the first line names the columns: source, target, language, case, part of speech, do not translate"


@dataclass(frozen=True, slots=True)
class _Header:
    """Which column (from 0) holds what; `languages` are columns of words in a language, `size` the number of all."""

    columns: Mapping[str, int]
    languages: Mapping[str, int]
    size: int


def read_table(data: bytes, name: str, source_language: str) -> Outcome[tuple[Term, ...]]:
    """Return the terms of a table; see `read_glossary`."""
    text = _decoded(data, name)
    findings = list[Finding]()
    rows = _rows(text, _delimiter(text, name), name, findings)
    at, cells = next(rows, (1, []))
    header = _header(cells, Location(name, at), source_language, findings)
    terms = list[Term]()
    for line, row in rows:
        if any(cell.strip() for cell in row):
            terms += _terms(row, header, Location(name, line), source_language, findings)
    return Outcome(tuple(terms), tuple(findings))


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len((data[: error.start] + b".").splitlines())
        message = f"the glossary is not UTF-8: byte {data[error.start]:#04x} cannot be read"
        hint = "save it as UTF-8 (in a spreadsheet: “CSV UTF-8”)"
        raise PipelineError(message, Location(name, line), hint, "glossary.encoding") from error


def is_yes(value: str) -> bool | None:
    """Return whether a value means yes; none for one that means neither yes nor no."""
    return _VALUES.get(value.strip().casefold())


def _delimiter(text: str, name: str) -> str:
    """Return the sign that gives the first line the most columns with known names."""
    first = next(_lines(text), "")
    try:
        return max(",;\t", key=lambda sign: len(_known(next(csv.reader([first], delimiter=sign), []))))
    except csv.Error as error:
        message = f"the first line cannot be read: {error}"
        raise PipelineError(message, Location(name, 1), _HINT, "glossary.columns") from error


def _lines(text: str) -> Iterator[str]:
    """Return the lines with their ends, which are LF, CRLF or CR only, unlike those of `str.splitlines`."""
    return io.StringIO(text, newline="")


def _rows(text: str, delimiter: str, name: str, findings: list[Finding]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line it begins on; one that is broken is left out, with a finding."""
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "end of data" in str(error):
                message = "a quotation mark opens here and never closes"
                hint = "close it, or double it to have it in the term"
                raise PipelineError(message, Location(name, line), hint, "glossary.quote") from error
            hint = "a term with quotation marks in it is in quotation marks itself, and has its own doubled"
            findings.append(misfit(f"the row cannot be read: {error}", Location(name, line), hint))


def _known(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if spelled(cell) in NAMED or _tag(cell)]


def spelled(cell: str) -> str:
    """Return a column's name in small letters, its words apart."""
    return " ".join(cell.strip().casefold().replace("_", " ").replace("-", " ").split())


def _tag(cell: str) -> str:
    """Return the language that names a column, as a standard tag, or nothing; a name of a language is not enough."""
    from babel import Locale

    word = cell.strip().replace("_", "-")
    if word.partition("-")[0].lower() not in Locale("en").languages:
        return ""
    return standard_or_none(word)


def _header(cells: Sequence[str], place: Location, source_language: str, findings: list[Finding]) -> _Header:
    columns, languages = dict[str, int](), dict[str, int]()
    for number, cell in enumerate(cells):
        known, tag = NAMED.get(spelled(cell)), _tag(cell)
        if known is not None:
            columns.setdefault(known, number)
        elif tag and same(tag, source_language):
            columns.setdefault("source", number)
        elif tag:
            languages.setdefault(tag, number)
        elif cell.strip():
            findings.append(
                Finding("glossary.column", f"column “{cell.strip()}” is not known", location=place, hint=_HINT)
            )
    if "source" not in columns:
        raise PipelineError("the glossary has no column of source terms", place, _HINT, "glossary.columns")
    return _Header(columns, languages, len(cells))


def _terms(
    row: Sequence[str], header: _Header, place: Location, source_language: str, findings: list[Finding]
) -> Iterator[Term]:
    """Yield the terms of a row, one for each language it has words in."""
    if len(row) != header.size:
        many = "many" if len(row) > header.size else "few"
        hint = "a term with a comma or semicolon in it stands in quotation marks"
        findings.append(misfit(f"the row has too {many} columns: {len(row)}, not {header.size}", place, hint))
        if len(row) > header.size:
            return
    cell = {name: cleaned(row[at]) for name, at in header.columns.items() if at < len(row)}
    offered = standard_or_none(cell.get("from", "")) or source_language
    if source_language and not same(offered, source_language):
        return
    keep = _flag(cell, "keep", place, findings) or not ({"target"} & header.columns.keys() or header.languages)
    targets = [(cell.get("language", ""), cell["target"])] if "target" in cell else []
    targets += [(tag, cleaned(row[at])) for tag, at in header.languages.items() if at < len(row) and row[at].strip()]
    case = _flag(cell, "case", place, findings)
    for language, target in targets or [(cell.get("language", ""), "")]:
        found = checked(cell.get("source", ""), target, language, keep, place)
        findings += found.findings
        for source, wanted, tag in found.value:
            yield Term(source, wanted, tag, case, cell.get("part of speech", ""), keep, place)


def _flag(cell: Mapping[str, str], column: str, place: Location, findings: list[Finding]) -> bool:
    value = is_yes(cell.get(column, ""))
    if value is None:
        message = f"“{cell[column]}” is neither yes nor no; column “{column}” counts as no"
        findings.append(Finding("glossary.value", message, location=place, hint="say yes or no"))
    return bool(value)
