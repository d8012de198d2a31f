"""Read a glossary from TBX (ISO 30042:2019, and its forerunner TBX-Basic of 2008).

Both styles of version 3 are read, DCA (`<termNote type="partOfSpeech">`) and DCT (`<min:partOfSpeech>`): the name of a
data category is that of the element, or its `type`. Of each concept, every term in the source language is to become the
preferred term, or else the first, of each other language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report import Finding, Location, Outcome, PipelineError
from pipeline.translate.table import NAMED, is_yes, spelled
from pipeline.translate.term import Term, checked, cleaned, same, standard_or_none

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CONCEPTS = ("conceptEntry", "termEntry")
_LANGUAGES = ("langSec", "langSet")
_TERMS = ("termSec", "tig", "ntig")
_REJECTED = ("deprecated", "superseded", "forbidden", "obsolete", "rejected")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LAST_LINE = 65535  # libxml2 counts no further


@dataclass(frozen=True, slots=True)
class _Word:
    """A term of one language: its words, standing, part of speech, and whether it is case-sensitive or to be kept."""

    text: str
    place: Location
    preferred: bool = False
    rejected: bool = False
    part_of_speech: str = ""
    case: bool = False
    keep: bool = False


def read_tbx(data: bytes, name: str, source_language: str = "") -> Outcome[tuple[Term, ...]]:
    """Return the terms of a TBX file from `source_language` (BCP 47; if empty, the language that the file is in).

    Deprecated, superseded and forbidden terms are left out, each with a finding. Raise `PipelineError` if the file is
    not TBX or declares entities. Nothing outside the file is read.
    """
    root = _root(data, name)
    source = source_language or standard_or_none(root.get(_LANG, ""))
    findings, terms, languages = list[Finding](), list[Term](), dict[str, None]()
    for concept in _named(root, _CONCEPTS):
        words = _words(concept, name, findings)
        languages |= dict.fromkeys(words)
        terms += _terms(words, source, findings)
    if not any(same(tag, source) for tag in languages):
        message = f"the glossary has no terms in {source or 'the language of the work'}"
        hint = f"it has {', '.join(languages)}" if languages else "it has no terms at all"
        findings.append(Finding("glossary.language", message, location=Location(name), hint=hint))
    return Outcome(tuple(terms), tuple(findings))


def _root(data: bytes, name: str) -> Element:
    from lxml import etree

    if b"<!ENTITY" in data:
        message, hint = "the glossary declares entities, which TBX does not need", "export it without a DTD of its own"
        raise PipelineError(message, Location(name), hint, "glossary.xml")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        hint = "export it again as TBX (ISO 30042), or as CSV"
        raise PipelineError(
            f"the glossary is not XML: {error.msg}", Location(name, error.lineno), hint, "glossary.xml"
        ) from error
    if _local(root) not in {"tbx", "martif"}:
        message = f"this is no glossary: TBX begins with <tbx> or <martif>, not <{_local(root)}>"
        raise PipelineError(message, _place(root, name), "export it as TBX or CSV", "glossary.xml")
    return root


def _local(element: Element) -> str:
    """Return the name of an element without its namespace; nothing for what is none."""
    name: object = element.tag  # a function for an entity
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def _text(element: Element) -> str:
    return cleaned("".join(map(str, element.itertext())))


def _named(parent: Element, names: Sequence[str]) -> Iterator[Element]:
    return (element for element in parent.iter() if _local(element) in names)


def _words(concept: Element, name: str, findings: list[Finding]) -> dict[str, list[_Word]]:
    """Return the terms of a concept by language, those left out that should not be used."""
    found = dict[str, list[_Word]]()
    for section in _named(concept, _LANGUAGES):
        tag = standard_or_none(section.get(_LANG, ""))
        place = _place(section, name)
        if not tag:
            message = f"{section.get(_LANG, '')!r} is not a language tag (BCP 47)"
            findings.append(Finding("glossary.language", message, location=place, hint="set xml:lang, such as es"))
            continue
        for word in (_word(each, name) for each in _named(section, _TERMS)):
            if word.rejected:
                message, hint = f"“{word.text}” is not to be used; it is left out", "write the preferred term"
                findings.append(Finding("glossary.rejected", message, location=word.place, hint=hint))
            else:
                found.setdefault(tag, []).append(word)
    return found


def _word(section: Element, name: str) -> _Word:
    """Return a term with what its section says of it, whichever style it is said in."""
    term = next(_named(section, ("term",)), section)
    said = {_spelled(each): _text(each) for each in section.iter() if _local(each)}
    standing = " ".join(said.get(key, "") for key in ("administrative status", "normative authorization")).casefold()
    return _Word(
        _text(term) if term is not section else "",
        _place(term, name),
        preferred="preferred" in standing,
        rejected=any(word in standing for word in _REJECTED),
        part_of_speech=said.get("part of speech", ""),
        case=bool(is_yes(said.get("case", ""))),
        keep=bool(is_yes(said.get("keep", ""))),
    )


def _spelled(element: Element) -> str:
    """Return the data category of an element as words (`partOfSpeech`: part of speech), in the table's own spelling."""
    words = "".join(f" {each.lower()}" if each.isupper() else each for each in element.get("type", _local(element)))
    known = NAMED.get(spelled(words), "")
    return known if known in {"part of speech", "case", "keep"} else spelled(words)


def _place(element: Element, name: str) -> Location:
    line: object = element.sourceline
    return Location(name, line if isinstance(line, int) and line < _LAST_LINE else None)


def _terms(words: dict[str, list[_Word]], source: str, findings: list[Finding]) -> Iterator[Term]:
    targets = {
        tag: max(found, key=lambda word: word.preferred) for tag, found in words.items() if not same(tag, source)
    }
    for word in (word for tag, found in words.items() if same(tag, source) for word in found):
        wanted = {"": word} if word.keep else targets
        for tag, target in wanted.items():
            outcome = checked(word.text, "" if word.keep else target.text, tag, word.keep, word.place)
            findings += outcome.findings
            for said, to, language in outcome.value:
                yield Term(said, to, language, word.case, word.part_of_speech, word.keep, word.place)
