"""Conditions and ranges of a request: what of a file is wanted, if anything (RFC 9110, sections 13 and 14)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TypeAlias

Headers: TypeAlias = Mapping[str, str]
"""The fields of a request by their names in lower case; the values of a repeated one are joined by commas."""


@dataclass(frozen=True, slots=True)
class State:
    """What identifies the bytes of a file: its strong entity tag, quotes included, and its time and size.

    `modified` is in whole seconds since 1970, `size` in bytes.
    """

    tag: str
    modified: int
    size: int


def status(asked: Headers, state: State) -> int:
    """Return 200, or 304 or 412 where a condition says so; in the order of RFC 9110, section 13.2.2."""
    if "if-match" in asked:
        if not _lists(asked["if-match"], state.tag, weak=False):
            return 412
    elif (until := _seconds(asked.get("if-unmodified-since"))) is not None and state.modified > until:
        return 412
    if "if-none-match" in asked:
        return 304 if _lists(asked["if-none-match"], state.tag, weak=True) else 200
    since = _seconds(asked.get("if-modified-since"))
    return 304 if since is not None and state.modified <= since else 200


def span(asked: Headers, state: State, now: float) -> range | None:
    """Return the bytes wanted: an empty range if none of them is there, None if all are wanted.

    Several ranges at once, other units and what is no range are answered with the whole file, as section 14.2 allows.
    `now` is in seconds since 1970.
    """
    found = re.fullmatch(
        r"bytes=[ \t]*(?:(\d{1,19})-(\d{0,19})|-(\d{1,19}))[ \t]*", asked.get("range", ""), re.I | re.A
    )
    if not found or not _still(asked.get("if-range"), state, now):
        return None
    first, last, suffix = found.groups()
    if suffix:
        return range(max(state.size - int(suffix), 0), state.size)
    if last and int(last) < int(first):
        return None
    return range(min(int(first), state.size), min(int(last) + 1, state.size) if last else state.size)


def _still(given: str | None, state: State, now: float) -> bool:
    """Return whether a part fits what the client has (section 13.1.5); a time says so only when it lies behind."""
    if given is None or given == state.tag:
        return True
    return _seconds(given) == state.modified and state.modified + 1 < now


def _lists(given: str, tag: str, *, weak: bool) -> bool:
    """Return whether a list of entity tags has this one, compared as section 8.8.3.2 says."""
    tags = re.findall(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")', given)
    return given.strip() == "*" or any(each == tag and (weak or not mark) for mark, each in tags)


def _seconds(given: str | None) -> int | None:
    """Return a date of HTTP in seconds since 1970; none for what is no date, which section 13.1.3 says to ignore."""
    try:
        found = parsedate_to_datetime(given or "")
        return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return None
