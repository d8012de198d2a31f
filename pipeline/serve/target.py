"""What a request target (RFC 9112, section 3.2) names under a folder: names from the folder down, or nothing."""

from __future__ import annotations

import os
import re
from urllib.parse import unquote_to_bytes

_NO_NAME = re.compile(r"^\.|[/\\\x00-\x1f\x7f-\x9f]")
"""Hidden files, `.` and `..`; what would part a name in two; control characters."""
_NO_WINDOWS_NAME = re.compile(
    r'[<>:"|?*]|[. ]$|^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)', re.IGNORECASE
)
"""What Windows takes for a drive, a stream, a pattern, a device or another name (Naming Files, Paths, Namespaces)."""


def is_name(name: str, *, windows: bool = os.name == "nt") -> bool:
    """Return whether this may be the name of a file that is served: neither hidden nor anything else than one name."""
    return not _NO_NAME.search(name) and not (windows and _NO_WINDOWS_NAME.search(name))


def names(path: bytes, *, windows: bool = os.name == "nt") -> tuple[str, ...] | None:
    """Return the names that an absolute path, percent-encoded, leads through; the last is empty after a final slash.

    A query is left out. None: the path names nothing that may be served. It is parted before it is decoded, and
    decoded once, so that no encoding hides a slash.
    """
    first, *parts = path.partition(b"?")[0].split(b"/")
    try:
        decoded = tuple(unquote_to_bytes(part).decode() for part in parts)
    except UnicodeDecodeError:
        return None
    if first or not decoded or not all(decoded[:-1]):
        return None
    return decoded if all(is_name(name, windows=windows) for name in decoded) else None
