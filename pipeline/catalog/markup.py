"""The small grammar of HTML that the catalog is written in: elements whose texts and attributes are always escaped.

What comes from a record is plain `str` and can only become text; markup is `Html`, and only this module makes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from typing import TypeAlias

from pipeline.facts import FALLBACK, Line
from pipeline.languages import Language, language
from pipeline.report import PipelineError

_ILLEGAL = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
"""Controls, lone surrogates and noncharacters, which no page may hold (HTML, 13.1.4)."""
_VOID = frozenset({"br", "hr", "img", "link", "meta", "wbr"})


class Html(str):
    """Markup that may stand in a page as it is."""

    __slots__ = ()


Part: TypeAlias = Html | str | None
"""What stands in an element: markup, a text, or nothing."""


NOTHING = Html()


def text(value: str) -> Html:
    """Return `value` escaped, without the characters that no page may hold; markup stays as it is."""
    return value if isinstance(value, Html) else Html(escape(_ILLEGAL.sub("", value), quote=True))


def joined(parts: Iterable[Part], between: str = "\n") -> Html:
    """Return the parts that there are, one after the other."""
    return Html(between.join(text(part) for part in parts if part))


def element(name: str, /, *inside: Part, **attributes: str | bool | None) -> Html:
    """Return an element. In names of attributes `_` stands for `-`, and one at the end is dropped (`class_`).

    An attribute that is `True` has no value; one that is `None` or `False` is left out.
    """
    said = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{text(value)}"')
        for key, value in attributes.items()
        if isinstance(value, str) or value
    )
    return Html(f"<{name}{said}>" if name in _VOID else f"<{name}{said}>{joined(inside, '')}</{name}>")


def known(tag: str) -> Language | None:
    """Return the language of a tag, or none where it names no language."""
    try:
        return language(tag) if tag else None
    except PipelineError:
        return None


def spoken(tag: str, *classes: str, direction: str = "") -> dict[str, str | bool | None]:
    """Return the attributes of an element in the language `tag`: the language, its direction, its script as a class.

    The style sheet has rules for each script. `direction` wins over that of the language.
    """
    found = known(tag)
    names = " ".join(filter(None, (*classes, f"script-{found.script}" if found else "")))
    towards = direction or (found.direction if found else "")
    return {"class_": names or None, "lang": found.tag if found else None, "dir": towards or None}


def marked(said: str, within: Language) -> Html:
    """Return what a page in the language `within` says; where that has no words of its own, marked as what it is."""
    return text(said) if within.labelled else element("span", said, **spoken(FALLBACK))


def label(key: str, within: Language) -> Html:
    """Return a label of a page in the language `within`."""
    return marked(within.label(key), within)


def lead(key: str, within: Language) -> Html:
    """Return a label that something follows: with a colon, spaced as `within` has it."""
    return marked(Line(within.label(key), "").lead(within), within)


def own_name(tag: str) -> str:
    """Return what a language is called in itself; a tag that names no language stays as it is."""
    found = known(tag)
    return found.name if found else tag


@cache
def name_order(tag: str) -> tuple[bytes, str]:
    """Return the place of a language among others by its own name, the same for every reader (UTS 10, by ICU)."""
    import icu

    return icu.Collator.createInstance(icu.Locale.getRoot()).getSortKey(own_name(tag)), tag
