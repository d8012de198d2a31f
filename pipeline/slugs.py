"""The names of works: what the name of a source says, and what files, links and shells bear of it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from contextlib import suppress
from pathlib import Path

from pipeline.languages import name_of, standard
from pipeline.report import PipelineError

LONGEST = 120
"""Bytes. A file name may have 255 on most systems; `.zh-Hant-HK.review.json` and the like come after it."""
_MARKS = frozenset({"Mn", "Mc"})
_KEPT = _MARKS | {"Pc"}
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
"""Names that Windows has for devices, whatever their suffix (Microsoft: “Naming Files, Paths, and Namespaces”)."""


def split_name(path: Path) -> tuple[str, str | None]:
    """Return the name of the work and the language in a file name: `tides.pt-BR.md` → `tides`, `pt-BR`.

    Only a language that CLDR has a name for counts: ISO 639-3 has given a code to nearly every short word.
    """
    stem, dot, tag = path.stem.rpartition(".")
    if dot and re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", tag):
        with suppress(PipelineError):
            known = standard(tag)
            return (stem, known) if name_of(known, "en") != known else (path.stem, None)
    return path.stem, None


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
