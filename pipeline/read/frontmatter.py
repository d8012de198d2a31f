"""What a work says about itself, in front matter or in `meta.toml`, to metadata and the languages wanted.

One table maps each key to its field. A value may be a mapping of language tags: the source language's value becomes the
field, the others become wordings, as do those under `translations`. Unknown keys are findings and otherwise ignored; a
value of the wrong shape is an error with its place. `meta.toml` wins over front matter, key by key. White space within
a text becomes single spaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeAlias

from pipeline.model import Agent, Document, Metadata, Wording
from pipeline.read.values import Value, base, by_language, mapping, standard, text, words, wrong
from pipeline.report import Finding, Location, Outcome, Severity


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader returns: a document without metadata, and the values the source gives about itself."""

    document: Document
    values: Value


@dataclass(frozen=True, slots=True)
class Front:
    """What front matter and `meta.toml` say: metadata, and the languages that editions are wanted in."""

    metadata: Metadata
    editions: tuple[str, ...]


def merged(front: Value, meta: Value) -> Outcome[dict[str, Value]]:
    """Return the values of both under their usual keys; those of `meta` win."""
    first, second = _usual(front), _usual(meta)
    return Outcome(first.value | second.value, first.findings + second.findings)


def read_metadata(values: Mapping[str, Value], language: str) -> Outcome[Front]:
    """Return what the values under their usual keys say of a work in `language` (BCP 47).

    Raises `PipelineError` for a value of the wrong shape and for an unknown language tag.
    """
    reader = _Reader(language)
    metadata = Metadata(language=language)
    for key, row in _FIELDS.items():
        if key in values:
            own: dict[str, Any] = {row.name: reader.own(key, row, values[key])}
            metadata = replace(metadata, **own)
    for tag, inner in mapping(values.get("translations"), "translations").items():
        reader.translations(standard(tag, inner.location), inner)
    editions = tuple(standard(tag, place) for tag, place in words(values.get("to"), "to"))
    wanted = tuple(tag for tag in dict.fromkeys(editions) if tag != language)
    return Outcome(Front(replace(metadata, wordings=reader.wordings()), wanted), tuple(reader.findings))


Parsed: TypeAlias = "str | tuple[str, ...] | tuple[Agent, ...]"


@dataclass(frozen=True, slots=True)
class _Row:
    """One key: the field of `Metadata` it fills, and how its value is read."""

    name: str
    parse: Callable[[_Reader, Value, str], Parsed]


@dataclass(slots=True)
class _Reader:
    """Reads values, and gathers wordings and findings on the way."""

    language: str
    worded: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def own(self, key: str, row: _Row, value: Value) -> Parsed:
        """Return the field's value in the work's own language, and keep the wordings in others."""
        wordings = by_language(value)
        if wordings is None:
            return row.parse(self, value, key)
        tags = {standard(tag, item.location): item for tag, item in wordings.items()}
        own = self.language if self.language in tags else base(self.language)
        own = next((tag for tag in tags if tag == own or base(tag) == own), "")
        for tag in tags.keys() - {own}:
            self.word(tag, row, tags[tag], key)
        if own:
            return row.parse(self, tags[own], key)
        hint = f"add `{self.language}: …` below `{key}:`"
        self.find("wording", f"{key} is not given in the work's language ({self.language})", value, hint)
        return () if row.name in _LISTS else ""

    def translations(self, tag: str, values: Value) -> None:
        """Keep the wordings that `translations` gives in the language `tag`."""
        for key, value in mapping(values, "translations").items():
            usual = _usual_key(key)
            if usual in _FIELDS:
                self.word(tag, _FIELDS[usual], value, key)
            else:
                self.findings.append(_unknown(key, value.location))

    def word(self, tag: str, row: _Row, value: Value, key: str) -> None:
        """Keep one wording."""
        parsed = row.parse(self, value, key)
        values = (parsed,) if isinstance(parsed, str) else tuple(map(_name, parsed))
        self.worded[tag, row.name] = values

    def wordings(self) -> tuple[Wording, ...]:
        """Return the wordings kept, by language and field."""
        return tuple(Wording(tag, name, values) for (tag, name), values in sorted(self.worded.items()))

    def find(self, code: str, message: str, value: Value, hint: str) -> None:
        """Record a finding at a value's place."""
        self.findings.append(Finding(f"frontmatter.{code}", message, Severity.WARNING, value.location, hint))


def _parse_text(_reader: _Reader, value: Value, key: str) -> str:
    return text(value, key)


def _parse_texts(_reader: _Reader, value: Value, key: str) -> tuple[str, ...]:
    """Read a list, or one text with commas or semicolons between."""
    if isinstance(value.held, tuple):
        return tuple(filter(None, (text(item, key) for item in value.held)))
    return tuple(part.strip() for part in re.split("[,;،，、；]", text(value, key)) if part.strip())


def _parse_date(reader: _Reader, value: Value, key: str) -> str:
    """Read an ISO 8601 date of any precision; slashes and dots between year, month and day are taken for hyphens."""
    written = text(value, key)
    found = _DATE.match(written)
    parts = [part for part in found.groups() if part] if found else []
    try:
        if not parts or (found and found.end() < len(written)):
            raise ValueError
        date(*(int(part) for part in [*parts, "1", "1"][:3]))
    except ValueError:
        if written:
            hint = "write it as 2023, 2023-11 or 2023-11-08"
            reader.find("date", f"{written!r} is not a date that can be sorted; it is left out", value, hint)
        return ""
    return "-".join(part.zfill(2) for part in parts)


def _parse_agents(reader: _Reader, value: Value, key: str) -> tuple[Agent, ...]:
    """Read persons: a text (several with semicolons between), a mapping, or a list of either."""
    match value.held:
        case tuple() as items:
            return tuple(agent for item in items for agent in _parse_agents(reader, item, key))
        case str():
            names = [" ".join(name.split()) for name in value.held.split(";")]
            return tuple(Agent(name, _ROLE[key]) for name in names if name)
        case dict() as held:
            return (_agent(reader, {name.replace("_", "-").lower(): item for name, item in held.items()}, value, key),)


def _agent(reader: _Reader, held: Mapping[str, Value], value: Value, key: str) -> Agent:
    named = held.get("name") or held.get("text")
    if named is None:
        raise wrong(key, "a text, a list, or {name, role, file-as}", value)
    for other in held.keys() - {"name", "text", "role", "file-as"}:
        reader.findings.append(_unknown(f"{key}: {other}", held[other].location))
    role = text(held["role"], "role").lower() if "role" in held else _ROLE[key]
    if not _RELATOR.fullmatch(code := _ROLES.get(role, role)):
        hint = f"write a MARC relator code such as aut, edt, trl, ill or ctb, or one of: {', '.join(_ROLES)}"
        reader.find("role", f"{role!r} is not a role; {_ROLE[key]} is taken instead", held["role"], hint)
        code = _ROLE[key]
    return Agent(text(named, key), code, text(held["file-as"], "file-as") if "file-as" in held else "")


def _usual(values: Value) -> Outcome[dict[str, Value]]:
    """Return a mapping's values under their usual keys, with a finding for each key that is unknown or said twice."""
    usual: dict[str, Value] = {}
    findings: list[Finding] = []
    for key, value in mapping(values, "the front matter").items():
        name = _usual_key(key)
        if name not in _FIELDS and name not in _OTHERS:
            findings.append(_unknown(key, value.location))
        elif name == "subject" and name in usual and by_language(value) is None is by_language(usual[name]):
            usual[name] = Value((*_items(usual[name]), *_items(value)), usual[name].location)
        elif name in usual:
            message = f"{key!r} says again what {name!r} says; it is ignored"
            findings.append(Finding("frontmatter.twice", message, Severity.WARNING, value.location))
        else:
            usual[name] = value
    return Outcome(usual, tuple(findings))


def _items(value: Value) -> tuple[Value, ...]:
    if isinstance(value.held, tuple):
        return value.held
    return tuple(Value(part, value.location) for part in _parse_texts(_Reader(""), value, "subject"))


def _usual_key(key: str) -> str:
    plain = key.strip().lower().replace("_", "-")
    return _SYNONYMS.get(plain, plain)


def _unknown(key: str, place: Location) -> Finding:
    known = [*_FIELDS, *_OTHERS, *_SYNONYMS]
    near = get_close_matches(_usual_key(key.rpartition(": ")[2]), known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"known keys: {', '.join([*_FIELDS, *_OTHERS])}"
    return Finding("frontmatter.unknown-key", f"the key {key!r} is unknown and ignored", Severity.INFO, place, hint)


def _name(value: str | Agent) -> str:
    return value if isinstance(value, str) else value.name


_ROLE = {"author": "aut", "contributor": "ctb"}
_ROLES = {
    "author": "aut",
    "editor": "edt",
    "translator": "trl",
    "illustrator": "ill",
    "photographer": "pht",
    "contributor": "ctb",
    "compiler": "com",
    "designer": "bkd",
    "publisher": "pbl",
}
_FIELDS: Mapping[str, _Row] = {
    "title": _Row("title", _parse_text),
    "subtitle": _Row("subtitle", _parse_text),
    "author": _Row("creators", _parse_agents),
    "contributor": _Row("contributors", _parse_agents),
    "date": _Row("date", _parse_date),
    "subject": _Row("subjects", _parse_texts),
    "description": _Row("description", _parse_text),
    "publisher": _Row("publisher", _parse_text),
    "rights": _Row("rights", _parse_text),
    "identifier": _Row("identifier", _parse_text),
    "source": _Row("source", _parse_text),
    "place": _Row("coverage", _parse_text),
    "series": _Row("series", _parse_text),
    "cover-image": _Row("cover_image", _parse_text),
}
_OTHERS = ("lang", "to", "translations")
_LISTS = ("creators", "contributors", "subjects")
_SYNONYMS: Mapping[str, str] = {
    "authors": "author",
    "creator": "author",
    "contributors": "contributor",
    "language": "lang",
    "keywords": "subject",
    "subjects": "subject",
    "abstract": "description",
    "license": "rights",
    "licence": "rights",
    "coverage": "place",
    "cover": "cover-image",
}
_RELATOR = re.compile(r"[a-z]{3}")
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T ]\d\d:\d\d\S*)?)?)?")
