"""Names that some systems cannot give to a file: whoever unpacks a zip there would lose it.

Source: Microsoft, "Naming Files, Paths, and Namespaces".
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipeline.report import Finding, Location

_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE)
_SIGN = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_LONGEST = 255
"""In units of UTF-16."""


def unwelcome(names: Iterable[str]) -> Iterator[Finding]:
    """Yield a warning for each reason why Windows cannot unpack paths, and for each pair that differs in case only."""
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        alike[unicodedata.normalize("NFC", name).casefold()].append(name)
        for reason in dict.fromkeys(filter(None, map(_reason, name.split("/")))):
            reasons[reason].append(name)
    for reason, (first, *more) in reasons.items():
        and_more = f" (so for {len(more)} more files)" if more else ""
        yield _finding(first, f"Windows cannot unpack it: {reason}{and_more}")
    for first, *others in alike.values():
        for name in others:
            yield _finding(name, f"Windows and macOS take it for {first}, and keep one of the two")


def _finding(name: str, message: str) -> Finding:
    hint = "rename the text, so that the work gets another slug, and build again"
    return Finding("bundle.name", message, location=Location(name), hint=hint)


def _reason(part: str) -> str:
    """Return why Windows has no file of this name; empty if it can have one."""
    if device := _DEVICE.fullmatch(part):
        return f"{device[1]!r} is the name of a device"
    if part.endswith((".", " ")):
        return f"{part!r} ends with a full stop or a space"
    if sign := _SIGN.search(part):
        return f"{part!r} has the sign {sign[0]!r}"
    return f"{part!r} is too long" if len(part.encode("utf-16-le")) > 2 * _LONGEST else ""
