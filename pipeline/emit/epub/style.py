"""The style sheet: `style.css`, which holds for every book, and rules for just the scripts that stand in this one.

Fonts are set by the class of a script, which elements inside inherit. All else is set by `:lang()`, which asks for the
nearest language: so an English word in an Arabic passage of an English book is set as English. Neither needs more of a
reading system than CSS 2.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.resources import files

from pipeline.languages import Language
from pipeline.languages.scripts import Script, Stress, script

_BODY = 1.5
_TIGHTER = {
    1.25: ("h1", "h2", "h3", "h4", "h5", "h6", ".title"),
    1.4: ("table", "caption", "figcaption", ".notes", ".subtitle", ".original-title"),
}
"""How far lines stand apart in Latin, in heights of a letter: in the text, and in places where they stand closer."""
_NO_DOTS = "-webkit-text-emphasis: none; text-emphasis: none;"
_DOTS = "-webkit-text-emphasis: filled dot; text-emphasis: filled dot;"
_STRESS: dict[Stress, str] = {
    "italic": f"font-style: italic; {_NO_DOTS}",
    "weight": f"font-weight: bold; {_NO_DOTS}",
    "dots above": _DOTS,
    "dots below": f"{_DOTS} -webkit-text-emphasis-position: under right; text-emphasis-position: under right;",
}
_PLAIN = Script(stress="italic")


def sheet(tongues: Sequence[Language], *, parallel: bool) -> bytes:
    """Return the style sheet of a book with texts in `tongues`, the book's own first.

    With `parallel` there are rules for two texts side by side.
    """
    names = ("style.css", *(("parallel.css",) if parallel else ()))
    fixed = (files(__package__ or __name__).joinpath(name).read_text("utf-8") for name in names)
    return "\n".join((*fixed, "/* What the scripts in this book need */\n", *_rules(tongues), "")).encode()


def _rules(tongues: Sequence[Language]) -> Iterator[str]:
    """Yield the rules. Those of `zh` come before those of `zh-Hant`, which they fit as well (Selectors 4, 7.2)."""
    yield from _faces(tuple(dict.fromkeys(each.script for each in tongues)))
    yield from _book(tongues[0])
    alike: dict[tuple[int, Script], list[str]] = {}
    for each in tongues:
        alike.setdefault((each.tag.count("-"), replace(script(each.script), faces=())), []).append(each.tag)
    if any(traits != _PLAIN for _, traits in alike):
        for (_, traits), tags in sorted(alike.items(), key=lambda found: found[0][0]):
            yield from _passages(tags, traits)


def _faces(codes: Sequence[str]) -> Iterator[str]:
    """Yield the fonts of each script, then those for the Latin words in it."""
    latin = script("Latn").faces
    for code in codes:
        if own := script(code).faces:
            names = dict.fromkeys((*own[:-1], *latin[:-1]))
            yield f".script-{code} {{ font-family: {', '.join(map(_quoted, names))}, {own[-1]}; }}"


def _book(main: Language) -> Iterator[str]:
    """Yield what holds for the whole book, by the script of its language."""
    traits = script(main.script)
    yield f"html {{ line-height: {_height(_BODY, traits)}; }}"
    for height, places in _TIGHTER.items():
        yield f"{', '.join(places)} {{ line-height: {_height(height, traits)}; }}"
    if traits.size != 1:
        yield f"html {{ font-size: {traits.size}em; }}"
    if traits.indent:
        yield f"section > p, section > .prose + p {{ {_indented(traits)} }}"
        yield f"p + p {{ text-indent: {traits.indent:g}em; }}"
        yield ".title-page > p { text-align: center; }"


def _passages(tags: Sequence[str], traits: Script) -> Iterator[str]:
    """Yield what holds wherever a text is in one of the languages `tags`."""
    breaks = "keep-all" if traits.keeps_words else "normal"
    yield f"{_at(tags, '[lang]{}')} {{ line-height: {_height(_BODY, traits)}; word-break: {breaks}; }}"
    yield f"{_at(tags, 'span[lang]{}', 'bdi[lang]{}')} {{ line-height: {_height(1, traits)}; }}"
    for height, places in _TIGHTER.items():
        yield f"{_at(tags, *(place + '{}' for place in places))} {{ line-height: {_height(height, traits)}; }}"
    if not traits.slants:
        yield f"{_at(tags, 'body {}')} {{ font-style: normal; }}"
    if traits.stress != "weight":
        yield f"{_at(tags, 'em > [lang]{}')} {{ font-weight: normal; }}"
    yield f"{_at(tags, 'em{}', 'em > [lang]{}')} {{ {_STRESS[traits.stress]} }}"
    if traits.indent:
        yield f"{_at(tags, 'section > .passage{0} > p{0}')} {{ {_indented(traits)} }}"


def _at(tags: Sequence[str], *places: str) -> str:
    """Return a list of selectors: each place in each language, which stands where a place has `{}`."""
    return ", ".join(place.format(f":lang({tag})") for tag in tags for place in places)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _indented(traits: Script) -> str:
    return f"text-indent: {traits.indent:g}em; text-align: justify;"


def _height(latin: float, traits: Script) -> str:
    return f"{latin * traits.lead:.3g}"
