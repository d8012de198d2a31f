"""A sentence with its codes as one line of text, and back: `decoded(coded(sentence), sentence) == sentence`.

The line is well-formed inline XML, with elements of XLIFF 1.2: `<g id="1" ctype="bold">…</g>` for markup over
words, `<x id="2" ctype="x-note"/>` for an atom or a point; `equiv-text` has the words that an atom stands for. What
XML cannot hold is `<cp hex="0007"/>`, as in XLIFF 2.0. Codes are numbered from 1 in the order in which they
open in the source; a translation has the numbers of its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.model import (
    Code,
    Emphasis,
    Image,
    LineBreak,
    Link,
    Note,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
)
from pipeline.translate.markup import Mark, Marked, Tag, text_of
from pipeline.translate.verbatim import Verbatim

KINDS: Mapping[type, str] = {
    Code: "x-code",
    Emphasis: "italic",
    Image: "image",
    LineBreak: "lb",
    Link: "link",
    Note: "x-note",
    Span: "x-span",
    Strikeout: "x-strikeout",
    Strong: "bold",
    Subscript: "x-subscript",
    Superscript: "x-superscript",
    Verbatim: "x-verbatim",
}
"""What each code is called: the values that XLIFF 1.2 has for `ctype`, and our own behind `x-`."""

WORDED = frozenset({KINDS[Code], KINDS[Verbatim], KINDS[Span]})
"""The kinds of atoms that stand for words."""

_LOSABLE = frozenset(KINDS[kind] for kind in (Emphasis, Strong, Strikeout, Superscript, Subscript, Span))
"""The kinds that a translation may lack (see `markup.must_stay`)."""

_PIECE = re.compile(r'<(g|x) id="(\d{1,9})"([^<>]*?)(/?)>|</(g)>|<cp hex="([0-9A-F]{4,6})"/>|([^<]+)')
_ATTRIBUTE = re.compile(r' (ctype|equiv-text)="([^"]*)"')
_UNSAFE = re.compile('[&<>"\t\n\r\x85\u2028\u2029]|[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')
"""What is not written as itself: XML's own signs, what ends a line, and what is no Char of XML 1.0 (2.2)."""
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def coded(sentence: Marked, source: Marked | None = None) -> str:
    """Return a sentence as one line of text; a translation is numbered by its `source`.

    Kept: the text, and every code's place and kind. Not kept: what a code holds beyond its words, such as a link's
    address; it comes from the source again. Codes that the source lacks get the numbers after its own.
    """
    numbers = _numbers(source or sentence)
    parts, inside, at = list[str](), list[Mark](), 0

    def write(until: int) -> None:
        nonlocal at
        parts.append(escaped(sentence.text[at:until]))
        at = until

    def close() -> None:
        write(inside.pop().end)
        parts.append("</g>")

    for mark in sentence.marks:
        while inside and not _holds(sentence, inside[-1], mark):
            close()
        write(mark.start)
        number, tag = numbers.setdefault(mark.tag, len(numbers) + 1), sentence.tags[mark.tag]
        if tag.atom or mark.start == mark.end:
            kind = KINDS[type(tag.node)]
            parts.append(code("x", number, kind, text_of(tag.node) if kind in WORDED and tag.atom else ""))
            at = mark.end
        else:
            parts.append(code("g", number, KINDS[type(tag.node)]))
            inside.append(mark)
    while inside:
        close()
    write(len(sentence.text))
    return "".join(parts)


def decoded(line: str, source: Marked, rung: str = "memory") -> Marked:
    """Return the marked text that a line stands for, with the tags of its `source`; each mark's place is due to `rung`.

    An atom has its words from the source, whatever the line says. Raise `ValueError` if the line is not well-formed, or
    has a code that the source lacks.
    """
    tags = {number: tag for tag, number in _numbers(source).items()}
    text, size, marks, inside = list[str](), 0, list[Mark](), list[int]()
    for name, number, _, words in pieces(line):
        if number and number not in tags:
            raise ValueError(f"code {number} does not stand in the source")
        added = "" if name == "g" else _words(source.tags[tags[number]]) if name == "x" else words
        if name == "/g":
            last = inside.pop()
            marks[last] = replace(marks[last], end=size)
        if name in ("g", "x"):
            inside += [len(marks)] if name == "g" else []
            marks.append(Mark(size, size + len(added), tags[number], rung))
        text.append(added)
        size += len(added)
    return Marked("".join(text), tuple(marks), source.tags)


def pieces(line: str) -> Iterator[tuple[str, int, str, str]]:
    """Yield what a line is made of, as (name, number, kind, words): text without a name, `g`, `/g` and `x`.

    Raise `ValueError` if the line is not well-formed.
    """
    at = depth = 0
    while at < len(line):
        found = _PIECE.match(line, at)
        depth += 0 if found is None else (found[1] == "g") - (found[5] == "g")
        if found is None or depth < 0 or (found[1] and (found[1] == "x") != bool(found[4])):
            raise ValueError(f"not well-formed at character {at}")
        at = found.end()
        if found[1]:
            said = dict(_ATTRIBUTE.findall(found[3]))
            yield found[1], int(found[2]), said.get("ctype", ""), _unescaped(said.get("equiv-text", ""))
        elif found[5]:
            yield "/g", 0, "", ""
        else:
            yield "", 0, "", chr(int(found[6], 16)) if found[6] else _unescaped(found[7])
    if depth:
        raise ValueError("not well-formed: a code is not closed")


def plain(line: str) -> str:
    """Return the text of a line, its atoms as their words; raise `ValueError` if it is not well-formed."""
    return "".join(words for _, _, _, words in pieces(line))


def skeleton(line: str) -> str:
    """Return a line without what its codes are: two sentences alike but for that can share a translation."""
    return _PIECE.sub(lambda found: f'<{found[1]} id="{found[2]}"{found[4]}>' if found[1] else found[0], line)


def mismatch(source: str, target: str) -> str:
    """Return in a few words why the codes of a translation are not those of its source, or nothing.

    Each code of the source stands in the translation once; emphasis of any kind may be missing.
    """
    ours, theirs = _codes(source), _codes(target)
    numbers = [number for number, _, _ in theirs]
    if extra := sorted(set(numbers) - {number for number, _, _ in ours}):
        return f"code {extra[0]} does not stand in the source"
    if len(set(numbers)) < len(numbers):
        return "a code stands in the translation twice"
    lost = (each for each in ours if each[0] not in numbers and (each[1] not in _LOSABLE or each[2]))
    return next((f"code {number} ({kind or 'of unknown kind'}) is missing" for number, kind, _ in lost), "")


def code(name: str, number: int, kind: str = "", words: str = "") -> str:
    """Return a code as it is written: `g` opens, `x` stands alone."""
    said = (f' ctype="{escaped(kind)}"' if kind else "") + (f' equiv-text="{_attribute(words)}"' if words else "")
    return f'<{name} id="{number}"{said}{"/" if name == "x" else ""}>'


def escaped(text: str, unheld: str = '<cp hex="{:04X}"/>') -> str:
    """Return text as it stands in a line; `unheld` is how a character that XML cannot hold is written."""
    return _UNSAFE.sub(lambda found: _escape(found[0], unheld), text)


def _attribute(text: str) -> str:
    """Return text as it stands in an attribute, where a character that XML cannot hold is U+FFFD."""
    return escaped(text, "\ufffd")


def _escape(character: str, unheld: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    valid = character in "\t\n\r\x85\u2028\u2029"
    return f"&#{ord(character)};" if valid else unheld.format(ord(character))


def _unescaped(text: str) -> str:
    """Return the text that was escaped. `html.unescape` would turn `&#133;` into what a browser shows for it."""
    return re.sub(r"&(?:#(\d{1,7})|(\w{1,5}));", lambda found: chr(int(found[1])) if found[1] else _name(found), text)


def _name(found: re.Match[str]) -> str:
    return next((sign for sign, name in _NAMED.items() if name == found[0]), found[0])


def _codes(line: str) -> list[tuple[int, str, str]]:
    return [(number, kind, words) for name, number, kind, words in pieces(line) if name in ("g", "x")]


def _numbers(source: Marked) -> dict[int, int]:
    """Return the number of each tag of a sentence, from 1 in the order in which they open."""
    return {tag: number for number, tag in enumerate(dict.fromkeys(mark.tag for mark in source.marks), 1)}


def _words(tag: Tag) -> str:
    return text_of(tag.node) if tag.atom else ""


def _holds(sentence: Marked, outer: Mark, inner: Mark) -> bool:
    """Return whether `inner` stands inside `outer`; at its very end only if it does so in the source."""
    if inner.start == inner.end == outer.end:
        return sentence.within(outer.tag, inner.tag)
    return inner.end <= outer.end and inner.start < outer.end
