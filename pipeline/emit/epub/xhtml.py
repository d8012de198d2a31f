"""The small grammar of XHTML that every page of the book is written in: escaping, language attributes, the page itself.

Pages are strings from the start. A tree would cost ten times as much, and ebooklib's own serializer adds white space
between inline elements, which shows in Chinese and in code.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import Literal

from pipeline.facts import FALLBACK
from pipeline.languages import Language, language
from pipeline.model import Direction
from pipeline.report import PipelineError

_ILLEGAL = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (2.2, production 2) forbids or advises against: controls, lone surrogates, noncharacters."""


def clean(text: str) -> str:
    """Return `text` without the characters that XML cannot hold; every other one is kept."""
    return _ILLEGAL.sub("", text)


def content(text: str) -> str:
    """Return `text` as the content of an element."""
    return escape(clean(text), quote=False)


def value(text: str) -> str:
    """Return `text` as an attribute's value, for double quotation marks."""
    return escape(clean(text), quote=True)


@cache
def spoken(tag: str | None, direction: Direction | Literal["auto"] | None, *classes: str) -> str:
    """Return the attributes of an element in another language or direction, each after a space.

    `lang` and `xml:lang` always say the same (EPUB 3.3, 6.1.3); the script is added as a class, so that the style sheet
    can do what a script needs. A tag that names no language is left out.
    """
    found = known(tag) if tag else None
    scripts = (f"script-{found.script}",) if found else ()
    towards = direction or (found.direction if found else None)
    names = value(" ".join(filter(None, (*classes, *scripts))))
    languages = f' lang="{value(found.tag)}" xml:lang="{value(found.tag)}"' if found else ""
    return (f' class="{names}"' if names else "") + languages + (f' dir="{towards}"' if towards else "")


def label(text: str, within: Language) -> str:
    """Return a label of a book in the language `within`; where that has none of its own, marked as what it is."""
    return content(text) if within.labelled else f"<span{spoken(FALLBACK, None)}>{content(text)}</span>"


@cache
def known(tag: str) -> Language | None:
    """Return the language of a tag, or none where it names no language."""
    try:
        return language(tag)
    except PipelineError:
        return None


def page(within: Language, title: str, body: str, kind: str) -> str:
    """Return a whole page in the language `within`. `kind` is the part of the book that it belongs to (`epub:type`)."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f'{spoken(within.tag, within.direction)}>\n<head>\n<meta charset="utf-8"/>\n<title>{content(title)}</title>\n'
        '<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>\n'
        f'<body dir="{within.direction}" epub:type="{kind}">\n{body}\n</body>\n</html>\n'
    )
