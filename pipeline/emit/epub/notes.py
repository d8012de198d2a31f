"""Notes as they lie at the end of a chapter: the number first, the way back to the text last."""

from __future__ import annotations

from pipeline.emit.epub.xhtml import value
from pipeline.facts import FALLBACK
from pipeline.languages import Language

_BACK = {"ltr": "↩", "rtl": "↪"}
_TEXT_FORM = "\ufe0e"
"""VARIATION SELECTOR-15: an arrow, not a picture of one."""


def way_back(language: Language) -> str:
    """Return the end of every note of a book in `language`: a link, with `{}` for the note's number."""
    said = value(language.label("back"))
    labelled = "" if language.labelled else f' lang="{FALLBACK}" xml:lang="{FALLBACK}"'
    return (
        f'\u00a0<a class="back" href="#ref-{{}}" role="doc-backlink" title="{said}" '
        f'aria-label="{said}"{labelled}>{_BACK[language.direction]}{_TEXT_FORM}</a>'
    )


def aside(number: int, text: str, attributes: str, back: str) -> str:
    """Return a note with its number at the start of its first paragraph and the way back at the end of its last."""
    mark = f'<span class="number">{number}.</span> '
    back = back.replace("{}", str(number))
    text = f"<p>{mark}{text[3:]}" if text.startswith("<p>") else f"<p>{mark}</p>\n{text}"
    text = f"{text[:-4]}{back}</p>" if text.endswith("</p>") else f"{text}\n<p>{back}</p>"
    return f'<aside id="note-{number}"{attributes} role="doc-footnote" epub:type="footnote">\n{text}\n</aside>'
