"""Fonts: for every face a stack of them, and for every character the first that has it.

The one door to the font packages, to the fonts of the system and to ReportLab's TrueType reader. A font is read when a
character first asks for it. Packaged fonts come first, so that an edition looks the same on every machine; only
characters that they lack are looked for among the system's.
"""

from __future__ import annotations

import io
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.emit.pdf.arabic_glyphs import add_forms, lacks_forms
from pipeline.emit.pdf.theme import Face, Family
from pipeline.report import PipelineError

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

SLANT = 0.2
"""The tangent by which upright letters lean where a face has no italics for them (Greek, Cyrillic)."""

_WEIGHTS: dict[Family, tuple[str, str, str, str]] = {
    "serif": ("serif:Regular", "serif:It", "serif:Bold", "serif:BoldIt"),
    "display": ("serif:Semibold", "serif:SemiboldIt", "serif:Bold", "serif:BoldIt"),
    "sans": ("sans:Regular", "sans:It", "sans:Semibold", "sans:SemiboldIt"),
    "mono": ("mupdf:cascadia", "mupdf:cascadiai", "mupdf:cascadiab", "mupdf:cascadiabi"),
}
"""Regular, italic, bold and bold italic of each family."""
_SPARE = (
    ("mupdf:notos", "mupdf:notosit", "mupdf:notosbo", "mupdf:notosbi"),
    ("mupdf:figo", "mupdf:figit", "mupdf:figbo", "mupdf:figbi"),
    ("mupdf:cascadia", "mupdf:cascadiai", "mupdf:cascadiab", "mupdf:cascadiabi"),
)
_SYSTEM = (
    "NotoSerif{script}-{weight}.ttf",
    "NotoSans{script}-{weight}.ttf",
    "NotoSansSymbols2-Regular.ttf",
    "NotoSansSymbols-{weight}.ttf",
    "NotoSansMath-Regular.ttf",
    "DejaVuSans.ttf",
    "DroidSansFallbackFull.ttf",
    "DroidSansFallback.ttf",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "ipag.ttf",
    "NanumGothic.ttf",
)
_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "~/Library/Fonts",
    "C:/Windows/Fonts",
)
_PACKAGES = {"CJK": "fonts-wqy-zenhei", "HIRAGANA": "fonts-ipafont-gothic", "KATAKANA": "fonts-ipafont-gothic"}
_PACKAGES |= {"HANGUL": "fonts-nanum", "BOPOMOFO": "fonts-wqy-zenhei"}

_SHAPED = """
DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM SINHALA THAI LAO TIBETAN MYANMAR
KHMER MONGOLIAN SYRIAC NKO MANDAIC THAANA SAMARITAN BALINESE BATAK BRAHMI BUGINESE BUHID CHAKMA CHAM GRANTHA
HANUNOO JAVANESE KAITHI KAYAH KHAROSHTHI KHOJKI KHUDAWADI LEPCHA LIMBU MAHAJANI MEETEI MODI NEWA PHAGS-PA
REJANG SAURASHTRA SHARADA SIDDHAM SUNDANESE SYLOTI TAGALOG TAGBANWA TAI TAKRI TIRHUTA ADLAM HANIFI DIVES
NANDINAGARI MASARAM GUNJALA DOGRA BHAIKSUKI MARCHEN SOYOMBO ZANABAZAR VEDIC
"""
NEED_SHAPING = frozenset(_SHAPED.split())
"""Scripts whose glyphs depend on their neighbours (OpenType: USE, Indic, Thai, Khmer, Myanmar, Syriac shaping)."""
IGNORED = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\ufe0e\ufe0f\u061c") | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x20), *range(0x7F, 0xA0))
}
"""Characters that steer layout and have no shape (Unicode: Default_Ignorable_Code_Point, and controls)."""
THIN = {"\u2002": 2.0, "\u2003": 4.0, "\u2004": 1.33, "\u2005": 1.0, "\u2006": 0.66, "\u2007": 2.0}
THIN |= {"\u2008": 1.0, "\u2009": 0.75, "\u200a": 0.4, "\u202f": 0.75, "\u205f": 0.9, "\u3000": 4.0}
"""Spaces of fixed width as multiples of the word space: drawn as one, so that every font has them."""
_STAND_INS = {"\u2011": "-", "\u2010": "-", "\u2015": "—", "\u2028": " ", "\u2029": " "}


class Font:
    """One font of one edition: widths, coverage, and the font object that ReportLab embeds; perhaps leaning."""

    __slots__ = ("_advance", "_default", "covered", "name", "slanted", "ttf")

    def __init__(self, name: str, ttf: TTFont, slanted: bool) -> None:
        self.name, self.ttf, self.slanted = name, ttf, slanted
        self._advance: dict[int, float] = ttf.face.charWidths
        self._default: float = ttf.face.defaultWidth or 0.0
        self.covered: dict[int, int] = ttf.face.charToGlyph

    def has(self, character: str) -> bool:
        """Tell whether the font has a glyph for `character`."""
        return ord(character) in self.covered

    def width(self, text: str) -> float:
        """Return the width of `text` at a size of 1."""
        get, default = self._advance.get, self._default
        return sum([get(code, default) for code in map(ord, text)]) / 1000


class Fonts:
    """The fonts of one edition. Make a new one for each: glyphs used are kept here until the file is written."""

    def __init__(self) -> None:
        self._loaded: dict[str, TTFont | None] = {}
        self._fonts: dict[tuple[str, bool], Font] = {}
        self._stacks: dict[Face, list[Font]] = {}
        self._chosen: dict[Face, dict[str, Font]] = {}

    def find(self, face: Face, character: str) -> Font | None:
        """Return the first font for `face` that has `character`; none where no font has it."""
        chosen = self._chosen.setdefault(face, {})
        if character not in chosen:
            font = next((font for font in self._stack(face, character) if font.has(character)), None)
            if font is None:
                return None
            chosen[character] = font
        return chosen[character]

    def runs(self, face: Face, text: str) -> list[tuple[Font, str]]:
        """Return `text` cut where the font changes; what has no shape is left out, what no font has is an error."""
        first = self._primary(face)
        if all(map(first.covered.__contains__, map(ord, text))) and not IGNORED & set(text):
            return [(first, text)]
        seen = [_STAND_INS.get(c, c) for c in text if c not in IGNORED]
        fonts = [first if c in THIN else self.find(face, c) for c in seen]
        if None in fonts:
            self.check(text, face)
        pairs = [(font, c) for font, c in zip(fonts, seen, strict=True) if font is not None]
        return [(font, "".join(c for _, c in part)) for font, part in groupby(pairs, key=lambda pair: pair[0])]

    def check(self, characters: Iterable[str], face: Face = Face()) -> None:  # noqa: B008  (a tuple)
        """Raise `PipelineError` if a character cannot be set: its script needs shaping, or no font has it."""
        from pipeline.emit.pdf.arabic import unsettable

        seen = sorted({_STAND_INS.get(c, c) for c in characters} - IGNORED - THIN.keys())
        far = [c for c in seen if not self._primary(face).has(c)]
        _refuse_shaping([c for c in far if script_of(c) in NEED_SHAPING or unsettable(c)])
        _refuse_missing([c for c in far if self.find(face, c) is None])

    def _primary(self, face: Face) -> Font:
        return self._base(face)[0]

    def _base(self, face: Face) -> list[Font]:
        """Return the family's own fonts: for an italic face also the upright letters, leaning."""
        if face not in self._stacks:
            names = _WEIGHTS[face.family]
            style = int(face.italic) + 2 * int(face.bold)
            stack = [self._font(names[style])]
            if face.italic:
                stack.append(self._font(names[style - 1], slanted=True))
            self._stacks[face] = [font for font in stack if font]
        return self._stacks[face]

    def _stack(self, face: Face, character: str) -> Iterator[Font]:
        yield from self._base(face)
        style = int(face.italic) + 2 * int(face.bold)
        names = [_WEIGHTS["sans"][style], *(spare[style] for spare in _SPARE)]
        upright = [spare[style - int(face.italic)] for spare in (_WEIGHTS["sans"], *_SPARE)]
        found: Callable[[str], Font | None] = self._font
        yield from filter(None, map(found, dict.fromkeys(names + upright)))
        yield from filter(None, map(found, _on_system(script_of(character).title(), face.bold)))

    def _font(self, name: str, slanted: bool = False) -> Font | None:
        if name not in self._loaded:
            self._loaded[name] = _load(name)
        ttf = self._loaded[name]
        if ttf is None:
            return None
        return self._fonts.setdefault((name, slanted), Font(name, ttf, slanted))


def script_of(character: str) -> str:
    """Return the script in the words of the Unicode names list: `ARABIC`, `DEVANAGARI`, `CJK`; empty if unnamed."""
    return unicodedata.name(character, "").replace("MODIFIER LETTER ", "").partition(" ")[0]


def _load(name: str) -> TTFont | None:
    """Return the font, or none where it is not installed, damaged or not TrueType (ReportLab sets no CFF)."""
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    package, _, weight = name.partition(":")
    try:
        source = _source(package, weight)
        ttf = TTFont(name, source, shapable=False, asciiReadable=True)
        if lacks_forms(ttf):
            add_forms(ttf, Path(source).read_bytes() if isinstance(source, str) else source.getvalue())
    except (TTFError, OSError, ValueError):
        return None
    return ttf


def _source(package: str, weight: str) -> str | io.BytesIO:
    match package:
        case "serif":
            import font_source_serif_pro

            return str(Path(font_source_serif_pro.font_directory) / f"SourceSerifPro-{weight}.ttf")
        case "sans":
            import font_source_sans_pro

            return str(Path(font_source_sans_pro.font_directory) / f"SourceSansPro-{weight}.ttf")
        case "mupdf":
            import pymupdf_fonts

            return io.BytesIO(pymupdf_fonts.fontbuffers[weight]())
        case _:
            return weight


def _on_system(script: str, bold: bool) -> Iterator[str]:
    """Yield the names of installed fonts that may have characters of `script`."""
    files = _installed()
    for pattern in _SYSTEM:
        for weight in ("Bold", "Regular") if bold else ("Regular",):
            path = files.get(pattern.format(script=script, weight=weight).casefold())
            if path:
                yield f"system:{path}"


@cache
def _installed() -> dict[str, str]:
    """Return the TrueType fonts of the system, by file name."""
    found: dict[str, str] = {}
    for folder in _FOLDERS:
        for place, folders, names in os.walk(Path(folder).expanduser()):
            folders.sort()
            for name in sorted(names):
                if name.casefold().endswith((".ttf", ".ttc")):
                    found.setdefault(name.casefold(), str(Path(place) / name))
    return found


def _refuse_shaping(characters: list[str]) -> None:
    if characters:
        raise PipelineError(
            f"the PDF writer cannot set {_named(characters)} yet",
            hint="build the other formats: --format docx,epub",
            code="pdf.script",
        )


def _refuse_missing(characters: list[str]) -> None:
    if characters:
        package = _PACKAGES.get(script_of(characters[0]), "fonts-noto-core")
        install = f"install a TrueType font for it (Debian: {package})" if sys.platform == "linux" else "install a font"
        raise PipelineError(
            f"no font has {_named(characters)}",
            hint=f"{install}, or build the other formats: --format docx,epub",
            code="pdf.font",
        )


def _named(characters: list[str]) -> str:
    """Return the scripts and up to ten of the characters, with their numbers."""
    scripts = dict.fromkeys(_script_name(c) for c in characters)
    shown = ", ".join(f"{c} (U+{ord(c):04X})" if c.isprintable() else f"U+{ord(c):04X}" for c in characters[:10])
    more = f" and {len(characters) - 10} more" if len(characters) > 10 else ""
    return f"{', '.join(scripts)}: {shown}{more}"


def _script_name(character: str) -> str:
    script = script_of(character)
    if unicodedata.category(character)[0] not in "LM":
        return "signs" if script else "private or unassigned characters"
    return "Han" if script == "CJK" else script.capitalize()
