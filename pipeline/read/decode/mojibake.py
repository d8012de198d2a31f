"""Text that was once decoded wrongly and saved so (`donâ€™t`): mended line by line. The only door to ftfy.

Only ftfy's repair of encodings is used, none of its other changes, and not the one that guesses at bytes already lost.
It acts only where the characters make no sense together as they stand but do when encoded and decoded again, so that a
Portuguese `Ã` or a Vietnamese word stays.
"""

from __future__ import annotations

import re

from pipeline.report import Change, Location

_SUSPECT = re.compile(r"[^\x00-\x7f]{2}|[\x80-\x9f]")
"""Mojibake takes at least two characters outside ASCII in a row, or a C1 control."""


def mend(text: str, name: str) -> tuple[str, tuple[Change, ...]]:
    """Return `text` with garbled places mended, and a change for each line where this was so."""
    if text.isascii() or not _BYTES.search(text):
        return text, ()
    lines = text.split("\n")
    changes: list[Change] = []
    for number, line in enumerate(lines):
        if not line.isascii() and _SUSPECT.search(line):
            lines[number] = _mend(line)
            if lines[number] != line:
                changes.append(_change(line, lines[number], Location(name, number + 1)))
    return ("\n".join(lines) if changes else text), tuple(changes)


_BYTES = re.compile("[\x80-\x9fÂ-ïÎÏÐÑØÙ×àâãƒ‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸÄÅĆĂĘĎŃ]")
"""What the bytes of a UTF-8 sequence become in single-byte encodings; without these there is no mojibake."""


def _mend(line: str) -> str:
    """Return `line` as ftfy repairs it; a repair that would bring in a lost or a control character is refused."""
    from ftfy import TextFixerConfig, fix_encoding_and_explain
    from ftfy.badness import is_bad

    if not is_bad(line):
        return line
    config = TextFixerConfig(replace_lossy_sequences=False)
    mended = str(fix_encoding_and_explain(line, config).text)
    worse = mended.count("\ufffd") > line.count("\ufffd") or _CONTROLS.search(mended)
    return line if worse else mended


_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def _change(before: str, after: str, place: Location) -> Change:
    """Return the change from the first to the last word that differs."""
    old, new = before.split(" "), after.split(" ")
    head = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    shorter = min(len(old), len(new)) - head
    tail = next((at for at in range(shorter) if old[-1 - at] != new[-1 - at]), 0)
    return Change("encoding", " ".join(old[head : len(old) - tail]), " ".join(new[head : len(new) - tail]), place)
