"""One font while an edition is set in it: letters become glyphs, and glyphs the codes that show them.

A code stands for a glyph and the text that it shows there, so that the same glyph can show different texts, and every
text is told by the glyphs in their order: no reader of the file has to guess.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from functools import cached_property
from typing import TypeAlias

import uharfbuzz as hb

from pipeline.emit.pdf import accents
from pipeline.emit.pdf.cff import is_identical
from pipeline.emit.pdf.glyph_line import Glyph, GlyphLine, Shaped, actual, apart, clusters

IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Characters that steer layout and have no shape (Unicode: Default_Ignorable_Code_Point)."""
SOFT_HYPHEN = "\u00ad"
_UNSEEN = tuple(IGNORABLE.findall("".join(map(chr, (*range(0xAE, 0xD800), *range(0xF900, 0x10000))))))
"""The ignorable characters for which fonts have signs."""
_SPACES = frozenset("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")
"""Spaces of some width, which HarfBuzz makes of the font's space where the font has none of its own."""
_STAND_INS = {"\u2011": "\u2010", "\u2010": "-", "\u2015": "\u2014"}
"""What is shown where a font lacks a sign that looks the same."""
_APART = {"Arab": {"liga": False}, "Syrc": {"liga": False}}
"""Features that are off in a script: optional ligatures of letters that readers would not get back in order."""
_UNANCHORED, _SUNK = frozenset({"Thai", "Laoo"}), -300
"""Scripts whose marks stand right without being attached to a letter, and how far down none is attached; in thousandths
of an em. Some fonts attach a mark above to what hangs below a letter (FiraGO: U+0E0D)."""
_Position: TypeAlias = tuple[int, int, int, int]
"""How a glyph is placed, in the font's units: offsets in x and y, advances in x and y."""


class GlyphFont:
    """A font of one edition. `name` is its resource name in the file.

    `glyphs` and `texts` are by code what it shows and what that means.
    """

    def __init__(self, face: hb.Face, name: str) -> None:
        self.face, self.name = face, name
        self.font = hb.Font(face)
        self.covered = face.unicodes
        self.scale = 1000.0 / (face.upem or 1000)
        self.glyphs: dict[int, int] = {0: 0}
        self.texts: dict[int, str] = {}
        self._codes: dict[tuple[int, str], int] = {}
        self._advances: dict[int, int] = {}
        self._widths: dict[str, int] = {}
        self._buffer = hb.Buffer()

    @property
    def postscript_name(self) -> str:
        """Its name, in the characters that a name in a PDF has without escapes."""
        name = self.face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or "Font"
        return re.sub(r"[^A-Za-z0-9_-]", "", name)[:100] or "Font"

    @property
    def vertical(self) -> tuple[int, int]:
        """How far its letters reach above the baseline and (negative) below it, in thousandths of an em."""
        extents = self.font.get_font_extents("ltr")
        return round(extents.ascender * self.scale), round(extents.descender * self.scale)

    @property
    def box(self) -> tuple[int, ...]:
        """The box that holds every glyph, in thousandths of an em (`head`: xMin, yMin, xMax, yMax)."""
        head = bytes(self.face.reference_table("head").data).ljust(44, b"\0")
        return tuple(round(edge * self.scale) for edge in struct.unpack(">4h", head[36:44]))

    @property
    def angle(self) -> float:
        """The angle of its stems, in degrees from the vertical, negative where they lean to the right (`post`)."""
        post = bytes(self.face.reference_table("post").data)
        return round(struct.unpack(">l", post[4:8])[0] / 65536, 2) if len(post) >= 8 else 0

    @cached_property
    def is_cff(self) -> bool:
        """Whether its outlines are those of a CFF font."""
        return "CFF " in self.face.table_tags

    @cached_property
    def keeps_numbers(self) -> bool | None:
        """Whether CIDs are glyph numbers; None where the font has none. `ValueError` if it is damaged."""
        return is_identical(bytes(self.face.reference_table("CFF ").data), self.face.glyph_count)

    def has(self, text: str) -> bool:
        """Tell whether the font can show every visible character of `text`."""
        return all([self._has(character) for character in text])

    def _has(self, character: str) -> bool:
        if ord(character) in self.covered or character in _SPACES or IGNORABLE.match(character):
            return True
        return character in _STAND_INS and self._has(_STAND_INS[character])

    def _stand_in(self, character: str) -> str:
        """Return the character that is shown where the font lacks one: another one or, if none will do, itself."""
        while character in _STAND_INS and ord(character) not in self.covered:
            character = _STAND_INS[character]
        return character

    def advance(self, glyph: int) -> int:
        """Return the advance of a glyph in thousandths of an em, rounded as the file has it."""
        known = self._advances.get(glyph)
        if known is None:
            known = self._advances[glyph] = round(self.font.get_glyph_h_advance(glyph) * self.scale)
        return known

    def width_of(self, character: str) -> int:
        """Return the advance of the glyph that a character stands for by itself, in thousandths of an em."""
        known = self._widths.get(character)
        if known is None:
            known = self._widths[character] = self.advance(self._nominal(character))
        return known

    def extents(self, character: str) -> tuple[float, float, float]:
        """Return how far the ink of a character's own glyph reaches to the right of its origin: from, to; its advance.

        All in thousandths of an em.
        """
        glyph = self._nominal(character)
        box = self.font.get_glyph_extents(glyph)
        left, width = (box.x_bearing * self.scale, box.width * self.scale) if box else (0.0, 0.0)
        return left, left + width, self.advance(glyph)

    def _nominal(self, character: str) -> int:
        return self.font.get_nominal_glyph(ord(character)) or 0

    def hyphen(self, text: str) -> Shaped:
        """Return a hyphen that tells `text`: at a line's end it is not what it looks like."""
        glyph = self._nominal("-") or self._nominal("\u2010")
        code = self.code(glyph, text)
        return Shaped(f"<{code}>" if code else actual(text, f"<{glyph:04X}>"), self.advance(glyph))

    @cached_property
    def carrier(self) -> int | None:
        """A glyph without width and ink, if there is one: its codes tell text without showing anything."""
        return next(
            (glyph for glyph in range(1, self.face.glyph_count) if not self.advance(glyph) and self.is_blank(glyph)),
            None,
        )

    def is_blank(self, glyph: int) -> bool:
        """Tell whether a glyph has no ink."""
        box = self.font.get_glyph_extents(glyph)
        return not (box and box.width and box.height)

    @cached_property
    def unseen(self) -> frozenset[int]:
        """The glyphs of characters that have no shape: some fonts have signs for them, which are not to be shown.

        Soft hyphens are never shaped, and many fonts give them the glyph of the hyphen, which must be seen.
        """
        return frozenset(self._nominal(character) for character in _UNSEEN) - {0}

    def shape(
        self, text: str, script: str, language: str, *, turned: bool = False, around: tuple[str, str] = ("", "")
    ) -> Shaped:
        """Return the glyphs of `text`, from left to right, in one script and language.

        `turned`: the text runs from right to left; `around` are the characters before and after it, which letters join
        to. Text that no line break may part is one call, for shapes depend on neighbours.
        """
        text = text.replace(SOFT_HYPHEN, "")
        shown = "".join([c if ord(c) in self.covered else self._stand_in(c) for c in text])
        numbers, starts, places = self._shaped(shown, script, language, turned, around)
        if len(numbers) == len(text):
            simple = self._simple(text, numbers, starts, places)
            if simple:
                return simple
        if script in accents.SCRIPTS and accents.astray(places):
            font = accents.without(self.face, self.font, accents.burdened(shown))
            again = self._shaped(shown, script, language, turned, around, font)
            if 0 not in again[0] and not accents.astray(again[2]):
                numbers, starts, places = again
        scale, pen = self.scale, 0.0
        if script in _UNANCHORED and any([not advance and y * scale < _SUNK for _, y, advance, _ in places]):
            numbers, starts, places = self._shaped(shown, script, language, turned, around, features={"mark": False})
        glyphs: list[Glyph] = []
        for number, (x, y, advance, _) in zip(numbers, places, strict=True):
            glyphs.append(Glyph(number, pen + x * scale, y * scale, advance * scale))
            pen += advance * scale
        line = GlyphLine(self)
        put = line.turned if turned else line.straight
        for cluster, members in clusters(text, starts, glyphs):
            put(cluster, members)
        return line.shaped(round(pen))

    def _shaped(  # noqa: PLR0913, PLR0917  (what HarfBuzz wants to know)
        self,
        text: str,
        script: str,
        language: str,
        turned: bool,
        around: tuple[str, str],
        font: hb.Font | None = None,
        features: dict[str, bool] | None = None,
    ) -> tuple[list[int], list[int], list[_Position]]:
        """Return of each glyph its number, the place in `text` where its cluster starts, and its position."""
        buffer = self._buffer
        buffer.clear_contents()
        if around[0] or around[1]:
            buffer.add_str(around[0] + text + around[1], len(around[0]), len(text))
        else:
            buffer.add_str(text)
        buffer.direction = "rtl" if turned else "ltr"
        buffer.script = script
        buffer.language = language or "und"
        signs = () if text.isascii() else IGNORABLE.findall(text)
        all_known = all([ord(sign) in self.covered for sign in signs])
        buffer.flags = hb.BufferFlags.PRESERVE_DEFAULT_IGNORABLES if signs and all_known else hb.BufferFlags(0)
        hb.shape(font or self.font, buffer, features or _APART.get(script))
        infos, first = buffer.glyph_infos, len(around[0])
        numbers, starts = [info.codepoint for info in infos], [info.cluster - first for info in infos]
        return numbers, starts, [position.position for position in buffer.glyph_positions or ()]

    def _simple(
        self, text: str, numbers: Sequence[int], starts: Sequence[int], places: Sequence[_Position]
    ) -> Shaped | None:
        """Return the glyphs of a text in which each stands for one character on the line; None for any other text.

        Most words are like that, and this is the sooner way.
        """
        scale, codes, advances, unseen = self.scale, self._codes, self._advances, self.unseen
        out, pen, drawn, last = [], 0.0, 0, -1
        for number, start, (x, y, advance, _) in zip(numbers, starts, places, strict=True):
            if start == last or y or advance <= 0 or number in unseen:
                return None
            last = start
            shift = round(pen + x * scale) - drawn
            if shift:
                out.append(f">{-shift}<")
                drawn += shift
            known = codes.get((number, text[start]))
            code = f"{known:04X}" if known else self.code(number, text[start])
            if code is None:
                return None
            out.append(code)
            drawn += advances[number] if number in advances else self.advance(number)
            pen += advance * scale
        whole = round(pen)
        rest = f"{drawn - whole}" if drawn != whole else ""
        return Shaped(apart(f"<{''.join(out)}>{rest}".replace("<>", "")), whole)

    def code(self, glyph: int, text: str) -> str | None:
        """Return the code of a glyph that shows `text`, in hexadecimal; None if the font cannot have one for it."""
        known = self._codes.get((glyph, text))
        if known is None:
            known = glyph if self.is_cff else len(self._codes) + 1
            if self.texts.get(known, text) != text or known > 0xFFFF:
                return None
            self._codes[glyph, text], self.glyphs[known], self.texts[known] = known, glyph, text
        return f"{known:04X}"
