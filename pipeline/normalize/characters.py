"""Characters: what no reader can see and no edition may hold goes; what carries meaning stays.

Dropped: control characters, byte order marks, soft hyphens, noncharacters, lone surrogates, tag characters outside
flags, and joiners, zero-width spaces and direction marks where they do nothing. Kept: joiners inside scripts that join
(Unicode Standard 23.2) and emoji, zero-width spaces between letters of scripts written without spaces, direction marks
in text with letters written from right to left. Embeddings and isolates are made to pair up within their paragraph,
where Unicode ends them anyway (UAX 9, P1). Then text is composed to NFC, never NFKC. Reported, not changed: private
use, unassigned and replacement characters, and overrides, which can make a text read as what it is not.

Code keeps every letter; only characters that XML cannot hold are dropped from it. White space is another pass's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from pipeline.model import Block, Blocks, Code, CodeBlock, Div, Document, Inline, Link
from pipeline.normalize.bidi import pair
from pipeline.normalize.edit import Edit, Rule, applied, difference, rewrite
from pipeline.normalize.flows import OBJECT, Place, flows, map_nodes, on_attributes, on_every_value, start
from pipeline.report import Change, Finding, Location, Outcome, Severity
from pipeline.walk import walk

NAME = "characters"

_XML_FORBIDS = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
"""XML 1.0 §2.2, with DEL and the C1 controls that it discourages; the white space among them (§2.3) is left out."""
_FORBIDDEN = re.compile(f"[{_XML_FORBIDS}\x1c-\x1f]+")
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
"""A black flag followed by tags: Scotland, Wales and other parts of states (UTS 51, emoji tag sequences)."""
_DROPPED = f"{_XML_FORBIDS}\x1c-\x1f{_NONCHARACTERS}\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_IN_TEXT = re.compile(f"({_FLAG})|[{_DROPPED}\xad]+")
_IN_LINES = re.compile(f"({_FLAG})|(?:[{_DROPPED}]|\xad(?!\n))+")
"""In raw lines a soft hyphen at a line's end still tells how to join the lines."""

_JOINER_RUN = re.compile("[\u200b-\u200d\u2060]+")
_JOINING = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\u1900-\u1aaf\u1b00-\u1c4f\u2d30-\u2d7f\ua840-\ua9ff\uaa00-\uaadf"
    "\uabc0-\uabff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010a00-\U00010aff\U00010f30-\U00010fdf\U00011000-\U00011fff\U0001e900-\U0001e95f]"
)
"""Arabic and its kin, the Brahmic scripts, Mongolian, Tifinagh, N'Ko, Adlam: where joiners choose a letter's form."""
_UNSPACED = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua980-\ua9ff\uaa00-\uaadf]")
"""Thai, Lao, Tibetan, Myanmar, Khmer, Tai and Javanese, where a zero-width space says where a word ends."""
_SOLID = re.compile(r"[^\s]")
_EMOJI = re.compile("[\u200d\u2190-\u2bff\ufe0f\u20e3\U0001f000-\U0001faff]")

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_MARKS = re.compile("[\u061c\u200e\u200f]+")

_COMPATIBILITY_IDEOGRAPH = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
"""NFC would unify these with other ideographs; people's names are written with them on purpose."""
_TOLD = {
    "Co": ("characters.private", "is for private use and means nothing without a font of its own"),
    "Cn": ("characters.unassigned", "is no character of Unicode yet"),
    "\ufffd": ("characters.replaced", "stands where an earlier conversion lost a character"),
    "\u202d": ("characters.override", "forces a direction and can make a text read as what it is not"),
    "\u202e": ("characters.override", "forces a direction and can make a text read as what it is not"),
}
_HINTS = {
    "characters.replaced": "look the character up in an earlier copy of the text and put it back",
    "characters.override": "remove it unless the text is about it",
}


def clean_lines(document: Document) -> Outcome[Document]:
    """Return the document with the raw lines of a plain text clean enough for rules that look at their shape.

    What can only be told once there are paragraphs is left to `apply`.
    """
    if not any(isinstance(block, Div) and block.role == "lines" for block in document.blocks):
        return Outcome(document)
    return rewrite(document, NAME, LINE_RULES)


def apply(document: Document) -> Outcome[Document]:
    """Return the document with its characters clean; every change, and what remains doubtful, is told."""
    texts = rewrite(document, NAME, RULES)
    changes = list(texts.changes)

    def recorded(before: str, after: str, place: Location | None) -> str:
        if before != after:
            changes.append(Change(NAME, *difference(before, after), place))
        return after

    def node(inline: Inline, place: Place) -> Inline:
        if isinstance(inline, Code):
            return Code(recorded(inline.text, _FORBIDDEN.sub("", inline.text), place.location))
        if isinstance(inline, Link):
            target = recorded(inline.target, _FORBIDDEN.sub("", inline.target), place.location)
            inline = replace(inline, target=target)
        return on_attributes(inline, lambda text: recorded(text, clean(text), place.location))

    def block(code: Block) -> Blocks:
        if isinstance(code, CodeBlock):
            code = replace(code, text=recorded(code.text, _FORBIDDEN.sub("", code.text), code.location))
        return (code,)

    place = start(document).location
    metadata = on_every_value(texts.value.metadata, lambda text, _: recorded(text, clean(text), place))
    cleaned = replace(texts.value, metadata=metadata, blocks=walk(map_nodes(texts.value, node), block=block))
    return Outcome(cleaned, (*_unpaired(document), *_findings(cleaned)), tuple(changes))


def clean(text: str) -> str:
    """Return a text with this pass's rules applied."""
    return applied(text, "", RULES)


def drop(text: str, _: str) -> Iterator[Edit]:
    """Drop what has no place in any text."""
    return _dropped(_IN_TEXT, text)


def drop_from_lines(text: str, _: str) -> Iterator[Edit]:
    """Drop what has no place in any text, and is no sign of how its lines were broken."""
    return _dropped(_IN_LINES, text)


def _dropped(pattern: re.Pattern[str], text: str) -> Iterator[Edit]:
    return (Edit(found.start(), found.end(), "") for found in pattern.finditer(text) if not found[1])


def unmark(text: str, _: str) -> Iterator[Edit]:
    """Drop direction marks from a flow without a letter that is written from right to left."""
    if not _RIGHT_TO_LEFT.search(text):
        yield from (Edit(found.start(), found.end(), "") for found in _MARKS.finditer(text))


def join(text: str, _: str) -> Iterator[Edit]:
    """Keep a joiner or zero-width space where it does something, once."""
    for found in _JOINER_RUN.finditer(text):
        before, after = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
        kept = "".join(dict.fromkeys(char for char in found[0] if _works(char, before, after)))
        if kept != found[0]:
            yield Edit(found.start(), found.end(), kept)


def _works(char: str, before: str, after: str) -> bool:
    """Return whether a joiner or zero-width space does something between two characters."""

    def both(kind: re.Pattern[str]) -> bool:
        return bool(kind.match(before) and kind.match(after))

    match char:
        case "\u200b":
            return both(_UNSPACED)
        case "\u200c":
            return both(_JOINING)
        case "\u200d":
            return bool(_JOINING.match(before) or _JOINING.match(after)) or both(_EMOJI)
        case _:
            return both(_SOLID)


def compose(text: str, _: str) -> Iterator[Edit]:
    """Compose to NFC, each letter with its marks by itself, so that markup beside it stays where it is."""
    if unicodedata.is_normalized("NFC", text):
        return
    for found in _clusters().finditer(text):
        composed = unicodedata.normalize("NFC", found[0])
        if composed != found[0] and not _COMPATIBILITY_IDEOGRAPH.search(found[0]):
            yield Edit(found.start(), found.end(), composed)


@cache
def _clusters() -> re.Pattern[str]:
    """Match a character with its marks, or with the Hangul vowels and finals that compose though they are no marks."""
    marks = (chr(code) for code in range(0x300, 0x1F000) if unicodedata.category(chr(code))[0] == "M")
    return re.compile(f"[^ \n{OBJECT}][{''.join(marks)}\u1160-\u11ff\ud7b0-\ud7fb\U000e0100-\U000e01ef]*")


RULES: tuple[Rule, ...] = (drop, unmark, pair, join, compose)
LINE_RULES: tuple[Rule, ...] = (drop_from_lines, unmark, join, compose)
"""For lines that are not yet paragraphs: what pairs up is only known when the paragraphs are."""


def _unpaired(document: Document) -> Iterator[Finding]:
    """Yield a finding for each paragraph whose direction controls do not pair up as they stand."""
    for text, place in flows(document):
        if any(text[edit.start : edit.end] != edit.text for edit in pair(text, place.language)):
            message = "embeddings or isolates of text direction do not pair up; they were closed or dropped"
            hint = "look whether the words still stand in their order, and mend the source"
            yield Finding("characters.direction", message, Severity.WARNING, place.location, hint)


def _findings(document: Document) -> Iterator[Finding]:
    """Yield one finding for each kind of doubtful character, where it stands first."""
    known: set[str] = set()
    for text, place in flows(document):
        for char in sorted(set(text) - known):
            known.add(char)
            code, means = _TOLD.get(char) or _TOLD.get(unicodedata.category(char)) or ("", "")
            if code:
                message = f"U+{ord(char):04X} {means}"
                yield Finding(code, message, Severity.WARNING, place.location, _HINTS.get(code, ""))
