"""The forms of values that no schema checks: language tags and moments."""

from __future__ import annotations

import re
from datetime import datetime

_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*"
    r"(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?|x(?:-[a-z\d]{1,8})+",
    re.IGNORECASE,
)


def is_tag(language: str) -> bool:
    """Return whether this has the form of a language tag (RFC 5646, 2.1); whether it is registered is not asked."""
    return len(language) < 100 and bool(_TAG.fullmatch(language))


def number(text: str) -> int:
    """Return a whole number of at most nine digits, and 0 for any other text: no file may say how long we count."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def is_moment(text: str) -> bool:
    """Return whether this is a moment in UTC to the second, as `2026-11-08T09:30:00Z` (W3C-DTF), that there is."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").strftime("%Y-%m-%dT%H:%M:%SZ") == text
    except ValueError:
        return False
