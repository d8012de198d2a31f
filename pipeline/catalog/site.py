"""What the user says of a catalog as a whole."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """What the catalog as a whole is called, and where it will lie on the web.

    `title` is empty where the label "catalog" of each page's language is to stand for it. `base_url` ends with `/`; it
    is empty where that is not known: all links are then relative.
    """

    title: str = ""
    base_url: str = ""
