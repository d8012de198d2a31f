"""Addresses that an edition can lead to, wherever it lies: of the web, of people, and names that are registered."""

from __future__ import annotations

import re

_HOST = r"""\[[0-9A-Fa-f.]*(?::[0-9A-Fa-f.]*){2,8}\]|[^\s/?#@\[\]<>"\\^`{|}%:]+"""
"""An IPv6 address, or a name without what no name may have (URL Standard, forbidden domain code points)."""
_START = re.compile(
    rf"(?:https?|ftp)://(?:[^\s/?#@]*@)?(?:{_HOST})(?::[0-9]{{0,5}})?(?=[/?#]|\Z)|(?:mailto|tel|urn|doi|geo):(?=\S)",
    re.IGNORECASE,
)


def start(target: str) -> str:
    """Return what an address begins with: scheme and host, or the scheme alone; nothing if it is no address."""
    found = _START.match(target)
    return found[0] if found else ""


def is_address(target: str) -> bool:
    """Return whether a link's target is an address, and not a file beside the source or a name that cannot be."""
    return bool(start(target.strip()))
