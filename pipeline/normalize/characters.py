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

from pipeline.model import Block, Blocks, Code, CodeBlock, Document, Inline, Link
from pipeline.normalize.edit import (
    OBJECT,
    Edit,
    Place,
    Rule,
    applied,
    difference,
    flows,
    map_nodes,
    on_attributes,
    on_every_value,
    rewrite,
    start,
)
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
_DROPPED = re.compile(
    f"({_FLAG})|[{_XML_FORBIDS}\x1c-\x1f{_NONCHARACTERS}\xad\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]+"
)

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
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CLOSERS = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}
_INVISIBLE = "\u061c\u200b\u200c\u200d\u200e\u200f\u2060" + "".join(
    char for char in map(chr, range(0x3001)) if char.isspace()
)

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
    return Outcome(cleaned, tuple(_findings(cleaned)), tuple(changes))


def clean(text: str) -> str:
    """Return a text with this pass's rules applied."""
    return applied(text, "", RULES)


def drop(text: str, _: str) -> Iterator[Edit]:
    """Drop what has no place in any text."""
    for found in _DROPPED.finditer(text):
        if not found[1]:
            yield Edit(found.start(), found.end(), "")


def unmark(text: str, _: str) -> Iterator[Edit]:
    """Drop direction marks from a flow without a letter that is written from right to left."""
    if not _RIGHT_TO_LEFT.search(text):
        yield from (Edit(found.start(), found.end(), "") for found in _MARKS.finditer(text))


def pair(text: str, _: str) -> Iterator[Edit]:
    """Make embeddings, overrides and isolates pair up around something visible, or drop them."""
    edits: dict[int, str] = {}
    opened: list[int] = []
    at, seen, kept = 0, -1, -1
    for index in (found.start() for found in _BIDI.finditer(text)):
        seen = _last_visible(text, at, index, seen)
        at = index + 1
        if text[index] in _CLOSERS:
            opened.append(index)
            continue
        edits[index] = _closing(text, opened, seen, edits, text[index])
        kept = index if edits[index] else kept
    last = max(_last_visible(text, at, len(text), seen), kept)
    unclosed = tuple(opened)
    if ending := _closing(text, opened, last, edits, ""):
        if text[last] == OBJECT:
            edits |= dict.fromkeys(unclosed, "")
        else:
            edits[last] = edits.get(last, text[last]) + ending
    yield from (Edit(index, index + 1, edits[index]) for index in sorted(edits))


def _last_visible(text: str, low: int, high: int, otherwise: int) -> int:
    length = len(text[low:high].rstrip(_INVISIBLE))
    return low + length - 1 if length else otherwise


def _closing(text: str, opened: list[int], seen: int, edits: dict[int, str], closer: str) -> str:
    """Return the closers that the one at hand stands for, and take what they close off `opened` (all, if it is empty).

    A PDF closes the innermost embedding unless an isolate began inside it; a PDI also closes embeddings inside its
    isolate (UAX 9, BD9 and BD11). An opener with nothing visible after it is dropped, with its closer.
    """
    closes = [_CLOSERS[text[index]] for index in opened[-1:]] if closer == "\u202c" else None
    if closer and closer not in (closes if closes is not None else {_CLOSERS[text[index]] for index in opened}):
        return ""
    result = ""
    while opened:
        index = opened.pop()
        if seen > index:
            result += _CLOSERS[text[index]]
        else:
            edits[index] = ""
        if _CLOSERS[text[index]] == closer:
            break
    return result


def join(text: str, _: str) -> Iterator[Edit]:
    """Keep a joiner or zero-width space where it does something, once."""
    for found in _JOINER_RUN.finditer(text):
        before, after = text[: found.start()][-1:], text[found.end() : found.end() + 1]
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
