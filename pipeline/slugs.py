"""The names of works in files, links and shells: what is made of the name that a source has."""

from __future__ import annotations

import hashlib
import unicodedata

LONGEST = 120
"""Bytes. A file name may have 255 on most systems; `.zh-Hant-HK.review.json` and the like come after it."""
_MARKS = frozenset({"Mn", "Mc"})
_KEPT = _MARKS | {"Pc"}
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
"""Names that Windows has for devices, whatever their suffix (Microsoft: “Naming Files, Paths, and Namespaces”)."""


def slug(name: str) -> str:
    """Return the form of a name that file names, links and shells all bear: lower-case letters, digits, `-` and `_`.

    Marks stay with their letters; those without one are left out. A name that Windows keeps for a device has `_` after
    it, and one that would leave no room for what follows in a file name is cut, with a digest so that it stays its own.
    """
    folded = unicodedata.normalize("NFC", name).casefold()
    kept = "".join(each if each.isalnum() or unicodedata.category(each) in _KEPT else " " for each in folded)
    found = "-".join(filter(None, map(_from_letter, kept.split()))) or "work"
    if found in _DEVICES:
        return f"{found}_"
    if len(found.encode()) <= LONGEST:
        return found
    own = f"-{hashlib.sha256(found.encode()).hexdigest()[:8]}"
    return found.encode()[: LONGEST - len(own)].decode("utf-8", "ignore") + own


def _from_letter(word: str) -> str:
    """Return a word without the marks that stand before its first letter: a name must not begin with one."""
    first = next((at for at, each in enumerate(word) if unicodedata.category(each) not in _MARKS), len(word))
    return word[first:]
