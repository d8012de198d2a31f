"""How strings, names and dictionaries look in a content stream (ISO 32000-1, 7.2, 7.3), as regular expressions.

All of them are possessive: they never go back over what they matched. Nesting is bounded, deeper than any writer goes.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache

WHITE = rb"\x00\t\n\f\r "
"""The white space characters, for use in a set."""
NAME = rb"[^\x00\t\n\f\r ()<>\[\]{}/%]*+"
"""A name without its solidus."""
_NESTED = 8


def _literal(depth: int) -> bytes:
    inner = rb"|%s" % _literal(depth - 1) if depth else b""
    return rb"\((?:[^()\\]++|\\(?s:.)%s)*+\)" % inner


_LITERAL = _literal(_NESTED)
_HEX = rb"<[0-9A-Fa-f%s]*+>" % WHITE
_COMMENT = rb"%[^\r\n]*+"


def _dictionary(depth: int) -> bytes:
    inner = rb"|%s" % _dictionary(depth - 1) if depth else b""
    return rb"<<(?:[^<>()%%]++|%s|%s|%s%s)*+>>" % (_LITERAL, _HEX, _COMMENT, inner)


DICTIONARY = _dictionary(2)
_ARRAY = rb"\[(?:[^\[\]<>()%%]++|%s|%s|%s|%s)*+\]" % (_HEX, _LITERAL, DICTIONARY, _COMMENT)
SPACE = rb"(?:[%s]++|%s)*+" % (WHITE, _COMMENT)
"""Any white space and comments."""
OPERANDS = rb"(?:[0-9+.\-%s]++|%s|/%s|%s|%s|%s|%s)*+" % (WHITE, _ARRAY, NAME, _HEX, _LITERAL, DICTIONARY, _COMMENT)
"""Any number of numbers, arrays, names, strings, dictionaries, comments and white space."""

_STRING = re.compile(rb"%s|<([0-9A-Fa-f%s]*+)>|(%s)" % (_COMMENT, WHITE, _LITERAL))
_DIGITS = re.compile(rb"<([0-9A-Fa-f%s]*+)>" % WHITE)
_ESCAPE = re.compile(rb"\\(?:[0-7]{1,3}|\r\n|(?s:.))|\r\n?")
_OCTAL = {rb"\%0*o" % (width, code): bytes((code & 255,)) for width in (1, 2, 3) for code in range(8**width)}
_ESCAPED = _OCTAL | {
    rb"\n": b"\n",
    rb"\r": b"\r",
    rb"\t": b"\t",
    rb"\b": b"\b",
    rb"\f": b"\f",
    **dict.fromkeys((b"\\\n", b"\\\r", b"\\\r\n"), b""),
    **dict.fromkeys((b"\r", b"\r\n"), b"\n"),
}
"""What stands for something else in a literal string (7.3.4.2); a backslash before any other character is left out."""
_BLANK = bytes((0, 9, 10, 12, 13, 32))


def strings(operands: bytes) -> bytes:
    """Return the bytes of all strings in the operands, one after the other (7.3.4)."""
    if b"(" not in operands and b"%" not in operands:
        with suppress(ValueError):  # a string with an odd number of digits
            return bytes.fromhex(b" ".join(_DIGITS.findall(operands)).decode("ascii"))
    return b"".join(
        _unescaped(literal) if literal else _paired(digits) for digits, literal in _STRING.findall(operands)
    )


def _paired(digits: bytes) -> bytes:
    """Return what hexadecimal digits stand for; the last of an odd number of them stands before a 0."""
    bare = digits.translate(None, _BLANK)
    return bytes.fromhex((bare + b"0" * (len(bare) % 2)).decode("ascii"))


def _unescaped(literal: bytes) -> bytes:
    inner = literal[1:-1]
    return _ESCAPE.sub(_character, inner) if b"\\" in inner or b"\r" in inner else inner


def _character(found: re.Match[bytes]) -> bytes:
    return _ESCAPED.get(found[0], found[0][1:])


@lru_cache(maxsize=1024)
def name_of(name: bytes) -> str:
    """Return a name as pikepdf writes it, without its solidus: `#` and two digits are a character (7.3.5)."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode("ascii")), name).decode(
        "utf-8", "replace"
    )
