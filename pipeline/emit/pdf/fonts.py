"""The fonts of one edition: every stretch of text gets the first font that has it, and the script it is shaped in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

import uharfbuzz as hb

from pipeline.emit.pdf import icu_text
from pipeline.emit.pdf.font_files import FontFile
from pipeline.emit.pdf.font_missing import missing
from pipeline.emit.pdf.font_stacks import candidates
from pipeline.emit.pdf.glyph_font import IGNORABLE, GlyphFont
from pipeline.emit.theme import Face
from pipeline.languages import language as language_of
from pipeline.languages.scripts import script as traits
from pipeline.report import PipelineError

_FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
_COMMON = frozenset({"Zyyy", "Zinh", "Zzzz"})
_LETTERS_OF = {"Hans": "Hani", "Hant": "Hani", "Jpan": "Hira", "Kore": "Hang", "Aran": "Arab", "Hira": "Hira"}
"""For scripts that are several in one, or a way of writing one: the script whose letters tell a font of theirs."""
_SHAPED_AS = {"Hans": "Hani", "Hant": "Hani", "Jpan": "Kana", "Kore": "Hang", "Aran": "Arab"}


class Stretch(NamedTuple):
    """Text in one font and script; `lean`: its upright letters are to lean, since the face has no slanted ones."""

    text: str
    font: GlyphFont
    script: str
    lean: bool = False


class Choice(NamedTuple):
    """A font, and whether its letters are to lean."""

    font: GlyphFont
    lean: bool


class Fonts:
    """Finds and keeps the fonts of one edition. `wanted` are families or files that the user named, first of all."""

    def __init__(self, wanted: tuple[str, ...] = ()) -> None:
        self._wanted = wanted
        self._loaded: dict[FontFile, GlyphFont | None] = {}
        self._chosen: dict[tuple[Face, str, str, str], Choice | None] = {}
        self._mains: dict[tuple[Face, str], tuple[Choice, str]] = {}

    def close(self) -> None:
        """Let go of all fonts: a search for a rare letter maps hundreds of files, and a system allows some 65,000 maps.

        What an edition is made of refers to itself in circles, so that they would stay until garbage is looked for.
        """
        self._loaded.clear()
        self._chosen.clear()
        self._mains.clear()

    def stretches(self, text: str, face: Face, language: str) -> list[Stretch]:
        """Return `text` cut where font or script changes; no text is lost. Raise `PipelineError` if no font has it.

        A character of no script goes with what stands before it, if that font has it. Letters of one script in a word
        have one font, if any has them all: letters that join would not join across two.
        """
        (font, lean), script = self._main(face, language)
        if script == "Latn" and text.isascii() and font.has(text):
            return [Stretch(text, font, script, lean)]
        found: list[Stretch] = []
        for written, cluster in _grouped(text, script):
            last = found[-1] if found else None
            for part, choice in self._for(cluster, face, written, language, last):
                if last and last.font is choice.font and written == last.script:
                    last = found[-1] = last._replace(text=last.text + part)
                else:
                    last = Stretch(part, choice.font, written, choice.lean)
                    found.append(last)
        return found

    def _for(
        self, text: str, face: Face, script: str, language: str, last: Stretch | None
    ) -> Iterator[tuple[str, Choice]]:
        """Yield the parts of a text in one script, each with a font that has it: the whole, if one has."""
        if last and script == last.script and _covers(last.font, text):
            yield text, Choice(last.font, last.lean)
            return
        letters = "".join([character for character in text if icu_text.script(character) not in _COMMON])
        main, _ = self._main(face, language)
        wanted, written = (letters, script) if letters else (text, "Zyyy")
        choice = main if not letters and main.font.has(text) else self._choice(wanted, face, written, language)
        if choice and _covers(choice.font, text):
            yield text, choice
            return
        parts = list(clusters(text))
        if len(parts) == 1:
            # no font has letter and mark together: each is looked for alone
            parts = list(text)
        if len(parts) == 1:
            raise missing([text])
        for cluster in parts:
            if choice and _covers(choice.font, cluster):
                yield cluster, choice
            else:
                yield from self._for(cluster, face, script, language, None)

    def check(self, text: Iterable[str], language: str) -> None:
        """Raise `PipelineError` naming every script and character in `text` for which there is no font."""
        lacking = [c for c in sorted(set(text)) if not self._has(c, language)]
        if lacking:
            raise missing(lacking)

    def files(self, text: str, face: Face, language: str) -> list[FontFile]:
        """Return the files of the fonts that `text` is set in. Raise `PipelineError` if no font has it."""
        used = [stretch.font for stretch in self.stretches(text, face, language)]
        return [file for file, font in self._loaded.items() if any(font is each for each in used)]

    def _has(self, character: str, language: str) -> bool:
        if self._main(Face(), language)[0].font.has(character):
            return True
        script = icu_text.script(character)
        return bool(self._choice(character, Face(), "Zyyy" if script in _COMMON else script, language))

    def _main(self, face: Face, language: str) -> tuple[Choice, str]:
        """Return the font in which the letters of a language are set, and their script."""
        known = self._mains.get((face, language))
        if known is None:
            script = language_of(language).script if language else "Latn"
            sample = icu_text.sample(_LETTERS_OF.get(script, script))
            shaped = _SHAPED_AS.get(script, script)
            choice = self._choice(sample, face, shaped, language) or self._choice("a", face, "Latn", language)
            if choice is None:
                raise missing(["a"])
            known = self._mains[face, language] = (choice, shaped)
        return known

    def _choice(self, text: str, face: Face, script: str, language: str) -> Choice | None:
        key = (face, script, language, text)
        if key not in self._chosen:
            self._chosen[key] = self._choose(text, face, script, language)
        return self._chosen[key]

    def _choose(self, text: str, face: Face, script: str, language: str) -> Choice | None:
        if face.italic and not traits(script).slants:
            face = face._replace(italic=False, bold=True)
        for file in candidates(face, script, language, self._wanted):
            font = self._font(file)
            if font and _covers(font, text) and _is_whole(font):
                return Choice(font, face.italic and not file.italic)
        return None

    def _font(self, file: FontFile) -> GlyphFont | None:
        if file not in self._loaded:
            self._loaded[file] = self._load(file)
        return self._loaded[file]

    def _load(self, file: FontFile) -> GlyphFont | None:
        """Return the font, or none if it is damaged; one that the user named for himself was tried before."""
        try:
            return GlyphFont(hb.Face(file.read(), file.index), f"F{len(self._loaded) + 1}")
        except (PipelineError, hb.HarfBuzzError):
            return None


def _covers(font: GlyphFont, text: str) -> bool:
    """Tell whether a font has a text, if need be with letters and marks put together or taken apart."""
    return font.has(text) or any(font.has(unicodedata.normalize(form, text)) for form in _FORMS)


def _is_whole(font: GlyphFont) -> bool:
    """Tell whether a font can be put into a file: one with CIDs that are not its glyphs' numbers cannot."""
    try:
        return not font.is_cff or font.keeps_numbers is not False
    except ValueError:
        return False


def _grouped(text: str, script: str) -> Iterator[tuple[str, str]]:
    """Yield stretches of one script, and the script.

    What has none goes with what is before it, or else with what comes after; alone, it is `script`.
    """
    start, written = 0, ""
    for at, character in enumerate(text):
        own = icu_text.script(character)
        if own in _COMMON or own == written:
            continue
        if written:
            yield written, text[start:at]
            start = at
        written = own
    yield written or script, text[start:]


def clusters(text: str) -> Iterator[str]:
    """Yield each letter with the marks on it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _joins(text[at]):
            yield text[start:at]
            start = at


@cache
def _joins(character: str) -> bool:
    """Tell whether a character belongs to the one before it."""
    return unicodedata.category(character)[0] == "M" or bool(IGNORABLE.match(character))
