"""A font in the file: the glyphs that were used, their widths, and what they mean (ISO 32000-1, 9.6 to 9.10)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import uharfbuzz as hb

from pipeline.emit.pdf.glyph_font import GlyphFont
from pipeline.emit.pdf.objects import Raw, number_of, reference, stream

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFObjectReference

_DROPPED = (
    *("GSUB", "GPOS", "GDEF", "BASE", "JSTF", "MATH", "kern", "kerx", "morx", "name", "post", "OS/2", "cmap", "DSIG"),
    *("STAT", "VORG", "vhea", "vmtx", "gasp", "hdmx", "LTSH", "VDMX", "PCLT", "meta", "FFTM"),
)
"""Tables that a viewer does not need, since the text is set already."""
_SYMBOLIC = 4


def embed(document: Any, font: GlyphFont) -> PDFObjectReference:  # noqa: ANN401  (ReportLab has no types here)
    """Put a font with its used glyphs into the file, and return the reference to it.

    It is a composite font: Type0 with TrueType outlines, whose codes are mapped to glyphs, or with those of a bare CFF,
    whose codes are its glyphs' numbers.
    """
    name = _tagged(font)
    kind = "CIDFontType0" if font.is_cff else "CIDFontType2"
    described = _number(document, _descriptor(document, font, name))
    glyphs = "" if font.is_cff else f"/CIDToGIDMap {number_of(document, _packed(document, _glyph_map(font), {}))} 0 R"
    descendant = (
        f"<</Type/Font/Subtype/{kind}/BaseFont/{name}/FontDescriptor {described} 0 R/DW 1000/W[{_widths(font)}]"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>{glyphs}>>"
    )
    unicode = number_of(document, _packed(document, to_unicode(font.texts).encode("ascii"), {}))
    whole = f"{name}-Identity-H" if font.is_cff else name
    return reference(
        document,
        Raw(
            f"<</Type/Font/Subtype/Type0/BaseFont/{whole}/Encoding/Identity-H"
            f"/DescendantFonts[{_number(document, descendant)} 0 R]/ToUnicode {unicode} 0 R>>"
        ),
    )


def _number(document: Any, code: str) -> int:  # noqa: ANN401  (as above)
    return number_of(document, reference(document, Raw(code)))


def _packed(document: Any, data: bytes, values: Mapping[str, object]) -> PDFObjectReference:  # noqa: ANN401
    return stream(document, zlib.compress(data), values, "FlateDecode")


def _tagged(font: GlyphFont) -> str:
    """Return the font's PostScript name behind a tag of six letters made from its glyphs (9.6.4)."""
    digest = sha256(repr((font.postscript_name, sorted(font.glyphs.items()))).encode()).digest()
    tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
    return f"{tag}+{font.postscript_name}"


def _descriptor(document: Any, font: GlyphFont, name: str) -> str:  # noqa: ANN401  (as above)
    from reportlab.pdfbase.pdfdoc import PDFName

    data = subset(font)
    if font.is_cff:
        file = f"/FontFile3 {number_of(document, _packed(document, data, {'Subtype': PDFName('CIDFontType0C')}))} 0 R"
    else:
        file = f"/FontFile2 {number_of(document, _packed(document, data, {'Length1': len(data)}))} 0 R"
    ascent, descent = font.vertical
    return (
        f"<</Type/FontDescriptor/FontName/{name}/Flags {_SYMBOLIC}/FontBBox[{' '.join(map(str, font.box))}]"
        f"/ItalicAngle {font.angle}/Ascent {ascent}/Descent {descent}/CapHeight {round(0.7 * ascent)}/StemV 80{file}>>"
    )


def subset(font: GlyphFont) -> bytes:
    """Return the font program with only the glyphs that were used, under the numbers that they have."""
    wanted = hb.SubsetInput()
    flags = hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_HINTING
    if not (font.is_cff and font.keeps_numbers):
        # a font whose CIDs are its glyph numbers keeps them by its charset, in much less room
        flags |= hb.SubsetFlags.RETAIN_GIDS
    wanted.flags = flags
    for glyph in sorted(set(font.glyphs.values())):
        wanted.glyph_set.add(glyph)
    for tag in _DROPPED:
        wanted.drop_table_tag_set.add(int.from_bytes(tag.encode(), "big"))
    if font.face.has_var_data:
        wanted.pin_all_axes_to_default(font.face)
    face = wanted.subset(font.face)
    return bytes(face.reference_table("CFF ").data if font.is_cff else face.blob.data)


def _glyph_map(font: GlyphFont) -> bytes:
    """Return the glyph number of each code, two bytes each (9.7.4.2)."""
    whole = bytearray(2 * (max(font.glyphs) + 1))
    for code, glyph in font.glyphs.items():
        whole[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
    return bytes(whole)


def _widths(font: GlyphFont) -> str:
    """Return the widths of all codes, those that follow each other in one array (9.7.4.3)."""
    return "".join(
        f"{run[0]}[{' '.join(str(font.advance(font.glyphs[code])) for code in run)}]"
        for run in _runs(sorted(font.glyphs))
    )


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def to_unicode(texts: Mapping[int, str]) -> str:
    """Return a ToUnicode CMap (9.10.3): code → the text that it stands for."""
    lines = [f"<{code:04X}> <{_utf16(text)}>" for code, text in sorted(texts.items())]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    mapped = "\n".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar" for block in blocks)
    return _CMAP.format(mapped=mapped)


def _utf16(text: str) -> str:
    return text.encode("utf-16-be", "replace").hex().upper()


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{mapped}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
