"""The style sheet, the script and the icon that all pages share."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from pipeline.languages import scripts
from pipeline.languages.scripts import Script, Stress

_STRESS: dict[Stress, str] = {
    "italic": "",
    "weight": "--slant: normal; --stress: bold;",
    "dots above": "--slant: normal; --dots: filled dot;",
    "dots below": "--slant: normal; --dots: filled dot; --dots-at: under right;",
}


def style() -> bytes:
    """Return the style sheet: what holds for every page, for pages to read, and what each script needs."""
    return "\n".join((_read("style.css"), _read("reading.css"), *_scripts(), "")).encode()


def script() -> bytes:
    """Return the script."""
    return _read("catalog.js").encode()


def icon() -> bytes:
    """Return the icon, as a drawing."""
    return _read("icon.svg").encode()


def _read(name: str) -> str:
    return files(__package__ or __name__).joinpath(name).read_text("utf-8")


def _scripts() -> Iterator[str]:
    """Yield the rules of each script; the pages say in a class which one a text is in."""
    yield "/* What letters of each script need */\n"
    latin = scripts.script("Latn").faces
    for code in scripts.codes():
        traits = scripts.script(code)
        yield f".script-{code} {{ {' '.join(filter(None, _needs(traits, latin)))} }}"
        if traits.size != 1:
            yield f":root.script-{code} {{ font-size: {traits.size:.0%}; }}"


def _needs(traits: Script, latin: tuple[str, ...]) -> Iterator[str]:
    if traits.faces:
        names = ", ".join(f'"{name}"' for name in dict.fromkeys((*traits.faces[:-1], *latin[:-1])))
        yield f"font-family: {names}, {traits.faces[-1]};"
    yield f"--lead: {traits.lead:g};" if traits.lead != 1 else ""
    yield _STRESS[traits.stress] if not traits.slants else "--slant: italic; --stress: normal; --tracking: 0.06em;"
    yield f"--first: {traits.indent:g}em; --next: {traits.indent:g}em; --edge: justify;" if traits.indent else ""
    yield "word-break: keep-all;" if traits.keeps_words else ""
